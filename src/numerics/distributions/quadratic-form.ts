import { EvidensError } from "#kernel";
import { brentRoot } from "../brent.ts";
import { demand } from "../guard.ts";
import { incompleteGamma } from "../incomplete-gamma.ts";
import type { Tails } from "../tails.ts";

/** The contour leaves the real axis at a right angle and turns towards this angle. */
const ANGLE = 1;
/** A term below e^-42 of the largest adds less than the last digit. */
const DROP = 42;
const MOST_POINTS = 1 << 14;

/** The form: weights of independent squares of standard normal values, and the point asked for (> 0). */
interface Form {
  readonly weights: readonly number[];
  readonly q: number;
}

/** Real part and phase of log(M(s) e^(-s q) / s) at s = x + i y, M the moment generating function. */
function exponentAt({ weights, q }: Form, x: number, y: number): readonly [number, number] {
  let real = 0;
  let phase = 0;
  for (const weight of weights) {
    const [u, v] = [1 - 2 * weight * x, -2 * weight * y];
    real -= Math.log(u * u + v * v) / 4;
    phase -= Math.atan2(v, u) / 2;
  }
  return [real - x * q - Math.log(x * x + y * y) / 2, phase - y * q - Math.atan2(y, x)];
}

/** Derivative along the real axis of log(M(s) e^(-s q) / |s|). */
function slopeAt({ weights, q }: Form, s: number): number {
  return weights.reduce((sum, weight) => sum + weight / (1 - 2 * weight * s), -q - 1 / s);
}

/** The saddle point between two singularities, where the slope rises from -Infinity to Infinity. */
function saddle(form: Form, from: number, to: number): number {
  const width = to - from;
  let [near, far] = [0.25, 0.25];
  while (slopeAt(form, from + near * width) > 0 && near > 1e-300) near /= 8;
  while (slopeAt(form, to - far * width) < 0 && far > 1e-15) far /= 8;
  return brentRoot((s) => slopeAt(form, s), from + near * width, to - far * width, {
    tolerance: 1e-6 * width * near,
  }).root;
}

/** The saddle point on the negative axis down to `end`, the nearest negative singularity, which may be -Infinity. */
function negativeSaddle(form: Form, end: number): number {
  const width = Number.isFinite(end) ? -end : 1 / form.weights.reduce((sum, w) => sum + Math.abs(w), 0);
  let high = -0.25 * width;
  while (slopeAt(form, high) < 0) high /= 8;
  let low = Number.isFinite(end) ? end * (1 - 0.25) : -width;
  for (let gap = 0.25; slopeAt(form, low) > 0; gap /= 8)
    low = Number.isFinite(end) ? end * (1 - gap) : 8 * low;
  return brentRoot((s) => slopeAt(form, s), low, high, { tolerance: -1e-6 * high }).root;
}

/**
 * (1 / 2 pi i) times the integral of M(s) e^(-s q) / s along a hyperbola that crosses the real axis at the saddle
 * and bends to the right, by a trapezium sum that is halved until it stands still.
 */
function contourIntegral(form: Form, crossing: number, scale: number): number {
  const [sine, cosine] = [Math.sin(ANGLE), Math.cos(ANGLE)];
  const peak = exponentAt(form, crossing, 0)[0];
  const term = (v: number): { readonly size: number; readonly value: number } => {
    const x = crossing + scale * cosine * (Math.cosh(v) - 1);
    const y = scale * sine * Math.sinh(v);
    const [real, phase] = exponentAt(form, x, y);
    // ds/dv over i: (cosine sinh v + i sine cosh v) / i.
    const [re, im] = [sine * Math.cosh(v), -cosine * Math.sinh(v)];
    const size = Math.exp(real - peak) * scale;
    return { size: size * Math.cosh(v), value: size * (re * Math.cos(phase) - im * Math.sin(phase)) };
  };
  const start = term(0).size;
  let end = 1e-3;
  while (term(end).size > start * Math.exp(-DROP)) end *= 1.25;
  let points = 16;
  // The two arms are conjugate: one half, and the middle once.
  let sum = term(0).value / 2;
  for (let i = 1; i <= points; i++) sum += term((end * i) / points).value;
  let integral = (sum * end) / points;
  for (; points < MOST_POINTS; points *= 2) {
    for (let i = 1; i < 2 * points; i += 2) sum += term((end * i) / (2 * points)).value;
    const next = (sum * end) / (2 * points);
    const settled = Math.abs(next - integral) <= 1e-14 * Math.abs(next);
    integral = next;
    if (settled) break;
  }
  return (Math.exp(peak) * integral) / Math.PI;
}

/** Both tails for q > 0. */
function tailsAbove(form: Form): Tails {
  const largest = Math.max(...form.weights);
  const least = Math.min(...form.weights);
  if (largest <= 0) return { lower: 1, upper: 0 };
  const right = 1 / (2 * largest);
  const left = least < 0 ? 1 / (2 * least) : Number.NEGATIVE_INFINITY;
  const above = saddle(form, 0, right);
  const upper = contourIntegral(form, above, Math.min(right - above, 4 * above));
  if (upper < 0.4) return { lower: 1 - upper, upper: Math.max(0, upper) };
  const below = negativeSaddle(form, left);
  const lower = -contourIntegral(form, below, -below);
  return upper < lower ? { lower: 1 - upper, upper } : { lower: Math.max(0, lower), upper: 1 - lower };
}

/**
 * P(Q <= q) and P(Q > q) for Q = w_1 z_1^2 + ... + w_k z_k^2, z independent standard normal; the smaller one keeps
 * its digits.
 *
 * @param q any number
 * @param weights any finite numbers, at least one not 0; for a quadratic form x' A x with x ~ N(0, S) they are the
 * eigenvalues of A S
 * @throws EvidensError `numerics/domain`, `numerics/weights` (invalid)
 * Source: the inversion integral through its saddle point, Rice 1980, SIAM J. Sci. Stat. Comput. 1, 438; the trapezium sum on a
 * hyperbola, Weideman and Trefethen 2007, doi:10.1090/S0025-5718-07-01945-X. Cost: about 100 k logarithms.
 * Checked: tests/numerics/golden-distributions.test.ts, tests/numerics/quadratic-form.test.ts, relative 1e-12.
 */
export function quadraticFormTails(q: number, weights: ArrayLike<number>): Tails {
  demand(!Number.isNaN(q), "quadraticFormTails", "q", q, "the real numbers");
  const kept = Array.from(weights).filter((weight) => weight !== 0);
  if (kept.length === 0 || !kept.every(Number.isFinite)) {
    throw new EvidensError({
      code: "numerics/weights",
      kind: "invalid",
      message: `quadraticFormTails: the weights are (${Array.from(weights).slice(0, 8).join(", ")}).`,
      remedy: "Pass finite weights, one of them at least not 0.",
    });
  }
  if (q === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  if (q === Number.NEGATIVE_INFINITY) return { lower: 0, upper: 1 };
  if (q < 0) {
    const { lower, upper } = quadraticFormTails(
      -q,
      kept.map((weight) => -weight),
    );
    return { lower: upper, upper: lower };
  }
  const scale = Math.max(...kept.map(Math.abs));
  const form = { q: q / scale, weights: kept.map((weight) => weight / scale) };
  if (kept.length === 1) return single(form);
  if (q === 0 && Math.min(...kept) > 0) return { lower: 0, upper: 1 };
  return tailsAbove(form);
}

/** One weight, 1 or -1: the square of one normal value. */
function single({ q, weights }: Form): Tails {
  if (weights[0]! < 0) return { lower: 1, upper: 0 };
  return incompleteGamma(0.5, q / 2);
}
