import { logGammaRise } from "../beta-function.ts";
import { deviance, logGammaOnePlus, stirlingError } from "../gamma.ts";
import { demand } from "../guard.ts";
import { type BetaPoint, betaTail } from "../incomplete-beta.ts";
import { areasOf, logAreasOf, type Tails } from "../tails.ts";
import { normalLogTails, normalQuantile, normalTails } from "./normal.ts";
import { positiveQuantile } from "./positive-quantile.ts";

const SQRT_2PI = 2.5066282746310002;
/** From t^2 / df on, the tail is a pure power of t to all digits. */
const PURE_POWER = 1e40;

/** The point x = df / (df + t^2) of the beta distribution with shapes df / 2 and 1/2 that t^2 is. */
function betaPointOf(t: number, df: number): BetaPoint {
  const ratio = (t / df) * t;
  const x = 1 / (1 + ratio);
  const y = ratio > 1 ? 1 / (1 + 1 / ratio) : ratio / (1 + ratio);
  // (a + b) x - a in closed form: for large df it is far more exact than x.
  const excess = ((1 - t) * (1 + t) * x) / 2;
  return { a: df / 2, b: 0.5, x, y, excess };
}

/** log of P(|T| > t) where t^2 / df is huge: the leading term of the series in df / t^2. */
function logPowerTail(t: number, df: number): number {
  const a = df / 2;
  return a * (Math.log(df) - 2 * Math.log(t)) - logGammaOnePlus(a) + logGammaRise(0.5, a);
}

/** The areas outside and inside (-t, t), or their logarithms, for t >= 0. */
function areas(t: number, df: number, asLog: boolean): { readonly outside: number; readonly inside: number } {
  if (df === Number.POSITIVE_INFINITY) {
    const { upper } = asLog ? normalLogTails(t) : normalTails(t);
    const outside = asLog ? upper + Math.LN2 : 2 * upper;
    return { outside, inside: asLog ? Math.log1p(-Math.exp(outside)) : insideOfNormal(t) };
  }
  const pure = (t / df) * t > PURE_POWER;
  const tail = pure
    ? ({ side: "lower", exponent: logPowerTail(t, df), factor: 1 } as const)
    : betaTail(betaPointOf(t, df));
  const { lower, upper } = asLog ? logAreasOf(tail) : areasOf(tail);
  return { outside: lower, inside: upper };
}

function insideOfNormal(t: number): number {
  return 1 - 2 * normalTails(t).upper;
}

function check(who: string, t: number, df: number): void {
  demand(!Number.isNaN(t), who, "t", t, "the real numbers");
  demand(df > 0, who, "df", df, "(0, Infinity]");
}

/**
 * Lower and upper tail areas of Student's t distribution.
 *
 * @param t any number; NaN refused
 * @param df degrees of freedom, in (0, Infinity], fractions allowed; Infinity is the normal distribution
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 8.17 with x = df / (df + t^2). Checked: tests/numerics/golden-distributions.test.ts, 1e-12.
 */
export function tTails(t: number, df: number): Tails {
  check("tTails", t, df);
  const small = areas(Math.abs(t), df, false).outside / 2;
  return t >= 0 ? { lower: 1 - small, upper: small } : { lower: small, upper: 1 - small };
}

/** Natural logarithms of the tail areas of Student's t distribution; arguments as for `tTails`. */
export function tLogTails(t: number, df: number): Tails {
  check("tLogTails", t, df);
  const small = areas(Math.abs(t), df, true).outside - Math.LN2;
  const large = Math.log1p(-Math.exp(small));
  return t >= 0 ? { lower: large, upper: small } : { lower: small, upper: large };
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
  const half = df / 2;
  const constant = stirlingError(half + 0.5) - stirlingError(half) - deviance(half, half + 0.5);
  const square = (t / df) * t;
  if (square > 0.2) {
    const growth = square === Number.POSITIVE_INFINITY ? 2 * Math.log(t) - Math.log(df) : Math.log1p(square);
    return constant - half * growth - Math.log(SQRT_2PI) - growth / 2;
  }
  const spread = deviance(half, half + (t * t) / 2, (-t * t) / 2) - (t * t) / 2;
  return constant + spread - Math.log(SQRT_2PI) - Math.log1p(square) / 2;
}

/**
 * Density of Student's t distribution.
 *
 * @param t any number; NaN refused
 * @param df degrees of freedom, in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: Loader 2000. Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function tDensity(t: number, df: number): number {
  check("tDensity", t, df);
  if (Math.abs(t) === Number.POSITIVE_INFINITY) return 0;
  return Math.exp(logDensity(Math.abs(t), df));
}

/**
 * The t whose lower (or upper) tail area is p.
 *
 * @param p in (0, 1)
 * @param df degrees of freedom, in (0, Infinity]
 * @throws EvidensError `numerics/domain`
 * Source: Newton on the tail, near the middle on the area around 0, see `positiveQuantile`.
 * Checked: tests/numerics/golden-distributions.test.ts, 1e-12.
 */
export function tQuantile(p: number, df: number, tail: "lower" | "upper" = "lower"): number {
  demand(p > 0 && p < 1, "tQuantile", "p", p, "(0, 1)");
  demand(df > 0, "tQuantile", "df", df, "(0, Infinity]");
  if (p === 0.5) return 0;
  if (df === Number.POSITIVE_INFINITY) return normalQuantile(p, tail);
  const small = Math.min(p, 1 - p);
  const positive = p > 0.5 === (tail === "lower");
  const z = Math.abs(normalQuantile(small));
  const distribution = {
    name: "Student t",
    tails: (t: number): Tails => {
      const { inside, outside } = areas(t, df, false);
      return { lower: inside, upper: outside };
    },
    logDensity: (t: number) => Math.LN2 + logDensity(t, df),
  };
  const start = z + (z ** 3 + z) / (4 * df);
  // |p - 1/2| is exact where the area around 0 is the smaller one.
  const size =
    small > 0.25
      ? positiveQuantile(distribution, 2 * Math.abs(p - 0.5), "lower", start)
      : positiveQuantile(distribution, 2 * small, "upper", start);
  return positive ? size : -size;
}
