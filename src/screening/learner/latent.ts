import { seededRng } from "#numerics";
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
}

/** Dimensions beyond those asked for, for accuracy, and how often the subspace is refined. */
const EXTRA = 8;
const PASSES = 2;
/** The subspace is found on at most so many records, evenly chosen; the rest are placed in it. */
const FITTED_RECORDS = 20_000;

/**
 * Latent semantic features: the leading singular directions of the word matrix, rows scaled to one length.
 * They relate records that share no word.
 *
 * @param columns the first so many columns take part (single words)
 * @returns null when there are too few records or words to have directions
 * Source: Deerwester et al. 1990, doi:10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9; randomised
 * subspace iteration, Halko, Martinsson and Tropp 2011, doi:10.1137/090771806.
 * Checked: tests/screening/learner-features.test.ts. Cost: `2 PASSES + 3` times entries times dimensions.
 */
export function latentFeatures(
  words: SparseMatrix,
  columns: number,
  { dimensions: wanted, weight, half = 0 }: LatentOptions,
): LatentFeatures | null {
  const step = Math.max(1, Math.ceil(words.rows / FITTED_RECORDS));
  const fitted = Math.ceil(words.rows / step);
  const width = Math.min(wanted + EXTRA, fitted - 1, columns);
  if (width < 1) return null;
  const lengths = wordLengths(words, columns);
  const part: Part = { words, columns, lengths, step, width };
  let directions: Float32Array = new Float32Array(columns * width);
  const rng = seededRng("latent");
  for (let i = 0; i < directions.length; i++) directions[i] = rng.next() - 0.5;
  let rows: Float32Array = new Float32Array(fitted * width);
  for (let pass = 0; pass <= PASSES; pass++) {
    multiply(part, directions, rows);
    orthonormalise(rows, fitted, width);
    multiplyBack(part, rows, directions);
  }
  const { values: squares, vectors } = symmetricEigen(gram(directions, columns, width), width);
  const floor = 1e-9 * Math.max(squares[0]!, 1e-300);
  let dimensions = 0;
  while (dimensions < Math.min(wanted, width) && squares[dimensions]! > floor) dimensions++;
  if (dimensions === 0) return null;
  // Right singular vectors: each word's place.
  const turn = new Float64Array(width * dimensions);
  for (let a = 0; a < width; a++)
    for (let b = 0; b < dimensions; b++)
      turn[a * dimensions + b] = vectors[a * width + b]! / Math.sqrt(squares[b]!);
  const loadings = rotate(directions, columns, width, turn, dimensions);
  directions = new Float32Array(0);
  rows = new Float32Array(words.rows * dimensions);
  multiply({ ...part, step: 1, width: dimensions }, loadings, rows);
  const scales = scaleRows(
    rows,
    words.rows,
    dimensions,
    weight * Math.sqrt(words.rows / (words.rows + half)),
    lengths,
  );
  return { dimensions, values: rows, loadings, columns, scales };
}

interface Part {
  readonly words: SparseMatrix;
  readonly columns: number;
  /** 1 / length of the words that take part, per row. */
  readonly lengths: Float64Array;
  readonly step: number;
  readonly width: number;
}

function wordLengths({ rows, starts, indices, values }: SparseMatrix, columns: number): Float64Array {
  const lengths = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let at = starts[row]!; at < starts[row + 1]!; at++)
      if (indices[at]! < columns) squares += values[at]! * values[at]!;
    lengths[row] = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  }
  return lengths;
}

/** `out = words * directions`, for every `step`-th row. */
function multiply(
  { words, columns, lengths, step, width }: Part,
  directions: Float32Array,
  out: Float32Array,
): void {
  const { starts, indices, values, rows } = words;
  const sum = new Float64Array(width);
  for (let row = 0, to = 0; row < rows; row += step, to += width) {
    sum.fill(0);
    const scale = lengths[row]!;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const column = indices[at]!;
      if (column >= columns) continue;
      const value = values[at]! * scale;
      const from = column * width;
      for (let k = 0; k < width; k++) sum[k]! += value * directions[from + k]!;
    }
    for (let k = 0; k < width; k++) out[to + k] = sum[k]!;
  }
}

/** `directions = words' * rows`, over every `step`-th row. */
function multiplyBack(
  { words, columns, lengths, step, width }: Part,
  rows: Float32Array,
  directions: Float32Array,
): void {
  const { starts, indices, values } = words;
  directions.fill(0);
  for (let row = 0, from = 0; row < words.rows; row += step, from += width) {
    const scale = lengths[row]!;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const column = indices[at]!;
      if (column >= columns) continue;
      const value = values[at]! * scale;
      const to = column * width;
      for (let k = 0; k < width; k++) directions[to + k]! += value * rows[from + k]!;
    }
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

/** Scales rows to `weight`; gives what the row's words were multiplied by in all. */
function scaleRows(
  matrix: Float32Array,
  rows: number,
  width: number,
  weight: number,
  lengths: Float64Array,
): Float64Array {
  const scales = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let k = row * width; k < (row + 1) * width; k++) squares += matrix[k]! * matrix[k]!;
    const scale = squares > 1e-12 ? weight / Math.sqrt(squares) : 0;
    for (let k = row * width; k < (row + 1) * width; k++) matrix[k]! *= scale;
    scales[row] = scale * lengths[row]!;
  }
  return scales;
}
