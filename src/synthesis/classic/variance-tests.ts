import { compensatedSum, fQuantile, fTails, fUpper } from "#numerics";
import type { Alternative, Values } from "./classic.types.ts";
import { sampleMoments } from "./moments.ts";
import { checkedAlternative, checkedConfidence, checkedValues, refuseData } from "./refuse.ts";

/** A test by Fisher's F. */
export interface FTest {
  readonly statistic: number;
  readonly df1: number;
  readonly df2: number;
  readonly p: number;
}

/** Ratio of two variances with its interval. */
export interface VarianceRatio extends FTest {
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/**
 * F test that two samples have one variance.
 *
 * @param x values of group 1, length >= 2
 * @param y values of group 2, length >= 2
 * @throws EvidensError `synthesis/bad-data`
 * Source: Snedecor 1934. Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12.
 */
export function varianceRatioTest(
  x: Values,
  y: Values,
  options: { readonly alternative?: Alternative; readonly level?: number } = {},
): VarianceRatio {
  const alternative = checkedAlternative(options.alternative);
  const level = checkedConfidence(options.level);
  const one = sampleMoments(checkedValues("Group 1", x, 2));
  const two = sampleMoments(checkedValues("Group 2", y, 2));
  if (!(one.variance > 0 && two.variance > 0))
    refuseData("All values of a group are equal.", "Pass values that vary in both groups.");
  const [df1, df2] = [one.n - 1, two.n - 1];
  const ratio = one.variance / two.variance;
  const { lower, upper } = fTails(ratio, df1, df2);
  const p = { "two.sided": 2 * Math.min(lower, upper), greater: upper, less: lower }[alternative];
  const tail = alternative === "two.sided" ? (1 - level) / 2 : 1 - level;
  return {
    statistic: ratio,
    df1,
    df2,
    p,
    estimate: ratio,
    ciLow: alternative === "less" ? 0 : ratio / fQuantile(tail, df1, df2, "upper"),
    ciHigh: alternative === "greater" ? Number.POSITIVE_INFINITY : ratio / fQuantile(tail, df1, df2),
  };
}

/** One-way analysis of variance. */
export interface OneWay extends FTest {
  readonly between: number;
  readonly within: number;
}

/**
 * One-way analysis of variance: that all groups have one mean, variances taken as equal.
 *
 * @param groups at least two, each with at least one value, more values than groups
 * @throws EvidensError `synthesis/bad-data`
 * Source: Fisher 1925, "Statistical Methods for Research Workers". Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12.
 */
export function oneWayAnova(groups: readonly Values[]): OneWay {
  if (groups.length < 2) refuseData(`There are ${groups.length} groups.`, "Pass at least two groups.");
  const lists = groups.map((group, g) => checkedValues(`Group ${g + 1}`, group, 1));
  const all = Float64Array.from(lists.flatMap((list) => [...list]));
  const [df1, df2] = [lists.length - 1, all.length - lists.length];
  if (df2 < 1) refuseData("There are no more values than groups.", "Pass more observations.");
  const means = lists.map((list) => compensatedSum(list) / list.length);
  const mean = compensatedSum(all) / all.length;
  const between = compensatedSum(means.map((one, g) => lists[g]!.length * (one - mean) ** 2));
  const within = compensatedSum(lists.flatMap((list, g) => Array.from(list, (x) => (x - means[g]!) ** 2)));
  if (!(within > 0)) refuseData("No group has any spread.", "Pass values that vary within groups.");
  const statistic = between / df1 / (within / df2);
  return { statistic, df1, df2, p: fUpper(statistic, df1, df2), between, within };
}
