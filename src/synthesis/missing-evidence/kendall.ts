import { normalUpper } from "#numerics";

/** Kendall's rank correlation with a two-sided p value. */
export interface KendallTest {
  /** tau-b; null when all values of one variable are equal. */
  readonly tau: number | null;
  /** Concordant minus discordant pairs. */
  readonly s: number;
  /** S in standard deviations, the variance corrected for ties; 0 when all values of one variable are equal. */
  readonly z: number;
  readonly p: number | null;
  /** True when p comes from the exact distribution; ties rule it out. */
  readonly exact: boolean;
}

/** Beyond this many values n! is no double any more, and the normal approximation is good. */
const MOST_EXACT = 170;

/**
 * The share of orders of n values with at most `most` concordant pairs.
 *
 * Counts are built up one value at a time; each row is symmetric, so that only its lower half is summed.
 * Cost O(n * most).
 */
function shareWithAtMost(n: number, most: number): number {
  let row = Float64Array.of(1);
  for (let i = 2; i <= n; i++) {
    const pairs = (i * (i - 1)) / 2;
    const next = new Float64Array(Math.min(pairs, most) + 1);
    const before = ((i - 1) * (i - 2)) / 2;
    const old = (j: number): number => (j < 0 || j > before ? 0 : row[j]!);
    const half = Math.floor(pairs / 2);
    for (let j = 0; j < next.length; j++) {
      if (j > half) next[j] = next[pairs - j]!;
      else next[j] = (j === 0 ? 0 : next[j - 1]!) + (old(j) - old(j - i)) / i;
    }
    row = next;
  }
  return row.reduce((sum, share) => sum + share, 0);
}

function exactP(n: number, s: number): number {
  const pairs = (n * (n - 1)) / 2;
  const concordant = (s + pairs) / 2;
  return Math.min(1, 2 * shareWithAtMost(n, Math.min(concordant, pairs - concordant)));
}

/** Sizes of the groups of equal values, groups of one left out. */
function ties(values: Float64Array): number[] {
  const sorted = values.toSorted();
  const groups: number[] = [];
  for (let i = 0; i < sorted.length; ) {
    let to = i + 1;
    while (to < sorted.length && sorted[to] === sorted[i]) to++;
    if (to - i > 1) groups.push(to - i);
    i = to;
  }
  return groups;
}

const over = (groups: readonly number[], f: (t: number) => number): number =>
  groups.reduce((sum, t) => sum + f(t), 0);

/** Variance of S under independence, corrected for ties. */
function varianceOfS(n: number, a: readonly number[], b: readonly number[]): number {
  const spread = (t: number): number => t * (t - 1) * (2 * t + 5);
  const two = (t: number): number => t * (t - 1);
  const three = (t: number): number => t * (t - 1) * (t - 2);
  const main = (spread(n) - over(a, spread) - over(b, spread)) / 18;
  const pairs = (over(a, two) * over(b, two)) / (2 * n * (n - 1));
  const triples = n > 2 ? (over(a, three) * over(b, three)) / (9 * three(n)) : 0;
  return main + pairs + triples;
}

/**
 * Kendall's tau-b of two variables, tested exactly where there are no ties, by the normal otherwise.
 *
 * @param a values, length n >= 2
 * @param b values, length n
 * @param exact false for the normal approximation always; default: exact without ties, up to 170 values
 * Source: Kendall 1938, doi:10.1093/biomet/30.1-2.81; ties as in Hollander and Wolfe and in R's `cor.test`.
 * Checked: tests/synthesis/rank-test.test.ts (all orders of up to six values). Cost O(n^2).
 */
export function kendallTest(a: Float64Array, b: Float64Array, exact = true): KendallTest {
  const n = a.length;
  let s = 0;
  for (let i = 1; i < n; i++)
    for (let j = 0; j < i; j++) s += Math.sign(a[i]! - a[j]!) * Math.sign(b[i]! - b[j]!);
  const [tiesA, tiesB] = [ties(a), ties(b)];
  const pairs = (n * (n - 1)) / 2;
  const half = (t: number): number => (t * (t - 1)) / 2;
  const size = Math.sqrt(pairs - over(tiesA, half)) * Math.sqrt(pairs - over(tiesB, half));
  if (size === 0) return { tau: null, s, z: 0, p: null, exact: false };
  const tau = s / size;
  const z = s / Math.sqrt(varianceOfS(n, tiesA, tiesB));
  if (exact && tiesA.length + tiesB.length === 0 && n <= MOST_EXACT)
    return { tau, s, z, p: exactP(n, s), exact: true };
  return { tau, s, z, p: Math.min(1, 2 * normalUpper(Math.abs(z))), exact: false };
}
