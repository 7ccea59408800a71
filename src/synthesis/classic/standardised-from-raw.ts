import { hedgesCorrection } from "../effects/hedges-correction.ts";
import type { Values } from "./classic.types.ts";
import { sampleMoments } from "./moments.ts";
import { checkedValues, refuseData } from "./refuse.ts";

/** Standardised differences of two samples, group 1 less group 2. */
export interface StandardisedFromRaw {
  readonly mean1: number;
  readonly sd1: number;
  readonly mean2: number;
  readonly sd2: number;
  /** Cohen's d, by the pooled SD. */
  readonly d: number;
  /** Hedges' g: d without its small-sample bias. */
  readonly g: number;
  readonly varianceG: number;
  /** Glass' delta, by the SD of group 2. */
  readonly glass: number;
}

/**
 * Cohen's d, Hedges' g and Glass' delta from the values themselves.
 *
 * @param x values of group 1, length >= 2
 * @param y values of group 2, length >= 2
 * @throws EvidensError `synthesis/bad-data`
 * Source: Hedges 1981, doi:10.3102/10769986006002107. Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12.
 */
export function standardisedFromRaw(x: Values, y: Values): StandardisedFromRaw {
  const one = sampleMoments(checkedValues("Group 1", x, 2));
  const two = sampleMoments(checkedValues("Group 2", y, 2));
  if (!(one.variance > 0 && two.variance > 0))
    refuseData("All values of a group are equal.", "Pass values that vary in both groups.");
  const df = one.n + two.n - 2;
  const pooled = Math.sqrt(((one.n - 1) * one.variance + (two.n - 1) * two.variance) / df);
  const d = (one.mean - two.mean) / pooled;
  const g = hedgesCorrection(df) * d;
  return {
    mean1: one.mean,
    sd1: Math.sqrt(one.variance),
    mean2: two.mean,
    sd2: Math.sqrt(two.variance),
    d,
    g,
    varianceG: 1 / one.n + 1 / two.n + g ** 2 / (2 * (one.n + two.n)),
    glass: (one.mean - two.mean) / Math.sqrt(two.variance),
  };
}
