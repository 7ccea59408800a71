import { choleskyFactor, choleskyLogDeterminant, choleskySolve, type Matrix, matrix } from "#numerics";
import { addBend, addProjections, addSlope, emptySums } from "./covariance-sums.ts";
import {
  addLeverage,
  addNormal,
  type PatternAt,
  type ResidualsAt,
  residualsAt,
  weigh,
  whiten,
} from "./pattern-weights.ts";
import type { Sufficient, Unit } from "./sufficient.types.ts";
import { contract, emptyDerivatives, finish, type ThetaDerivatives } from "./theta-derivatives.ts";
import type { CovarianceAt, VisitCovarianceModel } from "./visit-covariances.ts";

/** A unit at given parameters. */
export interface UnitAt {
  readonly unit: Unit;
  readonly covariance: CovarianceAt;
  readonly patterns: readonly PatternAt[];
}

/** The negative log-likelihood at given parameters, in the coordinates of `Sufficient`. */
export interface LikelihoodAt {
  /** −log L (ML) or −log of the restricted likelihood, with all constants. */
  readonly value: number;
  readonly beta: Float64Array;
  /** L with L L' = X'WX. */
  readonly lower: Matrix;
  /** Patterns hold W X L⁻ᵀ once derivatives were asked for. */
  readonly units: readonly UnitAt[];
  readonly derivatives: ThetaDerivatives | null;
}

/**
 * None; the gradient beside the expected information of the likelihood without its restriction (cheap, always
 * positive semi-definite); or the gradient beside the observed Hessian.
 */
export type Derivatives = "none" | "expected" | "observed";

const LN_TWO_PI = Math.log(2 * Math.PI);

/**
 * The (restricted) likelihood of a repeated-measures model and its derivatives by the variance parameters.
 *
 * With W = V⁻¹, Φ = (X'WX)⁻¹, P = W − WXΦX'W and V_j = ∂V/∂θ_j:
 * gradient_j = ½ tr(B V_j) − ½ y'P V_j P y, B = P (REML) or W (ML);
 * Hessian_jk = −½ tr(B V_j B V_k) + ½ tr(B V_jk) + y'P V_j P V_k P y − ½ y'P V_jk P y.
 *
 * All of it is contracted in the entries of Σ: with H = W x Φ x' W + W r r' W summed over a pattern's subjects,
 * tr(B V_j B V_k) and the quadratic forms are sums of products of entries of W and H (m⁴ / 2 a pattern) and, for
 * what couples patterns through Φ, of Σ (Wx)_a (Wx)_b' in coordinates that make Φ the identity. Cost a call:
 * patterns × (m³ + blocks × (m² p + m p²)) for the gradient, patterns × (m⁴ / 2 + blocks × m² p² / 2) +
 * parameters² p² / 4 more for the Hessian; nothing depends on the number of subjects.
 *
 * @param theta parameters, group after group
 * @returns null where a covariance matrix or X'WX is not positive definite
 * Source: Jennrich and Schluchter 1986, doi:10.2307/2530695; Lindstrom and Bates 1988,
 * doi:10.1080/01621459.1988.10478693; Gilmour et al. 1995, doi:10.2307/2533274.
 * Checked: tests/synthesis/mmrm-engine.prop.test.ts (beside n × n algebra and numeric derivatives).
 */
export function likelihoodAt(
  data: Sufficient,
  model: VisitCovarianceModel,
  theta: Float64Array,
  reml: boolean,
  order: Derivatives,
): LikelihoodAt | null {
  const units = unitsAt(data, model, theta);
  if (units === null) return null;
  const { n, p } = data;
  const cross = matrix(p, p);
  const right = matrix(p, 1);
  let logDeterminant = -data.logWeights;
  for (const { patterns } of units) {
    for (const at of patterns) {
      addNormal(at, p, cross.values, right.values);
      logDeterminant += at.pattern.subjects * at.logDeterminant;
    }
  }
  const lower = choleskyFactor(cross);
  if (lower === null) return null;
  const beta = choleskySolve(lower, right).values;
  const residuals = units.map(({ patterns }) => patterns.map((at) => residualsAt(at, beta)));
  let square = 0;
  for (const unit of residuals) for (const at of unit) square += at.square;
  let value = 0.5 * ((reml ? n - p : n) * LN_TWO_PI + logDeterminant + square);
  if (reml) value += 0.5 * choleskyLogDeterminant(lower) + logDiagonal(data.upper, p);
  if (!Number.isFinite(value)) return null;
  const derivatives =
    order === "none" ? null : differentiate(data, model, units, residuals, { lower, reml, order });
  return { value, beta, lower, units, derivatives };
}

/** ln |U| of x = z U. */
function logDiagonal(upper: Float64Array, p: number): number {
  let sum = 0;
  for (let j = 0; j < p; j++) sum += Math.log(upper[j * p + j]!);
  return sum;
}

/** Covariances, W and W x of all patterns; null where one is not positive definite. */
function unitsAt(data: Sufficient, model: VisitCovarianceModel, theta: Float64Array): UnitAt[] | null {
  const each = theta.length / data.groups;
  const out: UnitAt[] = [];
  for (const unit of data.units) {
    const own = theta.subarray(unit.group * each, (unit.group + 1) * each);
    const covariance = model.at(own, unit.size, unit.distances);
    const patterns: PatternAt[] = [];
    for (const pattern of unit.patterns) {
      const at = weigh(pattern, covariance.sigma, unit.size, data.p);
      if (at === null) return null;
      patterns.push(at);
    }
    out.push({ unit, covariance, patterns });
  }
  return out;
}

function differentiate(
  { p, groups }: Sufficient,
  model: VisitCovarianceModel,
  units: readonly UnitAt[],
  residuals: readonly (readonly ResidualsAt[])[],
  { lower, reml, order }: { lower: Matrix; reml: boolean; order: "expected" | "observed" },
): ThetaDerivatives {
  const observed = order === "observed";
  const each = model.parameters(units[0]!.unit.size);
  const into = emptyDerivatives(each * groups, p);
  for (const [u, { unit, covariance, patterns }] of units.entries()) {
    const sums = emptySums(unit.size, p, observed);
    for (const [i, at] of patterns.entries()) {
      whiten(at, lower.values, p);
      const own = residuals[u]![i]!;
      const k = own.outer.slice();
      if (reml) addLeverage(at, p, k);
      addSlope(sums, at, k);
      const half = at.pattern.subjects / 2;
      addBend(sums, at, observed ? k.map((value, e) => value - half * at.w[e]!) : at.w.map((w) => half * w));
      if (observed) addProjections(sums, at, own);
    }
    contract(into, sums, covariance, unit.group * each, observed);
  }
  finish(into, reml, observed);
  return into;
}
