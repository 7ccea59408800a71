import { choleskyFactor, choleskySolve, fUpper, matrix, symmetricEigen } from "#numerics";
import type { ClusterPart } from "./cluster-adjustments.ts";
import { backSubstitute, type Coefficients } from "./coefficients.ts";
import type { Evaluation } from "./likelihood.ts";
import type { Model } from "./model.ts";
import type { JointTest } from "./multilevel.types.ts";

/** a c for each coefficient's contrast c on the basis: columns of a (triangle^-1)'. */
function directions(model: Model, { a }: Evaluation, coefficients: readonly number[]): Float64Array[] {
  const { p, triangle } = model;
  const unit = new Float64Array(p * p);
  for (let j = 0; j < p; j++) unit[j * p + j] = 1;
  const inverse = backSubstitute(triangle, p, unit, p);
  return coefficients.map((j) => {
    const out = new Float64Array(p);
    for (let i = 0; i < p; i++) for (let k = 0; k < p; k++) out[i]! += a[i * p + k]! * inverse[j * p + k]!;
    return out;
  });
}

/** What the working covariance says of the products of two contrasts' cluster sums. */
interface Moments {
  /** Per cluster, v_s' D v_t and u_s' a u_t for each pair (s, t). */
  readonly spread: readonly Float64Array[];
  readonly shared: readonly Float64Array[];
  /** Sum of u_s u_t', p x p, for each pair. */
  readonly cross: readonly Float64Array[];
}

function quadratic(a: Float64Array, left: Float64Array, right: Float64Array): number {
  const p = left.length;
  let sum = 0;
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) sum += left[i]! * a[i * p + j]! * right[j]!;
  return sum;
}

function momentsOf(
  a: Float64Array,
  parts: readonly ClusterPart[],
  vectors: readonly Float64Array[],
): Moments {
  const [q, p] = [vectors.length, vectors[0]!.length];
  const cross = Array.from({ length: q * q }, () => new Float64Array(p * p));
  const spread: Float64Array[] = [];
  const shared: Float64Array[] = [];
  for (const part of parts) {
    const u = vectors.map((v) => {
      const out = new Float64Array(p);
      for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) out[i]! += part.through[i * p + j]! * v[j]!;
      return out;
    });
    const [d, f] = [new Float64Array(q * q), new Float64Array(q * q)];
    for (let s = 0; s < q; s++) {
      for (let t = 0; t < q; t++) {
        d[s * q + t] = quadratic(part.spread, vectors[s]!, vectors[t]!);
        f[s * q + t] = quadratic(a, u[s]!, u[t]!);
        const sum = cross[s * q + t]!;
        for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) sum[i * p + j]! += u[s]![i]! * u[t]![j]!;
      }
    }
    spread.push(d);
    shared.push(f);
  }
  return { spread, shared, cross };
}

/** tr(a X a Y). */
function traceProduct(a: Float64Array, x: Float64Array, y: Float64Array, p: number): number {
  const times = (b: Float64Array): Float64Array => {
    const out = new Float64Array(p * p);
    for (let i = 0; i < p; i++)
      for (let k = 0; k < p; k++)
        for (let j = 0; j < p; j++) out[i * p + j]! += a[i * p + k]! * b[k * p + j]!;
    return out;
  };
  const [ax, ay] = [times(x), times(y)];
  let sum = 0;
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) sum += ax[i * p + j]! * ay[j * p + i]!;
  return sum;
}

/**
 * Variance, by the model, of the (s, t) entry of the sandwich: the sum over pairs of clusters of
 * P_ss P_tt + P_st P_ts, where P_st = delta_ij spread - u_s' a u_t, without forming pairs.
 */
function entryVariance(
  a: Float64Array,
  { spread, shared, cross }: Moments,
  q: number,
  s: number,
  t: number,
  p: number,
): number {
  const [ss, tt, st, ts] = [s * q + s, t * q + t, s * q + t, t * q + s];
  let sum = traceProduct(a, cross[st]!, cross[ts]!, p) + traceProduct(a, cross[ts]!, cross[ts]!, p);
  for (let i = 0; i < spread.length; i++) {
    const [d, f] = [spread[i]!, shared[i]!];
    sum += d[ss]! * d[tt]! - d[ss]! * f[tt]! - d[tt]! * f[ss]!;
    sum += d[st]! * d[st]! - 2 * d[st]! * f[st]!;
  }
  return sum;
}

/** Expected sandwich by the model, q x q. */
function expected({ spread, shared }: Moments, q: number): Float64Array {
  const sum = new Float64Array(q * q);
  for (let i = 0; i < spread.length; i++)
    for (let cell = 0; cell < q * q; cell++) sum[cell]! += spread[i]![cell]! - shared[i]![cell]!;
  return sum;
}

/** Degrees of freedom of each coefficient: 2 (expectation)^2 / variance of its sandwich variance. */
export function satterthwaiteDf(
  model: Model,
  evaluation: Evaluation,
  parts: readonly ClusterPart[],
): number[] {
  const all = Array.from({ length: model.p }, (_, j) => j);
  return directions(model, evaluation, all).map((v) => {
    const moments = momentsOf(evaluation.a, parts, [v]);
    return (2 * expected(moments, 1)[0]! ** 2) / entryVariance(evaluation.a, moments, 1, 0, 0, model.p);
  });
}

/**
 * Hotelling's T-squared approximation (HTZ) to the Wald test of several coefficients; `null` where the clusters leave
 * no degrees of freedom.
 */
export function hotellingTest(
  model: Model,
  evaluation: Evaluation,
  parts: readonly ClusterPart[],
  { beta, covariance }: Coefficients,
  tested: readonly number[],
): JointTest {
  const { p } = model;
  const q = tested.length;
  const vectors = directions(model, evaluation, tested);
  const omega = expected(momentsOf(evaluation.a, parts, vectors), q);
  const { values, vectors: axes } = symmetricEigen(matrix(q, q, omega));
  // Any square root will do: the sum of variances does not change under a rotation of the contrasts.
  const whitened = Array.from({ length: q }, (_, k) => {
    const out = new Float64Array(p);
    for (let s = 0; s < q; s++)
      for (let i = 0; i < p; i++)
        out[i]! += (axes.values[s * q + k]! / Math.sqrt(values[k]!)) * vectors[s]![i]!;
    return out;
  });
  const moments = momentsOf(evaluation.a, parts, whitened);
  let total = 0;
  for (let s = 0; s < q; s++)
    for (let t = 0; t < q; t++) total += entryVariance(evaluation.a, moments, q, s, t, p);
  const eta = (q * (q + 1)) / total;
  const dfResidual = eta - q + 1;
  const part = choleskyFactor(
    matrix(
      q,
      q,
      tested.flatMap((i) => tested.map((j) => covariance[i * p + j]!)),
    ),
  );
  if (part === null || !(dfResidual > 0)) return { statistic: null, df: q, dfResidual, p: null };
  const b = matrix(
    q,
    1,
    tested.map((j) => beta[j]!),
  );
  const wald = choleskySolve(part, b).values.reduce((sum, x, i) => sum + x * b.values[i]!, 0);
  const statistic = (wald * dfResidual) / (eta * q);
  return { statistic, df: q, dfResidual, p: fUpper(statistic, q, dfResidual) };
}
