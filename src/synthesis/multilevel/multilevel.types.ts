import type { Remark } from "../types.ts";

/** A level of a grouping factor; `1` and `"1"` are the same level. */
export type LevelLabel = string | number;

/** Covariance of sampling errors in one group of rows. */
export interface SamplingBlock {
  /** Positions of the rows, from 0. */
  readonly rows: readonly number[];
  /** Their covariance matrix, row after row, squared units of `y`. */
  readonly values: Float64Array;
}

/** Known covariances by block; rows of no block are an error. */
export interface SamplingBlocks {
  readonly blocks: readonly SamplingBlock[];
}

/** Variances alone, a whole matrix, or its blocks. */
export type SamplingCovariance = Float64Array | readonly (readonly number[])[] | SamplingBlocks;

/**
 * Covariance of effects by inner level within one outer level: `ID` one variance, no covariance; `DIAG` a variance
 * per level; `CS` one variance and correlation; `HCS` a variance per level, one correlation; `UN` all free; `AR` one
 * variance, correlation rho to the power of the distance in order; `HAR` the same with a variance per level; `CAR`
 * rho to the power of the distance in the levels' numeric values.
 */
export type CovarianceStructure = "ID" | "DIAG" | "CS" | "HCS" | "UN" | "AR" | "HAR" | "CAR";

/** Correlations of a factor's levels that are known, such as those of species by their phylogeny. */
export interface KnownCorrelation {
  /** Label of each row and column; finer factors of a nesting are named `study/outcome`. Levels not in the data are ignored. */
  readonly levels: readonly LevelLabel[];
  /** Symmetric, and positive definite over the levels in the data. */
  readonly matrix: readonly (readonly number[])[];
  /**
   * `cor` (default) makes a covariance matrix one of correlations; `cor0` also moves its smallest entry to 0, keeping 1
   * on the diagonal; `cov0` only moves the smallest entry to 0; `none` takes the matrix as it is.
   */
  readonly scale?: "cor" | "cor0" | "cov0" | "none";
}

/** Weights of the coefficients: one for each effect (at least 0), or a symmetric matrix of them. */
export type UserWeights = Float64Array | readonly (readonly number[])[];

/** Random intercepts of factors, each nested in those before it: `[study, outcome]` is `~ 1 | study/outcome`. */
export interface NestedIntercepts {
  /** One list of labels (length k) per depth, the coarsest first. */
  readonly nested: readonly (readonly LevelLabel[])[];
  /** One name per depth. */
  readonly names?: readonly string[];
  /** Known correlations of the levels at each depth; `null` where they are independent. */
  readonly known?: readonly (KnownCorrelation | null)[];
  /** Variances held at a value; `null` is estimated. */
  readonly variances?: readonly (number | null)[];
}

/** Effects of `inner` correlated within `outer`: `~ inner | outer`. */
export interface StructuredEffects {
  readonly inner: readonly LevelLabel[];
  readonly outer: readonly LevelLabel[];
  readonly structure: CovarianceStructure;
  readonly name?: string;
  /** Order of the inner levels; default numbers by value, else by code units. */
  readonly levels?: readonly LevelLabel[];
  /** Variances held at a value, in the order of the result; `null` is estimated. */
  readonly variances?: readonly (number | null)[];
  /** Correlations held at a value, in the order of the result; `null` is estimated. */
  readonly correlations?: readonly (number | null)[];
}

export type RandomTerm = NestedIntercepts | StructuredEffects;

/** Dependent effects of a multilevel or multivariate model. */
export interface MultilevelData {
  /** Effects, length k, one scale throughout. */
  readonly y: Float64Array;
  readonly v: SamplingCovariance;
  /** Design, k rows; default a column of ones. */
  readonly x?: readonly (readonly number[])[];
  /** Names of the columns of `x`. */
  readonly columns?: readonly string[];
  readonly random: readonly RandomTerm[];
  /** The user's own weights of the coefficients, instead of the inverse of the covariance; components do not change. */
  readonly weights?: UserWeights;
}

export interface MultilevelOptions {
  /** Default `REML`. */
  readonly method?: "REML" | "ML";
  /** Default `t`. */
  readonly test?: "z" | "t";
  /** Degrees of freedom of `t`: k - p (default), or the levels of the coarsest factor a column is constant in, less p. */
  readonly df?: "residual" | "contain";
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
  /** Columns of the omnibus test; default all but the intercept. */
  readonly tested?: readonly number[];
}

/** One estimated or fixed entry of a covariance structure. */
export interface CovarianceComponent {
  readonly kind: "variance" | "correlation";
  /** Position of its term in `terms`. */
  readonly term: number;
  /** Such as `study`, `outcome AL` or `outcome AL, PD`. */
  readonly name: string;
  /** `null` where the data hold no pair that tells. */
  readonly value: number | null;
  readonly fixed: boolean;
  /** At the end of its range: variance 0, correlation 1 or the structure's lowest. */
  readonly atBoundary: boolean;
}

/** What was estimated for one term; each depth of a nesting is a term. */
export interface TermEstimate {
  readonly name: string;
  /** `intercept` for random intercepts, `known` for those whose levels have known correlations. */
  readonly structure: CovarianceStructure | "intercept" | "known";
  readonly variances: readonly number[];
  readonly correlations: readonly (number | null)[];
  /** Labels of the inner levels, in order; one empty label for intercepts, the factor's levels for `known`. */
  readonly innerLevels: readonly string[];
  /** Labels of the outer levels, in order of appearance; nested ones joined by `/`; one empty label for `known`. */
  readonly outerLevels: readonly string[];
  /** Covariance of the effects at the inner levels, row after row. */
  readonly covariance: readonly (readonly number[])[];
}

export interface MultilevelCoefficient {
  readonly name: string;
  readonly estimate: number;
  readonly se: number;
  readonly statistic: number;
  /** `null` for the normal. */
  readonly df: number | null;
  /** Two-sided. */
  readonly p: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/** A test of several coefficients at once: chi-square where `dfResidual` is null, else F. */
export interface JointTest {
  /** `null`, with `p`, where the covariance is singular or no degrees of freedom are left. */
  readonly statistic: number | null;
  readonly df: number;
  readonly dfResidual: number | null;
  readonly p: number | null;
}

export interface InformationCriteria {
  readonly logLik: number;
  /** Coefficients and estimated components. */
  readonly parameters: number;
  readonly aic: number;
  readonly bic: number;
  readonly aicc: number;
}

/** Share of the variance that is not sampling error, percent. */
export interface MultilevelI2 {
  /** `null` where variances differ by inner level: there is no one total. */
  readonly total: number | null;
  /** One share per term, `null` where the term has several variances. */
  readonly parts: readonly (number | null)[];
  /** Per term with several variances, the share at each inner level; `null` for other terms. */
  readonly byLevel: readonly (readonly number[] | null)[];
  /** By the variance of each coefficient without and with heterogeneity. */
  readonly byCoefficient: readonly number[];
}

export interface MultilevelFit {
  readonly k: number;
  readonly p: number;
  readonly method: "REML" | "ML";
  readonly test: "z" | "t";
  readonly level: number;
  readonly coefficients: readonly MultilevelCoefficient[];
  /** Positions of the design's columns that were kept. */
  readonly kept: readonly number[];
  /** Covariance of the coefficients. */
  readonly covariance: readonly (readonly number[])[];
  readonly components: readonly CovarianceComponent[];
  readonly terms: readonly TermEstimate[];
  readonly reml: InformationCriteria;
  readonly ml: InformationCriteria;
  /** Residual heterogeneity with all components 0, chi-square with k - p. */
  readonly qe: { readonly statistic: number; readonly df: number; readonly p: number };
  readonly qm: JointTest;
  readonly i2: MultilevelI2;
  readonly converged: boolean;
  readonly iterations: number;
  /** Largest slope of the log-likelihood in units of one standard error, over what is not at a boundary. */
  readonly slope: number;
  /** What a reader must know: dropped columns, components not identified or at a boundary, no convergence. */
  readonly remarks: readonly Remark[];
}
