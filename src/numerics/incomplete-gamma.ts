import { deviance, logGammaOnePlus, stirlingError } from "./gamma.ts";
import { demand } from "./guard.ts";
import { LEAST_UNIFORM_SHAPE, uniformFactor } from "./incomplete-gamma-uniform.ts";
import { areasOf, logAreasOf, type PartialTail, type Tails } from "./tails.ts";

export type { Tails } from "./tails.ts";

const TINY = 1e-300;
const EPSILON = 1e-16;
const MAX_TERMS = 1_000_000;
const LOG_2PI = 1.8378770664093453;

/** log of x^a e^-x / Gamma(a + 1). */
export function logGammaTerm(a: number, x: number): number {
  return -stirlingError(a) - deviance(a, x) - (LOG_2PI + Math.log(a)) / 2;
}

/** 1 + x / (a + 1) + x^2 / ((a + 1)(a + 2)) + ... */
function seriesOfP(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < MAX_TERMS; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * EPSILON) break;
  }
  return sum;
}

/** Legendre's continued fraction of Q by the modified Lentz method. */
function fractionOfQ(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < MAX_TERMS; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = numerator * d + b;
    if (Math.abs(d) < TINY) d = TINY;
    c = b + numerator / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < EPSILON) break;
  }
  return h;
}

/** Shape and x below 1: the series in x, whose complement keeps its digits however small the shape. */
function nearZero(a: number, x: number): PartialTail {
  let term = 1;
  let sum = 0;
  for (let n = 1; Math.abs(term) > EPSILON * Math.abs(sum) || n < 3; n++) {
    term *= -x / n;
    sum += (term * a) / (a + n);
    if (term === 0) break;
  }
  const exponent = a * Math.log(x) - logGammaOnePlus(a);
  return {
    side: "lower",
    exponent,
    factor: 1 + sum,
    other: -Math.expm1(exponent) - Math.exp(exponent) * sum,
  };
}

function tailOf(a: number, x: number): PartialTail {
  if (x === 0) return { side: "lower", exponent: 0, factor: 0 };
  if (x === Number.POSITIVE_INFINITY) return { side: "upper", exponent: 0, factor: 0 };
  if (a < 1 && x < 1) return nearZero(a, x);
  const side = x < a ? "lower" : "upper";
  if (a >= LEAST_UNIFORM_SHAPE) {
    const distance = deviance(a, x);
    const factor = uniformFactor(a, side === "lower" ? -1 : 1, distance);
    if (factor !== null) return { side, exponent: -distance, factor };
  }
  const exponent = logGammaTerm(a, x);
  return { side, exponent, factor: side === "lower" ? seriesOfP(a, x) : a * fractionOfQ(a, x) };
}

function check(who: string, a: number, x: number): void {
  demand(a > 0 && a < Number.POSITIVE_INFINITY, who, "a", a, "(0, Infinity)");
  demand(x >= 0, who, "x", x, "[0, Infinity]");
}

/**
 * Regularised incomplete gamma functions P(a, x) and Q(a, x).
 *
 * @param a shape, in (0, Infinity)
 * @param x in [0, Infinity]
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 8.7.1 and 8.7.3 (series), 8.9.2 (fraction), prefactor after Loader 2000; for shapes from 10,000 on
 * Temme's uniform expansion. Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12 in both tails.
 * Cost O(sqrt(a)) below a = 10,000, constant from there on.
 */
export function incompleteGamma(a: number, x: number): Tails {
  check("incompleteGamma", a, x);
  return areasOf(tailOf(a, x));
}

/**
 * Natural logarithms of P(a, x) and Q(a, x), also where these are below the smallest double.
 *
 * @param a shape, in (0, Infinity)
 * @param x in [0, Infinity]
 * @throws EvidensError `numerics/domain`
 * Source: as `incompleteGamma`. Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function logIncompleteGamma(a: number, x: number): Tails {
  check("logIncompleteGamma", a, x);
  return logAreasOf(tailOf(a, x));
}
