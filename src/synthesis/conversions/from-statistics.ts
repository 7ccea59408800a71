import { fTails, normalQuantile, normalUpper, tQuantile, tUpper } from "#numerics";
import { atLeast, type Demand, finite, positive, refuseUnlessMet } from "../effects/refuse.ts";
import type { Remark } from "../types.ts";
import { assume } from "./assumptions.ts";
import type { Conversion } from "./conversion.types.ts";

const CODE = "synthesis/bad-statistic";
const HANDBOOK = "Cochrane Handbook, chapter 6";
const ROSENTHAL = "Rosenthal 1991, Meta-Analytic Procedures for Social Research";

/** Which way an effect points, where the statistic does not say. */
export type Direction = 1 | -1;

const between = (field: string, value: number, low: number, high: number): Demand => ({
  field,
  value,
  holds: value > low && value < high,
  domain: `a number above ${low} and below ${high}`,
});
const probability = (p: number): Demand => ({
  field: "p",
  value: p,
  holds: p > 0 && p <= 1,
  domain: "a probability above 0 and at most 1",
});
const notNegative = (field: string, value: number): Demand => ({
  field,
  value,
  holds: Number.isFinite(value) && value >= 0,
  domain: "a number of at least 0",
});

function number(
  value: number,
  formula: string,
  assumptions: readonly Remark[],
  source = HANDBOOK,
): Conversion<number> {
  return { value, formula, assumptions, warnings: [], source, sensitivity: null };
}

/**
 * Student's t from a two-sided P value.
 *
 * @param p in (0, 1]
 * @param df degrees of freedom, > 0
 * @param direction the sign, which the statistic does not say; default 1
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: the definition of a two-sided P value.
 * Checked: tests/synthesis/golden-conversions.test.ts, relative 1e-10 (by way of SMD).
 */
export function tFromP(p: number, df: number, direction: Direction = 1): Conversion<number> {
  refuseUnlessMet(CODE, "t from P", [probability(p), positive("df", df)]);
  const size = p === 1 ? 0 : tQuantile(p / 2, df, "upper");
  return number(direction * size, "t = ± upper t quantile of p/2", [
    assume("two-sided-p"),
    assume("direction-given"),
  ]);
}

/**
 * Two-sided P value of Student's t.
 *
 * @param t any finite number
 * @param df degrees of freedom, > 0
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: the definition.
 * Checked: tests/synthesis/golden-conversions.test.ts; tests/synthesis/conversions.prop.test.ts.
 */
export function pFromT(t: number, df: number): Conversion<number> {
  refuseUnlessMet(CODE, "P from t", [finite("t", t), positive("df", df)]);
  return number(2 * tUpper(Math.abs(t), df), "p = 2 P(T > |t|)", []);
}

/**
 * Upper-tail P value of F.
 *
 * @param f >= 0
 * @param df1 degrees of freedom of the numerator, > 0
 * @param df2 degrees of freedom of the denominator, > 0
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: the definition. Checked: tests/synthesis/p-values.test.ts, against R.
 */
export function pFromF(f: number, df1: number, df2: number): Conversion<number> {
  refuseUnlessMet(CODE, "P from F", [notNegative("F", f), positive("df1", df1), positive("df2", df2)]);
  return number(fTails(f, df1, df2).upper, "p = P(F' > F)", []);
}

/**
 * Standard normal z from a two-sided P value.
 *
 * @param p in (0, 1]
 * @param direction the sign, which the statistic does not say; default 1
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: the definition of a two-sided P value. Checked: tests/synthesis/conversions.test.ts.
 */
export function zFromP(p: number, direction: Direction = 1): Conversion<number> {
  refuseUnlessMet(CODE, "z from P", [probability(p)]);
  const size = p === 1 ? 0 : normalQuantile(p / 2, "upper");
  return number(direction * size, "z = ± upper normal quantile of p/2", [
    assume("two-sided-p"),
    assume("direction-given"),
  ]);
}

/**
 * Two-sided P value of z.
 *
 * @param z any finite number
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: the definition. Checked: tests/synthesis/p-values.test.ts, against R.
 */
export function pFromZ(z: number): Conversion<number> {
  refuseUnlessMet(CODE, "P from z", [finite("z", z)]);
  return number(2 * normalUpper(Math.abs(z)), "p = 2 P(Z > |z|)", []);
}

/**
 * Student's t from F with one numerator degree of freedom.
 *
 * @param f >= 0
 * @param direction the sign, which the statistic does not say; default 1
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: F with one numerator degree of freedom is the square of t.
 * Checked: tests/synthesis/golden-conversions.test.ts.
 */
export function tFromF(f: number, direction: Direction = 1): Conversion<number> {
  refuseUnlessMet(CODE, "t from F", [notNegative("F", f)]);
  return number(direction * Math.sqrt(f), "t = ± √F", [
    assume("one-numerator-df"),
    assume("direction-given"),
  ]);
}

/**
 * Cohen's d of two independent groups from Student's t.
 *
 * @param t of an unpaired test
 * @param n1 people in group 1, >= 2
 * @param n2 people in group 2, >= 2
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: Rosenthal 1991. Checked: tests/synthesis/golden-conversions.test.ts, relative 1e-12.
 */
export function dFromT(t: number, n1: number, n2: number): Conversion<number> {
  refuseUnlessMet(CODE, "d from t", [finite("t", t), atLeast("n1", n1, 2), atLeast("n2", n2, 2)]);
  return number(
    t * Math.sqrt(1 / n1 + 1 / n2),
    "d = t √(1/n1 + 1/n2)",
    [assume("unadjusted-test"), assume("equal-sds")],
    ROSENTHAL,
  );
}

/**
 * Cohen's d from t alone, for groups of equal size.
 *
 * @param t of an unpaired test
 * @param df of the unpaired test, > 0
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: Rosenthal 1991. Checked: tests/synthesis/golden-conversions.test.ts, relative 1e-12.
 */
export function dFromTAndDf(t: number, df: number): Conversion<number> {
  refuseUnlessMet(CODE, "d from t", [finite("t", t), positive("df", df)]);
  return number(
    (2 * t) / Math.sqrt(df),
    "d = 2t/√df",
    [assume("unadjusted-test"), assume("equal-groups"), assume("equal-sds")],
    ROSENTHAL,
  );
}

/**
 * The mean change in standard deviations of the change, from a paired t.
 *
 * @param t of a paired test
 * @param n pairs, >= 2
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: Rosenthal 1991.
 * Checked: tests/synthesis/golden-conversions.test.ts, relative 1e-12.
 */
export function dFromPairedT(t: number, n: number): Conversion<number> {
  refuseUnlessMet(CODE, "d from a paired t", [finite("t", t), atLeast("n", n, 2)]);
  return number(t / Math.sqrt(n), "d = t/√n", [assume("paired-test")], ROSENTHAL);
}

/**
 * The correlation behind a t of its test, or of two groups.
 *
 * @param t of a correlation, or of two groups
 * @param df degrees of freedom, > 0
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: Rosenthal 1991.
 * Checked: tests/synthesis/golden-conversions.test.ts, tests/synthesis/conversions.prop.test.ts.
 */
export function rFromT(t: number, df: number): Conversion<number> {
  refuseUnlessMet(CODE, "r from t", [finite("t", t), positive("df", df)]);
  return number(t / Math.sqrt(t * t + df), "r = t/√(t² + df)", [], ROSENTHAL);
}

/**
 * t of the test of a correlation.
 *
 * @param r in (-1, 1)
 * @param n pairs of observations, >= 3
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: Rosenthal 1991. Checked: tests/synthesis/conversions.prop.test.ts.
 */
export function tFromR(r: number, n: number): Conversion<number> {
  refuseUnlessMet(CODE, "t from r", [between("r", r, -1, 1), atLeast("n", n, 3)]);
  return number(r * Math.sqrt((n - 2) / ((1 - r) * (1 + r))), "t = r √((n − 2)/(1 − r²))", [], ROSENTHAL);
}

/**
 * Partial eta squared from F: the share of variance that goes with the effect.
 *
 * @param f >= 0
 * @param df1 degrees of freedom of the numerator, > 0
 * @param df2 degrees of freedom of the denominator, > 0
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: Cohen 1988. Checked: tests/synthesis/golden-conversions.test.ts, relative 1e-12.
 */
export function partialEtaSquared(f: number, df1: number, df2: number): Conversion<number> {
  refuseUnlessMet(CODE, "Eta squared", [notNegative("F", f), positive("df1", df1), positive("df2", df2)]);
  return number(
    (f * df1) / (f * df1 + df2),
    "η² = F df1/(F df1 + df2)",
    [],
    "Cohen 1988, Statistical Power Analysis",
  );
}

/**
 * F from partial eta squared.
 *
 * @param eta2 in [0, 1)
 * @param df1 degrees of freedom of the numerator, > 0
 * @param df2 degrees of freedom of the denominator, > 0
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: Cohen 1988, Statistical Power Analysis. Checked: tests/synthesis/conversions.prop.test.ts.
 */
export function fFromEtaSquared(eta2: number, df1: number, df2: number): Conversion<number> {
  const share: Demand = { ...between("eta2", eta2, 0, 1), holds: eta2 >= 0 && eta2 < 1 };
  refuseUnlessMet(CODE, "F from eta squared", [share, positive("df1", df1), positive("df2", df2)]);
  return number(
    (eta2 * df2) / ((1 - eta2) * df1),
    "F = η² df2/((1 − η²) df1)",
    [],
    "Cohen 1988, Statistical Power Analysis",
  );
}

/**
 * Omega squared of a one-way analysis of variance: eta squared with less bias; negative when F < 1.
 *
 * @param f >= 0
 * @param df1 degrees of freedom of the numerator, > 0
 * @param df2 degrees of freedom of the denominator, > 0
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: Hays 1963, Statistics for Psychologists. Checked: tests/synthesis/golden-conversions.test.ts, 1e-12.
 */
export function omegaSquared(f: number, df1: number, df2: number): Conversion<number> {
  refuseUnlessMet(CODE, "Omega squared", [notNegative("F", f), positive("df1", df1), positive("df2", df2)]);
  return number(
    (df1 * (f - 1)) / (df1 * (f - 1) + df1 + df2 + 1),
    "ω² = df1(F − 1)/(df1(F − 1) + N), N = df1 + df2 + 1",
    [],
    "Hays 1963, Statistics for Psychologists",
  );
}

/**
 * The phi coefficient of a two-by-two table from its chi-square.
 *
 * @param chi2 with one degree of freedom, uncorrected, at most n
 * @param n people, >= 1
 * @param direction the sign, which the statistic does not say; default 1
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: Rosenthal 1991. Checked: tests/synthesis/conversions.test.ts.
 */
export function phiFromChiSquare(chi2: number, n: number, direction: Direction = 1): Conversion<number> {
  const within: Demand = {
    field: "chi2",
    value: chi2,
    holds: chi2 >= 0 && chi2 <= n,
    domain: `a number from 0 to the ${n} people`,
  };
  refuseUnlessMet(CODE, "Phi from chi-square", [within, atLeast("n", n, 1)]);
  return number(
    direction * Math.sqrt(chi2 / n),
    "φ = ± √(χ²/n)",
    [assume("one-df-table"), assume("direction-given")],
    ROSENTHAL,
  );
}

/**
 * z from a chi-square with one degree of freedom.
 *
 * @param chi2 with one degree of freedom, >= 0
 * @param direction the sign, which the statistic does not say; default 1
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: chi-square with one degree of freedom is the square of z. Checked: tests/synthesis/conversions.test.ts.
 */
export function zFromChiSquare(chi2: number, direction: Direction = 1): Conversion<number> {
  refuseUnlessMet(CODE, "z from chi-square", [notNegative("chi2", chi2)]);
  return number(direction * Math.sqrt(chi2), "z = ± √χ²", [
    assume("one-df-table"),
    assume("direction-given"),
  ]);
}

/**
 * Fisher's z of a correlation.
 *
 * @param r in (-1, 1)
 * @throws EvidensError `synthesis/bad-statistic`
 * Source: Fisher 1921, Metron 1, 3–32. Checked: tests/synthesis/golden-conversions.test.ts.
 */
export function fisherZ(r: number): Conversion<number> {
  refuseUnlessMet(CODE, "Fisher's z", [between("r", r, -1, 1)]);
  return number(Math.atanh(r), "z = artanh r", [], "Fisher 1921, Metron 1, 3–32");
}
