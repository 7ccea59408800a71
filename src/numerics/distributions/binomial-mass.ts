import { deviance, stirlingError } from "../gamma.ts";

const LOG_2PI = 1.8378770664093453;

/**
 * Logarithm of the binomial probability C(n, x) p^x q^(n - x), from deviances so that large counts do
 * not cancel. Arguments are not checked: for callers inside this room that have done so.
 *
 * @param x whole number in [0, n]
 * @param n whole number >= 0
 * @param p in [0, 1]
 * @param q 1 - p, given apart because a caller often knows it to more digits
 * Source: Loader 2000, "Fast and accurate computation of binomial probabilities".
 * Checked: tests/numerics/hypergeometric.test.ts through its users.
 */
export function logBinomialMass(x: number, n: number, p: number, q: number): number {
  if (p === 0) return x === 0 ? 0 : Number.NEGATIVE_INFINITY;
  if (q === 0) return x === n ? 0 : Number.NEGATIVE_INFINITY;
  if (n === 0) return 0;
  if (x === 0) return n * (p < 0.5 ? Math.log1p(-p) : Math.log(q));
  if (x === n) return n * (q < 0.5 ? Math.log1p(-q) : Math.log(p));
  const errors = stirlingError(n) - stirlingError(x) - stirlingError(n - x);
  const deviances = deviance(x, n * p) + deviance(n - x, n * q);
  return errors - deviances - 0.5 * (LOG_2PI + Math.log(x) + Math.log((n - x) / n));
}
