import { normalQuantile, normalUpper, tQuantile, tUpper } from "#numerics";
import type { Coefficient } from "./regression.types.ts";

/** Critical value of a two-sided interval: normal, or t with `df`. */
export function criticalValue(level: number, df: number | null): number {
  const half = (1 - level) / 2;
  return df === null ? normalQuantile(half, "upper") : tQuantile(half, df, "upper");
}

/**
 * An estimate with its test and interval.
 *
 * @param df degrees of freedom; `null` for the normal
 * @param against the value tested; default 0
 * @param critical a critical value already known
 */
export function testedNumber(
  name: string,
  b: number,
  se: number,
  df: number | null,
  level: number,
  against: number = 0,
  critical: number = criticalValue(level, df),
): Coefficient {
  const statistic = se > 0 ? (b - against) / se : null;
  const size = Math.abs(statistic ?? 0);
  const p = statistic === null ? null : 2 * (df === null ? normalUpper(size) : tUpper(size, df));
  return { name, b, se, statistic, df, p, ciLow: b - critical * se, ciHigh: b + critical * se };
}
