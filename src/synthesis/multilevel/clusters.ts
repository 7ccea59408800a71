import type { Model } from "./model.ts";
import type { LevelLabel } from "./multilevel.types.ts";
import { refuse } from "./refuse.ts";

/** Rows by cluster. */
export interface Clusters {
  readonly rows: readonly Int32Array[];
  /** The model correlates effects of different clusters. */
  readonly correlated: boolean;
}

/**
 * @param covariances of the terms; a term whose covariance is 0 joins nothing
 * @throws EvidensError `synthesis/bad-effects`
 */
export function readClusters(
  model: Model,
  covariances: readonly Float64Array[],
  cluster: readonly LevelLabel[],
): Clusters {
  const { n } = model;
  if (cluster.length !== n)
    refuse(
      "bad-effects",
      `There are ${n} effects but ${cluster.length} clusters.`,
      "Pass the cluster of each effect.",
    );
  const groups = new Map<string, number[]>();
  const index = new Int32Array(n);
  const order = new Map<string, number>();
  for (const [i, label] of cluster.entries()) {
    if (label === undefined || label === null || label === "" || Number.isNaN(label))
      refuse("bad-effects", `Effect ${i + 1} has no cluster.`, "Pass the cluster of each effect.");
    const key = String(label);
    if (!order.has(key)) order.set(key, order.size);
    index[i] = order.get(key)!;
    const rows = groups.get(key);
    if (rows === undefined) groups.set(key, [i]);
    else rows.push(i);
  }
  const joinsByTerm = model.terms.some(({ outer, outerLabels, inner, innerLabels, relation }, t) => {
    if (covariances[t]!.every((value) => value === 0)) return false;
    if (relation !== undefined) return joinsRelated(inner, innerLabels.length, covariances[t]!, index);
    const met = new Int32Array(outerLabels.length).fill(-1);
    return outer.some((level, i) => {
      if (met[level] === -1) met[level] = index[i]!;
      return met[level] !== index[i];
    });
  });
  const joinsBySampling = model.errors.blocks.some(({ rows, values }) =>
    values.some(
      (value, cell) =>
        value !== 0 && index[rows[Math.floor(cell / rows.length)]!] !== index[rows[cell % rows.length]!],
    ),
  );
  return {
    rows: [...groups.values()].map((rows) => Int32Array.from(rows)),
    correlated: joinsByTerm || joinsBySampling,
  };
}

/** Whether two rows of different clusters have levels that a known correlation joins. */
function joinsRelated(inner: Int32Array, m: number, g: Float64Array, cluster: Int32Array): boolean {
  return inner.some((a, i) =>
    inner.subarray(0, i).some((b, j) => cluster[i] !== cluster[j] && g[a * m + b] !== 0),
  );
}

/** Covariance of the effects at some rows, in the units of the model; row after row. */
export function covarianceAmong(
  model: Model,
  covariances: readonly Float64Array[],
  rows: Int32Array,
): Float64Array {
  const n = rows.length;
  const place = new Map(Array.from(rows, (row, i) => [row, i]));
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) out[i * n + i] = model.errors.variances[rows[i]!]!;
  for (const { rows: block, values } of model.errors.blocks) {
    for (const [i, row] of block.entries()) {
      const to = place.get(row);
      if (to === undefined) continue;
      for (const [j, column] of block.entries()) {
        const at = place.get(column);
        if (at !== undefined) out[to * n + at] = values[i * block.length + j]!;
      }
    }
  }
  for (const [t, { outer, inner, innerLabels }] of model.terms.entries()) {
    const m = innerLabels.length;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        if (outer[rows[i]!] === outer[rows[j]!])
          out[i * n + j]! += covariances[t]![inner[rows[i]!]! * m + inner[rows[j]!]!]!;
      }
    }
  }
  return out;
}
