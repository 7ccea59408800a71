import { type Cells, cellsOf, checkedLevel, refuseOption } from "./check-counts.ts";
import { countsResult, notEstimable } from "./counts-inference.ts";
import { breslowDay, cochranMantelHaenszel } from "./homogeneity-tests.ts";
import { tableEffects } from "./study-effects.ts";
import type { CountTables, MantelHaenszelOptions, MantelHaenszelResult } from "./types.ts";
import { corrected, doubleZero, EFFECT_RULE, fullRule, SUM_RULE } from "./zero-cells.ts";

/** Measures of 2x2 tables that Mantel and Haenszel's weights pool. */
export type MantelHaenszelMeasure = "OR" | "RR" | "RD";

/** A pooled estimate before inference. */
export interface PooledSums {
  readonly estimate: number;
  readonly se: number;
  readonly weights: Float64Array;
}

const NO_EVENTS = "one of the groups has no event, or only events, in every study; the ratio is not defined.";

function oddsRatioSums({ k, a, b, c, d }: Cells): PooledSums {
  const weights = new Float64Array(k);
  let [r, s, pr, cross, qs] = [0, 0, 0, 0, 0];
  for (let i = 0; i < k; i++) {
    const n = a[i]! + b[i]! + c[i]! + d[i]!;
    const p = (a[i]! + d[i]!) / n;
    const q = (b[i]! + c[i]!) / n;
    const ri = (a[i]! / n) * d[i]!;
    const si = (b[i]! / n) * c[i]!;
    r += ri;
    s += si;
    pr += p * ri;
    cross += p * si + q * ri;
    qs += q * si;
    weights[i] = si;
  }
  if (!(r > 0 && s > 0)) notEstimable("Mantel-Haenszel odds ratio", NO_EVENTS);
  const variance = (pr / r ** 2 + cross / (r * s) + qs / s ** 2) / 2;
  return { estimate: Math.log(r / s), se: Math.sqrt(variance), weights };
}

function riskRatioSums({ k, a, b, c, d }: Cells): PooledSums {
  const weights = new Float64Array(k);
  let [r, s, spread] = [0, 0, 0];
  for (let i = 0; i < k; i++) {
    const [n1, n2] = [a[i]! + b[i]!, c[i]! + d[i]!];
    const n = n1 + n2;
    r += a[i]! * (n2 / n);
    s += c[i]! * (n1 / n);
    spread += (n1 / n) * (n2 / n) * (a[i]! + c[i]!) - (a[i]! / n) * c[i]!;
    weights[i] = c[i]! * (n1 / n);
  }
  if (!(r > 0 && s > 0)) notEstimable("Mantel-Haenszel risk ratio", NO_EVENTS);
  return { estimate: Math.log(r / s), se: Math.sqrt(spread / (r * s)), weights };
}

function riskDifferenceSums({ k, a, b, c, d }: Cells): PooledSums {
  const weights = new Float64Array(k);
  let [difference, total, slope, level] = [0, 0, 0, 0];
  for (let i = 0; i < k; i++) {
    const [n1, n2] = [a[i]! + b[i]!, c[i]! + d[i]!];
    const n = n1 + n2;
    const [share1, share2] = [n1 / n, n2 / n];
    weights[i] = n1 * share2;
    total += n1 * share2;
    difference += a[i]! * share2 - c[i]! * share1;
    slope += c[i]! * share1 ** 2 - a[i]! * share2 ** 2 + (share1 * share2 * (n2 - n1)) / 2;
    level += (a[i]! * d[i]! + c[i]! * b[i]!) / n / 2;
  }
  const estimate = difference / total;
  const variance = (estimate * slope + level) / total ** 2;
  if (!(variance > 0)) notEstimable("Mantel-Haenszel risk difference", "no study has any spread.");
  return { estimate, se: Math.sqrt(variance), weights };
}

const sumsOf: Readonly<Record<MantelHaenszelMeasure, (cells: Cells) => PooledSums>> = {
  OR: oddsRatioSums,
  RR: riskRatioSums,
  RD: riskDifferenceSums,
};

/** The Mantel-Haenszel estimate of tables as they are. */
export function mantelHaenszelSums(cells: Cells, measure: MantelHaenszelMeasure): PooledSums {
  return sumsOf[measure](cells);
}

/**
 * Pooled log odds ratio, log risk ratio or risk difference by the method of Mantel and Haenszel.
 *
 * @param tables events and group sizes, each of length k >= 1
 * @param measure `OR`, `RR` (both pooled as natural logarithms) or `RD`
 * @throws EvidensError `synthesis/bad-counts`, `synthesis/bad-options`; `synthesis/not-estimable` where a ratio is undefined
 * Source: doi:10.1093/jnci/22.4.719; variances doi:10.2307/2531052 (Robins, Breslow, Greenland; odds ratio),
 * doi:10.2307/2530643 (Greenland, Robins; risk ratio), doi:10.2307/2531719 (Sato; risk difference).
 * Checked: tests/synthesis/golden-mh-peto.test.ts, relative 1e-12. Cost O(k).
 */
export function mantelHaenszel(
  tables: CountTables,
  measure: MantelHaenszelMeasure,
  options: MantelHaenszelOptions = {},
): MantelHaenszelResult {
  if (!Object.hasOwn(sumsOf, measure))
    refuseOption(`Mantel-Haenszel cannot pool ${measure}.`, "Pass OR, RR or RD.");
  const level = checkedLevel(options.level);
  const cells = cellsOf(tables);
  const own = tableEffects[measure](corrected(cells, fullRule(options.zeroCells, EFFECT_RULE)));
  const sums = pooledCells(cells, options);
  const { estimate, se, weights } = sumsOf[measure](sums);
  const heterogeneity =
    measure === "OR" ? breslowDay(sums, Math.exp(estimate)) : { breslowDay: null, tarone: null };
  return {
    ...countsResult(sums.k, { estimate, se }, own, weights, level),
    association: measure === "OR" ? cochranMantelHaenszel(sums, options.correct ?? true) : null,
    ...heterogeneity,
  };
}

/** The tables that enter the pooled sums. */
function pooledCells(cells: Cells, options: MantelHaenszelOptions): Cells {
  const rule = fullRule(options.pooledZeroCells, SUM_RULE);
  if (!rule.dropDoubleZero) return corrected(cells, rule);
  const dropped = doubleZero(cells);
  const keep = (list: Float64Array): Float64Array => list.filter((_, i) => dropped[i] === 0);
  const kept = { a: keep(cells.a), b: keep(cells.b), c: keep(cells.c), d: keep(cells.d) };
  return corrected({ k: kept.a.length, ...kept }, { ...rule, dropDoubleZero: false });
}
