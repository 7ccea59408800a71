import { type Matrix, matrix } from "#numerics";
import { invertInPlace } from "../model/regression-moments.ts";

/** How the scale coefficients make a variance: tau2_i = exp(z_i'a), or z_i'a itself. */
export type ScaleLink = "log" | "identity";

/** What the likelihood of a location-scale model is made of. */
export interface ScaleModel {
  /** Effects freed of a first fit, length k. */
  readonly y: Float64Array;
  readonly v: Float64Array;
  /** Orthonormal columns of the location design, k rows of p. */
  readonly q: Float64Array;
  readonly p: number;
  /** Columns of the scale design, k rows of m. */
  readonly z: Float64Array;
  readonly m: number;
  readonly link: ScaleLink;
  readonly restricted: boolean;
}

/** Log-likelihood without its constants, and its derivatives by the scale coefficients. */
export interface ScalePoint {
  readonly logLikelihood: number;
  readonly gradient: Float64Array;
  readonly hessian: Matrix;
  readonly tau2: Float64Array;
  /** ln |Q'WQ|. */
  readonly logDet: number;
  readonly rss: number;
}

/** Between-study variance of each study. */
export function tau2At(model: ScaleModel, a: Float64Array): Float64Array {
  const { m, z, link } = model;
  return model.y.map((_, i) => {
    let linear = 0;
    for (let j = 0; j < m; j++) linear += z[i * m + j]! * a[j]!;
    return link === "log" ? Math.exp(linear) : linear;
  });
}

interface Located {
  readonly w: Float64Array;
  readonly inverse: Float64Array;
  readonly logDet: number;
  /** Py. */
  readonly u: Float64Array;
  /** w q'(Q'WQ)^-1 q. */
  readonly hat: Float64Array;
  readonly rss: number;
  readonly logs: number;
}

/** Weighted fit of the location at given variances. */
function locate({ y, v, q, p }: ScaleModel, tau2: Float64Array): Located {
  const k = y.length;
  const [w, u, hat] = [new Float64Array(k), new Float64Array(k), new Float64Array(k)];
  const [inverse, right, step] = [new Float64Array(p * p), new Float64Array(p), new Float64Array(p)];
  let [rss, logs] = [0, 0];
  for (let i = 0; i < k; i++) {
    w[i] = 1 / (v[i]! + tau2[i]!);
    logs += Math.log(v[i]! + tau2[i]!);
    for (let r = 0; r < p; r++) {
      right[r]! += w[i]! * q[i * p + r]! * y[i]!;
      for (let c = 0; c < p; c++) inverse[r * p + c]! += w[i]! * q[i * p + r]! * q[i * p + c]!;
    }
  }
  const logDet = invertInPlace(inverse, p);
  for (let r = 0; r < p; r++) for (let c = 0; c < p; c++) step[r]! += inverse[r * p + c]! * right[c]!;
  for (let i = 0; i < k; i++) {
    let [residual, leverage] = [y[i]!, 0];
    for (let r = 0; r < p; r++) {
      residual -= q[i * p + r]! * step[r]!;
      for (let c = 0; c < p; c++) leverage += q[i * p + r]! * inverse[r * p + c]! * q[i * p + c]!;
    }
    u[i] = w[i]! * residual;
    hat[i] = w[i]! * leverage;
    rss += u[i]! * residual;
  }
  return { w, inverse, logDet, u, hat, rss, logs };
}

/** tr(A B_j A B_l) for symmetric p x p matrices. */
function traceOfPair(a: Float64Array, bj: Float64Array, bl: Float64Array, p: number): number {
  let trace = 0;
  for (let r = 0; r < p; r++) {
    for (let c = 0; c < p; c++) {
      let [left, right] = [0, 0];
      for (let s = 0; s < p; s++) {
        left += a[r * p + s]! * bj[s * p + c]!;
        right += a[c * p + s]! * bl[s * p + r]!;
      }
      trace += left * right;
    }
  }
  return trace;
}

/** For one scale coefficient: Q'W D W Q and Q'W D Py. */
function projections(model: ScaleModel, located: Located, d: (i: number) => number) {
  const { p, q } = model;
  const [square, line] = [new Float64Array(p * p), new Float64Array(p)];
  for (let i = 0; i < model.y.length; i++) {
    const w = located.w[i]!;
    for (let r = 0; r < p; r++) {
      const wq = w * d(i) * q[i * p + r]!;
      line[r]! += wq * located.u[i]!;
      for (let c = 0; c < p; c++) square[r * p + c]! += wq * w * q[i * p + c]!;
    }
  }
  return { square, line };
}

/**
 * The log-likelihood of a location-scale model with its gradient and Hessian in closed form:
 * gradient_j = (y'P V_j P y - tr(B V_j))/2 with B = P (REML) or W (ML), V_j the derivative of the variances.
 * Cost O(k (p^2 m + m^2)); no k x k matrix.
 *
 * @param a scale coefficients, length m; outside the domain (a variance below 0) the likelihood is -Infinity
 * Source: Viechtbauer and Lopez-Lopez 2022, doi:10.1002/jrsm.1562.
 * Checked: tests/synthesis/location-scale.test.ts, against numeric derivatives of a dense likelihood.
 */
export function scaleLikelihood(model: ScaleModel, a: Float64Array): ScalePoint {
  const { m, p, z, link, restricted } = model;
  const k = model.y.length;
  const tau2 = tau2At(model, a);
  const outside = {
    logLikelihood: Number.NEGATIVE_INFINITY,
    gradient: new Float64Array(m),
    hessian: matrix(m, m),
    tau2,
    logDet: Number.NaN,
    rss: Number.NaN,
  };
  if (tau2.some((t) => !(t >= 0 && t < 1e300))) return outside;
  const located = locate(model, tau2);
  const { w, u, hat, inverse, logDet, rss, logs } = located;
  if (Number.isNaN(logDet)) return outside;
  const share = (i: number): number => (restricted ? 1 - hat[i]! : 1);
  const slope = (i: number): number => (link === "log" ? tau2[i]! : 1);
  const curve = (i: number): number => (link === "log" ? tau2[i]! : 0);
  const parts = Array.from({ length: m }, (_, j) =>
    projections(model, located, (i) => z[i * m + j]! * slope(i)),
  );
  const gradient = new Float64Array(m);
  const hessian = matrix(m, m);
  for (let i = 0; i < k; i++) {
    const excess = u[i]! ** 2 - w[i]! * share(i);
    const [d, c] = [slope(i), curve(i)];
    const spread = w[i]! ** 2 * (restricted ? 1 - 2 * hat[i]! : 1);
    const second = (d * d * (spread - 2 * w[i]! * u[i]! ** 2) + c * excess) / 2;
    for (let j = 0; j < m; j++) {
      const zj = z[i * m + j]!;
      gradient[j]! += (excess * d * zj) / 2;
      for (let l = 0; l < m; l++) hessian.values[j * m + l]! += second * zj * z[i * m + l]!;
    }
  }
  for (let j = 0; j < m; j++) {
    for (let l = 0; l < m; l++) {
      let cross = 0;
      for (let r = 0; r < p; r++)
        for (let c = 0; c < p; c++) cross += parts[j]!.line[r]! * inverse[r * p + c]! * parts[l]!.line[c]!;
      const pair = restricted ? traceOfPair(inverse, parts[j]!.square, parts[l]!.square, p) / 2 : 0;
      hessian.values[j * m + l]! += pair + cross;
    }
  }
  const logLikelihood = -(logs + rss + (restricted ? logDet : 0)) / 2;
  return { logLikelihood, gradient, hessian, tau2, logDet, rss };
}
