import { EvidensError } from "#kernel";
import { choleskyFactor, choleskyInverse, choleskyLogDeterminant, matrix } from "#numerics";
import type { StudyBlock } from "./study-block.ts";

/** Least squares on a connected network at one between-study variance. */
export interface NetworkFit {
  /** Number of treatments. */
  readonly n: number;
  /** Effect of each treatment against the grounded one. */
  readonly effects: Float64Array;
  /** n x n: covariance of `effects`; row and column of the grounded treatment are 0. */
  readonly covariance: Float64Array;
  /** Logarithm of the determinant of the grounded Laplacian. */
  readonly logDeterminant: number;
  /** Weight of each contrast, block by block and row by row. */
  readonly weights: readonly Float64Array[];
  /** Weighted squares of all contrasts around the fit. */
  readonly q: number;
  /** Sum over studies of arms - 1, less n - 1. */
  readonly df: number;
}

/**
 * Fits a connected network.
 *
 * @param blocks studies whose arms are numbered 0 to n - 1
 * @param tau2 >= 0
 * Source: Rücker 2012, doi:10.1002/jrsm.1058: the network as an electrical one, its Laplacian grounded at one
 * treatment instead of pseudo-inverted, which gives the same differences.
 * Cost O(n^3 + sum of p^3).
 */
export function fitNetwork(blocks: readonly StudyBlock[], n: number, tau2: number): NetworkFit {
  const laplacian = new Float64Array(n * n);
  const right = new Float64Array(n);
  const weights = blocks.map((block) => addBlock(block, tau2, n, laplacian, right));
  const ground = largestDiagonal(laplacian, n);
  const { covariance, logDeterminant } = groundedInverse(laplacian, n, ground);
  const effects = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) effects[i]! += covariance[i * n + j]! * right[j]!;
  let q = 0;
  let observations = 0;
  for (const [at, block] of blocks.entries()) {
    observations += block.arms.length - 1;
    for (let i = 0; i < block.y.length; i++) {
      const [a, b] = [block.arms[block.first[i]!]!, block.arms[block.second[i]!]!];
      q += weights[at]![i]! * (block.y[i]! - (effects[a]! - effects[b]!)) ** 2;
    }
  }
  return { n, effects, covariance, logDeterminant, weights, q, df: observations - (n - 1) };
}

/** Variance of the difference of two treatments. */
export function varianceOf(fit: NetworkFit, i: number, j: number): number {
  const { covariance: c, n } = fit;
  return c[i * n + i]! + c[j * n + j]! - 2 * c[i * n + j]!;
}

/** Adds a study's Laplacian and its effects; returns the weights of its contrasts. */
function addBlock(
  block: StudyBlock,
  tau2: number,
  n: number,
  laplacian: Float64Array,
  right: Float64Array,
): Float64Array {
  const { arms, first, second, spectrum, vectors, y } = block;
  const p = arms.length;
  const weights = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) {
    const [a, b] = [first[i]!, second[i]!];
    let weight = 0;
    if (p === 2) weight = 1 / (block.v[i]! + tau2);
    else
      for (let k = 0; k < spectrum.length; k++)
        weight -= (vectors[k * p + a]! * vectors[k * p + b]!) / (spectrum[k]! + tau2 / 2);
    weights[i] = weight;
    const [from, to] = [arms[a]!, arms[b]!];
    laplacian[from * n + from]! += weight;
    laplacian[to * n + to]! += weight;
    laplacian[from * n + to]! -= weight;
    laplacian[to * n + from]! -= weight;
    right[from]! += weight * y[i]!;
    right[to]! -= weight * y[i]!;
  }
  return weights;
}

function largestDiagonal(square: Float64Array, n: number): number {
  let at = 0;
  for (let i = 1; i < n; i++) if (square[i * n + i]! > square[at * n + at]!) at = i;
  return at;
}

function groundedInverse(
  laplacian: Float64Array,
  n: number,
  ground: number,
): { readonly covariance: Float64Array; readonly logDeterminant: number } {
  const kept = Array.from({ length: n }, (_, at) => at).filter((at) => at !== ground);
  const inner = new Float64Array((n - 1) ** 2);
  for (const [i, row] of kept.entries())
    for (const [j, column] of kept.entries()) inner[i * (n - 1) + j] = laplacian[row * n + column]!;
  const factor = choleskyFactor(matrix(n - 1, n - 1, inner));
  if (factor === null)
    throw new EvidensError({
      code: "synthesis/singular-network",
      kind: "numerical",
      message: `The weights of this network of ${n} treatments differ too much to be solved.`,
      remedy: "Check the standard errors: some are many powers of ten from the others.",
    });
  const inverse = choleskyInverse(factor).values;
  const covariance = new Float64Array(n * n);
  for (const [i, row] of kept.entries())
    for (const [j, column] of kept.entries()) covariance[row * n + column] = inverse[i * (n - 1) + j]!;
  return { covariance, logDeterminant: choleskyLogDeterminant(factor) };
}
