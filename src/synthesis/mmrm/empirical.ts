import { choleskyFactor, choleskyInverse, type Matrix, matrix, symmetricEigen } from "#numerics";
import type { CoefficientCovariance, RepeatedMeasures, RepeatedMeasuresFit } from "./mmrm.types.ts";
import { refuseFit } from "./refuse-fit.ts";
import { alikeAt, responseResiduals, weightFactor } from "./subject-weights.ts";

/** A covariance of the coefficients from the residuals, and the degrees of freedom that go with it. */
export interface Empirical {
  readonly covariance: Matrix;
  /** Satterthwaite degrees of freedom of a contrast, under the fitted model. Cost n p. */
  readonly df: (contrast: Float64Array) => number;
}

type EmpiricalKind = Extract<CoefficientCovariance, `empirical${string}`>;

/** Directions of I − H with less than this part of the largest are taken as lost (times rows). */
const LOST = Number.EPSILON;

/** A = I, (I − H)⁻¹ or the pseudo-inverse of (I − H)^½. */
function adjustment(kind: EmpiricalKind, leverage: Matrix, subject: number): Matrix | null {
  if (kind === "empirical") return null;
  const m = leverage.rows;
  const left = matrix(m, m);
  for (let e = 0; e < m * m; e++) left.values[e] = (e % (m + 1) === 0 ? 1 : 0) - leverage.values[e]!;
  if (kind === "empirical-jackknife") {
    const lower = choleskyFactor(left);
    if (lower === null || lower.values.some((value, e) => e % (m + 1) === 0 && value < 1e-6))
      refuseFit(
        "mmrm-leverage",
        "numerical",
        `Subject ${subject + 1} alone determines a coefficient, so that leaving it out is impossible.`,
        "Choose another covariance of the coefficients, or leave the coefficient out of the model.",
      );
    return choleskyInverse(lower);
  }
  const { values, vectors } = symmetricEigen(left);
  const tolerance = LOST * m * Math.max(values[0]!, 0);
  const root = matrix(m, m);
  for (const [k, value] of values.entries()) {
    if (value <= tolerance) continue;
    const factor = 1 / Math.sqrt(value);
    for (let a = 0; a < m; a++)
      for (let b = 0; b < m; b++)
        root.values[a * m + b]! += factor * vectors.values[a * m + k]! * vectors.values[b * m + k]!;
  }
  return root;
}

/** C'G^½ v for the rows start … start + m − 1 of v (n × columns), scaled by the square roots of the weights. */
function scaledRows(
  v: Float64Array,
  columns: number,
  start: number,
  factor: Matrix,
  weights: Float64Array | null,
): Float64Array {
  const m = factor.rows;
  const out = new Float64Array(m * columns);
  for (let t = 0; t < m; t++) {
    const root = Math.sqrt(weights?.[start + t] ?? 1);
    for (let a = 0; a <= t; a++) {
      const weight = root * factor.values[t * m + a]!;
      for (let j = 0; j < columns; j++) out[a * columns + j]! += weight * v[(start + t) * columns + j]!;
    }
  }
  return out;
}

/** x L (rows × p times lower triangular p × p): coordinates in which Φ = L L' is the identity. */
function whitened(x: Float64Array, rows: number, lower: Matrix): Float64Array {
  const p = lower.rows;
  const out = new Float64Array(rows * p);
  for (let a = 0; a < rows; a++) {
    for (let k = 0; k < p; k++) {
      const factor = x[a * p + k]!;
      if (factor !== 0) for (let j = 0; j <= k; j++) out[a * p + j]! += factor * lower.values[k * p + j]!;
    }
  }
  return out;
}

/** Rows of one matrix times a square matrix from the left; the matrix itself where there is none. */
function adjusted(a: Matrix | null, x: Float64Array, columns: number): Float64Array {
  if (a === null) return x;
  const m = a.rows;
  const out = new Float64Array(m * columns);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) {
      const factor = a.values[i * m + k]!;
      for (let j = 0; j < columns; j++) out[i * columns + j]! += factor * x[k * columns + j]!;
    }
  }
  return out;
}

function crossed(x: Float64Array, rows: number, p: number): Matrix {
  const h = matrix(rows, rows);
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let j = 0; j < p; j++) sum += x[a * p + j]! * x[b * p + j]!;
      h.values[a * rows + b] = sum;
      h.values[b * rows + a] = sum;
    }
  }
  return h;
}

/** x'v of one subject, p long. */
function scores(x: Float64Array, v: Float64Array, p: number): Float64Array {
  const out = new Float64Array(p);
  for (let a = 0; a < v.length; a++) for (let j = 0; j < p; j++) out[j]! += x[a * p + j]! * v[a]!;
  return out;
}

function addOuter(into: Float64Array, v: Float64Array): void {
  const p = v.length;
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) into[i * p + j]! += v[i]! * v[j]!;
}

/**
 * Covariance of the coefficients from the residuals of each subject (CR0), with the adjustments (I − H_ii)⁻¹
 * (jackknife, CR3) or (I − H_ii)^-½ (bias-reduced, CR2), H_ii = C'XΦX'C, W = C C'. Weights enter C.
 *
 * The degrees of freedom tr(G'G)² / ‖G'G‖² of a contrast c need no matrix over all rows: with a_i = A_i X̃_i Φ c,
 * u_i = X̃_i'a_i, d_i = a_i'a_i, q_i = u_i'Φu_i and U = Σ u_i u_i' they are
 * (Σ d_i − q_i)² / (Σ d_i² − 2 Σ d_i q_i + tr(ΦUΦU)). Cost n p² once and n p + subjects p² a contrast; memory 2 n p.
 *
 * @throws EvidensError `synthesis/mmrm-leverage` for the jackknife where a subject alone determines a coefficient
 * Source: Liang and Zeger 1986, doi:10.1093/biomet/73.1.13; Mancl and DeRouen 2001,
 * doi:10.1111/j.0006-341X.2001.00126.x; Bell and McCaffrey 2002, Survey Methodology 28:169-181; Pustejovsky and
 * Tipton 2018, doi:10.1080/07350015.2016.1247004. Checked: tests/synthesis/mmrm-engine.test.ts, relative 1e-6.
 */
export function empirical(data: RepeatedMeasures, fit: RepeatedMeasuresFit, kind: EmpiricalKind): Empirical {
  const p = data.x.columns;
  const lower = choleskyFactor(fit.coefficientCovariance)!;
  const { response } = responseResiduals(data, fit.coefficients);
  const subjects: { readonly x: Float64Array; readonly adjustedX: Float64Array }[] = [];
  const meat = new Float64Array(p * p);
  for (const { starts, rows, members, lower: ofSigma } of alikeAt(data, fit)) {
    const factor = weightFactor(ofSigma);
    for (const [i, start] of starts.entries()) {
      const x = whitened(scaledRows(data.x.values, p, start, factor, data.weights), rows, lower);
      const residual = scaledRows(response, 1, start, factor, data.weights);
      const a = adjustment(kind, kind === "empirical" ? matrix(0, 0) : crossed(x, rows, p), members[i]!);
      addOuter(meat, scores(x, adjusted(a, residual, 1), p));
      subjects.push({ x, adjustedX: adjusted(a, x, p) });
    }
  }
  const df = (contrast: Float64Array): number => {
    const c = new Float64Array(p);
    for (let i = 0; i < p; i++) for (let j = 0; j <= i; j++) c[j]! += lower.values[i * p + j]! * contrast[i]!;
    return contrastDf(subjects, c);
  };
  return { covariance: sandwiched(lower, meat), df };
}

function contrastDf(
  subjects: readonly { readonly x: Float64Array; readonly adjustedX: Float64Array }[],
  c: Float64Array,
): number {
  const p = c.length;
  const outer = new Float64Array(p * p);
  let [trace, squares] = [0, 0];
  for (const { x, adjustedX } of subjects) {
    const rows = x.length / p;
    const a = new Float64Array(rows);
    let d = 0;
    for (let t = 0; t < rows; t++) {
      let sum = 0;
      for (let j = 0; j < p; j++) sum += adjustedX[t * p + j]! * c[j]!;
      a[t] = sum;
      d += sum * sum;
    }
    const u = scores(x, a, p);
    let q = 0;
    for (const value of u) q += value * value;
    addOuter(outer, u);
    trace += d - q;
    squares += d * d - 2 * d * q;
  }
  for (const value of outer) squares += value * value;
  return (trace * trace) / squares;
}

/** L S L', exactly symmetric. */
function sandwiched(lower: Matrix, s: Float64Array): Matrix {
  const p = lower.rows;
  const half = matrix(p, p);
  for (let i = 0; i < p; i++) {
    for (let k = 0; k <= i; k++) {
      const factor = lower.values[i * p + k]!;
      for (let j = 0; j < p; j++) half.values[i * p + j]! += factor * s[k * p + j]!;
    }
  }
  const out = matrix(p, p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k <= j; k++) sum += half.values[i * p + k]! * lower.values[j * p + k]!;
      out.values[i * p + j] = sum;
      out.values[j * p + i] = sum;
    }
  }
  return out;
}
