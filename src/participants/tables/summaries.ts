import { compensatedSum } from "#numerics";
import type { CategorySummary, NumberSummary } from "./tables.types.ts";

export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** NaN for one value. */
  readonly variance: number;
}

/** Mean and variance (n - 1), in two passes. */
export function momentsOf(values: ArrayLike<number>): Moments {
  const list = Float64Array.from(values);
  const mean = compensatedSum(list) / list.length;
  const squares = compensatedSum(list.map((value) => (value - mean) ** 2));
  return { n: list.length, mean, variance: squares / (list.length - 1) };
}

/**
 * A quantile by linear interpolation between order statistics.
 *
 * @param sorted rising, not empty
 * @param p in [0, 1]
 * Source: Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566, definition 7 (R's default).
 */
function quantileOf(sorted: ArrayLike<number>, p: number): number {
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  const [a, b] = [sorted[low]!, sorted[Math.min(low + 1, sorted.length - 1)]!];
  return a + (at - low) * (b - a);
}

export function summariseNumbers(values: readonly (number | null)[]): NumberSummary {
  const known = Float64Array.from(values.filter((value) => value !== null)).sort();
  const n = known.length;
  const missing = values.length - n;
  if (n === 0)
    return { n, missing, mean: null, sd: null, median: null, q1: null, q3: null, least: null, most: null };
  const { mean, variance } = momentsOf(known);
  return {
    n,
    missing,
    mean,
    sd: n > 1 ? Math.sqrt(variance) : null,
    median: quantileOf(known, 0.5),
    q1: quantileOf(known, 0.25),
    q3: quantileOf(known, 0.75),
    least: known[0]!,
    most: known[n - 1]!,
  };
}

export function summariseLevels(
  values: readonly (string | null)[],
  levels: readonly string[],
): CategorySummary {
  const counted = new Map<string, number>(levels.map((level) => [level, 0]));
  let n = 0;
  for (const value of values) {
    if (value === null) continue;
    n += 1;
    counted.set(value, (counted.get(value) ?? 0) + 1);
  }
  return {
    n,
    missing: values.length - n,
    counts: [...counted].map(([level, count]) => ({
      level,
      count,
      percent: n === 0 ? null : (100 * count) / n,
    })),
  };
}
