import type { CountOptions, Effect, NotEstimable, TwoCounts } from "../types.ts";
import { effectSize } from "./effect-size.ts";
import { remark } from "./remarks.ts";

function ratio(measure: "RR" | "OR", data: TwoCounts, options: CountOptions): Effect | NotEstimable {
  const effect = effectSize(measure, data, options);
  // Only events in both groups: the log risk ratio is 0 with variance 0, which no weight can be made of.
  if (!effect.estimable || effect.v === 0)
    return {
      estimable: false,
      measure,
      y: null,
      v: null,
      se: null,
      reason: effect.estimable ? remark("zero-cell") : effect.reason,
    };
  return { ...effect, measure };
}

/**
 * Logarithm of the risk ratio, group 1 over group 2.
 *
 * @param data events and group sizes
 * @param options what to do with zero cells
 * @returns the effect, or why the table gives none
 * @throws EvidensError `synthesis/bad-counts` with every bad field
 * Source: as metafor 5.1 `escalc` measure RR. Checked: tests/synthesis/effects.test.ts, relative 1e-10.
 */
export function riskRatio(data: TwoCounts, options: CountOptions = {}): Effect | NotEstimable {
  return ratio("RR", data, options);
}

/**
 * Logarithm of the odds ratio, group 1 over group 2.
 *
 * @param data events and group sizes
 * @param options what to do with zero cells
 * @returns the effect, or why the table gives none
 * @throws EvidensError `synthesis/bad-counts` with every bad field
 * Source: as metafor 5.1 `escalc` measure OR. Checked: tests/synthesis/effects.test.ts, relative 1e-10.
 */
export function oddsRatio(data: TwoCounts, options: CountOptions = {}): Effect | NotEstimable {
  return ratio("OR", data, options);
}
