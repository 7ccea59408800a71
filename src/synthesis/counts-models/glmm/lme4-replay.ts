import { gaussHermite } from "#numerics";
import type { Cluster } from "./cluster.types.ts";

const out = new Float64Array(4);

/** lme4 ends its inner search when the penalised deviance of all clusters changes by less than this share. */
const TOLERANCE = 1e-7;
const MOST = 30;

interface Inner {
  readonly eta: Float64Array;
  /** Random effects. */
  readonly u: readonly [number, number];
  /** I + sum w z z' with the weights from before the last step: three entries. */
  readonly curvature: readonly [number, number, number];
  /** Deviance plus the squares of the random effects. */
  readonly deviance: number;
}

/** One step of the inner search: weights at `eta`, then the random effects they give. */
function step(cluster: Cluster, point: Float64Array, eta: Float64Array): Inner {
  const m = cluster.observations.length;
  const spreads = cluster.loadings.length;
  const z = (c: number, j: number): number => (c < spreads ? cluster.loadings[c]![j]! * point[m + c]! : 0);
  let [h00, h01, h11, r0, r1] = [1, 0, 1, 0, 0];
  for (let j = 0; j < m; j++) {
    const one = cluster.observations[j]!;
    one.cumulants(eta[j]!, out);
    const [z0, z1, w] = [z(0, j), z(1, j), out[2]!];
    const work = w * (eta[j]! - point[j]!) + one.y - out[1]!;
    h00 += w * z0 * z0;
    h01 += w * z0 * z1;
    h11 += w * z1 * z1;
    r0 += z0 * work;
    r1 += z1 * work;
  }
  const determinant = h00 * h11 - h01 * h01;
  const u = [(h11 * r0 - h01 * r1) / determinant, (h00 * r1 - h01 * r0) / determinant] as const;
  const next = new Float64Array(m);
  let deviance = u[0] ** 2 + u[1] ** 2;
  for (let j = 0; j < m; j++) {
    const one = cluster.observations[j]!;
    next[j] = point[j]! + z(0, j) * u[0] + z(1, j) * u[1];
    one.cumulants(next[j]!, out);
    deviance += 2 * (one.saturated - one.constant - one.y * next[j]! + out[0]!);
  }
  return { eta: next, u, curvature: [h00, h01, h11], deviance };
}

/** How many steps lme4 takes at these points, one point a cluster. */
export function lme4Steps(
  clusters: readonly Cluster[],
  points: readonly Float64Array[],
  start: readonly Float64Array[],
): number {
  let eta: readonly Float64Array[] = start;
  let last = Number.POSITIVE_INFINITY;
  for (let steps = 1; steps < MOST; steps++) {
    const inner = clusters.map((cluster, i) => step(cluster, points[i]!, eta[i]!));
    const deviance = inner.reduce((sum, one) => sum + one.deviance, 0);
    if (Math.abs((last - deviance) / deviance) < TOLERANCE) return steps;
    last = deviance;
    eta = inner.map((one) => one.eta);
  }
  return MOST;
}

/** Log-likelihood of a cluster's counts at linear predictors, less half the square of the random effect. */
function joint(cluster: Cluster, eta: (j: number) => number, square: number): number {
  let g = -square / 2;
  for (let j = 0; j < cluster.observations.length; j++) {
    const one = cluster.observations[j]!;
    one.cumulants(eta(j), out);
    g += one.y * eta(j) - out[0]! + one.constant;
  }
  return g;
}

/**
 * A cluster's log-likelihood as lme4 computes it: a fixed number of steps from a fixed start, and the curvature from
 * before the last step. Its second differences are what lme4's standard errors come from.
 *
 * @param points of the quadrature; with two random effects always 1
 * @param start linear predictors that each evaluation begins from
 */
export function lme4Likelihood(
  points: number,
  cluster: Cluster,
  start: Float64Array,
  steps: number,
): (point: Float64Array) => number {
  const { nodes, weights } = gaussHermite(cluster.loadings.length > 1 ? 1 : points);
  const m = cluster.observations.length;
  return (point) => {
    let inner = step(cluster, point, start);
    for (let i = 1; i < steps; i++) inner = step(cluster, point, inner.eta);
    const [h00, h01, h11] = inner.curvature;
    const half = Math.log(h00 * h11 - h01 * h01) / 2;
    const { eta, u } = inner;
    if (nodes.length === 1) return joint(cluster, (j) => eta[j]!, u[0] ** 2 + u[1] ** 2) - half;
    const logs = Array.from(nodes, (node, k) => {
      const b = u[0] + (node * Math.SQRT2) / Math.sqrt(h00);
      const at = (j: number): number => point[j]! + cluster.loadings[0]![j]! * point[m]! * b;
      return joint(cluster, at, b * b) + Math.log(weights[k]!) - Math.log(Math.PI) / 2 + node * node;
    });
    const highest = Math.max(...logs);
    return highest + Math.log(logs.reduce((sum, one) => sum + Math.exp(one - highest), 0)) - half;
  };
}
