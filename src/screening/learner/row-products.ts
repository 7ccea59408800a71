import { addMultiples, type Multiples } from "./add-multiples.ts";
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
  const multiples: Multiples = { what: [], by: [], count: 0 };
  let length = 0;
  return {
    of: (row) => {
      const known = kept[row];
      if (known !== undefined) return known;
      columns ??= indexColumns(features);
      directions ??= turned(latent);
      sums.fill(1);
      addWords(words, columns, row, sums, multiples);
      for (let k = 0; k < directions.length; k++) {
        multiples.what[multiples.count] = directions[k]!;
        multiples.by[multiples.count++] = latent!.values[row * directions.length + k]!;
      }
      addMultiples(sums, multiples);
      const products = new Float32Array(sums);
      kept[row] = products;
      length += rows;
      return products;
    },
    fits: (asked) => {
      let missing = 0;
      for (let i = 0; i < asked.length; i++) if (kept[asked[i]!] === undefined) missing += 1;
      return length + missing * rows <= most;
    },
  };
}

interface ColumnIndex {
  readonly starts: Uint32Array;
  readonly rows: Int32Array;
  readonly values: Float32Array;
  /** By column: its place in `dense`, -1 where it is not there. */
  readonly places: Int32Array;
  /** Columns that many rows have, as one value per row. */
  readonly dense: Float32Array[];
}

/** From this share of the rows on, adding to every row costs less than looking up which. */
const DENSE_SHARE = 0.3;

function indexColumns({ words }: Features): ColumnIndex {
  const { rows, columns, starts, indices, values } = words;
  const from = new Uint32Array(columns + 1);
  for (let at = 0; at < indices.length; at++) from[indices[at]! + 1]! += 1;
  for (let column = 0; column < columns; column++) from[column + 1]! += from[column]!;
  const index = {
    starts: from,
    rows: new Int32Array(indices.length),
    values: new Float32Array(indices.length),
    places: new Int32Array(columns).fill(-1),
    dense: [] as Float32Array[],
  };
  const next = from.slice();
  for (let row = 0; row < rows; row++)
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const to = next[indices[at]!]!++;
      index.rows[to] = row;
      index.values[to] = values[at]!;
    }
  for (let column = 0; column < columns; column++)
    if (from[column + 1]! - from[column]! >= DENSE_SHARE * rows)
      index.places[column] = index.dense.push(wholeColumn(index, column, rows)) - 1;
  return index;
}

function wholeColumn(index: ColumnIndex, column: number, rows: number): Float32Array {
  const whole = new Float32Array(rows);
  for (let at = index.starts[column]!; at < index.starts[column + 1]!; at++)
    whole[index.rows[at]!] = index.values[at]!;
  return whole;
}

/** Adds what the row shares with others; columns that many rows have are left for later. */
function addWords(
  words: Features["words"],
  index: ColumnIndex,
  row: number,
  sums: Float64Array,
  later: Multiples,
): void {
  later.count = 0;
  const end = words.starts[row + 1]!;
  for (let at = words.starts[row]!; at < end; at++) {
    const column = words.indices[at]!;
    const value = words.values[at]!;
    const place = index.places[column]!;
    if (place < 0) addColumn(index, column, value, sums);
    else {
      later.what[later.count] = index.dense[place]!;
      later.by[later.count++] = value;
    }
  }
}

function addColumn(
  { starts, rows, values }: ColumnIndex,
  column: number,
  by: number,
  sums: Float64Array,
): void {
  const end = starts[column + 1]!;
  for (let at = starts[column]!; at < end; at++) sums[rows[at]!]! += by * values[at]!;
}

/** Latent features direction by direction. */
function turned(latent: LatentFeatures | null): readonly Float32Array[] {
  if (latent === null) return [];
  const { dimensions, values } = latent;
  return Array.from({ length: dimensions }, (_, k) => {
    const direction = new Float32Array(values.length / dimensions);
    for (let row = 0, at = k; row < direction.length; row++, at += dimensions) direction[row] = values[at]!;
    return direction;
  });
}
