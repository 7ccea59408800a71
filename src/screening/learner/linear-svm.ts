import type { Classifier, ClassifierSpec, Features, TrainingSet } from "./learner.types.ts";

export interface LinearSvmOptions {
  readonly id: string;
  /** C of the loss, > 0. */
  readonly cost: number;
  /** Stop when no derivative of the dual exceeds this; default 0.01. */
  readonly tolerance?: number;
  /** At most so many passes over the training set per fit; default 200. */
  readonly mostPasses?: number;
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
  readonly words: Float64Array;
  readonly latent: Float64Array;
  bias: number;
  /** Dual variables, >= 0. */
  readonly alpha: Float64Array;
  /** +1, -1 as last trained; 0 for rows that were not in the training set. */
  readonly sign: Int8Array;
  /**
   * Squared length of each row, the bias and what only that row has included: those features take part in
   * learning as columns would, since a column of one row adds to the diagonal of the dual and nothing else.
   */
  readonly squares: Float64Array;
  /** Scores without the bias as last worked out, for `highest`. */
  readonly known: Known;
}

/** A row's score moves by no more than the weights do, times the row's length. */
interface Known {
  readonly scores: Float64Array;
  /** How far the weights had moved in all when the score was worked out. */
  readonly at: Float64Array;
  readonly lengths: Float64Array;
  /** Weights as last looked at: words, latent. */
  readonly weights: Float64Array;
  moved: number;
}

function createSvm(features: Features, options: LinearSvmOptions): Classifier {
  const { words, latent } = features;
  const state: State = {
    features,
    words: new Float64Array(words.columns),
    latent: new Float64Array(latent?.dimensions ?? 0),
    bias: 0,
    alpha: new Float64Array(words.rows),
    sign: new Int8Array(words.rows),
    squares: squaredLengths(features),
    known: {
      scores: new Float64Array(words.rows),
      at: new Float64Array(words.rows).fill(Number.NEGATIVE_INFINITY),
      lengths: new Float64Array(words.rows),
      weights: new Float64Array(words.columns + (latent?.dimensions ?? 0)),
      moved: 0,
    },
  };
  for (let row = 0; row < words.rows; row++)
    state.known.lengths[row] = Math.sqrt(Math.max(1e-12, state.squares[row]! - features.own[row]! - 1));
  return {
    fit: (training) => refit(state, training, options),
    score: (out) => score(state, out),
    highest: (labels) => highest(state, labels),
    // Without the row's part of the words; the bias would hardly change.
    heldOut: (row) =>
      scoreOf(state, row) -
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

const NO_LATENT = new Float32Array(0);

/** Score of one row. */
function scoreOf(state: State, row: number): number {
  const { starts, indices, values } = state.features.words;
  const weights = state.words;
  let sum = state.bias;
  const end = starts[row + 1]!;
  for (let at = starts[row]!; at < end; at++) sum += weights[indices[at]!]! * values[at]!;
  const dense = state.latent;
  const { length } = dense;
  const latent = state.features.latent?.values ?? NO_LATENT;
  for (let k = 0, at = row * length; k < length; k++, at++) sum += dense[k]! * latent[at]!;
  return sum;
}

/** Adds a multiple of one row to the weights. */
function addRow(state: State, row: number, by: number): void {
  const { starts, indices, values } = state.features.words;
  const weights = state.words;
  const end = starts[row + 1]!;
  for (let at = starts[row]!; at < end; at++) weights[indices[at]!]! += by * values[at]!;
  const dense = state.latent;
  const { length } = dense;
  const latent = state.features.latent?.values ?? NO_LATENT;
  for (let k = 0, at = row * length; k < length; k++, at++) dense[k]! += by * latent[at]!;
  state.bias += by;
}

function score(state: State, out: Float64Array): void {
  for (let row = 0; row < out.length; row++) out[row] = scoreOf(state, row);
}

/** More than rounding, in the scores and in the bound. */
const SLACK = 1e-6;

/** Adds how far the weights moved since the last look; the bias moves all scores alike and does not count. */
function follow({ words, latent, known }: State): void {
  known.moved += Math.sqrt(
    squaredChange(words, known.weights, 0) + squaredChange(latent, known.weights, words.length),
  );
}

/** Squared distance of weights from those remembered, which they take the place of. */
function squaredChange(weights: Float64Array, remembered: Float64Array, from: number): number {
  let squares = 0;
  for (let i = 0; i < weights.length; i++) {
    const now = weights[i]!;
    const change = now - remembered[from + i]!;
    if (change === 0) continue;
    squares += change * change;
    remembered[from + i] = now;
  }
  return squares;
}

function highest(state: State, labels: Int8Array): number {
  follow(state);
  const { scores, at, lengths, moved } = state.known;
  const { bias } = state;
  const bound = (row: number): number => scores[row]! + bias + (moved - at[row]!) * lengths[row]! + SLACK;
  const rescore = (row: number): number => {
    if (at[row] !== moved) {
      scores[row] = scoreOf(state, row) - state.bias;
      at[row] = moved;
    }
    return Math.fround(scores[row]! + state.bias);
  };
  let first = -1;
  for (let row = 0; row < labels.length; row++)
    if (labels[row] === -1 && (first < 0 || bound(row) > bound(first))) first = row;
  if (first < 0) return -1;
  let best = first;
  let score = rescore(first);
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] !== -1 || bound(row) < score) continue;
    const one = rescore(row);
    if (one > score || (one === score && row < best)) {
      best = row;
      score = one;
    }
  }
  return best;
}

/** Takes rows that left the training set or changed class out of the weights. */
function release(state: State, { rows, relevant }: TrainingSet): void {
  const { sign, alpha } = state;
  const now = new Int8Array(sign.length);
  for (const row of rows) now[row] = relevant[row] === 1 ? 1 : -1;
  for (let row = 0; row < sign.length; row++) {
    if (sign[row] === now[row]) continue;
    if (alpha[row] !== 0) {
      addRow(state, row, -sign[row]! * alpha[row]!);
      alpha[row] = 0;
    }
    sign[row] = now[row]!;
  }
}

/**
 * Passes over all rows alternate with passes over those whose derivative is not yet small, so that a fit from
 * a near solution costs little more than one look at each row.
 */
function refit(state: State, training: TrainingSet, options: LinearSvmOptions): void {
  const { cost, tolerance = 0.01, mostPasses = 200 } = options;
  release(state, training);
  const { rows, weights } = training;
  const { alpha, sign, squares } = state;
  const { own } = state.features;
  const ofRelevant = 0.5 / (cost * weights.relevant);
  const ofIrrelevant = 0.5 / (cost * weights.irrelevant);
  const open = new Int32Array(rows.length);
  let left = 0;
  for (let pass = 0; pass < mostPasses; pass++) {
    const all = left === 0;
    const look = all ? rows : open;
    const count = all ? rows.length : left;
    let worst = 0;
    left = 0;
    for (let i = 0; i < count; i++) {
      const row = look[i]!;
      const y = sign[row]!;
      const diagonal = y > 0 ? ofRelevant : ofIrrelevant;
      const before = alpha[row]!;
      const derivative = y * scoreOf(state, row) - 1 + (diagonal + own[row]!) * before;
      const size = derivative < 0 ? -derivative : before === 0 ? 0 : derivative;
      if (size > worst) worst = size;
      if (size <= 0.3 * tolerance) continue;
      open[left++] = row;
      const after = Math.max(0, before - derivative / (squares[row]! + diagonal));
      alpha[row] = after;
      addRow(state, row, (after - before) * y);
    }
    if (worst < tolerance) {
      if (all) break;
      left = 0;
    }
  }
}

function contributions(
  state: State,
  row: number,
): { readonly columns: Int32Array; readonly values: Float64Array; readonly rest: number } {
  const { words, latent } = state.features;
  const from = words.starts[row]!;
  const columns = words.indices.slice(from, words.starts[row + 1]!);
  const values = Float64Array.from(columns, (column, i) => {
    let weight = state.words[column]!;
    if (latent !== null && column < latent.columns)
      for (let k = 0; k < latent.dimensions; k++)
        weight += latent.scales[row]! * state.latent[k]! * latent.loadings[column * latent.dimensions + k]!;
    return weight * words.values[from + i]!;
  });
  return { columns, values, rest: state.bias };
}
