import { choleskyFactor, matrix } from "#numerics";
import { shapes } from "./correlation-shapes.ts";
import type { VisitCovariance } from "./mmrm.types.ts";
import type { SecondDerivative, Shape, ShapeValue } from "./visit-shape.types.ts";

/** A covariance matrix of m visits (or rows, for the spatial structures) and its derivatives by its parameters. */
export interface CovarianceAt {
  /** m × m. */
  readonly sigma: Float64Array;
  /** ∂Σ/∂θ_j, m × m each. */
  readonly first: readonly Float64Array[];
  /** Tells the entries a ≤ b of ∂²Σ/∂θ_j∂θ_k, j ≤ k, that are not zero. */
  readonly eachSecond: (tell: SecondDerivative) => void;
}

/** One covariance structure: Σ_ab = exp(Σ_i s_i (e_ia + e_ib)) R_ab(φ), θ = (s, φ). */
export interface VisitCovarianceModel {
  readonly name: VisitCovariance;
  /** Whether Σ depends on coordinates of rows instead of visits. */
  readonly spatial: boolean;
  /** Whether each visit has a scale of its own. */
  readonly heterogeneous: boolean;
  /** Fewest visits for which its parameters have a meaning. */
  readonly leastVisits: number;
  /** Number of parameters for m visits. */
  readonly parameters: (m: number) => number;
  readonly at: (theta: Float64Array, m: number, distances: Float64Array | null) => CovarianceAt;
  /** Parameters near a covariance matrix (m × m, positive diagonal); `typical` is a typical distance. */
  readonly near: (sigma: Float64Array, m: number, typical: number) => Float64Array;
}

/** Scales: one log SD, one log SD a visit, or one log variance. */
type Scales = "one" | "by-visit" | "variance";

/** e_ia + e_ib. */
function exponent(scales: Scales, i: number, a: number, b: number): number {
  if (scales === "by-visit") return (i === a ? 1 : 0) + (i === b ? 1 : 0);
  return scales === "one" ? 2 : 1;
}

const scaleCount = (scales: Scales, m: number): number => (scales === "by-visit" ? m : 1);

/** exp(Σ_i s_i (e_ia + e_ib)) of all pairs, m × m. */
function scaleProducts(scales: Scales, s: Float64Array, m: number): Float64Array {
  const out = new Float64Array(m * m);
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++)
      out[a * m + b] =
        scales === "by-visit" ? Math.exp(s[a]! + s[b]!) : Math.exp((scales === "one" ? 2 : 1) * s[0]!);
  }
  return out;
}

function combine(scales: Scales, products: Float64Array, shape: ShapeValue, m: number): CovarianceAt {
  const count = scaleCount(scales, m);
  const scaled = (entries: Float64Array): Float64Array => entries.map((value, at) => value * products[at]!);
  const sigma = scaled(shape.r);
  const byShape = shape.first.map(scaled);
  const byScale = Array.from({ length: count }, (_, i) =>
    sigma.map((value, at) => value * exponent(scales, i, Math.floor(at / m), at % m)),
  );
  const eachSecond = (tell: SecondDerivative): void => {
    for (let a = 0; a < m; a++) {
      for (let b = a; b < m; b++) {
        const at = a * m + b;
        for (let i = 0; i < count; i++) {
          const e = exponent(scales, i, a, b);
          if (e === 0) continue;
          for (let j = i; j < count; j++) {
            const f = exponent(scales, j, a, b);
            if (f !== 0) tell(i, j, a, b, sigma[at]! * e * f);
          }
          for (const [k, entries] of byShape.entries())
            if (entries[at] !== 0) tell(i, count + k, a, b, entries[at]! * e);
        }
      }
    }
    shape.eachSecond((j, k, a, b, value) => tell(count + j, count + k, a, b, value * products[a * m + b]!));
  };
  return { sigma, first: [...byScale, ...byShape], eachSecond };
}

/** Shape parameters near r; correlations are drawn in until the shape is positive definite. */
function shapeNear(shape: Shape, r: Float64Array, m: number): Float64Array {
  for (let part = 1; part > 1e-3; part *= 0.7) {
    const drawn = r.map((value, at) => (at % (m + 1) === 0 ? value : value * part));
    if (choleskyFactor(matrix(m, m, drawn)) === null) continue;
    const phi = shape.near(drawn, m);
    if (choleskyFactor(matrix(m, m, shape.at({ phi, m, distances: null }).r)) !== null) return phi;
  }
  return new Float64Array(shape.count(m));
}

function visitModel(
  name: VisitCovariance,
  shape: Shape,
  scales: "one" | "by-visit",
  leastVisits: number,
): VisitCovarianceModel {
  return {
    name,
    spatial: false,
    heterogeneous: scales === "by-visit",
    leastVisits,
    parameters: (m) => scaleCount(scales, m) + shape.count(m),
    at: (theta, m, distances) => {
      const count = scaleCount(scales, m);
      const value = shape.at({ phi: theta.subarray(count), m, distances });
      return combine(scales, scaleProducts(scales, theta, m), value, m);
    },
    near: (sigma, m) => {
      const variance = (a: number): number => sigma[a * m + a]!;
      const r = sigma.map((value, at) => value / Math.sqrt(variance(Math.floor(at / m)) * variance(at % m)));
      const phi = shapeNear(shape, r, m);
      const own = shape.at({ phi, m, distances: null }).r;
      const logs = Array.from({ length: m }, (_, a) => 0.5 * Math.log(variance(a) / own[a * m + a]!));
      const mean = logs.reduce((sum, value) => sum + value, 0) / m;
      return Float64Array.from([...(scales === "one" ? [mean] : logs), ...phi]);
    },
  };
}

function spatialModel(name: VisitCovariance, shape: Shape, power: number): VisitCovarianceModel {
  return {
    name,
    spatial: true,
    heterogeneous: false,
    leastVisits: 1,
    parameters: () => 2,
    at: (theta, m, distances) =>
      combine(
        "variance",
        scaleProducts("variance", theta, m),
        shape.at({ phi: theta.subarray(1), m, distances }),
        m,
      ),
    near: (sigma, m, typical) => {
      let mean = 0;
      for (let a = 0; a < m; a++) mean += sigma[a * m + a]! / m;
      // A correlation of one half at a typical distance.
      const rho = typical > 0 ? 0.5 ** (1 / typical ** power) : 0.5;
      return Float64Array.of(Math.log(mean), Math.log(rho / (1 - rho)));
    },
  };
}

/**
 * The covariance structures by name, parametrised as R's `mmrm` does.
 *
 * Source: covariance.h and the covariance vignette of mmrm 0.3.18.
 * Checked: tests/synthesis/mmrm-engine.test.ts (derivatives beside differences; golden θ of every structure).
 */
export const visitCovariances: Readonly<Record<VisitCovariance, VisitCovarianceModel>> = {
  us: visitModel("us", shapes.us, "by-visit", 1),
  toep: visitModel("toep", shapes.toep, "one", 1),
  toeph: visitModel("toeph", shapes.toep, "by-visit", 1),
  ar1: visitModel("ar1", shapes.ar1, "one", 2),
  ar1h: visitModel("ar1h", shapes.ar1, "by-visit", 2),
  ad: visitModel("ad", shapes.ad, "one", 1),
  adh: visitModel("adh", shapes.ad, "by-visit", 1),
  cs: visitModel("cs", shapes.cs, "one", 2),
  csh: visitModel("csh", shapes.cs, "by-visit", 2),
  sp_exp: spatialModel("sp_exp", shapes.sp_exp, 1),
  sp_gau: spatialModel("sp_gau", shapes.sp_gau, 2),
};
