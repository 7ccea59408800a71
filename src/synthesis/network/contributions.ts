import { estimatesFor } from "./split-network.ts";
import type { NetworkModel, NetworkResult, PairTable } from "./types.ts";

/** How much each direct comparison, and each study, contributes to one network estimate. */
export interface NetworkContribution {
  readonly treatment1: string;
  readonly treatment2: string;
  /** Shares of the direct comparisons, in the order of the treatments; they add up to 1. */
  readonly comparisons: readonly {
    readonly treatment1: string;
    readonly treatment2: string;
    readonly share: number;
  }[];
  /** Shares of the studies, in the order of the result; they add up to 1. */
  readonly studies: readonly { readonly study: string; readonly share: number }[];
}

/** A direct comparison with the weights of its contrasts, a before b. */
interface Edge {
  readonly a: number;
  readonly b: number;
  weight: number;
  readonly rows: { readonly study: string; readonly weight: number }[];
}

function edgesOf(result: NetworkResult, model: NetworkModel): Edge[] {
  const n = result.treatments.length;
  const found = new Map<number, Edge>();
  for (const row of result.contrasts) {
    const [i, j] = [result.treatments.indexOf(row.treatment1), result.treatments.indexOf(row.treatment2)];
    const [a, b] = [Math.min(i, j), Math.max(i, j)];
    const weight = (model === "random" ? row.weightRandom : row.weightCommon) ?? 0;
    const edge = found.get(a * n + b) ?? { a, b, weight: 0, rows: [] };
    edge.weight += weight;
    edge.rows.push({ study: row.study, weight });
    found.set(a * n + b, edge);
  }
  return [...found.values()].sort((x, y) => x.a - y.a || x.b - y.b);
}

/** Flows this small are rounding. */
const NOTHING = 1e-12;

/** Potential of each treatment when one unit of evidence flows from s to t. */
function potentials(se: PairTable, s: number, t: number): Float64Array {
  return Float64Array.from(se, (row) => (row[t]! ** 2 - row[s]! ** 2) / 2);
}

/**
 * Share of each edge in the walks from s to t: a walk follows the flow, at each treatment by the share of the flow
 * that leaves it, and gives each of its edges one part in its length. Probabilities by number of steps, forwards
 * and backwards, stand for the sum over all walks.
 */
function walkShares(edges: readonly Edge[], level: Float64Array, s: number, t: number): Float64Array {
  const n = level.length;
  const flow = edges.map(({ a, b, weight }) => weight * (level[a]! - level[b]!));
  const from = edges.map(({ a, b }, e) => (flow[e]! >= 0 ? a : b));
  const to = edges.map(({ a, b }, e) => (flow[e]! >= 0 ? b : a));
  const leaving = new Float64Array(n);
  flow.forEach((one, e) => {
    leaving[from[e]!]! += Math.abs(one);
  });
  const step = flow.map((one, e) => (Math.abs(one) > NOTHING ? Math.abs(one) / leaving[from[e]!]! : 0));
  // At most n - 1 steps: the flow runs downhill and meets no treatment twice.
  const reach = Array.from({ length: n }, () => new Float64Array(n));
  const rest = Array.from({ length: n }, () => new Float64Array(n));
  reach[0]![s] = 1;
  rest[0]![t] = 1;
  for (let length = 1; length < n; length++)
    for (let e = 0; e < edges.length; e++) {
      if (from[e] !== t) reach[length]![to[e]!]! += reach[length - 1]![from[e]!]! * step[e]!;
      if (from[e] !== t) rest[length]![from[e]!]! += step[e]! * rest[length - 1]![to[e]!]!;
    }
  return Float64Array.from(edges, (_, e) => {
    if (step[e] === 0 || from[e] === t) return 0;
    let share = 0;
    for (let before = 0; before < n; before++)
      for (let after = 0; before + 1 + after < n; after++)
        share += (reach[before]![from[e]!]! * step[e]! * rest[after]![to[e]!]!) / (before + 1 + after);
    return share;
  });
}

/**
 * Contributions of direct evidence to every network estimate, as shares that add up to 1.
 *
 * @param result of `networkMetaAnalysis`
 * @param model `random` (default) or `common`
 * @returns one entry for each pair of treatments, in their order
 * @throws EvidensError `synthesis/no-random-effects`
 * Source: Davies, Papakonstantinou, Nikolakopoulou, Rücker and Galla 2022, doi:10.1002/sim.9346 (random walk).
 * Checked: tests/synthesis/network-contributions.test.ts, against all walks one by one.
 * Cost O(n^2 (n^2 + edges n)) in treatments.
 */
export function networkContributions(
  result: NetworkResult,
  model: NetworkModel = "random",
): readonly NetworkContribution[] {
  const { se } = estimatesFor(result, model);
  const { treatments } = result;
  const edges = edgesOf(result, model);
  const contributions: NetworkContribution[] = [];
  for (let s = 0; s < treatments.length; s++)
    for (let t = s + 1; t < treatments.length; t++) {
      const shares = walkShares(edges, potentials(se, s, t), s, t);
      const byStudy = new Map(result.studies.map((study): [string, number] => [study, 0]));
      edges.forEach(({ weight, rows }, e) => {
        for (const row of rows)
          byStudy.set(row.study, byStudy.get(row.study)! + (shares[e]! * row.weight) / weight);
      });
      contributions.push({
        treatment1: treatments[s]!,
        treatment2: treatments[t]!,
        comparisons: edges.map(({ a, b }, e) => ({
          treatment1: treatments[a]!,
          treatment2: treatments[b]!,
          share: shares[e]!,
        })),
        studies: [...byStudy].map(([study, share]) => ({ study, share })),
      });
    }
  return contributions;
}
