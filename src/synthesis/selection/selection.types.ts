import type { Matrix } from "#numerics";
import type { ChiSquareTest } from "../counts-models/types.ts";
import type { Coefficient, Design } from "../regression/regression.types.ts";

/** How the chance of being seen depends on a study's p value. */
export type SelectionType = "step" | "beta" | "halfnorm" | "negexp" | "logistic" | "power" | "negexppow";

export interface SelectionOptions {
  readonly type: SelectionType;
  /** The side that selection favours; default `greater`: small p for effects above 0. */
  readonly alternative?: "greater" | "less" | "two.sided";
  /**
   * Cut points of the p value, in (0, 1): all of them for `step`, where the last interval ends at 1 whether or not 1 is
   * given; at most one for `halfnorm`, `negexp`, `logistic`, `power` and `negexppow`, below which every study is seen (default 0).
   */
  readonly steps?: readonly number[];
  /** Fixed selection parameters, `null` for those to estimate; default all estimated. The first of `step` is 1. */
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
  /** Parameters of the selection: for `step` the chance of being seen relative to the first interval. */
  readonly delta: readonly number[];
  /** `null` for fixed parameters and those at 0. */
  readonly seDelta: readonly (number | null)[];
  /** Some estimated parameter ran into its limit (0 or 100): read the result with caution. */
  readonly atLimit: boolean;
  readonly logLikelihood: number;
  /** Twice the gain over the model without selection; `p` is `null` when no parameter was estimated. */
  readonly likelihoodRatio: {
    readonly statistic: number;
    readonly df: number;
    readonly p: number | null;
  };
  /** Twice the gain over tau2 = 0; `null` with a common effect. */
  readonly tau2Ratio: ChiSquareTest | null;
  /** Studies in each interval of the cut points. */
  readonly intervals: readonly { readonly upTo: number; readonly k: number }[];
  readonly converged: boolean;
  readonly iterations: number;
  /** Largest absolute entry of the gradient of the log-likelihood by effect, standard deviation and logit of delta / 100. */
  readonly gradientNorm: number;
}
