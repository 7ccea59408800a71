import type { Matrix } from "#numerics";
import type { ChiSquareTest } from "../counts-models/types.ts";
import type { Coefficient, Design } from "../regression/regression.types.ts";

/**
 * How the chance of being seen depends on a study's p value or, for `trunc` and `truncest`, on its effect: on one side
 * of a cut point, which is given or estimated.
 */
export type SelectionType =
  | "step"
  | "beta"
  | "halfnorm"
  | "negexp"
  | "logistic"
  | "power"
  | "negexppow"
  | "trunc"
  | "truncest";

export interface SelectionOptions {
  readonly type: SelectionType;
  /** The side that selection favours; default `greater`: small p for effects above 0. `two.sided` is none of truncation. */
  readonly alternative?: "greater" | "less" | "two.sided";
  /**
   * Cut points of the p value, in (0, 1): all of them for `step`, where the last interval ends at 1 whether or not 1 is
   * given; at most one for `halfnorm`, `negexp`, `logistic`, `power` and `negexppow`, below which every study is seen (default 0).
   * For `trunc` one effect, on the scale of `y` (default 0); none for `truncest`.
   */
  readonly steps?: readonly number[];
  /**
   * Fixed selection parameters, `null` for those to estimate; default all estimated. The first of `step` is 1. Of
   * `truncest` the chance and the cut point.
   */
  readonly delta?: readonly (number | null)[];
  /** `random` (default): the effect varies between studies. `common`: it does not. */
  readonly effects?: "common" | "random";
  /** Moderators of the effect, as in `metaRegression`; default: an intercept alone. */
  readonly design?: Design | Matrix;
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
  /**
   * `metafor` replays its integration and search to reproduce its printed digits, which are near the maximum of the
   * likelihood and not at it. Slow.
   */
  readonly compat?: "metafor";
}

export interface SelectionResult {
  readonly k: number;
  readonly type: SelectionType;
  readonly level: number;
  /** Of the moderators before selection, tested by the normal; empty where the information cannot be inverted. */
  readonly coefficients: readonly Coefficient[];
  /** All coefficients but the intercept together; `null` without moderators. */
  readonly omnibus: ChiSquareTest | null;
  /** The first coefficient: without moderators the effect before selection. */
  readonly estimate: number;
  /** `null` where the information cannot be inverted. */
  readonly se: number | null;
  readonly statistic: number | null;
  readonly p: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  readonly tau2: number;
  /** `null` with a common effect and where tau2 is at 0. */
  readonly seTau2: number | null;
  /**
   * Parameters of the selection: for `step` the chance of being seen relative to the first interval, for `trunc` that of
   * effects on the far side of the cut point relative to the others, for `truncest` this and the cut point.
   */
  readonly delta: readonly number[];
  /** `null` for fixed parameters, those at 0, and a cut point: the likelihood jumps there, so that it has no such error. */
  readonly seDelta: readonly (number | null)[];
  /** Some estimated parameter ran into its limit (0 or 100): read the result with caution. */
  readonly atLimit: boolean;
  readonly logLikelihood: number;
  /**
   * Twice the gain over the model without selection; `p` is `null` when no parameter was estimated, and where a cut point
   * was: without selection there is none, so that the gain follows no chi-square distribution.
   */
  readonly likelihoodRatio: {
    readonly statistic: number;
    readonly df: number;
    readonly p: number | null;
  };
  /** Twice the gain over tau2 = 0; `null` with a common effect. */
  readonly tau2Ratio: ChiSquareTest | null;
  /** Of truncation: the cut point and the studies on the side that is favoured and the other; `null` for other types. */
  readonly cut: { readonly effect: number; readonly favoured: number; readonly other: number } | null;
  /** Studies in each interval of the cut points of the p value; none for truncation. */
  readonly intervals: readonly { readonly upTo: number; readonly k: number }[];
  readonly converged: boolean;
  readonly iterations: number;
  /** Largest absolute entry of the gradient of the log-likelihood by effect, standard deviation and logit of delta / 100. */
  readonly gradientNorm: number;
}
