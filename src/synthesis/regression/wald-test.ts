import { chiSquareUpper, choleskyFactor, choleskySolve, fUpper, type Matrix, matrix } from "#numerics";
import { refuseOptions } from "./refuse-input.ts";
import type { Coefficient, OmnibusTest, RegressionResult } from "./regression.types.ts";
import { testedNumber } from "./tested-number.ts";

/** b' V^-1 b, on the scale of the correlations; `null` where V is singular. */
function quadratic(b: readonly number[], v: Matrix): number | null {
  const m = b.length;
  const sd = b.map((_, i) => Math.sqrt(v.values[i * m + i]!));
  if (sd.some((value) => !(value > 0))) return null;
  const correlations = matrix(m, m);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) correlations.values[i * m + j] = v.values[i * m + j]! / (sd[i]! * sd[j]!);
  const factor = choleskyFactor(correlations);
  if (factor === null) return null;
  const z = b.map((value, i) => value / sd[i]!);
  const solved = choleskySolve(factor, matrix(m, 1, z));
  return z.reduce((sum, value, i) => sum + value * solved.values[i]!, 0);
}

/**
 * Wald test of m numbers with covariance v: chi-square, or F with `df` in the denominator.
 *
 * @param b estimates, length m >= 1, under the hypothesis 0
 * @param v their covariance, m x m
 * @param df denominator degrees of freedom; `null` for chi-square
 * @param tested positions to report
 */
function waldTest(
  b: readonly number[],
  v: Matrix,
  df: number | null,
  tested: readonly number[],
): OmnibusTest {
  const m = b.length;
  const size = quadratic(b, v);
  const common = { tested, df: m, denominatorDf: df };
  if (size === null) return { ...common, statistic: null, p: null };
  if (df === null) return { ...common, statistic: size, p: chiSquareUpper(size, m) };
  return { ...common, statistic: size / m, p: fUpper(size / m, m, df) };
}

/** Rows and columns of a covariance. */
export function submatrix(v: Matrix, chosen: readonly number[]): Matrix {
  const m = chosen.length;
  const part = matrix(m, m);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) part.values[i * m + j] = v.values[chosen[i]! * v.columns + chosen[j]!]!;
  return part;
}

/**
 * Tests that the chosen coefficients of a fit are all 0.
 *
 * @param fit of `metaRegression`
 * @param tested positions of coefficients, from 0, each once
 * @throws EvidensError `synthesis/bad-options`
 * @returns chi-square, or F with `t`, `knha` and `adhoc`, and the p value of its upper tail
 * Source: Knapp and Hartung 2003, doi:10.1002/sim.1482 (F); the definitions of metafor 5.1 (`anova`).
 * Checked: tests/synthesis/golden-metareg.test.ts.
 */
export function testCoefficients(
  fit: Pick<RegressionResult, "coefficients" | "vb" | "df">,
  tested: readonly number[],
): OmnibusTest {
  const p = fit.coefficients.length;
  const valid = tested.every((at) => Number.isInteger(at) && at >= 0 && at < p);
  if (tested.length === 0 || !valid || new Set(tested).size < tested.length)
    refuseOptions(
      `The coefficients to test are [${tested.join(", ")}] of ${p}.`,
      "Pass positions of coefficients, from 0, each once.",
    );
  const b = tested.map((at) => fit.coefficients[at]!.b);
  return waldTest(b, submatrix(fit.vb, tested), fit.df, tested);
}

/** Linear combinations of coefficients, one by one and together. */
export interface ContrastTests {
  readonly contrasts: readonly Coefficient[];
  /** `statistic` is `null` where one contrast follows from others. */
  readonly omnibus: OmnibusTest;
}

/**
 * Estimates and tests linear combinations of the coefficients.
 *
 * @param fit of `metaRegression`
 * @param rows one row per contrast, one column per coefficient of the fit
 * @param against hypothesised values, one per row; default 0
 * @throws EvidensError `synthesis/bad-options`
 * @returns one estimate a contrast, and their joint test
 * Source: Knapp and Hartung 2003, doi:10.1002/sim.1482 (F); the definitions of metafor 5.1 (`anova`).
 * Checked: tests/synthesis/regression.test.ts.
 */
export function testContrasts(
  fit: Pick<RegressionResult, "coefficients" | "vb" | "df" | "level">,
  rows: Matrix,
  against: readonly number[] = new Array<number>(rows.rows).fill(0),
): ContrastTests {
  const p = fit.coefficients.length;
  if (rows.columns !== p || rows.rows === 0 || against.length !== rows.rows)
    refuseOptions(
      `There are ${rows.rows} contrasts of ${rows.columns} numbers against ${against.length} values for ${p} coefficients.`,
      "Pass one row per contrast, with one number per coefficient, and one hypothesised value per row.",
    );
  const m = rows.rows;
  const row = (i: number): Float64Array => rows.values.subarray(i * p, (i + 1) * p);
  const estimates = Array.from({ length: m }, (_, i) =>
    row(i).reduce((sum, value, j) => sum + value * fit.coefficients[j]!.b, 0),
  );
  const covariance = matrix(m, m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let a = 0; a < p; a++)
        for (let c = 0; c < p; c++) sum += row(i)[a]! * fit.vb.values[a * p + c]! * row(j)[c]!;
      covariance.values[i * m + j] = sum;
    }
  }
  const contrasts = estimates.map((estimate, i) => {
    const se = Math.sqrt(Math.max(0, covariance.values[i * m + i]!));
    return testedNumber(`contrast ${i + 1}`, estimate, se, fit.df, fit.level, against[i]!);
  });
  const apart = estimates.map((estimate, i) => estimate - against[i]!);
  return { contrasts, omnibus: waldTest(apart, covariance, fit.df, []) };
}
