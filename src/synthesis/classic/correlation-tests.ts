import { compensatedSum, normalQuantile, tTails } from "#numerics";
import { kendallTest } from "../missing-evidence/kendall.ts";
import type { ClassicTest, IntervalTest, Values } from "./classic.types.ts";
import { averageRanks } from "./ranks.ts";
import { checkedConfidence, checkedPairs, refuseData } from "./refuse.ts";

/** Product-moment correlation of two lists. */
function correlation(x: Float64Array, y: Float64Array): number {
  const mean = (list: Float64Array): number => compensatedSum(list) / list.length;
  const [mx, my] = [mean(x), mean(y)];
  const product = (a: Float64Array, ma: number, b: Float64Array, mb: number): number =>
    compensatedSum(a.map((value, i) => (value - ma) * (b[i]! - mb)));
  const [xx, yy] = [product(x, mx, x, mx), product(y, my, y, my)];
  if (!(xx > 0 && yy > 0)) refuseData("All values of a list are equal.", "Pass values that vary.");
  return Math.min(1, Math.max(-1, product(x, mx, y, my) / Math.sqrt(xx) / Math.sqrt(yy)));
}

/** Pearson's correlation; no interval below four pairs. */
export interface PearsonTest extends Omit<IntervalTest, "ciLow" | "ciHigh" | "df"> {
  readonly df: number;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
}

/**
 * Pearson's correlation, tested by t, with Fisher's interval.
 *
 * @param x values, length >= 3
 * @param y values of the same people, same length
 * @param options confidence in (0, 1), default 0.95
 * @throws EvidensError `synthesis/bad-data`
 * Source: Fisher 1921. Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12.
 */
export function pearsonTest(x: Values, y: Values, options: { readonly level?: number } = {}): PearsonTest {
  const level = checkedConfidence(options.level);
  const [first, second] = checkedPairs(x, y, 3);
  const n = first.length;
  const r = correlation(first, second);
  const df = n - 2;
  const statistic = r * Math.sqrt(df / ((1 - r) * (1 + r)));
  const { lower, upper } = tTails(statistic, df);
  const half = n > 3 ? normalQuantile((1 - level) / 2, "upper") / Math.sqrt(n - 3) : Number.NaN;
  const z = Math.atanh(r);
  return {
    statistic,
    df,
    p: 2 * Math.min(lower, upper),
    estimate: r,
    ciLow: n > 3 ? Math.tanh(z - half) : null,
    ciHigh: n > 3 ? Math.tanh(z + half) : null,
  };
}

/** A rank correlation. */
export interface RankCorrelation extends ClassicTest {
  readonly estimate: number;
}

/**
 * Spearman's rank correlation, tested by the t approximation; the statistic is the sum of squared rank differences.
 *
 * @param x values, length >= 3
 * @param y values of the same people, same length
 * @throws EvidensError `synthesis/bad-data`
 * Source: as R's `cor.test` with `exact = FALSE`. Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12.
 */
export function spearmanTest(x: Values, y: Values): RankCorrelation {
  const [first, second] = checkedPairs(x, y, 3);
  const n = first.length;
  const rho = correlation(averageRanks(first).ranks, averageRanks(second).ranks);
  const most = (n ** 3 - n) / 6;
  const statistic = most * (1 - rho);
  const t = rho * Math.sqrt((n - 2) / ((1 - rho) * (1 + rho)));
  const p = Math.min(1, 2 * tTails(Math.abs(t), n - 2).upper);
  return { statistic, df: null, p, estimate: rho };
}

/**
 * Kendall's rank correlation; the statistic is the number of concordant pairs where p is exact (no ties), else z.
 *
 * @param x values, length >= 2
 * @param y values of the same people, same length
 * @throws EvidensError `synthesis/bad-data`
 * Source: Kendall 1938, doi:10.1093/biomet/30.1-2.81. Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12.
 */
export function kendallCorrelation(x: Values, y: Values): RankCorrelation {
  const [first, second] = checkedPairs(x, y, 2);
  const n = first.length;
  const tied = averageRanks(first).ties.length + averageRanks(second).ties.length > 0;
  const { tau, s, p, exact } = kendallTest(first, second, !tied && n < 50);
  if (tau === null || p === null)
    return refuseData("All values of a list are equal.", "Pass values that vary.");
  const concordant = (s + (n * (n - 1)) / 2) / 2;
  const z = s === 0 ? 0 : Math.sign(s) * normalQuantile(p / 2, "upper");
  return { statistic: exact ? concordant : z, df: null, p, estimate: tau };
}
