import type { Cluster, ClusterLikelihood } from "./cluster.types.ts";

const out = new Float64Array(4);

/** Derivatives of the log-likelihood of two observations, and what two independent random effects add. */
interface State {
  g: number;
  /** Determinant and inverse of H = I + sum W z z'. */
  determinant: number;
  readonly inverse: [number, number, number];
  readonly slope: [number, number];
  readonly residual: Float64Array;
  readonly weight: Float64Array;
  readonly third: Float64Array;
}

const state: State = {
  g: 0,
  determinant: 1,
  inverse: [1, 0, 1],
  slope: [0, 0],
  residual: new Float64Array(2),
  weight: new Float64Array(2),
  third: new Float64Array(2),
};

/** Loading of observation j on effect c times its standard deviation. */
const scaled = (cluster: Cluster, point: Float64Array, c: number, j: number): number =>
  cluster.loadings[c]![j]! * point[cluster.observations.length + c]!;

function evaluate(cluster: Cluster, point: Float64Array, b0: number, b1: number): number {
  let g = -(b0 * b0 + b1 * b1) / 2;
  let [h00, h01, h11, s0, s1] = [1, 0, 1, -b0, -b1];
  for (let j = 0; j < cluster.observations.length; j++) {
    const one = cluster.observations[j]!;
    const [z0, z1] = [scaled(cluster, point, 0, j), scaled(cluster, point, 1, j)];
    const eta = point[j]! + z0 * b0 + z1 * b1;
    one.cumulants(eta, out);
    const residual = one.y - out[1]!;
    state.residual[j] = residual;
    state.weight[j] = out[2]!;
    state.third[j] = out[3]!;
    g += one.y * eta - out[0]! + one.constant;
    s0 += z0 * residual;
    s1 += z1 * residual;
    h00 += out[2]! * z0 * z0;
    h01 += out[2]! * z0 * z1;
    h11 += out[2]! * z1 * z1;
  }
  const determinant = h00 * h11 - h01 * h01;
  state.g = g;
  state.determinant = determinant;
  state.inverse[0] = h11 / determinant;
  state.inverse[1] = -h01 / determinant;
  state.inverse[2] = h00 / determinant;
  state.slope[0] = s0;
  state.slope[1] = s1;
  return g;
}

function findMode(cluster: Cluster, point: Float64Array): readonly [number, number] {
  let [b0, b1] = [0, 0];
  let g = evaluate(cluster, point, b0, b1);
  for (let iteration = 0; iteration < 100; iteration++) {
    const [i00, i01, i11] = state.inverse;
    const [s0, s1] = state.slope;
    let [step0, step1] = [i00 * s0 + i01 * s1, i01 * s0 + i11 * s1];
    let next = evaluate(cluster, point, b0 + step0, b1 + step1);
    for (let halving = 0; halving < 50 && !(next >= g - 1e-13 * Math.abs(g)); halving++) {
      step0 /= 2;
      step1 /= 2;
      next = evaluate(cluster, point, b0 + step0, b1 + step1);
    }
    b0 += step0;
    b1 += step1;
    g = next;
    const size = Math.abs(step0) + Math.abs(step1);
    if (size <= 1e-13 * Math.max(1, Math.abs(b0) + Math.abs(b1))) break;
  }
  return [b0, b1];
}

/** Half the trace of H^-1 dH, for dH = sum of rank-one and symmetric parts given as three entries. */
const halfTrace = (d00: number, d01: number, d11: number): number =>
  (state.inverse[0] * d00 + 2 * state.inverse[1] * d01 + state.inverse[2] * d11) / 2;

const laplaceAt: ClusterLikelihood["at"] = (cluster, point, gradient) => {
  const m = cluster.observations.length;
  const b = findMode(cluster, point);
  evaluate(cluster, point, b[0], b[1]);
  const [i00, i01, i11] = state.inverse;
  /** What a move of the etas (direct part plus that of the mode) does to half ln |H|. */
  const throughEta = (direct: (j: number) => number, g0: number, g1: number): number => {
    const [m0, m1] = [i00 * g0 + i01 * g1, i01 * g0 + i11 * g1];
    let [d00, d01, d11] = [0, 0, 0];
    for (let j = 0; j < m; j++) {
      const [z0, z1] = [scaled(cluster, point, 0, j), scaled(cluster, point, 1, j)];
      const change = state.third[j]! * (direct(j) + z0 * m0 + z1 * m1);
      d00 += change * z0 * z0;
      d01 += change * z0 * z1;
      d11 += change * z1 * z1;
    }
    return halfTrace(d00, d01, d11);
  };
  for (let e = 0; e < m; e++) {
    const w = state.weight[e]!;
    const [g0, g1] = [-w * scaled(cluster, point, 0, e), -w * scaled(cluster, point, 1, e)];
    gradient[e] = state.residual[e]! - throughEta((j) => (j === e ? 1 : 0), g0, g1);
  }
  for (let c = 0; c < 2; c++) {
    const loading = cluster.loadings[c]!;
    const mixed = [0, 0];
    let [direct, d00, d01, d11] = [0, 0, 0, 0];
    for (let j = 0; j < m; j++) {
      const z = [scaled(cluster, point, 0, j), scaled(cluster, point, 1, j)] as const;
      const [l, w, r] = [loading[j]!, state.weight[j]!, state.residual[j]!];
      direct += r * l * b[c]!;
      mixed[0]! += -w * l * b[c]! * z[0];
      mixed[1]! += -w * l * b[c]! * z[1];
      mixed[c]! += r * l;
      d00 += c === 0 ? 2 * w * l * z[0] : 0;
      d01 += w * l * (c === 0 ? z[1] : z[0]);
      d11 += c === 1 ? 2 * w * l * z[1] : 0;
    }
    gradient[m + c] =
      direct - halfTrace(d00, d01, d11) - throughEta((j) => loading[j]! * b[c]!, mixed[0]!, mixed[1]!);
  }
  return state.g - Math.log(state.determinant) / 2;
};

/**
 * Log-likelihood of a cluster with two independent random effects by Laplace's approximation.
 *
 * Source: Breslow and Clayton 1993, doi:10.1080/01621459.1993.10594284.
 * Checked: tests/synthesis/glmm.test.ts, derivatives against differences, value against two-dimensional integration.
 */
export const laplaceLikelihood: ClusterLikelihood = {
  at: laplaceAt,
  nearSecond: false,
};
