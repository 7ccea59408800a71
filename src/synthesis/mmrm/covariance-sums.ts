import type { PatternAt, ResidualsAt } from "./pattern-weights.ts";

/**
 * What the derivatives by the entries of a unit's covariance matrix (M × M) are contracted from, summed over its
 * patterns. Entries a ≤ b have the place `pair(M, a, b)`; there are V = M (M + 1) / 2.
 */
export interface CovarianceSums {
  readonly size: number;
  readonly p: number;
  /** Twice the gradient of −log L by Σ, M × M. */
  readonly slope: Float64Array;
  /** Second derivatives that come from W alone or with one projection, V × V, upper triangle. */
  readonly bend: Float64Array;
  /** Σ z_a z_b' (whitened), (M p) × (M p), blocks a ≤ b. Empty unless asked for. */
  readonly cross: Float64Array;
  /** Σ z_a u_b, M × M × p. Empty unless asked for. */
  readonly mixed: Float64Array;
}

/** Place of the entry (a, b), a ≤ b, of a symmetric size × size matrix among its upper triangle, row by row. */
export function pair(size: number, a: number, b: number): number {
  return a * size - (a * (a - 1)) / 2 + b - a;
}

export function emptySums(size: number, p: number, projected: boolean): CovarianceSums {
  const v = (size * (size + 1)) / 2;
  return {
    size,
    p,
    slope: new Float64Array(size * size),
    bend: new Float64Array(v * v),
    cross: new Float64Array(projected ? (size * p) ** 2 : 0),
    mixed: new Float64Array(projected ? size * size * p : 0),
  };
}

/** Adds N W − Σ W r r' W − [REML] W x Φ x' W. */
export function addSlope(
  sums: CovarianceSums,
  { pattern: { visits, subjects }, m, w }: PatternAt,
  k: Float64Array,
): void {
  for (let a = 0; a < m; a++) {
    const row = visits[a]! * sums.size;
    for (let b = 0; b < m; b++) {
      const at = a * m + b;
      sums.slope[row + visits[b]!]! += subjects * w[at]! - k[at]!;
    }
  }
}

/**
 * Adds tr(E_ab W E_cd H) over the symmetric units E: entry (ab, cd) gets h_ad w_bc + h_ac w_bd + h_bd w_ac + h_bc w_ad.
 * Units on the diagonal are counted twice here; `weighUnits` halves them. Cost m⁴ / 2.
 */
export function addBend(
  sums: CovarianceSums,
  { pattern: { visits }, m, w }: PatternAt,
  h: Float64Array,
): void {
  const { size, bend } = sums;
  const v = (size * (size + 1)) / 2;
  for (let a = 0; a < m; a++) {
    const ra = a * m;
    for (let b = a; b < m; b++) {
      const rb = b * m;
      const row = pair(size, visits[a]!, visits[b]!) * v;
      for (let c = a; c < m; c++) {
        const [hac, hbc, wac, wbc] = [h[ra + c]!, h[rb + c]!, w[ra + c]!, w[rb + c]!];
        const start = row + pair(size, visits[c]!, visits[c]!) - visits[c]!;
        for (let d = c === a ? b : c; d < m; d++)
          bend[start + visits[d]!]! +=
            h[ra + d]! * wbc + hac * w[rb + d]! + h[rb + d]! * wac + hbc * w[ra + d]!;
      }
    }
  }
}

/** Adds Σ z_a z_b' and Σ z_a u_b over the blocks of a pattern. Cost k m² p² / 2. */
export function addProjections(sums: CovarianceSums, at: PatternAt, { u }: ResidualsAt): void {
  const { size, p, mixed } = sums;
  const { m, z, pattern } = at;
  const { blocks, visits } = pattern;
  for (let b = 0; b < blocks; b++) {
    for (let a = 0; a < m; a++) {
      const from = (b * m + a) * p;
      for (let c = 0; c < m; c++) {
        const factor = u[b * m + c]!;
        const to = (visits[a]! * size + visits[c]!) * p;
        for (let j = 0; j < p; j++) mixed[to + j]! += factor * z[from + j]!;
      }
    }
  }
  let b = 0;
  for (; b + 1 < blocks; b += 2) addTwoCrosses(sums, at, b * m * p, (b + 1) * m * p);
  if (b < blocks) addCross(sums, at, b * m * p);
}

/** Blocks two at a time: half the traffic to the large array. */
function addTwoCrosses(sums: CovarianceSums, at: PatternAt, one: number, two: number): void {
  const { size, p, cross } = sums;
  const { m, z, pattern } = at;
  const wide = size * p;
  for (let a = 0; a < m; a++) {
    const row = pattern.visits[a]! * p;
    for (let i = 0; i < p; i++) {
      const f = z[one + a * p + i]!;
      const g = z[two + a * p + i]!;
      for (let c = a; c < m; c++) {
        const to = (row + i) * wide + pattern.visits[c]! * p;
        const [s, t] = [one + c * p, two + c * p];
        for (let j = 0; j < p; j++) cross[to + j]! += f * z[s + j]! + g * z[t + j]!;
      }
    }
  }
}

function addCross(sums: CovarianceSums, at: PatternAt, one: number): void {
  const { size, p, cross } = sums;
  const { m, z, pattern } = at;
  const wide = size * p;
  for (let a = 0; a < m; a++) {
    const row = pattern.visits[a]! * p;
    for (let i = 0; i < p; i++) {
      const f = z[one + a * p + i]!;
      for (let c = a; c < m; c++) {
        const to = (row + i) * wide + pattern.visits[c]! * p;
        const s = one + c * p;
        for (let j = 0; j < p; j++) cross[to + j]! += f * z[s + j]!;
      }
    }
  }
}
