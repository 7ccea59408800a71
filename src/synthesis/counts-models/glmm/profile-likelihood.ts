import { type Curvature, matrix } from "#numerics";
import { type Cluster, type ClusterLikelihood, ROW } from "./cluster.types.ts";
import { lme4Likelihood, lme4Steps } from "./lme4-replay.ts";
import { lme4Start } from "./lme4-start.ts";

/** Step of the differences of the gradient: its fourth power and the rounding balance near here. */
const STEP = 1e-3;
/** The step of lme4's second differences. */
const LME4_STEP = 1e-4;
const OFFSETS = [-2, -1, 1, 2] as const;

/**
 * Where second derivatives come from: `near` from the likelihood's own approximation, `exact` from differences of
 * the gradient, `lagged` from differences of the likelihood as lme4 computes it.
 */
export type Second = "near" | "exact" | "lagged";

/** Information on each study's own coefficient, and with the shared ones. */
export interface OwnInformation {
  readonly value: Float64Array;
  readonly own: Float64Array;
  /** Row after row, one row a study. */
  readonly withShared: Float64Array;
}

/**
 * Minus the log-likelihood of all clusters as a function of the shared coefficients and the standard deviations,
 * each study's own coefficient maximised within: a study's log-likelihood is concave in it. Linear in the number
 * of studies.
 */
export class ProfileLikelihood {
  readonly own: OwnInformation;
  private readonly clusters: readonly Cluster[];
  private readonly likelihood: ClusterLikelihood;
  private readonly shared: number;
  private readonly spreads: number;
  private readonly point = new Float64Array(ROW);
  private readonly gradient = new Float64Array(ROW);
  private readonly second = new Float64Array(ROW * ROW);
  private readonly moved = new Float64Array(ROW);
  private readonly takes: Float64Array;
  /** A cluster's log-likelihood as lme4 computes it; what `lagged` differences. */
  private lagged: ((i: number) => (point: Float64Array) => number) | null = null;

  /**
   * @param shared number of shared coefficients
   * @param spreads number of standard deviations, after the coefficients
   */
  constructor(clusters: readonly Cluster[], likelihood: ClusterLikelihood, shared: number, spreads: number) {
    const k = clusters.length;
    const p = shared + spreads;
    this.clusters = clusters;
    this.likelihood = likelihood;
    this.shared = shared;
    this.spreads = spreads;
    this.takes = new Float64Array(ROW * (p + 1));
    this.own = {
      value: new Float64Array(k),
      own: new Float64Array(k),
      withShared: new Float64Array(k * p),
    };
  }

  /** Computes `lagged` second derivatives at these parameters as lme4 does, `points` a quadrature. */
  replay(parameters: Float64Array, points: number): void {
    const start = lme4Start(this.clusters, this.shared, this.spreads);
    const at = this.clusters.map((cluster, i) => {
      this.settle(i, cluster, parameters);
      this.place(cluster, parameters, this.own.value[i]!);
      return this.point.slice();
    });
    const steps = lme4Steps(this.clusters, at, start);
    this.lagged = (i) => lme4Likelihood(points, this.clusters[i]!, start[i]!, steps);
  }

  /** Value, gradient and second derivatives of minus the log-likelihood. */
  at(parameters: Float64Array, second: Second): Curvature {
    const p = this.shared + this.spreads;
    const gradient = new Float64Array(p);
    const hessian = matrix(p, p);
    let value = 0;
    for (let i = 0; i < this.clusters.length; i++)
      value -= this.addCluster(i, parameters, gradient, hessian.values, second);
    for (let a = 0; a < p; a++) {
      for (let b = 0; b < a; b++) {
        const mean = (hessian.values[a * p + b]! + hessian.values[b * p + a]!) / 2;
        hessian.values[a * p + b] = mean;
        hessian.values[b * p + a] = mean;
      }
    }
    return { value, gradient, hessian };
  }

  /** Sum over clusters of another log-likelihood at the same point, each own coefficient where it was left. */
  sumOf(other: ClusterLikelihood, parameters: Float64Array): number {
    let sum = 0;
    for (const [i, cluster] of this.clusters.entries()) {
      this.place(cluster, parameters, this.own.value[i]!);
      sum += other.at(cluster, this.point, this.gradient);
    }
    return sum;
  }

  /** Size of the numbers that cancel in the log-likelihood: what rounding is measured by. */
  size(): number {
    return this.clusters.reduce(
      (sum, { observations }) =>
        observations.reduce((part, one) => part + Math.abs(one.constant) + one.y, sum),
      1,
    );
  }

  private place(cluster: Cluster, at: Float64Array, coefficient: number): void {
    const m = cluster.observations.length;
    for (let j = 0; j < m; j++) {
      let eta = cluster.offset[j]! + (cluster.own === null ? 0 : cluster.own[j]! * coefficient);
      for (let c = 0; c < this.shared; c++) eta += cluster.design[j]![c]! * at[c]!;
      this.point[j] = eta;
    }
    for (let s = 0; s < this.spreads; s++) this.point[m + s] = at[this.shared + s]!;
  }

  /** Value, gradient and second derivatives of one cluster at the point. */
  private evaluate(i: number, size: number, second: Second): number {
    const cluster = this.clusters[i]!;
    const { at, nearSecond } = this.likelihood;
    const analytic = nearSecond && (second === "near" || this.spreads === 0);
    const value = at(cluster, this.point, this.gradient, analytic ? this.second : undefined);
    if (analytic) return value;
    if (second === "lagged" && this.lagged !== null) this.differenceValues(this.lagged(i), size);
    else this.differenceGradients(cluster, size);
    return value;
  }

  private differenceGradients(cluster: Cluster, size: number): void {
    for (let e = 0; e < size; e++) {
      const here = this.point[e]!;
      const row = ROW * e;
      this.second.fill(0, row, row + size);
      for (const offset of OFFSETS) {
        this.point[e] = here + offset * STEP;
        this.likelihood.at(cluster, this.point, this.moved);
        const weight = offset % 2 === 0 ? -Math.sign(offset) : 8 * offset;
        for (let f = 0; f < size; f++) this.second[row + f]! += (weight * this.moved[f]!) / (12 * STEP);
      }
      this.point[e] = here;
    }
  }

  private differenceValues(value: (moved: Float64Array) => number, size: number): void {
    const moved = this.point.slice();
    const at = (e: number, x: number, f: number, y: number): number => {
      moved.set(this.point);
      moved[e]! += x * LME4_STEP;
      moved[f]! += y * LME4_STEP;
      return value(moved);
    };
    for (let e = 0; e < size; e++)
      for (let f = 0; f < size; f++)
        this.second[ROW * e + f] =
          (at(e, 1, f, 1) - at(e, 1, f, -1) - at(e, -1, f, 1) + at(e, -1, f, -1)) /
          (4 * LME4_STEP * LME4_STEP);
  }

  /** Newton on one study's own coefficient, from its last value. */
  private settle(i: number, cluster: Cluster, at: Float64Array): void {
    const take = cluster.own;
    if (take === null) return;
    const m = cluster.observations.length;
    const size = m + this.spreads;
    for (let iteration = 0; iteration < 60; iteration++) {
      this.place(cluster, at, this.own.value[i]!);
      const here = this.evaluate(i, size, "near");
      let [slope, curvature] = [0, 0];
      for (let e = 0; e < m; e++) {
        slope += take[e]! * this.gradient[e]!;
        for (let f = 0; f < m; f++) curvature -= take[e]! * take[f]! * this.second[ROW * e + f]!;
      }
      let step = slope / Math.max(curvature, 1e-12);
      // Below 1e-10 standard errors nothing more can be learnt from the slope.
      if (!(Math.abs(step) > 1e-14 && slope * step > 1e-20)) return;
      if (Math.abs(step) > 3) step = Math.sign(step) * 3;
      for (let halving = 0; halving < 40; halving++, step /= 2) {
        this.place(cluster, at, this.own.value[i]! + step);
        const there = this.likelihood.at(cluster, this.point, this.moved);
        if (there >= here - 1e-12 * (1 + Math.abs(here))) break;
      }
      this.own.value[i]! += step;
    }
  }

  /** Adds a cluster's part to gradient and second derivatives; its own coefficient is eliminated. */
  private addCluster(
    i: number,
    at: Float64Array,
    gradient: Float64Array,
    hessian: Float64Array,
    second: Second,
  ): number {
    const cluster = this.clusters[i]!;
    const p = this.shared + this.spreads;
    const m = cluster.observations.length;
    const size = m + this.spreads;
    this.settle(i, cluster, at);
    this.place(cluster, at, this.own.value[i]!);
    const value = this.evaluate(i, size, second);
    this.fillTakes(cluster, m);
    for (let c = 0; c < p; c++)
      for (let e = 0; e < size; e++) gradient[c]! -= this.takes[ROW * c + e]! * this.gradient[e]!;
    const ownInformation = cluster.own === null ? 0 : this.information(p, p, size);
    this.own.own[i] = ownInformation;
    for (let a = 0; a < p; a++) {
      const cross = cluster.own === null ? 0 : this.information(p, a, size);
      this.own.withShared[i * p + a] = cross;
      for (let b = 0; b < p; b++) hessian[a * p + b]! += this.information(a, b, size);
    }
    if (ownInformation > 0)
      for (let a = 0; a < p; a++)
        for (let b = 0; b < p; b++)
          hessian[a * p + b]! -=
            (this.own.withShared[i * p + a]! * this.own.withShared[i * p + b]!) / ownInformation;
    return value;
  }

  /** d(point) by each shared parameter, then by the study's own coefficient, a row each. */
  private fillTakes(cluster: Cluster, m: number): void {
    const p = this.shared + this.spreads;
    this.takes.fill(0);
    for (let j = 0; j < m; j++) {
      for (let c = 0; c < this.shared; c++) this.takes[ROW * c + j] = cluster.design[j]![c]!;
      this.takes[ROW * p + j] = cluster.own?.[j] ?? 0;
    }
    for (let s = 0; s < this.spreads; s++) this.takes[ROW * (this.shared + s) + m + s] = 1;
  }

  private information(a: number, b: number, size: number): number {
    let sum = 0;
    for (let e = 0; e < size; e++) {
      const take = this.takes[ROW * a + e]!;
      if (take === 0) continue;
      for (let f = 0; f < size; f++) sum -= take * this.takes[ROW * b + f]! * this.second[ROW * e + f]!;
    }
    return sum;
  }
}
