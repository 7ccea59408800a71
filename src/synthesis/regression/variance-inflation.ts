import { choleskyFactor, choleskyInverse, choleskyLogDeterminant, type Matrix, matrix } from "#numerics";
import { refuseOptions } from "./refuse-input.ts";
import type { RegressionResult } from "./regression.types.ts";
import { submatrix } from "./wald-test.ts";

export interface VarianceInflation {
  readonly name: string;
  /** How many times larger the variance is than it were without the other moderators; 1 is none. */
  readonly vif: number;
}

function correlations(v: Matrix): Matrix {
  const m = v.rows;
  const sd = Array.from({ length: m }, (_, i) => Math.sqrt(v.values[i * m + i]!));
  const r = matrix(m, m);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) r.values[i * m + j] = i === j ? 1 : v.values[i * m + j]! / (sd[i]! * sd[j]!);
  return r;
}

function factorOf(r: Matrix): Matrix {
  const factor = choleskyFactor(r);
  if (factor !== null) return factor;
  return refuseOptions(
    "The covariance of the coefficients is singular.",
    "Use a fit whose standard errors are above 0 and whose moderators differ.",
  );
}

/** Positions of all coefficients but the intercept. */
function moderators(fit: RegressionResult): number[] {
  return fit.coefficients.map((_, j) => j).filter((j) => j !== fit.intercept);
}

/**
 * Variance inflation factor of each coefficient but the intercept.
 *
 * @throws EvidensError `synthesis/bad-options` where a standard error is 0
 * Source: Fox and Monette 1992, doi:10.1080/01621459.1992.10475190. Checked: tests/synthesis/golden-metareg.test.ts.
 */
export function varianceInflation(fit: RegressionResult): VarianceInflation[] {
  const chosen = moderators(fit);
  if (chosen.length === 0) return [];
  const inverse = choleskyInverse(factorOf(correlations(submatrix(fit.vb, chosen))));
  return chosen.map((j, i) => ({
    name: fit.coefficients[j]!.name,
    vif: inverse.values[i * chosen.length + i]!,
  }));
}

/**
 * Generalised variance inflation factor of coefficients that belong together, such as the levels of one
 * categorical moderator.
 *
 * @param group positions of the coefficients, without the intercept
 * @throws EvidensError `synthesis/bad-options`
 * Source: Fox and Monette 1992, doi:10.1080/01621459.1992.10475190. Checked: tests/synthesis/regression.test.ts.
 */
export function generalisedVarianceInflation(fit: RegressionResult, group: readonly number[]): number {
  const all = moderators(fit);
  const rest = all.filter((j) => !group.includes(j));
  if (group.length === 0 || !group.every((j) => all.includes(j)))
    refuseOptions(
      `The group is [${group.join(", ")}].`,
      "Pass positions of coefficients, not the intercept.",
    );
  if (rest.length === 0) return 1;
  const logDet = (chosen: readonly number[]): number =>
    choleskyLogDeterminant(factorOf(correlations(submatrix(fit.vb, chosen))));
  return Math.exp(logDet(group) + logDet(rest) - logDet(all));
}
