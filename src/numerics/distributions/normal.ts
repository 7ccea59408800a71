import { demand } from "../guard.ts";
import { millsRatio } from "../normal-tail.ts";
import type { Tails } from "../tails.ts";

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

/** Area between 0 and z for small z >= 0. */
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

/**
 * Lower and upper tail areas of the standard normal distribution.
 *
 * @param z any number, infinities included; NaN refused
 * Source: DLMF 7.6.2 (series), Cody 1969, see `millsRatio`.
 * Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12 for |z| <= 38.
 */
export function normalTails(z: number): Tails {
  demand(!Number.isNaN(z), "normalTails", "z", z, "the real numbers");
  const small = smallTail(Math.abs(z));
  return z >= 0 ? { lower: 1 - small, upper: small } : { lower: small, upper: 1 - small };
}

/** Area beyond z >= 0. */
function smallTail(z: number): number {
  return z < 0.6 ? 0.5 - centralArea(z) : normalDensity(z) * millsRatio(z);
}

/**
 * Natural logarithms of the tail areas of the standard normal distribution; neither underflows.
 *
 * @param z any number, infinities included; NaN refused
 * Source: as `normalTails`. Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function normalLogTails(z: number): Tails {
  demand(!Number.isNaN(z), "normalLogTails", "z", z, "the real numbers");
  const size = Math.abs(z);
  const small =
    size === Number.POSITIVE_INFINITY
      ? Number.NEGATIVE_INFINITY
      : size < 0.6
        ? Math.log(0.5 - centralArea(size))
        : Math.log(millsRatio(size) / SQRT_2PI) - (z * z) / 2;
  const large = Math.log1p(-Math.exp(small));
  return z >= 0 ? { lower: large, upper: small } : { lower: small, upper: large };
}

/** Lower tail area of the standard normal distribution. */
export function normalCdf(z: number): number {
  return normalUpper(-z);
}

/** Upper tail area of the standard normal distribution. */
export function normalUpper(z: number): number {
  demand(!Number.isNaN(z), "normalTails", "z", z, "the real numbers");
  const small = smallTail(Math.abs(z));
  return z >= 0 ? small : 1 - small;
}

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

const A = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const B = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
const C = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const D = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const E = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const F = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
];

/**
 * The z whose lower tail (or, with `upper`, upper tail) area is p.
 *
 * @param p in [0, 1]
 * @throws EvidensError `numerics/domain`
 * Source: Wichura 1988, algorithm AS 241, doi:10.2307/2347330.
 * Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12 down to p = 1e-300.
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
