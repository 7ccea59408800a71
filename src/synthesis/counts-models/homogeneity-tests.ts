import { chiSquareUpper } from "#numerics";
import type { Cells } from "./check-counts.ts";
import { chiSquareTest } from "./counts-inference.ts";
import { observedLessExpected } from "./study-effects.ts";
import type { ChiSquareTest } from "./types.ts";

/**
 * Cochran-Mantel-Haenszel test that no table shows an association.
 *
 * @param correct subtract 1/2 from the total distance, as most programs do by default
 * @returns `null` where no table has both events and people without
 * Source: doi:10.1093/jnci/22.4.719.
 */
export function cochranMantelHaenszel(cells: Cells, correct: boolean): ChiSquareTest | null {
  let distance = 0;
  let variance = 0;
  for (let i = 0; i < cells.k; i++) {
    const table = observedLessExpected(cells.a[i]!, cells.b[i]!, cells.c[i]!, cells.d[i]!);
    distance += table.excess;
    variance += table.variance;
  }
  if (!(variance > 0)) return null;
  const statistic = (Math.abs(distance) - (correct ? 0.5 : 0)) ** 2 / variance;
  return { statistic, df: 1, p: chiSquareUpper(statistic, 1) };
}

/** Events in group 1 that keep the margins and have this odds ratio. */
function expectedEvents(n1: number, n2: number, events: number, ratio: number): number {
  const half = (ratio * (n1 + events) + n2 - events) / 2;
  const product = ratio * n1 * events;
  // The smaller root of (ratio - 1) x^2 - 2 half x + product, in the form that does not cancel.
  const root = Math.sqrt(Math.max(0, half * half - product * (ratio - 1)));
  return half < 0 ? (root - half) / (1 - ratio) : product / (half + root);
}

/**
 * Breslow-Day test that the tables share one odds ratio, and the same with Tarone's correction.
 *
 * @param ratio the pooled odds ratio, > 0
 * Source: Breslow and Day 1980, "Statistical Methods in Cancer Research I"; doi:10.1093/biomet/72.1.91.
 * Checked: tests/synthesis/golden-mh-peto.test.ts.
 */
export function breslowDay(
  cells: Cells,
  ratio: number,
): { readonly breslowDay: ChiSquareTest | null; readonly tarone: ChiSquareTest | null } {
  let [sum, distance, total, tables] = [0, 0, 0, 0];
  for (let i = 0; i < cells.k; i++) {
    const [a, b, c, d] = [cells.a[i]!, cells.b[i]!, cells.c[i]!, cells.d[i]!];
    const [events, without] = [a + c, b + d];
    if (!(events > 0 && without > 0)) continue;
    const expected = expectedEvents(a + b, c + d, events, ratio);
    const rest = c + d - events + expected;
    const variance = 1 / (1 / expected + 1 / (a + b - expected) + 1 / (events - expected) + 1 / rest);
    sum += (a - expected) ** 2 / variance;
    distance += a - expected;
    total += variance;
    tables++;
  }
  const df = tables - 1;
  return {
    breslowDay: chiSquareTest(sum, df),
    tarone: chiSquareTest(Math.max(0, sum - distance ** 2 / total), df),
  };
}
