import { logGamma } from "#numerics";

const MOST_TERMS = 4000;
/** Step and reach of the double-exponential rule below, which then ends at distances of 1e-166. */
const STEP = 1 / 64;
const REACH = 5.5;
/** Below it r² changes nothing but would leave the reach. */
const LEAST_SQUARE = 1e-150;

/**
 * Gauss's 2F1(a, a; c; 1 - rest) for a of 1/2 or 1, c > a, rest in (0, 1], or a = 1 and rest = 0 (r = 0).
 * By its series, and where that is slow (rest near 0) by Euler's integral, whose integrand is smooth in the
 * logarithm of the distance from its singular end.
 */
function gauss(a: number, c: number, rest: number): number {
  const z = 1 - rest;
  if (rest === 0) return (c - 1) / (c - 2);
  let term = 1;
  let sum = 1;
  for (let k = 0; k < MOST_TERMS; k++) {
    term *= (((a + k) * (a + k)) / ((c + k) * (k + 1))) * z;
    sum += term;
    if (term < 1e-17 * sum) return sum;
  }
  let area = 0;
  for (let x = -REACH; x <= REACH; x += STEP) {
    const u = Math.PI * Math.sinh(x);
    const [t, w] = [1 / (1 + Math.exp(-u)), 1 / (1 + Math.exp(u))];
    area += t ** a * w ** (c - a) * (rest + z * w) ** -a * Math.cosh(x);
  }
  return Math.exp(logGamma(c) - logGamma(a) - logGamma(c - a)) * Math.PI * STEP * area;
}

/**
 * A correlation freed of its small-sample bias.
 *
 * @param r in [-1, 1]
 * @param n pairs of observations; NaN below 4
 * Source: Olkin and Pratt 1958, doi:10.1214/aoms/1177706717: r 2F1(1/2, 1/2; (n - 2)/2; 1 - r²).
 * Checked: tests/synthesis/effect-sizes.test.ts against 30-digit arithmetic, relative 1e-12.
 */
export function unbiasedCorrelation(r: number, n: number): number {
  if (n < 4) return Number.NaN;
  return r === 0 ? 0 : r * gauss(0.5, (n - 2) / 2, Math.max(r * r, LEAST_SQUARE));
}

/**
 * Unbiased variance of `unbiasedCorrelation`; NaN below n = 5.
 *
 * Source: as above: u² - 1 + (n - 3)/(n - 2) (1 - r²) 2F1(1, 1; n/2; 1 - r²).
 */
export function unbiasedCorrelationVariance(r: number, n: number): number {
  if (n < 5) return Number.NaN;
  const u = unbiasedCorrelation(r, n);
  const rest = (1 - r) * (1 + r);
  return u * u - 1 + ((n - 3) / (n - 2)) * rest * gauss(1, n / 2, r * r);
}
