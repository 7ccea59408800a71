import type { EffectSet } from "./effect-set.ts";
import { BLOCK, invertInPlace, refuseSingular } from "./regression-moments.ts";

/**
 * A quadratic form Q = y'Py with weights a that do not depend on tau2: P = A - AX(X'AX)^-1 X'A.
 * Its expectation is tr(PV) + tau2 tr(P).
 */
export interface MomentForm {
  readonly q: number;
  readonly trP: number;
  readonly trPV: number;
  readonly trPP: number;
  readonly trPVP: number;
  readonly trPVPV: number;
}

/** Orthonormal columns of the design: those of the basis, or the one of a mean alone. */
export function columnsOf(set: EffectSet): Float64Array {
  return set.basis?.q ?? new Float64Array(set.k).fill(1 / Math.sqrt(set.k));
}

interface Sums {
  /** sum of u(i). */
  readonly sum: number;
  /** sum of u(i) q_i q_i'. */
  readonly cross: Float64Array;
}

function sumsOf(set: EffectSet, q: Float64Array, u: (i: number) => number): Sums {
  const { k, p } = set;
  const cross = new Float64Array(p * p);
  const part = new Float64Array(p * p);
  let sum = 0;
  for (let from = 0; from < k; from += BLOCK) {
    part.fill(0);
    let partSum = 0;
    for (let i = from; i < Math.min(k, from + BLOCK); i++) {
      const weight = u(i);
      partSum += weight;
      for (let a = 0; a < p; a++)
        for (let b = 0; b < p; b++) part[a * p + b]! += weight * q[i * p + a]! * q[i * p + b]!;
    }
    sum += partSum;
    for (let j = 0; j < part.length; j++) cross[j]! += part[j]!;
  }
  return { sum, cross };
}

function product(a: Float64Array, b: Float64Array, p: number): Float64Array {
  const out = new Float64Array(p * p);
  for (let i = 0; i < p; i++)
    for (let l = 0; l < p; l++) for (let j = 0; j < p; j++) out[i * p + j]! += a[i * p + l]! * b[l * p + j]!;
  return out;
}

function traceOf(a: Float64Array, b: Float64Array, p: number): number {
  let sum = 0;
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) sum += a[i * p + j]! * b[j * p + i]!;
  return sum;
}

/**
 * The generalised Q of weights a, with the traces that give its mean and variance. Cost O(k p^2).
 *
 * @param a weights, length k, >= 0
 * @throws EvidensError `synthesis/singular-design` where the weights leave too few studies
 * Source: DerSimonian and Kacker 2007, doi:10.1016/j.cct.2006.04.004; Jackson 2013, doi:10.1002/jrsm.1081.
 * Checked: tests/synthesis/regression.prop.test.ts, against dense matrices.
 */
export function momentForm(set: EffectSet, a: Float64Array): MomentForm {
  const { p, v } = set;
  const q = columnsOf(set);
  const first = sumsOf(set, q, (i) => a[i]!);
  const inverse = first.cross.slice();
  if (Number.isNaN(invertInPlace(inverse, p))) refuseSingular();
  const aa = sumsOf(set, q, (i) => a[i]! ** 2);
  const aaa = sumsOf(set, q, (i) => a[i]! ** 3);
  const av = sumsOf(set, q, (i) => a[i]! * v[i]!);
  const aav = sumsOf(set, q, (i) => a[i]! ** 2 * v[i]!);
  const aaav = sumsOf(set, q, (i) => a[i]! ** 3 * v[i]!);
  const aavv = sumsOf(set, q, (i) => (a[i]! * v[i]!) ** 2);
  const aaavv = sumsOf(set, q, (i) => a[i]! ** 3 * v[i]! ** 2);
  const plain = product(inverse, aa.cross, p);
  const withV = product(inverse, aav.cross, p);
  return {
    q: weightedResiduals(set, q, inverse, a),
    trP: first.sum - traceOf(inverse, aa.cross, p),
    trPV: av.sum - traceOf(inverse, aav.cross, p),
    trPP: aa.sum - 2 * traceOf(inverse, aaa.cross, p) + traceOf(plain, plain, p),
    trPVP: aav.sum - 2 * traceOf(inverse, aaav.cross, p) + traceOf(withV, plain, p),
    trPVPV: aavv.sum - 2 * traceOf(inverse, aaavv.cross, p) + traceOf(withV, withV, p),
  };
}

/** sum a (y - fit)^2 at the fit by weights a; `inverse` is (Q'AQ)^-1. */
function weightedResiduals(set: EffectSet, q: Float64Array, inverse: Float64Array, a: Float64Array): number {
  const { k, p, y } = set;
  const right = new Float64Array(p);
  const step = new Float64Array(p);
  for (let i = 0; i < k; i++) for (let j = 0; j < p; j++) right[j]! += a[i]! * y[i]! * q[i * p + j]!;
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) step[i]! += inverse[i * p + j]! * right[j]!;
  let sum = 0;
  for (let from = 0; from < k; from += BLOCK) {
    let part = 0;
    for (let i = from; i < Math.min(k, from + BLOCK); i++) {
      let residual = y[i]!;
      for (let j = 0; j < p; j++) residual -= q[i * p + j]! * step[j]!;
      part += a[i]! * residual * residual;
    }
    sum += part;
  }
  return sum;
}
