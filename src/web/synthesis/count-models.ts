import { type CountTables, type PooledResult, poolCountTables, type TwoCounts } from "#synthesis";
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
 * @throws EvidensError what `poolCountTables` refuses
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
  return poolCountTables(columns, {
    measure,
    method: spec.model === "peto" ? "peto" : "mantel-haenszel",
    effects: spec.model === "mh-random" ? "random" : "common",
  });
}
