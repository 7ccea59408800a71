import { effectSet } from "../model/effect-set.ts";
import { refuseFewer } from "../sensitivity/refuse.ts";
import { smallNumberRemarks } from "../sensitivity/small-numbers.ts";
import type { Remark } from "../types.ts";
import { kendallTest } from "./kendall.ts";

export interface RankTestOptions {
  /** False: the normal approximation always. Default: exact without ties, up to 170 studies. */
  readonly exact?: boolean;
}

/** Begg and Mazumdar's test of a funnel plot's asymmetry. */
export interface RankTest {
  readonly k: number;
  /** Kendall's tau-b of standardised effects and variances; null when all variances or effects are equal. */
  readonly tau: number | null;
  /** Two-sided. */
  readonly p: number | null;
  readonly exact: boolean;
  readonly remarks: readonly Remark[];
}

/**
 * Rank correlation between standardised effects and their variances.
 *
 * @param y effects, length k >= 3
 * @param v sampling variances, length k, all > 0
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/too-few-studies`
 * Source: Begg and Mazumdar 1994, doi:10.2307/2533446.
 * Checked: tests/synthesis/golden-diagnostics.test.ts, p at 1e-10. Cost O(k^2).
 */
export function rankTest(y: Float64Array, v: Float64Array, options: RankTestOptions = {}): RankTest {
  const set = effectSet(y, v);
  refuseFewer("The rank test", set.k, 3);
  let [sumW, sumWY] = [0, 0];
  for (let i = 0; i < set.k; i++) {
    sumW += 1 / v[i]!;
    sumWY += set.y[i]! / v[i]!;
  }
  const mean = sumWY / sumW;
  const standard = set.y.map((effect, i) => (effect - mean) / Math.sqrt(v[i]! - 1 / sumW));
  const { tau, p, exact } = kendallTest(standard, v, options.exact ?? true);
  return { k: set.k, tau, p, exact, remarks: smallNumberRemarks("small-study-test", set.k) };
}
