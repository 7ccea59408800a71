import { type Matrix, matrix } from "#numerics";
import { type Moments, momentsAt } from "../model/effect-set.ts";
import { invertInPlace, refuseSingular } from "../model/regression-moments.ts";
import type { Prepared } from "./prepare.ts";

/** The coefficients at one tau2. */
export interface CoefficientsAt {
  readonly moments: Moments;
  readonly b: Float64Array;
  /** Covariance of the coefficients, not scaled. */
  readonly vb: Matrix;
  readonly coordinates: Coordinates;
}

/** The model at one tau2. */
export interface FitAt extends CoefficientsAt {
  /** Sum of squared residuals weighted by 1 / (v + tau2). */
  readonly rss: number;
  readonly hat: Float64Array;
  /** Percent. */
  readonly weights: Float64Array;
  readonly residuals: Float64Array;
}

/** r^-1 of an upper triangular r. */
export function upperInverse(r: Matrix): Matrix {
  const p = r.rows;
  const inverse = matrix(p, p);
  for (let j = 0; j < p; j++) {
    inverse.values[j * p + j] = 1 / r.values[j * p + j]!;
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let l = i + 1; l <= j; l++) sum += r.values[i * p + l]! * inverse.values[l * p + j]!;
      inverse.values[i * p + j] = -sum / r.values[i * p + i]!;
    }
  }
  return inverse;
}

/** t m t' for square t and symmetric m, exactly symmetric. */
export function sandwich(t: Matrix, m: Float64Array): Matrix {
  const p = t.rows;
  const half = new Float64Array(p * p);
  for (let i = 0; i < p; i++)
    for (let l = 0; l < p; l++)
      for (let j = 0; j < p; j++) half[i * p + j]! += t.values[i * p + l]! * m[l * p + j]!;
  const out = matrix(p, p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let l = 0; l < p; l++) sum += half[i * p + l]! * t.values[j * p + l]!;
      out.values[i * p + j] = sum;
      out.values[j * p + i] = sum;
    }
  }
  return out;
}

interface Coordinates {
  /** Step of the coefficients from the prepared start. */
  readonly step: Float64Array;
  /** (Q'AQ)^-1 with the weights A in use. */
  readonly bread: Float64Array;
  /** Covariance of the coefficients in orthonormal coordinates. */
  readonly covariance: Float64Array;
  readonly applied: Float64Array;
}

/** Inverse-variance weights: what the moments left behind. */
function standard(prepared: Prepared, moments: Moments): Coordinates {
  const { set } = prepared;
  if (set.basis === null) {
    const bread = Float64Array.of(set.k / moments.sumW);
    return {
      step: Float64Array.of(moments.mean * Math.sqrt(set.k)),
      bread,
      covariance: bread,
      applied: set.w,
    };
  }
  const bread = set.basis.inverse.slice();
  return { step: set.basis.step.slice(), bread, covariance: bread, applied: set.w };
}

/** Own weights a: (Q'AQ)^-1 Q'A y, with the sandwich of the model's variances. */
function ownWeighted(prepared: Prepared, own: Float64Array): Coordinates {
  const { set, q } = prepared;
  const { k, p, y, w } = set;
  const bread = new Float64Array(p * p);
  const meat = new Float64Array(p * p);
  const right = new Float64Array(p);
  for (let i = 0; i < k; i++) {
    const a = own[i]!;
    for (let r = 0; r < p; r++) {
      const qr = q[i * p + r]!;
      right[r]! += a * qr * y[i]!;
      for (let c = 0; c < p; c++) {
        bread[r * p + c]! += a * qr * q[i * p + c]!;
        meat[r * p + c]! += ((a * a) / w[i]!) * qr * q[i * p + c]!;
      }
    }
  }
  if (Number.isNaN(invertInPlace(bread, p))) refuseSingular();
  const step = new Float64Array(p);
  for (let r = 0; r < p; r++) for (let c = 0; c < p; c++) step[r]! += bread[r * p + c]! * right[c]!;
  return { step, bread, covariance: sandwich(matrix(p, p, bread), meat).values, applied: own };
}

/**
 * Coefficients and their covariance at one tau2. Cost O(k p^2).
 *
 * @param tau2 >= 0
 */
export function coefficientsAt(prepared: Prepared, tau2: number): CoefficientsAt {
  const { set, r, start, own } = prepared;
  const { p } = set;
  const moments = momentsAt(set, tau2);
  const coordinates = own === null ? standard(prepared, moments) : ownWeighted(prepared, own);
  const { step, covariance } = coordinates;
  const back = upperInverse(r);
  const b = new Float64Array(p);
  for (let i = 0; i < p; i++)
    for (let j = i; j < p; j++) b[i]! += back.values[i * p + j]! * (start[j]! + step[j]!);
  return { moments, b, vb: sandwich(back, covariance), coordinates };
}

/** The same with residuals and leverages; asked for before the moments of another tau2. Cost O(k p^2). */
export function fitAt(prepared: Prepared, at: CoefficientsAt): FitAt {
  const { set, q, own } = prepared;
  const { k, p, y } = set;
  const { step, bread, applied } = at.coordinates;
  const [residuals, hat, weights] = [new Float64Array(k), new Float64Array(k), new Float64Array(k)];
  let [rss, total] = [0, 0];
  for (let i = 0; i < k; i++) total += applied[i]!;
  for (let i = 0; i < k; i++) {
    let [residual, leverage] = [y[i]!, 0];
    for (let c = 0; c < p; c++) {
      const qc = q[i * p + c]!;
      residual -= qc * step[c]!;
      for (let d = 0; d < p; d++) leverage += qc * bread[c * p + d]! * q[i * p + d]!;
    }
    residuals[i] = residual;
    rss += set.w[i]! * residual * residual;
    hat[i] = leverage * applied[i]!;
    weights[i] = (100 * applied[i]!) / total;
  }
  return { ...at, rss: own === null ? at.moments.ypy : rss, hat, weights, residuals };
}
