import type { Matrix } from "#numerics";
import type { Remark } from "../types.ts";
import type { Coefficient, Design, FitStatistics, OmnibusTest, RegressionInput } from "./regression.types.ts";
import type { ScaleLink } from "./scale-likelihood.ts";

export interface LocationScaleInput extends Pick<RegressionInput, "y" | "v" | "design"> {
  /** Moderators of the between-study variance: k rows, with a column of ones where there is an intercept. */
  readonly scale: Design | Matrix;
}

export interface LocationScaleOptions {
  /** Default `REML`. */
  readonly method?: "ML" | "REML";
  /** `log` (default): tau2_i = exp(z_i'a); `identity`: tau2_i = z_i'a, kept at or above 0. */
  readonly link?: ScaleLink;
  /** `z` (default) or `t` with k - p degrees of freedom for the location, k - m for the scale. */
  readonly test?: "z" | "t";
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
}

/** A model in which moderators also shift the between-study variance. */
export interface LocationScaleResult {
  readonly k: number;
  readonly coefficients: readonly Coefficient[];
  readonly vb: Matrix;
  /** Effects of the scale moderators on tau2, or its logarithm; standard errors NaN at the boundary. */
  readonly scaleCoefficients: readonly Coefficient[];
  /** Covariance of the scale coefficients: the inverse of the observed information; `null` at the boundary. */
  readonly va: Matrix | null;
  /** Between-study variance of each study. */
  readonly tau2: Float64Array;
  readonly qm: OmnibusTest;
  /** Test of the scale coefficients but the intercept; `null` without any, or at the boundary. */
  readonly qs: OmnibusTest | null;
  /** Of the method used. */
  readonly logLikelihood: number;
  readonly ml: FitStatistics;
  readonly reml: FitStatistics;
  readonly parameters: number;
  readonly fitted: Float64Array;
  readonly residuals: Float64Array;
  /** Variances are held at 0, or under the log link run there without end: the scale coefficients are not tested. */
  readonly atBoundary: boolean;
  /** Largest derivative of the log-likelihood by a standardised scale coefficient, less the push of the domain's edge: should be 0. */
  readonly gradientNorm: number;
  readonly converged: boolean;
  readonly iterations: number;
  readonly remarks: readonly Remark[];
}
