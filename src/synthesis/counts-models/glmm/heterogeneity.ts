import { chiSquareUpper, choleskyFactor, choleskySolve, matrix } from "#numerics";
import type { ChiSquareTest } from "../types.ts";
import type { Fit } from "./fit-clusters.ts";
import type { EffectRows } from "./moderators.ts";

/** Chi-square test; `null` without degrees of freedom. */
export function homogeneityTest(statistic: number, df: number): ChiSquareTest | null {
  if (df < 1) return null;
  const bounded = Math.max(0, statistic);
  return { statistic: bounded, df, p: chiSquareUpper(bounded, df) };
}

/**
 * Wald statistic of what the moderators X leave where the effects are the studies' own coefficients of a fit, tied to
 * one another by the shared parameters: theta'M theta - theta'MX (X'MX)^-1 X'M theta, with M = D - B G^-1 B' the information that is left
 * after the shared parameters. Linear in the number of studies.
 */
export function tiedWaldStatistic({ own, information }: Fit, rows: EffectRows): number {
  const p = information.rows;
  const k = own.value.length;
  const g = matrix(p, p, information.values);
  for (let i = 0; i < k; i++) {
    if (!(own.own[i]! > 0)) continue;
    for (let a = 0; a < p; a++)
      for (let b = 0; b < p; b++)
        g.values[a * p + b]! += (own.withShared[i * p + a]! * own.withShared[i * p + b]!) / own.own[i]!;
  }
  const factor = choleskyFactor(g);
  const times = (x: Float64Array): Float64Array => {
    const tied = matrix(p, 1);
    for (let i = 0; i < k; i++)
      for (let a = 0; a < p; a++) tied.values[a]! += own.withShared[i * p + a]! * x[i]!;
    const solved = factor === null ? tied : choleskySolve(factor, tied);
    return x.map((value, i) => {
      let entry = own.own[i]! * value;
      for (let a = 0; a < p; a++) entry -= own.withShared[i * p + a]! * solved.values[a]!;
      return entry;
    });
  };
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
  const mTheta = times(own.value);
  const columns = Array.from({ length: rows.p }, (_, c) =>
    Float64Array.from(own.value, (_, i) => rows.row(i)[c]!),
  );
  const mColumns = columns.map(times);
  const left = matrix(
    rows.p,
    rows.p,
    Float64Array.from(columns.flatMap((a) => mColumns.map((b) => dot(a, b)))),
  );
  const right = matrix(rows.p, 1, Float64Array.from(columns.map((a) => dot(a, mTheta))));
  const normal = choleskyFactor(left);
  const explained = normal === null ? 0 : dot(right.values, choleskySolve(normal, right).values);
  return dot(own.value, mTheta) - explained;
}
