import { demand } from "./guard.ts";

const LOG_SQRT_2PI = 0.9189385332046727;
const EULER_GAMMA = 0.5772156649015329;

/** zeta(k) - 1 for k = 2, 3, ...: the Taylor coefficients of log-gamma at 2. */
const ZETA_MINUS_1: readonly number[] = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.004077356197944339, 0.0020083928260822143, 0.0009945751278180853,
  0.0004941886041194646, 0.0002460865533080483, 0.00012271334757848915, 6.12481350587048e-5,
  3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6,
  9.53962033872796e-7, 4.769329867878066e-7, 2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8,
  2.980350351465228e-8, 1.490155482836504e-8,
];

/** Bernoulli coefficients of the Stirling series, B(2j) / (2j (2j - 1)). */
const STIRLING: readonly number[] = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
];

/** log-gamma(2 + z) for |z| <= 0.5; keeps all digits next to its zeros at 1 and 2. */
function logGammaNearTwo(z: number): number {
  let sum = 0;
  for (let k = ZETA_MINUS_1.length + 1; k >= 2; k--) sum = -z * sum + ZETA_MINUS_1[k - 2]! / k;
  return z * (1 - EULER_GAMMA) + z * z * sum;
}

function stirlingSeries(x: number): number {
  if (x > 1e8) return 1 / (12 * x);
  const inverseSquare = 1 / (x * x);
  let sum = 0;
  for (let j = STIRLING.length - 1; j >= 0; j--) sum = sum * inverseSquare + STIRLING[j]!;
  return sum / x;
}

/**
 * Natural logarithm of the gamma function.
 *
 * @param x in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 5.7.3 (series at 2), 5.11.1 (Stirling). Checked: tests/numerics/golden-distributions.test.ts, 1e-12.
 */
export function logGamma(x: number): number {
  demand(x > 0, "logGamma", "x", x, "(0, Infinity)");
  if (x < 0.5) return logGammaNearTwo(x) - Math.log(x * (1 + x));
  if (x < 1.5) return logGammaNearTwo(x - 1) - Math.log(x);
  if (x <= 2.5) return logGammaNearTwo(x - 2);
  if (x < 12) {
    let product = 1;
    let shifted = x;
    while (shifted > 2.5) {
      shifted -= 1;
      product *= shifted;
    }
    return Math.log(product) + logGammaNearTwo(shifted - 2);
  }
  // For huge x the logarithm is lowered first, so that nothing overflows and little cancels.
  return (x - 0.5) * (Math.log(x) - 1) - 0.5 + LOG_SQRT_2PI + stirlingSeries(x);
}

/**
 * What Stirling's formula leaves out of log(x!): log-gamma(x + 1) - (x + 1/2) log x + x - log sqrt(2 pi).
 * Lets the prefactors of the incomplete beta and gamma be formed without cancellation.
 *
 * @param x in (0, Infinity)
 * Source: Loader 2000, "Fast and accurate computation of binomial probabilities".
 */
export function stirlingError(x: number): number {
  if (x >= 12) return stirlingSeries(x);
  return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - LOG_SQRT_2PI;
}

/**
 * x log(x / m) + m - x without cancellation for x near m (the deviance of a Poisson count).
 *
 * @param x in (0, Infinity)
 * @param m in (0, Infinity)
 * @param difference x - m, given apart because a caller often knows it to more digits
 * Source: Loader 2000, as `stirlingError`.
 */
export function deviance(x: number, m: number, difference: number = x - m): number {
  if (Math.abs(difference) >= 0.5 * (x + m)) return x * Math.log(x / m) - difference;
  const ratio = difference / (x + m);
  let sum = difference * ratio;
  let power = 2 * x * ratio;
  for (let j = 1; j < 200; j++) {
    power *= ratio * ratio;
    const next = sum + power / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/**
 * log-gamma(1 + x) with all digits for small x, where it is near -0.577 x.
 *
 * @param x in (-0.5, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 5.7.3. Checked: tests/numerics/golden-distributions.test.ts through the incomplete gamma.
 */
export function logGammaOnePlus(x: number): number {
  demand(x > -0.5, "logGammaOnePlus", "x", x, "(-0.5, Infinity)");
  return x <= 0.5 ? logGammaNearTwo(x) - Math.log1p(x) : logGamma(1 + x);
}

/**
 * The gamma function.
 *
 * @param x in (0, Infinity); Infinity above 171.62
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 5.5.1 (shift), 5.7.3, 5.11.1. Checked: tests/numerics/golden-distributions.test.ts, 1e-12.
 */
export function gammaFunction(x: number): number {
  demand(x > 0, "gammaFunction", "x", x, "(0, Infinity)");
  if (x < 0.5) return Math.exp(logGammaNearTwo(x)) / (x * (1 + x));
  if (x < 12) {
    let product = 1;
    let shifted = x;
    for (; shifted > 2.5; product *= shifted) shifted -= 1;
    return shifted < 1.5
      ? (product * Math.exp(logGammaNearTwo(shifted - 1))) / shifted
      : product * Math.exp(logGammaNearTwo(shifted - 2));
  }
  // The power in two halves: it overflows before the gamma function does.
  const half = x ** (x / 2 - 0.25);
  return Math.exp(LOG_SQRT_2PI) * half * Math.exp(-x) * half * Math.exp(stirlingSeries(x));
}
