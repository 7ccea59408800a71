/** Rows of documents, columns of features; compressed rows. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Where each row starts in `indices` and `values`, one more than there are rows. */
  readonly starts: Uint32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}
