import { chiSquareUpper, compensatedSum } from "#numerics";
import type { ClassicTest, Values } from "./classic.types.ts";
import { checkedTable, refuseData } from "./refuse.ts";

/** Sums of a table of counts. */
interface Margins {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly total: number;
}

function marginsOf(table: readonly Float64Array[]): Margins {
  const rows = table.map((row) => row.reduce((a, b) => a + b, 0));
  const columns = Array.from(table[0]!, (_, j) => table.reduce((sum, row) => sum + row[j]!, 0));
  return { rows, columns, total: rows.reduce((a, b) => a + b, 0) };
}

export interface ChiSquareTable extends ClassicTest {
  readonly df: number;
  /** Counts expected when rows and columns are independent. */
  readonly expected: readonly (readonly number[])[];
  /** Pearson's residuals. */
  readonly residuals: readonly (readonly number[])[];
  /** Residuals over their standard errors. */
  readonly standardised: readonly (readonly number[])[];
  /** Cramér's V, from the statistic without correction. */
  readonly cramersV: number;
}

/**
 * Pearson's chi-square test that the rows and columns of a table are independent.
 *
 * @param table counts, row after row, at least 2 by 2, no empty row or column
 * @param options `correct`: Yates' correction, for 2 by 2 tables only; default true
 * @throws EvidensError `synthesis/bad-data`
 * Source: Pearson 1900; Yates 1934, doi:10.2307/2983604. Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12.
 */
export function chiSquareTable(
  table: readonly Values[],
  options: { readonly correct?: boolean } = {},
): ChiSquareTable {
  const counts = checkedTable(table);
  const { rows, columns, total } = marginsOf(counts);
  if (rows.includes(0) || columns.includes(0))
    refuseData("A row or a column of the table is empty.", "Leave empty rows and columns out.");
  const square = rows.length === 2 && columns.length === 2;
  const expected = rows.map((row) => columns.map((column) => (row * column) / total));
  const cells = (of: (count: number, e: number, i: number, j: number) => number): number[][] =>
    expected.map((row, i) => row.map((e, j) => of(counts[i]![j]!, e, i, j)));
  const sum = (values: readonly (readonly number[])[]): number => compensatedSum(values.flat());
  const nearest = Math.min(...cells((count, e) => Math.abs(count - e)).flat());
  const shift = square && options.correct !== false ? Math.min(0.5, nearest) : 0;
  const statistic = sum(cells((count, e) => (Math.abs(count - e) - shift) ** 2 / e));
  const plain = sum(cells((count, e) => (count - e) ** 2 / e));
  const df = (rows.length - 1) * (columns.length - 1);
  const free = (i: number, j: number): number => (1 - rows[i]! / total) * (1 - columns[j]! / total);
  return {
    statistic,
    df,
    p: chiSquareUpper(statistic, df),
    expected,
    residuals: cells((count, e) => (count - e) / Math.sqrt(e)),
    standardised: cells((count, e, i, j) => (count - e) / Math.sqrt(e * free(i, j))),
    cramersV: Math.sqrt(plain / (total * (Math.min(rows.length, columns.length) - 1))),
  };
}

/**
 * McNemar's test of paired yes/no answers: that both kinds of change are equally common.
 *
 * @param table first answer by row, second by column, 2 by 2
 * @param options `correct`: continuity correction; default true
 * @throws EvidensError `synthesis/bad-data`; where no pair changed
 * Source: McNemar 1947, doi:10.1007/BF02295996. Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12.
 */
export function mcNemarTest(
  table: readonly Values[],
  options: { readonly correct?: boolean } = {},
): ClassicTest {
  const [first, second] = checkedTable(table, 2, 2);
  const [b, c] = [first![1]!, second![0]!];
  if (b + c === 0) refuseData("No pair of answers differs.", "Pass pairs of which some changed.");
  const distance = Math.abs(b - c);
  const shift = options.correct !== false && distance > 0 ? 1 : 0;
  const statistic = (distance - shift) ** 2 / (b + c);
  return { statistic, df: 1, p: chiSquareUpper(statistic, 1) };
}
