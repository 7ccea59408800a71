import type { Matrix } from "#numerics";
import type { PoolTest, Tau2Method } from "../types.ts";

/** `EE` one common effect, `FE` fixed effects (the same numbers, another reading); else how tau2 is estimated. */
export type RegressionMethod = "EE" | "FE" | Tau2Method;

/** Columns of numbers for the studies, with the names of the coefficients. */
export interface Design {
  /** k rows, one per study; p columns. */
  readonly matrix: Matrix;
  /** One name per column. */
  readonly names: readonly string[];
  /** Which columns each term made, for omnibus tests; a plain matrix has none. */
  readonly terms: readonly DesignTermColumns[];
}

export interface DesignTermColumns {
  readonly term: string;
  /** Positions of its columns, from 0. */
  readonly columns: readonly number[];
  /** Reference level of each categorical moderator in it. */
  readonly references: Readonly<Record<string, string>>;
}

export interface RegressionInput {
  /** Effects, length k, one scale throughout (log for ratios). */
  readonly y: Float64Array;
  /** Sampling variances, length k, all > 0, squared units of `y`. */
  readonly v: Float64Array;
  /** Default: an intercept alone. A matrix gets the names `x1`, `x2`, …, its column of ones `intercept`. */
  readonly design?: Design | Matrix;
  /** Own weights, length k, >= 0, instead of 1/(v + tau2); `equal` weighs all studies alike. */
  readonly weights?: Float64Array | "equal";
}

export interface RegressionOptions {
  /** Default `REML`. */
  readonly method?: RegressionMethod;
  /** Default `knha`, with `EE` and `FE` `z`; one study is always tested by `z`. */
  readonly test?: PoolTest;
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
  /** A known between-study variance, >= 0, instead of an estimate. */
  readonly tau2?: number;
  /** Positions of the coefficients tested together; default all but the intercept. */
  readonly tested?: readonly number[];
  /** Columns that others determine: `drop` (default) leaves the later ones out, `refuse` throws. */
  readonly redundant?: "drop" | "refuse";
  /** R2 needs a second fit; default true. */
  readonly explained?: boolean;
  /** `metafor` stops where metafor's default control stops, to reproduce its printed digits. */
  readonly compat?: "metafor";
}

/** One coefficient; `null` where its standard error is 0. */
export interface Coefficient {
  readonly name: string;
  readonly b: number;
  readonly se: number;
  readonly statistic: number | null;
  /** Degrees of freedom of the statistic; `null` for the normal. */
  readonly df: number | null;
  /** Two-sided. */
  readonly p: number | null;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/** Test that several coefficients, or combinations of them, are 0. */
export interface OmnibusTest {
  /** Positions of the coefficients, from 0; empty for contrasts. */
  readonly tested: readonly number[];
  /** Chi-square, or F where `denominatorDf` is given; `null` where the covariance is singular. */
  readonly statistic: number | null;
  readonly df: number;
  readonly denominatorDf: number | null;
  readonly p: number | null;
}

export interface FitStatistics {
  readonly logLikelihood: number;
  readonly deviance: number;
  readonly aic: number;
  readonly bic: number;
  readonly aicc: number;
}

/** A meta-regression on the analysis scale; `null` is "not defined here", never "zero". */
export interface RegressionResult {
  readonly k: number;
  /** Coefficients estimated. */
  readonly p: number;
  readonly method: RegressionMethod;
  /** The test used: `z` when k = 1, whatever was asked. */
  readonly test: PoolTest;
  readonly level: number;
  /** Position of the column of ones among the coefficients; `null` without one. */
  readonly intercept: number | null;
  readonly coefficients: readonly Coefficient[];
  /** Names of columns left out because earlier columns determine them. */
  readonly dropped: readonly string[];
  /** Positions, in the design given, of the columns kept. */
  readonly kept: readonly number[];
  /** Covariance of the coefficients, p x p. */
  readonly vb: Matrix;
  /** Degrees of freedom of t and F tests; `null` for `z`. */
  readonly df: number | null;
  /** What `knha` and `adhoc` multiplied the covariance with; else 1. */
  readonly scale: number;
  /** 0 by assumption with `EE` and `FE`, and for one study. */
  readonly tau2: number;
  readonly seTau2: number | null;
  /** tau2 was given, not estimated. */
  readonly tau2Fixed: boolean;
  /** Percent. */
  readonly i2: number | null;
  readonly h2: number | null;
  /** Percent of tau2 (`EE`, `FE`: of the scatter, adjusted) that the moderators explain; `null` without moderators. */
  readonly r2: number | null;
  /** The typical sampling variance of Higgins and Thompson. */
  readonly typicalVariance: number | null;
  /** Test for residual heterogeneity, at tau2 = 0; `p` is `null` where k = p. */
  readonly qe: { readonly statistic: number; readonly df: number; readonly p: number | null };
  readonly qm: OmnibusTest;
  readonly ml: FitStatistics;
  /** `null` where no degree of freedom is left (k = p). */
  readonly reml: FitStatistics | null;
  /** Parameters counted by AIC and BIC: p, and one for an estimated tau2. */
  readonly parameters: number;
  /** Leverage of each study. */
  readonly hat: Float64Array;
  /** Weight of each study, percent. */
  readonly weights: Float64Array;
  readonly fitted: Float64Array;
  /** Effects minus fitted. */
  readonly residuals: Float64Array;
  readonly converged: boolean;
  /** Steps of the tau2 solver; 0 for closed forms. */
  readonly iterations: number;
  /** Size of its last step. */
  readonly lastChange: number;
}
