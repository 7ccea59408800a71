import { choleskyFactor, choleskySolve, matrix } from "#numerics";
import { smallestPivot } from "./group-covariances.ts";
import { type Derivatives, type LikelihoodAt, likelihoodAt } from "./mmrm-likelihood.ts";
import type { Sufficient } from "./sufficient.types.ts";
import type { VisitCovarianceModel } from "./visit-covariances.ts";

/** Where the iterations ended. */
export interface Optimum {
  readonly theta: Float64Array;
  /** With observed derivatives, evaluated at theta. */
  readonly at: LikelihoodAt;
  readonly iterations: number;
  readonly converged: boolean;
  /** Whether the covariance of the visits has become singular on the way. */
  readonly singular: boolean;
  /** Whether the observed Hessian is positive definite. */
  readonly definite: boolean;
  /** Distance the next Newton step would still go, in standard errors. */
  readonly distance: number;
}

const MOST_ITERATIONS = 60;
/** Steps with the expected information before the Hessian is paid for. */
const MOST_EXPECTED = 10;
/** The expected information has done its work this near the optimum (standard errors). */
const NEAR = 1e-4;
const CONVERGED = 1e-9;
/** What rounding may leave where steps no longer get shorter. */
const ROUNDING = 1e-6;
/** A visit's residual SD given those before it, as part of its SD, below which it counts as determined by them. */
const DETERMINED = 1e-5;

interface Step {
  readonly step: Float64Array;
  /** √(g'H⁻¹g). */
  readonly distance: number;
  readonly definite: boolean;
}

/** −H⁻¹ g with H scaled to a unit diagonal; a ridge is added until H is positive definite. */
function newtonStep(gradient: Float64Array, curvature: Float64Array): Step {
  const n = gradient.length;
  const scale = Float64Array.from(gradient, (_, j) => 1 / Math.sqrt(Math.abs(curvature[j * n + j]!) || 1));
  const scaled = curvature.map((value, at) => value * scale[Math.floor(at / n)]! * scale[at % n]!);
  for (let ridge = 0; ; ridge = ridge === 0 ? 1e-6 : ridge * 10) {
    const shifted = matrix(n, n, scaled.slice());
    for (let j = 0; j < n; j++) shifted.values[j * n + j]! += ridge;
    const lower = choleskyFactor(shifted);
    if (lower === null && ridge < 1e6) continue;
    const right = matrix(
      n,
      1,
      gradient.map((value, j) => -value * scale[j]!),
    );
    const solved = lower === null ? right : choleskySolve(lower, right);
    const step = solved.values.map((value, j) => value * scale[j]!);
    let decrement = 0;
    for (let j = 0; j < n; j++) decrement -= step[j]! * gradient[j]!;
    return { step, distance: Math.sqrt(Math.max(0, decrement)), definite: ridge === 0 };
  }
}

type Evaluate = (theta: Float64Array, order: Derivatives) => LikelihoodAt | null;

/** Fisher scoring from `start` until near the optimum, or until it no longer gains much. */
function score(
  evaluate: Evaluate,
  start: Float64Array,
  first: LikelihoodAt,
): { theta: Float64Array; steps: number } {
  let [theta, at] = [start, first];
  let before = Number.POSITIVE_INFINITY;
  for (let steps = 1; ; steps++) {
    const { step, distance } = newtonStep(at.derivatives!.gradient, at.derivatives!.curvature);
    if (distance < NEAR) return { theta: theta.map((value, j) => value + step[j]!), steps };
    const moved = advance(evaluate, { theta, value: at.value, step, distance }, "expected");
    if (moved === null) return { theta, steps };
    const slow = distance < 1 && distance > before / 4;
    if (slow || steps === MOST_EXPECTED) return { theta: moved.theta, steps };
    before = distance;
    [theta, at] = [moved.theta, moved.at];
  }
}

/**
 * The maximum of the (restricted) likelihood over the variance parameters: Fisher scoring with the information of
 * the unrestricted likelihood, which needs no sums over coefficients, until near; then Newton with the observed
 * Hessian. A step that does not lower −log L is halved. It ends where the next step is shorter than 1e-9 standard
 * errors (or rounding keeps it below 1e-6).
 *
 * @returns null when the starting values themselves cannot be evaluated
 * Checked: tests/synthesis/mmrm-engine.test.ts.
 */
export function maximiseLikelihood(
  data: Sufficient,
  model: VisitCovarianceModel,
  start: Float64Array,
  reml: boolean,
): Optimum | null {
  const evaluate: Evaluate = (theta, order) => likelihoodAt(data, model, theta, reml, order);
  const first = evaluate(start, "expected");
  if (first === null) return null;
  const scored = score(evaluate, start, first);
  let theta = scored.theta;
  let at = evaluate(theta, "observed");
  if (at === null) {
    theta = start;
    at = evaluate(theta, "observed")!;
  }
  let before = Number.POSITIVE_INFINITY;
  for (let iterations = scored.steps; ; iterations++) {
    const { step, distance, definite } = newtonStep(at.derivatives!.gradient, at.derivatives!.curvature);
    const stuck = distance > before / 2 && distance < ROUNDING;
    const singular = smallestPivot(data, model, theta) < DETERMINED;
    const ending = { theta, at, iterations, definite, distance, singular };
    if (singular) return { ...ending, converged: false };
    if (distance < CONVERGED || stuck) return { ...ending, converged: true };
    if (iterations >= MOST_ITERATIONS) return { ...ending, converged: false };
    const moved = advance(evaluate, { theta, value: at.value, step, distance }, "observed");
    if (moved === null) return { ...ending, converged: false };
    before = distance;
    [theta, at] = [moved.theta, moved.at];
  }
}

/** The first of the step, its half, its quarter … that lowers −log L, or null. */
function advance(
  evaluate: Evaluate,
  from: { theta: Float64Array; value: number; step: Float64Array; distance: number },
  order: Derivatives,
): { theta: Float64Array; at: LikelihoodAt } | null {
  // So near the optimum the difference of two values is rounding; the step itself is to be believed.
  const slack = from.distance < 1e-3 ? 1e-9 * (1 + Math.abs(from.value)) : 0;
  for (let part = 1; part > 1e-10; part /= 2) {
    const theta = from.theta.map((value, j) => value + part * from.step[j]!);
    const at = evaluate(theta, order);
    if (at !== null && at.value <= from.value + slack) return { theta, at };
  }
  return null;
}
