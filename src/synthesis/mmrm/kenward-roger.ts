import { type Matrix, multiply } from "#numerics";
import type { RepeatedMeasures, RepeatedMeasuresFit } from "./mmrm.types.ts";
import { likelihoodAt, type UnitAt } from "./mmrm-likelihood.ts";
import { type PatternAt, partOf, product } from "./pattern-weights.ts";
import { sufficientOf } from "./patterns.ts";
import { refuseFit } from "./refuse-fit.ts";
import { visitCovariances } from "./visit-covariances.ts";
import { unpacked, whitening } from "./whitening.ts";

/**
 * The covariance of the coefficients corrected for small samples:
 * Φ_A = Φ + 2Φ { Σ w_hj (Q_hj − P_h Φ P_j − R_hj / 4) } Φ with P_h = −X'W V_h W X, Q_hj = X'W V_h W V_j W X,
 * R_hj = X'W V_hj W X and w the covariance of the variance parameters; Q and R vanish across groups.
 *
 * The sums over h and j are taken before those over subjects: a pattern adds Σ z'(Σ_h V_h W U_h − S/4) z with
 * U_h = Σ_j w_hj V_j and S = Σ w_hj V_hj. Cost: parameters × m³ a pattern, parameters × p³, parameters² × p².
 *
 * @param linear leaves R out (exact where Σ is linear in its parameters, and SAS's default); else mmrm's, whose R
 *   depends on the parametrisation
 * @throws EvidensError `synthesis/mmrm-inference` for a fit by ML
 * Source: Kenward and Roger 1997, doi:10.2307/2533558. Checked: tests/synthesis/mmrm-engine.test.ts, relative 1e-6.
 */
export function kenwardRogerCovariance(
  data: RepeatedMeasures,
  fit: RepeatedMeasuresFit,
  linear: boolean,
): Matrix {
  if (fit.likelihood !== "REML")
    refuseFit(
      "mmrm-inference",
      "invalid",
      "Kenward–Roger's correction is defined for REML; the model was fitted by ML.",
      "Fit by REML, or choose Satterthwaite's degrees of freedom.",
    );
  const model = visitCovariances[fit.structure];
  const sufficient = sufficientOf(data, model.spatial);
  const at = likelihoodAt(sufficient, model, fit.theta, true, "observed")!;
  const { p } = sufficient;
  const each = fit.theta.length / sufficient.groups;
  const inner = new Float64Array(p * p);
  for (const unit of at.units) addUnit(inner, unit, fit.thetaCovariance, unit.unit.group * each, linear, p);
  subtractProducts(
    inner,
    at.derivatives!.slopes.map((slope) => unpacked(slope, p)),
    fit.thetaCovariance,
    p,
  );
  const corrected = inner.map((value, e) => 2 * value + (e % (p + 1) === 0 ? 1 : 0));
  return whitening(sufficient, at.lower).full(corrected);
}

/** Adds Σ w_hj (Q_hj − R_hj / 4) of a unit, whitened. */
function addUnit(
  inner: Float64Array,
  { unit: { size }, covariance, patterns }: UnitAt,
  w: Matrix,
  offset: number,
  linear: boolean,
  p: number,
): void {
  const weight = (h: number, j: number): number => w.values[(offset + h) * w.columns + offset + j]!;
  const { first } = covariance;
  const blended = first.map((_, h) => {
    const sum = new Float64Array(size * size);
    for (const [j, other] of first.entries()) {
      const factor = weight(h, j);
      for (let e = 0; e < sum.length; e++) sum[e]! += factor * other[e]!;
    }
    return sum;
  });
  const curved = new Float64Array(size * size);
  if (!linear)
    covariance.eachSecond((j, k, a, b, value) => {
      const part = 0.25 * value * weight(j, k) * (j === k ? 1 : 2);
      curved[a * size + b]! -= part;
      if (a !== b) curved[b * size + a]! -= part;
    });
  for (const at of patterns) {
    const { visits } = at.pattern;
    const middle = partOf(curved, size, visits);
    for (const [h, own] of first.entries()) {
      const left = product(partOf(own, size, visits), at.w, at.m);
      const term = product(left, partOf(blended[h]!, size, visits), at.m);
      for (let e = 0; e < middle.length; e++) middle[e]! += term[e]!;
    }
    addQuadratic(inner, at, middle, p);
  }
}

/** Adds Σ z' middle z over the blocks. */
function addQuadratic(
  into: Float64Array,
  { pattern, m, z }: PatternAt,
  middle: Float64Array,
  p: number,
): void {
  const row = new Float64Array(p);
  for (let b = 0; b < pattern.blocks; b++) {
    for (let a = 0; a < m; a++) {
      row.fill(0);
      for (let c = 0; c < m; c++) {
        const factor = middle[a * m + c]!;
        const from = (b * m + c) * p;
        for (let j = 0; j < p; j++) row[j]! += factor * z[from + j]!;
      }
      for (let i = 0; i < p; i++) {
        const factor = z[(b * m + a) * p + i]!;
        for (let j = 0; j < p; j++) into[i * p + j]! += factor * row[j]!;
      }
    }
  }
}

/** Takes away Σ w_hj P_h P_j (whitened). */
function subtractProducts(inner: Float64Array, slopes: readonly Float64Array[], w: Matrix, p: number): void {
  for (const [h, own] of slopes.entries()) {
    const blended = new Float64Array(p * p);
    for (const [j, other] of slopes.entries()) {
      const factor = w.values[h * w.columns + j]!;
      for (let e = 0; e < blended.length; e++) blended[e]! += factor * other[e]!;
    }
    const term = multiply(
      { rows: p, columns: p, values: own },
      { rows: p, columns: p, values: blended },
    ).values;
    for (let e = 0; e < inner.length; e++) inner[e]! -= term[e]!;
  }
}

/** Denominator degrees of freedom and the factor of the F statistic. */
export interface ScaledF {
  readonly df: number;
  readonly factor: number;
}

/**
 * Kenward and Roger's approximation for l contrasts at once. With E_h = C⁻¹ L (∂Φ/∂θ_h) L' C⁻ᵀ, C C' = L Φ L':
 * A1 = Σ w tr(E_h) tr(E_j), A2 = Σ w tr(E_h E_j).
 *
 * @param slopes E_h, l × l each
 * @param w covariance of the variance parameters
 * Source: Kenward and Roger 1997, doi:10.2307/2533558. Checked: tests/synthesis/mmrm-engine.test.ts (term tests).
 */
export function kenwardRogerF(slopes: readonly Float64Array[], l: number, w: Matrix): ScaledF {
  const traces = slopes.map((e) => {
    let sum = 0;
    for (let i = 0; i < l; i++) sum += e[i * l + i]!;
    return sum;
  });
  let [a1, a2] = [0, 0];
  for (const [h, one] of slopes.entries()) {
    for (const [j, two] of slopes.entries()) {
      const weight = w.values[h * w.columns + j]!;
      let sum = 0;
      for (let e = 0; e < one.length; e++) sum += one[e]! * two[e]!;
      a1 += weight * traces[h]! * traces[j]!;
      a2 += weight * sum;
    }
  }
  const b = (a1 + 6 * a2) / (2 * l);
  const g = ((l + 1) * a1 - (l + 4) * a2) / ((l + 2) * a2);
  const below = 3 * l + 2 - 2 * g;
  const [c1, c2, c3] = [g / below, (l - g) / below, (l + 2 - g) / below];
  const mean = 1 / (1 - a2 / l);
  const variance = ((2 / l) * (1 + c1 * b)) / ((1 - c2 * b) ** 2 * (1 - c3 * b));
  const rho = variance / (2 * mean * mean);
  const df = 4 + (l + 2) / (l * rho - 1);
  return { df, factor: df / (mean * (df - 2)) };
}
