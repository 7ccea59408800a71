import { chiSquareUpper } from "#numerics";
import { checkedLevel, type Rates, ratesOf, refuseOption } from "./check-counts.ts";
import { countsResult, notEstimable } from "./counts-inference.ts";
import type { PooledSums } from "./mantel-haenszel.ts";
import { rateEffects } from "./study-effects.ts";
import type { ChiSquareTest, MantelHaenszelOptions, MantelHaenszelResult, RateTables } from "./types.ts";
import { correctedRates, EFFECT_RULE, fullRule, SUM_RULE } from "./zero-cells.ts";

/** Measures of person-time tables that Mantel and Haenszel's weights pool. */
export type MantelHaenszelRateMeasure = "IRR" | "IRD";

function rateRatioSums({ k, x1, t1, x2, t2 }: Rates): PooledSums {
  const weights = new Float64Array(k);
  let [r, s, spread] = [0, 0, 0];
  for (let i = 0; i < k; i++) {
    const t = t1[i]! + t2[i]!;
    r += x1[i]! * (t2[i]! / t);
    s += x2[i]! * (t1[i]! / t);
    spread += (t1[i]! / t) * (t2[i]! / t) * (x1[i]! + x2[i]!);
    weights[i] = x2[i]! * (t1[i]! / t);
  }
  if (!(r > 0 && s > 0)) notEstimable("Mantel-Haenszel rate ratio", "one of the groups has no event at all.");
  return { estimate: Math.log(r / s), se: Math.sqrt(spread / (r * s)), weights };
}

function rateDifferenceSums({ k, x1, t1, x2, t2 }: Rates): PooledSums {
  const weights = new Float64Array(k);
  let [difference, total, spread] = [0, 0, 0];
  for (let i = 0; i < k; i++) {
    const t = t1[i]! + t2[i]!;
    const weight = (t1[i]! / t) * t2[i]!;
    weights[i] = weight;
    total += weight;
    difference += (x1[i]! * t2[i]! - x2[i]! * t1[i]!) / t;
    spread += weight ** 2 * (x1[i]! / t1[i]! ** 2 + x2[i]! / t2[i]! ** 2);
  }
  if (!(spread > 0)) notEstimable("Mantel-Haenszel rate difference", "no group has any event.");
  return { estimate: difference / total, se: Math.sqrt(spread) / total, weights };
}

/** Mantel-Haenszel test that the rates of the two groups are equal in every study. */
function association({ k, x1, t1, x2, t2 }: Rates, correct: boolean): ChiSquareTest {
  let [distance, variance] = [0, 0];
  for (let i = 0; i < k; i++) {
    const t = t1[i]! + t2[i]!;
    distance += (x1[i]! * t2[i]! - x2[i]! * t1[i]!) / t;
    variance += (x1[i]! + x2[i]!) * (t1[i]! / t) * (t2[i]! / t);
  }
  const statistic = (Math.abs(distance) - (correct ? 0.5 : 0)) ** 2 / variance;
  return { statistic, df: 1, p: chiSquareUpper(statistic, 1) };
}

/**
 * Pooled log rate ratio or rate difference by the method of Mantel and Haenszel.
 *
 * @param tables events and person-time, each of length k >= 1
 * @param measure `IRR` (pooled as a natural logarithm) or `IRD` (events per unit of person-time)
 * @throws EvidensError `synthesis/bad-counts`, `synthesis/bad-options`; `synthesis/not-estimable` where no result is defined
 * Source: doi:10.2307/2530643 (Greenland, Robins); Rothman, Greenland and Lash 2008, "Modern Epidemiology", ch. 15.
 * Checked: tests/synthesis/golden-mh-peto.test.ts, relative 1e-12. Cost O(k).
 */
export function mantelHaenszelRates(
  tables: RateTables,
  measure: MantelHaenszelRateMeasure,
  options: MantelHaenszelOptions = {},
): MantelHaenszelResult {
  if (measure !== "IRR" && measure !== "IRD")
    refuseOption(`Mantel-Haenszel for rates cannot pool ${measure}.`, "Pass IRR or IRD.");
  const level = checkedLevel(options.level);
  const rates = ratesOf(tables);
  const own = rateEffects[measure](correctedRates(rates, fullRule(options.zeroCells, EFFECT_RULE)));
  const sums = pooledRates(rates, options);
  const { estimate, se, weights } = measure === "IRR" ? rateRatioSums(sums) : rateDifferenceSums(sums);
  return {
    ...countsResult(sums.k, { estimate, se }, own, weights, level),
    association: measure === "IRR" ? association(sums, options.correct ?? true) : null,
    breslowDay: null,
    tarone: null,
  };
}

/** The studies that enter the pooled sums. */
function pooledRates(rates: Rates, options: MantelHaenszelOptions): Rates {
  const rule = fullRule(options.pooledZeroCells, SUM_RULE);
  if (!rule.dropDoubleZero) return correctedRates(rates, rule);
  const { x1, t1, x2, t2 } = rates;
  const keep = (list: Float64Array): Float64Array => list.filter((_, i) => x1[i] !== 0 || x2[i] !== 0);
  const kept = { x1: keep(x1), t1: keep(t1), x2: keep(x2), t2: keep(t2) };
  return correctedRates({ k: kept.x1.length, ...kept }, { ...rule, dropDoubleZero: false });
}
