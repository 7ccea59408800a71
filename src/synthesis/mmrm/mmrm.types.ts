import type { Matrix } from "#numerics";

/** Covariance structures of the visits of one subject, by the names of R's `mmrm`. */
export type VisitCovariance =
  | "us"
  | "toep"
  | "toeph"
  | "ar1"
  | "ar1h"
  | "ad"
  | "adh"
  | "cs"
  | "csh"
  | "sp_exp"
  | "sp_gau";

/**
 * The complete rows of a repeated-measures data set as numbers. Rows are sorted by subject, then by visit, and
 * no subject has a visit twice. n rows, p columns, m visits, g covariance groups.
 */
export interface RepeatedMeasures {
  /** Fixed-effect design, n × p, of full column rank. */
  readonly x: Matrix;
  /** Outcome, length n. */
  readonly y: Float64Array;
  /** Subject of each row, 0-based and rising. */
  readonly subject: Int32Array;
  readonly subjects: number;
  /** Visit of each row, 0 … m − 1. */
  readonly visit: Int32Array;
  readonly visits: number;
  /** Covariance group of each row (constant within a subject), 0 … g − 1; null: one group. */
  readonly group: Int32Array | null;
  readonly groups: number;
  /** Positive weight of each row, which divides its variance; null: all 1. */
  readonly weights: Float64Array | null;
  /** Coordinates of each row, n × d, for the spatial structures; null otherwise. */
  readonly coordinates: Matrix | null;
}

export type DegreesOfFreedom = "satterthwaite" | "kenward-roger" | "between-within" | "residual";

/** Covariance of the coefficients: from the model, corrected for small samples, or from the residuals. */
export type CoefficientCovariance =
  | "model"
  | "kenward-roger"
  | "kenward-roger-linear"
  | "empirical"
  | "empirical-jackknife"
  | "empirical-bias-reduced";

/** A repeated-measures model at its optimum. */
export interface RepeatedMeasuresFit {
  readonly structure: VisitCovariance;
  readonly likelihood: "REML" | "ML";
  /** Variance parameters in the order and scale of R's `mmrm`; group after group. */
  readonly theta: Float64Array;
  /** Inverse of the observed Hessian of the negative log-likelihood at theta. */
  readonly thetaCovariance: Matrix;
  /** Covariance of the visits, m × m, of each group; for spatial structures at unit distance, 2 × 2. */
  readonly covariance: readonly Matrix[];
  readonly logLikelihood: number;
  readonly coefficients: Float64Array;
  /** Model-based covariance Φ of the coefficients, p × p. */
  readonly coefficientCovariance: Matrix;
  /** ∂Φ/∂θ_j of each variance parameter, p × p. */
  readonly coefficientCovarianceSlopes: readonly Matrix[];
  /** Largest absolute element of the gradient of the negative log-likelihood at theta. */
  readonly gradient: number;
  readonly iterations: number;
}
