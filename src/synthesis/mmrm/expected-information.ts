import { choleskyFactor, choleskyInverse, type Matrix, matrix } from "#numerics";
import type { RepeatedMeasures, RepeatedMeasuresFit } from "./mmrm.types.ts";
import { likelihoodAt, type UnitAt } from "./mmrm-likelihood.ts";
import { partOf, product } from "./pattern-weights.ts";
import { sufficientOf } from "./patterns.ts";
import { refuseFit } from "./refuse-fit.ts";
import { visitCovariances } from "./visit-covariances.ts";
import { unpacked } from "./whitening.ts";

/** tr(a b) of n × n matrices, b symmetric or a. */
function traceOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (const [e, value] of a.entries()) sum += value * b[e]!;
  return sum;
}

/** Adds tr(W V_j W V_k), under REML − 2 tr(Φ X'W V_j W V_k W X) too, of a unit's parameters. */
function addUnit(into: Matrix, { unit, covariance, patterns }: UnitAt, p: number, reml: boolean): void {
  const { first } = covariance;
  const offset = unit.group * first.length;
  for (const { pattern, m, w, z } of patterns) {
    const outer = new Float64Array(m * m);
    for (let b = 0; reml && b < pattern.blocks; b++)
      for (let a = 0; a < m; a++)
        for (let c = 0; c < m; c++)
          for (let j = 0; j < p; j++) outer[a * m + c]! += z[(b * m + a) * p + j]! * z[(b * m + c) * p + j]!;
    const slopes = first.map((slope) => partOf(slope, unit.size, pattern.visits));
    const left = slopes.map((slope) => product(slope, w, m));
    for (let j = 0; j < slopes.length; j++) {
      for (let k = 0; k <= j; k++) {
        const chain = product(left[j]!, slopes[k]!, m);
        const value = pattern.subjects * traceOf(chain, w) - 2 * traceOf(chain, outer);
        into.values[(offset + j) * into.columns + offset + k]! += value;
        if (k < j) into.values[(offset + k) * into.columns + offset + j]! += value;
      }
    }
  }
}

/**
 * The fit with the covariance of its variance parameters from the expected instead of the observed information, as
 * Kenward and Roger defined their correction: I_jk = ½ tr(B V_j B V_k), B = P (REML) or W (ML).
 *
 * @param data the data the model was fitted to
 * @throws EvidensError `synthesis/mmrm-hessian` where it is not positive definite
 * Source: Kenward and Roger 1997, doi:10.2307/2533558. Cost: patterns × parameters² × m³ and parameters² × p².
 * Checked: tests/synthesis/golden-mmrm.test.ts (cross-check with pbkrtest).
 */
export function withExpectedInformation(
  data: RepeatedMeasures,
  fit: RepeatedMeasuresFit,
): RepeatedMeasuresFit {
  const model = visitCovariances[fit.structure];
  const sufficient = sufficientOf(data, model.spatial);
  const reml = fit.likelihood === "REML";
  const at = likelihoodAt(sufficient, model, fit.theta, reml, "observed")!;
  const count = fit.theta.length;
  const information = matrix(count, count);
  for (const unit of at.units) addUnit(information, unit, sufficient.p, reml);
  const slopes = at.derivatives!.slopes.map((slope) => unpacked(slope, sufficient.p));
  for (let j = 0; j < count; j++)
    for (let k = 0; k < count; k++) {
      const e = j * count + k;
      if (reml) information.values[e]! += traceOf(slopes[j]!, slopes[k]!);
      information.values[e]! /= 2;
    }
  const lower = choleskyFactor(information);
  if (lower === null)
    refuseFit(
      "mmrm-hessian",
      "numerical",
      `The expected information on the variance parameters is not positive definite (${fit.structure}).`,
      "Choose a structure with fewer parameters, or the observed information.",
    );
  return { ...fit, thetaCovariance: choleskyInverse(lower) };
}
