import { toCoefficients } from "./coefficients.ts";
import type { Evaluation } from "./likelihood.ts";
import type { Model } from "./model.ts";
import type { MultilevelI2 } from "./multilevel.types.ts";
import type { TermValues } from "./parameters.ts";
import { inverseDiagonal } from "./sampling-errors.ts";

/**
 * Shares of variance that are not sampling error. With P of the model without heterogeneity the typical sampling
 * variance is (k - p) / tr P, and at an inner level (its rows - 1) / (trace of P over them).
 *
 * @param atZero the model with all components 0
 * @param variances covariance of the coefficients on the basis without heterogeneity, and as estimated
 * @param values components in the units of the model
 * Source: Higgins and Thompson 2002, doi:10.1002/sim.1186, over P; by coefficient Jackson, White and Riley 2012,
 * doi:10.1002/sim.5453.
 */
export function multilevelI2(
  model: Model,
  atZero: Evaluation,
  variances: readonly [Float64Array, Float64Array],
  values: readonly TermValues[],
): MultilevelI2 {
  const { n, p, terms } = model;
  const diagonal = projectionDiagonal(model, atZero);
  const typical = (n - p) / diagonal.reduce((sum, value) => sum + value, 0);
  const single = values.map(({ variances }) => (variances.length === 1 ? variances[0]! : null));
  const whole = single.includes(null) ? null : single.reduce((sum: number, value) => sum + value!, 0);
  const share = (part: number): number => (whole === 0 && part === 0 ? 0 : (100 * part) / (whole! + typical));
  const [before, after] = [toCoefficients(model, variances[0]), toCoefficients(model, variances[1])];
  return {
    total: whole === null ? null : share(whole),
    parts: single.map((value) => (whole === null || value === null ? null : share(value))),
    byLevel: terms.map((term, t) => {
      const { variances } = values[t]!;
      if (variances.length === 1) return null;
      return variances.map((variance, level) => {
        let [rows, trace] = [0, 0];
        for (let i = 0; i < n; i++) {
          if (term.inner[i] !== level) continue;
          rows++;
          trace += diagonal[i]!;
        }
        return (100 * variance) / (variance + Math.max(rows - 1, 1) / trace);
      });
    }),
    byCoefficient: Array.from({ length: p }, (_, j) =>
      Math.max(0, 100 * (1 - before[j * p + j]! / after[j * p + j]!)),
    ),
  };
}

/** Diagonal of V^-1 - V^-1 X (X'V^-1 X)^-1 X'V^-1. */
function projectionDiagonal(model: Model, atZero: Evaluation): Float64Array {
  const { p } = model;
  return inverseDiagonal(model.errors).map((value, i) => {
    let rest = value;
    for (let j = 0; j < p; j++) {
      for (let k = 0; k < p; k++)
        rest -= atZero.solvedBasis[i * p + j]! * atZero.a[j * p + k]! * atZero.solvedBasis[i * p + k]!;
    }
    return rest;
  });
}
