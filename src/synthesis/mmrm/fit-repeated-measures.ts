import { choleskyFactor, choleskyInverse, type Matrix, matrix } from "#numerics";
import { demandRepeatedMeasures } from "./demand-repeated-measures.ts";
import { groupCovariances } from "./group-covariances.ts";
import { maximiseLikelihood, type Optimum } from "./maximise-likelihood.ts";
import type { RepeatedMeasures, RepeatedMeasuresFit, VisitCovariance } from "./mmrm.types.ts";
import { sufficientOf } from "./patterns.ts";
import { refuseFit } from "./refuse-fit.ts";
import { startingValues, sumsOfSquares } from "./starting-values.ts";
import type { Sufficient } from "./sufficient.types.ts";
import { type VisitCovarianceModel, visitCovariances } from "./visit-covariances.ts";
import { upperInverse, whitening } from "./whitening.ts";

export interface FitOptions {
  readonly structure: VisitCovariance;
  readonly likelihood: "REML" | "ML";
}

const SIMPLER =
  "Choose a structure with fewer parameters (us, toeph, csh, ar1h, cs in this order), or fewer groups.";

/**
 * Fits the repeated-measures model y_i ~ N(X_i β, G_i^-½ Σ G_i^-½) to its optimum.
 *
 * @param data complete rows sorted by subject and visit; see `RepeatedMeasures`
 * @param options covariance structure of the visits; REML or ML
 * @throws EvidensError `synthesis/mmrm-…`: data of wrong shape (data, rank, coordinates), too little of it
 *   (too-few-subjects, too-few-rows, too-few-visits, empty-visit), no residual variation (perfect-fit), or no
 *   proper optimum (not-converged, hessian, singular)
 * Source: Mallinckrodt et al. 2008, doi:10.1177/009286150804200402; see docs/methods/mmrm.md.
 * Cost: `sufficientOf` once and `likelihoodAt` five to ten times.
 * Checked: tests/synthesis/mmrm-engine.test.ts (golden values of R's mmrm 0.3.18), relative 1e-7.
 */
export function fitRepeatedMeasures(data: RepeatedMeasures, options: FitOptions): RepeatedMeasuresFit {
  const model = visitCovariances[options.structure];
  demandRepeatedMeasures(data, model);
  const sufficient = sufficientOf(data, model.spatial);
  const { residual, total } = sumsOfSquares(sufficient);
  if (!(residual > 1e-20 * total && residual > 0))
    refuseFit(
      "mmrm-perfect-fit",
      "numerical",
      "The fixed effects reproduce the outcome exactly; no variation is left to estimate.",
      "Check the outcome for copies of a covariate, or leave effects out of the model.",
    );
  const reml = options.likelihood === "REML";
  const optimum = bestOf(sufficient, model, reml);
  demandOptimum(optimum, options.structure);
  return report(sufficient, model, options, optimum);
}

/** From the moments of the residuals; where that leads nowhere, from uncorrelated visits as mmrm starts. */
function bestOf(data: Sufficient, model: VisitCovarianceModel, reml: boolean): Optimum | null {
  const proper = (optimum: Optimum | null): boolean => optimum?.converged === true && optimum.definite;
  const first = maximiseLikelihood(data, model, startingValues(data, model, "moments"), reml);
  if (proper(first)) return first;
  const second = maximiseLikelihood(data, model, startingValues(data, model, "uncorrelated"), reml);
  return first === null || proper(second) ? second : first;
}

function demandOptimum(optimum: Optimum | null, structure: VisitCovariance): asserts optimum is Optimum {
  if (optimum === null)
    refuseFit(
      "mmrm-not-converged",
      "numerical",
      `No positive definite covariance of structure ${structure} could be found to start from.`,
      SIMPLER,
    );
  const gradient = largest(optimum.at.derivatives!.gradient);
  const state = `after ${optimum.iterations} iterations the gradient is ${gradient.toPrecision(3)}`;
  if (optimum.singular)
    refuseFit(
      "mmrm-singular",
      "numerical",
      `The covariance of the visits becomes singular (${structure}; ${state}): a visit is determined by others, or too few subjects have the visits together.`,
      `Look for visits that repeat another's values. ${SIMPLER}`,
    );
  if (!optimum.definite && (optimum.converged || optimum.distance < 1))
    refuseFit(
      "mmrm-hessian",
      "numerical",
      `The Hessian of the likelihood is not positive definite (${structure}; ${state}): the data do not determine every variance parameter.`,
      SIMPLER,
    );
  if (!optimum.converged)
    refuseFit(
      "mmrm-not-converged",
      "numerical",
      `The likelihood did not reach its maximum (${structure}; ${state}, ${optimum.distance.toPrecision(3)} standard errors away).`,
      SIMPLER,
    );
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

/** Inverse of a positive definite matrix, scaled to a unit diagonal first; null where it is not. */
function inverseOf(values: Float64Array, n: number): Matrix | null {
  const scale = Float64Array.from({ length: n }, (_, j) => 1 / Math.sqrt(values[j * n + j]!));
  const scaled = values.map((value, at) => value * scale[Math.floor(at / n)]! * scale[at % n]!);
  const lower = choleskyFactor(matrix(n, n, scaled));
  if (lower === null) return null;
  const inverse = choleskyInverse(lower);
  for (let at = 0; at < n * n; at++) inverse.values[at]! *= scale[Math.floor(at / n)]! * scale[at % n]!;
  return inverse;
}

function report(
  data: Sufficient,
  model: VisitCovarianceModel,
  options: FitOptions,
  { theta, at, iterations }: Optimum,
): RepeatedMeasuresFit {
  const { gradient, curvature, slopes, count } = at.derivatives!;
  const thetaCovariance = inverseOf(curvature, count);
  if (thetaCovariance === null)
    refuseFit(
      "mmrm-hessian",
      "numerical",
      `The Hessian of the likelihood is not positive definite (${model.name}).`,
      SIMPLER,
    );
  const back = whitening(data, at.lower);
  const coefficients = upperInverse(data.upper, at.beta);
  return {
    ...options,
    theta,
    thetaCovariance,
    covariance: groupCovariances(data, model, theta),
    logLikelihood: -at.value,
    coefficients,
    coefficientCovariance: back.identity(),
    coefficientCovarianceSlopes: slopes.map((packed) => back.symmetric(packed)),
    gradient: largest(gradient),
    iterations,
  };
}
