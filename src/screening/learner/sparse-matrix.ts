/** Rows of documents, columns of features; compressed rows. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Where each row starts in `indices` and `values`, one more than there are rows. */
  readonly starts: Uint32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** Entries `from` to `to` of a matrix, of one row, times what `by` has at their columns. */
export function rowProduct(
  { indices, values }: SparseMatrix,
  from: number,
  to: number,
  by: Float64Array,
): number {
  // Two sums, since each addition would wait for the last one.
  let even = 0;
  let odd = 0;
  let at = from;
  for (const last = to - 1; at < last; at += 2) {
    even += values[at]! * by[indices[at]!]!;
    odd += values[at + 1]! * by[indices[at + 1]!]!;
  }
  if (at < to) even += values[at]! * by[indices[at]!]!;
  return even + odd;
}

/** Adds a multiple of entries `from` to `to`, of one row, to the sums of their columns. */
export function addRow(
  { indices, values }: SparseMatrix,
  from: number,
  to: number,
  by: number,
  sums: Float64Array,
): void {
  for (let at = from; at < to; at++) sums[indices[at]!]! += values[at]! * by;
}
