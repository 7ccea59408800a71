import type { Classifier, ClassifierSpec, Features, TrainingSet } from "./learner.types.ts";
import { createRowProducts, type RowProducts } from "./row-products.ts";
import { keptScores, type SvmScores, type Weights, weightsOf } from "./svm-scores.ts";

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
  /** Dual variables, >= 0. */
  readonly alpha: Float64Array;
  /** +1, -1 as last trained; 0 for rows that were not in the training set. */
  readonly sign: Int8Array;
  /**
   * Squared length of each row, the bias and what only that row has included: those features take part in
   * learning as columns would, since a column of one row adds to the diagonal of the dual and nothing else.
   */
  readonly squares: Float64Array;
  /** Products of rows while they are few enough to keep. */
  readonly products: RowProducts | null;
  scores: SvmScores;
  /** Null until they are asked for, when scores are kept without them. */
  weights: Weights | null;
}

function createSvm(features: Features, options: LinearSvmOptions): Classifier {
  const { rows } = features.words;
  const products = createRowProducts(features, options.mostProducts ?? 40_000_000);
  const weights = products === null ? weightsOf(features) : null;
  const squares = squaredLengths(features);
  const state: State = {
    features,
    alpha: new Float64Array(rows),
    sign: new Int8Array(rows),
    squares,
    products,
    scores: weights ?? keptScores(rows, products!, longestOf(squares, features.own)),
    weights,
  };
  return {
    fit: (training) => refit(state, training, options),
    score: (out) => state.scores.all(out),
    highest: (labels) => state.scores.highest(labels),
    // Without the row's part of the words; the bias would hardly change.
    heldOut: (row) =>
      state.scores.of(row) -
      state.sign[row]! * state.alpha[row]! * (state.squares[row]! - features.own[row]! - 1),
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

/** The weights as they are now. */
function weightsNow(state: State): Weights {
  if (state.weights === null) {
    state.weights = weightsOf(state.features);
    for (const [row, alpha] of state.alpha.entries())
      if (alpha !== 0) state.weights.add(row, state.sign[row]! * alpha);
  }
  return state.weights;
}

/** Rows whose class changed, or that left the training set. */
function changed(sign: Int8Array, now: Int8Array): number[] {
  const found: number[] = [];
  for (let row = 0; row < sign.length; row++) if (sign[row] !== 0 && sign[row] !== now[row]) found.push(row);
  return found;
}

/** Takes rows that left the training set or changed class out of the weights. */
function release({ sign, alpha, scores }: State, { rows, relevant }: TrainingSet): void {
  const now = new Int8Array(sign.length);
  for (let i = 0; i < rows.length; i++) now[rows[i]!] = relevant[rows[i]!] === 1 ? 1 : -1;
  const held = changed(sign, now).filter((row) => alpha[row] !== 0);
  if (held.length > 0) {
    scores.begin(Int32Array.from(held));
    for (const row of held) {
      scores.add(row, -sign[row]! * alpha[row]!);
      alpha[row] = 0;
    }
    scores.end();
  }
  sign.set(now);
}

/**
 * Passes over all rows alternate with passes over those whose derivative is not yet small, so that a fit from
 * a near solution costs little more than one look at each row.
 */
function refit(state: State, training: TrainingSet, options: LinearSvmOptions): void {
  const { rows, weights } = training;
  const { cost, tolerance = 0.01 * Math.sqrt(Math.max(1, rows.length / 100)), mostPasses = 200 } = options;
  choose(state, training);
  release(state, training);
  const open: Open = { rows: new Int32Array(rows.length), count: 0 };
  const terms: Terms = {
    ofRelevant: 0.5 / (cost * weights.relevant),
    ofIrrelevant: 0.5 / (cost * weights.irrelevant),
    least: 0.3 * tolerance,
  };
  state.scores.begin(rows);
  for (let pass = 0; pass < mostPasses; pass++) {
    const all = open.count === 0;
    const worst = all
      ? passOver(state, rows, rows.length, terms, open)
      : passOver(state, open.rows, open.count, terms, open);
    if (worst < tolerance) {
      if (all) break;
      open.count = 0;
    }
  }
  state.scores.end();
}

/** Rows whose derivative was not small when they were last looked at. */
interface Open {
  readonly rows: Int32Array;
  count: number;
}

interface Terms {
  /** What the loss adds to the diagonal of the dual. */
  readonly ofRelevant: number;
  readonly ofIrrelevant: number;
  /** Derivatives up to this size are small. */
  readonly least: number;
}

/** Solves for each of the first `count` rows in turn; returns the greatest derivative met. */
function passOver(
  { alpha, sign, squares, scores, features: { own } }: State,
  rows: Int32Array,
  count: number,
  { ofRelevant, ofIrrelevant, least }: Terms,
  open: Open,
): number {
  let worst = 0;
  let left = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const y = sign[row]!;
    const diagonal = y > 0 ? ofRelevant : ofIrrelevant;
    const before = alpha[row]!;
    const derivative = y * scores.of(row) - 1 + (diagonal + own[row]!) * before;
    const size = derivative < 0 ? -derivative : before === 0 ? 0 : derivative;
    if (size > worst) worst = size;
    if (size <= least) continue;
    open.rows[left++] = row;
    const after = Math.max(0, before - derivative / (squares[row]! + diagonal));
    alpha[row] = after;
    scores.add(row, (after - before) * y);
  }
  open.count = left;
  return worst;
}

/** Keeps scores of all rows while there is room for the products; after that, the weights. */
function choose(state: State, { rows }: TrainingSet): void {
  if (state.products === null || state.scores === state.weights) return;
  if (state.products.fits(rows)) state.weights = null;
  else state.scores = weightsNow(state);
}

function contributions(
  state: State,
  row: number,
): { readonly columns: Int32Array; readonly values: Float64Array; readonly rest: number } {
  const { words, latent } = state.features;
  const weights = weightsNow(state);
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
