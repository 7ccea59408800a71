import { portableExp, portableLn, seededRng } from "#numerics";
import type { LatentFeatures } from "./learner.types.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

export interface LatentOptions {
  /** At most so many; fewer when there are few records. */
  readonly dimensions: number;
  /** Length of each row, before `half`. */
  readonly weight: number;
  /** The squared length is multiplied by n / (n + half) of n records; default 0. */
  readonly half?: number;
  /** Directions are weighted by their singular values to this power, >= 1: above 1 the common ones count more. */
  readonly power?: number;
}

/** Dimensions beyond those asked for, for accuracy, and how often the subspace is refined. */
const EXTRA = 8;
const PASSES = 2;
/** The subspace is found on at most so many records, evenly chosen; the rest are placed in it. */
const FITTED_RECORDS = 8_000;

/**
 * Latent semantic features: the leading singular directions of the word matrix, less its mean row; rows scaled
 * to one length. They relate records that share no word.
 *
 * @param columns the first so many columns take part (single words)
 * @param weights what the values of each column were multiplied by; taken off first
 * @returns null when there are too few records or words to have directions
 * Source: Deerwester et al. 1990, doi:10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9; randomised
 * subspace iteration, Halko, Martinsson and Tropp 2011, doi:10.1137/090771806.
 * Checked: tests/screening/learner-features.test.ts. Cost: `2 PASSES + 3` times entries times dimensions.
 */
export function latentFeatures(
  words: SparseMatrix,
  columns: number,
  { dimensions: wanted, weight, half = 0, power = 1 }: LatentOptions,
  weights: Float64Array,
): LatentFeatures | null {
  const step = Math.max(1, Math.ceil(words.rows / FITTED_RECORDS));
  const width = Math.min(wanted + EXTRA, Math.ceil(words.rows / step) - 1, columns);
  if (width < 1) return null;
  const factors = Float64Array.from({ length: columns }, (_, column) => 1 / weights[column]!);
  const lengths = wordLengths(words, factors);
  const fitted = everyRow(words, factors, lengths, step);
  const mean = meanRow(fitted);
  const directions: Float32Array = new Float32Array(columns * width);
  const rng = seededRng("latent");
  for (let i = 0; i < directions.length; i++) directions[i] = rng.next() - 0.5;
  const places: Float32Array = new Float32Array(fitted.rows * width);
  for (let pass = 0; pass <= PASSES; pass++) {
    multiply(fitted, mean, directions, places, width);
    orthonormalise(places, fitted.rows, width);
    multiplyBack(fitted, mean, places, directions, width);
  }
  const { values: squares, vectors } = symmetricEigen(gram(directions, columns, width), width);
  const floor = 1e-9 * Math.max(squares[0]!, 1e-300);
  let dimensions = 0;
  while (dimensions < Math.min(wanted, width) && squares[dimensions]! > floor) dimensions++;
  if (dimensions === 0) return null;
  // Right singular vectors, each word's place, by the singular values to the power less one.
  const stretch = Float64Array.from({ length: dimensions }, (_, b) =>
    stretchOf(squares[b]! / squares[0]!, power),
  );
  const turn = new Float64Array(width * dimensions);
  for (let a = 0; a < width; a++)
    for (let b = 0; b < dimensions; b++)
      turn[a * dimensions + b] = (stretch[b]! * vectors[a * width + b]!) / Math.sqrt(squares[b]!);
  const loadings = rotate(directions, columns, width, turn, dimensions);
  const centre = productsWith(mean, loadings, dimensions);
  for (let column = 0, at = 0; column < columns; column++)
    for (let k = 0; k < dimensions; k++, at++) loadings[at]! *= factors[column]!;
  const rows = new Float32Array(words.rows * dimensions);
  placeRows(words, loadings, centre, lengths, rows, dimensions);
  const scales = scaleRows(
    rows,
    words.rows,
    dimensions,
    weight * Math.sqrt(words.rows / (words.rows + half)),
  );
  return { dimensions, values: rows, loadings, centre, columns, lengths, scales };
}

/** (s / largest)^(power - 1) from the square of s / largest. */
function stretchOf(square: number, power: number): number {
  return power === 1 ? 1 : portableExp(((power - 1) / 2) * portableLn(square));
}

function meanRow({ rows, columns, indices, values }: SparseMatrix): Float64Array {
  const mean = new Float64Array(columns);
  for (let at = 0; at < indices.length; at++) mean[indices[at]!]! += values[at]! / rows;
  return mean;
}

/** `row * matrix`. */
function productsWith(row: Float64Array, matrix: Float32Array, width: number): Float64Array {
  const out = new Float64Array(width);
  for (let i = 0, at = 0; i < row.length; i++)
    for (let k = 0; k < width; k++, at++) out[k]! += row[i]! * matrix[at]!;
  return out;
}

/** 1 / length of the words that take part, per row. */
function wordLengths({ rows, starts, indices, values }: SparseMatrix, factors: Float64Array): Float64Array {
  const lengths = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let at = starts[row]!; at < starts[row + 1]!; at++)
      if (indices[at]! < factors.length) squares += (values[at]! * factors[indices[at]!]!) ** 2;
    lengths[row] = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  }
  return lengths;
}

/** Every `step`-th row, only the words that take part, of unit length. */
function everyRow(
  { rows, starts, indices, values }: SparseMatrix,
  factors: Float64Array,
  lengths: Float64Array,
  step: number,
): SparseMatrix {
  const columns = factors.length;
  let entries = 0;
  for (let row = 0; row < rows; row += step)
    for (let at = starts[row]!; at < starts[row + 1]!; at++) if (indices[at]! < columns) entries += 1;
  const out = {
    rows: Math.ceil(rows / step),
    columns,
    starts: new Uint32Array(Math.ceil(rows / step) + 1),
    indices: new Int32Array(entries),
    values: new Float32Array(entries),
  };
  let end = 0;
  for (let row = 0, to = 1; row < rows; row += step, to++) {
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const column = indices[at]!;
      if (column >= columns) continue;
      out.indices[end] = column;
      out.values[end++] = values[at]! * factors[column]! * lengths[row]!;
    }
    out.starts[to] = end;
  }
  return out;
}

/** `out = (words - mean) * directions`. */
function multiply(
  { starts, indices, values, rows }: SparseMatrix,
  mean: Float64Array,
  directions: Float32Array,
  out: Float32Array,
  width: number,
): void {
  const sum = new Float64Array(width);
  const centre = productsWith(mean, directions, width);
  for (let row = 0, to = 0; row < rows; row++, to += width) {
    sum.fill(0);
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const value = values[at]!;
      const from = indices[at]! * width;
      for (let k = 0; k < width; k++) sum[k]! += value * directions[from + k]!;
    }
    for (let k = 0; k < width; k++) out[to + k] = sum[k]! - centre[k]!;
  }
}

/** `directions = (words - mean)' * rows`. */
function multiplyBack(
  { starts, indices, values, rows }: SparseMatrix,
  mean: Float64Array,
  places: Float32Array,
  directions: Float32Array,
  width: number,
): void {
  directions.fill(0);
  const sums = new Float64Array(width);
  for (let row = 0, from = 0; row < rows; row++, from += width) {
    for (let k = 0; k < width; k++) sums[k]! += places[from + k]!;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const value = values[at]!;
      const to = indices[at]! * width;
      for (let k = 0; k < width; k++) directions[to + k]! += value * places[from + k]!;
    }
  }
  for (let column = 0, at = 0; column < mean.length; column++)
    for (let k = 0; k < width; k++, at++) directions[at]! -= mean[column]! * sums[k]!;
}

/** Places all rows, of which only the first columns take part, by the loadings. */
function placeRows(
  { starts, indices, values, rows }: SparseMatrix,
  loadings: Float32Array,
  centre: Float64Array,
  lengths: Float64Array,
  out: Float32Array,
  width: number,
): void {
  const sum = new Float64Array(width);
  for (let row = 0, to = 0; row < rows; row++, to += width) {
    sum.fill(0);
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const from = indices[at]! * width;
      if (from >= loadings.length) continue;
      const value = values[at]!;
      for (let k = 0; k < width; k++) sum[k]! += value * loadings[from + k]!;
    }
    for (let k = 0; k < width; k++)
      out[to + k] = lengths[row] === 0 ? 0 : sum[k]! * lengths[row]! - centre[k]!;
  }
}

/** `matrix' * matrix`. */
function gram(matrix: Float32Array, rows: number, width: number): Float64Array {
  const out = new Float64Array(width * width);
  for (let row = 0, at = 0; row < rows; row++, at += width)
    for (let a = 0; a < width; a++) {
      const value = matrix[at + a]!;
      if (value === 0) continue;
      for (let b = 0; b <= a; b++) out[a * width + b]! += value * matrix[at + b]!;
    }
  for (let a = 0; a < width; a++) for (let b = 0; b < a; b++) out[b * width + a] = out[a * width + b]!;
  return out;
}

/** Makes the columns orthonormal by a Cholesky factor of their products; dependent columns become 0. */
function orthonormalise(matrix: Float32Array, rows: number, width: number): void {
  const factor = gram(matrix, rows, width);
  let largest = 0;
  for (let a = 0; a < width; a++) largest = Math.max(largest, factor[a * width + a]!);
  // Lower factor in place; inverse pivots on the side, 0 where a column depends on those before it.
  const inverse = new Float64Array(width);
  for (let a = 0; a < width; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = factor[a * width + b]!;
      for (let k = 0; k < b; k++) sum -= factor[a * width + k]! * factor[b * width + k]!;
      if (b < a) factor[a * width + b] = sum * inverse[b]!;
      else inverse[a] = sum > 1e-12 * largest ? 1 / Math.sqrt(sum) : 0;
    }
  }
  for (let row = 0, at = 0; row < rows; row++, at += width)
    for (let a = 0; a < width; a++) {
      let sum = matrix[at + a]!;
      for (let b = 0; b < a; b++) sum -= factor[a * width + b]! * matrix[at + b]!;
      matrix[at + a] = sum * inverse[a]!;
    }
}

function rotate(
  matrix: Float32Array,
  rows: number,
  width: number,
  turn: Float64Array,
  to: number,
): Float32Array {
  const out = new Float32Array(rows * to);
  const sum = new Float64Array(to);
  for (let row = 0; row < rows; row++) {
    sum.fill(0);
    for (let a = 0; a < width; a++) {
      const value = matrix[row * width + a]!;
      for (let b = 0; b < to; b++) sum[b]! += value * turn[a * to + b]!;
    }
    for (let b = 0; b < to; b++) out[row * to + b] = sum[b]!;
  }
  return out;
}

/** Scales rows to `weight`; gives what they were multiplied by. */
function scaleRows(matrix: Float32Array, rows: number, width: number, weight: number): Float64Array {
  const scales = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let k = row * width; k < (row + 1) * width; k++) squares += matrix[k]! * matrix[k]!;
    const scale = squares > 1e-12 ? weight / Math.sqrt(squares) : 0;
    for (let k = row * width; k < (row + 1) * width; k++) matrix[k]! *= scale;
    scales[row] = scale;
  }
  return scales;
}
