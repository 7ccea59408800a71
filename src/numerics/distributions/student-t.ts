import { logGamma } from "../gamma.ts";
import { demand } from "../guard.ts";
import { incompleteBeta } from "../incomplete-beta.ts";
import type { Tails } from "../incomplete-gamma.ts";
import { normalQuantile } from "./normal.ts";
import { positiveQuantile } from "./positive-quantile.ts";

/** Upper tail for t >= 0. */
function upperOf(t: number, df: number): number {
  const ratio = (t / df) * t;
  const y = 1 / (1 + ratio);
  const x = ratio === Number.POSITIVE_INFINITY ? 1 : ratio / (1 + ratio);
  return incompleteBeta(df / 2, 0.5, y, x).lower / 2;
}

/**
 * Lower and upper tail areas of Student's t distribution.
 *
 * @param t any number; NaN refused
 * @param df degrees of freedom, in (0, Infinity), fractions allowed
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 8.17 with x = df / (df + t^2). Checked: tests/numerics/distributions.test.ts, relative 1e-10.
 */
export function tTails(t: number, df: number): Tails {
  demand(!Number.isNaN(t), "tTails", "t", t, "the real numbers");
  demand(df > 0, "tTails", "df", df, "(0, Infinity)");
  const small = upperOf(Math.abs(t), df);
  return t >= 0 ? { lower: 1 - small, upper: small } : { lower: small, upper: 1 - small };
}

/** Lower tail area of Student's t distribution. */
export function tCdf(t: number, df: number): number {
  return tTails(t, df).lower;
}

/** Upper tail area of Student's t distribution. */
export function tUpper(t: number, df: number): number {
  return tTails(t, df).upper;
}

function logDensity(t: number, df: number): number {
  const constant = logGamma((df + 1) / 2) - logGamma(df / 2) - Math.log(Math.PI * df) / 2;
  return constant - ((df + 1) / 2) * Math.log1p((t / df) * t);
}

/**
 * The t whose lower (or upper) tail area is p.
 *
 * @param p in (0, 1)
 * @param df degrees of freedom, in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: Newton on the tail, see `positiveQuantile`. Checked: tests/numerics/distributions.test.ts, 1e-10.
 */
export function tQuantile(p: number, df: number, tail: "lower" | "upper" = "lower"): number {
  demand(p > 0 && p < 1, "tQuantile", "p", p, "(0, 1)");
  demand(df > 0, "tQuantile", "df", df, "(0, Infinity)");
  if (p === 0.5) return 0;
  const small = Math.min(p, 1 - p);
  const positive = p > 0.5 === (tail === "lower");
  const z = Math.abs(normalQuantile(small));
  const start = z + (z ** 3 + z) / (4 * df);
  const distribution = {
    name: "Student t",
    tails: (t: number) => tTails(t, df),
    logDensity: (t: number) => logDensity(t, df),
  };
  const size = positiveQuantile(distribution, small, "upper", start);
  return positive ? size : -size;
}
