import { choleskyFactor, choleskyInverse, matrix } from "#numerics";
import type { Evaluation } from "./likelihood.ts";
import type { Model } from "./model.ts";
import type { UserWeights } from "./multilevel.types.ts";
import { refuse } from "./refuse.ts";

/** Weights of the user: one for each effect, or a whole matrix, row after row. */
export interface Weights {
  readonly n: number;
  readonly diagonal: Float64Array | null;
  readonly whole: Float64Array | null;
}

const SQUARE = "Pass one weight of at least 0 for each effect, or a symmetric matrix of them.";

/**
 * @param n number of effects
 * @throws EvidensError `synthesis/bad-weights`
 */
export function readWeights(weights: UserWeights, n: number): Weights {
  if (weights instanceof Float64Array) {
    if (weights.length !== n)
      refuse("bad-weights", `There are ${n} effects but ${weights.length} weights.`, SQUARE);
    const wrong = weights.findIndex((w) => !(w >= 0 && w < Number.POSITIVE_INFINITY));
    if (wrong >= 0) refuse("bad-weights", `Weight ${wrong + 1} of ${n} is ${weights[wrong]}.`, SQUARE);
    return { n, diagonal: weights, whole: null };
  }
  if (weights.length !== n || weights.some((row) => row.length !== n))
    refuse(
      "bad-weights",
      `There are ${n} effects but the weights are ${weights.length} x ${weights[0]?.length ?? 0}.`,
      SQUARE,
    );
  const size = Math.max(...weights.map((row, i) => Math.abs(row[i]!)));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [weights[i]![j]!, weights[j]![i]!];
      if (!Number.isFinite(a) || !(Math.abs(a - b) <= 1e-10 * size))
        refuse("bad-weights", `The weight of effects ${i + 1} and ${j + 1} is both ${a} and ${b}.`, SQUARE);
    }
  }
  return { n, diagonal: null, whole: Float64Array.from(weights.flat()) };
}

/** A b for the c columns of b, n x c. */
export function timesWeights({ n, diagonal, whole }: Weights, b: Float64Array, c: number): Float64Array {
  if (diagonal !== null) return b.map((value, cell) => value * diagonal[Math.floor(cell / c)]!);
  const out = new Float64Array(n * c);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const w = whole![i * n + j]!;
      if (w !== 0) for (let k = 0; k < c; k++) out[i * c + k]! += w * b[j * c + k]!;
    }
  }
  return out;
}

/** M b by the parts of M: sampling errors and the sums within levels of each term. Cost O(c (k m + sum of blocks)). */
function timesCovariance(
  model: Model,
  covariances: readonly Float64Array[],
  b: Float64Array,
  c: number,
): Float64Array {
  const { n, errors, terms } = model;
  const out = b.map((value, cell) => value * errors.variances[Math.floor(cell / c)]!);
  for (const { rows, values } of errors.blocks) {
    for (const [i, row] of rows.entries()) {
      for (const [j, column] of rows.entries()) {
        if (i === j) continue;
        for (let k = 0; k < c; k++) out[row * c + k]! += values[i * rows.length + j]! * b[column * c + k]!;
      }
    }
  }
  for (const [t, { outer, inner, outerLabels, innerLabels }] of terms.entries()) {
    const m = innerLabels.length;
    const g = covariances[t]!;
    const sums = new Float64Array(outerLabels.length * m * c);
    for (let i = 0; i < n; i++)
      for (let k = 0; k < c; k++) sums[(outer[i]! * m + inner[i]!) * c + k]! += b[i * c + k]!;
    for (let i = 0; i < n; i++) {
      for (let a = 0; a < m; a++) {
        const from = g[inner[i]! * m + a]!;
        if (from === 0) continue;
        for (let k = 0; k < c; k++) out[i * c + k]! += from * sums[(outer[i]! * m + a) * c + k]!;
      }
    }
  }
  return out;
}

/** The coefficients by weights of the user, with M as estimated. */
export interface WeightedFit {
  /** As of generalised least squares, with b = (Q'AQ)^-1 Q'A y, its covariance as `a`, and r'M^-1 r at that b. */
  readonly fit: Evaluation;
  /** (Q'AQ)^-1, p x p. */
  readonly bread: Float64Array;
  /** A Q, n x p. */
  readonly weighted: Float64Array;
}

/**
 * @throws EvidensError `synthesis/bad-weights` where the weights leave a coefficient undetermined
 */
export function weightedFit(model: Model, weights: Weights, evaluation: Evaluation): WeightedFit {
  const { n, p, basis, y } = model;
  const weighted = timesWeights(weights, basis, p);
  const moved = timesCovariance(model, evaluation.covariances, weighted, p);
  const information = matrix(p, p);
  const meat = new Float64Array(p * p);
  const toward = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      toward[j]! += weighted[i * p + j]! * y[i]!;
      for (let k = 0; k < p; k++) {
        information.values[j * p + k]! += weighted[i * p + j]! * basis[i * p + k]!;
        meat[j * p + k]! += weighted[i * p + j]! * moved[i * p + k]!;
      }
    }
  }
  const factor = choleskyFactor(information);
  if (factor === null)
    refuse(
      "bad-weights",
      "The weights leave a coefficient undetermined.",
      "Give weight to effects that tell every coefficient; a matrix of weights must be positive definite over the design.",
    );
  const bread = choleskyInverse(factor).values;
  const beyond = timesSquare(bread, toward, p, 1);
  const half = timesSquare(bread, meat, p, p);
  const covariance = timesSquare(bread, transposed(half, p), p, p);
  const residuals = y.map((value, i) => beyond.reduce((rest, b, j) => rest - basis[i * p + j]! * b, value));
  const e = evaluation.factored.solve(residuals, 1);
  const rss = residuals.reduce((sum, value, i) => sum + value * e[i]!, 0);
  return { fit: { ...evaluation, beyond, a: covariance, e, rss }, bread, weighted };
}

/** a (p x p) times b (p x c). */
function timesSquare(a: Float64Array, b: Float64Array, p: number, c: number): Float64Array {
  const out = new Float64Array(p * c);
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++) for (let k = 0; k < c; k++) out[i * c + k]! += a[i * p + j]! * b[j * c + k]!;
  return out;
}

function transposed(a: Float64Array, p: number): Float64Array {
  return a.map((_, cell) => a[(cell % p) * p + Math.floor(cell / p)]!);
}
