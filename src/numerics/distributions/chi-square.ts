import { deviance, stirlingError } from "../gamma.ts";
import { demand } from "../guard.ts";
import { incompleteGamma, type Tails } from "../incomplete-gamma.ts";
import { normalQuantile } from "./normal.ts";
import { positiveQuantile } from "./positive-quantile.ts";

/**
 * Lower and upper tail areas of the chi-square distribution.
 *
 * @param q in [0, Infinity]
 * @param df degrees of freedom, in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 8.2.4 with a = df / 2, x = q / 2. Checked: tests/numerics/distributions.test.ts, relative 1e-10.
 */
export function chiSquareTails(q: number, df: number): Tails {
  demand(q >= 0, "chiSquareTails", "q", q, "[0, Infinity]");
  demand(df > 0, "chiSquareTails", "df", df, "(0, Infinity)");
  return incompleteGamma(df / 2, q / 2);
}

/** Lower tail area of the chi-square distribution. */
export function chiSquareCdf(q: number, df: number): number {
  return chiSquareTails(q, df).lower;
}

/** Upper tail area of the chi-square distribution. */
export function chiSquareUpper(q: number, df: number): number {
  return chiSquareTails(q, df).upper;
}

function logDensity(q: number, df: number): number {
  const a = df / 2;
  const x = q / 2;
  return Math.log(a / (2 * Math.PI)) / 2 - stirlingError(a) - deviance(a, x) - Math.log(q);
}

/**
 * The q whose lower (or upper) tail area is p.
 *
 * @param p in (0, 1)
 * @param df degrees of freedom, in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: Wilson-Hilferty start, Newton on the tail. Checked: tests/numerics/distributions.test.ts, 1e-10.
 */
export function chiSquareQuantile(p: number, df: number, tail: "lower" | "upper" = "lower"): number {
  demand(p > 0 && p < 1, "chiSquareQuantile", "p", p, "(0, 1)");
  demand(df > 0, "chiSquareQuantile", "df", df, "(0, Infinity)");
  const z = normalQuantile(p, tail);
  const cube = 1 - 2 / (9 * df) + z * Math.sqrt(2 / (9 * df));
  const start = cube > 0.1 ? df * cube ** 3 : df / 1000;
  const distribution = {
    name: "chi-square",
    tails: (q: number) => chiSquareTails(q, df),
    logDensity: (q: number) => logDensity(q, df),
  };
  // Newton works on the smaller tail: near 1 an area has no digits left for the far side.
  if (p <= 0.5) return positiveQuantile(distribution, p, tail, start);
  return positiveQuantile(distribution, 1 - p, tail === "lower" ? "upper" : "lower", start);
}
