import { brentRoot } from "#numerics";
import { type EffectSet, type Moments, momentsAt } from "./effect-set.ts";
import type { Solution } from "./newton-root.ts";

/** metafor's default control: R's uniroot on a fixed range, to a quarter of the digits. */
export const METAFOR_TOLERANCE: number = Number.EPSILON ** 0.25;
const THRESHOLD = 1e-5;
const MOST_STEPS = 100;

const AT_ZERO: Solution = { tau2: 0, converged: true, iterations: 0, lastChange: 0 };

/**
 * Fisher scoring as metafor runs it: from a start until a step of 1e-5, halving steps that leave the range.
 *
 * Checked: tests/synthesis/golden-rma-uni.test.ts, default cases.
 */
export function scoreLikeMetafor(set: EffectSet, start: number, step: (m: Moments) => number): Solution {
  let tau2 = start;
  for (let iterations = 1; iterations <= MOST_STEPS; iterations++) {
    let change = step(momentsAt(set, tau2));
    while (tau2 + change < 0) change /= 2;
    tau2 += change;
    const lastChange = Math.abs(change);
    if (lastChange <= THRESHOLD) return { tau2, converged: true, iterations, lastChange };
  }
  return { tau2, converged: false, iterations: MOST_STEPS, lastChange: Number.NaN };
}

/**
 * A fixed point iterated as metafor does: until a change of 1e-5, values below 0 set to 0.
 *
 * Checked: tests/synthesis/golden-rma-uni.test.ts, default cases of DLIT and SJIT.
 */
export function iterateLikeMetafor(
  set: EffectSet,
  start: number,
  next: (tau2: number, m: Moments) => number,
): Solution {
  let tau2 = start;
  for (let iterations = 1; iterations <= MOST_STEPS; iterations++) {
    const value = Math.max(0, next(tau2, momentsAt(set, tau2)));
    const lastChange = Math.abs(value - tau2);
    tau2 = value;
    if (lastChange <= THRESHOLD) return { tau2, converged: true, iterations, lastChange };
  }
  return { tau2, converged: false, iterations: MOST_STEPS, lastChange: Number.NaN };
}

/**
 * The root of a falling function as metafor finds it: on [0, max(100, 10 mad(y)^2)], to uniroot's default digits.
 *
 * Checked: tests/synthesis/golden-rma-uni.test.ts, default cases of PM and PMM.
 */
export function rootLikeMetafor(set: EffectSet, f: (tau2: number) => number): Solution {
  if (f(0) < 0) return AT_ZERO;
  const ceiling = Math.max(100, 10 * medianAbsoluteDeviation(set.raw) ** 2);
  const { root, ...rest } = brentRoot(f, 0, ceiling, { tolerance: METAFOR_TOLERANCE });
  return { tau2: root, ...rest };
}

function medianAbsoluteDeviation(values: Float64Array): number {
  const median = (xs: Float64Array): number => {
    const sorted = xs.toSorted();
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  };
  const centre = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)));
}
