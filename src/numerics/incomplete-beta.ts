import { logGammaRise } from "./beta-function.ts";
import { differenceOfProducts } from "./exact.ts";
import { deviance, logGammaOnePlus, stirlingError } from "./gamma.ts";
import { demand } from "./guard.ts";
import { areasOf, logAreasOf, type PartialTail, type Tails } from "./tails.ts";

const TINY = 1e-300;
const EPSILON = 1e-16;
const MAX_TERMS = 1_000_000;
const LOG_2PI = 1.8378770664093453;
/** Up to this b x the power series is used for shapes a <= 1. */
const SHORT = 0.7;

/** A point of the unit interval seen from shapes a and b. */
export interface BetaPoint {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  /** 1 - x. */
  readonly y: number;
  /** b x - a y = (a + b) x - a: how far x is above the mean, with all its digits. */
  readonly excess: number;
}

const mirror = ({ a, b, x, y, excess }: BetaPoint): BetaPoint => ({
  a: b,
  b: a,
  x: y,
  y: x,
  excess: -excess,
});

/** log of x^a y^b / B(a, b), from deviances so that large a and b do not cancel. */
export function logBetaTerm({ a, b, x, y, excess }: BetaPoint): number {
  const n = a + b;
  const errors = stirlingError(n) - stirlingError(a) - stirlingError(b);
  const deviances = deviance(a, n * x, -excess) + deviance(b, n * y, excess);
  return errors - deviances + (Math.log(a) + Math.log(b / n) - LOG_2PI) / 2;
}

/**
 * The even part of the classical fraction, written with both x and y so that y near 0 keeps its digits.
 * Converges fast for x below a / (a + b).
 */
function fraction({ a, b, x, y, excess }: BetaPoint): number {
  const first = (a * (1 - excess)) / (a + 1);
  let f = first === 0 ? TINY : first;
  let c = f;
  let d = 0;
  for (let m = 1; m < MAX_TERMS; m++) {
    const odd = a + 2 * m - 1;
    const numerator = (((a + m - 1) * (a + b + m - 1)) / odd) * ((m * (b - m) * x * x) / odd);
    const denominator =
      m + (m * (b - m) * x) / odd + ((a + m) * (1 - excess + m * (1 + y))) / (a + 2 * m + 1);
    d = denominator + numerator * d;
    if (Math.abs(d) < TINY) d = TINY;
    c = denominator + numerator / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    const step = c * d;
    f *= step;
    if (Math.abs(step - 1) < EPSILON) break;
  }
  return f;
}

/** The lower tail for a <= 1 and short b x: a power series whose complement keeps its digits however small a is. */
function powerSeries({ a, b, x }: BetaPoint): PartialTail {
  let term = 1;
  let sum = 0;
  for (let n = 1; n < MAX_TERMS; n++) {
    term *= ((n - b) * x) / n;
    const next = sum + (term * a) / (a + n);
    if (next === sum) break;
    sum = next;
  }
  const exponent = a * Math.log(x) - logGammaOnePlus(a) + logGammaRise(b, a);
  return {
    side: "lower",
    exponent,
    factor: 1 + sum,
    other: -Math.expm1(exponent) - Math.exp(exponent) * sum,
  };
}

/** The tail on the side of a small shape or of x's side of the mean. */
function lowerOf(point: BetaPoint): PartialTail {
  return { side: "lower", exponent: logBetaTerm(point), factor: 1 / fraction(point) };
}

const turned = (tail: PartialTail): PartialTail => ({
  ...tail,
  side: tail.side === "lower" ? "upper" : "lower",
});

/** One tail of the beta distribution by the method that suits the point. */
export function betaTail(point: BetaPoint): PartialTail {
  const { a, b, x, y, excess } = point;
  if (x === 0) return { side: "lower", exponent: 0, factor: 0 };
  if (y === 0) return { side: "upper", exponent: 0, factor: 0 };
  if (a <= 1 && b <= 1) return x <= 0.5 ? powerSeries(point) : turned(powerSeries(mirror(point)));
  if (a <= 1) return b * x <= SHORT ? powerSeries(point) : turned(lowerOf(mirror(point)));
  if (b <= 1) return a * y <= SHORT ? turned(powerSeries(mirror(point))) : lowerOf(point);
  return excess <= 0 ? lowerOf(point) : turned(lowerOf(mirror(point)));
}

/** The point with its distance from the mean worked out exactly. */
export function betaPoint(a: number, b: number, x: number, y: number): BetaPoint {
  // What x + y lacks of 1 belongs to the rounded one of the two, which is the larger.
  const rest = x < y ? 1 - y - x : 1 - x - y;
  const excess = differenceOfProducts(b, x, a, y) + (x < y ? -a * rest : b * rest);
  return { a, b, x, y, excess };
}

function check(who: string, a: number, b: number, x: number): void {
  demand(a > 0 && a < Number.POSITIVE_INFINITY, who, "a", a, "(0, Infinity)");
  demand(b > 0 && b < Number.POSITIVE_INFINITY, who, "b", b, "(0, Infinity)");
  demand(x >= 0 && x <= 1, who, "x", x, "[0, 1]");
}

/**
 * Regularised incomplete beta functions I_x(a, b) and 1 - I_x(a, b).
 *
 * @param a in (0, Infinity)
 * @param b in (0, Infinity)
 * @param x in [0, 1]
 * @param y 1 - x, given apart because a caller often knows it to more digits
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 8.17.22 in the even form of Didonato and Morris 1992, doi:10.1145/131766.131776; for a shape up to 1
 * near its end the power series 8.17.7.
 * Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12 in both tails. Cost O(sqrt(max(a, b))).
 */
export function incompleteBeta(a: number, b: number, x: number, y: number = 1 - x): Tails {
  check("incompleteBeta", a, b, x);
  return areasOf(betaTail(betaPoint(a, b, x, y)));
}

/**
 * Natural logarithms of I_x(a, b) and 1 - I_x(a, b), also where these are below the smallest double.
 *
 * @param a in (0, Infinity)
 * @param b in (0, Infinity)
 * @param x in [0, 1]
 * @param y 1 - x, as for `incompleteBeta`
 * @throws EvidensError `numerics/domain`
 * Source: as `incompleteBeta`. Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function logIncompleteBeta(a: number, b: number, x: number, y: number = 1 - x): Tails {
  check("logIncompleteBeta", a, b, x);
  return logAreasOf(betaTail(betaPoint(a, b, x, y)));
}
