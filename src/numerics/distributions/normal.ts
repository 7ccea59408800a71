import { demand } from "../guard.ts";
import type { Tails } from "../incomplete-gamma.ts";

const SQRT_2PI = 2.5066282746310002;

/** e^(-z^2/2) with the square split, so that the rounding of z^2 is not magnified far out. */
function bell(z: number): number {
  const coarse = Math.trunc(z * 16) / 16;
  return Math.exp((-coarse * coarse) / 2) * Math.exp((-(z - coarse) * (z + coarse)) / 2);
}

/** Standard normal density. */
export function normalDensity(z: number): number {
  return Math.abs(z) > 40 ? 0 : bell(z) / SQRT_2PI;
}

/** Area between 0 and z for 0 <= z < 2. */
function centralArea(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 1; n < 100; n++) {
    term *= (z * z) / (2 * n + 1);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return normalDensity(z) * sum;
}

/** Upper tail for z >= 2: Laplace's continued fraction of the Mills ratio, from a depth that suffices at 2. */
function farTail(z: number): number {
  let denominator = z;
  for (let n = Math.ceil(40 + 400 / (z * z)); n >= 1; n--) denominator = z + n / denominator;
  return normalDensity(z) / denominator;
}

/**
 * Lower and upper tail areas of the standard normal distribution.
 *
 * @param z any number, infinities included; NaN refused
 * Source: DLMF 7.6.2 (series), 7.9.1 (fraction).
 * Checked: tests/numerics/distributions.test.ts, relative 1e-12 for |z| <= 37.
 */
export function normalTails(z: number): Tails {
  demand(!Number.isNaN(z), "normalTails", "z", z, "the real numbers");
  const size = Math.abs(z);
  const small = size < 2 ? 0.5 - centralArea(size) : farTail(size);
  const tails = { lower: 1 - small, upper: small };
  return z >= 0 ? tails : { lower: tails.upper, upper: tails.lower };
}

/** Lower tail area of the standard normal distribution. */
export function normalCdf(z: number): number {
  return normalTails(z).lower;
}

/** Upper tail area of the standard normal distribution. */
export function normalUpper(z: number): number {
  return normalTails(z).upper;
}

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

const A = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
  45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
];
const B = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
  39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
];
const C = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
  1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
];
const D = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
  0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
];
const E = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
  0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
const F = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
  1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
];

/**
 * The z whose lower tail (or, with `upper`, upper tail) area is p.
 *
 * @param p in [0, 1]
 * @throws EvidensError `numerics/domain`
 * Source: Wichura 1988, algorithm AS 241, doi:10.2307/2347330.
 * Checked: tests/numerics/distributions.test.ts, relative 1e-12 down to p = 1e-300.
 */
export function normalQuantile(p: number, tail: "lower" | "upper" = "lower"): number {
  demand(p >= 0 && p <= 1, "normalQuantile", "p", p, "[0, 1]");
  const sign = tail === "lower" ? 1 : -1;
  if (p === 0) return sign * Number.NEGATIVE_INFINITY;
  if (p === 1) return sign * Number.POSITIVE_INFINITY;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (sign * q * polynomial(A, r)) / polynomial(B, r);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const size =
    r <= 5 ? polynomial(C, r - 1.6) / polynomial(D, r - 1.6) : polynomial(E, r - 5) / polynomial(F, r - 5);
  return sign * (q < 0 ? -size : size);
}
