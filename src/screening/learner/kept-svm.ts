import { createKernel, type Kernel, viewOf } from "./kernel.ts";
import type { Features, LatentFeatures } from "./learner.types.ts";
import type { SvmFit, SvmSolver } from "./svm-solver.types.ts";

/** Beyond so many entries of the matrix an index of its columns would cost more memory than it saves time. */
const MOST_ENTRIES = 12_000_000;
/** Columns of this share of the rows or more are kept as one value per row. */
const DENSE_SHARE = 0.3;
/** Entries handed over at once. */
const AT_ONCE = 1 << 15;

/** A solver that has room for so many rows only. */
export interface KeptSvm extends SvmSolver {
  /** Whether there is room for the products of these rows. */
  fits(rows: Int32Array): boolean;
}

/**
 * Keeps the products of each labelled row with all rows, worked out through an index of the columns when the row first
 * comes, and the scores of all rows: a fit is then additions alone. During a fit the products of its rows with one
 * another are read side by side. Most of what a fit changes is small, and is added to the scores of all rows when those
 * are asked for.
 *
 * @param squares squared length of each row with the bias and what only that row has
 * @param longest length of the longest row without the two
 * @param most numbers kept at most
 * @returns null where the matrix is too large for it
 * Checked: tests/screening/learner-svm.test.ts. Cost of a row: the sum of its columns' lengths.
 */
export function keptSvm(
  features: Features,
  squares: Float64Array,
  longest: number,
  most: number,
): KeptSvm | null {
  const { words, own, latent } = features;
  const { rows } = words;
  if (words.indices.length > MOST_ENTRIES || most < rows) return null;
  const known = new Uint8Array(rows);
  let length = 0;
  let kernel: Kernel | null = null;
  const ready = (): Kernel => {
    if (kernel !== null) return kernel;
    kernel = createKernel();
    indexColumns(kernel, words, latent);
    kernel.prepareSvm(longest);
    viewOf(kernel, Float64Array, kernel.squaresAt(), rows).set(squares);
    viewOf(kernel, Float64Array, kernel.ownAt(), rows).set(own);
    return kernel;
  };
  const take = (kernel: Kernel, row: number): void => {
    known[row] = 1;
    length += rows;
    kernel.give(row, handOver(kernel, words, row, row + 1));
  };
  return {
    fits: (asked) => {
      let missing = 0;
      for (let i = 0; i < asked.length; i++) missing += 1 - known[asked[i]!]!;
      return length + missing * rows <= most;
    },
    release: (held) => {
      const kernel = ready();
      for (const row of held) kernel.release(row);
    },
    fit: (training) => {
      const kernel = ready();
      for (let i = 0; i < training.rows.length; i++)
        if (known[training.rows[i]!] === 0) take(kernel, training.rows[i]!);
      runFit(kernel, training);
    },
    alphas: () => viewOf(ready(), Float64Array, ready().alphaAt(), rows),
    scoreOf: (row) => ready().scoreOf(row),
    all: (out) => {
      const kernel = ready();
      kernel.settleAll();
      out.set(viewOf(kernel, Float64Array, kernel.scoresAt(), rows));
    },
    highest: (labels) => {
      const kernel = ready();
      viewOf(kernel, Int8Array, kernel.labelsAt(), rows).set(labels);
      return kernel.highest();
    },
  };
}

function runFit(
  kernel: Kernel,
  { rows, sign, ofRelevant, ofIrrelevant, tolerance, mostPasses }: SvmFit,
): void {
  viewOf(kernel, Int32Array, kernel.givenRowsAt(), rows.length).set(rows);
  viewOf(kernel, Int8Array, kernel.signAt(), sign.length).set(sign);
  kernel.fit(rows.length, ofRelevant, ofIrrelevant, tolerance, mostPasses);
}

/** Hands over the entries of rows; returns how many. */
function handOver(
  kernel: Kernel,
  { starts, indices, values }: Features["words"],
  from: number,
  to: number,
): number {
  const [first, last] = [starts[from]!, starts[to]!];
  viewOf(kernel, Int32Array, kernel.givenColumnsAt(), last - first).set(indices.subarray(first, last));
  viewOf(kernel, Float32Array, kernel.givenValuesAt(), last - first).set(values.subarray(first, last));
  return last - first;
}

/** Tells the kernel which rows have each column, and the latent features. */
function indexColumns(kernel: Kernel, words: Features["words"], latent: LatentFeatures | null): void {
  const { rows, columns, starts, indices } = words;
  let most = AT_ONCE;
  for (let row = 0; row < rows; row++) most = Math.max(most, starts[row + 1]! - starts[row]!);
  const width = latent === null ? 0 : Math.ceil(latent.dimensions / 4) * 4;
  kernel.prepareProducts(rows, columns, indices.length, most, width);
  viewOf(kernel, Uint32Array, kernel.startsAt(), rows + 1).set(starts);
  if (latent !== null) {
    const { dimensions, values } = latent;
    const places = viewOf(kernel, Float32Array, kernel.latentAt(), rows * width);
    for (let row = 0; row < rows; row++)
      places.set(values.subarray(row * dimensions, (row + 1) * dimensions), row * width);
  }
  const inParts = (visit: (from: number, to: number, entries: number) => void): void => {
    for (let from = 0, to = 0; from < rows; from = to) {
      while (to < rows && starts[to + 1]! - starts[from]! <= most) to++;
      visit(from, to, handOver(kernel, words, from, to));
    }
  };
  inParts((_from, _to, entries) => kernel.countColumns(entries));
  kernel.beginColumns();
  inParts((from, to) => kernel.fillColumns(from, to));
  kernel.endColumns(Math.ceil(DENSE_SHARE * rows));
}
