import { choleskyFactor, choleskyInverse, choleskyLogDeterminant, matrix } from "#numerics";
import { forward } from "./patterns.ts";
import type { Pattern } from "./sufficient.types.ts";

/** A pattern at given covariances: W = Σ⁻¹ of its rows, and W x of its blocks. */
export interface PatternAt {
  readonly pattern: Pattern;
  readonly m: number;
  /** m × m. */
  readonly w: Float64Array;
  /** ln |Σ|. */
  readonly logDeterminant: number;
  /** blocks × m × p: W x; once `whiten` has run, W x L⁻ᵀ. */
  readonly z: Float64Array;
}

/** The pattern's part of a unit's matrix. */
export function partOf(full: Float64Array, size: number, visits: Int32Array): Float64Array {
  const m = visits.length;
  const out = new Float64Array(m * m);
  for (let a = 0; a < m; a++)
    for (let b = 0; b < m; b++) out[a * m + b] = full[visits[a]! * size + visits[b]!]!;
  return out;
}

/** W and W x of a pattern; null where its covariance matrix is not positive definite. */
export function weigh(pattern: Pattern, sigma: Float64Array, size: number, p: number): PatternAt | null {
  const { visits, blocks, x } = pattern;
  const m = visits.length;
  const factor = choleskyFactor(matrix(m, m, partOf(sigma, size, visits)));
  if (factor === null) return null;
  const w = choleskyInverse(factor).values;
  const z = new Float64Array(blocks * m * p);
  for (let b = 0; b < blocks; b++) {
    const base = b * m * p;
    for (let a = 0; a < m; a++) {
      const to = base + a * p;
      for (let t = 0; t < m; t++) {
        const weight = w[a * m + t]!;
        const from = base + t * p;
        for (let j = 0; j < p; j++) z[to + j]! += weight * x[from + j]!;
      }
    }
  }
  return { pattern, m, w, logDeterminant: choleskyLogDeterminant(factor), z };
}

/** Adds x'Wx (lower triangle) and x'Wy of a pattern. */
export function addNormal(at: PatternAt, p: number, cross: Float64Array, right: Float64Array): void {
  const { pattern, m, z } = at;
  const { blocks, x, y } = pattern;
  for (let row = 0; row < blocks * m; row++) {
    const from = row * p;
    const outcome = y[row]!;
    for (let i = 0; i < p; i++) {
      const factor = z[from + i]!;
      right[i]! += factor * outcome;
      for (let j = 0; j <= i; j++) cross[i * p + j]! += factor * x[from + j]!;
    }
  }
}

/** Turns W x into W x L⁻ᵀ, L L' = x'Wx over all patterns: coordinates in which Φ is the identity. */
export function whiten(at: PatternAt, lower: Float64Array, p: number): void {
  for (let row = 0; row < at.z.length; row += p) forward(lower, at.z, row, p);
}

/** W r of the blocks (blocks × m), r'Wr of all subjects, and Σ W r r' W of all subjects (m × m). */
export interface ResidualsAt {
  readonly u: Float64Array;
  readonly square: number;
  readonly outer: Float64Array;
}

/** The residuals y − x β of a pattern, weighted. */
export function residualsAt(at: PatternAt, beta: Float64Array): ResidualsAt {
  const { pattern, m, w } = at;
  const { blocks, x, y, rest } = pattern;
  const p = beta.length;
  const outer = sandwich(w, rest, m);
  const u = new Float64Array(blocks * m);
  const r = new Float64Array(m);
  let square = 0;
  for (let at = 0; at < m * m; at++) square += w[at]! * rest[at]!;
  for (let b = 0; b < blocks; b++) {
    for (let t = 0; t < m; t++) {
      let fitted = 0;
      const from = (b * m + t) * p;
      for (let j = 0; j < p; j++) fitted += x[from + j]! * beta[j]!;
      r[t] = y[b * m + t]! - fitted;
    }
    for (let a = 0; a < m; a++) {
      let sum = 0;
      for (let t = 0; t < m; t++) sum += w[a * m + t]! * r[t]!;
      u[b * m + a] = sum;
      square += sum * r[a]!;
    }
    for (let a = 0; a < m; a++)
      for (let c = 0; c < m; c++) outer[a * m + c]! += u[b * m + a]! * u[b * m + c]!;
  }
  return { u, square, outer };
}

/** w s w. */
function sandwich(w: Float64Array, s: Float64Array, m: number): Float64Array {
  return product(product(w, s, m), w, m);
}

/** a b, all m × m. */
export function product(a: Float64Array, b: Float64Array, m: number): Float64Array {
  const out = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) {
      const factor = a[i * m + k]!;
      if (factor === 0) continue;
      for (let j = 0; j < m; j++) out[i * m + j]! += factor * b[k * m + j]!;
    }
  }
  return out;
}

/** Adds Σ z z' over the blocks of a whitened pattern, which is W x Φ x' W. */
export function addLeverage(at: PatternAt, p: number, into: Float64Array): void {
  const { m, z, pattern } = at;
  for (let b = 0; b < pattern.blocks; b++) {
    for (let a = 0; a < m; a++) {
      for (let c = 0; c <= a; c++) {
        const [one, two] = [(b * m + a) * p, (b * m + c) * p];
        let sum = 0;
        for (let j = 0; j < p; j++) sum += z[one + j]! * z[two + j]!;
        into[a * m + c]! += sum;
        if (c !== a) into[c * m + a]! += sum;
      }
    }
  }
}
