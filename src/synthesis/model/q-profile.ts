import { brentRoot, chiSquareQuantile } from "#numerics";
import { type EffectSet, momentsAt } from "./effect-set.ts";
import { METAFOR_TOLERANCE } from "./metafor-replay.ts";
import { newtonRoot, type Solution } from "./newton-root.ts";

export interface Tau2Interval {
  readonly low: number;
  readonly high: number;
  /** Q is below both limits: the interval is {0}. */
  readonly empty: boolean;
}

/**
 * The tau2 at which the generalised Q has a given value; Q falls as tau2 rises.
 * Newton on 1/Q, which is nearly a straight line in tau2.
 *
 * @param target in (0, Q(0))
 */
export function tau2WhereQIs(set: EffectSet, target: number): Solution {
  const atZero = momentsAt(set, 0);
  const floor = set.k / atZero.sumW;
  let high = floor;
  while (momentsAt(set, high).ypy > target) high *= 4;
  const probe = (t: number) => {
    const { ypy, yppy } = momentsAt(set, t);
    return { value: ypy - target, step: ((ypy / target - 1) * ypy) / yppy };
  };
  return newtonRoot(probe, 0, high, floor);
}

/**
 * Confidence interval of tau2 from the distribution of the generalised Q.
 *
 * @param level in (0, 1)
 * @param ceiling replays metafor: search only up to here and stop where `uniroot` stops
 * Source: Viechtbauer 2007, doi:10.1002/sim.2514.
 * Checked: tests/synthesis/pool.golden.test.ts against metafor `confint`, 1e-7.
 */
export function qProfile(set: EffectSet, level: number, ceiling?: number): Tau2Interval {
  const half = (1 - level) / 2;
  const { df } = set;
  const q0 = momentsAt(set, 0).ypy;
  const bound = (target: number): number => {
    if (q0 <= target) return 0;
    if (ceiling === undefined) return tau2WhereQIs(set, target).tau2;
    const f = (t: number) => momentsAt(set, t).ypy - target;
    return f(ceiling) > 0 ? ceiling : brentRoot(f, 0, ceiling, { tolerance: METAFOR_TOLERANCE }).root;
  };
  const lowTarget = chiSquareQuantile(half, df, "upper");
  const highTarget = chiSquareQuantile(half, df, "lower");
  return { low: bound(lowTarget), high: bound(highTarget), empty: q0 < highTarget };
}
