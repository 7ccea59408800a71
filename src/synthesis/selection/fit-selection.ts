import { choleskyFactor, choleskyInverse, type Matrix, matrix, minimise } from "#numerics";
import { type SelectionData, selectionLogLikelihood } from "./selection-likelihood.ts";

/** Estimated delta stay below this, as in metafor. */
export const MOST_DELTA = 100;

/** Which parameters are estimated, and what the others are. */
export interface Free {
  readonly tau2: boolean;
  /** Fixed values, `null` where estimated. */
  readonly delta: readonly (number | null)[];
}

export interface SelectionPoint {
  readonly beta: readonly number[];
  readonly tau2: number;
  readonly delta: readonly number[];
}

/** What a fit nearby, of other data, left for this one; and when it is near enough. */
export interface SelectionSearch {
  readonly curvature?: Matrix;
  /** As of `minimise`. */
  readonly tolerance: number;
}

export interface SelectionFit extends SelectionPoint {
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly iterations: number;
  readonly gradientNorm: number;
}

/** A fit with what its search leaves for one nearby. */
export interface SearchedFit extends SelectionFit {
  /** The inverse Hessian as the search built it up, in the numbers it searched. */
  readonly curvature: Matrix;
}

/** As near as rounding lets a search come. */
export const THOROUGH: SelectionSearch = { tolerance: 1e-11 };

/**
 * A search gives up when this many evaluations in a row gain nothing worth telling: what is left is rounding, or a
 * likelihood that rises without end towards a limit.
 */
const PATIENCE = 120;
const WORTH_TELLING = 1e-10;

/** delta on the whole line: between a least value and 100 by a logit. */
const stretch = (delta: number, least: number): number => Math.log((delta - least) / (MOST_DELTA - delta));
const shrink = (x: number, least: number): number => least + (MOST_DELTA - least) / (1 + Math.exp(-x));

/**
 * Maximum-likelihood fit from one start, by quasi-Newton steps with the exact gradient. tau2 is searched as a
 * square, delta on a logit scale.
 */
export function fitSelection(
  data: SelectionData,
  free: Free,
  start: SelectionPoint,
  search: SelectionSearch = THOROUGH,
): SearchedFit {
  const least = data.shape.margin > 0 && data.shape.parameters === 2 ? data.shape.margin : 0;
  const estimated = free.delta.flatMap((fixed, g) => (fixed === null ? [g] : []));
  const p = data.x.columns;
  const from = free.tau2 ? p + 1 : p;
  const pointAt = (x: Float64Array): SelectionPoint => {
    const delta = free.delta.map((fixed) => fixed ?? 0);
    estimated.forEach((g, c) => {
      delta[g] = shrink(x[from + c]!, least);
    });
    return { beta: [...x.subarray(0, p)], tau2: free.tau2 ? x[p]! ** 2 : 0, delta };
  };
  const natural = new Float64Array(p + 1 + free.delta.length);
  // The search asks for the gradient where it has just asked for the value: both come from one pass.
  let last: { readonly x: Float64Array; readonly value: number } | null = null;
  let [best, idle] = [Number.POSITIVE_INFINITY, 0];
  const value = (x: Float64Array): number => {
    if (last?.x.every((entry, i) => entry === x[i]) === true) return last.value;
    const { beta, tau2, delta } = pointAt(x);
    const logLikelihood = selectionLogLikelihood(data, beta, tau2, delta, natural);
    last = {
      x: x.slice(),
      value: Number.isFinite(logLikelihood) ? -logLikelihood : Number.POSITIVE_INFINITY,
    };
    idle++;
    if (last.value < best - WORTH_TELLING * Math.max(1, Math.abs(last.value))) [best, idle] = [last.value, 0];
    return last.value;
  };
  const gradient = (x: Float64Array): Float64Array => {
    const { delta } = pointAt(x);
    value(x);
    const slopes = new Float64Array(x.length);
    for (let c = 0; c < p; c++) slopes[c] = -natural[c]!;
    if (free.tau2) slopes[p] = -2 * x[p]! * natural[p]!;
    estimated.forEach((g, c) => {
      const turn = ((delta[g]! - least) * (MOST_DELTA - delta[g]!)) / (MOST_DELTA - least);
      slopes[from + c] = -natural[p + 1 + g]! * turn;
    });
    return slopes;
  };
  const first = [
    ...start.beta,
    ...(free.tau2 ? [Math.sqrt(start.tau2)] : []),
    ...estimated.map((g) => stretch(start.delta[g]!, least)),
  ];
  const found = minimise(value, first, {
    ...search,
    gradient,
    mostIterations: 1000,
    stop: () => idle > PATIENCE,
  });
  return {
    ...pointAt(found.at),
    logLikelihood: -found.value,
    converged: found.gradientNorm < 1e-6,
    iterations: found.iterations,
    gradientNorm: found.gradientNorm,
    curvature: found.curvature,
  };
}

/** Covariances by the indices of parameters. */
export interface SelectionCovariance {
  readonly entry: (row: number, column: number) => number;
}

/** Largest size of an entry of a column. */
function largest(x: Matrix, column: number): number {
  let most = 0;
  for (let i = 0; i < x.rows; i++) most = Math.max(most, Math.abs(x.values[i * x.columns + column]!));
  return most || 1;
}

/** Relative step of the differences of the gradient; its fourth power and the rounding balance near here. */
const STEP = 1e-3;

/**
 * Covariance of the parameters kept, by the inverse of the observed information on the natural scale.
 *
 * @param keep indices into the coefficients, tau2, delta, one after the other
 * @returns entries by such indices; `null` where the information is not positive definite
 */
export function selectionCovariance(
  data: SelectionData,
  fit: SelectionPoint,
  keep: readonly number[],
): SelectionCovariance | null {
  const p = data.x.columns;
  const at = Float64Array.of(...fit.beta, fit.tau2, ...fit.delta);
  const scale = Math.sqrt(data.v.reduce((sum, v) => sum + v, 0) / data.v.length);
  const slopes = new Float64Array(at.length);
  const n = keep.length;
  const information = matrix(n, n);
  keep.forEach((e, a) => {
    // A coefficient moves the means by its column: a step of one standard error at its largest entry.
    const h = STEP * (e < p ? scale / largest(data.x, e) : at[e]!);
    for (const offset of [-2, -1, 1, 2]) {
      const moved = at.slice();
      moved[e]! += offset * h;
      selectionLogLikelihood(data, moved, moved[p]!, moved.subarray(p + 1), slopes);
      const weight = offset % 2 === 0 ? -Math.sign(offset) : 8 * offset;
      keep.forEach((f, b) => {
        information.values[a * n + b]! -= (weight * slopes[f]!) / (12 * h);
      });
    }
  });
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const mean = (information.values[a * n + b]! + information.values[b * n + a]!) / 2;
      information.values[a * n + b] = mean;
      information.values[b * n + a] = mean;
    }
  }
  const factor = choleskyFactor(information);
  if (factor === null) return null;
  const covariance = choleskyInverse(factor);
  return { entry: (row, column) => covariance.values[keep.indexOf(row) * n + keep.indexOf(column)]! };
}
