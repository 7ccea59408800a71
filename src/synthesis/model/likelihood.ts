import { type EffectSet, type Moments, momentsAt } from "./effect-set.ts";
import { newtonRoot, type Probe, type Solution } from "./newton-root.ts";

/** A likelihood of tau2 by its score, expected information and value (constants and factors left out). */
export interface Likelihood {
  /** Twice the score. */
  score(m: Moments): number;
  /** Twice the expected information. */
  information(m: Moments): number;
  /** Twice the logarithm, without the sum of log(v + tau2) that both share. */
  value(m: Moments): number;
}

export const restricted: Likelihood = {
  score: (m) => m.yppy - m.trP,
  information: (m) => m.trPP,
  value: (m) => -m.logDet - m.ypy,
};

export const full: Likelihood = {
  score: (m) => m.yppy - m.sumW,
  information: (m) => m.sumW2,
  value: (m) => -m.ypy,
};

/** Twice the log-likelihood at tau2, up to a constant. */
export function logLikelihood(likelihood: Likelihood, set: EffectSet, tau2: number): number {
  let logs = 0;
  for (let i = 0; i < set.k; i++) logs += Math.log(set.v[i]! + tau2);
  return likelihood.value(momentsAt(set, tau2)) - logs;
}

/** Newton's step where the curvature is that of a maximum, Fisher's otherwise. */
export function proposal(likelihood: Likelihood, m: Moments): Probe {
  const value = likelihood.score(m);
  const information = likelihood.information(m);
  const curvature = information - 2 * m.ypppy;
  return { value, step: value / (curvature < 0 ? -curvature : information) };
}

/** Powers of 4 below the upper end at which the sign of the score is read. */
const GRID = 14;

/**
 * The tau2 >= 0 of highest likelihood.
 *
 * The score is read on a grid that spans every plausible tau2; each fall through 0 is polished to the last
 * digits and the best maximum, the boundary 0 included, is taken. So a second mode is not missed.
 *
 * Cost O(k) per step, about 25 steps.
 */
export function maximise(likelihood: Likelihood, set: EffectSet): Solution {
  const atZero = momentsAt(set, 0);
  const floor = set.k / atZero.sumW;
  let squares = 0;
  for (let i = 0; i < set.k; i++) squares += set.y[i]! ** 2;
  let high = Math.max(squares / Math.max(1, set.df), floor);
  // Far out the score is (squares / tau2 - df) / tau2, so this ends.
  while (likelihood.score(momentsAt(set, high)) > 0) high *= 2;
  const probe = (t: number) => proposal(likelihood, momentsAt(set, t));
  const candidates: Solution[] = [];
  let [left, rising] = [0, likelihood.score(atZero) > 0];
  if (!rising) candidates.push({ tau2: 0, converged: true, iterations: 0, lastChange: 0 });
  for (let j = GRID; j >= 0; j--) {
    const right = high * 4 ** -j;
    const risingHere = j > 0 && likelihood.score(momentsAt(set, right)) > 0;
    if (rising && !risingHere) candidates.push(newtonRoot(probe, left, right, floor));
    [left, rising] = [right, risingHere];
  }
  if (candidates.length === 1) return candidates[0]!;
  const ranked = candidates.map((solution) => ({
    solution,
    height: logLikelihood(likelihood, set, solution.tau2),
  }));
  return ranked.reduce((best, next) => (next.height > best.height ? next : best)).solution;
}
