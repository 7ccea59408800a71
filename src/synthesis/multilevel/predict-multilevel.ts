import { normalQuantile, tQuantile } from "#numerics";
import type { MultilevelFit } from "./multilevel.types.ts";
import { refuse } from "./refuse.ts";

export interface MultilevelPrediction {
  readonly estimate: number;
  readonly se: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  /** Interval for a new true effect, all terms new. */
  readonly predictionLow: number;
  readonly predictionHigh: number;
}

/**
 * The mean at one row of the design and the interval of a new true effect there.
 *
 * @param row one value per column of the design that was kept, in their order
 * @param levels by term, the inner level of the new effect; needed for terms with several variances
 * @throws EvidensError `synthesis/bad-options`
 * Source: estimate ± critical value x sqrt(SE^2 + sum of variances), as metafor's `predict`.
 * Checked: tests/synthesis/golden-multilevel.test.ts.
 */
export function predictMultilevel(
  fit: MultilevelFit,
  row: readonly number[],
  levels: readonly (string | null)[] = [],
): MultilevelPrediction {
  if (row.length !== fit.p)
    refuse(
      "bad-options",
      `The row has ${row.length} values for ${fit.p} coefficients.`,
      "Pass one value for each coefficient.",
    );
  const heterogeneity = fit.terms.reduce((sum, { name, variances, innerLevels }, t) => {
    if (variances.length === 1) return sum + variances[0]!;
    const place = innerLevels.indexOf(levels[t] ?? "");
    if (place < 0)
      refuse(
        "bad-options",
        `${name} has several variances and no level is chosen.`,
        `Choose one of ${innerLevels.join(", ")}.`,
      );
    return sum + variances[place]!;
  }, 0);
  let [estimate, variance] = [0, 0];
  for (let i = 0; i < fit.p; i++) {
    estimate += row[i]! * fit.coefficients[i]!.estimate;
    for (let j = 0; j < fit.p; j++) variance += row[i]! * fit.covariance[i]![j]! * row[j]!;
  }
  const half = (1 - fit.level) / 2;
  const used = fit.coefficients.filter((_, j) => row[j] !== 0).flatMap(({ df }) => (df === null ? [] : [df]));
  const critical =
    fit.test === "z"
      ? normalQuantile(half, "upper")
      : tQuantile(half, Math.min(...(used.length > 0 ? used : [fit.k - fit.p])), "upper");
  const se = Math.sqrt(variance);
  const reach = critical * Math.sqrt(variance + heterogeneity);
  return {
    estimate,
    se,
    ciLow: estimate - critical * se,
    ciHigh: estimate + critical * se,
    predictionLow: estimate - reach,
    predictionHigh: estimate + reach,
  };
}
