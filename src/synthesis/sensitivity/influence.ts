import { chiSquareCdf, choleskyFactor, choleskyInverse, type Matrix, matrix } from "#numerics";
import type { BareFit } from "../regression/meta-regression.ts";
import type { RegressionInput, RegressionOptions, RegressionResult } from "../regression/regression.types.ts";
import type { Remark } from "../types.ts";
import { type FullFit, fullFit, predicted, quadratic } from "./refits.ts";
import { smallNumberRemarks } from "./small-numbers.ts";

/** A residual with its standard error and their ratio. */
export interface StudentisedResidual {
  readonly residual: number;
  readonly se: number;
  /** null where `se` is 0. */
  readonly z: number | null;
}

/** Why a study is flagged. */
export type InfluenceFlag = "dffits" | "cooksDistance" | "hat" | "dfbetas";

/** What one study does to the result; null where the model cannot be fitted without it. */
export interface StudyInfluence {
  /** Position in the input. */
  readonly study: number;
  /** From the model with the study. */
  readonly internal: StudentisedResidual;
  /** From the model without it: its distance from what the others predict. */
  readonly external: StudentisedResidual | null;
  /** Change of its fitted value, in standard errors. */
  readonly dffits: number | null;
  /** Change of the tested coefficients together. */
  readonly cooksDistance: number | null;
  /** Determinant of the coefficients' covariance without the study, over that with it. */
  readonly covarianceRatio: number | null;
  /** Between-study variance and residual Q without it. */
  readonly tau2: number | null;
  readonly qe: number | null;
  readonly hat: number;
  /** Percent. */
  readonly weight: number;
  /** Change of each coefficient, in standard errors. */
  readonly dfbetas: readonly (number | null)[];
  readonly flags: readonly InfluenceFlag[];
}

/** How much each study carries. */
export interface Influence {
  readonly k: number;
  readonly p: number;
  readonly studies: readonly StudyInfluence[];
  readonly fit: RegressionResult;
  readonly remarks: readonly Remark[];
}

const ratio = (a: number, b: number): number | null => (b > 0 ? a / b : null);

/** Differences of this size are rounding. */
const tiny = (x: number): number => (Math.abs(x) < 100 * Number.EPSILON ? 0 : x);

/** Rows and columns of a square matrix. */
function part(m: Matrix, rows: readonly number[]): Matrix {
  const values = rows.flatMap((i) => rows.map((j) => m.values[i * m.columns + j]!));
  return matrix(rows.length, rows.length, values);
}

function determinant(m: Matrix): number {
  const l = choleskyFactor(m);
  if (l === null) return 0;
  let product = 1;
  for (let i = 0; i < l.rows; i++) product *= l.values[i * l.columns + i]! ** 2;
  return product;
}

function form(change: readonly number[], inverse: Matrix): number {
  let sum = 0;
  change.forEach((a, i) => {
    change.forEach((b, j) => {
      sum += a * inverse.values[i * inverse.columns + j]! * b;
    });
  });
  return sum;
}

/**
 * Covariance of the full data's coefficients under another tau2, without residual scale:
 * S (sum a_j^2 (v_j + tau2) x_j x_j') S with S the inverse of sum a_j x_j x_j', a the weights.
 */
function covarianceAt(full: FullFit, tau2: number): Matrix {
  const { k, p, x, input } = full;
  const { v, weights } = input;
  const [bread, meat] = [matrix(p, p), matrix(p, p)];
  for (let i = 0; i < k; i++) {
    const variance = v[i]! + tau2;
    const a = weights === undefined ? 1 / variance : weights === "equal" ? 1 : weights[i]!;
    for (let r = 0; r < p; r++)
      for (let c = 0; c < p; c++) {
        const cross = x.values[i * p + r]! * x.values[i * p + c]!;
        bread.values[r * p + c]! += a * cross;
        meat.values[r * p + c]! += a * a * variance * cross;
      }
  }
  const l = choleskyFactor(bread);
  const inverse = l === null ? matrix(p, p, new Float64Array(p * p).fill(Number.NaN)) : choleskyInverse(l);
  if (weights === undefined) return inverse;
  const out = matrix(p, p);
  for (let r = 0; r < p; r++)
    for (let c = 0; c < p; c++)
      for (let a = 0; a < p; a++)
        for (let b = 0; b < p; b++)
          out.values[r * p + c]! +=
            inverse.values[r * p + a]! * meat.values[a * p + b]! * inverse.values[b * p + c]!;
  return out;
}

function internalResidual(full: FullFit, study: number, spread: Matrix): StudentisedResidual {
  const { x, input, fit } = full;
  const variance = input.v[study]! + fit.tau2;
  const residual = tiny(fit.residuals[study]!);
  const hat = fit.hat[study]!;
  const share =
    input.weights === undefined
      ? variance * (1 - hat)
      : variance * (1 - 2 * hat) + quadratic(x, study, spread);
  const se = Math.sqrt(Math.max(0, share));
  return { residual, se, z: ratio(residual, se) };
}

function externalResidual(full: FullFit, study: number, rest: BareFit): StudentisedResidual {
  const { x, input } = full;
  const residual = tiny(input.y[study]! - predicted(x, study, rest));
  const own = (input.v[study]! + rest.tau2) * rest.scale;
  const se = Math.sqrt(own + quadratic(x, study, rest.vb));
  return { residual, se, z: ratio(residual, se) };
}

/** What the comparison of the two fits says, once both exist. */
function compared(full: FullFit, study: number, rest: BareFit, tested: Tested) {
  const { x, input, fit, p } = full;
  const change = fit.coefficients.map(({ b }, j) => b - rest.b[j]!);
  const shift = change.reduce((sum, one, j) => sum + x.values[study * p + j]! * one, 0);
  const covariance = covarianceAt(full, rest.tau2);
  const reach =
    input.weights === undefined
      ? fit.hat[study]! * (rest.tau2 + input.v[study]!)
      : quadratic(x, study, covariance);
  const moved = tested.columns.map((j) => change[j]!);
  return {
    external: externalResidual(full, study, rest),
    dffits: ratio(shift, Math.sqrt(rest.scale * reach)),
    cooksDistance: tested.inverse === null ? null : form(moved, tested.inverse),
    covarianceRatio: ratio(determinant(part(rest.vb, tested.columns)), tested.determinant),
    tau2: rest.tau2,
    qe: rest.q,
    dfbetas: change.map((one, j) => ratio(one, Math.sqrt(rest.scale * covariance.values[j * p + j]!))),
  };
}

interface Tested {
  readonly columns: readonly number[];
  readonly inverse: Matrix | null;
  readonly determinant: number;
}

function flagsOf(full: FullFit, row: Omit<StudyInfluence, "flags">, tested: number): InfluenceFlag[] {
  const { k, p } = full;
  const flags: InfluenceFlag[] = [];
  if (Math.abs(row.dffits ?? 0) > 3 * Math.sqrt(p / (k - p))) flags.push("dffits");
  if (chiSquareCdf(row.cooksDistance ?? 0, tested) > 0.5) flags.push("cooksDistance");
  if (row.hat > (3 * p) / k) flags.push("hat");
  if (row.dfbetas.some((one) => Math.abs(one ?? 0) > 1)) flags.push("dfbetas");
  return flags;
}

/**
 * Case diagnostics: what each study does to the coefficients, their covariance and the heterogeneity.
 *
 * @param input k > p studies; see `metaRegression`
 * @param options those of `metaRegression`, used for every fit; `tested` chooses the coefficients of Cook's
 * distance and of the covariance ratio (default: all)
 * @throws EvidensError `synthesis/too-few-studies`, and what `metaRegression` throws
 * Source: Viechtbauer and Cheung 2010, doi:10.1002/jrsm.11.
 * Checked: tests/synthesis/golden-diagnostics.test.ts, 1e-9; tests/synthesis/influence.prop.test.ts against
 * dense matrices. Cost: k fits.
 */
export function influence(input: RegressionInput, options: RegressionOptions = {}): Influence {
  return influenceOf(fullFit("An analysis of influence", input, options), options);
}

/** The same of a fit that is there already. */
export function influenceOf(full: FullFit, options: RegressionOptions): Influence {
  const { k, p, fit } = full;
  const columns = options.tested ?? Array.from({ length: p }, (_, j) => j);
  const vb = part(fit.vb, columns);
  const l = choleskyFactor(vb);
  const tested = { columns, inverse: l === null ? null : choleskyInverse(l), determinant: determinant(vb) };
  const spread = covarianceAt(full, fit.tau2);
  const unknown = {
    external: null,
    dffits: null,
    cooksDistance: null,
    covarianceRatio: null,
    tau2: null,
    qe: null,
    dfbetas: fit.coefficients.map(() => null),
  };
  const studies = Array.from({ length: k }, (_, study): StudyInfluence => {
    const rest = full.without(study);
    const row = {
      study,
      internal: internalResidual(full, study, spread),
      ...(rest === null ? unknown : compared(full, study, rest, tested)),
      hat: fit.hat[study]!,
      weight: fit.weights[study]!,
    };
    return { ...row, flags: flagsOf(full, row, columns.length) };
  });
  return { k, p, studies, fit, remarks: smallNumberRemarks("influence", k) };
}
