/** One comparison of two treatments within a study, on the analysis scale (logarithms for ratios). */
export interface NetworkContrast {
  readonly study: string;
  readonly treatment1: string;
  readonly treatment2: string;
  /** Effect of treatment 1 against treatment 2. */
  readonly y: number;
  /** Standard error of `y`, > 0. */
  readonly se: number;
}

export type NetworkTau2Method = "DL" | "REML" | "ML";

export type NetworkModel = "common" | "random";

export interface NetworkOptions {
  /** How the between-study variance is estimated (default `REML`), or its value. */
  readonly tau2?: NetworkTau2Method | number;
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
  /** Order of the treatments in the result; default: by their names. */
  readonly treatments?: readonly string[];
  /** Most by which the contrasts of one multi-arm study may disagree, in units of `y`; default 0.001. */
  readonly tolerance?: number;
  /**
   * `netmeta` takes REML and ML as that program does from contrasts: the arms of a study are compared with its
   * baseline arm, and their sampling errors are taken as independent. Default: the covariance that they share.
   */
  readonly compat?: "netmeta";
  /** Only with `compat`: the baseline arm of the studies that have it; elsewhere it is the last treatment. */
  readonly reference?: string;
}

/** Square table over treatments, in the order of `treatments`: row against column. */
export type PairTable = readonly (readonly number[])[];

/** As `PairTable`; `null` on the diagonal. */
export type PairTestTable = readonly (readonly (number | null)[])[];

/** All pairs of treatments under one model; the diagonal is 0. */
export interface NetworkEstimates {
  readonly estimate: PairTable;
  readonly se: PairTable;
  readonly low: PairTable;
  readonly high: PairTable;
  readonly statistic: PairTestTable;
  /** Two-sided, normal. */
  readonly p: PairTestTable;
}

/** Studies that compare the same set of treatments. */
export interface NetworkDesign {
  readonly treatments: readonly string[];
  readonly studies: readonly string[];
}

/** A contrast and its weight in the network, adjusted for the other arms of its study. */
export interface WeightedContrast extends NetworkContrast {
  readonly weightCommon: number;
  /** `null` where the between-study variance cannot be estimated. */
  readonly weightRandom: number | null;
}

export interface NetworkResult {
  readonly treatments: readonly string[];
  readonly studies: readonly string[];
  readonly designs: readonly NetworkDesign[];
  /** In the order given. */
  readonly contrasts: readonly WeightedContrast[];
  readonly level: number;
  /** Most by which the contrasts of one study may disagree, as asked. */
  readonly tolerance: number;
  readonly common: NetworkEstimates;
  /** `null` where the studies leave no degree of freedom for the between-study variance. */
  readonly random: NetworkEstimates | null;
  /** Interval for the true effect in a new study; `null` without random effects or degrees of freedom. */
  readonly prediction: { readonly low: PairTable; readonly high: PairTable } | null;
  /** `given` when the caller chose the value. */
  readonly tau2Method: NetworkTau2Method | "given";
  readonly tau2: number | null;
  readonly tau: number | null;
  readonly converged: boolean;
  readonly iterations: number;
  readonly lastChange: number;
  /** Cochran's Q of the whole network (heterogeneity and inconsistency), its degrees of freedom and upper-tail p. */
  readonly q: number;
  readonly qDf: number;
  readonly qP: number | null;
  /** Percent, with limits by the test-based method; `null` without degrees of freedom. */
  readonly i2: number | null;
  readonly i2Low: number | null;
  readonly i2High: number | null;
}
