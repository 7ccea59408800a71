import {
  choleskyFactor,
  choleskySolve,
  fUpper,
  type Matrix,
  matrix,
  multiply,
  symmetricEigen,
  transpose,
  tUpper,
} from "#numerics";
import { coefficientCovarianceOf } from "./coefficient-covariance.ts";
import { empirical } from "./empirical.ts";
import { kenwardRogerF } from "./kenward-roger.ts";
import type {
  CoefficientCovariance,
  DegreesOfFreedom,
  RepeatedMeasures,
  RepeatedMeasuresFit,
} from "./mmrm.types.ts";
import { betweenWithinDf, leastDf } from "./other-df.ts";
import { refuseFit } from "./refuse-fit.ts";
import { pooledDf, quadratic, satterthwaiteDf } from "./satterthwaite.ts";

export interface InferenceOptions {
  readonly degreesOfFreedom: DegreesOfFreedom;
  readonly covariance: CoefficientCovariance;
}

/** Test of one combination of coefficients being zero. */
export interface ContrastTest {
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number;
  /** t. */
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
}

/** Test of several combinations being zero at once. */
export interface JointContrastTest {
  readonly f: number;
  readonly numeratorDf: number;
  readonly denominatorDf: number;
  readonly p: number;
}

/** What many contrasts of one fit share. */
export interface Inference {
  /** Covariance of the coefficients that the tests use, p × p. */
  readonly covariance: Matrix;
  /** @param contrast p weights, not all zero. @throws EvidensError `synthesis/mmrm-contrast` */
  readonly testContrast: (contrast: Float64Array) => ContrastTest;
  /** @param rows q × p, linearly independent rows. @throws EvidensError `synthesis/mmrm-contrast` */
  readonly testContrasts: (rows: Matrix) => JointContrastTest;
}

/** Degrees of freedom of one contrast, and of several with their F statistic. */
interface Rule {
  readonly one: (contrast: Float64Array) => number;
  readonly several: (rows: Matrix, f: () => number) => { f: number; df: number };
}

function refuseContrast(message: string): never {
  refuseFit(
    "mmrm-contrast",
    "invalid",
    message,
    "Pass finite weights, one for each coefficient, in linearly independent rows.",
  );
}

const rowOf = (rows: Matrix, i: number): Float64Array =>
  rows.values.slice(i * rows.columns, (i + 1) * rows.columns);

function estimateOf(contrast: Float64Array, coefficients: Float64Array): number {
  let sum = 0;
  for (const [j, weight] of contrast.entries()) sum += weight * coefficients[j]!;
  return sum;
}

/** L S L'. */
function projected(rows: Matrix, s: Matrix): Matrix {
  return multiply(multiply(rows, s), transpose(rows));
}

/** (Lβ)'(L S L')⁻¹(Lβ) / q. */
function waldF(rows: Matrix, coefficients: Float64Array, covariance: Matrix): number {
  const estimates = matrix(
    rows.rows,
    1,
    Float64Array.from({ length: rows.rows }, (_, i) => estimateOf(rowOf(rows, i), coefficients)),
  );
  const lower = choleskyFactor(projected(rows, covariance));
  if (lower === null) refuseContrast(`The ${rows.rows} contrasts are not linearly independent.`);
  const solved = choleskySolve(lower, estimates).values;
  let sum = 0;
  for (const [i, value] of solved.entries()) sum += value * estimates.values[i]!;
  return sum / rows.rows;
}

/** Directions of L S L' count when their variance is above this part of the largest. */
const COUNTS = Math.sqrt(Number.EPSILON);

/** Satterthwaite for several contrasts: one t a principal direction of L S L', of `one`'s degrees of freedom each. */
function byDirections(
  rows: Matrix,
  coefficients: Float64Array,
  covariance: Matrix,
  one: (contrast: Float64Array) => number,
): { f: number; df: number } {
  const { values, vectors } = symmetricEigen(projected(rows, covariance));
  const turned = multiply(transpose(vectors), rows);
  const each: number[] = [];
  let sum = 0;
  for (const [m, variance] of values.entries()) {
    if (variance <= COUNTS * values[0]!) continue;
    const contrast = rowOf(turned, m);
    sum += estimateOf(contrast, coefficients) ** 2 / variance;
    each.push(one(contrast));
  }
  return { f: sum / each.length, df: pooledDf(each) };
}

/** C⁻¹ L (∂Φ/∂θ_h) L' C⁻ᵀ with C C' = L Φ L'. */
function standardisedSlopes(rows: Matrix, fit: RepeatedMeasuresFit): Float64Array[] {
  const lower = choleskyFactor(projected(rows, fit.coefficientCovariance));
  if (lower === null) refuseContrast(`The ${rows.rows} contrasts are not linearly independent.`);
  const q = rows.rows;
  const inverse = matrix(q, q);
  for (let j = 0; j < q; j++) {
    for (let i = j; i < q; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= lower.values[i * q + k]! * inverse.values[k * q + j]!;
      inverse.values[i * q + j] = sum / lower.values[i * q + i]!;
    }
  }
  const standard = multiply(inverse, rows);
  return fit.coefficientCovarianceSlopes.map((slope) => projected(standard, slope).values);
}

function fixedDf(df: (contrast: ArrayLike<number>) => number): Rule {
  return {
    one: df,
    several: (rows, f) => {
      const each = Array.from({ length: rows.rows }, (_, i) => df(rowOf(rows, i)));
      return { f: f(), df: Math.min(...each) };
    },
  };
}

function satterthwaite(
  fit: RepeatedMeasuresFit,
  covariance: Matrix,
  one: (contrast: Float64Array) => number,
): Rule {
  return { one, several: (rows) => byDirections(rows, fit.coefficients, covariance, one) };
}

function kenwardRoger(fit: RepeatedMeasuresFit): Rule {
  return {
    one: (contrast) => satterthwaiteDf(fit, contrast),
    several: (rows, f) => {
      if (rows.rows === 1) return { f: f(), df: satterthwaiteDf(fit, rowOf(rows, 0)) };
      const { df, factor } = kenwardRogerF(standardisedSlopes(rows, fit), rows.rows, fit.thetaCovariance);
      return { f: factor * f(), df };
    },
  };
}

/** The covariance and the rule that an option names; combinations without a meaning are refused. */
function chosen(
  data: RepeatedMeasures,
  fit: RepeatedMeasuresFit,
  { degreesOfFreedom, covariance }: InferenceOptions,
): { matrix: Matrix; rule: Rule } {
  const corrected = covariance === "kenward-roger" || covariance === "kenward-roger-linear";
  if (corrected !== (degreesOfFreedom === "kenward-roger"))
    refuseFit(
      "mmrm-inference",
      "invalid",
      `Degrees of freedom "${degreesOfFreedom}" do not go with the covariance "${covariance}".`,
      "Combine Kenward–Roger's degrees of freedom with Kenward–Roger's covariance, and the others with the others.",
    );
  if (degreesOfFreedom === "satterthwaite" && covariance !== "model" && !corrected) {
    const made = empirical(data, fit, covariance);
    return { matrix: made.covariance, rule: satterthwaite(fit, made.covariance, made.df) };
  }
  const own = coefficientCovarianceOf(data, fit, covariance);
  if (corrected) return { matrix: own, rule: kenwardRoger(fit) };
  if (degreesOfFreedom === "satterthwaite")
    return { matrix: own, rule: satterthwaite(fit, own, (contrast) => satterthwaiteDf(fit, contrast)) };
  if (degreesOfFreedom === "residual") {
    const df = data.y.length - data.x.columns;
    return { matrix: own, rule: fixedDf(() => df) };
  }
  const each = betweenWithinDf(data);
  return { matrix: own, rule: fixedDf((contrast) => leastDf(each, contrast)) };
}

function demandDf(df: number): number {
  if (df > 0) return df;
  return refuseFit(
    "mmrm-no-degrees-of-freedom",
    "numerical",
    `A contrast has ${df} degrees of freedom.`,
    "Choose other degrees of freedom, or leave effects out of the model.",
  );
}

/**
 * Prepares the tests of a fit: what all contrasts share (covariance, derivatives, leverages) is computed once.
 *
 * @param data the data the model was fitted to
 * @param options degrees of freedom and covariance; Kenward–Roger's belong together
 * @throws EvidensError `synthesis/mmrm-inference` for a combination without a meaning or Kenward–Roger after ML
 * Checked: tests/synthesis/mmrm-engine.test.ts, relative 1e-6.
 */
export function prepareInference(
  data: RepeatedMeasures,
  fit: RepeatedMeasuresFit,
  options: InferenceOptions,
): Inference {
  const { matrix: covariance, rule } = chosen(data, fit, options);
  const p = fit.coefficients.length;
  const demandContrast = (weights: Float64Array, columns: number): void => {
    if (columns !== p) refuseContrast(`A contrast has ${columns} weights for ${p} coefficients.`);
    if (!weights.every(Number.isFinite)) refuseContrast("A weight of a contrast is not finite.");
  };
  return {
    covariance,
    testContrast: (contrast) => {
      demandContrast(contrast, contrast.length);
      const estimate = estimateOf(contrast, fit.coefficients);
      const standardError = Math.sqrt(quadratic(contrast, covariance));
      if (!(standardError > 0)) refuseContrast("A contrast has no variance: its weights are all zero.");
      const df = demandDf(rule.one(contrast));
      const statistic = estimate / standardError;
      return { estimate, standardError, df, statistic, p: 2 * tUpper(Math.abs(statistic), df) };
    },
    testContrasts: (rows) => {
      demandContrast(rows.values, rows.columns);
      if (rows.rows === 0) refuseContrast("There is no contrast to test.");
      const wald = (): number => waldF(rows, fit.coefficients, covariance);
      if (rows.rows > 1) wald();
      const { f, df } = rule.several(rows, wald);
      const denominatorDf = demandDf(df);
      return { f, numeratorDf: rows.rows, denominatorDf, p: fUpper(f, rows.rows, denominatorDf) };
    },
  };
}

/** Tests one contrast; see `prepareInference`, which is cheaper for many. Checked: tests/synthesis/mmrm-engine.test.ts. */
export function testContrast(
  data: RepeatedMeasures,
  fit: RepeatedMeasuresFit,
  contrast: Float64Array,
  options: InferenceOptions,
): ContrastTest {
  return prepareInference(data, fit, options).testContrast(contrast);
}

/** Tests several contrasts at once; see `prepareInference`. Checked: tests/synthesis/mmrm-engine.test.ts. */
export function testContrasts(
  data: RepeatedMeasures,
  fit: RepeatedMeasuresFit,
  rows: Matrix,
  options: InferenceOptions,
): JointContrastTest {
  return prepareInference(data, fit, options).testContrasts(rows);
}
