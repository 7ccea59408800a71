import type { Problem } from "#kernel";
import { matrix, symmetricEigen } from "#numerics";
import type { NetworkContrast } from "./types.ts";

/**
 * One study of p arms as p - 1 independent observations: along the eigenvectors u of its Laplacian's
 * pseudoinverse, an observation has the variance `spectrum` + tau2 / 2. For two arms that is (v + tau2) / 2
 * along (1, -1) / sqrt 2.
 */
export interface StudyBlock {
  readonly label: string;
  /** Treatments of the arms by their number in the network, ascending. */
  readonly arms: Int32Array;
  /** Positions of its contrasts, p (p - 1) / 2. */
  readonly rows: Int32Array;
  /** First and second arm of each row, numbers among `arms`. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Effect of each row. */
  readonly y: Float64Array;
  /** Sampling variance of each row, as given. */
  readonly v: Float64Array;
  /** p - 1 values > 0. */
  readonly spectrum: Float64Array;
  /** p - 1 vectors of length p, one after the other; each sums to 0. */
  readonly vectors: Float64Array;
  /** The study's effects along the vectors. */
  readonly scores: Float64Array;
}

/**
 * The block of a study whose contrasts are complete, or what is wrong with them.
 *
 * Source: Rücker 2012, doi:10.1002/jrsm.1058; Rücker and Schwarzer 2014, doi:10.1002/sim.6236 (multi-arm).
 */
export function studyBlock(
  study: { readonly label: string; readonly rows: readonly number[]; readonly treatments: readonly string[] },
  contrasts: readonly NetworkContrast[],
  index: ReadonlyMap<string, number>,
  tolerance: number,
): { readonly block: StudyBlock } | { readonly problem: Problem } {
  const arms = Int32Array.from(study.treatments, (name) => index.get(name)!).sort();
  const local = (name: string): number => arms.indexOf(index.get(name)!);
  const own = study.rows.map((at) => contrasts[at]!);
  const first = Int32Array.from(own, (row) => local(row.treatment1));
  const second = Int32Array.from(own, (row) => local(row.treatment2));
  const y = Float64Array.from(own, (row) => row.y);
  const v = Float64Array.from(own, (row) => row.se * row.se);
  const levels = armLevels(arms.length, first, second, y);
  const off = largestDisagreement(first, second, y, levels);
  if (off.size > tolerance)
    return {
      problem: {
        code: "synthesis/network-inconsistent-arms",
        message: `The contrasts of study "${study.label}" do not add up: "${own[off.row]!.treatment1}" against "${own[off.row]!.treatment2}" is ${own[off.row]!.y}, the others make it ${shown(off.implied)}.`,
        values: { study: study.label },
      },
    };
  const { spectrum, vectors } = spectrumOf(arms.length, first, second, v);
  const least = Math.min(...spectrum);
  if (!(least > 1e-12 * Math.max(...spectrum)))
    return {
      problem: {
        code: "synthesis/network-impossible-variances",
        message: `The standard errors of study "${study.label}" (${own.map((row) => row.se).join(", ")}) cannot belong to one study of ${arms.length} arms.`,
        values: { study: study.label },
      },
    };
  const scores = scoresOf(levels, spectrum.length, vectors);
  const rows = Int32Array.from(study.rows);
  return { block: { label: study.label, arms, rows, first, second, y, v, spectrum, vectors, scores } };
}

/**
 * The study as if the contrasts with one arm had independent sampling errors: the variance of any other contrast
 * is then the sum of two of theirs.
 *
 * @param reference number of a treatment; a study without it takes its last arm
 */
export function withIndependentArms(block: StudyBlock, reference: number): StudyBlock {
  const { arms, first, second, y } = block;
  const p = arms.length;
  if (p === 2) return block;
  const found = arms.indexOf(reference);
  const base = found < 0 ? p - 1 : found;
  const own = new Float64Array(p);
  for (let i = 0; i < y.length; i++) {
    if (first[i] === base) own[second[i]!] = block.v[i]!;
    if (second[i] === base) own[first[i]!] = block.v[i]!;
  }
  const v = Float64Array.from(y, (_, i) => own[first[i]!]! + own[second[i]!]!);
  const { spectrum, vectors } = spectrumOf(p, first, second, v);
  const scores = scoresOf(armLevels(p, first, second, y), spectrum.length, vectors);
  return { ...block, v, spectrum, vectors, scores };
}

function scoresOf(levels: Float64Array, size: number, vectors: Float64Array): Float64Array {
  const p = levels.length;
  const scores = new Float64Array(size);
  for (let k = 0; k < size; k++) for (let a = 0; a < p; a++) scores[k]! += vectors[k * p + a]! * levels[a]!;
  return scores;
}

/** Arm levels with mean 0 whose differences come nearest to the contrasts. */
function armLevels(p: number, first: Int32Array, second: Int32Array, y: Float64Array): Float64Array {
  const levels = new Float64Array(p);
  for (let i = 0; i < y.length; i++) {
    levels[first[i]!]! += y[i]! / p;
    levels[second[i]!]! -= y[i]! / p;
  }
  return levels;
}

function largestDisagreement(
  first: Int32Array,
  second: Int32Array,
  y: Float64Array,
  levels: Float64Array,
): { readonly size: number; readonly row: number; readonly implied: number } {
  let worst = { size: 0, row: 0, implied: y[0]! };
  for (let i = 0; i < y.length; i++) {
    const fitted = levels[first[i]!]! - levels[second[i]!]!;
    const size = Math.abs(y[i]! - fitted);
    // What the contrasts over the other arms say: the fit without this row.
    const implied =
      y.length === 1 ? fitted : y[i]! - ((y[i]! - fitted) * levels.length) / (levels.length - 2);
    if (size > worst.size) worst = { size, row: i, implied };
  }
  return worst;
}

/** Eigenvalues and vectors of -1/2 C R C: R the variances of the contrasts, C the centring matrix. */
function spectrumOf(
  p: number,
  first: Int32Array,
  second: Int32Array,
  v: Float64Array,
): { readonly spectrum: Float64Array; readonly vectors: Float64Array } {
  if (p === 2) {
    const half = Math.SQRT1_2;
    return { spectrum: Float64Array.of(v[0]! / 2), vectors: Float64Array.of(half, -half) };
  }
  const gram = new Float64Array(p * p);
  const rowMean = new Float64Array(p);
  let mean = 0;
  for (let i = 0; i < v.length; i++) {
    gram[first[i]! * p + second[i]!] = v[i]!;
    gram[second[i]! * p + first[i]!] = v[i]!;
    rowMean[first[i]!]! += v[i]! / p;
    rowMean[second[i]!]! += v[i]! / p;
    mean += (2 * v[i]!) / (p * p);
  }
  for (let a = 0; a < p; a++)
    for (let b = 0; b < p; b++) gram[a * p + b] = -(gram[a * p + b]! - rowMean[a]! - rowMean[b]! + mean) / 2;
  const eigen = symmetricEigen(matrix(p, p, gram));
  const constant = mostConstant(eigen.vectors.values, p);
  const kept = Array.from({ length: p }, (_, k) => k).filter((k) => k !== constant);
  return {
    spectrum: Float64Array.from(kept, (k) => eigen.values[k]!),
    vectors: Float64Array.from(
      kept.flatMap((k) => Array.from({ length: p }, (_, a) => eigen.vectors.values[a * p + k]!)),
    ),
  };
}

/** The eigenvector along (1, ..., 1), which carries no contrast. */
function mostConstant(vectors: Float64Array, p: number): number {
  let best = { at: 0, sum: -1 };
  for (let k = 0; k < p; k++) {
    let sum = 0;
    for (let a = 0; a < p; a++) sum += vectors[a * p + k]!;
    if (Math.abs(sum) > best.sum) best = { at: k, sum: Math.abs(sum) };
  }
  return best.at;
}

function shown(x: number): string {
  return String(Number(x.toPrecision(6)));
}
