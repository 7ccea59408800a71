import { type CovarianceSums, pair } from "./covariance-sums.ts";
import type { CovarianceAt } from "./visit-covariances.ts";

/** Derivatives of −log L by all variance parameters, filled unit by unit. */
export interface ThetaDerivatives {
  /** Number of parameters. */
  readonly count: number;
  readonly gradient: Float64Array;
  /** count × count, upper triangle until `finish` has run. */
  readonly curvature: Float64Array;
  /**
   * X'W V_j W X of each parameter in whitened coordinates, upper triangle row by row with √2 off the diagonal, so
   * that traces of products are plain sums.
   */
  readonly slopes: readonly Float64Array[];
  /** X'W V_j W r of each parameter in whitened coordinates. */
  readonly mixed: readonly Float64Array[];
}

export function emptyDerivatives(count: number, p: number): ThetaDerivatives {
  return {
    count,
    gradient: new Float64Array(count),
    curvature: new Float64Array(count * count),
    slopes: Array.from({ length: count }, () => new Float64Array((p * (p + 1)) / 2)),
    mixed: Array.from({ length: count }, () => new Float64Array(p)),
  };
}

/** ∂Σ/∂θ_j as coefficients of the symmetric units, those on the diagonal halved (see `addBend`). */
function unitCoefficients(first: Float64Array, size: number): Float64Array {
  const out = new Float64Array((size * (size + 1)) / 2);
  for (let a = 0; a < size; a++)
    for (let b = a; b < size; b++)
      out[pair(size, a, b)] = a === b ? first[a * size + b]! / 2 : first[a * size + b]!;
  return out;
}

/** Adds what a unit's sums say about the parameters of its group, which start at `offset`. */
export function contract(
  into: ThetaDerivatives,
  sums: CovarianceSums,
  covariance: CovarianceAt,
  offset: number,
  projected: boolean,
): void {
  const { size, slope, bend } = sums;
  const { count, gradient, curvature } = into;
  const units = covariance.first.map((first) => unitCoefficients(first, size));
  const v = (size * (size + 1)) / 2;
  for (const [j, first] of covariance.first.entries()) {
    let sum = 0;
    for (let at = 0; at < first.length; at++) sum += slope[at]! * first[at]!;
    gradient[offset + j]! += sum / 2;
  }
  const symmetric = mirrored(bend, v);
  for (const [k, unit] of units.entries()) {
    const column = new Float64Array(v);
    for (let t = 0; t < v; t++) {
      const factor = unit[t]!;
      if (factor !== 0) for (let s = 0; s < v; s++) column[s]! += factor * symmetric[t * v + s]!;
    }
    for (let j = 0; j <= k; j++) {
      let sum = 0;
      for (let s = 0; s < v; s++) sum += units[j]![s]! * column[s]!;
      curvature[(offset + j) * count + offset + k]! += sum;
    }
  }
  if (!projected) return;
  covariance.eachSecond((j, k, a, b, value) => {
    curvature[(offset + j) * count + offset + k]! += (a === b ? 0.5 : 1) * slope[a * size + b]! * value;
  });
  addSlopes(into, sums, units, offset);
}

function mirrored(upper: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) upper[j * n + i] = upper[i * n + j]!;
  return upper;
}

/** X'W V_j W X and X'W V_j W r of the group's parameters. Cost V p² and, for each parameter, its entries times p². */
function addSlopes(
  into: ThetaDerivatives,
  { size, p, cross, mixed }: CovarianceSums,
  units: readonly Float64Array[],
  offset: number,
): void {
  const wide = size * p;
  const packed = new Float64Array((p * (p + 1)) / 2);
  const vector = new Float64Array(p);
  for (let a = 0; a < size; a++) {
    for (let b = a; b < size; b++) {
      let at = 0;
      for (let i = 0; i < p; i++) {
        const row = (a * p + i) * wide + b * p;
        for (let j = i; j < p; j++) {
          const value = cross[row + j]! + cross[(a * p + j) * wide + b * p + i]!;
          packed[at++] = i === j ? value : Math.SQRT2 * value;
        }
      }
      const [one, two] = [(a * size + b) * p, (b * size + a) * p];
      for (let i = 0; i < p; i++) vector[i] = mixed[one + i]! + mixed[two + i]!;
      for (const [j, unit] of units.entries()) {
        const factor = unit[pair(size, a, b)]!;
        if (factor === 0) continue;
        addScaled(into.slopes[offset + j]!, packed, factor);
        addScaled(into.mixed[offset + j]!, vector, factor);
      }
    }
  }
}

function addScaled(into: Float64Array, from: Float64Array, factor: number): void {
  for (let i = 0; i < into.length; i++) into[i]! += factor * from[i]!;
}

/**
 * Completes the curvature: takes away [REML] tr(Φ P_j Φ P_k) / 2 and q_j'Φ q_k, which join all parameters, and
 * mirrors it.
 */
export function finish(
  { count, curvature, slopes, mixed }: ThetaDerivatives,
  reml: boolean,
  projected: boolean,
): void {
  for (let j = 0; j < count; j++) {
    for (let k = j; k < count; k++) {
      let value = curvature[j * count + k]!;
      if (projected) {
        value -= inner(mixed[j]!, mixed[k]!);
        if (reml) value -= inner(slopes[j]!, slopes[k]!) / 2;
      }
      curvature[j * count + k] = value;
      curvature[k * count + j] = value;
    }
  }
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
