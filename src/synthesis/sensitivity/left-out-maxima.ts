import { type EffectSet, momentsAt } from "../model/effect-set.ts";
import { type Likelihood, maximise, proposal } from "../model/likelihood.ts";
import { newtonRoot, type Solution } from "../model/newton-root.ts";

/** Powers of 4 below the upper end at which the sign of the score is read, as in `maximise`. */
const GRID = 14;

/** Where the signs say that a maximum lies; `null` where they are too near 0 to be read, or there are several. */
interface Bracket {
  left: number;
  right: number;
  falls: number;
  unsure: boolean;
  rising: boolean;
}

/**
 * Twice the score of each synthesis without one study at one tau2, from the sums over all of them less one term:
 * O(1) a synthesis.
 */
function scoresWithout(
  set: EffectSet,
  tau2: number,
  reml: boolean,
  scores: Float64Array,
  noise: Float64Array,
): void {
  const { k, y, v, w } = set;
  let [w1, w2, wy, w2y, w2yy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < k; i++) {
    const weight = 1 / (v[i]! + tau2);
    const square = weight * weight;
    w[i] = weight;
    w1 += weight;
    w2 += square;
    wy += weight * y[i]!;
    w2y += square * y[i]!;
    w2yy += square * y[i]! * y[i]!;
  }
  for (let i = 0; i < k; i++) {
    const weight = w[i]!;
    const square = weight * weight;
    const one = y[i]!;
    const sum = w1 - weight;
    const squares = w2 - square;
    const mean = (wy - weight * one) / sum;
    const scatter = w2yy - square * one * one - 2 * mean * (w2y - square * one) + mean * mean * squares;
    scores[i] = scatter - sum + (reml ? squares / sum : 0);
    noise[i] = 1e-11 * (w2yy + w1 + mean * mean * w2);
  }
}

/** Reads the signs on the grid for all syntheses at once. */
function brackets(set: EffectSet, reml: boolean): Bracket[] {
  const { k } = set;
  const [scores, noise] = [new Float64Array(k), new Float64Array(k)];
  let weights = 0;
  for (let i = 0; i < k; i++) weights += 1 / set.v[i]!;
  const high = 2 * Math.max(set.squares / Math.max(1, set.df - 1), k / weights);
  const all = Array.from(
    { length: k },
    (): Bracket => ({
      left: 0,
      right: 0,
      falls: 0,
      unsure: false,
      rising: false,
    }),
  );
  for (let j = GRID + 1; j >= 0; j--) {
    const tau2 = j > GRID ? 0 : high * 4 ** -j;
    scoresWithout(set, tau2, reml, scores, noise);
    for (let i = 0; i < k; i++) {
      const one = all[i]!;
      const score = scores[i]!;
      if (!(Math.abs(score) > noise[i]!)) one.unsure = true;
      const rising = score > 0;
      if (j > GRID ? !rising : one.rising && !rising) {
        one.falls++;
        one.right = tau2;
      } else if (rising) one.left = tau2;
      one.rising = rising;
    }
  }
  return all;
}

/**
 * The tau2 of highest likelihood of each synthesis without one study: the grid of `maximise` is read for all of
 * them at once, so that only the last digits cost O(k) each. Where the grid shows more than one maximum, or a sign
 * lost in rounding, `maximise` itself decides.
 *
 * @param set all k studies, a mean alone
 * @param without the same without study i
 * Checked: tests/synthesis/leave-one-out.test.ts, against `pool`.
 */
export function leftOutMaxima(
  set: EffectSet,
  likelihood: Likelihood,
  reml: boolean,
): (omitted: number, without: EffectSet) => Solution {
  const all = brackets(set, reml);
  const precision = set.v.reduce((sum, v) => sum + 1 / v, 0);
  let near = 0;
  return (omitted, without) => {
    const { left, right, falls, unsure, rising } = all[omitted]!;
    if (unsure || rising || falls !== 1 || left > right) return maximise(likelihood, without);
    if (right === 0) return { tau2: 0, converged: true, iterations: 0, lastChange: 0 };
    const floor = without.k / (precision - 1 / set.v[omitted]!);
    const probe = (t: number) => proposal(likelihood, momentsAt(without, t));
    const found = newtonRoot(probe, left, right, floor, near > left && near < right ? near : undefined);
    near = found.tau2;
    return found;
  };
}
