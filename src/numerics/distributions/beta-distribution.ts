import { demand } from "../guard.ts";
import { betaPoint, incompleteBeta, logBetaTerm, logIncompleteBeta } from "../incomplete-beta.ts";
import type { Tails } from "../tails.ts";
import { positiveQuantile } from "./positive-quantile.ts";

/**
 * Lower and upper tail areas of the beta distribution.
 *
 * @param x in [0, 1]
 * @param a in (0, Infinity)
 * @param b in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 8.17. Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function betaTails(x: number, a: number, b: number): Tails {
  return incompleteBeta(a, b, x);
}

/** Natural logarithms of the tail areas of the beta distribution; arguments as for `betaTails`. */
export function betaLogTails(x: number, a: number, b: number): Tails {
  return logIncompleteBeta(a, b, x);
}

/**
 * Density of the beta distribution; arguments as for `betaTails`, Infinity at an end whose shape is below 1.
 *
 * Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function betaDensity(x: number, a: number, b: number): number {
  demand(a > 0, "betaDensity", "a", a, "(0, Infinity)");
  demand(b > 0, "betaDensity", "b", b, "(0, Infinity)");
  demand(!Number.isNaN(x), "betaDensity", "x", x, "the real numbers");
  if (x < 0 || x > 1) return 0;
  if (x === 0) return a > 1 ? 0 : a === 1 ? b : Number.POSITIVE_INFINITY;
  if (x === 1) return b > 1 ? 0 : b === 1 ? a : Number.POSITIVE_INFINITY;
  const y = 1 - x;
  return Math.exp(logBetaTerm(betaPoint(a, b, x, y)) - Math.log(x) - Math.log(y));
}

/** The odds x / (1 - x) at the quantile: they keep the digits of x next to both ends. */
function betaQuantileOdds(p: number, a: number, b: number, tail: "lower" | "upper"): number {
  const point = (odds: number): readonly [number, number] =>
    odds > 1 ? [1 / (1 + 1 / odds), 1 / (1 + odds)] : [odds / (1 + odds), 1 / (1 + odds)];
  const distribution = {
    name: "beta",
    tails: (odds: number): Tails => incompleteBeta(a, b, ...point(odds)),
    logDensity: (odds: number): number => {
      const [x, y] = point(odds);
      return x > 0 && y > 0 ? logBetaTerm(betaPoint(a, b, x, y)) - Math.log(odds) : Number.NaN;
    },
  };
  return positiveQuantile(distribution, p, tail, a / b);
}

/**
 * The x whose lower (or upper) tail area is p.
 *
 * @param p in (0, 1)
 * @param a in (0, Infinity)
 * @param b in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: Newton on the tail in the odds of x, see `positiveQuantile`.
 * Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function betaQuantile(p: number, a: number, b: number, tail: "lower" | "upper" = "lower"): number {
  demand(p > 0 && p < 1, "betaQuantile", "p", p, "(0, 1)");
  demand(a > 0, "betaQuantile", "a", a, "(0, Infinity)");
  demand(b > 0, "betaQuantile", "b", b, "(0, Infinity)");
  const odds = betaQuantileOdds(p, a, b, tail);
  return odds > 1 ? 1 / (1 + 1 / odds) : odds / (1 + odds);
}
