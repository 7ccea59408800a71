import { choleskyFactor, choleskyInverse, type Matrix, matrix } from "#numerics";
import type { RepeatedMeasures, RepeatedMeasuresFit } from "./mmrm.types.ts";
import { partOf } from "./pattern-weights.ts";
import { type Alike, alikeSubjects, subjectStarts } from "./patterns.ts";
import { visitCovariances } from "./visit-covariances.ts";

/** Subjects with the same covariance matrix, and that matrix. */
export interface AlikeAt extends Alike {
  /** First row of each member. */
  readonly starts: readonly number[];
  /** Σ of the rows, without weights. */
  readonly sigma: Matrix;
  /** Its lower Cholesky factor. */
  readonly lower: Matrix;
}

/** The subjects of a fit by equal covariance matrix. */
export function alikeAt(data: RepeatedMeasures, fit: RepeatedMeasuresFit): AlikeAt[] {
  const model = visitCovariances[fit.structure];
  const starts = subjectStarts(data);
  const each = fit.theta.length / data.groups;
  return alikeSubjects(data, starts, model.spatial).map((alike) => {
    const { group, rows, distances, members } = alike;
    const own = members.map((i) => starts[i]!);
    const sigma = matrix(
      rows,
      rows,
      model.spatial
        ? model.at(fit.theta.subarray(group * each, (group + 1) * each), rows, distances).sigma
        : partOf(fit.covariance[group]!.values, data.visits, data.visit.subarray(own[0]!, own[0]! + rows)),
    );
    return { ...alike, starts: own, sigma, lower: choleskyFactor(sigma)! };
  });
}

/** The lower Cholesky factor C of W = Σ⁻¹ = C C'. */
export function weightFactor(lower: Matrix): Matrix {
  return choleskyFactor(choleskyInverse(lower))!;
}

/** y − X β of every row. */
export function responseResiduals(
  { x, y }: RepeatedMeasures,
  coefficients: Float64Array,
): { fitted: Float64Array; response: Float64Array } {
  const p = x.columns;
  const fitted = Float64Array.from(y, (_, row) => {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += x.values[row * p + j]! * coefficients[j]!;
    return sum;
  });
  return { fitted, response: y.map((value, row) => value - fitted[row]!) };
}
