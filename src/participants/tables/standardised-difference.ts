import { choleskyFactor, choleskySolve, compensatedSum, matrix } from "#numerics";

/** Mean and variance (n - 1), in two passes. */
function moments(values: ArrayLike<number>): { readonly mean: number; readonly variance: number } {
  const list = Float64Array.from(values);
  const mean = compensatedSum(list) / list.length;
  return { mean, variance: compensatedSum(list.map((value) => (value - mean) ** 2)) / (list.length - 1) };
}

/**
 * Standardised difference of two groups: difference of means over the root of the mean of the two variances.
 *
 * @param x values of group 1, finite
 * @param y values of group 2, finite
 * @returns null with fewer than two values in a group or without any spread
 * Source: Austin 2009, doi:10.1002/sim.3697. Checked: tests/participants/baseline-table.test.ts.
 */
export function standardisedDifference(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  if (x.length < 2 || y.length < 2) return null;
  const [one, two] = [moments(x), moments(y)];
  const spread = Math.sqrt((one.variance + two.variance) / 2);
  return spread > 0 ? (one.mean - two.mean) / spread : null;
}

/**
 * Standardised difference of a category with k levels: the Mahalanobis distance of the shares of k - 1 levels.
 * With two levels it has the sign of the first group's share of the second level less the second group's.
 *
 * @param first  counts of the levels in group 1
 * @param second counts of the levels in group 2, same length
 * @returns null where a group is empty or nothing varies
 * Source: Yang and Dalton 2012, SAS Global Forum 335-2012; for two levels Austin 2009, doi:10.1002/sim.3697.
 * Checked: tests/participants/baseline-table.test.ts.
 */
export function standardisedDifferenceOfShares(
  first: readonly number[],
  second: readonly number[],
): number | null {
  const [n1, n2] = [first, second].map((counts) => counts.reduce((a, b) => a + b, 0)) as [number, number];
  if (n1 === 0 || n2 === 0) return null;
  const used = first.map((_, i) => i).filter((i) => first[i]! + second[i]! > 0);
  if (used.length < 2) return null;
  const p = used.slice(1).map((i) => first[i]! / n1);
  const q = used.slice(1).map((i) => second[i]! / n2);
  const size = p.length;
  const s = matrix(size, size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      s.values[i * size + j] =
        i === j ? (p[i]! * (1 - p[i]!) + q[i]! * (1 - q[i]!)) / 2 : -(p[i]! * p[j]! + q[i]! * q[j]!) / 2;
  const gap = Float64Array.from(p, (share, i) => share - q[i]!);
  if (size === 1) return s.values[0]! > 0 ? gap[0]! / Math.sqrt(s.values[0]!) : null;
  const factor = choleskyFactor(s);
  if (factor === null) return null;
  const solved = choleskySolve(factor, matrix(size, 1, gap)).values;
  return Math.sqrt(gap.reduce((sum, value, i) => sum + value * solved[i]!, 0));
}
