import type { Features } from "./learner.types.ts";

/** Products of rows with all rows, worked out when first asked for and kept. */
export interface RowProducts {
  /** One number per row: x of the row times x of that row, and 1 for the bias. Do not change it. */
  of(row: number): Float32Array;
  /** Whether `of` may be asked for these rows: what it keeps stays within bounds. */
  fits(rows: Int32Array): boolean;
}

/** Beyond so many entries of the matrix an index of its columns would cost more memory than it saves time. */
const MOST_ENTRIES = 12_000_000;
/**
 * Products of rows through an index of the columns: a row meets only the rows it shares a word with. What is
 * kept grows with the number of rows asked for.
 *
 * @param most numbers kept at most
 * @returns null where the matrix is too large for it
 * Checked: tests/screening/learner-svm.test.ts. Cost of a row: the sum of its columns' lengths.
 */
export function createRowProducts(features: Features, most: number): RowProducts | null {
  const { words, latent } = features;
  const { rows } = words;
  if (words.indices.length > MOST_ENTRIES || most < rows) return null;
  const kept: (Float32Array | undefined)[] = [];
  let columns: ColumnIndex | null = null;
  const sums = new Float64Array(rows);
  let length = 0;
  return {
    of: (row) => {
      const known = kept[row];
      if (known !== undefined) return known;
      columns ??= indexColumns(features);
      sums.fill(1);
      addWords(features, columns, row, sums);
      if (latent !== null) addLatent(latent.values, latent.dimensions, row, sums);
      const products = new Float32Array(sums);
      kept[row] = products;
      length += rows;
      return products;
    },
    fits: (asked) => {
      let missing = 0;
      for (const row of asked) if (kept[row] === undefined) missing += 1;
      return length + missing * rows <= most;
    },
  };
}

interface ColumnIndex {
  readonly starts: Uint32Array;
  readonly rows: Int32Array;
  readonly values: Float32Array;
}

function indexColumns({ words: { rows, columns, starts, indices, values } }: Features): ColumnIndex {
  const from = new Uint32Array(columns + 1);
  for (const column of indices) from[column + 1]! += 1;
  for (let column = 0; column < columns; column++) from[column + 1]! += from[column]!;
  const next = from.slice();
  const index = {
    starts: from,
    rows: new Int32Array(indices.length),
    values: new Float32Array(indices.length),
  };
  for (let row = 0; row < rows; row++)
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const to = next[indices[at]!]!++;
      index.rows[to] = row;
      index.values[to] = values[at]!;
    }
  return index;
}

function addWords({ words }: Features, index: ColumnIndex, row: number, sums: Float64Array): void {
  for (let at = words.starts[row]!; at < words.starts[row + 1]!; at++) {
    const column = words.indices[at]!;
    const value = words.values[at]!;
    const end = index.starts[column + 1]!;
    for (let entry = index.starts[column]!; entry < end; entry++)
      sums[index.rows[entry]!]! += value * index.values[entry]!;
  }
}

function addLatent(values: Float32Array, dimensions: number, row: number, sums: Float64Array): void {
  const own = Float64Array.from(values.subarray(row * dimensions, (row + 1) * dimensions));
  for (let other = 0, at = 0; other < sums.length; other++) {
    let sum = 0;
    for (let k = 0; k < dimensions; k++, at++) sum += own[k]! * values[at]!;
    sums[other]! += sum;
  }
}
