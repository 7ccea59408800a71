import { EvidensError } from "#kernel";
import { normalQuantile } from "#numerics";
import { hedgesCorrection, pearsonTest, standardisedFromRaw } from "#synthesis";
import { checkedLevel } from "../refuse.ts";
import { momentsOf } from "./summaries.ts";
import type { BetweenEffect, EstimateInterval, WithinEffect } from "./tables.types.ts";

type Values = ArrayLike<number>;

function interval(estimate: number, variance: number, level: number): EstimateInterval {
  const se = Math.sqrt(variance);
  const half = normalQuantile(1 - (1 - level) / 2) * se;
  return { estimate, se, ciLow: estimate - half, ciHigh: estimate + half };
}

/**
 * Cohen's d and Hedges' g of two independent groups, first less second over the pooled standard deviation.
 * Both with variance 1/n1 + 1/n2 + e²/(2(n1 + n2)), e being d or g, and a normal interval; g by the exact factor.
 *
 * @param x values of group 1, finite, length >= 2
 * @param y values of group 2, finite, length >= 2
 * @param options `level` in (0, 1), default 0.95
 * @throws EvidensError `synthesis/bad-data` (too few, not finite, no spread); `participants/bad-level`
 * Source: Hedges 1981, doi:10.3102/10769986006002107. Checked: tests/participants/cohens-d.test.ts, 1e-10 against R.
 */
export function cohensBetween(
  x: Values,
  y: Values,
  options: { readonly level?: number | undefined } = {},
): BetweenEffect {
  const level = checkedLevel(options.level);
  const { d, g, varianceG, mean1, mean2 } = standardisedFromRaw(x, y);
  const flat = 1 / x.length + 1 / y.length;
  return {
    d: interval(d, flat + d ** 2 / (2 * (x.length + y.length)), level),
    g: interval(g, varianceG, level),
    pooledSd: d === 0 ? pooled(x, y) : (mean1 - mean2) / d,
    n: [x.length, y.length],
  };
}

function pooled(x: Values, y: Values): number {
  const [one, two] = [momentsOf(x), momentsOf(y)];
  return Math.sqrt(((one.n - 1) * one.variance + (two.n - 1) * two.variance) / (one.n + two.n - 2));
}

/**
 * Standardised change of the same people, second less first, with the correlation of the two measurements:
 * by the first standard deviation (default; g with n - 1, variance 2(1 - r)/n + e²/(2n)), by the average of both
 * (g with 2(n - 1)/(1 + r²), variance 2(1 - r)/n + e²(1 + r²)/(4n)), or by that of the changes
 * (g with n - 1, variance 1/n + e²/(2n)); e being d or g.
 *
 * @param first  measurements before, finite, length >= 3
 * @param second measurements of the same people after, same length
 * @throws EvidensError `participants/bad-pairs`; `participants/bad-level`
 * Source: Becker 1988, doi:10.1111/j.2044-8317.1988.tb00901.x; Bonett 2008, doi:10.1037/1082-989X.13.2.99.
 * Checked: tests/participants/cohens-d.test.ts, against the effect measures SMCR, SMCRP and SMCC.
 */
export function cohensWithin(
  first: Values,
  second: Values,
  options: { readonly level?: number | undefined; readonly by?: WithinEffect["by"] | undefined } = {},
): WithinEffect {
  const level = checkedLevel(options.level);
  const n = first.length;
  if (n !== second.length || n < 3)
    refusePairs(`There are ${n} and ${second.length} values.`, "Pass at least three pairs.");
  const [one, two] = [momentsOf(first), momentsOf(second)];
  const change = momentsOf(Float64Array.from(second, (value, i) => value - first[i]!));
  if (!(one.variance > 0 && two.variance > 0 && change.variance > 0))
    refusePairs("The values, or their changes, are all equal.", "Pass values that vary.");
  const r = pearsonTest(first, second).estimate;
  const by = options.by ?? "first-sd";
  const variance = {
    "first-sd": one.variance,
    "average-sd": (one.variance + two.variance) / 2,
    "change-sd": change.variance,
  }[by];
  const df = by === "average-sd" ? (2 * (n - 1)) / (1 + r ** 2) : n - 1;
  const spread = (e: number): number =>
    by === "change-sd"
      ? 1 / n + e ** 2 / (2 * n)
      : (2 * (1 - r)) / n + (by === "first-sd" ? e ** 2 / (2 * n) : (e ** 2 * (1 + r ** 2)) / (4 * n));
  const d = change.mean / Math.sqrt(variance);
  const g = hedgesCorrection(df) * d;
  return {
    d: interval(d, spread(d), level),
    g: interval(g, spread(g), level),
    by,
    sd: Math.sqrt(variance),
    correlation: r,
    n,
  };
}

function refusePairs(message: string, remedy: string): never {
  throw new EvidensError({ code: "participants/bad-pairs", kind: "invalid", message, remedy });
}
