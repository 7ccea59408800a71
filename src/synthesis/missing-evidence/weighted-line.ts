import { EvidensError } from "#kernel";
import { normalQuantile, normalUpper, tQuantile, tUpper } from "#numerics";

/** A coefficient with its test and interval. */
export interface LineCoefficient {
  readonly estimate: number;
  readonly se: number;
  /** `estimate / se`; null when `se` is 0. */
  readonly statistic: number | null;
  /** Degrees of freedom; null for the normal. */
  readonly df: number | null;
  /** Two-sided. */
  readonly p: number | null;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/** A straight line through effects. */
export interface Line {
  /** Height where the predictor is 0. */
  readonly intercept: LineCoefficient;
  readonly slope: LineCoefficient;
  readonly residualDf: number;
}

/**
 * Test and interval of a coefficient.
 *
 * @param df degrees of freedom of Student's t; null for the normal
 * @param level confidence, in (0, 1)
 */
export function coefficient(estimate: number, se: number, df: number | null, level: number): LineCoefficient {
  const half = (1 - level) / 2;
  const critical = df === null ? normalQuantile(half, "upper") : tQuantile(half, df, "upper");
  const statistic = se === 0 ? null : estimate / se;
  const size = Math.abs(statistic ?? 0);
  const p = statistic === null ? null : 2 * (df === null ? normalUpper(size) : tUpper(size, df));
  return {
    estimate,
    se,
    statistic,
    df,
    p,
    ciLow: estimate - critical * se,
    ciHigh: estimate + critical * se,
  };
}

/**
 * Throws when a predictor does not vary, so that it cannot be told from the intercept.
 *
 * @throws EvidensError `synthesis/constant-predictor` (invalid)
 */
export function refuseConstant(x: Float64Array, name: string): void {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  let [squares, spread] = [0, 0];
  for (const value of x) {
    squares += value * value;
    spread += (value - mean) ** 2;
  }
  // The tolerance of R's `lm`: a column this near to the others is no column of its own.
  if (Math.sqrt(spread) > 1e-7 * Math.sqrt(squares)) return;
  throw new EvidensError({
    code: "synthesis/constant-predictor",
    kind: "invalid",
    message: `${name} is the same in all ${x.length} studies.`,
    remedy: "Choose a predictor that differs between studies.",
  });
}

/**
 * Weighted least squares of effects on one predictor, weights 1/v, variance of the residuals estimated.
 *
 * @param y effects, length k >= 3
 * @param v sampling variances, length k, all > 0
 * @param x predictor, length k, not constant
 * @param level confidence, in (0, 1)
 * Checked: tests/synthesis/golden-diagnostics.test.ts, against R's `lm`.
 */
export function weightedLine(y: Float64Array, v: Float64Array, x: Float64Array, level: number): Line {
  const k = y.length;
  let [sumW, sumWX, sumWY] = [0, 0, 0];
  for (let i = 0; i < k; i++) {
    sumW += 1 / v[i]!;
    sumWX += x[i]! / v[i]!;
    sumWY += y[i]! / v[i]!;
  }
  const [meanX, meanY] = [sumWX / sumW, sumWY / sumW];
  let [sxx, sxy] = [0, 0];
  for (let i = 0; i < k; i++) {
    const dx = x[i]! - meanX;
    sxx += (dx * dx) / v[i]!;
    sxy += (dx * (y[i]! - meanY)) / v[i]!;
  }
  const slope = sxy / sxx;
  let residual = 0;
  for (let i = 0; i < k; i++) residual += (y[i]! - meanY - slope * (x[i]! - meanX)) ** 2 / v[i]!;
  const df = k - 2;
  const scale = residual / df;
  return {
    intercept: coefficient(
      meanY - slope * meanX,
      Math.sqrt(scale * (1 / sumW + meanX ** 2 / sxx)),
      df,
      level,
    ),
    slope: coefficient(slope, Math.sqrt(scale / sxx), df, level),
    residualDf: df,
  };
}
