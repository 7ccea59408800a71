import { chiSquareUpper, choleskyFactor, choleskySolve, matrix } from "#numerics";
import type { ChiSquareTest } from "../types.ts";
import type { Fit } from "./fit-clusters.ts";

/** Chi-square test with k - 1 degrees of freedom; `null` for one study. */
export function homogeneityTest(statistic: number, k: number): ChiSquareTest | null {
  if (k < 2) return null;
  const bounded = Math.max(0, statistic);
  return { statistic: bounded, df: k - 1, p: chiSquareUpper(bounded, k - 1) };
}

/**
 * Wald statistic for equal effects from independent estimates: their scatter about the weighted mean. An estimate
 * at infinity carries no information and adds nothing, the limit of its term.
 *
 * @param information of each estimate, >= 0
 */
export function waldStatistic(effects: readonly number[], information: readonly number[]): number {
  let [weight, sum] = [0, 0];
  effects.forEach((effect, i) => {
    if (!Number.isFinite(effect)) return;
    weight += information[i]!;
    sum += information[i]! * effect;
  });
  if (weight === 0) return 0;
  return effects.reduce(
    (total, effect, i) =>
      Number.isFinite(effect) ? total + information[i]! * (effect - sum / weight) ** 2 : total,
    0,
  );
}

/**
 * Wald statistic for equal effects where they are the studies' own coefficients of a fit, tied to one another by the
 * shared parameters: theta'M theta - (1'M theta)^2 / 1'M 1, with M = D - B G^-1 B' the information that is left
 * after the shared parameters. Linear in the number of studies.
 */
export function tiedWaldStatistic({ own, information }: Fit): number {
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
  const ones = new Float64Array(k).fill(1);
  const [mTheta, mOnes] = [times(own.value), times(ones)];
  return dot(own.value, mTheta) - dot(ones, mTheta) ** 2 / dot(ones, mOnes);
}
