import { type Matrix, tQuantile } from "#numerics";
import { checkedLevel, refuseDesign, refuseOptions } from "./refuse-input.ts";
import type { RegressionResult } from "./regression.types.ts";
import { criticalValue } from "./tested-number.ts";

export interface PredictOptions {
  /** Confidence, in (0, 1); default that of the fit. */
  readonly level?: number;
  /**
   * Critical value of the prediction interval: `test` (default) uses that of the confidence interval,
   * `riley` Student's t with k - p - 1 degrees of freedom (no interval where there are none).
   */
  readonly prediction?: "test" | "riley";
  /** Applied to estimate and limits, such as `Math.exp`; must rise throughout or fall throughout. */
  readonly transform?: (value: number) => number;
  /** `metafor`: `riley` uses at least one degree of freedom. */
  readonly compat?: "metafor";
}

/** The mean effect at given moderators; `null` is "not defined here". */
export interface Prediction {
  readonly estimate: number;
  /** `null` on a transformed scale. */
  readonly se: number | null;
  readonly ciLow: number;
  readonly ciHigh: number;
  /** Interval for the true effect of a new study; `null` in the common-effect model. */
  readonly predictionLow: number | null;
  readonly predictionHigh: number | null;
  /** Standard deviation behind the prediction interval, on the analysis scale. */
  readonly predictionSe: number;
}

/** Columns of the rows that belong to the coefficients kept. */
function columnsFor(fit: RegressionResult, rows: Matrix): readonly number[] {
  if (rows.columns === fit.p) return fit.kept.map((_, j) => j);
  if (rows.columns === fit.p + fit.dropped.length) return fit.kept;
  return refuseDesign(
    `The rows have ${rows.columns} columns for ${fit.p} coefficients.`,
    "Pass rows with one number per coefficient, or per column of the design fitted.",
  );
}

function predictionCritical(
  fit: RegressionResult,
  options: PredictOptions,
  critical: number,
  level: number,
): number | null {
  if (fit.method === "EE" || fit.method === "FE" || fit.k === 1) return null;
  if ((options.prediction ?? "test") === "test") return critical;
  const left = fit.k - fit.p - 1;
  const df = options.compat === "metafor" ? Math.max(1, left) : left;
  return df > 0 ? tQuantile((1 - level) / 2, df, "upper") : null;
}

/**
 * Mean effects at given moderators, with confidence and prediction intervals.
 *
 * @param rows one row per prediction, in the columns of the design; default one row of the intercept alone
 * @throws EvidensError `synthesis/bad-design`, `synthesis/bad-options`
 * Source: Riley, Higgins and Deeks 2011, doi:10.1136/bmj.d549. Checked: tests/synthesis/golden-rma-uni.test.ts.
 */
export function predictRegression(
  fit: RegressionResult,
  rows: Matrix = { rows: 1, columns: 1, values: Float64Array.of(1) },
  options: PredictOptions = {},
): Prediction[] {
  const level = checkedLevel(options.level ?? fit.level);
  if (!["test", "riley"].includes(options.prediction ?? "test"))
    refuseOptions(`The prediction ${options.prediction} is unknown.`, "Pass a prediction of test or riley.");
  const columns = columnsFor(fit, rows);
  const { p, vb } = fit;
  const critical = criticalValue(level, fit.df);
  const reach = predictionCritical(fit, options, critical, level);
  const { transform } = options;
  const shown = transform ?? ((value: number) => value);
  const ordered = (low: number, high: number): [number, number] => {
    const [a, b] = [shown(low), shown(high)];
    return a <= b ? [a, b] : [b, a];
  };
  return Array.from({ length: rows.rows }, (_, i) => {
    const x = columns.map((column) => rows.values[i * rows.columns + column]!);
    if (!x.every(Number.isFinite))
      refuseDesign(`Row ${i + 1} holds ${x.join(", ")}.`, "Pass finite moderators to predict at.");
    let [estimate, variance] = [0, 0];
    for (let a = 0; a < p; a++) {
      estimate += x[a]! * fit.coefficients[a]!.b;
      for (let b = 0; b < p; b++) variance += x[a]! * x[b]! * vb.values[a * p + b]!;
    }
    const se = Math.sqrt(Math.max(0, variance));
    const predictionSe = Math.sqrt(se * se + fit.tau2);
    const [ciLow, ciHigh] = ordered(estimate - critical * se, estimate + critical * se);
    const [predictionLow, predictionHigh] =
      reach === null
        ? [null, null]
        : ordered(estimate - reach * predictionSe, estimate + reach * predictionSe);
    return {
      estimate: shown(estimate),
      se: transform === undefined ? se : null,
      ciLow,
      ciHigh,
      predictionLow,
      predictionHigh,
      predictionSe,
    };
  });
}
