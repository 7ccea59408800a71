/**
 * Sum with a running compensation (Neumaier), exact to about one rounding for any order of terms.
 *
 * @param values finite numbers; an empty array sums to 0
 * Source: Neumaier 1974, doi:10.1002/zamm.19740540106.
 * Checked: tests/numerics/sum.test.ts.
 */
export function compensatedSum(values: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
