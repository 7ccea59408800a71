import {
  choleskyFactor,
  choleskyInverse,
  type Matrix,
  matrix,
  multiply,
  multiplyTransposed,
  symmetricEigen,
  transpose,
} from "#numerics";
import { type Clusters, covarianceAmong } from "./clusters.ts";
import type { Evaluation } from "./likelihood.ts";
import type { Model } from "./model.ts";
import { refuse } from "./refuse.ts";

/** Sandwich variances: none corrected; by m/(m-1), m/(m-p), m(k-1)/((m-1)(k-p)); bias-reduced; jackknife. */
export type RobustType = "CR0" | "CR1" | "CR1p" | "CR1S" | "CR2" | "CR3";

export const robustTypes: readonly RobustType[] = ["CR0", "CR1", "CR1p", "CR1S", "CR2", "CR3"];

/** With T the adjusted, weighted basis of a cluster, all on the orthonormal basis. */
export interface ClusterPart {
  /** T' residuals, length p. */
  readonly score: Float64Array;
  /** Q'T, p x p. */
  readonly through: Float64Array;
  /** T' Theta T with Theta the cluster's covariance by the model, p x p. */
  readonly spread: Float64Array;
}

function rowsOf(values: Float64Array, rows: Int32Array, p: number): Matrix {
  const out = matrix(rows.length, p);
  for (const [i, row] of rows.entries())
    for (let j = 0; j < p; j++) out.values[i * p + j] = values[row * p + j]!;
  return out;
}

/** The inverse of what the other clusters tell, a^-1 - B; `null` where they leave a coefficient undetermined. */
function withoutCluster(information: Matrix, own: Matrix): Matrix | null {
  const p = own.rows;
  const others = matrix(
    p,
    p,
    information.values.map((value, cell) => value - own.values[cell]!),
  );
  const factor = choleskyFactor(others);
  if (factor === null) return null;
  for (let j = 0; j < p; j++) {
    if (factor.values[j * (p + 1)]! ** 2 < 1e-10 * information.values[j * (p + 1)]!) return null;
  }
  return choleskyInverse(factor);
}

/** (I - B a)^-1 = a^-1 (a^-1 - B)^-1. */
function jackknifeFactor(information: Matrix, own: Matrix): Matrix {
  const inverse = withoutCluster(information, own);
  if (inverse === null) {
    refuse(
      "cluster-leverage",
      "One cluster alone determines a coefficient, so CR3 is not defined.",
      "Choose CR2, or leave out the moderator that varies in one cluster only.",
    );
  }
  return multiply(information, inverse);
}

/** Whether some cluster alone determines a coefficient: its residuals are then 0 along it, whatever the data. */
export function hasLoneCluster(model: Model, evaluation: Evaluation, clusters: Clusters): boolean {
  const { p, basis } = model;
  const information = choleskyInverse(choleskyFactor(matrix(p, p, evaluation.a))!);
  return clusters.rows.some(
    (rows) =>
      withoutCluster(
        information,
        multiplyTransposed(rowsOf(basis, rows, p), rowsOf(evaluation.solvedBasis, rows, p)),
      ) === null,
  );
}

/** The symmetric A of CR2: L [(L'L)^2 - L'Q a Q'L]^-1/2 L' with Theta = L L'. */
function biasReduction(theta: Matrix, basis: Matrix, a: Matrix): Matrix {
  const n = theta.rows;
  const l = choleskyFactor(theta)!;
  const lowered = multiplyTransposed(l, basis);
  const inner = multiplyTransposed(l, l);
  const whole = multiply(inner, inner);
  const less = multiply(multiply(lowered, a), transpose(lowered));
  const middle = matrix(
    n,
    n,
    whole.values.map((value, cell) => value - less.values[cell]!),
  );
  const { values, vectors } = symmetricEigen(middle);
  // What one cluster alone determines leaves a direction without variance: its root is 0, as in a pseudo-inverse.
  const roots = values.map((value) => (value > 1e-11 * values[0]! ? value ** -0.5 : 0));
  const rooted = matrix(
    n,
    n,
    vectors.values.map((value, cell) => value * roots[cell % n]!),
  );
  const side = multiply(l, multiply(rooted, transpose(vectors)));
  return multiply(side, transpose(l));
}

/**
 * The parts of each cluster for one type of sandwich.
 *
 * @throws EvidensError `synthesis/cluster-leverage`
 */
export function adjustments(
  model: Model,
  evaluation: Evaluation,
  clusters: Clusters,
  type: RobustType,
): ClusterPart[] {
  const { p, y, basis } = model;
  const a = matrix(p, p, evaluation.a);
  const information = choleskyInverse(choleskyFactor(a)!);
  const residuals = y.map((value, i) => {
    let rest = value;
    for (let j = 0; j < p; j++) rest -= basis[i * p + j]! * evaluation.beyond[j]!;
    return rest;
  });
  return clusters.rows.map((rows): ClusterPart => {
    const q = rowsOf(basis, rows, p);
    const s = rowsOf(evaluation.solvedBasis, rows, p);
    const e = matrix(
      rows.length,
      1,
      Float64Array.from(rows, (row) => residuals[row]!),
    );
    const own = multiplyTransposed(q, s);
    const score = multiplyTransposed(s, e);
    if (type === "CR2") {
      const theta = matrix(rows.length, rows.length, covarianceAmong(model, evaluation.covariances, rows));
      const t = multiply(biasReduction(theta, q, a), s);
      return {
        score: multiplyTransposed(t, e).values,
        through: multiplyTransposed(q, t).values,
        spread: multiplyTransposed(t, multiply(theta, t)).values,
      };
    }
    if (type === "CR3") {
      const f = jackknifeFactor(information, own);
      const through = multiply(own, transpose(f));
      return {
        score: multiply(f, score).values,
        through: through.values,
        spread: multiply(f, through).values,
      };
    }
    return { score: score.values, through: own.values, spread: own.values };
  });
}
