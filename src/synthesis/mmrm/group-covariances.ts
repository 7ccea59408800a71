import { choleskyFactor, type Matrix, matrix } from "#numerics";
import type { Sufficient } from "./sufficient.types.ts";
import type { VisitCovarianceModel } from "./visit-covariances.ts";

/** Covariance of the visits by group; for the spatial structures of two rows at unit distance. */
export function groupCovariances(
  { groups, units }: Sufficient,
  model: VisitCovarianceModel,
  theta: Float64Array,
): Matrix[] {
  const each = theta.length / groups;
  return Array.from({ length: groups }, (_, group) => {
    const own = theta.subarray(group * each, (group + 1) * each);
    const m = model.spatial ? 2 : units[0]!.size;
    return matrix(m, m, model.at(own, m, model.spatial ? Float64Array.of(0, 1, 1, 0) : null).sigma);
  });
}

/** The least residual SD of a visit given those before it, as part of its SD; 0 where a covariance is not positive definite. */
export function smallestPivot(data: Sufficient, model: VisitCovarianceModel, theta: Float64Array): number {
  let smallest = 1;
  for (const { rows: m, values } of groupCovariances(data, model, theta)) {
    const sd = Float64Array.from({ length: m }, (_, a) => Math.sqrt(values[a * (m + 1)]!));
    const correlation = values.map((value, at) => value / (sd[Math.floor(at / m)]! * sd[at % m]!));
    const lower = choleskyFactor(matrix(m, m, correlation));
    if (lower === null) return 0;
    for (let a = 0; a < m; a++) smallest = Math.min(smallest, lower.values[a * (m + 1)]!);
  }
  return smallest;
}
