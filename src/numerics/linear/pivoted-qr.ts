import { demandShape, type Matrix, matrix, multiplyTransposed, shape, transpose } from "./matrix.ts";

/** x[, pivot] = q r, the dependent columns of x last. */
export interface PivotedQr {
  /** Number of independent columns. */
  readonly rank: number;
  /** Which column of x stands at each place; the first `rank` are the independent ones, in their order. */
  readonly pivot: Int32Array;
  /** x.rows x rank, orthonormal columns. */
  readonly q: Matrix;
  /** rank x x.columns; its first `rank` columns are upper triangular. */
  readonly r: Matrix;
  /**
   * Least squares coefficients of the columns of y on x, in the order of x's columns; NaN for dependent columns,
   * which are left out of the fit.
   *
   * @param y x.rows rows
   * @throws EvidensError `numerics/shape`
   */
  solve(y: Matrix): Matrix;
}

/** The column from place `from` on, reflected by the vector v, whose entry at `from` is half its squared length. */
function reflect(column: Float64Array, v: Float64Array, from: number): void {
  let dot = 0;
  for (let i = from; i < v.length; i++) dot += v[i]! * column[i]!;
  const factor = dot / v[from]!;
  for (let i = from; i < v.length; i++) column[i]! -= factor * v[i]!;
}

function lengthBelow(column: Float64Array, from: number): number {
  let largest = 0;
  for (let i = from; i < column.length; i++) largest = Math.max(largest, Math.abs(column[i]!));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = from; i < column.length; i++) sum += (column[i]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** The Householder vector that maps the column below `from` onto its first axis; the column becomes r's. */
function makeReflector(column: Float64Array, from: number, length: number): Float64Array {
  const v = new Float64Array(column.length);
  const image = column[from]! > 0 ? -length : length;
  for (let i = from; i < column.length; i++) v[i] = column[i]! / -image;
  v[from]! += 1;
  column[from] = image;
  column.fill(0, from + 1);
  return v;
}

function upperSolve(r: Matrix, rank: number, right: Matrix): void {
  const m = right.columns;
  for (let i = rank - 1; i >= 0; i--) {
    for (let c = 0; c < m; c++) {
      let sum = right.values[i * m + c]!;
      for (let k = i + 1; k < rank; k++) sum -= r.values[i * r.columns + k]! * right.values[k * m + c]!;
      right.values[i * m + c] = sum / r.values[i * r.columns + i]!;
    }
  }
}

/**
 * Householder QR that moves columns depending on those before them to the end, in order, and no others: the
 * columns a regression drops are then the later ones, as R's `lm` drops them.
 *
 * @param x any size
 * @param tolerance a column is dependent when what earlier columns leave of it is shorter than this part of it
 * @throws EvidensError `numerics/shape`
 * Source: Golub and Van Loan, Matrix Computations, 5.2; the rule of LINPACK's dqrdc as changed for R (dqrdc2).
 * Checked: tests/numerics/linear.prop.test.ts. Cost 4 n p^2.
 */
export function pivotedQr(x: Matrix, tolerance: number = 1e-7): PivotedQr {
  const [n, p] = [x.rows, x.columns];
  const byColumn = transpose(x).values;
  const columns = Array.from({ length: p }, (_, j) => byColumn.slice(j * n, (j + 1) * n));
  const whole = columns.map((column) => lengthBelow(column, 0));
  const order: number[] = [];
  const dependent: number[] = [];
  const reflectors: Float64Array[] = [];
  for (let j = 0; j < p; j++) {
    const column = columns[j]!;
    for (const [from, v] of reflectors.entries()) reflect(column, v, from);
    const from = reflectors.length;
    const left = from < n ? lengthBelow(column, from) : 0;
    if (left === 0 || left < tolerance * whole[j]!) dependent.push(j);
    else {
      reflectors.push(makeReflector(column, from, left));
      order.push(j);
    }
  }
  const rank = order.length;
  const pivot = Int32Array.from([...order, ...dependent]);
  // A dependent column met reflectors only up to its turn; the later ones still have to pass over it.
  const firstLater = (j: number): number => order.filter((independent) => independent < j).length;
  for (const j of dependent)
    for (let k = firstLater(j); k < rank; k++) reflect(columns[j]!, reflectors[k]!, k);
  const r = matrix(rank, p);
  for (let j = 0; j < p; j++) for (let i = 0; i < rank; i++) r.values[i * p + j] = columns[pivot[j]!]![i]!;
  const q = matrix(n, rank);
  for (let j = 0; j < rank; j++) {
    const column = new Float64Array(n);
    column[j] = 1;
    for (let k = rank - 1; k >= 0; k--) reflect(column, reflectors[k]!, k);
    for (let i = 0; i < n; i++) q.values[i * rank + j] = column[i]!;
  }
  const solve = (y: Matrix): Matrix => {
    demandShape(y.rows === n, "pivotedQr.solve", `x ${shape(x)}, y ${shape(y)}`);
    const coefficients = multiplyTransposed(q, y);
    upperSolve(r, rank, coefficients);
    const m = y.columns;
    const inOrder = new Float64Array(p * m).fill(Number.NaN);
    for (let i = 0; i < rank; i++)
      inOrder.set(coefficients.values.subarray(i * m, (i + 1) * m), pivot[i]! * m);
    return { rows: p, columns: m, values: inOrder };
  };
  return { rank, pivot, q, r, solve };
}
