import type { Matrix } from "#numerics";
import type { Coefficient, Design } from "../../regression/regression.types.ts";
import type { ChiSquareTest } from "../types.ts";

/**
 * How the level of each study is handled when two groups are compared: `UM.FS` a coefficient for each study,
 * `UM.RS` a normal random intercept, `CM.EL` and `CM.AL` by conditioning on the study's events (exact and
 * approximate likelihood).
 */
export type TwoGroupModel = "UM.FS" | "UM.RS" | "CM.EL" | "CM.AL";

export interface GlmmOptions {
  /** `random` (default): the effect varies between studies. `common`: it does not. */
  readonly effects?: "common" | "random";
  /**
   * Moderators of the effect: one row a study, in input order, the column of ones included; default: that column
   * alone. A matrix gets the names `x1`, `x2`, …
   */
  readonly design?: Design | Matrix;
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
  /**
   * Points of the quadrature, whole, in [1, 100]; default 7, as other programs, and 21 for `CM.EL` odds ratios, where
   * they integrate adaptively. `UM.RS` with random effects has two integrals a study and uses Laplace's approximation.
   */
  readonly points?: number;
  /**
   * `metafor` gives standard errors and Wald statistics as metafor prints them: lme4 takes second derivatives of the
   * likelihood after one step of its inner search, with the weights from before that step. Default: those of the
   * likelihood. Estimates are the same. `CM.EL` odds ratios are not fitted by lme4.
   */
  readonly compat?: "metafor";
}

export interface GlmmResult {
  /** Studies in the model: those with events, and people without, in some group. */
  readonly k: number;
  readonly effects: "common" | "random";
  readonly level: number;
  /** Of each column of the moderators, on the log scale; tested by the normal. */
  readonly coefficients: readonly Coefficient[];
  /** All coefficients but the intercept together; `null` without moderators. */
  readonly omnibus: ChiSquareTest | null;
  /** The first coefficient: without moderators the log odds ratio, log rate ratio, log odds or log rate. */
  readonly estimate: number;
  readonly se: number;
  readonly statistic: number;
  /** Two-sided, normal. */
  readonly p: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  /** Variance of the effect between studies; 0 by assumption with common effects. */
  readonly tau2: number;
  /** Variance of the random intercept of `UM.RS`; `null` for other models. */
  readonly sigma2: number | null;
  /** Tests of the heterogeneity that the moderators leave, k - p degrees of freedom; `null` where that is 0. */
  readonly wald: ChiSquareTest | null;
  readonly likelihoodRatio: ChiSquareTest | null;
  /** Percent, by the typical sampling variance of the studies' log effects; `null` for one study. */
  readonly i2: number | null;
  readonly h2: number | null;
  readonly logLikelihood: number;
  /**
   * Log-likelihood of the counts given each study's predicted random effect, which some programs print in place of
   * the one above; `null` without a random effect and for `UM.RS` with two.
   */
  readonly conditionalLogLikelihood: number | null;
  /** Log-likelihood of the model that gives every count its own mean. */
  readonly saturatedLogLikelihood: number;
  /** Points of the quadrature used; 1 is Laplace's approximation, 0 no integration. */
  readonly points: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** Largest absolute entry of the gradient of the log-likelihood at the estimate. */
  readonly gradientNorm: number;
}
