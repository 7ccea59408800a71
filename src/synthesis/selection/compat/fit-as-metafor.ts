import { choleskyFactor, choleskyInverse, type Matrix, normalUpper } from "#numerics";
import {
  type Free,
  MOST_DELTA,
  type SelectionCovariance,
  type SelectionFit,
  type SelectionPoint,
} from "../fit-selection.ts";
import type { Side } from "../selection-grid.ts";
import { meanOf, type SelectionData, selectionLogLikelihood } from "../selection-likelihood.ts";
import { integrateAsR } from "./integrate-as-r.ts";
import { hessianAsR, minimiseAsR } from "./optimise-as-r.ts";

const TOLERANCE = Number.EPSILON ** 0.25;

/** The log-likelihood with each study's chance of being seen integrated as R does. */
function logLikelihood(data: SelectionData, side: Side, at: SelectionPoint): number {
  const { y, v, p, shape } = data;
  if (shape.constant)
    return selectionLogLikelihood(
      data,
      at.beta,
      at.tau2,
      at.delta,
      new Float64Array(data.x.columns + 1 + at.delta.length),
    );
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    const sigma = Math.sqrt(v[i]!);
    const mean = meanOf(data.x, i, at.beta);
    const s = Math.sqrt(v[i]! + at.tau2);
    const seen = (x: number): number => {
      const raw = side === "one" ? normalUpper(x / sigma) : 2 * normalUpper(Math.abs(x / sigma));
      const within = Math.min(Math.max(raw, shape.margin), 1 - shape.margin);
      const u = (x - mean) / s;
      return (Math.exp(shape.log(within, at.delta)) * Math.exp((-u * u) / 2)) / (s * 2.5066282746310002);
    };
    const residual = (y[i]! - mean) / s;
    sum +=
      shape.log(p[i]!, at.delta) -
      Math.log(2 * Math.PI) / 2 -
      Math.log(s) -
      residual ** 2 / 2 -
      Math.log(integrateAsR(seen, TOLERANCE));
  }
  return sum;
}

/**
 * The fit that metafor's `selmodel` prints: its integrals are good to 1e-4, its search stops where the value hardly
 * changes, so that this is near the maximum of the likelihood and not at it.
 */
export function fitAsMetafor(
  data: SelectionData,
  side: Side,
  free: Free,
  start: SelectionPoint,
): SelectionFit {
  const p = data.x.columns;
  const least = data.shape.margin > 0 && data.shape.parameters === 2 ? data.shape.margin : 0;
  const pointAt = (x: Float64Array): SelectionPoint => {
    const tau2 = free.tau2 ? Math.exp(x[p]!) : 0;
    return {
      beta: [...x.subarray(0, p)],
      tau2: tau2 < 10 * Number.EPSILON ? 0 : tau2,
      delta: free.delta.map(
        (fixed, g) => fixed ?? least + (MOST_DELTA - least) / (1 + Math.exp(-x[p + 1 + g]!)),
      ),
    };
  };
  const first = [
    ...start.beta,
    Math.log(start.tau2),
    ...data.shape.start.map((delta) => Math.log((delta - least) / (MOST_DELTA - delta))),
  ];
  const found = minimiseAsR((x) => -logLikelihood(data, side, pointAt(x)), Float64Array.from(first));
  return {
    ...pointAt(found.at),
    logLikelihood: -found.value,
    converged: true,
    iterations: found.iterations,
    gradientNorm: gradientAt(data, free, pointAt(found.at)),
  };
}

/** Largest slope of the likelihood itself at a point, by the coefficients, tau2 and delta. */
function gradientAt(data: SelectionData, free: Free, at: SelectionPoint): number {
  const p = data.x.columns;
  const slopes = new Float64Array(p + 1 + at.delta.length);
  selectionLogLikelihood(data, at.beta, at.tau2, at.delta, slopes);
  return slopes.reduce((most, slope, i) => {
    const estimated = i < p || (i === p ? free.tau2 : free.delta[i - p - 1] === null);
    return estimated ? Math.max(most, Math.abs(slope)) : most;
  }, 0);
}

/** Variances as metafor prints them; `null` where the information is not positive definite. */
export function covarianceAsMetafor(
  data: SelectionData,
  side: Side,
  fit: SelectionPoint,
  keep: readonly number[],
): SelectionCovariance | null {
  const p = data.x.columns;
  const at = Float64Array.of(...fit.beta, fit.tau2, ...fit.delta);
  const value = (x: Float64Array): number =>
    -logLikelihood(data, side, {
      beta: [...x.subarray(0, p)],
      tau2: x[p]!,
      delta: [...x.subarray(p + 1)],
    });
  const information: Matrix = hessianAsR(value, at, keep);
  const factor = choleskyFactor(information);
  if (factor === null) return null;
  const covariance = choleskyInverse(factor);
  const n = keep.length;
  return { entry: (row, column) => covariance.values[keep.indexOf(row) * n + keep.indexOf(column)]! };
}
