import { portableExp, portableLn } from "#numerics";
import { createKernel, type Kernel, viewOf } from "./kernel.ts";
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

/** Directions that are followed beside those wanted: the more, the sooner those wanted are found. */
const BESIDE = 16;
/** How often the directions are sent through the matrix and back. */
const TIMES = 4;
/** The directions are found on at most so many records, evenly chosen; the rest are placed among them. */
const FITTED_RECORDS = 3_000;
/** The kernel works on so many directions at a time. */
const STEP = 16;

/**
 * Latent semantic features: the leading singular directions of the word matrix, less its mean row; rows scaled
 * to one length. They relate records that share no word.
 *
 * @param columns the first so many columns take part; in each row they come first
 * @returns null when there are too few records or words to have directions
 * Source: Deerwester et al. 1990, doi:10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9; subspace
 * iteration with a projection at the end, Golub and Van Loan, Matrix Computations, 4th ed., section 8.2.
 * Checked: tests/screening/learner-features.test.ts. Cost: two products of the matrix with all directions a time.
 */
export function latentFeatures(
  words: SparseMatrix,
  columns: number,
  { dimensions: wanted, weight, half = 0, power = 1 }: LatentOptions,
): LatentFeatures | null {
  const part = partOf(words, columns);
  const most = Math.min(wanted, part.fitted - 1, columns);
  if (most < 1) return null;
  const kernel = createKernel();
  const width = Math.ceil((most + BESIDE) / STEP) * STEP;
  kernel.prepareDirections(part.fitted, columns, part.entries, width);
  const rows = Int32Array.from({ length: part.fitted }, (_, i) => i * part.step);
  handOver(kernel, part, rows);
  kernel.findDirections(TIMES);
  const dimensions = turnTo(kernel, width, most, power);
  if (dimensions === 0) return null;
  const kept = Math.ceil(dimensions / STEP) * STEP;
  kernel.turnDirections(kept);
  const values = new Float32Array(words.rows * dimensions);
  for (let from = 0; from < words.rows; ) {
    const next = rowsFrom(part, from);
    handOver(kernel, part, next);
    kernel.placeRows(next.length);
    const places = viewOf(kernel, Float32Array, kernel.placesAt(), next.length * kept);
    copyLines(places, kept, values.subarray(from * dimensions), dimensions, next.length);
    from += next.length;
  }
  const loadings = new Float32Array(columns * dimensions);
  copyLines(
    viewOf(kernel, Float32Array, kernel.loadingsAt(), columns * kept),
    kept,
    loadings,
    dimensions,
    columns,
  );
  const length = weight * Math.sqrt(words.rows / (words.rows + half));
  return {
    dimensions,
    values,
    loadings,
    centre: new Float64Array(viewOf(kernel, Float32Array, kernel.centreAt(), dimensions)),
    columns,
    lengths: part.lengths,
    scales: scaleRows(values, part.lengths, dimensions, length),
  };
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
  /** Entries of those rows, and of the longest row at least. */
  readonly entries: number;
}

function partOf(words: SparseMatrix, columns: number): Part {
  const { rows, starts, indices, values } = words;
  const ends = new Uint32Array(rows);
  const lengths = new Float64Array(rows);
  const step = Math.max(1, Math.ceil(rows / FITTED_RECORDS));
  let entries = 0;
  let longest = 0;
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    let at = starts[row]!;
    for (const end = starts[row + 1]!; at < end && indices[at]! < columns; at++)
      squares += values[at]! * values[at]!;
    ends[row] = at;
    lengths[row] = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    longest = Math.max(longest, at - starts[row]!);
    if (row % step === 0) entries += at - starts[row]!;
  }
  return {
    words,
    ends,
    lengths,
    step,
    fitted: Math.ceil(rows / step),
    entries: Math.max(entries, longest),
  };
}

/** Rows from one on, as many as the kernel has room for. */
function rowsFrom({ words: { rows, starts }, ends, fitted, entries }: Part, first: number): Int32Array {
  let count = 0;
  let sum = 0;
  for (let row = first; row < rows && count < fitted; row++, count++) {
    sum += ends[row]! - starts[row]!;
    if (sum > entries) break;
  }
  return Int32Array.from({ length: count }, (_, i) => first + i);
}

/** Gives the kernel the words of rows. */
function handOver(kernel: Kernel, { words, ends, lengths, entries, fitted }: Part, rows: Int32Array): void {
  const starts = viewOf(kernel, Uint32Array, kernel.rowStartsAt(), fitted + 1);
  const indices = viewOf(kernel, Int32Array, kernel.rowIndicesAt(), entries);
  const values = viewOf(kernel, Float32Array, kernel.rowValuesAt(), entries);
  const scales = viewOf(kernel, Float32Array, kernel.rowLengthsAt(), fitted);
  let at = 0;
  for (let i = 0; i < rows.length; i++) {
    const from = words.starts[rows[i]!]!;
    const end = ends[rows[i]!]!;
    indices.set(words.indices.subarray(from, end), at);
    values.set(words.values.subarray(from, end), at);
    scales[i] = lengths[rows[i]!]!;
    at += end - from;
    starts[i + 1] = at;
  }
}

/**
 * Tells the kernel how to turn what it followed into singular directions, largest first, each by its singular value
 * to the power less one; returns how many there are.
 */
function turnTo(kernel: Kernel, width: number, most: number, power: number): number {
  const squares = Float64Array.from({ length: width }, (_, i) => kernel.squareOf(i));
  const order = [...squares.keys()].sort((i, j) => squares[j]! - squares[i]!).slice(0, most);
  const largest = squares[order[0]!]!;
  const kept = order.filter((i) => squares[i]! > 1e-9 * Math.max(largest, 1e-300));
  const factor = viewOf(kernel, Float64Array, kernel.factorAt(), width * width);
  const turn = viewOf(kernel, Float32Array, kernel.turnAt(), width * width).fill(0);
  for (const [k, from] of kept.entries()) {
    const by = stretchOf(squares[from]! / largest, power) / Math.sqrt(squares[from]!);
    for (let i = 0; i < width; i++) turn[i * width + k] = by * factor[from * width + i]!;
  }
  return kept.length;
}

/** The first `to` of each `from` values side by side. */
function copyLines(what: Float32Array, from: number, out: Float32Array, to: number, lines: number): void {
  if (from === to) out.set(what);
  else
    for (let line = 0; line < lines; line++) out.set(what.subarray(line * from, line * from + to), line * to);
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
