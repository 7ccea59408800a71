import { demandShape, type Matrix, matrix, shape } from "./matrix.ts";

/** A pivot this small a part of its diagonal entry is rounding, not information. */
const LOST = 1e-15;

/**
 * The lower triangular L with a = L L', or `null` where a is not positive definite to working precision
 * (a pivot is not positive, or below 1e-15 of the diagonal entry it came from).
 *
 * @param a square and symmetric; only its lower triangle is read
 * @throws EvidensError `numerics/shape`
 * Source: Golub and Van Loan, Matrix Computations, 4th ed., 4.2.5. Cost n^3 / 3.
 * Checked: tests/numerics/linear.prop.test.ts.
 */
export function choleskyFactor(a: Matrix): Matrix | null {
  demandShape(a.rows === a.columns, "choleskyFactor", `${shape(a)} is not square`);
  const n = a.rows;
  const factor = matrix(n, n);
  const l = factor.values;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a.values[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (j < i) l[i * n + j] = sum / l[j * n + j]!;
      else {
        const diagonal = a.values[i * n + i]!;
        if (!(sum > LOST * diagonal && diagonal > 0 && sum < Number.POSITIVE_INFINITY)) return null;
        l[i * n + i] = Math.sqrt(sum);
      }
    }
  }
  return factor;
}

/**
 * (L L')^-1 b by one forward and one backward substitution.
 *
 * @param l a factor of `choleskyFactor`
 * @param b l.rows rows, any number of columns
 * @throws EvidensError `numerics/shape`
 * Cost n^2 a column. Checked: tests/numerics/linear.prop.test.ts.
 */
export function choleskySolve(l: Matrix, b: Matrix): Matrix {
  demandShape(l.rows === b.rows, "choleskySolve", `factor ${shape(l)}, right side ${shape(b)}`);
  const [n, m] = [l.rows, b.columns];
  const x = b.values.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) subtractRow(x, m, i, k, l.values[i * n + k]!);
    divideRow(x, m, i, l.values[i * n + i]!);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtractRow(x, m, i, k, l.values[k * n + i]!);
    divideRow(x, m, i, l.values[i * n + i]!);
  }
  return { rows: n, columns: m, values: x };
}

function subtractRow(x: Float64Array, m: number, from: number, row: number, factor: number): void {
  if (factor === 0) return;
  for (let j = 0; j < m; j++) x[from * m + j]! -= factor * x[row * m + j]!;
}

function divideRow(x: Float64Array, m: number, row: number, divisor: number): void {
  for (let j = 0; j < m; j++) x[row * m + j]! /= divisor;
}

/**
 * (L L')^-1, exactly symmetric.
 *
 * @param l a factor of `choleskyFactor`
 * Cost 2 n^3 / 3. Checked: tests/numerics/linear.prop.test.ts.
 */
export function choleskyInverse(l: Matrix): Matrix {
  const n = l.rows;
  const inverseOfL = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    inverseOfL[j * n + j] = 1 / l.values[j * n + j]!;
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= l.values[i * n + k]! * inverseOfL[k * n + j]!;
      inverseOfL[i * n + j] = sum / l.values[i * n + i]!;
    }
  }
  const inverse = matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += inverseOfL[k * n + i]! * inverseOfL[k * n + j]!;
      inverse.values[i * n + j] = sum;
      inverse.values[j * n + i] = sum;
    }
  }
  return inverse;
}

/** ln |a| of a = L L', from its factor. Checked: tests/numerics/linear.test.ts. */
export function choleskyLogDeterminant(l: Matrix): number {
  let sum = 0;
  for (let i = 0; i < l.rows; i++) sum += Math.log(l.values[i * l.rows + i]!);
  return 2 * sum;
}
