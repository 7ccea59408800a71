import { demand } from "../guard.ts";
import { type BetaPoint, betaTail, logBetaTerm } from "../incomplete-beta.ts";
import { areasOf, logAreasOf, type PartialTail, type Tails } from "../tails.ts";
import { positiveQuantile } from "./positive-quantile.ts";

/** The point x = df1 f / (df1 f + df2) of the beta distribution that F is. */
function betaPointOf(f: number, df1: number, df2: number): BetaPoint {
  const ratio = (df1 / df2) * f;
  // The odds of y: the ratio itself may overflow.
  const inverse = df2 / df1 / f;
  const y = ratio > 1 ? inverse / (1 + inverse) : 1 / (1 + ratio);
  const x = ratio > 1 ? 1 / (1 + inverse) : ratio / (1 + ratio);
  // (a + b) x - a in closed form: for large df it is far more exact than x.
  const excess = ratio > 1 ? ((df2 / 2) * (f - 1) * x) / f : (df1 / 2) * (f - 1) * y;
  return { a: df1 / 2, b: df2 / 2, x, y, excess };
}

function tailOf(who: string, f: number, df1: number, df2: number): PartialTail {
  demand(f >= 0, who, "f", f, "[0, Infinity]");
  demand(df1 > 0 && df1 < Number.POSITIVE_INFINITY, who, "df1", df1, "(0, Infinity)");
  demand(df2 > 0 && df2 < Number.POSITIVE_INFINITY, who, "df2", df2, "(0, Infinity)");
  if (f === Number.POSITIVE_INFINITY) return { side: "upper", exponent: 0, factor: 0 };
  return betaTail(betaPointOf(f, df1, df2));
}

/**
 * Lower and upper tail areas of the F distribution.
 *
 * @param f in [0, Infinity]
 * @param df1 numerator degrees of freedom, in (0, Infinity)
 * @param df2 denominator degrees of freedom, in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 8.17 with x = df1 f / (df1 f + df2). Checked: tests/numerics/golden-distributions.test.ts, 1e-12.
 */
export function fTails(f: number, df1: number, df2: number): Tails {
  return areasOf(tailOf("fTails", f, df1, df2));
}

/** Natural logarithms of the tail areas of the F distribution; arguments as for `fTails`. */
export function fLogTails(f: number, df1: number, df2: number): Tails {
  return logAreasOf(tailOf("fLogTails", f, df1, df2));
}

/** Lower tail area of the F distribution. */
export function fCdf(f: number, df1: number, df2: number): number {
  return fTails(f, df1, df2).lower;
}

/** Upper tail area of the F distribution. */
export function fUpper(f: number, df1: number, df2: number): number {
  return fTails(f, df1, df2).upper;
}

/** log of f times the density. */
function logDensityTimesF(f: number, df1: number, df2: number): number {
  return logBetaTerm(betaPointOf(f, df1, df2));
}

/**
 * Density of the F distribution; arguments as for `fTails`, Infinity at 0 for df1 < 2.
 *
 * Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function fDensity(f: number, df1: number, df2: number): number {
  demand(df1 > 0, "fDensity", "df1", df1, "(0, Infinity)");
  demand(df2 > 0, "fDensity", "df2", df2, "(0, Infinity)");
  demand(!Number.isNaN(f), "fDensity", "f", f, "the real numbers");
  if (f < 0 || f === Number.POSITIVE_INFINITY) return 0;
  if (f === 0) return df1 > 2 ? 0 : df1 === 2 ? 1 : Number.POSITIVE_INFINITY;
  return Math.exp(logDensityTimesF(f, df1, df2) - Math.log(f));
}

/**
 * The f whose lower (or upper) tail area is p.
 *
 * @param p in (0, 1)
 * @param df1 numerator degrees of freedom, in (0, Infinity)
 * @param df2 denominator degrees of freedom, in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: Newton on the tail, see `positiveQuantile`. Checked: tests/numerics/golden-distributions.test.ts, 1e-12.
 */
export function fQuantile(p: number, df1: number, df2: number, tail: "lower" | "upper" = "lower"): number {
  demand(p > 0 && p < 1, "fQuantile", "p", p, "(0, 1)");
  demand(df1 > 0, "fQuantile", "df1", df1, "(0, Infinity)");
  demand(df2 > 0, "fQuantile", "df2", df2, "(0, Infinity)");
  const distribution = {
    name: "F",
    tails: (f: number) => fTails(f, df1, df2),
    logDensity: (f: number) => logDensityTimesF(f, df1, df2) - Math.log(f),
  };
  return positiveQuantile(distribution, p, tail, 1);
}
