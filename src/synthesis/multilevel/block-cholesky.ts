// In place, on one block of a longer array: the inner loops of a fit, where a matrix object per block would cost
// more than the arithmetic.

/** Overwrites the lower triangle of the n x n block at `at` by its Cholesky factor; false where not positive definite. */
export function factorBlock(a: Float64Array, at: number, n: number): boolean {
  for (let i = 0; i < n; i++) {
    const row = at + i * n;
    for (let j = 0; j <= i; j++) {
      const other = at + j * n;
      let sum = a[row + j]!;
      const before = sum;
      for (let k = 0; k < j; k++) sum -= a[row + k]! * a[other + k]!;
      if (j < i) a[row + j] = sum / a[other + j]!;
      else {
        if (!(sum > 1e-15 * before && sum > 0 && sum < Number.POSITIVE_INFINITY)) return false;
        a[row + i] = Math.sqrt(sum);
      }
    }
  }
  return true;
}

/** ln of the determinant of the matrix whose factor stands at `at`. */
export function logDeterminantOfBlock(l: Float64Array, at: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log(l[at + i * n + i]!);
  return 2 * sum;
}

/** Solves L L' x = b for the c columns of b (n x c, row after row, at `to`), in place. */
export function solveBlock(
  l: Float64Array,
  at: number,
  n: number,
  b: Float64Array,
  to: number,
  c: number,
): void {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) subtractRow(b, to + i * c, to + k * c, c, l[at + i * n + k]!);
    divideRow(b, to + i * c, c, l[at + i * n + i]!);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtractRow(b, to + i * c, to + k * c, c, l[at + k * n + i]!);
    divideRow(b, to + i * c, c, l[at + i * n + i]!);
  }
}

function subtractRow(b: Float64Array, row: number, other: number, c: number, factor: number): void {
  for (let j = 0; j < c; j++) b[row + j]! -= factor * b[other + j]!;
}

function divideRow(b: Float64Array, row: number, c: number, divisor: number): void {
  for (let j = 0; j < c; j++) b[row + j]! /= divisor;
}

/** The inverse (both triangles) of the matrix whose factor stands at `at`, written to the same place of `out`. */
export function invertBlock(l: Float64Array, at: number, n: number, out: Float64Array): void {
  // L^-1 below the diagonal of `out`, row by row; then (L^-1)' L^-1 from the top, which reads only rows below.
  for (let i = 0; i < n; i++) {
    const row = at + i * n;
    const pivot = 1 / l[row + i]!;
    for (let j = 0; j < i; j++) out[row + j] = 0;
    for (let k = 0; k < i; k++) {
      const factor = l[row + k]! * pivot;
      const other = at + k * n;
      for (let j = 0; j <= k; j++) out[row + j]! -= factor * out[other + j]!;
    }
    out[row + i] = pivot;
  }
  for (let i = 0; i < n; i++) {
    const pivot = out[at + i * n + i]!;
    for (let j = 0; j < i; j++) out[at + j * n + i] = pivot * out[at + i * n + j]!;
    out[at + i * n + i] = pivot * pivot;
    for (let k = i + 1; k < n; k++) {
      const other = at + k * n;
      const factor = out[other + i]!;
      for (let j = 0; j <= i; j++) out[at + j * n + i]! += factor * out[other + j]!;
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) out[at + i * n + j] = out[at + j * n + i]!;
}
