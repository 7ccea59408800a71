import { type Matrix, matrix } from "#numerics";
import { type BareFit, bareRegression, metaRegression } from "../regression/meta-regression.ts";
import type { RegressionInput, RegressionOptions, RegressionResult } from "../regression/regression.types.ts";
import { refuseFewer } from "./refuse.ts";

/** A fit of all studies, ready to be repeated without some of them. */
export interface FullFit {
  readonly k: number;
  readonly p: number;
  /** The columns kept, k x p. */
  readonly x: Matrix;
  readonly input: RegressionInput;
  readonly fit: RegressionResult;
  /** The same model without one study, fitted once; null where a coefficient can no longer be estimated. */
  readonly without: (study: number) => BareFit | null;
}

function keptColumns(input: RegressionInput, fit: RegressionResult): Matrix {
  const { design } = input;
  const k = input.y.length;
  if (design === undefined) return matrix(k, 1, new Float64Array(k).fill(1));
  const given = "matrix" in design ? design.matrix : design;
  const values = new Float64Array(k * fit.p);
  for (let i = 0; i < k; i++)
    for (let j = 0; j < fit.p; j++)
      values[i * fit.p + j] = given.values[i * given.columns + (fit.kept[j] ?? j)]!;
  return matrix(k, fit.p, values);
}

/** `values` without the `width` entries of row `row`. */
function withoutRow(values: Float64Array, row: number, width: number): Float64Array {
  const rest = new Float64Array(values.length - width);
  rest.set(values.subarray(0, row * width));
  rest.set(values.subarray((row + 1) * width), row * width);
  return rest;
}

/**
 * Fits all studies and offers the fits without each.
 *
 * @param what the analysis, to begin a sentence
 * @throws EvidensError `synthesis/too-few-studies`, and what `metaRegression` throws
 */
export function fullFit(what: string, input: RegressionInput, options: RegressionOptions): FullFit {
  const fit = metaRegression(input, { ...options, explained: false });
  const { k, p } = fit;
  refuseFewer(what, k, p + 1);
  const x = keptColumns(input, fit);
  const { y, v, weights } = input;
  const refit = (study: number): BareFit | null => {
    // As many coefficients as studies leave nothing to judge them by.
    if (k - 1 === p && p > 1) return null;
    const own = weights instanceof Float64Array ? withoutRow(weights, study, 1) : weights;
    const rest = bareRegression(
      {
        y: withoutRow(y, study, 1),
        v: withoutRow(v, study, 1),
        design: matrix(k - 1, p, withoutRow(x.values, study, p)),
        ...(own !== undefined && { weights: own }),
      },
      options,
    );
    return rest.whole ? rest : null;
  };
  const known = new Map<number, BareFit | null>();
  const without = (study: number): BareFit | null => {
    const found = known.get(study);
    if (found !== undefined) return found;
    const rest = refit(study);
    known.set(study, rest);
    return rest;
  };
  return { k, p, x, input, fit, without };
}

/** Row `row` of x times the coefficients. */
export function predicted(x: Matrix, row: number, fit: BareFit): number {
  let sum = 0;
  for (let j = 0; j < x.columns; j++) sum += x.values[row * x.columns + j]! * fit.b[j]!;
  return sum;
}

/** x_i' m x_i for row i of x. */
export function quadratic(x: Matrix, row: number, m: Matrix): number {
  const p = x.columns;
  let sum = 0;
  for (let a = 0; a < p; a++)
    for (let b = 0; b < p; b++) sum += x.values[row * p + a]! * m.values[a * p + b]! * x.values[row * p + b]!;
  return sum;
}
