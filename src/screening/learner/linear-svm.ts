import { type KeptSvm, keptSvm } from "./kept-svm.ts";
import type { Classifier, ClassifierSpec, Features, TrainingSet } from "./learner.types.ts";
import type { SvmSolver } from "./svm-solver.types.ts";
import { type Weights, weightedSvm, weightsOf } from "./weighted-svm.ts";

export interface LinearSvmOptions {
  readonly id: string;
  /** C of the loss, > 0. */
  readonly cost: number;
  /** Stop when no derivative of the dual exceeds this; default 0.01, beyond 100 rows times the root of rows / 100. */
  readonly tolerance?: number;
  /** At most so many passes over the training set per fit; default 200. */
  readonly mostPasses?: number;
  /** Products of rows kept, in numbers of 4 bytes; beyond, weights of columns are kept instead; default 40 million. */
  readonly mostProducts?: number;
}

/**
 * Linear support vector machine with squared hinge loss, bias as a feature that is 1 everywhere:
 * min |w|^2 / 2 + C sum weight (1 - y w x)_+^2. Solved in the dual, one row at a time, from the last solution.
 *
 * Source: Hsieh et al. 2008, doi:10.1145/1390156.1390208 (the method of LIBLINEAR).
 * Checked: tests/screening/learner-svm.test.ts (optimality conditions).
 */
export function linearSvm(options: LinearSvmOptions): ClassifierSpec {
  return { id: options.id, create: (features) => createSvm(features, options) };
}

interface State {
  readonly features: Features;
  /** +1, -1 as last trained; 0 for rows that were not in the training set. */
  readonly sign: Int8Array;
  /** How many were. */
  trained: number;
  /**
   * Squared length of each row, the bias and what only that row has included: those features take part in
   * learning as columns would, since a column of one row adds to the diagonal of the dual and nothing else.
   */
  readonly squares: Float64Array;
  /** Products of rows while they are few enough to keep; null from then on. */
  kept: KeptSvm | null;
  solver: SvmSolver;
  /** Weights of the last fit, when they were asked for. */
  weights: Weights | null;
}

function createSvm(features: Features, options: LinearSvmOptions): Classifier {
  const { rows } = features.words;
  const { own } = features;
  const squares = squaredLengths(features);
  const sign = new Int8Array(rows);
  const kept = keptSvm(features, squares, longestOf(squares, own), options.mostProducts ?? 40_000_000);
  const solver = kept ?? weightedSvm(features, squares, new Float64Array(rows), sign);
  const state: State = { features, sign, trained: 0, squares, kept, solver, weights: null };
  return {
    fit: (training) => refit(state, training, options),
    score: (out) => state.solver.all(out),
    highest: (labels) => state.solver.highest(labels),
    // Without the row's part of the words; the bias would hardly change.
    heldOut: (row) =>
      state.solver.scoreOf(row) - sign[row]! * state.solver.alphas()[row]! * (squares[row]! - own[row]! - 1),
    contributions: (row) => contributions(state, row),
  };
}

function squaredLengths({ words: { rows, starts, values }, own, latent }: Features): Float64Array {
  const squares = new Float64Array(rows).fill(1);
  const dimensions = latent?.dimensions ?? 0;
  for (let row = 0; row < rows; row++) {
    let sum = 1 + own[row]!;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) sum += values[at]! * values[at]!;
    for (let k = row * dimensions; k < (row + 1) * dimensions; k++)
      sum += latent!.values[k]! * latent!.values[k]!;
    squares[row] = sum;
  }
  return squares;
}

/** Length of the longest row, without the bias and what only one row has. */
function longestOf(squares: Float64Array, own: Float64Array): number {
  let most = 0;
  for (let row = 0; row < squares.length; row++) most = Math.max(most, squares[row]! - own[row]! - 1);
  return Math.sqrt(most);
}

/** Takes rows that left the training set or changed class out of the weights; gives every row its class. */
function regroup(state: State, { rows, relevant }: TrainingSet): void {
  const { sign } = state;
  let same = 0;
  for (let i = 0; i < rows.length; i++) if (sign[rows[i]!] === signOf(relevant, rows[i]!)) same += 1;
  // Nearly always rows were only added.
  if (same < state.trained) {
    const now = new Int8Array(sign.length);
    for (let i = 0; i < rows.length; i++) now[rows[i]!] = signOf(relevant, rows[i]!);
    const held: number[] = [];
    for (let row = 0; row < sign.length; row++) if (sign[row] !== 0 && sign[row] !== now[row]) held.push(row);
    state.solver.release(held);
    sign.fill(0);
  }
  for (let i = 0; i < rows.length; i++) sign[rows[i]!] = signOf(relevant, rows[i]!);
  state.trained = rows.length;
}

function signOf(relevant: Uint8Array, row: number): number {
  return relevant[row] === 1 ? 1 : -1;
}

/** From the last solution, so that a fit costs little more than one look at each row. */
function refit(state: State, training: TrainingSet, options: LinearSvmOptions): void {
  const { rows, weights } = training;
  const { cost, tolerance = 0.01 * Math.sqrt(Math.max(1, rows.length / 100)), mostPasses = 200 } = options;
  choose(state, rows);
  regroup(state, training);
  state.weights = null;
  state.solver.fit({
    rows,
    sign: state.sign,
    ofRelevant: 0.5 / (cost * weights.relevant),
    ofIrrelevant: 0.5 / (cost * weights.irrelevant),
    tolerance,
    mostPasses,
  });
}

/** Keeps scores of all rows while there is room for the products; after that, weights of columns. */
function choose(state: State, rows: Int32Array): void {
  if (state.kept === null || state.kept.fits(rows)) return;
  const { features, squares, sign } = state;
  state.solver = weightedSvm(features, squares, state.kept.alphas().slice(), sign);
  state.kept = null;
}

function contributions(
  state: State,
  row: number,
): { readonly columns: Int32Array; readonly values: Float64Array; readonly rest: number } {
  const { words, latent } = state.features;
  state.weights ??= weightsOf(state.features, state.solver.alphas(), state.sign);
  const { weights } = state;
  const from = words.starts[row]!;
  const columns = words.indices.slice(from, words.starts[row + 1]!);
  const values = Float64Array.from(columns, (column, i) => {
    let weight = weights.words[column]!;
    if (latent !== null && column < latent.columns) {
      let product = 0;
      for (let k = 0; k < latent.dimensions; k++)
        product += weights.latent[k]! * latent.loadings[column * latent.dimensions + k]!;
      weight += latent.scales[row]! * latent.lengths[row]! * product;
    }
    return weight * words.values[from + i]!;
  });
  // The mean row's part, which all latent features are less by, belongs to no word of the row.
  let rest = weights.bias();
  if (latent !== null && latent.lengths[row]! > 0)
    for (let k = 0; k < latent.dimensions; k++)
      rest -= latent.scales[row]! * weights.latent[k]! * latent.centre[k]!;
  return { columns, values, rest };
}
