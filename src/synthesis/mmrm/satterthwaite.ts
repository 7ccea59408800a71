import type { Matrix } from "#numerics";
import type { RepeatedMeasuresFit } from "./mmrm.types.ts";

/** c'S c. */
export function quadratic(c: Float64Array, s: Matrix): number {
  const p = c.length;
  let sum = 0;
  for (let i = 0; i < p; i++) {
    const ci = c[i]!;
    if (ci === 0) continue;
    let row = 0;
    for (let j = 0; j < p; j++) row += s.values[i * p + j]! * c[j]!;
    sum += ci * row;
  }
  return sum;
}

/**
 * Satterthwaite's degrees of freedom of one contrast: 2 (c'Φc)² / (g' w g), g_j = c'(∂Φ/∂θ_j)c, w the covariance
 * of the variance parameters.
 *
 * Source: Satterthwaite 1946, doi:10.2307/3002019; Fai and Cornelius 1996, doi:10.1080/00949659608811740.
 * Cost parameters × p². Checked: tests/synthesis/mmrm-engine.test.ts, relative 1e-6.
 */
export function satterthwaiteDf(fit: RepeatedMeasuresFit, contrast: Float64Array): number {
  const g = Float64Array.from(fit.coefficientCovarianceSlopes, (slope) => quadratic(contrast, slope));
  const variance = quadratic(contrast, fit.coefficientCovariance);
  return (2 * variance * variance) / quadratic(g, fit.thetaCovariance);
}

/** Degrees of freedom that count as equal. */
const EQUAL = 1.5e-8;

/**
 * Denominator degrees of freedom of a mean of q independent squared t statistics: E = Σ ν/(ν − 2) over the q, then
 * 2E/(E − q); their mean where all are equal, 2 where one is not above 2.
 *
 * @param each degrees of freedom of the directions
 * Source: Fai and Cornelius 1996, doi:10.1080/00949659608811740, as SAS and mmrm have it.
 * Checked: tests/synthesis/mmrm-engine.test.ts (term tests).
 */
export function pooledDf(each: readonly number[]): number {
  const mean = each.reduce((sum, df) => sum + df, 0) / each.length;
  if (each.every((df) => Math.abs(df - each[0]!) < EQUAL)) return mean;
  if (each.some((df) => df <= 2)) return 2;
  const e = each.reduce((sum, df) => sum + df / (df - 2), 0);
  return (2 * e) / (e - each.length);
}
