import { choleskyFactor, choleskyInverse, choleskyLogDeterminant, matrix } from "#numerics";
import type { FactoredCovariance } from "./engine.types.ts";
import type { Model } from "./model.ts";
import type { Parameters } from "./parameters.ts";

export type LikelihoodKind = "REML" | "ML";

/** The model at one set of component values. */
export interface Evaluation {
  readonly factored: FactoredCovariance;
  readonly covariances: readonly Float64Array[];
  /** ln |M|, ln |Q'M^-1 Q| and r'M^-1 r in the units of the model; Q is the orthonormal basis. */
  readonly logDeterminant: number;
  readonly logInformation: number;
  readonly rss: number;
  /** (Q'M^-1 Q)^-1, p x p. */
  readonly a: Float64Array;
  /** Coefficients on the basis beyond least squares, in units of the model. */
  readonly beyond: Float64Array;
  /** M^-1 Q, n x p. */
  readonly solvedBasis: Float64Array;
  /** M^-1 (y - fit). */
  readonly e: Float64Array;
}

/** Evaluates at given covariances; `null` where M or the information is not positive definite. */
export function evaluateAt(model: Model, covariances: readonly Float64Array[]): Evaluation | null {
  const { n, p, basis, y } = model;
  const factored = model.engine.factor(covariances);
  if (factored === null) return null;
  const c = p + 1;
  const right = new Float64Array(n * c);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) right[i * c + j] = basis[i * p + j]!;
    right[i * c + p] = y[i]!;
  }
  const solved = factored.solve(right, c);
  const information = matrix(p, p);
  const toward = new Float64Array(p);
  const solvedBasis = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      const entry = solved[i * c + j]!;
      solvedBasis[i * p + j] = entry;
      toward[j]! += entry * y[i]!;
      for (let k = 0; k <= j; k++) information.values[j * p + k]! += entry * basis[i * p + k]!;
    }
  }
  for (let j = 0; j < p; j++)
    for (let k = 0; k < j; k++) information.values[k * p + j] = information.values[j * p + k]!;
  const factor = choleskyFactor(information);
  if (factor === null) return null;
  const a = choleskyInverse(factor).values;
  const beyond = new Float64Array(p);
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) beyond[j]! += a[j * p + k]! * toward[k]!;
  const e = new Float64Array(n);
  let rss = 0;
  for (let i = 0; i < n; i++) {
    let [residual, weighted] = [y[i]!, solved[i * c + p]!];
    for (let j = 0; j < p; j++) {
      residual -= basis[i * p + j]! * beyond[j]!;
      weighted -= solvedBasis[i * p + j]! * beyond[j]!;
    }
    e[i] = weighted;
    rss += residual * weighted;
  }
  const logInformation = choleskyLogDeterminant(factor);
  const { logDeterminant } = factored;
  if (!Number.isFinite(rss + logDeterminant + logInformation)) return null;
  return { factored, covariances, logDeterminant, logInformation, rss, a, beyond, solvedBasis, e };
}

/** What a fit minimises: minus the log-likelihood without its constants. */
export function objective(evaluation: Evaluation, kind: LikelihoodKind): number {
  const { logDeterminant, logInformation, rss } = evaluation;
  return (logDeterminant + (kind === "REML" ? logInformation : 0) + rss) / 2;
}

/** Sums of M^-1 Q and M^-1 r over the rows of each inner level within each outer level. */
function cellSums(model: Model, evaluation: Evaluation, t: number): { u: Float64Array; e: Float64Array } {
  const { n, p } = model;
  const { outer, inner, outerLabels, innerLabels } = model.terms[t]!;
  const m = innerLabels.length;
  const u = new Float64Array(outerLabels.length * m * p);
  const e = new Float64Array(outerLabels.length * m);
  for (let i = 0; i < n; i++) {
    const cell = outer[i]! * m + inner[i]!;
    e[cell]! += evaluation.e[i]!;
    for (let j = 0; j < p; j++) u[cell * p + j]! += evaluation.solvedBasis[i * p + j]!;
  }
  return { u, e };
}

/** Z'PZ within each outer level (outer levels x m x m); P without its design part for ML. */
export function projectedSums(
  model: Model,
  evaluation: Evaluation,
  t: number,
  kind: LikelihoodKind,
): { sums: Float64Array; e: Float64Array } {
  const { p } = model;
  const { outerLabels, innerLabels } = model.terms[t]!;
  const m = innerLabels.length;
  const sums = evaluation.factored.outerSums(t).slice();
  const { u, e } = cellSums(model, evaluation, t);
  if (kind === "ML") return { sums, e };
  for (let level = 0; level < outerLabels.length; level++) {
    for (let b = 0; b < m; b++) {
      for (let c = 0; c < m; c++) {
        let sum = 0;
        for (let j = 0; j < p; j++) {
          const left = u[(level * m + b) * p + j]!;
          if (left === 0) continue;
          for (let k = 0; k < p; k++) sum += left * evaluation.a[j * p + k]! * u[(level * m + c) * p + k]!;
        }
        sums[(level * m + b) * m + c]! -= sum;
      }
    }
  }
  return { sums, e };
}

/** Slope of the objective by each entry of each term's covariance: (sum of Z'PZ - Z'ee'Z) / 2. */
function entrySlopes(
  model: Model,
  evaluation: Evaluation,
  kind: LikelihoodKind,
): { slopes: Float64Array[]; e: Float64Array[] } {
  const slopes: Float64Array[] = [];
  const cells: Float64Array[] = [];
  for (const [t, { outerLabels, innerLabels }] of model.terms.entries()) {
    const m = innerLabels.length;
    const slope = new Float64Array(m * m);
    const { sums, e } = projectedSums(model, evaluation, t, kind);
    for (let level = 0; level < outerLabels.length; level++) {
      for (let b = 0; b < m; b++) {
        for (let c = 0; c < m; c++) {
          slope[b * m + c]! += (sums[(level * m + b) * m + c]! - e[level * m + b]! * e[level * m + c]!) / 2;
        }
      }
    }
    slopes.push(slope);
    cells.push(e);
  }
  return { slopes, e: cells };
}

/** Slope of the objective by each coordinate, and the average information where asked for. */
export interface Slopes {
  readonly gradient: Float64Array;
  /** d x d; (e'V_j P V_k e) / 2, which is positive semidefinite. */
  readonly information: Float64Array | null;
}

export function slopesAt(
  model: Model,
  parameters: Parameters,
  x: Float64Array,
  evaluation: Evaluation,
  kind: LikelihoodKind,
  withInformation: boolean,
): Slopes {
  const d = parameters.coordinates.length;
  const { slopes, e } = entrySlopes(model, evaluation, kind);
  const derivatives = parameters.coordinates.map((_, c) => parameters.derivative(x, c));
  const gradient = Float64Array.from(parameters.coordinates, ({ term }, c) =>
    derivatives[c]!.reduce((sum, value, cell) => sum + value * slopes[term]![cell]!, 0),
  );
  if (!withInformation) return { gradient, information: null };
  const { n, p } = model;
  const f = new Float64Array(n * d);
  for (const [c, { term }] of parameters.coordinates.entries()) {
    const { outer, inner, innerLabels } = model.terms[term]!;
    const m = innerLabels.length;
    for (let i = 0; i < n; i++) {
      for (let b = 0; b < m; b++)
        f[i * d + c]! += derivatives[c]![inner[i]! * m + b]! * e[term]![outer[i]! * m + b]!;
    }
  }
  const solved = evaluation.factored.solve(f, d);
  const onBasis = new Float64Array(p * d);
  const information = new Float64Array(d * d);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < d; c++) {
      for (let j = 0; j < p; j++) onBasis[j * d + c]! += evaluation.solvedBasis[i * p + j]! * f[i * d + c]!;
      for (let k = 0; k <= c; k++) information[c * d + k]! += (f[i * d + c]! * solved[i * d + k]!) / 2;
    }
  }
  for (let c = 0; c < d; c++) {
    for (let k = 0; k <= c; k++) {
      for (let j = 0; j < p; j++) {
        for (let l = 0; l < p; l++)
          information[c * d + k]! -=
            (onBasis[j * d + c]! * evaluation.a[j * p + l]! * onBasis[l * d + k]!) / 2;
      }
      information[k * d + c] = information[c * d + k]!;
    }
  }
  return { gradient, information };
}
