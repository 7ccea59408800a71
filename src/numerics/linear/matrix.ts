import { EvidensError } from "#kernel";

/** A dense matrix of doubles. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row after row. */
  readonly values: Float64Array;
}

/**
 * Refuses matrices whose sizes do not fit an operation.
 *
 * @throws EvidensError `numerics/shape` (invalid)
 */
export function demandShape(holds: boolean, who: string, what: string): void {
  if (holds) return;
  throw new EvidensError({
    code: "numerics/shape",
    kind: "invalid",
    message: `${who}: ${what}.`,
    remedy: "Pass matrices whose numbers of rows and columns fit each other.",
  });
}

/** Rows and columns, for messages. */
export function shape(a: Matrix): string {
  return `${a.rows} x ${a.columns}`;
}

/**
 * A matrix of the given size; zeros where no values are given.
 *
 * @param rows whole number, 0 allowed
 * @param columns whole number, 0 allowed
 * @param values row after row, length rows x columns; copied unless a Float64Array
 * @throws EvidensError `numerics/shape`
 * Checked: tests/numerics/linear.test.ts.
 */
export function matrix(rows: number, columns: number, values?: ArrayLike<number>): Matrix {
  const whole = Number.isInteger(rows) && Number.isInteger(columns) && rows >= 0 && columns >= 0;
  demandShape(whole, "matrix", `${rows} x ${columns} is no size`);
  const size = rows * columns;
  if (values === undefined) return { rows, columns, values: new Float64Array(size) };
  demandShape(values.length === size, "matrix", `${values.length} values for ${rows} x ${columns}`);
  return { rows, columns, values: values instanceof Float64Array ? values : Float64Array.from(values) };
}

/** The n x n matrix with ones on its diagonal. */
export function identity(n: number): Matrix {
  const a = matrix(n, n);
  for (let i = 0; i < n; i++) a.values[i * n + i] = 1;
  return a;
}

/** a': rows and columns exchanged. */
export function transpose(a: Matrix): Matrix {
  const { rows, columns, values } = a;
  const t = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) t[j * rows + i] = values[i * columns + j]!;
  return { rows: columns, columns: rows, values: t };
}

/**
 * a b.
 *
 * @throws EvidensError `numerics/shape`
 * Cost: a.rows x a.columns x b.columns. Checked: tests/numerics/linear.prop.test.ts.
 */
export function multiply(a: Matrix, b: Matrix): Matrix {
  demandShape(a.columns === b.rows, "multiply", `${shape(a)} times ${shape(b)}`);
  const m = b.columns;
  const product = matrix(a.rows, m);
  const out = product.values;
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const factor = a.values[i * a.columns + k]!;
      for (let j = 0; j < m; j++) out[i * m + j]! += factor * b.values[k * m + j]!;
    }
  }
  return product;
}

/**
 * a' b without forming a'.
 *
 * @throws EvidensError `numerics/shape`
 * Cost: a.rows x a.columns x b.columns. Checked: tests/numerics/linear.prop.test.ts.
 */
export function multiplyTransposed(a: Matrix, b: Matrix): Matrix {
  demandShape(a.rows === b.rows, "multiplyTransposed", `transposed ${shape(a)} times ${shape(b)}`);
  const [n, m] = [a.columns, b.columns];
  const product = matrix(n, m);
  const out = product.values;
  for (let k = 0; k < a.rows; k++) {
    for (let i = 0; i < n; i++) {
      const factor = a.values[k * n + i]!;
      for (let j = 0; j < m; j++) out[i * m + j]! += factor * b.values[k * m + j]!;
    }
  }
  return product;
}
