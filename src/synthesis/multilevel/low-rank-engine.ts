import { factorBlock, logDeterminantOfBlock, solveBlock } from "./block-cholesky.ts";
import type { Engine, FactoredCovariance } from "./engine.types.ts";
import { factorNesting, type Nesting } from "./nested-engine.ts";

/** A factor that crosses the nesting. */
export interface CrossedFactor {
  readonly term: number;
  readonly outer: Int32Array;
  readonly count: number;
}

interface Update {
  readonly base: FactoredCovariance;
  readonly q: number;
  /** B^-1 Z D^1/2, n x q. */
  readonly scaled: Float64Array;
  /** Cholesky factor of I + D^1/2 Z'B^-1 Z D^1/2. */
  readonly inner: Float64Array;
}

/**
 * Nested intercepts B and crossed ones beside them, M = B + Z D Z', by the Woodbury identity on
 * I + D^1/2 Z'B^-1 Z D^1/2, which exists where a variance is 0. With q levels of crossed factors a factor costs
 * O(n q^2), a solve O(n q); no n x n matrix is formed.
 * Checked: tests/synthesis/multilevel-engines.prop.test.ts.
 */
export function lowRankEngine(nesting: Nesting, crossed: readonly CrossedFactor[]): Engine {
  const n = nesting.n;
  const starts: number[] = [];
  let q = 0;
  for (const { count } of crossed) {
    starts.push(q);
    q += count;
  }
  const design = new Float64Array(n * q);
  for (const [f, { outer }] of crossed.entries())
    for (let i = 0; i < n; i++) design[i * q + starts[f]! + outer[i]!] = 1;
  const scaleOf = (covariances: readonly Float64Array[]): Float64Array => {
    const scale = new Float64Array(q);
    for (const [f, { term, count }] of crossed.entries())
      scale.fill(Math.sqrt(covariances[term]![0]!), starts[f]!, starts[f]! + count);
    return scale;
  };
  return {
    name: "low-rank",
    factor: (covariances) => {
      const scale = scaleOf(covariances);
      const base = factorNesting(
        nesting,
        nesting.levels.map(({ term }) => covariances[term]![0]!),
      );
      const unscaled = base.solve(design, q);
      const cross = new Float64Array(q * q);
      for (const [f, { outer }] of crossed.entries())
        addRows(cross, unscaled, q, n, (i) => starts[f]! + outer[i]!);
      const inner = cross.map((value, cell) => value * scale[Math.floor(cell / q)]! * scale[cell % q]!);
      for (let a = 0; a < q; a++) inner[a * q + a]! += 1;
      if (!factorBlock(inner, 0, q)) return null;
      const scaled = unscaled.map((value, cell) => value * scale[cell % q]!);
      const update: Update = { base, q, scaled, inner };
      return {
        logDeterminant: base.logDeterminant + logDeterminantOfBlock(inner, 0, q),
        solve: (b, c) => solveUpdated(update, b, n, c),
        outerSums: (term) => {
          const f = crossed.findIndex((one) => one.term === term);
          if (f >= 0) {
            const { count } = crossed[f]!;
            const own = new Float64Array(count);
            const rows = new Float64Array(count * q);
            for (let a = 0; a < count; a++) {
              const at = (starts[f]! + a) * q;
              own[a] = cross[at + starts[f]! + a]!;
              for (let j = 0; j < q; j++) rows[a * q + j] = cross[at + j]! * scale[j]!;
            }
            return lessExplained(own, rows, inner, q);
          }
          const own = base.outerSums(term).slice();
          const rows = new Float64Array(own.length * q);
          addRows(rows, scaled, q, n, levelOf(nesting, term));
          return lessExplained(own, rows, inner, q);
        },
      };
    },
  };
}

/** The level of a nested factor that each row belongs to. */
function levelOf(nesting: Nesting, term: number): (row: number) => number {
  const depth = nesting.levels.findIndex((level) => level.term === term);
  return (row) => {
    let node = nesting.leaf[row]!;
    for (let l = nesting.levels.length - 1; l > depth; l--) node = nesting.levels[l]!.parent[node]!;
    return node;
  };
}

/** Adds row i of `from` (n x q) to row to(i) of `into`. */
function addRows(
  into: Float64Array,
  from: Float64Array,
  q: number,
  n: number,
  to: (row: number) => number,
): void {
  for (let i = 0; i < n; i++) {
    const at = to(i) * q;
    for (let j = 0; j < q; j++) into[at + j]! += from[i * q + j]!;
  }
}

/** own_a - |L^-1 row_a|^2 for each row. */
function lessExplained(own: Float64Array, rows: Float64Array, l: Float64Array, q: number): Float64Array {
  for (let a = 0; a < own.length; a++) {
    let sum = 0;
    for (let i = 0; i < q; i++) {
      let rest = rows[a * q + i]!;
      for (let k = 0; k < i; k++) rest -= l[i * q + k]! * rows[a * q + k]!;
      rest /= l[i * q + i]!;
      rows[a * q + i] = rest;
      sum += rest * rest;
    }
    own[a]! -= sum;
  }
  return own;
}

function solveUpdated(
  { base, q, scaled, inner }: Update,
  b: Float64Array,
  n: number,
  c: number,
): Float64Array {
  const x = base.solve(b, c);
  const right = new Float64Array(q * c);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < q; a++) {
      const entry = scaled[i * q + a]!;
      if (entry !== 0) for (let j = 0; j < c; j++) right[a * c + j]! += entry * b[i * c + j]!;
    }
  }
  solveBlock(inner, 0, q, right, 0, c);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < q; a++) {
      const entry = scaled[i * q + a]!;
      if (entry !== 0) for (let j = 0; j < c; j++) x[i * c + j]! -= entry * right[a * c + j]!;
    }
  }
  return x;
}
