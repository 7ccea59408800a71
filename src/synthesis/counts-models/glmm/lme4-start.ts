import { choleskyFactor, choleskySolve, matrix, nelderMead } from "#numerics";
import type { Cluster } from "./cluster.types.ts";

const out = new Float64Array(4);

/** One linear predictor as a row over a cluster's inner coefficients (its own, its random effects) and the shared. */
interface Rows {
  readonly inner: Float64Array[];
  readonly shared: readonly Float64Array[];
}

function rowsOf(cluster: Cluster, theta: Float64Array): Rows {
  const inner = cluster.observations.map((_, j) => {
    const random = cluster.loadings.map((loading, c) => loading[j]! * theta[c]!);
    return Float64Array.from(cluster.own === null ? random : [cluster.own[j]!, ...random]);
  });
  return { inner, shared: cluster.design };
}

/** Adds weight w times the outer product of two rows. */
function addOuter(into: Float64Array, w: number, a: Float64Array, b: Float64Array): void {
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < b.length; j++) into[i * b.length + j]! += w * a[i]! * b[j]!;
}

function solved(system: Float64Array, size: number, right: Float64Array, columns: number): Float64Array {
  const factor = choleskyFactor(matrix(size, size, system));
  return factor === null ? right : choleskySolve(factor, matrix(size, columns, right)).values;
}

/**
 * Where lme4's second stage begins: its first stage takes the random effects and the coefficients as one penalised
 * fit (`nAGQ = 0`), and only the standard deviations are searched.
 */
class JointFit {
  /** Linear predictors of each cluster at the last evaluation. */
  readonly eta: Float64Array[];
  private readonly clusters: readonly Cluster[];
  private readonly p: number;
  private readonly begin: Float64Array;

  constructor(clusters: readonly Cluster[], shared: number) {
    this.clusters = clusters;
    this.p = shared;
    this.begin = new Float64Array(shared);
    this.eta = clusters.map((cluster) => Float64Array.from(cluster.offset));
  }

  /** Penalised deviance plus ln determinant at the best coefficients, the objective of the first stage. */
  objective(theta: Float64Array): number {
    for (const [i, cluster] of this.clusters.entries())
      for (let j = 0; j < cluster.observations.length; j++)
        // The mean as R starts it: halfway to the middle of what the count can be.
        this.eta[i]![j] = startingEta(cluster, j);
    let last = Number.POSITIVE_INFINITY;
    for (let iteration = 0; iteration < 100; iteration++) {
      const { deviance, logDeterminant } = this.step(theta);
      if (Math.abs(last - deviance) <= 1e-13 * Math.abs(deviance)) return deviance + logDeterminant;
      last = deviance;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** One weighted least-squares step for everything at once; linear in the number of clusters. */
  private step(theta: Float64Array): { deviance: number; logDeterminant: number } {
    const p = this.p;
    const left = new Float64Array(p * p);
    const right = new Float64Array(p);
    const parts = this.clusters.map((cluster, i) => this.part(cluster, i, theta, left, right));
    const beta = p === 0 ? this.begin : solved(left, p, right, 1);
    let deviance = 0;
    let logDeterminant = 0;
    for (const [i, cluster] of this.clusters.entries()) {
      const { rows, q, work, logDet } = parts[i]!;
      logDeterminant += logDet;
      const inner = new Float64Array(q);
      for (let a = 0; a < q; a++) {
        inner[a] = work[a * (p + 1) + p]!;
        for (let c = 0; c < p; c++) inner[a]! -= work[a * (p + 1) + c]! * beta[c]!;
      }
      const first = cluster.own === null ? 0 : 1;
      for (let a = first; a < q; a++) deviance += inner[a]! ** 2;
      for (const [j, one] of cluster.observations.entries()) {
        let eta = cluster.offset[j]!;
        for (let a = 0; a < q; a++) eta += rows.inner[j]![a]! * inner[a]!;
        for (let c = 0; c < p; c++) eta += rows.shared[j]![c]! * beta[c]!;
        this.eta[i]![j] = eta;
        one.cumulants(eta, out);
        deviance += 2 * (one.saturated - one.constant - one.y * eta + out[0]!);
      }
    }
    return { deviance, logDeterminant };
  }

  /** One cluster's normal equations with its inner coefficients eliminated. */
  private part(cluster: Cluster, i: number, theta: Float64Array, left: Float64Array, right: Float64Array) {
    const p = this.p;
    const rows = rowsOf(cluster, theta);
    const first = cluster.own === null ? 0 : 1;
    const q = first + cluster.loadings.length;
    const system = new Float64Array(q * q);
    const random = new Float64Array((q - first) ** 2);
    const side = new Float64Array(q * (p + 1));
    for (let a = first; a < q; a++) {
      system[a * q + a] = 1;
      random[(a - first) * (q - first) + a - first] = 1;
    }
    for (const [j, one] of cluster.observations.entries()) {
      const eta = this.eta[i]![j]!;
      one.cumulants(eta, out);
      const [w, working] = [out[2]!, eta - cluster.offset[j]! + (one.y - out[1]!) / out[2]!];
      const known = Float64Array.from([...rows.shared[j]!, working]);
      addOuter(system, w, rows.inner[j]!, rows.inner[j]!);
      addOuter(side, w, rows.inner[j]!, known);
      addOuter(random, w, rows.inner[j]!.subarray(first), rows.inner[j]!.subarray(first));
      addOuter(left, w, rows.shared[j]!, rows.shared[j]!);
      for (let c = 0; c < p; c++) right[c]! += w * rows.shared[j]![c]! * working;
    }
    const work = solved(system.slice(), q, side.slice(), p + 1);
    for (let c = 0; c < p; c++)
      for (let a = 0; a < q; a++) {
        for (let d = 0; d < p; d++) left[c * p + d]! -= side[a * (p + 1) + c]! * work[a * (p + 1) + d]!;
        right[c]! -= side[a * (p + 1) + c]! * work[a * (p + 1) + p]!;
      }
    return { rows, q, work, logDet: logDeterminant(random, q - first) };
  }
}

/** Of a matrix of one or two rows. */
function logDeterminant(values: Float64Array, size: number): number {
  if (size === 0) return 0;
  return Math.log(size === 1 ? values[0]! : values[0]! * values[3]! - values[1]! * values[2]!);
}

function startingEta(cluster: Cluster, j: number): number {
  const { own, y } = cluster.observations[j]!;
  return Number.isFinite(own.eta) ? own.eta : y === 0 ? cluster.offset[j]! - 2 : cluster.offset[j]! + 2;
}

/**
 * Linear predictors of each cluster at the joint fit that lme4 begins from.
 *
 * @param spreads number of standard deviations, 1 or 2
 */
export function lme4Start(clusters: readonly Cluster[], shared: number, spreads: number): Float64Array[] {
  const joint = new JointFit(clusters, shared);
  const begin = new Float64Array(spreads).fill(1);
  const { at } = nelderMead((theta) => joint.objective(theta), begin, { tolerance: 1e-9 });
  joint.objective(at);
  return joint.eta;
}
