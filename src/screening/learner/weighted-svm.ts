import type { Features } from "./learner.types.ts";
import type { SvmFit, SvmSolver } from "./svm-solver.types.ts";

/** Weights of columns, latent features and the bias: a sum of multiples of rows. */
export interface Weights {
  readonly words: Float64Array;
  readonly latent: Float64Array;
  readonly bias: () => number;
  /** Score of a row. */
  of(row: number): number;
  /** Adds a multiple of a row. */
  add(row: number, by: number): void;
}

const NO_LATENT = new Float32Array(0);

/** Weights that are the sum of rows, each times its dual variable and its sign. */
export function weightsOf(features: Features, alpha: Float64Array, sign: Int8Array): Weights {
  const { starts, indices, values, columns } = features.words;
  const words = new Float64Array(columns);
  const dimensions = features.latent?.dimensions ?? 0;
  const dense = features.latent?.values ?? NO_LATENT;
  const latent = new Float64Array(dimensions);
  let bias = 0;
  const of = (row: number): number => {
    let sum = bias;
    const end = starts[row + 1]!;
    for (let at = starts[row]!; at < end; at++) sum += words[indices[at]!]! * values[at]!;
    for (let k = 0, at = row * dimensions; k < dimensions; k++, at++) sum += latent[k]! * dense[at]!;
    return sum;
  };
  const add = (row: number, by: number): void => {
    const end = starts[row + 1]!;
    for (let at = starts[row]!; at < end; at++) words[indices[at]!]! += by * values[at]!;
    for (let k = 0, at = row * dimensions; k < dimensions; k++, at++) latent[k]! += by * dense[at]!;
    bias += by;
  };
  for (const [row, value] of alpha.entries()) if (value !== 0) add(row, sign[row]! * value);
  return { words, latent, bias: () => bias, of, add };
}

/**
 * Keeps one weight per column: a score costs the row's length, and memory does not grow with the labels.
 *
 * @param squares squared length of each row with the bias and what only that row has
 * @param alpha where to start from, with the signs of the rows
 * Checked: tests/screening/learner-svm.test.ts.
 */
export function weightedSvm(
  features: Features,
  squares: Float64Array,
  alpha: Float64Array,
  sign: Int8Array,
): SvmSolver {
  const { rows } = features.words;
  const weights = weightsOf(features, alpha, sign);
  const signs = sign.slice();
  return {
    release: (held) => {
      for (const row of held) {
        weights.add(row, -signs[row]! * alpha[row]!);
        alpha[row] = 0;
      }
    },
    fit: (training) => {
      signs.set(training.sign);
      descend(training, weights, alpha, squares, features.own);
    },
    alphas: () => alpha,
    scoreOf: weights.of,
    all: (out) => {
      for (let row = 0; row < rows; row++) out[row] = weights.of(row);
    },
    highest: (labels) => {
      let best = -1;
      let most = 0;
      for (let row = 0; row < rows; row++) {
        if (labels[row] !== -1) continue;
        const score = Math.fround(weights.of(row));
        if (best >= 0 && score <= most) continue;
        best = row;
        most = score;
      }
      return best;
    },
  };
}

/** Passes over all rows alternate with passes over those whose derivative is not yet small. */
function descend(
  training: SvmFit,
  weights: Weights,
  alpha: Float64Array,
  squares: Float64Array,
  own: Float64Array,
): void {
  const { rows, tolerance, mostPasses } = training;
  const open = new Int32Array(rows.length);
  let left = 0;
  for (let pass = 0; pass < mostPasses; pass++) {
    const all = left === 0;
    const list = all ? rows : open.subarray(0, left);
    const met = passOver(list, training, weights, alpha, squares, own, open);
    left = met.left;
    if (met.worst < tolerance) {
      if (all) break;
      left = 0;
    }
  }
}

/** Solves for each row in turn; returns the greatest derivative met, and how many rows stay open. */
function passOver(
  rows: Int32Array,
  { sign, ofRelevant, ofIrrelevant, tolerance }: SvmFit,
  weights: Weights,
  alpha: Float64Array,
  squares: Float64Array,
  own: Float64Array,
  open: Int32Array,
): { readonly worst: number; readonly left: number } {
  let worst = 0;
  let left = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const y = sign[row]!;
    const diagonal = y > 0 ? ofRelevant : ofIrrelevant;
    const before = alpha[row]!;
    const derivative = y * weights.of(row) - 1 + (diagonal + own[row]!) * before;
    const size = derivative < 0 ? -derivative : before === 0 ? 0 : derivative;
    if (size > worst) worst = size;
    if (size <= 0.3 * tolerance) continue;
    open[left++] = row;
    const after = Math.max(0, before - derivative / (squares[row]! + diagonal));
    alpha[row] = after;
    weights.add(row, (after - before) * y);
  }
  return { worst, left };
}
