import { brentRoot, chiSquareQuantile, normalQuantile } from "#numerics";
import { type EffectSet, momentsAt } from "../model/effect-set.ts";
import { full, type Likelihood, logLikelihood, maximise, restricted } from "../model/likelihood.ts";
import { METAFOR_TOLERANCE } from "../model/metafor-replay.ts";
import { momentForm } from "../model/moment-form.ts";
import { qProfile, type Tau2Interval } from "../model/q-profile.ts";
import { quadraticFormCdf } from "../model/quadratic-form.ts";
import { estimateTau2 } from "../model/tau2-estimators.ts";
import { prepare } from "./prepare.ts";
import { checkedLevel, refuseDesign, refuseOptions } from "./refuse-input.ts";
import type { RegressionInput, RegressionOptions } from "./regression.types.ts";

/**
 * `q-profile` inverts the distribution of Q; `profile-likelihood` the likelihood ratio (of ML with method ML, of
 * REML otherwise); `wald` uses the standard error; `generalised-q` inverts the generalised Q of the own weights.
 */
export type HeterogeneityIntervalType = "q-profile" | "profile-likelihood" | "wald" | "generalised-q";

export interface HeterogeneityIntervalOptions extends Pick<RegressionOptions, "method" | "level" | "compat"> {
  /** Default `q-profile`. */
  readonly type?: HeterogeneityIntervalType;
  /** Search tau2 no further than this; an upper limit beyond is given as this, and `highBeyond` says so. */
  readonly searchUpTo?: number;
  /** `metafor` finds the limits as far as R's `uniroot` goes by default, on [0, max(100, 10 tau2)]. */
  readonly replay?: "metafor";
}

export interface EstimateWithLimits {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** Between-study variance and what follows from it, with limits. */
export interface HeterogeneityInterval {
  readonly tau2: EstimateWithLimits;
  readonly tau: EstimateWithLimits;
  /** Percent. */
  readonly i2: EstimateWithLimits;
  readonly h2: EstimateWithLimits;
  /** The effects are less scattered than chance: the interval is {0}, whatever the estimate. */
  readonly empty: boolean;
  /** The upper limit lies beyond what was searched. */
  readonly highBeyond: boolean;
}

/** Where a falling function meets 0 in [low, high]; the nearer end where it does not. */
function crossing(
  f: (tau2: number) => number,
  low: number,
  high: number,
  tolerance: number,
): { readonly at: number; readonly beyond: boolean } {
  if (f(low) <= 0) return { at: low, beyond: false };
  if (f(high) > 0) return { at: high, beyond: true };
  return { at: brentRoot(f, low, high, { tolerance }).root, beyond: false };
}

/** The first of high, 2 high, 4 high … where a falling function is not above 0. */
function beyondRoot(f: (tau2: number) => number, high: number): number {
  let end = high;
  while (f(end) > 0 && end < 1e300) end *= 2;
  return end;
}

function profileLikelihood(
  set: EffectSet,
  likelihood: Likelihood,
  tau2: number,
  level: number,
  ceiling: number | undefined,
  tolerance: number,
): Tau2Interval & { readonly beyond: boolean } {
  const drop = chiSquareQuantile(1 - level, 1, "upper");
  const top = logLikelihood(likelihood, set, tau2);
  const below = (t: number): number => top - logLikelihood(likelihood, set, t) - drop;
  const falling = (t: number): number => -below(t);
  const scale = Math.max(tau2, set.k / momentsAt(set, 0).sumW);
  const low = below(0) <= 0 ? 0 : crossing(below, 0, tau2, tolerance).at;
  const end = ceiling ?? beyondRoot(falling, 2 * scale);
  const high = crossing(falling, tau2, end, tolerance);
  return { low, high: high.at, empty: false, beyond: high.beyond };
}

function generalisedQ(
  set: EffectSet,
  weights: Float64Array,
  level: number,
  ceiling: number | undefined,
  tolerance: number,
): Tau2Interval & { readonly beyond: boolean } {
  const { q, trP } = momentForm(set, weights);
  const half = (1 - level) / 2;
  const atMost = (t: number): number => quadraticFormCdf(set, weights, t, q);
  // The larger tau2, the less probable a Q as small as this.
  const lower = (t: number): number => atMost(t) - (1 - half);
  const upper = (t: number): number => atMost(t) - half;
  if (upper(0) < 0) return { low: 0, high: 0, empty: true, beyond: false };
  const end = ceiling ?? beyondRoot(upper, q / trP);
  const high = crossing(upper, 0, end, tolerance);
  return { low: crossing(lower, 0, end, tolerance).at, high: high.at, empty: false, beyond: high.beyond };
}

function limits(
  set: EffectSet,
  options: HeterogeneityIntervalOptions,
  fit: { readonly tau2: number; readonly se: number },
  level: number,
): Tau2Interval & { readonly beyond: boolean } {
  const { type = "q-profile", method = "REML", replay, searchUpTo } = options;
  const ceiling = searchUpTo ?? (replay === undefined ? undefined : Math.max(100, 10 * fit.tau2));
  const tolerance = replay === undefined ? 0 : METAFOR_TOLERANCE;
  if (type === "wald") {
    const reach = normalQuantile((1 - level) / 2, "upper") * fit.se;
    return { low: Math.max(0, fit.tau2 - reach), high: fit.tau2 + reach, empty: false, beyond: false };
  }
  if (type === "profile-likelihood") {
    const likelihood = method === "ML" ? full : restricted;
    const top = method === "ML" || method === "REML" ? fit.tau2 : maximise(likelihood, set).tau2;
    return profileLikelihood(set, likelihood, top, level, ceiling, tolerance);
  }
  if (type === "generalised-q") {
    if (set.own === null)
      refuseOptions("The generalised Q interval needs own weights.", "Pass weights, or choose q-profile.");
    return generalisedQ(set, set.own, level, ceiling, tolerance);
  }
  const found = qProfile(set, level, replay === undefined ? undefined : ceiling);
  const beyond = ceiling !== undefined && found.high >= ceiling;
  const cut = ceiling ?? Number.POSITIVE_INFINITY;
  return { ...found, low: Math.min(found.low, cut), high: Math.min(found.high, cut), beyond };
}

/**
 * Confidence interval of tau2, and through the typical sampling variance of I2 and H2.
 *
 * @param input as for `metaRegression`, at least one study more than coefficients
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-design`, `synthesis/bad-options`
 * Source: Viechtbauer 2007, doi:10.1002/sim.2514 (Q-profile, profile likelihood, Wald); Jackson 2013,
 * doi:10.1002/jrsm.1081 (generalised Q); Jackson et al. 2014, doi:10.1186/1471-2288-14-103 (moderators).
 * Checked: tests/synthesis/golden-rma-uni.test.ts, tests/synthesis/golden-metareg.test.ts.
 */
export function heterogeneityInterval(
  input: RegressionInput,
  options: HeterogeneityIntervalOptions = {},
): HeterogeneityInterval {
  const { method = "REML", type = "q-profile" } = options;
  const level = checkedLevel(options.level ?? 0.95);
  if (method === "EE" || method === "FE")
    refuseOptions(`The method ${method} has no between-study variance.`, "Choose a random-effects method.");
  if (!["q-profile", "profile-likelihood", "wald", "generalised-q"].includes(type))
    refuseOptions(
      `The interval ${type} is unknown.`,
      "Pass q-profile, profile-likelihood, wald or generalised-q.",
    );
  if (options.searchUpTo !== undefined && !(options.searchUpTo > 0))
    refuseOptions(`searchUpTo is ${options.searchUpTo}.`, "Pass a tau2 above 0.");
  const { set } = prepare(input, "drop");
  if (set.df === 0)
    refuseDesign("One study says nothing of the variance between studies.", "Add a second study.");
  const fit = estimateTau2(method, set, options.compat === "metafor" ? "metafor" : "optimum");
  if (type === "profile-likelihood" && options.searchUpTo !== undefined && options.searchUpTo <= fit.tau2)
    refuseOptions(`searchUpTo is below tau2, ${fit.tau2}.`, "Pass a larger tau2.");
  const { low, high, empty, beyond } = limits(set, options, fit, level);
  const typical = set.df / momentsAt(set, 0).trP;
  const through = (f: (tau2: number) => number): EstimateWithLimits => ({
    estimate: f(fit.tau2),
    low: f(low),
    high: f(high),
  });
  return {
    tau2: through((t) => t),
    tau: through(Math.sqrt),
    i2: through((t) => (100 * t) / (t + typical)),
    h2: through((t) => t / typical + 1),
    empty,
    highBeyond: beyond,
  };
}
