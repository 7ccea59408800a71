import { factorBlock, logDeterminantOfBlock, solveBlock } from "./block-cholesky.ts";
import type { Engine, FactoredCovariance } from "./engine.types.ts";
import { factorNesting, type Nesting } from "./nested-engine.ts";

/** A factor that crosses the nesting, or whose levels have known correlations. */
export interface CrossedFactor {
  readonly term: number;
  readonly outer: Int32Array;
  readonly count: number;
  /** Lower Cholesky factor of its known matrix; without it levels are independent. */
  readonly root?: Float64Array;
}

/** A factor with the place of its first level among all, and its standard deviation. */
interface Placed extends CrossedFactor {
  readonly start: number;
  readonly spread: number;
}

interface Update {
  readonly base: FactoredCovariance;
  readonly q: number;
  readonly placed: readonly Placed[];
  /** B^-1 Z, n x q. */
  readonly design: Float64Array;
  /** Cholesky factor of I + D^1/2' Z'B^-1 Z D^1/2. */
  readonly inner: Float64Array;
}

/**
 * Nested intercepts B and others beside them, M = B + Z D Z', by the Woodbury identity on I + D^1/2' Z'B^-1 Z D^1/2,
 * which exists where a variance is 0. With q levels of the factors beside the nesting a factor costs O(n q + q^3), a
 * solve O(n q), the sums of a nested term O(levels q^2); no n x n matrix is formed.
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
  const levels = new Float64Array(n * q);
  for (const [f, { outer }] of crossed.entries())
    for (let i = 0; i < n; i++) levels[i * q + starts[f]! + outer[i]!] = 1;
  return {
    name: "low-rank",
    factor: (covariances) => {
      const placed = crossed.map((factor, f): Placed => {
        const variance =
          covariances[factor.term]![0]! / (factor.root === undefined ? 1 : factor.root[0]! ** 2);
        return { ...factor, start: starts[f]!, spread: Math.sqrt(variance) };
      });
      const base = factorNesting(
        nesting,
        nesting.levels.map(({ term }) => covariances[term]![0]!),
      );
      const design = base.solve(levels, q);
      const cross = new Float64Array(q * q);
      for (const { outer, start } of placed) addRows(cross, design, q, n, (i) => start + outer[i]!);
      const inner = timesRoot(transposed(timesRoot(cross.slice(), q, placed), q), q, placed);
      for (let a = 0; a < q; a++) inner[a * q + a]! += 1;
      if (!factorBlock(inner, 0, q)) return null;
      const update: Update = { base, q, placed, design, inner };
      return {
        logDeterminant: base.logDeterminant + logDeterminantOfBlock(inner, 0, q),
        solve: (b, c) => solveUpdated(update, b, n, c),
        outerSums: (term) => {
          const own = placed.find((one) => one.term === term);
          if (own !== undefined) return sumsBeside(own, cross, update);
          const sums = base.outerSums(term).slice();
          const rows = new Float64Array(sums.length * q);
          addRows(rows, design, q, n, levelOf(nesting, term));
          return lessExplained(sums, timesRoot(rows, q, placed), inner, q);
        },
      };
    },
  };
}

/** Rows (each of length q) times D^1/2, in place. */
function timesRoot(rows: Float64Array, q: number, placed: readonly Placed[]): Float64Array {
  for (let at = 0; at < rows.length; at += q) {
    for (const { start, count, spread, root } of placed) {
      for (let j = 0; j < count; j++) {
        let sum = rows[at + start + j]!;
        // Column j of a lower triangle reads entries j and after, which are not written yet.
        if (root !== undefined) {
          sum = 0;
          for (let k = j; k < count; k++) sum += rows[at + start + k]! * root[k * count + j]!;
        }
        rows[at + start + j] = spread * sum;
      }
    }
  }
  return rows;
}

/** D^1/2 times c columns (q x c), in place. */
function rootTimes(columns: Float64Array, c: number, placed: readonly Placed[]): Float64Array {
  for (const { start, count, spread, root } of placed) {
    for (let j = count - 1; j >= 0; j--) {
      for (let k = 0; k < c; k++) {
        let sum = columns[(start + j) * c + k]!;
        if (root !== undefined) {
          sum = 0;
          for (let l = 0; l <= j; l++) sum += root[j * count + l]! * columns[(start + l) * c + k]!;
        }
        columns[(start + j) * c + k] = spread * sum;
      }
    }
  }
  return columns;
}

function transposed(a: Float64Array, q: number): Float64Array {
  return a.map((_, cell) => a[(cell % q) * q + Math.floor(cell / q)]!);
}

/** Sums of M^-1 of a factor beside the nesting: by level, or by pair of levels where they are correlated. */
function sumsBeside({ start, count, root }: Placed, cross: Float64Array, update: Update): Float64Array {
  const { q, placed, inner } = update;
  const rows = cross.slice(start * q, (start + count) * q);
  const own = Float64Array.from({ length: count }, (_, a) => rows[a * q + start + a]!);
  const pairs = Float64Array.from(
    { length: root === undefined ? 0 : count * count },
    (_, cell) => rows[Math.floor(cell / count) * q + start + (cell % count)]!,
  );
  lessExplained(own, timesRoot(rows, q, placed), inner, q);
  if (root === undefined) return own;
  // The rows are now L^-1 of what they were: their products are what the update takes from each pair.
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = pairs[a * count + b]!;
      for (let k = 0; k < q; k++) sum -= rows[a * q + k]! * rows[b * q + k]!;
      pairs[a * count + b] = pairs[b * count + a] = sum;
    }
  }
  return pairs;
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
  { base, q, placed, design, inner }: Update,
  b: Float64Array,
  n: number,
  c: number,
): Float64Array {
  const x = base.solve(b, c);
  const toward = new Float64Array(c * q);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < q; a++) {
      const entry = design[i * q + a]!;
      if (entry !== 0) for (let j = 0; j < c; j++) toward[j * q + a]! += entry * b[i * c + j]!;
    }
  }
  timesRoot(toward, q, placed);
  const right = new Float64Array(q * c);
  for (let a = 0; a < q; a++) for (let j = 0; j < c; j++) right[a * c + j] = toward[j * q + a]!;
  solveBlock(inner, 0, q, right, 0, c);
  rootTimes(right, c, placed);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < q; a++) {
      const entry = design[i * q + a]!;
      if (entry !== 0) for (let j = 0; j < c; j++) x[i * c + j]! -= entry * right[a * c + j]!;
    }
  }
  return x;
}
