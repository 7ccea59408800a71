import type { CountObservation } from "./count-family.ts";

/** The observations of one study: one, or one for each group. */
export interface Cluster {
  readonly observations: readonly CountObservation[];
  /** Known part of each linear predictor, such as the logarithm of person-time. */
  readonly offset: Float64Array;
  /** Rows of the design of the shared coefficients: one row an observation. */
  readonly design: readonly Float64Array[];
  /** What each linear predictor takes of the study's own coefficient; `null` when it has none. */
  readonly own: Float64Array | null;
  /** For each random effect, what each linear predictor takes of it. */
  readonly loadings: readonly Float64Array[];
}

/** How one cluster's log-likelihood is computed, random effects integrated out. */
export interface ClusterLikelihood {
  /**
   * @param point linear predictors of the observations, then standard deviations of the random effects
   * @param gradient receives the derivatives by the entries of `point`
   * @param second receives, where `nearSecond`, second derivatives near the true ones, four entries a row
   */
  readonly at: (
    cluster: Cluster,
    point: Float64Array,
    gradient: Float64Array,
    second?: Float64Array,
  ) => number;
  readonly nearSecond: boolean;
}

/** Entries a row of second derivatives: two observations and two random effects at most. */
export const ROW = 4;
