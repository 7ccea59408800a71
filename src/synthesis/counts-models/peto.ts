import { cellsOf, checkedLevel } from "./check-counts.ts";
import { countsResult, notEstimable } from "./counts-inference.ts";
import { observedLessExpected, tableEffects } from "./study-effects.ts";
import type { CountsResult, CountTables, ZeroCellRule } from "./types.ts";
import { corrected, fullRule, SUM_RULE } from "./zero-cells.ts";

export interface PetoOptions {
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
  /** What is added to cells before anything is computed; default nothing, since the method needs nothing. */
  readonly zeroCells?: ZeroCellRule;
}

/**
 * Pooled log odds ratio by Peto's one-step method.
 *
 * @param tables events and group sizes, each of length k >= 1
 * @throws EvidensError `synthesis/bad-counts`, `synthesis/bad-options`; `synthesis/not-estimable` where no table has both events and people without
 * Source: Yusuf et al. 1985, doi:10.1016/S0033-0620(85)80003-7.
 * Checked: tests/synthesis/golden-mh-peto.test.ts, relative 1e-12. Cost O(k).
 */
export function peto(tables: CountTables, options: PetoOptions = {}): CountsResult {
  const level = checkedLevel(options.level);
  const cells = cellsOf(tables);
  const sums = corrected(cells, { ...fullRule(options.zeroCells, SUM_RULE), dropDoubleZero: false });
  const weights = new Float64Array(cells.k);
  let [excess, variance] = [0, 0];
  for (let i = 0; i < cells.k; i++) {
    const table = observedLessExpected(sums.a[i]!, sums.b[i]!, sums.c[i]!, sums.d[i]!);
    weights[i] = table.variance;
    excess += table.excess;
    variance += table.variance;
  }
  if (!(variance > 0))
    notEstimable("Peto odds ratio", "no study has both people with and people without events.");
  const pooled = { estimate: excess / variance, se: Math.sqrt(1 / variance) };
  return countsResult(cells.k, pooled, tableEffects.PETO(sums), weights, level);
}
