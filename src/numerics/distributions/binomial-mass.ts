import { betaPoint, logBetaTerm } from "../incomplete-beta.ts";

/**
 * Logarithm of the binomial probability C(n, x) p^x q^(n - x), from deviances so that large counts do
 * not cancel. Arguments are not checked: for callers inside this room that have done so.
 *
 * @param x whole number in [0, n]
 * @param n whole number >= 0
 * @param p in [0, 1]
 * @param q 1 - p, given apart because a caller often knows it to more digits
 * Source: Loader 2000, "Fast and accurate computation of binomial probabilities".
 * Checked: tests/numerics/golden-distributions.test.ts.
 */
export function logBinomialMass(x: number, n: number, p: number, q: number): number {
  if (p === 0) return x === 0 ? 0 : Number.NEGATIVE_INFINITY;
  if (q === 0) return x === n ? 0 : Number.NEGATIVE_INFINITY;
  if (n === 0) return 0;
  if (x === 0) return n * (p < 0.5 ? Math.log1p(-p) : Math.log(q));
  if (x === n) return n * (q < 0.5 ? Math.log1p(-q) : Math.log(p));
  return logBetaTerm(betaPoint(x, n - x, p, q)) - Math.log(x) - Math.log((n - x) / n);
}
