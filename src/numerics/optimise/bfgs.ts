import { EvidensError } from "#kernel";
import { identity, type Matrix, matrix } from "../linear/matrix.ts";
import { lineSearch, type Place } from "./line-search.ts";
import type { Minimum, Objective } from "./minimum.types.ts";
import { numericGradient } from "./numeric-derivatives.ts";

export interface MinimiseOptions {
  /** The gradient of f; central differences when none is given. */
  readonly gradient?: (at: Float64Array) => Float64Array;
  /**
   * Stop when no |gradient entry| x max(|parameter|, 1) exceeds this part of max(|f|, 1).
   * Default 1e-8, which differences reach.
   */
  readonly tolerance?: number;
  /** Default 500. */
  readonly mostIterations?: number;
  /** Guess of the inverse Hessian at the start, as a search nearby left it; symmetric and positive definite. */
  readonly curvature?: Matrix;
  /** Asked before each step: true gives up where the search stands, as when the values have long ceased to fall. */
  readonly stop?: () => boolean;
}

/** The largest entry of the gradient in the units of `MinimiseOptions.tolerance`. */
export function scaledGradient(at: Float64Array, value: number, gradient: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < at.length; i++)
    largest = Math.max(largest, Math.abs(gradient[i]!) * Math.max(Math.abs(at[i]!), 1));
  return largest / Math.max(Math.abs(value), 1);
}

/** Largest absolute entry; NaN where one is NaN. */
export function largestEntry(v: Float64Array): number {
  return v.reduce((largest, entry) => Math.max(largest, Math.abs(entry)), 0);
}

/**
 * Refuses a start where the objective has no finite value.
 *
 * @throws EvidensError `numerics/bad-start` (invalid)
 */
export function demandStart(who: string, value: number, at: Float64Array): void {
  if (Number.isFinite(value)) return;
  throw new EvidensError({
    code: "numerics/bad-start",
    kind: "invalid",
    message: `${who}: the function is ${value} at the start (${[...at].join(", ")}).`,
    remedy: "Start where the function has a finite value.",
  });
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

function descentDirection(inverse: Matrix, gradient: Float64Array): Float64Array {
  const p = gradient.length;
  return gradient.map((_, i) => -dot(inverse.values.subarray(i * p, (i + 1) * p), gradient));
}

/** The BFGS update of the inverse Hessian by a step s that changed the gradient by y. */
function update(inverse: Matrix, s: Float64Array, y: Float64Array, first: boolean): void {
  const p = s.length;
  const sy = dot(s, y);
  if (!(sy > 1e-14 * Math.sqrt(dot(s, s) * dot(y, y)))) return;
  const b = inverse.values;
  if (first) for (let i = 0; i < p; i++) b[i * p + i] = sy / dot(y, y);
  const by = y.map((_, i) => dot(b.subarray(i * p, (i + 1) * p), y));
  const factor = (1 + dot(y, by) / sy) / sy;
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++)
      b[i * p + j]! += factor * s[i]! * s[j]! - (by[i]! * s[j]! + s[i]! * by[j]!) / sy;
}

/**
 * A local minimum of a smooth function by BFGS steps with a line search that keeps working where the values of f
 * no longer tell points apart. Without a gradient it uses central differences, finer ones near the end.
 *
 * @returns besides the minimum the inverse Hessian as the steps built it up, for a search nearby
 * @param f finite at `start`; Infinity or NaN outside its domain
 * @throws EvidensError `numerics/bad-start`
 * Source: Nocedal and Wright, Numerical Optimization, 2nd ed., alg. 6.1; line search after Hager and Zhang 2005,
 * doi:10.1137/030601880. Cost O(p^2) a step besides f. Checked: tests/numerics/optimise.test.ts.
 */
export function minimise(
  f: Objective,
  start: ArrayLike<number>,
  options: MinimiseOptions = {},
): Minimum & { readonly curvature: Matrix } {
  const { gradient, tolerance = 1e-8, mostIterations = 500, curvature, stop } = options;
  let rule: "fine" | "coarse" = gradient ? "fine" : "coarse";
  const slopes = (at: Float64Array): Float64Array => gradient?.(at) ?? numericGradient(f, at, rule);
  const first = Float64Array.from(start);
  const value = f(first);
  demandStart("minimise", value, first);
  let here: Place = { at: first, value, gradient: slopes(first) };
  const { length } = first;
  let inverse = curvature === undefined ? identity(length) : matrix(length, length, curvature.values.slice());
  let fresh = curvature === undefined;
  let iterations = 0;
  for (; iterations < mostIterations; iterations++) {
    const small = scaledGradient(here.at, here.value, here.gradient) <= tolerance;
    if ((small && rule === "fine") || stop?.() === true) break;
    const next = small ? null : lineSearch(f, slopes, here, descentDirection(inverse, here.gradient), fresh);
    if (next) {
      const change = next.at.map((x, i) => x - here.at[i]!);
      const turn = next.gradient.map((g, i) => g - here.gradient[i]!);
      update(inverse, change, turn, fresh);
      fresh = false;
      here = next;
    } else if (rule === "coarse") {
      rule = "fine";
      here = { ...here, gradient: slopes(here.at) };
    } else if (fresh) break;
    else {
      inverse = identity(length);
      fresh = true;
    }
  }
  const converged = scaledGradient(here.at, here.value, here.gradient) <= tolerance;
  return {
    at: here.at,
    value: here.value,
    gradientNorm: largestEntry(here.gradient),
    converged,
    iterations,
    curvature: inverse,
  };
}
