import { EvidensError } from "#kernel";
import { chiSquareUpper, normalQuantile, normalUpper, tQuantile, tUpper } from "#numerics";
import type { PooledResult, PoolOptions, PoolTest } from "../types.ts";
import { type EffectSet, effectSet, type Moments, momentsAt } from "./effect-set.ts";
import type { Solution } from "./newton-root.ts";
import { qProfile } from "./q-profile.ts";
import { estimateTau2, type Tau2Fit, tau2Estimators } from "./tau2-estimators.ts";

const withoutWeights = Object.keys(tau2Estimators).filter((method) => !method.startsWith("GENQ"));

function checkedOptions(options: PoolOptions, k: number) {
  const { model = "random", tau2 = "REML", level = 0.95, prediction = "test" } = options;
  const test = options.test ?? (model === "random" ? "knha" : "z");
  const problem =
    (!(level > 0 && level < 1) && `level is ${level} but must lie between 0 and 1`) ||
    (!Object.hasOwn(tau2Estimators, tau2) && `tau2 method ${tau2} is unknown`) ||
    (tau2.startsWith("GENQ") && `tau2 method ${tau2} needs own weights, which metaRegression takes`) ||
    (!["common", "random"].includes(model) && `model ${model} is unknown`) ||
    (!["z", "t", "knha", "adhoc"].includes(test) && `test ${test} is unknown`) ||
    (!["test", "riley"].includes(prediction) && `prediction ${prediction} is unknown`);
  if (problem) {
    throw new EvidensError({
      code: "synthesis/bad-options",
      kind: "invalid",
      message: `Pooling: ${problem}.`,
      remedy: `Pass a model of common or random, a tau2 of ${withoutWeights.join(", ")}, a test of z, t, knha or adhoc, a prediction of test or riley, and a level in (0, 1).`,
    });
  }
  // One study leaves no degrees of freedom for a t distribution or for a residual scale.
  return { model, tau2, level, prediction, test: k === 1 ? ("z" as const) : test };
}

interface Inference {
  readonly se: number;
  readonly statistic: number | null;
  readonly df: number | null;
  readonly p: number | null;
  readonly critical: number;
}

/** Standard error, test and critical value of the weighted mean. */
function infer(m: Moments, k: number, estimate: number, test: PoolTest, level: number): Inference {
  const df = test === "z" ? null : k - 1;
  const scale = m.ypy <= Number.EPSILON ? 0 : m.ypy / (k - 1);
  const factor = { z: 1, t: 1, knha: scale, adhoc: Math.max(1, scale) }[test];
  const se = Math.sqrt(factor / m.sumW);
  const statistic = se === 0 ? null : estimate / se;
  const half = (1 - level) / 2;
  const critical = df === null ? normalQuantile(half, "upper") : tQuantile(half, df, "upper");
  if (statistic === null) return { se, statistic, df, p: null, critical };
  const size = Math.abs(statistic);
  return { se, statistic, df, p: 2 * (df === null ? normalUpper(size) : tUpper(size, df)), critical };
}

const NO_HETEROGENEITY = {
  tau2Low: null,
  tau2High: null,
  tau2IntervalEmpty: false,
  i2: null,
  i2Low: null,
  i2High: null,
  h2: null,
  h2Low: null,
  h2High: null,
};

/** I2 and H2 with their limits; `typical` is the Higgins-Thompson sampling variance. */
function heterogeneity(
  set: EffectSet,
  atZero: Moments,
  fit: Tau2Fit | null,
  options: PoolOptions,
  level: number,
) {
  const df = set.k - 1;
  if (df === 0) return NO_HETEROGENEITY;
  if (fit === null) {
    const i2 = atZero.ypy > df ? (100 * (atZero.ypy - df)) / atZero.ypy : 0;
    return { ...NO_HETEROGENEITY, i2, h2: atZero.ypy / df };
  }
  const typical = df / atZero.trP;
  const i2 = (tau2: number): number => (100 * tau2) / (tau2 + typical);
  const h2 = (tau2: number): number => tau2 / typical + 1;
  const point = { i2: i2(fit.tau2), h2: h2(fit.tau2) };
  if (options.heterogeneityInterval === false) return { ...NO_HETEROGENEITY, ...point };
  const ceiling = options.compat === "metafor" ? Math.max(100, 10 * fit.tau2) : undefined;
  const { low, high, empty } = qProfile(set, level, ceiling);
  return {
    ...point,
    tau2Low: low,
    tau2High: high,
    tau2IntervalEmpty: empty,
    i2Low: i2(low),
    i2High: i2(high),
    h2Low: h2(low),
    h2High: h2(high),
  };
}

function predictionHalfWidth(
  inference: Inference,
  tau2: number,
  k: number,
  kind: "test" | "riley",
  level: number,
): number | null {
  if (kind === "riley" && k < 3) return null;
  const critical = kind === "riley" ? tQuantile((1 - level) / 2, k - 2, "upper") : inference.critical;
  return critical * Math.sqrt(inference.se ** 2 + tau2);
}

/** Percent of the total weight. */
function percentages(weights: Float64Array, total: number): number[] {
  return Array.from(weights, (weight) => (100 * weight) / total);
}

/**
 * Pools effects under the common-effect or the random-effects model.
 *
 * One study gives that study's own estimate with a normal test, and `null` for all that needs two.
 *
 * @param y effects, length k >= 1, one scale throughout (log for ratios)
 * @param v sampling variances, length k, all > 0, squared units of `y`
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-options`
 * Source: definitions of docs/methods/random-effects.md, those of metafor 5.1 `rma.uni`.
 * Checked: tests/synthesis/pool.golden.test.ts, tests/synthesis/example-review.test.ts. Cost O(k) a step.
 */
export function pool(y: Float64Array, v: Float64Array, options: PoolOptions = {}): PooledResult {
  return poolSet(effectSet(y, v), options);
}

/** As `pool`, of effects checked before; `solve` stands in for the estimator's own search. */
export function poolSet(
  set: EffectSet,
  options: PoolOptions,
  solve?: (set: EffectSet) => Solution,
): PooledResult {
  const { k } = set;
  const { model, tau2: method, level, prediction, test } = checkedOptions(options, k);
  const atZero = momentsAt(set, 0);
  const mode = options.compat === "metafor" ? "metafor" : "optimum";
  const fit = model === "random" && k > 1 ? estimateTau2(method, set, mode, solve) : null;
  const between = heterogeneity(set, atZero, fit, options, level);
  const tau2 = fit?.tau2 ?? 0;
  const m = momentsAt(set, tau2);
  const estimate = set.centre + m.mean;
  const inference = infer(m, k, estimate, test, level);
  const reach = fit === null ? null : predictionHalfWidth(inference, tau2, k, prediction, level);
  const { critical, ...tested } = inference;
  return {
    k,
    model,
    tau2Method: model === "random" ? method : null,
    test,
    level,
    estimate,
    ...tested,
    ciLow: estimate - critical * inference.se,
    ciHigh: estimate + critical * inference.se,
    tau2: model === "random" && k === 1 ? null : tau2,
    seTau2: fit !== null && Number.isFinite(fit.se) ? fit.se : null,
    q: atZero.ypy,
    qDf: k - 1,
    qP: k === 1 ? null : chiSquareUpper(atZero.ypy, k - 1),
    ...between,
    weights: percentages(set.w, m.sumW),
    predictionLow: reach === null ? null : estimate - reach,
    predictionHigh: reach === null ? null : estimate + reach,
    converged: fit?.converged ?? true,
    iterations: fit?.iterations ?? 0,
    lastChange: fit?.lastChange ?? 0,
  };
}
