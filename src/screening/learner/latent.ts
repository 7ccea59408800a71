import { matrix, portableExp, portableLn, seededRng, symmetricEigen } from "#numerics";
import type { LatentFeatures } from "./learner.types.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

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
 * @param columns the first so many columns take part
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
  const step = Math.max(1, Math.ceil(words.rows / FITTED_RECORDS));
  const lengths = wordLengths(words, columns);
  const fitted = everyRow(words, columns, lengths, step);
  const mean = meanRow(fitted);
  const found = leadingDirections(fitted, mean, Math.min(wanted, fitted.rows - 1, columns));
  if (found === null) return null;
  const { squares, rows: left } = found;
  const dimensions = squares.length;
  // Right singular vectors, each word's place, by the singular values to the power less one.
  const stretch = Float64Array.from(
    squares,
    (square) => stretchOf(square / squares[0]!, power) / Math.sqrt(square),
  );
  const loadings = loadingsOf(fitted, mean, left, dimensions);
  for (let column = 0, at = 0; column < columns; column++)
    for (let k = 0; k < dimensions; k++, at++) loadings[at]! *= stretch[k]!;
  const centre = productsWith(mean, loadings, dimensions);
  const values = new Float32Array(words.rows * dimensions);
  placeRows(words, loadings, centre, lengths, values, dimensions);
  const scales = scaleRows(
    values,
    words.rows,
    dimensions,
    weight * Math.sqrt(words.rows / (words.rows + half)),
  );
  return { dimensions, values, loadings, centre, columns, lengths, scales };
}

/** Squared singular values, largest first, and left singular vectors, row after row; null without any. */
function leadingDirections(
  fitted: SparseMatrix,
  mean: Float64Array,
  wanted: number,
): { readonly squares: Float64Array; readonly rows: Float64Array } | null {
  if (wanted < 1) return null;
  const { rows } = fitted;
  const { basis, diagonal, beside } = lanczos(fitted, mean, Math.min(rows, wanted + EXTRA_STEPS));
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
  const left = new Float64Array(rows * dimensions);
  for (let i = 0; i < steps; i++)
    for (let row = 0, at = 0; row < rows; row++) {
      const value = basis[i]![row]!;
      for (let k = 0; k < dimensions; k++, at++) left[at]! += value * vectors.values[i * steps + k]!;
    }
  return { squares: values.slice(0, dimensions), rows: left };
}

/** The tridiagonal form of the products of rows, less the mean row, on the vectors that a start leads to. */
function lanczos(
  fitted: SparseMatrix,
  mean: Float64Array,
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
  let next: Float64Array = Float64Array.from({ length: fitted.rows }, () => rng.next() - 0.5);
  const between = new Float64Array(fitted.columns);
  for (let length = norm(next); basis.length < most; ) {
    if (!(length > LEAST * (diagonal[0] ?? 0))) break;
    if (basis.length > 0) beside.push(length);
    const vector = next.map((value) => value / length);
    basis.push(vector);
    multiplyBack(fitted, mean, vector, between);
    next = multiply(fitted, mean, between);
    diagonal.push(dot(vector, next));
    // Against all, since rounding brings back directions that were found already; the latest first, which leaves
    // little for the rounding of the others to be of.
    for (let i = basis.length - 1; i >= 0; i--) subtract(next, basis[i]!, dot(basis[i]!, next));
    length = norm(next);
  }
  return { basis, diagonal, beside };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function subtract(from: Float64Array, what: Float64Array, by: number): void {
  for (let i = 0; i < from.length; i++) from[i]! -= by * what[i]!;
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

/** Every `step`-th row, only the words that take part, of unit length. */
function everyRow(
  { rows, starts, indices, values }: SparseMatrix,
  columns: number,
  lengths: Float64Array,
  step: number,
): SparseMatrix {
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
      out.values[end++] = values[at]! * lengths[row]!;
    }
    out.starts[to] = end;
  }
  return out;
}

/** `(words - mean) * direction`. */
function multiply(
  { starts, indices, values, rows }: SparseMatrix,
  mean: Float64Array,
  direction: Float64Array,
): Float64Array {
  const out = new Float64Array(rows);
  const centre = dot(mean, direction);
  for (let row = 0; row < rows; row++) {
    let sum = -centre;
    const end = starts[row + 1]!;
    for (let at = starts[row]!; at < end; at++) sum += values[at]! * direction[indices[at]!]!;
    out[row] = sum;
  }
  return out;
}

/** `out = (words - mean)' * place`. */
function multiplyBack(
  { starts, indices, values, rows }: SparseMatrix,
  mean: Float64Array,
  place: Float64Array,
  out: Float64Array,
): void {
  out.fill(0);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const by = place[row]!;
    sum += by;
    const end = starts[row + 1]!;
    for (let at = starts[row]!; at < end; at++) out[indices[at]!]! += values[at]! * by;
  }
  subtract(out, mean, sum);
}

/** `(words - mean)' * places`, of many columns at once. */
function loadingsOf(
  { starts, indices, values, rows, columns }: SparseMatrix,
  mean: Float64Array,
  places: Float64Array,
  width: number,
): Float32Array {
  const out = new Float32Array(columns * width);
  const sums = new Float64Array(width);
  for (let row = 0, from = 0; row < rows; row++, from += width) {
    for (let k = 0; k < width; k++) sums[k]! += places[from + k]!;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const value = values[at]!;
      const to = indices[at]! * width;
      for (let k = 0; k < width; k++) out[to + k]! += value * places[from + k]!;
    }
  }
  for (let column = 0, at = 0; column < columns; column++)
    for (let k = 0; k < width; k++, at++) out[at]! -= mean[column]! * sums[k]!;
  return out;
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
