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

/**
 * Whether the score of a mean alone is above 0, from one pass; the second pass of `scoreOfMean` where the sums
 * cancel too far to tell.
 */
function meanRises(set: EffectSet, tau2: number, reml: boolean): boolean {
  const { k, y, v } = set;
  let sumW = 0;
  let sumW2 = 0;
  let sumWY = 0;
  let sumW2Y = 0;
  let sumW2YY = 0;
  for (let i = 0; i < k; i++) {
    const weight = 1 / (v[i]! + tau2);
    const one = weight * y[i]!;
    sumW += weight;
    sumW2 += weight * weight;
    sumWY += one;
    sumW2Y += weight * one;
    sumW2YY += one * one;
  }
  const mean = sumWY / sumW;
  const square = mean * mean * sumW2;
  const score = sumW2YY - 2 * mean * sumW2Y + square - sumW + (reml ? sumW2 / sumW : 0);
  if (Math.abs(score) > 1e-10 * (sumW2YY + square + sumW)) return score > 0;
  return scoreOfMean(set, tau2, reml) > 0;
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

/** Twice the score with two orthonormal columns, as most permutation tests have: no inner loops. */
function scoreOfTwo(set: EffectSet, q: Float64Array, tau2: number, reml: boolean): number {
  const { k, y, v, w } = set;
  let sumW = 0;
  let a00 = 0;
  let a01 = 0;
  let a11 = 0;
  let b0 = 0;
  let b1 = 0;
  let s00 = 0;
  let s01 = 0;
  let s11 = 0;
  for (let i = 0; i < k; i++) {
    const weight = 1 / (v[i]! + tau2);
    const q0 = q[2 * i]!;
    const q1 = q[2 * i + 1]!;
    const first = weight * q0;
    const second = weight * q1;
    w[i] = weight;
    sumW += weight;
    a00 += first * q0;
    a01 += first * q1;
    a11 += second * q1;
    b0 += first * y[i]!;
    b1 += second * y[i]!;
    s00 += first * first;
    s01 += first * second;
    s11 += second * second;
  }
  const determinant = a00 * a11 - a01 * a01;
  if (!(determinant > 0)) refuseSingular();
  const step0 = (a11 * b0 - a01 * b1) / determinant;
  const step1 = (a00 * b1 - a01 * b0) / determinant;
  let yppy = 0;
  for (let i = 0; i < k; i++) {
    const weighted = w[i]! * (y[i]! - q[2 * i]! * step0 - q[2 * i + 1]! * step1);
    yppy += weighted * weighted;
  }
  return yppy - sumW + (reml ? (a11 * s00 - 2 * a01 * s01 + a00 * s11) / determinant : 0);
}

function scoreAt(set: EffectSet, tau2: number, search: Search): number {
  if (set.basis === null) return scoreOfMean(set, tau2, search.reml);
  if (search.p === 2) return scoreOfTwo(set, set.basis.q, tau2, search.reml);
  return scoreWithModerators(set, set.basis.q, tau2, search);
}

function rises(set: EffectSet, tau2: number, search: Search): boolean {
  if (set.basis === null) return meanRises(set, tau2, search.reml);
  return scoreAt(set, tau2, search) > 0;
}

/**
 * Where the score falls through 0, between a point where it is above and one where it is not (false position
 * with Anderson and Bjorck's factor).
 */
function fall(set: EffectSet, search: Search, low: number, high: number, floor: number): number {
  let [a, fa, b, fb] = [low, scoreAt(set, low, search), high, scoreAt(set, high, search)];
  for (let steps = 0; steps < 200; steps++) {
    const enough = Math.max(1e-11 * b, 1e-13 * floor);
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
  while (rises(set, high, search)) high *= 2;
  const found: number[] = [];
  let left = 0;
  let rising = rises(set, 0, search);
  if (!rising) found.push(0);
  for (let j = GRID; j >= 0; j--) {
    const right = high * 4 ** -j;
    const risingHere = j > 0 && rises(set, right, search);
    if (rising && !risingHere) found.push(fall(set, search, left, right, floor));
    left = right;
    rising = risingHere;
  }
  if (found.length === 1) return found[0]!;
  const likelihood = search.reml ? restricted : full;
  const heights = found.map((tau2) => logLikelihood(likelihood, set, tau2));
  return found[heights.indexOf(Math.max(...heights))]!;
}

function sidikJonkmanOfMean({ k, y, v, squares, df }: EffectSet): number {
  const start = squares / k;
  let [sumW, sumWY] = [0, 0];
  for (let i = 0; i < k; i++) {
    const weight = 1 / (v[i]! + start);
    sumW += weight;
    sumWY += weight * y[i]!;
  }
  const mean = sumWY / sumW;
  let q = 0;
  for (let i = 0; i < k; i++) q += (y[i]! - mean) ** 2 / (v[i]! + start);
  return (start * q) / df;
}

/**
 * The quickest way to a named estimate of tau2 at its optimum, for thousands of small fits: with REML and ML,
 * the search that other fits use too, but from the sums that the score needs and no others.
 *
 * @param method `EE` and `FE` give 0
 * @param p coefficients
 * Checked: tests/synthesis/quick-likelihood.test.ts, against `pool` and `metaRegression`. Cost O(k p^2) a step,
 * about 25 steps; the closed forms one or two passes.
 */
export function tau2Solver(method: RegressionMethod, p: number): (set: EffectSet) => number {
  if (method === "EE" || method === "FE") return () => 0;
  if (method === "REML" || method === "ML") {
    const square = (): Float64Array => new Float64Array(p * p);
    const [right, step] = [new Float64Array(p), new Float64Array(p)];
    const search = { p, reml: method === "REML", inverse: square(), square: square(), right, step };
    return (set) => quickMaximum(set, search);
  }
  // The moment estimator with equal weights needs no more than two sums.
  if (method === "HE" && p === 1)
    return ({ k, v, squares, df }) => {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += v[i]!;
      return Math.max(0, squares / df - sum / k);
    };
  if (method === "SJ" && p === 1) return sidikJonkmanOfMean;
  const estimator = tau2Estimators[method];
  return (set) => estimator.solve(set, "optimum").tau2;
}
