import { addMultiples } from "./add-multiples.ts";
import type { Features, LatentFeatures } from "./learner.types.ts";

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
  let directions: readonly Float32Array[] | null = null;
  const sums = new Float64Array(rows);
  let length = 0;
  return {
    of: (row) => {
      const known = kept[row];
      if (known !== undefined) return known;
      columns ??= indexColumns(features);
      sums.fill(1);
      addWords(features, columns, row, sums);
      if (latent !== null) {
        directions ??= turned(latent);
        addMultiples(sums, directions, [
          ...latent.values.subarray(row * latent.dimensions, (row + 1) * latent.dimensions),
        ]);
      }
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
  /** Columns that most rows have, as one value per row; undefined for others. */
  readonly dense: readonly (Float32Array | undefined)[];
}

/** From this share of the rows on, adding to every row costs less than looking up which. */
const DENSE_SHARE = 0.3;

function indexColumns({ words: { rows, columns, starts, indices, values } }: Features): ColumnIndex {
  const from = new Uint32Array(columns + 1);
  for (const column of indices) from[column + 1]! += 1;
  for (let column = 0; column < columns; column++) from[column + 1]! += from[column]!;
  const next = from.slice();
  const dense: (Float32Array | undefined)[] = [];
  const index = {
    starts: from,
    rows: new Int32Array(indices.length),
    values: new Float32Array(indices.length),
    dense,
  };
  for (let row = 0; row < rows; row++)
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const to = next[indices[at]!]!++;
      index.rows[to] = row;
      index.values[to] = values[at]!;
    }
  for (let column = 0; column < columns; column++) {
    if (from[column + 1]! - from[column]! < DENSE_SHARE * rows) continue;
    const whole = new Float32Array(rows);
    for (let at = from[column]!; at < from[column + 1]!; at++) whole[index.rows[at]!] = index.values[at]!;
    dense[column] = whole;
  }
  return index;
}

function addWords({ words }: Features, index: ColumnIndex, row: number, sums: Float64Array): void {
  const wholes: Float32Array[] = [];
  const by: number[] = [];
  for (let at = words.starts[row]!; at < words.starts[row + 1]!; at++) {
    const column = words.indices[at]!;
    const value = words.values[at]!;
    const whole = index.dense[column];
    if (whole === undefined) {
      const end = index.starts[column + 1]!;
      for (let entry = index.starts[column]!; entry < end; entry++)
        sums[index.rows[entry]!]! += value * index.values[entry]!;
    } else {
      wholes.push(whole);
      by.push(value);
    }
  }
  addMultiples(sums, wholes, by);
}

/** Latent features direction by direction. */
function turned({ dimensions, values }: LatentFeatures): readonly Float32Array[] {
  const rows = values.length / dimensions;
  return Array.from({ length: dimensions }, (_, k) => {
    const direction = new Float32Array(rows);
    for (let row = 0; row < rows; row++) direction[row] = values[row * dimensions + k]!;
    return direction;
  });
}
