import { demand } from "../guard.ts";
import { incompleteGamma, logIncompleteGamma } from "../incomplete-gamma.ts";
import type { Tails } from "../tails.ts";
import { gammaDensity, gammaQuantile } from "./gamma-distribution.ts";

/**
 * Lower and upper tail areas of the chi-square distribution.
 *
 * @param q in [0, Infinity]
 * @param df degrees of freedom, in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 8.2.4 with a = df / 2, x = q / 2. Checked: tests/numerics/golden-distributions.test.ts, 1e-12.
 */
export function chiSquareTails(q: number, df: number): Tails {
  demand(q >= 0, "chiSquareTails", "q", q, "[0, Infinity]");
  demand(df > 0, "chiSquareTails", "df", df, "(0, Infinity)");
  return incompleteGamma(df / 2, q / 2);
}

/** Natural logarithms of the tail areas of the chi-square distribution; arguments as for `chiSquareTails`. */
export function chiSquareLogTails(q: number, df: number): Tails {
  demand(q >= 0, "chiSquareLogTails", "q", q, "[0, Infinity]");
  demand(df > 0, "chiSquareLogTails", "df", df, "(0, Infinity)");
  return logIncompleteGamma(df / 2, q / 2);
}

/** Lower tail area of the chi-square distribution. */
export function chiSquareCdf(q: number, df: number): number {
  return chiSquareTails(q, df).lower;
}

/** Upper tail area of the chi-square distribution. */
export function chiSquareUpper(q: number, df: number): number {
  return chiSquareTails(q, df).upper;
}

/** Density of the chi-square distribution; Infinity at 0 for df < 2. */
export function chiSquareDensity(q: number, df: number): number {
  demand(df > 0, "chiSquareDensity", "df", df, "(0, Infinity)");
  return gammaDensity(q, df / 2, 2);
}

/**
 * The q whose lower (or upper) tail area is p.
 *
 * @param p in (0, 1)
 * @param df degrees of freedom, in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: as `gammaQuantile`. Checked: tests/numerics/golden-distributions.test.ts, 1e-12.
 */
export function chiSquareQuantile(p: number, df: number, tail: "lower" | "upper" = "lower"): number {
  demand(p > 0 && p < 1, "chiSquareQuantile", "p", p, "(0, 1)");
  demand(df > 0, "chiSquareQuantile", "df", df, "(0, Infinity)");
  return gammaQuantile(p, df / 2, tail, 2);
}
