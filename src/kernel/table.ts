/** A plain table: named columns, rows of cells in the same order. Numbers stay numbers. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}
