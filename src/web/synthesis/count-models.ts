import {
  type CountsResult,
  type CountTables,
  mantelHaenszel,
  type PooledResult,
  peto,
  type RevmanResult,
  revmanPool,
  type TwoCounts,
} from "#synthesis";
import type { AnalysisRow } from "../api/types.ts";
import type { Specification } from "./specification.ts";

export type Table = TwoCounts;

/** Events and people of a row; null where one is missing. */
export function tableOf({ experimentalValues: a, comparatorValues: b }: AnalysisRow): Table | null {
  const [events1, n1] = [a.events?.number, (a.total ?? a.n)?.number];
  const [events2, n2] = [b.events?.number, (b.total ?? b.n)?.number];
  if (events1 === undefined || n1 === undefined || events2 === undefined || n2 === undefined) return null;
  return { events1, n1, events2, n2 };
}

/**
 * Pools 2x2 tables without weights of inverse variance: Mantel–Haenszel, Peto, or "M-H, Random" as Review
 * Manager 5 computes it.
 *
 * @throws EvidensError what `mantelHaenszel`, `peto` and `revmanPool` refuse
 * Checked: tests/web/synthesis-compute.test.ts.
 */
export function poolCounts(tables: readonly Table[], spec: Specification): PooledResult {
  const columns: CountTables = {
    events1: tables.map(({ events1 }) => events1),
    n1: tables.map(({ n1 }) => n1),
    events2: tables.map(({ events2 }) => events2),
    n2: tables.map(({ n2 }) => n2),
  };
  const measure = spec.measure === "RR" || spec.measure === "RD" ? spec.measure : "OR";
  if (spec.model === "peto") return fixed(peto(columns));
  if (spec.model === "mh") return fixed(mantelHaenszel(columns, measure));
  return random(revmanPool(columns, { measure, method: "MH", effects: "random" }), tables.length);
}

const NOT_HERE = {
  level: 0.95,
  df: null,
  seTau2: null,
  tau2Low: null,
  tau2High: null,
  tau2IntervalEmpty: false,
  i2Low: null,
  i2High: null,
  h2Low: null,
  h2High: null,
  predictionLow: null,
  predictionHigh: null,
  test: "z",
  converged: true,
  iterations: 0,
  lastChange: 0,
} as const;

function fixed(result: CountsResult): PooledResult {
  const { k, estimate, se, statistic, p, ciLow, ciHigh, q, qDf, qP, i2, h2, weights } = result;
  return {
    ...NOT_HERE,
    ...{ k, estimate, se, statistic, p, ciLow, ciHigh, q, qDf, qP, i2, h2, weights },
    model: "common",
    tau2Method: null,
    tau2: 0,
  };
}

function random(result: RevmanResult, k: number): PooledResult {
  const { estimate, se, p, ciLow, ciHigh, i2, weights, tau2, chi2, df, pChi2 } = result;
  return {
    ...NOT_HERE,
    ...{ k, estimate, se, p, ciLow, ciHigh, i2, weights, tau2 },
    model: "random",
    tau2Method: "DL",
    statistic: se === 0 ? null : estimate / se,
    q: chi2,
    qDf: df,
    qP: pChi2,
    h2: df > 0 ? chi2 / df : null,
  };
}
