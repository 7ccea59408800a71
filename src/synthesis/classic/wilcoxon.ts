import { compensatedSum, normalTails } from "#numerics";
import type { Alternative, ClassicTest, Values } from "./classic.types.ts";
import { averageRanks } from "./ranks.ts";
import { checkedAlternative, checkedPairs, checkedValues, refuseData } from "./refuse.ts";

export interface RankTestSettings {
  readonly alternative?: Alternative;
  /** Exact distribution; default: below 50 values a group and without ties. With ties it does not exist. */
  readonly exact?: boolean;
  /** Continuity correction of the normal approximation; default true. */
  readonly correct?: boolean;
}

/** A rank test; `exact` says which distribution gave p. */
export interface WilcoxonTest extends ClassicTest {
  readonly exact: boolean;
}

const MOST_EXACT = 50;

/** Shares of all choices of m among m + n ranks by Mann and Whitney's U, U = 0 first. */
function rankSumShares(m: number, n: number): Float64Array {
  // The generating function is a product of (1 - q^(n + i)) / (1 - q^i); each factor is applied in place.
  const size = m * n + 1;
  const shares = new Float64Array(size);
  shares[0] = 1;
  for (let i = 1; i <= m; i++) {
    for (let u = size - 1; u >= n + i; u--) shares[u]! -= shares[u - n - i]!;
    for (let u = i; u < size; u++) shares[u]! += shares[u - i]!;
    const weight = i / (n + i);
    for (let u = 0; u < size; u++) shares[u]! *= weight;
  }
  return shares;
}

/** Shares of all choices of signs by the sum of the positive ranks. */
function signedRankShares(n: number): Float64Array {
  const size = (n * (n + 1)) / 2 + 1;
  const shares = new Float64Array(size);
  shares[0] = 1;
  for (let i = 1; i <= n; i++)
    for (let u = size - 1; u >= 0; u--) shares[u] = (shares[u]! + (u >= i ? shares[u - i]! : 0)) / 2;
  return shares;
}

/** p from a symmetric distribution of whole numbers. */
function exactP(shares: Float64Array, statistic: number, alternative: Alternative): number {
  const last = shares.length - 1;
  // Symmetry: the far tail is summed from its own end, so that it keeps its digits.
  const upTo = (u: number): number => compensatedSum(shares.subarray(0, Math.max(0, Math.floor(u) + 1)));
  const [lower, upper] = [upTo(statistic), upTo(last - Math.ceil(statistic))];
  if (alternative === "two.sided") return Math.min(1, 2 * Math.min(lower, upper));
  return Math.min(1, alternative === "less" ? lower : upper);
}

function normalP(distance: number, sigma: number, alternative: Alternative, correct: boolean): number {
  const shift = { "two.sided": Math.sign(distance) / 2, greater: 0.5, less: -0.5 }[alternative];
  const { lower, upper } = normalTails((distance - (correct ? shift : 0)) / sigma);
  return { "two.sided": 2 * Math.min(lower, upper), greater: upper, less: lower }[alternative];
}

/**
 * Wilcoxon's rank-sum test (Mann and Whitney's U) of two independent samples; the statistic is U of group 1.
 *
 * @param x values of group 1, length >= 1
 * @param y values of group 2, length >= 1
 * @throws EvidensError `synthesis/bad-data`; with `exact` and ties
 * Source: Mann and Whitney 1947, doi:10.1214/aoms/1177730491; ties and correction as R's `wilcox.test`.
 * Checked: tests/synthesis/golden-classic-tests.test.ts; tests/synthesis/classic-tests.test.ts (all orders of small samples).
 * Cost of the exact distribution O(m^2 n).
 */
export function rankSumTest(x: Values, y: Values, options: RankTestSettings = {}): WilcoxonTest {
  const alternative = checkedAlternative(options.alternative);
  const one = checkedValues("Group 1", x, 1);
  const two = checkedValues("Group 2", y, 1);
  const [m, n] = [one.length, two.length];
  const { ranks, ties } = averageRanks(Float64Array.of(...one, ...two));
  const statistic = compensatedSum(ranks.subarray(0, m)) - (m * (m + 1)) / 2;
  const exact = options.exact ?? (ties.length === 0 && m < MOST_EXACT && n < MOST_EXACT);
  if (exact && ties.length > 0)
    refuseData("There are ties, for which the exact distribution does not hold.", "Leave exact out.");
  if (exact) return { statistic, df: null, p: exactP(rankSumShares(m, n), statistic, alternative), exact };
  const total = m + n;
  const lost = ties.reduce((sum, t) => sum + t ** 3 - t, 0) / (total * (total - 1));
  const sigma = Math.sqrt(((m * n) / 12) * (total + 1 - lost));
  if (!(sigma > 0)) refuseData("All values are equal.", "Pass values that vary.");
  const distance = statistic - (m * n) / 2;
  return { statistic, df: null, p: normalP(distance, sigma, alternative, options.correct ?? true), exact };
}

/**
 * Wilcoxon's signed-rank test of pairs, first less second; pairs without a difference are left out. The statistic is
 * the sum of the ranks of positive differences.
 *
 * @param x values, length >= 1
 * @param y values of the same people, same length
 * @throws EvidensError `synthesis/bad-data`; with `exact` and ties or zeros
 * Source: Wilcoxon 1945, doi:10.2307/3001968; ties, zeros and correction as R's `wilcox.test`.
 * Checked: tests/synthesis/classic-tests.test.ts (all signs of small samples).
 */
export function signedRankTest(x: Values, y: Values, options: RankTestSettings = {}): WilcoxonTest {
  const alternative = checkedAlternative(options.alternative);
  const [first, second] = checkedPairs(x, y, 1);
  const all = first.map((value, i) => value - second[i]!);
  const differences = all.filter((difference) => difference !== 0);
  const n = differences.length;
  if (n === 0) refuseData("No pair differs.", "Pass pairs that differ.");
  const { ranks, ties } = averageRanks(differences.map(Math.abs));
  const clean = ties.length === 0 && n === all.length;
  const statistic = compensatedSum(ranks.filter((_, i) => differences[i]! > 0));
  const exact = options.exact ?? (clean && n < MOST_EXACT);
  if (exact && !clean)
    refuseData(
      "There are ties or zeros, for which the exact distribution does not hold.",
      "Leave exact out.",
    );
  if (exact) return { statistic, df: null, p: exactP(signedRankShares(n), statistic, alternative), exact };
  const lost = ties.reduce((sum, t) => sum + t ** 3 - t, 0) / 48;
  const sigma = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - lost);
  const distance = statistic - (n * (n + 1)) / 4;
  return { statistic, df: null, p: normalP(distance, sigma, alternative, options.correct ?? true), exact };
}
