import { EvidensError } from "#kernel";
import { demandShape, type Matrix, matrix, shape } from "./matrix.ts";

/** a = vectors diag(values) vectors'. */
export interface SymmetricEigen {
  /** Descending. */
  readonly values: Float64Array;
  /** Orthonormal columns, in the order of the values. */
  readonly vectors: Matrix;
}

/** Sweeps of QL steps per eigenvalue before giving up; two or three are usual. */
const MOST_STEPS = 60;

/**
 * Householder reduction to tridiagonal form: rows of `z` become the transposed transformation, `d` the diagonal,
 * `e` the entries below it (e[0] unused).
 */
function tridiagonal(z: Float64Array, n: number, d: Float64Array, e: Float64Array): void {
  for (let i = n - 1; i > 0; i--) {
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(z[i * n + k]!);
    let h = 0;
    if (i === 1 || scale === 0) e[i] = z[i * n + i - 1]!;
    else {
      for (let k = 0; k < i; k++) {
        z[i * n + k]! /= scale;
        h += z[i * n + k]! ** 2;
      }
      const f = z[i * n + i - 1]!;
      const g = f >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
      e[i] = scale * g;
      h -= f * g;
      z[i * n + i - 1] = f - g;
      reduceRow(z, n, i, h, e);
    }
    d[i] = h;
  }
  d[0] = 0;
  accumulate(z, n, d);
}

/** Applies one reflector (row i, h = |u|^2 / 2) from both sides to the leading block. */
function reduceRow(z: Float64Array, n: number, i: number, h: number, e: Float64Array): void {
  let f = 0;
  for (let j = 0; j < i; j++) {
    z[j * n + i] = z[i * n + j]! / h;
    let g = 0;
    for (let k = 0; k <= j; k++) g += z[j * n + k]! * z[i * n + k]!;
    for (let k = j + 1; k < i; k++) g += z[k * n + j]! * z[i * n + k]!;
    e[j] = g / h;
    f += e[j]! * z[i * n + j]!;
  }
  const half = f / (h + h);
  for (let j = 0; j < i; j++) {
    const u = z[i * n + j]!;
    const g = e[j]! - half * u;
    e[j] = g;
    for (let k = 0; k <= j; k++) z[j * n + k]! -= u * e[k]! + g * z[i * n + k]!;
  }
}

function accumulate(z: Float64Array, n: number, d: Float64Array): void {
  for (let i = 0; i < n; i++) {
    if (d[i] !== 0) {
      for (let j = 0; j < i; j++) {
        let g = 0;
        for (let k = 0; k < i; k++) g += z[i * n + k]! * z[k * n + j]!;
        for (let k = 0; k < i; k++) z[k * n + j]! -= g * z[k * n + i]!;
      }
    }
    d[i] = z[i * n + i]!;
    z[i * n + i] = 1;
    for (let j = 0; j < i; j++) {
      z[j * n + i] = 0;
      z[i * n + j] = 0;
    }
  }
}

/** The first place at or after `from` where the entry below the diagonal is negligible. */
function splitAt(d: Float64Array, e: Float64Array, from: number): number {
  for (let m = from; m < d.length - 1; m++) {
    const neighbours = Math.abs(d[m]!) + Math.abs(d[m + 1]!);
    if (Math.abs(e[m]!) <= Number.EPSILON * neighbours * 0.5) return m;
  }
  return d.length - 1;
}

/** One implicit QL step on the block l..m. */
function qlStep(z: Float64Array, d: Float64Array, e: Float64Array, l: number, m: number): void {
  const n = d.length;
  let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
  let r = Math.hypot(g, 1);
  g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? r : -r));
  let [s, c, p] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    let f = s * e[i]!;
    const b = c * e[i]!;
    r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1]! -= p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1]! - p;
    r = (d[i]! - g) * s + 2 * c * b;
    p = s * r;
    d[i + 1] = g + p;
    g = c * r - b;
    for (let k = 0; k < n; k++) {
      f = z[k * n + i + 1]!;
      z[k * n + i + 1] = s * z[k * n + i]! + c * f;
      z[k * n + i] = c * z[k * n + i]! - s * f;
    }
  }
  d[l]! -= p;
  e[l] = g;
  e[m] = 0;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix.
 *
 * @param a square and symmetric, finite; only its lower triangle is read
 * @throws EvidensError `numerics/shape`, `numerics/eigen` (numerical) for entries that are not finite
 * Source: Wilkinson and Reinsch 1971, Handbook for Automatic Computation II, tred2 and imtql2. Cost about 5 n^3.
 * Checked: tests/numerics/linear.prop.test.ts.
 */
export function symmetricEigen(a: Matrix): SymmetricEigen {
  demandShape(a.rows === a.columns, "symmetricEigen", `${shape(a)} is not square`);
  const n = a.rows;
  if (n === 0) return { values: new Float64Array(0), vectors: matrix(0, 0) };
  const z = a.values.slice();
  const d = new Float64Array(n);
  const e = new Float64Array(n);
  tridiagonal(z, n, d, e);
  e.copyWithin(0, 1);
  e[n - 1] = 0;
  for (let l = 0; l < n; l++) {
    for (let steps = 0; ; steps++) {
      const m = splitAt(d, e, l);
      if (m === l && Number.isFinite(d[l]!)) break;
      if (steps >= MOST_STEPS || m === l) throw notSettled(n);
      qlStep(z, d, e, l, m);
    }
  }
  const order = [...d.keys()].sort((i, j) => d[j]! - d[i]!);
  const vectors = matrix(n, n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) vectors.values[i * n + j] = z[i * n + order[j]!]!;
  return { values: Float64Array.from(order, (j) => d[j]!), vectors };
}

function notSettled(n: number): EvidensError {
  return new EvidensError({
    code: "numerics/eigen",
    kind: "numerical",
    message: `The eigenvalues of a ${n} x ${n} matrix did not settle.`,
    remedy: "Pass a matrix whose entries are all finite.",
  });
}
