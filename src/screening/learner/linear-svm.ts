import type { Classifier, ClassifierSpec, ClassWeights } from "./learner.types.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

export interface SvmOptions {
  readonly id: string;
  /** Cost of an error; times the weight of its class and record. */
  readonly cost: number;
  /** Largest violation of the optimum's conditions that is left. */
  readonly tolerance: number;
  readonly maxRounds: number;
}

/**
 * A linear support vector machine with squared hinge loss and an intercept that is penalised like a
 * weight: minimises |w|²/2 + sum of c_i max(0, 1 - y_i (w x_i + b))². Solved in the dual by coordinate
 * descent from where the last training ended, in the order of labelling, so that nothing is random.
 *
 * Source: Hsieh et al. 2008, doi:10.1145/1390156.1390208, algorithm 1 (L2-SVM).
 * Checked: tests/screening/learner-svm.test.ts (conditions of the optimum).
 */
export function linearSvm(options: SvmOptions): ClassifierSpec {
  return { id: options.id, create: (matrix) => new LinearSvm(matrix, options) };
}

/** A coordinate that moves its gradient by less than this share of the tolerance is left where it is. */
const STILL = 0.3;

class LinearSvm implements Classifier {
  readonly columnWeights: Float64Array;
  readonly #matrix: SparseMatrix;
  readonly #options: SvmOptions;
  readonly #squares: Float64Array;
  readonly #alpha: Float64Array;
  /** Sign under which a row's alpha was learned; 0: none. */
  readonly #sign: Int8Array;
  #intercept = 0;
  #used: Int32Array = new Int32Array(0);

  constructor(matrix: SparseMatrix, options: SvmOptions) {
    this.#matrix = matrix;
    this.#options = options;
    this.columnWeights = new Float64Array(matrix.columns);
    this.#alpha = new Float64Array(matrix.rows);
    this.#sign = new Int8Array(matrix.rows);
    this.#squares = new Float64Array(matrix.rows);
    for (let row = 0; row < matrix.rows; row++) {
      let sum = 1;
      for (let at = matrix.starts[row]!; at < matrix.starts[row + 1]!; at++) sum += matrix.values[at]! ** 2;
      this.#squares[row] = sum;
    }
  }

  get intercept(): number {
    return this.#intercept;
  }

  fit(rows: Int32Array, labels: Int8Array, weights: ClassWeights): void {
    this.#letGo(rows, labels);
    const { cost, tolerance, maxRounds } = this.#options;
    const slackRelevant = 0.5 / (cost * weights.relevant);
    const slackIrrelevant = 0.5 / (cost * weights.irrelevant);
    const active = new Int32Array(rows.length);
    let count = 0;
    for (let round = 0; round < maxRounds; round++) {
      const all = count === 0;
      const among = all ? rows : active;
      const length = all ? rows.length : count;
      let worst = 0;
      let kept = 0;
      for (let i = 0; i < length; i++) {
        const row = among[i]!;
        const relevant = labels[row] === 1;
        const violation = this.#step(row, relevant ? 1 : -1, relevant ? slackRelevant : slackIrrelevant);
        if (violation > worst) worst = violation;
        if (violation > tolerance * STILL) active[kept++] = row;
      }
      if (all && worst < tolerance) break;
      count = worst < tolerance ? 0 : kept;
    }
  }

  /** Moves one coordinate to its optimum. @returns how far its condition was violated */
  #step(row: number, sign: number, slack: number): number {
    const { starts, indices, values } = this.#matrix;
    const weights = this.columnWeights;
    const from = starts[row]!;
    const to = starts[row + 1]!;
    let margin = this.#intercept;
    for (let at = from; at < to; at++) margin += weights[indices[at]!]! * values[at]!;
    const alpha = this.#alpha[row]!;
    const gradient = sign * margin - 1 + slack * alpha;
    if (alpha === 0 && gradient > 0) return 0;
    const violation = gradient < 0 ? -gradient : gradient;
    if (violation <= this.#options.tolerance * STILL) return violation;
    const moved = alpha - gradient / (this.#squares[row]! + slack);
    const next = moved > 0 ? moved : 0;
    const change = (next - alpha) * sign;
    this.#alpha[row] = next;
    for (let at = from; at < to; at++) weights[indices[at]!]! += change * values[at]!;
    this.#intercept += change;
    return violation;
  }

  /** Takes out of the weights what rows gave that lost their label or changed it. */
  #letGo(rows: Int32Array, labels: Int8Array): void {
    const { starts, indices, values } = this.#matrix;
    for (const row of this.#used) {
      const sign = labels[row] === 1 ? 1 : labels[row] === 0 ? -1 : 0;
      if (sign === this.#sign[row]) continue;
      const change = -this.#alpha[row]! * this.#sign[row]!;
      if (change !== 0) {
        for (let at = starts[row]!; at < starts[row + 1]!; at++)
          this.columnWeights[indices[at]!]! += change * values[at]!;
        this.#intercept += change;
      }
      this.#alpha[row] = 0;
      this.#sign[row] = 0;
    }
    for (const row of rows) this.#sign[row] = labels[row] === 1 ? 1 : -1;
    this.#used = rows;
  }

  score(into: Float64Array): void {
    const { rows, starts, indices, values } = this.#matrix;
    const weights = this.columnWeights;
    for (let row = 0; row < rows; row++) {
      let sum = this.#intercept;
      const to = starts[row + 1]!;
      for (let at = starts[row]!; at < to; at++) sum += weights[indices[at]!]! * values[at]!;
      into[row] = sum;
    }
  }
}
