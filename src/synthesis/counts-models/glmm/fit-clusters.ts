import { EvidensError } from "#kernel";
import {
  type Curvature,
  choleskyFactor,
  choleskyInverse,
  choleskySolve,
  type Matrix,
  matrix,
} from "#numerics";
import type { Cluster, ClusterLikelihood } from "./cluster.types.ts";
import { fixedLikelihood } from "./fixed-likelihood.ts";
import { laplaceLikelihood } from "./laplace-likelihood.ts";
import { type OwnInformation, ProfileLikelihood } from "./profile-likelihood.ts";
import { conditionalLikelihood, quadratureLikelihood } from "./quadrature-likelihood.ts";

/** Where to begin. */
export interface Start {
  /** Shared coefficients. */
  readonly shared: readonly number[];
  /** Standard deviations of the random effects, all > 0. */
  readonly spreads: readonly number[];
  /** Each study's own coefficient. */
  readonly own: (i: number) => number;
}

export interface Fit {
  readonly logLikelihood: number;
  /** Of the counts given the predicted random effects; `null` unless there is one random effect a study. */
  readonly conditionalLogLikelihood: number | null;
  readonly shared: Float64Array;
  /** Standard deviations, >= 0. */
  readonly spreads: Float64Array;
  /** Covariance of the shared coefficients and, where it can be had, the standard deviations. */
  readonly covariance: Matrix;
  /** Information on the shared parameters with each study's own coefficient maximised. */
  readonly information: Matrix;
  readonly own: OwnInformation;
  readonly converged: boolean;
  readonly iterations: number;
  readonly gradientNorm: number;
}

function likelihoodFor(spreads: number, points: number): ClusterLikelihood {
  if (spreads === 0) return fixedLikelihood;
  return spreads === 1 ? quadratureLikelihood(points) : laplaceLikelihood;
}

/** The inverse of the information; of the coefficients' part alone where a standard deviation of 0 spoils it. */
function covarianceOf(information: Matrix, shared: number): Matrix {
  const whole = choleskyFactor(information);
  if (whole !== null) return choleskyInverse(whole);
  const p = information.rows;
  const part = matrix(shared, shared);
  for (let a = 0; a < shared; a++)
    for (let b = 0; b < shared; b++) part.values[a * shared + b] = information.values[a * p + b]!;
  const factor = choleskyFactor(part);
  if (factor !== null) return choleskyInverse(factor);
  throw new EvidensError({
    code: "synthesis/singular-information",
    kind: "numerical",
    message: "The information on the pooled effect is not positive: these counts do not determine it.",
    remedy: "Choose another model, or check whether any study has events in both groups.",
  });
}

/** A Newton step; the diagonal is raised as far as the matrix needs to be positive definite. */
function newtonStep({ gradient, hessian }: Curvature): Float64Array {
  const p = hessian.rows;
  const scale = hessian.values.reduce((most, entry) => Math.max(most, Math.abs(entry)), 1e-300);
  for (let ridge = 0; ridge < 1e6 * scale; ridge = Math.max(10 * ridge, 1e-6 * scale)) {
    const raised = matrix(p, p, hessian.values);
    for (let a = 0; a < p; a++) raised.values[a * p + a]! += ridge;
    const factor = choleskyFactor(raised);
    if (factor !== null) return choleskySolve(factor, matrix(p, 1, gradient)).values;
  }
  return gradient.map((slope) => slope / scale);
}

const MOST_ITERATIONS = 200;
/** Square of the distance left, in standard errors. */
const NEAR_ENOUGH = 1e-18;

/** No log odds, log rate or standard deviation of data is this far from 0: the likelihood rises without end. */
const FARTHEST = 40;

interface Descent {
  readonly at: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
}

/** Newton's method that stops by the distance left in standard errors and does not mistake rounding for a rise. */
function descend(profile: ProfileLikelihood, start: Float64Array): Descent {
  const noise = 4 * Number.EPSILON * profile.size();
  let at = start;
  let here = profile.at(at, "near");
  for (let iterations = 0; iterations < MOST_ITERATIONS; iterations++) {
    let step = newtonStep(here);
    const decrement = step.reduce((sum, entry, a) => sum + entry * here.gradient[a]!, 0);
    if (decrement <= NEAR_ENOUGH) return { at, converged: true, iterations };
    let there: Curvature | null = null;
    for (let halving = 0; halving < 40; halving++) {
      const to = at.map((entry, a) => entry - step[a]!);
      there = to.every((entry) => Math.abs(entry) < FARTHEST) ? profile.at(to, "near") : null;
      if (there !== null && there.value <= here.value + noise) break;
      step = step.map((entry) => entry / 2);
    }
    if (there === null || !(there.value <= here.value + noise)) return { at, converged: false, iterations };
    at = at.map((entry, a) => entry - step[a]!);
    here = there;
  }
  return { at, converged: false, iterations: MOST_ITERATIONS };
}

/** Refuses counts under which the likelihood has no maximum. */
function noMaximum(iterations: number): never {
  throw new EvidensError({
    code: "synthesis/no-maximum",
    kind: "numerical",
    message: `The likelihood has no maximum within reach (${iterations} steps): events lie in one group only in study after study.`,
    remedy: "Use Mantel-Haenszel, Peto or a common effect for counts this sparse.",
  });
}

/**
 * Maximum-likelihood fit of clusters.
 *
 * @throws EvidensError `synthesis/no-maximum`, `synthesis/singular-information`
 * @param second what the covariance is made from
 */
export function fitClusters(
  clusters: readonly Cluster[],
  start: Start,
  points: number,
  second: "exact" | "lagged" = "exact",
): Fit {
  const shared = start.shared.length;
  const spreads = start.spreads.length;
  const profile = new ProfileLikelihood(clusters, likelihoodFor(spreads, points), shared, spreads);
  for (let i = 0; i < clusters.length; i++) profile.own.value[i] = start.own(i);
  const found = descend(profile, Float64Array.from([...start.shared, ...start.spreads]));
  if (!found.converged || found.at.some((entry) => Math.abs(entry) > FARTHEST / 2))
    noMaximum(found.iterations);
  if (second === "lagged" && spreads > 0) profile.replay(found.at, points);
  const end = profile.at(found.at, second);
  return {
    logLikelihood: -end.value,
    conditionalLogLikelihood: spreads === 1 ? profile.sumOf(conditionalLikelihood, found.at) : null,
    shared: found.at.slice(0, shared),
    spreads: found.at.slice(shared).map(Math.abs),
    covariance: covarianceOf(end.hessian, shared),
    information: end.hessian,
    own: profile.own,
    converged: found.converged,
    iterations: found.iterations,
    gradientNorm: end.gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0),
  };
}

/**
 * The better of a fit with a random effect and the fit without it: the likelihood can have a maximum where the
 * standard deviation is 0 and another above.
 *
 * @param without the same model less its last random effect
 */
export function orWithout(random: Fit, without: Fit): Fit {
  if (random.logLikelihood > without.logLikelihood) return random;
  const conditional = without.conditionalLogLikelihood ?? without.logLikelihood;
  return {
    ...without,
    conditionalLogLikelihood: random.spreads.length === 1 ? conditional : null,
    spreads: Float64Array.of(...without.spreads, 0),
  };
}
