import { EvidensError } from "#kernel";
import type { EffectSet, Moments } from "./effect-set.ts";

/** Orthonormal columns that span a design, with room for the sums of one step. */
export interface Basis {
  readonly p: number;
  /** k rows of p numbers. */
  readonly q: Float64Array;
  /** The same by columns. */
  readonly columns: readonly Float64Array[];
  /** Products of two columns, in the order of a lower triangle: what every step weighs and sums. */
  readonly pairs: readonly Float64Array[];
  /** The step of the coefficients at the last tau2 asked for, in the basis. */
  readonly step: Float64Array;
  /** (Q'WQ)^-1 at the last tau2 asked for. */
  readonly inverse: Float64Array;
  readonly square: Float64Array;
  readonly cube: Float64Array;
  readonly room: Float64Array;
  readonly right: Float64Array;
  /** Room for what is left of the effects. */
  readonly residuals: Float64Array;
}

/** Products and room for the sums over an orthonormal basis; O(k p^2) numbers. */
export function basisOf(q: Float64Array, p: number): Basis {
  const k = q.length / p;
  const columns: Float64Array[] = [];
  const pairs: Float64Array[] = [];
  for (let a = 0; a < p; a++) {
    const column = new Float64Array(k);
    for (let i = 0; i < k; i++) column[i] = q[i * p + a]!;
    columns.push(column);
    for (let b = 0; b <= a; b++) {
      const [pair, other] = [new Float64Array(k), columns[b]!];
      for (let i = 0; i < k; i++) pair[i] = column[i]! * other[i]!;
      pairs.push(pair);
    }
  }
  const [step, right, residuals] = [new Float64Array(p), new Float64Array(p), new Float64Array(k)];
  const [inverse, square, cube] = [new Float64Array(p * p), new Float64Array(p * p), new Float64Array(p * p)];
  const room = new Float64Array(p * p);
  return { p, q, columns, pairs, step, inverse, square, cube, room, right, residuals };
}

/** Terms are summed in blocks of this size, then the blocks: the error grows with the block, not with k. */
export const BLOCK: number = 256;

/**
 * Inverts a symmetric positive definite matrix where it stands (Gauss-Jordan without pivoting).
 *
 * @returns the logarithm of its determinant; NaN where it is not positive definite
 */
export function invertInPlace(a: Float64Array, p: number): number {
  let logDet = 0;
  for (let m = 0; m < p; m++) {
    const pivot = a[m * p + m]!;
    if (!(pivot > 0 && pivot < Number.POSITIVE_INFINITY)) return Number.NaN;
    logDet += Math.log(pivot);
    a[m * p + m] = 1;
    for (let j = 0; j < p; j++) a[m * p + j]! /= pivot;
    for (let i = 0; i < p; i++) {
      if (i === m) continue;
      const factor = a[i * p + m]!;
      a[i * p + m] = 0;
      for (let j = 0; j < p; j++) a[i * p + j]! -= factor * a[m * p + j]!;
    }
  }
  return logDet;
}

/** Sums of w c, w^2 c and w^3 c over the studies, into both halves of three symmetric matrices. */
function sumPair(basis: Basis, w: Float64Array, pair: Float64Array, low: number, high: number): void {
  let [total, total2, total3] = [0, 0, 0];
  for (let from = 0; from < w.length; from += BLOCK) {
    const to = Math.min(w.length, from + BLOCK);
    let [s1, s2, s3] = [0, 0, 0];
    for (let i = from; i < to; i++) {
      const weight = w[i]!;
      const first = weight * pair[i]!;
      const second = weight * first;
      s1 += first;
      s2 += second;
      s3 += weight * second;
    }
    total += s1;
    total2 += s2;
    total3 += s3;
  }
  basis.inverse[low] = total;
  basis.inverse[high] = total;
  basis.square[low] = total2;
  basis.square[high] = total2;
  basis.cube[low] = total3;
  basis.cube[high] = total3;
}

/** sum u column. */
function weightedSum(u: Float64Array, column: Float64Array): number {
  let total = 0;
  for (let from = 0; from < u.length; from += BLOCK) {
    const to = Math.min(u.length, from + BLOCK);
    let sum = 0;
    for (let i = from; i < to; i++) sum += u[i]! * column[i]!;
    total += sum;
  }
  return total;
}

/** a = m a, by rows of m. */
function multiplyInto(m: Float64Array, a: Float64Array, out: Float64Array, p: number): void {
  for (let i = 0; i < p; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += m[i * p + j]! * a[j]!;
    out[i] = sum;
  }
}

/** tr(A B) for symmetric A, B. */
function traceOfProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

/** tr(A B A B) for symmetric A, B, through the rows of A B. */
function traceOfSquare(a: Float64Array, b: Float64Array, room: Float64Array, p: number): number {
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let l = 0; l < p; l++) sum += a[i * p + l]! * b[l * p + j]!;
      room[i * p + j] = sum;
    }
  }
  let trace = 0;
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) trace += room[i * p + j]! * room[j * p + i]!;
  return trace;
}

/** Weights, their sums, and the fit of the coefficients. Leaves what is left of the effects in `residuals`. */
function fitStep(
  set: EffectSet,
  basis: Basis,
  tau2: number,
): { sumW: number; sumW2: number; logDet: number } {
  const { k, y, v, w } = set;
  const { p, columns, pairs, step, inverse, right, residuals } = basis;
  let [sumW, sumW2] = [0, 0];
  for (let from = 0; from < k; from += BLOCK) {
    const to = Math.min(k, from + BLOCK);
    let [s1, s2] = [0, 0];
    for (let i = from; i < to; i++) {
      const weight = 1 / (v[i]! + tau2);
      w[i] = weight;
      residuals[i] = weight * y[i]!;
      s1 += weight;
      s2 += weight * weight;
    }
    sumW += s1;
    sumW2 += s2;
  }
  for (let a = 0, at = 0; a < p; a++) {
    right[a] = weightedSum(residuals, columns[a]!);
    for (let b = 0; b <= a; b++, at++) sumPair(basis, w, pairs[at]!, a * p + b, b * p + a);
  }
  const logDet = invertInPlace(inverse, p);
  if (Number.isNaN(logDet)) refuseSingular();
  multiplyInto(inverse, right, step, p);
  residuals.set(y);
  for (let a = 0; a < p; a++) {
    const column = columns[a]!;
    const by = step[a]!;
    for (let i = 0; i < k; i++) residuals[i]! -= by * column[i]!;
  }
  return { sumW, sumW2, logDet };
}

/**
 * The weighted sums of a model with moderators at one tau2, all from p x p matrices.
 * Leaves the weights in `set.w`, the step of the coefficients and (Q'WQ)^-1 in `basis`. Cost O(k p^2).
 *
 * @throws EvidensError `synthesis/singular-design` where the weights are too uneven for the design
 */
export function regressionMoments(set: EffectSet, basis: Basis, tau2: number): Moments {
  const { k, w } = set;
  const { p, columns, inverse, square, cube, right, residuals, room } = basis;
  const { sumW, sumW2, logDet } = fitStep(set, basis, tau2);
  let [ypy, yppy, cubic] = [0, 0, 0];
  for (let from = 0; from < k; from += BLOCK) {
    const to = Math.min(k, from + BLOCK);
    let [q1, q2, q3] = [0, 0, 0];
    for (let i = from; i < to; i++) {
      const residual = residuals[i]!;
      const weighted = w[i]! * residual;
      const twice = w[i]! * weighted;
      q1 += weighted * residual;
      q2 += weighted * weighted;
      q3 += weighted * twice;
      residuals[i] = twice;
    }
    ypy += q1;
    yppy += q2;
    cubic += q3;
  }
  for (let a = 0; a < p; a++) right[a] = weightedSum(residuals, columns[a]!);
  multiplyInto(inverse, right, room, p);
  let cross = 0;
  for (let a = 0; a < p; a++) cross += right[a]! * room[a]!;
  return {
    sumW,
    sumW2,
    mean: Number.NaN,
    ypy,
    yppy,
    ypppy: cubic - cross,
    trP: sumW - traceOfProduct(inverse, square),
    trPP: sumW2 - 2 * traceOfProduct(inverse, cube) + traceOfSquare(inverse, square, room, p),
    logDet,
  };
}

/** @throws EvidensError `synthesis/singular-design` (numerical) */
export function refuseSingular(): never {
  throw new EvidensError({
    code: "synthesis/singular-design",
    kind: "numerical",
    message: "The weighted design is singular: the weights are too uneven to tell the moderators apart.",
    remedy: "Leave out a moderator, or check the variances for a mistake of scale.",
  });
}
