import { matrix, portableExp, portableLn, seededRng, symmetricEigen } from "#numerics";
import type { LatentFeatures } from "./learner.types.ts";
import { addRow, rowProduct, type SparseMatrix } from "./sparse-matrix.ts";

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

/** Steps of the search for directions, beyond those wanted. */
const EXTRA_STEPS = 64;
/** Nothing new is left where what remains is rounding. */
const LEAST = 1e-10;
/** The directions are found on at most so many records, evenly chosen; the rest are placed among them. */
const FITTED_RECORDS = 3_000;

/**
 * Latent semantic features: the leading singular directions of the word matrix, less its mean row; rows scaled
 * to one length. They relate records that share no word.
 *
 * @param columns the first so many columns take part; in each row they come first
 * @returns null when there are too few records or words to have directions
 * Source: Deerwester et al. 1990, doi:10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9; Lanczos
 * with full reorthogonalisation, Golub and Van Loan, Matrix Computations, 4th ed., section 10.3.
 * Checked: tests/screening/learner-features.test.ts. Cost: two products with the matrix a step.
 */
export function latentFeatures(
  words: SparseMatrix,
  columns: number,
  { dimensions: wanted, weight, half = 0, power = 1 }: LatentOptions,
): LatentFeatures | null {
  const part = partOf(words, columns);
  const found = leadingDirections(part, Math.min(wanted, part.fitted - 1, columns));
  if (found === null) return null;
  const { squares, vectors } = found;
  const dimensions = squares.length;
  const centre = new Float64Array(dimensions);
  const direction = new Float64Array(columns);
  const places = new Float64Array(words.rows);
  const directions: Float32Array[] = [];
  const placesAlong: Float32Array[] = [];
  for (let k = 0; k < dimensions; k++) {
    // The right singular vector, each word's place, by the singular value to the power less one.
    directionOf(part, vectors[k]!, direction);
    multiply(direction, stretchOf(squares[k]! / squares[0]!, power) / Math.sqrt(squares[k]!));
    centre[k] = placesOn(part, direction, 1, places);
    directions.push(new Float32Array(direction));
    placesAlong.push(new Float32Array(places));
  }
  const values = sideBySide(placesAlong, words.rows);
  const length = weight * Math.sqrt(words.rows / (words.rows + half));
  return {
    dimensions,
    values,
    loadings: sideBySide(directions, columns),
    centre,
    columns,
    lengths: part.lengths,
    scales: scaleRows(values, part.lengths, dimensions, length),
  };
}

/** Vectors as the columns of a matrix, row after row. */
function sideBySide(vectors: readonly Float32Array[], rows: number): Float32Array {
  const width = vectors.length;
  const out = new Float32Array(rows * width);
  // So few rows at a time that what is written stays near.
  for (let from = 0; from < rows; from += 64)
    for (let k = 0; k < width; k++) copyColumn(vectors[k]!, from, Math.min(rows, from + 64), out, width, k);
  return out;
}

function copyColumn(
  vector: Float32Array,
  from: number,
  to: number,
  out: Float32Array,
  width: number,
  k: number,
): void {
  for (let row = from, at = from * width + k; row < to; row++, at += width) out[at] = vector[row]!;
}

/** Squared singular values, largest first, and left singular vectors; null without any. */
function leadingDirections(
  part: Part,
  wanted: number,
): { readonly squares: Float64Array; readonly vectors: readonly Float64Array[] } | null {
  if (wanted < 1) return null;
  const { basis, diagonal, beside } = lanczos(part, Math.min(part.fitted, wanted + EXTRA_STEPS));
  const steps = diagonal.length;
  const small = matrix(steps, steps);
  for (let i = 0; i < steps; i++) {
    small.values[i * steps + i] = diagonal[i]!;
    if (i === 0) continue;
    small.values[i * steps + i - 1] = beside[i - 1]!;
    small.values[(i - 1) * steps + i] = beside[i - 1]!;
  }
  const { values, vectors } = symmetricEigen(small);
  const floor = 1e-9 * Math.max(values[0]!, 1e-300);
  let dimensions = 0;
  while (dimensions < Math.min(wanted, steps) && values[dimensions]! > floor) dimensions++;
  if (dimensions === 0) return null;
  const squares = values.slice(0, dimensions);
  return {
    squares,
    vectors: Array.from(squares, (_, k) => {
      const sum = new Float64Array(part.fitted);
      for (let i = 0; i < steps; i++) subtract(sum, basis[i]!, -vectors.values[i * steps + k]!);
      return sum;
    }),
  };
}

/** The tridiagonal form of the products of rows, less the mean row, on the vectors that a start leads to. */
function lanczos(
  part: Part,
  most: number,
): {
  readonly basis: readonly Float64Array[];
  readonly diagonal: readonly number[];
  readonly beside: readonly number[];
} {
  const rng = seededRng("latent");
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const beside: number[] = [];
  const next = new Float64Array(part.fitted);
  for (let i = 0; i < next.length; i++) next[i] = rng.next() - 0.5;
  const between = new Float64Array(part.mean.length);
  for (let length = norm(next); basis.length < most; ) {
    if (!(length > LEAST * (diagonal[0] ?? 0))) break;
    if (basis.length > 0) beside.push(length);
    const vector = new Float64Array(part.fitted);
    subtract(vector, next, -1 / length);
    basis.push(vector);
    directionOf(part, vector, between);
    placesOn(part, between, part.step, next);
    diagonal.push(dot(vector, next));
    // Against all, since rounding brings back directions that were found already; the latest first, which leaves
    // little for the rounding of the others to be of.
    for (let i = basis.length - 1; i >= 0; i--) subtract(next, basis[i]!, dot(basis[i]!, next));
    length = norm(next);
  }
  return { basis, diagonal, beside };
}

/** The words that take part, of all rows. */
interface Part {
  readonly words: SparseMatrix;
  /** Where they end in each row. */
  readonly ends: Uint32Array;
  /** 1 / length of each row, 0 where there are none. */
  readonly lengths: Float64Array;
  /** Directions are found on every so many-th row; how many those are. */
  readonly step: number;
  readonly fitted: number;
  /** Mean of the fitted rows, each of unit length. */
  readonly mean: Float64Array;
}

function partOf(words: SparseMatrix, columns: number): Part {
  const { rows, starts, indices, values } = words;
  const ends = new Uint32Array(rows);
  const lengths = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    let at = starts[row]!;
    for (const end = starts[row + 1]!; at < end && indices[at]! < columns; at++)
      squares += values[at]! * values[at]!;
    ends[row] = at;
    lengths[row] = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  }
  const step = Math.max(1, Math.ceil(rows / FITTED_RECORDS));
  const fitted = Math.ceil(rows / step);
  const mean = new Float64Array(columns);
  for (let row = 0; row < rows; row += step)
    addRow(words, starts[row]!, ends[row]!, lengths[row]! / fitted, mean);
  return { words, ends, lengths, step, fitted, mean };
}

/** `out = (fitted rows - mean)' * vector`. */
function directionOf(
  { words, ends, lengths, step, fitted, mean }: Part,
  vector: Float64Array,
  out: Float64Array,
): void {
  out.fill(0);
  let sum = 0;
  for (let i = 0, row = 0; i < fitted; i++, row += step) {
    sum += vector[i]!;
    addRow(words, words.starts[row]!, ends[row]!, vector[i]! * lengths[row]!, out);
  }
  subtract(out, mean, sum);
}

/** `out = (every step-th row - mean) * direction`; returns the mean row's place. */
function placesOn(
  { words, ends, lengths, mean }: Part,
  direction: Float64Array,
  step: number,
  out: Float64Array,
): number {
  const centre = dot(mean, direction);
  for (let row = 0, i = 0; row < words.rows; row += step, i++) {
    const product = rowProduct(words, words.starts[row]!, ends[row]!, direction);
    out[i] = product * lengths[row]! - centre;
  }
  return centre;
}

function dot(a: Float64Array, b: Float64Array): number {
  let even = 0;
  let odd = 0;
  const last = a.length - 1;
  let i = 0;
  for (; i < last; i += 2) {
    even += a[i]! * b[i]!;
    odd += a[i + 1]! * b[i + 1]!;
  }
  return i === last ? even + odd + a[i]! * b[i]! : even + odd;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function subtract(from: Float64Array, what: Float64Array, by: number): void {
  for (let i = 0; i < from.length; i++) from[i]! -= by * what[i]!;
}

function multiply(what: Float64Array, by: number): void {
  for (let i = 0; i < what.length; i++) what[i]! *= by;
}

/** (s / largest)^(power - 1) from the square of s / largest. */
function stretchOf(square: number, power: number): number {
  return power === 1 ? 1 : portableExp(((power - 1) / 2) * portableLn(square));
}

/** Scales rows to `weight`, those without words to nothing; gives what they were multiplied by. */
function scaleRows(matrix: Float32Array, lengths: Float64Array, width: number, weight: number): Float64Array {
  const scales = new Float64Array(lengths.length);
  for (let row = 0; row < lengths.length; row++)
    scales[row] = lengths[row] === 0 ? scaleRow(matrix, row, width, 0) : scaleRow(matrix, row, width, weight);
  return scales;
}

function scaleRow(matrix: Float32Array, row: number, width: number, weight: number): number {
  const end = (row + 1) * width;
  let squares = 0;
  for (let at = row * width; at < end; at++) squares += matrix[at]! * matrix[at]!;
  const scale = squares > 1e-12 ? weight / Math.sqrt(squares) : 0;
  for (let at = row * width; at < end; at++) matrix[at]! *= scale;
  return scale;
}
