import { gammaFunction, logGamma, logGammaOnePlus, stirlingError } from "./gamma.ts";
import { demand } from "./guard.ts";
import { digamma } from "./polygamma.ts";

const LOG_SQRT_2PI = 0.9189385332046727;
/** Gauss-Legendre points and weights on [0, 1], eight of them, the lower half. */
const POINTS: readonly number[] = [
  0.01985507175123188, 0.10166676129318664, 0.2372337950418355, 0.4082826787521751,
];
const WEIGHTS: readonly number[] = [
  0.05061426814518813, 0.1111905172266872, 0.15685332293894363, 0.18134189168918097,
];

/**
 * log-gamma(b + a) - log-gamma(b) with the relative digits of a: for small a this is near a digamma(b).
 *
 * @param b in (0, Infinity)
 * @param a in [0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: the integral of digamma by an eight-point Gauss rule for a <= 1, b >= 1; Stirling's series else.
 * Checked: tests/numerics/golden-distributions.test.ts through the incomplete beta.
 */
export function logGammaRise(b: number, a: number): number {
  demand(b > 0, "logGammaRise", "b", b, "(0, Infinity)");
  demand(a >= 0, "logGammaRise", "a", a, "[0, Infinity)");
  if (a <= 1) {
    if (b < 2) return logGammaRise(b + 1, a) - Math.log1p(a / b);
    let sum = 0;
    for (const [i, point] of POINTS.entries())
      sum += WEIGHTS[i]! * (digamma(b + a * point) + digamma(b + a * (1 - point)));
    return a * sum;
  }
  if (b < 10) return logGamma(b + a) - logGamma(b);
  const corrections = stirlingError(b + a) - stirlingError(b);
  return (b - 0.5) * Math.log1p(a / b) + a * (Math.log(b + a) - 1) + corrections;
}

/**
 * Natural logarithm of the beta function.
 *
 * @param a in (0, Infinity)
 * @param b in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 5.12.1 with Stirling's series where log-gammas would cancel.
 * Checked: tests/numerics/golden-distributions.test.ts, 1e-12.
 */
export function logBeta(a: number, b: number): number {
  const p = Math.min(a, b);
  const q = Math.max(a, b);
  demand(p > 0, "logBeta", "the smaller argument", p, "(0, Infinity)");
  if (p >= 10) {
    const corrections = stirlingError(p) + stirlingError(q) - stirlingError(p + q);
    const share = p / (p + q);
    return (
      LOG_SQRT_2PI - Math.log(q) / 2 + corrections + (p - 0.5) * Math.log(share) + q * Math.log1p(-share)
    );
  }
  if (p < 0.5) return logGammaOnePlus(p) - Math.log(p) - logGammaRise(q, p);
  return logGamma(p) - logGammaRise(q, p);
}

/**
 * The beta function.
 *
 * @param a in (0, Infinity)
 * @param b in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Checked: tests/numerics/golden-distributions.test.ts, 1e-12.
 */
export function betaFunction(a: number, b: number): number {
  if (a > 0 && b > 0 && a + b < 100) return (gammaFunction(a) / gammaFunction(a + b)) * gammaFunction(b);
  return Math.exp(logBeta(a, b));
}

/**
 * Natural logarithm of the number of ways to choose k of n.
 *
 * @param n in [0, Infinity), fractions allowed
 * @param k in [0, n]
 * @throws EvidensError `numerics/domain`
 * Checked: tests/numerics/golden-distributions.test.ts.
 */
export function logChoose(n: number, k: number): number {
  demand(n >= 0, "logChoose", "n", n, "[0, Infinity)");
  demand(k >= 0 && k <= n, "logChoose", "k", k, `[0, ${n}]`);
  return k === 0 || k === n ? 0 : -Math.log1p(n) - logBeta(n - k + 1, k + 1);
}

/**
 * The number of ways to choose k of n things; exact while it is a whole number below 2^53.
 *
 * @param n whole number >= 0
 * @param k whole number; 0 for k outside [0, n]
 * @throws EvidensError `numerics/domain`
 * Checked: tests/numerics/golden-distributions.test.ts, 1e-12. Cost O(k) up to 1000, constant beyond.
 */
export function choose(n: number, k: number): number {
  demand(Number.isInteger(n) && n >= 0, "choose", "n", n, "0, 1, ...");
  demand(Number.isInteger(k), "choose", "k", k, "the whole numbers");
  if (k < 0 || k > n) return 0;
  const few = Math.min(k, n - k);
  if (few > 1000) return Math.exp(logChoose(n, few));
  let product = 1;
  for (let j = 1; j <= few; j++) {
    // Divided before multiplied: exact as long as the result is, and nothing overflows before it does.
    const factor = n - few + j;
    const rest = product % j;
    product = ((product - rest) / j) * factor + (rest * factor) / j;
  }
  return product;
}
