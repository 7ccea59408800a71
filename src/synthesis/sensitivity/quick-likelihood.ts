import type { EffectSet } from "../model/effect-set.ts";
import { full, logLikelihood, restricted } from "../model/likelihood.ts";
import { invertInPlace, refuseSingular } from "../model/regression-moments.ts";
import { tau2Estimators } from "../model/tau2-estimators.ts";
import type { RegressionMethod } from "../regression/regression.types.ts";

/** What is maximised, with room for the sums of one step: allotted once for thousands of fits. */
interface Search {
  readonly p: number;
  /** Restricted (REML), not full (ML), likelihood. */
  readonly reml: boolean;
  readonly inverse: Float64Array;
  readonly square: Float64Array;
  readonly right: Float64Array;
  readonly step: Float64Array;
}

// The functions below take their room as an argument: closures made anew would be compiled anew.

/** Twice the score of a mean alone, from the sums it needs and no others. */
function scoreOfMean(set: EffectSet, tau2: number, reml: boolean): number {
  const { k, y, v, w } = set;
  let [sumW, sumW2, sumWY] = [0, 0, 0];
  for (let i = 0; i < k; i++) {
    const weight = 1 / (v[i]! + tau2);
    w[i] = weight;
    sumW += weight;
    sumW2 += weight * weight;
    sumWY += weight * y[i]!;
  }
  const mean = sumWY / sumW;
  let yppy = 0;
  for (let i = 0; i < k; i++) {
    const residual = w[i]! * (y[i]! - mean);
    yppy += residual * residual;
  }
  return yppy - sumW + (reml ? sumW2 / sumW : 0);
}

/** Lower triangles of Q'WQ and Q'W^2Q, and Q'Wy; returns the sum of weights. */
function weigh(set: EffectSet, q: Float64Array, tau2: number, search: Search): number {
  const { k, y, v, w } = set;
  const { p, inverse, square, right } = search;
  inverse.fill(0);
  square.fill(0);
  right.fill(0);
  let sumW = 0;
  for (let i = 0; i < k; i++) {
    const weight = 1 / (v[i]! + tau2);
    w[i] = weight;
    sumW += weight;
    for (let a = 0; a < p; a++) {
      const first = weight * q[i * p + a]!;
      right[a]! += first * y[i]!;
      for (let b = 0; b <= a; b++) {
        const cross = first * q[i * p + b]!;
        inverse[a * p + b]! += cross;
        square[a * p + b]! += weight * cross;
      }
    }
  }
  return sumW;
}

/** Twice the score with moderators, from p x p sums over the orthonormal basis q. */
function scoreWithModerators(set: EffectSet, q: Float64Array, tau2: number, search: Search): number {
  const { p, inverse, square, right, step } = search;
  const sumW = weigh(set, q, tau2, search);
  for (let a = 0; a < p; a++) for (let b = 0; b < a; b++) inverse[b * p + a] = inverse[a * p + b]!;
  if (Number.isNaN(invertInPlace(inverse, p))) refuseSingular();
  let trace = 0;
  for (let a = 0; a < p; a++) {
    step[a] = 0;
    for (let b = 0; b < p; b++) {
      step[a]! += inverse[a * p + b]! * right[b]!;
      if (b <= a) trace += (a === b ? 1 : 2) * inverse[a * p + b]! * square[a * p + b]!;
    }
  }
  let yppy = 0;
  for (let i = 0; i < set.k; i++) {
    let residual = set.y[i]!;
    for (let a = 0; a < p; a++) residual -= q[i * p + a]! * step[a]!;
    const weighted = set.w[i]! * residual;
    yppy += weighted * weighted;
  }
  return yppy - sumW + (search.reml ? trace : 0);
}

function scoreAt(set: EffectSet, tau2: number, search: Search): number {
  if (set.basis === null) return scoreOfMean(set, tau2, search.reml);
  return scoreWithModerators(set, set.basis.q, tau2, search);
}

/**
 * Where the score falls through 0, between a point where it is above and one where it is not (false position
 * with Anderson and Bjorck's factor).
 */
function fall(set: EffectSet, search: Search, low: number, high: number, floor: number): number {
  let [a, fa, b, fb] = [low, scoreAt(set, low, search), high, scoreAt(set, high, search)];
  for (let steps = 0; steps < 200; steps++) {
    const enough = Math.max(1e-13 * b, 1e-15 * floor);
    if (fb === 0 || Math.abs(b - a) <= enough) return b;
    const c = b - (fb * (b - a)) / (fb - fa);
    const fc = scoreAt(set, c, search);
    if (fc < 0 !== fb < 0) {
      a = b;
      fa = fb;
    } else {
      const factor = 1 - fc / fb;
      fa *= factor > 0 ? factor : 0.5;
    }
    if (Math.abs(c - b) <= enough && Math.abs(fc) <= Math.abs(fb)) return c;
    b = c;
    fb = fc;
  }
  return b;
}

/** Powers of 4 below the upper end at which the sign of the score is read, as in `maximise`. */
const GRID = 14;

/** The tau2 of highest likelihood, searched for as `maximise` does, second maxima included. */
function quickMaximum(set: EffectSet, search: Search): number {
  let [weights, squares] = [0, 0];
  for (let i = 0; i < set.k; i++) {
    weights += 1 / set.v[i]!;
    squares += set.y[i]! * set.y[i]!;
  }
  const floor = set.k / weights;
  let high = Math.max(squares / Math.max(1, set.df), floor);
  while (scoreAt(set, high, search) > 0) high *= 2;
  const found: number[] = [];
  let left = 0;
  let rising = scoreAt(set, 0, search) > 0;
  if (!rising) found.push(0);
  for (let j = GRID; j >= 0; j--) {
    const right = high * 4 ** -j;
    const risingHere = j > 0 && scoreAt(set, right, search) > 0;
    if (rising && !risingHere) found.push(fall(set, search, left, right, floor));
    left = right;
    rising = risingHere;
  }
  if (found.length === 1) return found[0]!;
  const likelihood = search.reml ? restricted : full;
  const heights = found.map((tau2) => logLikelihood(likelihood, set, tau2));
  return found[heights.indexOf(Math.max(...heights))]!;
}

/**
 * The quickest way to a named estimate of tau2 at its optimum, for thousands of small fits: with REML and ML,
 * the search that other fits use too, but from the sums that the score needs and no others.
 *
 * @param method `EE` and `FE` give 0
 * @param p coefficients
 * Checked: tests/synthesis/quick-likelihood.test.ts, against `pool` and `metaRegression`. Cost O(k p^2) a step,
 * about 25 steps.
 */
export function tau2Solver(method: RegressionMethod, p: number): (set: EffectSet) => number {
  if (method === "EE" || method === "FE") return () => 0;
  if (method === "REML" || method === "ML") {
    const square = (): Float64Array => new Float64Array(p * p);
    const [right, step] = [new Float64Array(p), new Float64Array(p)];
    const search = { p, reml: method === "REML", inverse: square(), square: square(), right, step };
    return (set) => quickMaximum(set, search);
  }
  const estimator = tau2Estimators[method];
  return (set) => estimator.solve(set, "optimum").tau2;
}
