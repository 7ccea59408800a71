import { gaussHermite } from "#numerics";
import { type Cluster, type ClusterLikelihood, ROW } from "./cluster.types.ts";

/** Points x and log-weights of the rule for the standard normal density, with exp(x^2 / 2) taken in. */
interface NormalRule {
  readonly nodes: Float64Array;
  readonly logWeights: Float64Array;
}

function normalRule(points: number): NormalRule {
  const { nodes, weights } = gaussHermite(points);
  const scaled = nodes.map((x) => x * Math.SQRT2);
  return {
    nodes: scaled,
    logWeights: weights.map((w, k) => Math.log(w) - Math.log(Math.PI) / 2 + scaled[k]! ** 2 / 2),
  };
}

/** The integrand's logarithm g at one value b of the random effect, with its derivatives. */
class Integrand {
  readonly eta = new Float64Array(2);
  readonly first = new Float64Array(2);
  readonly second = new Float64Array(2);
  readonly third = new Float64Array(2);
  private readonly out = new Float64Array(4);

  /** Fills the derivatives of each observation at b and returns g. */
  at(cluster: Cluster, point: Float64Array, b: number): number {
    const { observations, loadings } = cluster;
    const spread = point[observations.length]!;
    let g = (-b * b) / 2;
    for (let j = 0; j < observations.length; j++) {
      const one = observations[j]!;
      const eta = point[j]! + loadings[0]![j]! * spread * b;
      one.cumulants(eta, this.out);
      this.eta[j] = eta;
      this.first[j] = one.y - this.out[1]!;
      this.second[j] = -this.out[2]!;
      this.third[j] = -this.out[3]!;
      g += one.y * eta - this.out[0]! + one.constant;
    }
    return g;
  }
}

const integrand = new Integrand();

/** Where g is highest: Newton on a concave function, halved until it rises. Leaves the integrand there. */
function findMode(cluster: Cluster, point: Float64Array): number {
  const m = cluster.observations.length;
  const loading = cluster.loadings[0]!;
  const spread = point[m]!;
  let b = 0;
  let g = integrand.at(cluster, point, b);
  for (let iteration = 0; iteration < 100; iteration++) {
    let slope = -b;
    let curvature = 1;
    for (let j = 0; j < m; j++) {
      const z = loading[j]! * spread;
      slope += z * integrand.first[j]!;
      curvature -= z * z * integrand.second[j]!;
    }
    let step = slope / curvature;
    if (Math.abs(step) <= 1e-15 * Math.max(1, Math.abs(b))) break;
    let next = integrand.at(cluster, point, b + step);
    for (let halving = 0; halving < 50 && !(next >= g - 1e-13 * Math.abs(g)); halving++) {
      step /= 2;
      next = integrand.at(cluster, point, b + step);
    }
    b += step;
    g = next;
    if (Math.abs(step) <= 1e-12 * Math.max(1, Math.abs(b)) && iteration > 0) break;
  }
  return b;
}

/** Derivatives of the mode b and of the logarithm of the scale H^-1/2 by each entry of the point. */
function modeDerivatives(
  cluster: Cluster,
  point: Float64Array,
  b: number,
  byMode: Float64Array,
  byLogScale: Float64Array,
): number {
  const m = cluster.observations.length;
  const loading = cluster.loadings[0]!;
  const spread = point[m]!;
  let [h, cubic, mixed, crossed] = [1, 0, 0, 0];
  for (let j = 0; j < m; j++) {
    const z = loading[j]!;
    const zs = z * spread;
    const [d1, d2, d3] = [integrand.first[j]!, integrand.second[j]!, integrand.third[j]!];
    h -= zs * zs * d2;
    cubic += zs ** 3 * d3;
    mixed += z * d1 + z * zs * b * d2;
    crossed += 2 * z * zs * d2 + z * zs * zs * b * d3;
  }
  for (let j = 0; j < m; j++) {
    const zs = loading[j]! * spread;
    byMode[j] = (zs * integrand.second[j]!) / h;
    byLogScale[j] = (zs * zs * integrand.third[j]! + cubic * byMode[j]!) / (2 * h);
  }
  byMode[m] = mixed / h;
  byLogScale[m] = (crossed + cubic * byMode[m]!) / (2 * h);
  return 1 / Math.sqrt(h);
}

/** From this many points on the rule is near enough to the integral for the integral's second derivatives. */
const NEAR = 5;

/** One rule with its work space. */
class Quadrature implements ClusterLikelihood {
  readonly nearSecond: boolean;
  private readonly rule: NormalRule;
  private readonly values: Float64Array;
  private readonly scores: Float64Array;
  private readonly total: Float64Array;
  /** Second derivatives by the observations' linear predictors at each node. */
  private readonly bends: Float64Array;
  private readonly byMode = new Float64Array(3);
  private readonly byLogScale = new Float64Array(3);
  private readonly mean = new Float64Array(3);

  constructor(points: number) {
    this.rule = normalRule(points);
    this.nearSecond = points >= NEAR;
    this.values = new Float64Array(points);
    this.scores = new Float64Array(points * 3);
    this.total = new Float64Array(points * 3);
    this.bends = new Float64Array(points * 2);
  }

  readonly at = (
    cluster: Cluster,
    point: Float64Array,
    gradient: Float64Array,
    second?: Float64Array,
  ): number => {
    const m = cluster.observations.length;
    const points = this.values.length;
    const mode = findMode(cluster, point);
    integrand.at(cluster, point, mode);
    const scale = modeDerivatives(cluster, point, mode, this.byMode, this.byLogScale);
    const highest = this.visitNodes(cluster, point, mode, scale);
    let sum = 0;
    for (let k = 0; k < points; k++) {
      this.values[k] = Math.exp(this.values[k]! - highest);
      sum += this.values[k]!;
    }
    for (let e = 0; e <= m; e++) gradient[e] = this.byLogScale[e]!;
    for (let k = 0; k < points; k++) {
      this.values[k]! /= sum;
      for (let e = 0; e <= m; e++) gradient[e]! += this.values[k]! * this.total[3 * k + e]!;
    }
    if (second) this.louis(cluster, mode, scale, second);
    return highest + Math.log(sum) + Math.log(scale);
  };

  /** Logarithms of the weighted integrand, scores at fixed b and scores along the moving node; the highest value. */
  private visitNodes(cluster: Cluster, point: Float64Array, mode: number, scale: number): number {
    const m = cluster.observations.length;
    const loading = cluster.loadings[0]!;
    const spread = point[m]!;
    let highest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < this.values.length; k++) {
      const x = this.rule.nodes[k]!;
      const b = mode + scale * x;
      const value = integrand.at(cluster, point, b) + this.rule.logWeights[k]!;
      this.values[k] = value;
      if (value > highest) highest = value;
      let [along, bySpread] = [-b, 0];
      for (let j = 0; j < m; j++) {
        const slope = integrand.first[j]!;
        along += loading[j]! * spread * slope;
        bySpread += loading[j]! * b * slope;
        this.scores[3 * k + j] = slope;
        this.bends[2 * k + j] = integrand.second[j]!;
      }
      this.scores[3 * k + m] = bySpread;
      for (let e = 0; e <= m; e++) {
        const moved = this.byMode[e]! + x * scale * this.byLogScale[e]!;
        this.total[3 * k + e] = this.scores[3 * k + e]! + along * moved;
      }
    }
    return highest;
  }

  /** Second derivatives of the integral (Louis 1982): mean of those within, plus the covariance of the scores. */
  private louis(cluster: Cluster, mode: number, scale: number, second: Float64Array): void {
    const m = cluster.observations.length;
    const loading = cluster.loadings[0]!;
    second.fill(0);
    this.mean.fill(0);
    for (let k = 0; k < this.values.length; k++) {
      const share = this.values[k]!;
      const b = mode + scale * this.rule.nodes[k]!;
      for (let e = 0; e <= m; e++) {
        this.mean[e]! += share * this.scores[3 * k + e]!;
        for (let f = 0; f <= e; f++)
          second[ROW * e + f]! += share * this.scores[3 * k + e]! * this.scores[3 * k + f]!;
      }
      for (let j = 0; j < m; j++) {
        const bend = share * this.bends[2 * k + j]!;
        const zb = loading[j]! * b;
        second[ROW * j + j]! += bend;
        second[ROW * m + j]! += bend * zb;
        second[ROW * m + m]! += bend * zb * zb;
      }
    }
    for (let e = 0; e <= m; e++) {
      for (let f = 0; f <= e; f++) {
        second[ROW * e + f]! -= this.mean[e]! * this.mean[f]!;
        second[ROW * f + e] = second[ROW * e + f]!;
      }
    }
  }
}

/**
 * Log-likelihood of a cluster with one random effect by adaptive Gauss-Hermite quadrature: the rule is centred
 * at the mode of the integrand and scaled by its curvature there; the first derivatives are those of the rule
 * itself, its moving nodes included. One point is Laplace's approximation.
 *
 * @param points of the rule, whole, in [1, 100]
 * Source: Pinheiro and Bates 1995, doi:10.1080/10618600.1995.10474663; Louis 1982, doi:10.1111/j.2517-6161.1982.tb01203.x.
 * Checked: tests/synthesis/glmm.test.ts, against plain numerical integration.
 */
export function quadratureLikelihood(points: number): ClusterLikelihood {
  return new Quadrature(points);
}

/** Log-likelihood of a cluster's counts given its random effect at the mode, its best prediction. */
export const conditionalLikelihood: ClusterLikelihood = {
  nearSecond: false,
  at: (cluster, point) => {
    const mode = findMode(cluster, point);
    return integrand.at(cluster, point, mode) + (mode * mode) / 2;
  },
};
