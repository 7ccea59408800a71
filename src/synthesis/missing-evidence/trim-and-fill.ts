import { EvidensError } from "#kernel";
import { effectSet } from "../model/effect-set.ts";
import { pool } from "../model/pool.ts";
import { refuseFewer, refuseOption } from "../sensitivity/refuse.ts";
import { smallNumberRemarks } from "../sensitivity/small-numbers.ts";
import type { PooledResult, PoolOptions, Remark } from "../types.ts";
import { slopeOnStandardError } from "./egger-test.ts";

/** How the number of missing studies is estimated: linear, run or quadratic. */
export type MissingEstimator = "L0" | "R0" | "Q0";

export interface TrimOptions extends PoolOptions {
  /** Default `L0`. */
  readonly estimator?: MissingEstimator;
  /** Side on which studies are missing; default `auto`: against the slope of effects on standard errors. */
  readonly side?: "left" | "right" | "auto";
}

/** A synthesis with the studies that would make its funnel symmetric. */
export interface TrimAndFill {
  readonly estimator: MissingEstimator;
  readonly side: "left" | "right";
  /** Studies filled in. */
  readonly missing: number;
  /** Standard error of that number; null where its variance is negative. */
  readonly seMissing: number | null;
  /** R0: p value of there being none; else null. */
  readonly pMissing: number | null;
  /** Effects and variances of the studies filled in. */
  readonly filled: { readonly y: Float64Array; readonly v: Float64Array };
  readonly observed: PooledResult;
  /** With the studies filled in; `observed` itself where there are none. */
  readonly result: PooledResult;
  readonly iterations: number;
  readonly remarks: readonly Remark[];
}

/** An estimate before it is rounded, and its standard error. */
type Estimate = (positive: number, run: number, k: number) => { readonly k0: number; readonly se: number };

const varianceOfRanks = (k: number, k0: number): number =>
  (k * (k + 1) * (2 * k + 1) +
    10 * k0 ** 3 +
    27 * k0 ** 2 +
    17 * k0 -
    18 * k * k0 * (k0 + 1) +
    6 * k ** 2 * k0) /
  24;

/** From `positive`, the sum of the ranks on the far side, or `run`, the number of far ranks above all others. */
const estimators: Readonly<Record<MissingEstimator, Estimate>> = {
  L0: (positive, _, k) => {
    const k0 = (4 * positive - k * (k + 1)) / (2 * k - 1);
    return { k0, se: (4 * Math.sqrt(varianceOfRanks(k, k0))) / (2 * k - 1) };
  },
  R0: (_, run) => ({ k0: run - 1, se: Math.sqrt(2 * Math.max(0, run - 1) + 2) }),
  Q0: (positive, _, k) => {
    const k0 = k - 0.5 - Math.sqrt(2 * k * k - 4 * positive + 0.25);
    const slope = Math.sqrt((k - 0.5) ** 2 - k0 * (2 * k - k0 - 1));
    return { k0, se: (2 * Math.sqrt(varianceOfRanks(k, k0))) / slope };
  },
};

/** Halves go to the even neighbour. */
function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  const part = x - below;
  if (part !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

/** Sum of the ranks of positive residuals, and how many of the largest ranks are all positive. */
function signedRanks(residuals: Float64Array): { readonly positive: number; readonly run: number } {
  const order = Array.from(residuals.keys());
  order.sort((a, b) => Math.abs(residuals[a]!) - Math.abs(residuals[b]!) || a - b);
  let [positive, lastNegative] = [0, 0];
  order.forEach((at, rank) => {
    if (residuals[at]! > 0) positive += rank + 1;
    if (residuals[at]! < 0) lastNegative = rank + 1;
  });
  return { positive, run: residuals.length - lastNegative };
}

function unsettled(message: string): never {
  throw new EvidensError({
    code: "synthesis/trim-and-fill-unsettled",
    kind: "numerical",
    message: `Trim-and-fill: ${message}`,
    remedy: "Choose another estimator of the number of missing studies.",
  });
}

const MOST_ROUNDS = 100;

interface Trimmed {
  readonly k0: number;
  readonly se: number;
  readonly centre: number;
  readonly iterations: number;
}

/** Trims studies of the far (upper) side of sorted effects until their number repeats. */
function trim(y: Float64Array, v: Float64Array, estimator: MissingEstimator, options: PoolOptions): Trimmed {
  const k = y.length;
  let [k0, before, se, centre] = [0, -1, Number.NaN, 0];
  for (let iterations = 1; iterations <= MOST_ROUNDS; iterations++) {
    before = k0;
    centre = pool(y.slice(0, k - k0), v.slice(0, k - k0), options).estimate;
    const { positive, run } = signedRanks(y.map((effect) => effect - centre));
    const raw = estimators[estimator](positive, run, k);
    if (Number.isNaN(raw.k0)) unsettled(`the estimator ${estimator} is not defined for these ranks.`);
    k0 = Math.max(0, roundHalfEven(raw.k0));
    se = raw.se;
    if (k0 === before) return { k0, se, centre, iterations };
    if (k0 >= k) unsettled(`it would trim all ${k} studies.`);
  }
  unsettled(`the number of missing studies still changes after ${MOST_ROUNDS} rounds.`);
}

function sideOf(y: Float64Array, v: Float64Array, options: TrimOptions): "left" | "right" {
  const { side = "auto", model = "random", tau2 = "REML" } = options;
  if (side !== "auto") return side;
  // Equal standard errors have no slope; as with a slope of 0, the left side is looked at.
  if (v.every((variance) => variance === v[0])) return "left";
  const method = model === "common" ? "EE" : tau2;
  return slopeOnStandardError(y, v, { method, ...(options.compat && { compat: options.compat }) }) < 0
    ? "right"
    : "left";
}

/**
 * Trim-and-fill: estimates how many studies a symmetric funnel lacks, adds their mirror images, pools again.
 *
 * @param y effects, length k >= 3
 * @param v sampling variances, length k, all > 0
 * @param options those of `pool`, used for every fit
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-options`, `synthesis/too-few-studies`,
 * `synthesis/trim-and-fill-unsettled`
 * Source: Duval and Tweedie 2000, doi:10.1111/j.0006-341X.2000.00455.x and doi:10.1080/01621459.2000.10473905.
 * Checked: tests/synthesis/golden-diagnostics.test.ts, 1e-9, number filled in exact.
 */
export function trimAndFill(y: Float64Array, v: Float64Array, options: TrimOptions = {}): TrimAndFill {
  const { k } = effectSet(y, v);
  refuseFewer("Trim-and-fill", k, 3);
  const { estimator = "L0", side: asked = "auto", ...pooling } = options;
  if (!Object.hasOwn(estimators, estimator) || !["left", "right", "auto"].includes(asked))
    refuseOption(
      `Estimator is ${estimator} and side is ${asked}.`,
      "Pass an estimator of L0, R0 or Q0 and a side of left, right or auto.",
    );
  const observed = pool(y, v, pooling);
  const side = sideOf(y, v, options);
  const flip = side === "right" ? -1 : 1;
  const order = Array.from(y.keys()).sort((a, b) => flip * (y[a]! - y[b]!) || a - b);
  const sorted = Float64Array.from(order, (i) => flip * y[i]!);
  const variances = Float64Array.from(order, (i) => v[i]!);
  const { k0, se, centre, iterations } = trim(sorted, variances, estimator, {
    ...pooling,
    heterogeneityInterval: false,
  });
  const filled = {
    y: sorted.slice(k - k0).map((effect) => flip * (2 * centre - effect)),
    v: variances.slice(k - k0),
  };
  const join = (a: Float64Array, b: Float64Array): Float64Array => Float64Array.of(...a, ...b);
  return {
    estimator,
    side,
    missing: k0,
    seMissing: Number.isNaN(se) ? null : se,
    pMissing: estimator === "R0" ? 0.5 ** (k0 + 1) : null,
    filled,
    observed,
    result: k0 === 0 ? observed : pool(join(y, filled.y), join(v, filled.v), pooling),
    iterations,
    remarks: smallNumberRemarks("trim-and-fill", k),
  };
}
