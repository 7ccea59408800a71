import type { PooledResult } from "../types.ts";
import { refuseOption } from "./check-counts.ts";
import { mantelHaenszel } from "./mantel-haenszel.ts";
import { peto } from "./peto.ts";
import { revmanPool } from "./revman.ts";
import type { CountsResult, CountTables } from "./types.ts";

export interface PoolCountOptions {
  readonly measure: "OR" | "RR" | "RD";
  /** `peto` pools odds ratios under a common effect. */
  readonly method: "mantel-haenszel" | "peto";
  /** `random` with Mantel-Haenszel is what Review Manager 5 calls "M-H, Random". */
  readonly effects: "common" | "random";
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
}

/**
 * Pools 2x2 tables by sums instead of weights of inverse variance, as a result of the shape of `pool`: intervals are
 * normal, and what such methods do not give is null.
 *
 * @param tables events and group sizes, each of length k >= 1
 * @throws EvidensError `synthesis/bad-options` Peto with another measure or random effects; what `mantelHaenszel`, `peto` and `revmanPool` refuse
 * Source: as `mantelHaenszel`, `peto` and `revmanPool`. Checked: tests/synthesis/pool-count-tables.test.ts. Cost O(k).
 */
export function poolCountTables(tables: CountTables, options: PoolCountOptions): PooledResult {
  const { measure, method, effects, level = 0.95 } = options;
  if (method !== "peto" && method !== "mantel-haenszel")
    refuseOption(`Counts cannot be pooled by ${method}.`, "Pass mantel-haenszel or peto.");
  if (effects !== "common" && effects !== "random")
    refuseOption(`Effects ${effects} are unknown.`, "Pass random or common.");
  if (method === "peto" && (measure !== "OR" || effects !== "common"))
    refuseOption(
      `Peto's method pools odds ratios under a common effect, not ${measure} with ${effects} effects.`,
      "Pass OR and common effects, or Mantel-Haenszel.",
    );
  if (effects === "random") return random(tables, measure, level);
  return fixed(method === "peto" ? peto(tables, { level }) : mantelHaenszel(tables, measure, { level }));
}

const NOT_HERE = {
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
  const { k, level, estimate, se, statistic, p, ciLow, ciHigh, q, qDf, qP, i2, h2, weights } = result;
  return {
    ...NOT_HERE,
    ...{ k, level, estimate, se, statistic, p, ciLow, ciHigh, q, qDf, qP, i2, h2, weights },
    model: "common",
    tau2Method: null,
    tau2: 0,
  };
}

function random(tables: CountTables, measure: "OR" | "RR" | "RD", level: number): PooledResult {
  const result = revmanPool(tables, { measure, method: "MH", effects: "random", level });
  const { estimate, se, p, ciLow, ciHigh, i2, weights, tau2, chi2, df, pChi2 } = result;
  return {
    ...NOT_HERE,
    ...{ k: tables.events1.length, level, estimate, se, p, ciLow, ciHigh, i2, weights, tau2 },
    model: "random",
    tau2Method: "DL",
    statistic: se === 0 ? null : estimate / se,
    q: chi2,
    qDf: df,
    qP: pChi2,
    h2: df > 0 ? chi2 / df : null,
  };
}
