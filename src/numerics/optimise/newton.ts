import { choleskyFactor, choleskySolve } from "../linear/cholesky.ts";
import { type Matrix, matrix } from "../linear/matrix.ts";
import { demandStart, largestEntry, scaledGradient } from "./bfgs.ts";
import type { Minimum } from "./minimum.types.ts";

/** What Newton's method needs to know at a point. */
export interface Curvature {
  readonly value: number;
  readonly gradient: Float64Array;
  /** Second derivatives, or a matrix near them such as the expected information. */
  readonly hessian: Matrix;
}

export interface NewtonOptions {
  /** As for `minimise`; default 1e-10. */
  readonly tolerance?: number;
  /** Default 100. */
  readonly mostIterations?: number;
}

const MOST_HALVINGS = 40;

/** The factor of the Hessian, with as much added to its diagonal as makes it positive definite. */
function positiveFactor(hessian: Matrix): Matrix | null {
  const n = hessian.rows;
  const scale = Math.max(largestEntry(hessian.values), Number.MIN_VALUE);
  let factor = choleskyFactor(hessian);
  for (let ridge = 1e-8 * scale; factor === null && ridge < 1e6 * scale; ridge *= 10) {
    const raised = matrix(n, n, hessian.values.slice());
    for (let i = 0; i < n; i++) raised.values[i * n + i]! += ridge;
    factor = choleskyFactor(raised);
  }
  return factor;
}

/**
 * A local minimum by Newton steps, halved until f falls; the Hessian is raised where it is not positive definite.
 * After the stopping rule is met one more step is taken if it flattens the gradient.
 *
 * @param f value, gradient and Hessian; a value that is not finite marks the outside of the domain
 * @throws EvidensError `numerics/bad-start`
 * Source: Nocedal and Wright, Numerical Optimization, 2nd ed., alg. 3.2, 3.3. Cost O(p^3) a step besides f.
 * Checked: tests/numerics/optimise.test.ts.
 */
export function newtonMinimise(
  f: (at: Float64Array) => Curvature,
  start: ArrayLike<number>,
  options: NewtonOptions = {},
): Minimum {
  const { tolerance = 1e-10, mostIterations = 100 } = options;
  let at = Float64Array.from(start);
  let here = f(at);
  demandStart("newtonMinimise", here.value, at);
  let iterations = 0;
  const isFlat = (): boolean => scaledGradient(at, here.value, here.gradient) <= tolerance;
  for (let last = false; iterations < mostIterations && !last; iterations++) {
    last = isFlat();
    const factor = positiveFactor(here.hessian);
    if (factor === null) break;
    const step = choleskySolve(factor, matrix(at.length, 1, here.gradient)).values;
    const next = fallAlong(f, at, here, step);
    if (next === null) break;
    [at, here] = next;
  }
  return {
    at,
    value: here.value,
    gradientNorm: largestEntry(here.gradient),
    converged: isFlat(),
    iterations,
  };
}

/** The first of the halved steps that lowers f, or, among values rounding cannot tell apart, the gradient. */
function fallAlong(
  f: (at: Float64Array) => Curvature,
  at: Float64Array<ArrayBuffer>,
  here: Curvature,
  step: Float64Array,
): [Float64Array<ArrayBuffer>, Curvature] | null {
  const rounding = 4 * Number.EPSILON * Math.abs(here.value);
  const steepness = largestEntry(here.gradient);
  for (let halving = 0, t = 1; halving < MOST_HALVINGS; halving++, t /= 2) {
    const to = at.map((x, i) => x - t * step[i]!);
    const there = f(to);
    if (there.value < here.value - rounding) return [to, there];
    if (Math.abs(there.value - here.value) <= rounding && largestEntry(there.gradient) < steepness)
      return [to, there];
  }
  return null;
}
