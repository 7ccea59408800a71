import type { Engine, FactoredCovariance } from "./engine.types.ts";

/** Factors nested in each other, the coarsest first, over independent sampling errors. */
export interface Nesting {
  readonly n: number;
  readonly levels: readonly {
    /** Which covariance of the model is this factor's variance. */
    readonly term: number;
    readonly count: number;
    /** For each of its levels the level of the factor before; all 0 in the first. */
    readonly parent: Int32Array;
  }[];
  /** For each row its level of the finest factor; empty without factors. */
  readonly leaf: Int32Array;
  /** 1 / sampling variance. */
  readonly weights: Float64Array;
  /** Sum of the logarithms of the sampling variances. */
  readonly logVariances: number;
}

/** Finds the nesting of factors, or `null` where two of them cross. */
export function nestingOf(
  factors: readonly { readonly term: number; readonly outer: Int32Array; readonly count: number }[],
  variances: Float64Array,
): Nesting | null {
  const sorted = [...factors].sort((a, b) => a.count - b.count);
  const levels = [];
  for (const [at, { term, outer, count }] of sorted.entries()) {
    const parent = new Int32Array(count).fill(-1);
    const above = sorted[at - 1]?.outer;
    for (const [row, level] of outer.entries()) {
      const to = above?.[row] ?? 0;
      if (parent[level] === -1) parent[level] = to;
      else if (parent[level] !== to) return null;
    }
    levels.push({ term, count, parent });
  }
  return {
    n: variances.length,
    levels,
    leaf: sorted.at(-1)?.outer ?? new Int32Array(variances.length),
    weights: variances.map((v) => 1 / v),
    logVariances: variances.reduce((sum, v) => sum + Math.log(v), 0),
  };
}

/** What one upward pass leaves: sums 1' M_c^-1 1 of each node before and after its own variance joins. */
interface NodeSums {
  readonly before: Float64Array[];
  readonly after: Float64Array[];
}

function climb(nesting: Nesting, variances: readonly number[]): NodeSums & { logDeterminant: number } {
  const { levels, leaf, weights } = nesting;
  const before = levels.map(({ count }) => new Float64Array(count));
  const after = levels.map(({ count }) => new Float64Array(count));
  let logDeterminant = nesting.logVariances;
  const finest = before.at(-1);
  if (finest !== undefined) for (let i = 0; i < weights.length; i++) finest[leaf[i]!]! += weights[i]!;
  for (let l = levels.length - 1; l >= 0; l--) {
    const variance = variances[l]!;
    const [own, joined, up, { parent }] = [before[l]!, after[l]!, before[l - 1], levels[l]!];
    for (let c = 0; c < own.length; c++) {
      const growth = 1 + variance * own[c]!;
      logDeterminant += Math.log(growth);
      joined[c] = own[c]! / growth;
      if (up !== undefined) up[parent[c]!]! += joined[c]!;
    }
  }
  return { before, after, logDeterminant };
}

/**
 * M^-1 b by one pass up (sums within nodes) and one down (what the nodes above explain).
 * Within a node M_c = M_children + s 11', so that 1'M_c^-1 b = 1'M_children^-1 b / (1 + s 1'M_children^-1 1).
 */
function solveNested(
  nesting: Nesting,
  variances: readonly number[],
  sums: NodeSums,
  b: Float64Array,
  c: number,
): Float64Array {
  const { n, levels, leaf, weights } = nesting;
  const x = new Float64Array(n * c);
  const held = levels.map(({ count }) => new Float64Array(count));
  const finest = held.at(-1);
  for (let column = 0; column < c; column++) {
    if (finest === undefined) {
      for (let i = 0, at = column; i < n; i++, at += c) x[at] = weights[i]! * b[at]!;
      continue;
    }
    for (const h of held) h.fill(0);
    for (let i = 0, at = column; i < n; i++, at += c) finest[leaf[i]!]! += weights[i]! * b[at]!;
    for (let l = levels.length - 1; l >= 0; l--) {
      shrinkUp(held[l]!, held[l - 1], levels[l]!.parent, sums.before[l]!, variances[l]!);
    }
    for (let l = 0; l < levels.length; l++) {
      explainDown(held[l]!, held[l - 1], levels[l]!.parent, sums.after[l]!, variances[l]!);
    }
    for (let i = 0, at = column; i < n; i++, at += c) x[at] = weights[i]! * (b[at]! - finest[leaf[i]!]!);
  }
  return x;
}

/** Sums of a node's rows before its variance joins become those after, and are handed to its parent. */
function shrinkUp(
  h: Float64Array,
  up: Float64Array | undefined,
  parent: Int32Array,
  before: Float64Array,
  variance: number,
): void {
  for (let node = 0; node < h.length; node++) {
    const own = h[node]! / (1 + variance * before[node]!);
    h[node] = own;
    if (up !== undefined) up[parent[node]!]! += own;
  }
}

/** Sums become the effect of a node with those of all above it. */
function explainDown(
  h: Float64Array,
  up: Float64Array | undefined,
  parent: Int32Array,
  after: Float64Array,
  variance: number,
): void {
  for (let node = 0; node < h.length; node++) {
    const above = up === undefined ? 0 : up[parent[node]!]!;
    h[node] = above + variance * (h[node]! - after[node]! * above);
  }
}

/** 1'M^-1 1 over the rows of each node, by the variance of what lies above it given the rows outside it. */
function nodeTotals(
  nesting: Nesting,
  variances: readonly number[],
  { before, after }: NodeSums,
): Float64Array[] {
  const above = nesting.levels.map(({ count }) => new Float64Array(count));
  return nesting.levels.map(({ parent, count }, l) => {
    const totals = new Float64Array(count);
    for (let node = 0; node < count; node++) {
      const own = after[l]![node]!;
      if (l > 0) {
        const up = parent[node]!;
        const prior = above[l - 1]![up]! + variances[l - 1]!;
        above[l]![node] = prior / (1 + prior * Math.max(0, before[l - 1]![up]! - own));
      }
      totals[node] = own / (1 + above[l]![node]! * own);
    }
    return totals;
  });
}

/** A factored nesting; `variances` by depth. */
export function factorNesting(nesting: Nesting, variances: readonly number[]): FactoredCovariance {
  const { logDeterminant, ...sums } = climb(nesting, variances);
  let totals: Float64Array[] | undefined;
  return {
    logDeterminant,
    solve: (b, c) => solveNested(nesting, variances, sums, b, c),
    outerSums: (term) => {
      totals ??= nodeTotals(nesting, variances, sums);
      return totals[nesting.levels.findIndex((level) => level.term === term)]!;
    },
  };
}

/**
 * Nested random intercepts over independent sampling errors by Sherman-Morrison from the finest factor up.
 * Cost O(n) for a factor and O(n c) for a solve; no matrix is formed.
 * Checked: tests/synthesis/multilevel-engines.prop.test.ts.
 */
export function nestedEngine(nesting: Nesting): Engine {
  return {
    name: "nested",
    factor: (covariances) =>
      factorNesting(
        nesting,
        nesting.levels.map(({ term }) => covariances[term]![0]!),
      ),
  };
}
