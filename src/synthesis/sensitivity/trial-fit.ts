import { type Matrix, matrix, pivotedQr } from "#numerics";
import { type EffectSet, momentsAt } from "../model/effect-set.ts";
import { basisOf, invertInPlace } from "../model/regression-moments.ts";
import type { RegressionMethod } from "../regression/regression.types.ts";
import type { PoolTest } from "../types.ts";
import { tau2Solver } from "./quick-likelihood.ts";

/** What one fit of many leaves behind. */
export interface TrialFit {
  readonly p: number;
  /** Filled by each fit. */
  readonly coefficients: Float64Array;
  readonly statistics: Float64Array;
  /** Chi-square or F of the tested coefficients; NaN where their covariance is singular. */
  omnibus: number;
  /** Fits other effects with the same design. */
  fit(y: Float64Array, v: Float64Array): void;
}

export interface TrialModel {
  readonly method: RegressionMethod;
  readonly test: PoolTest;
  /** Positions of the coefficients tested together. */
  readonly tested: readonly number[];
}

/** What `test` multiplies the covariance with. */
function scaleOf(test: PoolTest, ypy: number, df: number): number {
  if (test === "z" || test === "t") return 1;
  const scale = ypy <= Number.EPSILON ? 0 : ypy / df;
  return test === "adhoc" ? Math.max(1, scale) : scale;
}

function sumOfSquares(y: Float64Array): number {
  const mean = y.reduce((sum, one) => sum + one, 0) / y.length;
  return y.reduce((sum, one) => sum + (one - mean) ** 2, 0);
}

/** A design with one column of ones, fitted again and again. */
function meanTrial(k: number, model: TrialModel): TrialFit {
  const solve = tau2Solver(model.method, 1);
  const [centred, w] = [new Float64Array(k), new Float64Array(k)];
  const df = k - 1;
  const trial: TrialFit = {
    p: 1,
    coefficients: new Float64Array(1),
    statistics: new Float64Array(1),
    omnibus: Number.NaN,
    fit: (y, v) => {
      let centre = 0;
      for (let i = 0; i < k; i++) centre += y[i]! / k;
      let squares = 0;
      for (let i = 0; i < k; i++) {
        centred[i] = y[i]! - centre;
        squares += centred[i]! ** 2;
      }
      const set: EffectSet = {
        k,
        p: 1,
        df,
        y: centred,
        v,
        centre,
        raw: y,
        squares,
        w,
        basis: null,
        own: null,
      };
      const m = momentsAt(set, solve(set));
      const estimate = centre + m.mean;
      trial.coefficients[0] = estimate;
      trial.statistics[0] = estimate / Math.sqrt(scaleOf(model.test, m.ypy, df) / m.sumW);
      trial.omnibus = trial.statistics[0]! ** 2;
    },
  };
  return trial;
}

/** Upper triangular r^-1 of the first p columns. */
function inverseOfUpper(r: Matrix, p: number): Float64Array {
  const out = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    for (let i = j; i >= 0; i--) {
      let sum = i === j ? 1 : 0;
      for (let l = i + 1; l <= j; l++) sum -= r.values[i * r.columns + l]! * out[l * p + j]!;
      out[i * p + j] = sum / r.values[i * r.columns + i]!;
    }
  }
  return out;
}

/** b' c^-1 b over the positions tested; NaN where singular. */
function omnibusOf(b: Float64Array, covariance: Float64Array, tested: readonly number[]): number {
  const p = b.length;
  const m = tested.length;
  const inverse = new Float64Array(m * m);
  tested.forEach((row, i) => {
    tested.forEach((column, j) => {
      inverse[i * m + j] = covariance[row * p + column]!;
    });
  });
  if (Number.isNaN(invertInPlace(inverse, m))) return Number.NaN;
  let sum = 0;
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) sum += b[tested[i]!]! * inverse[i * m + j]! * b[tested[j]!]!;
  return sum;
}

/**
 * A fit to be repeated on other effects and variances with the same design: only tau2, the coefficients and
 * their statistics, in room allotted once.
 *
 * @param x k rows; columns independent of each other, k > p
 * Checked: tests/synthesis/permutation-test.prop.test.ts, against `metaRegression`. Cost O(k p^2) a step.
 */
export function trialFit(x: Matrix, model: TrialModel): TrialFit {
  const [k, p] = [x.rows, x.columns];
  if (p === 1 && x.values.every((one) => one === 1)) return meanTrial(k, model);
  const solve = tau2Solver(model.method, p);
  const qr = pivotedQr(x);
  const basis = basisOf(matrix(k, p, qr.q.values).values, p);
  const back = inverseOfUpper(qr.r, p);
  const w = new Float64Array(k);
  const [covariance, room] = [new Float64Array(p * p), new Float64Array(p * p)];
  const df = k - p;
  const trial: TrialFit = {
    p,
    coefficients: new Float64Array(p),
    statistics: new Float64Array(p),
    omnibus: Number.NaN,
    fit: (y, v) => {
      const squares = sumOfSquares(y);
      const set: EffectSet = { k, p, df, y, v, centre: 0, raw: y, squares, w, basis, own: null };
      const m = momentsAt(set, solve(set));
      const scale = scaleOf(model.test, m.ypy, df);
      // x = q r, so b = r^-1 c and cov b = r^-1 (q'Wq)^-1 r^-T.
      room.fill(0);
      covariance.fill(0);
      for (let i = 0; i < p; i++) {
        let b = 0;
        for (let l = i; l < p; l++) {
          b += back[i * p + l]! * basis.step[l]!;
          for (let j = 0; j < p; j++) room[i * p + j]! += back[i * p + l]! * basis.inverse[l * p + j]!;
        }
        trial.coefficients[i] = b;
      }
      for (let i = 0; i < p; i++)
        for (let j = 0; j < p; j++)
          for (let l = j; l < p; l++) covariance[i * p + j]! += scale * room[i * p + l]! * back[j * p + l]!;
      for (let i = 0; i < p; i++)
        trial.statistics[i] = trial.coefficients[i]! / Math.sqrt(covariance[i * p + i]!);
      const size = omnibusOf(trial.coefficients, covariance, model.tested);
      trial.omnibus = model.test === "z" ? size : size / model.tested.length;
    },
  };
  return trial;
}
