import { tQuantile, tTails } from "#numerics";
import type { Alternative, IntervalTest, Values } from "./classic.types.ts";
import { sampleMoments } from "./moments.ts";
import { checkedAlternative, checkedConfidence, checkedPairs, checkedValues, refuseData } from "./refuse.ts";

export interface TTestOptions {
  /** Mean, or difference of means, of the null hypothesis; default 0. */
  readonly mu?: number;
  readonly alternative?: Alternative;
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
}

export interface TwoSampleTOptions extends TTestOptions {
  /** Student's pooled variance; default false: Welch's test. */
  readonly equalVariances?: boolean;
}

/** A t test; `estimate` is the mean or the difference of means. */
export interface TTest extends IntervalTest {
  readonly df: number;
  readonly se: number;
  /** Mean of each sample; one for one sample and for pairs. */
  readonly means: readonly number[];
}

function tTest(
  estimate: number,
  se: number,
  df: number,
  means: readonly number[],
  { mu = 0, ...options }: TTestOptions,
): TTest {
  const alternative = checkedAlternative(options.alternative);
  const level = checkedConfidence(options.level);
  if (!Number.isFinite(mu)) refuseData(`mu is ${mu}.`, "Pass a finite mu.");
  if (!(se > 0)) refuseData("All values are equal.", "Pass values that vary.");
  const statistic = (estimate - mu) / se;
  const { lower, upper } = tTails(statistic, df);
  const p = { "two.sided": 2 * Math.min(lower, upper), greater: upper, less: lower }[alternative];
  const half = tQuantile(alternative === "two.sided" ? (1 - level) / 2 : 1 - level, df, "upper") * se;
  return {
    statistic,
    df,
    p,
    estimate,
    se,
    means,
    ciLow: alternative === "less" ? Number.NEGATIVE_INFINITY : estimate - half,
    ciHigh: alternative === "greater" ? Number.POSITIVE_INFINITY : estimate + half,
  };
}

/**
 * One-sample t test.
 *
 * @param x values, length >= 2
 * @throws EvidensError `synthesis/bad-data`
 * Source: Student 1908, doi:10.1093/biomet/6.1.1. Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12.
 */
export function oneSampleT(x: Values, options: TTestOptions = {}): TTest {
  const { n, mean, variance } = sampleMoments(checkedValues("The sample", x, 2));
  return tTest(mean, Math.sqrt(variance / n), n - 1, [mean], options);
}

/**
 * Paired t test: that of the differences, first less second.
 *
 * @param x values, length >= 2
 * @param y values of the same people, same length
 * @throws EvidensError `synthesis/bad-data`
 * Source: as `oneSampleT`. Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12.
 */
export function pairedT(x: Values, y: Values, options: TTestOptions = {}): TTest {
  const [first, second] = checkedPairs(x, y, 2);
  return oneSampleT(
    first.map((value, i) => value - second[i]!),
    options,
  );
}

/**
 * Two-sample t test: Welch's, or Student's with one common variance.
 *
 * @param x values of group 1, length >= 2
 * @param y values of group 2, length >= 2
 * @throws EvidensError `synthesis/bad-data`
 * Source: Welch 1947, doi:10.1093/biomet/34.1-2.28. Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12.
 */
export function twoSampleT(x: Values, y: Values, options: TwoSampleTOptions = {}): TTest {
  const one = sampleMoments(checkedValues("Group 1", x, 2));
  const two = sampleMoments(checkedValues("Group 2", y, 2));
  const difference = one.mean - two.mean;
  const means = [one.mean, two.mean];
  const [v1, v2] = [one.variance / one.n, two.variance / two.n];
  if (options.equalVariances === true) {
    const df = one.n + two.n - 2;
    const pooled = ((one.n - 1) * one.variance + (two.n - 1) * two.variance) / df;
    return tTest(difference, Math.sqrt(pooled * (1 / one.n + 1 / two.n)), df, means, options);
  }
  const df = (v1 + v2) ** 2 / (v1 ** 2 / (one.n - 1) + v2 ** 2 / (two.n - 1));
  return tTest(difference, Math.sqrt(v1 + v2), df, means, options);
}
