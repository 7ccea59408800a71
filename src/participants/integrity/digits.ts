import { chiSquareUpper } from "#numerics";
import { type CheckContext, firstValues, found, measuredColumns, noteCheck } from "./context.ts";
import type { DigitPreference } from "./integrity.types.ts";

const FEWEST = 50;
/** A variable must span so many last digits, or its shape alone decides them. */
const NARROWEST = 40;
const UNLIKELY = 0.001;

/**
 * Last digits of numbers against equal shares: people who invent or round numbers prefer some digits.
 *
 * Source: Mosimann, Wiseman and Edelman 1995, doi:10.1080/08989629508573866.
 */
export function checkDigits(context: CheckContext): readonly DigitPreference[] {
  const table = measuredColumns(context.data).flatMap((column) => {
    if (column.kind !== "number") return [];
    const values = column.variable.role === "baseline" ? firstValues(context, column.values) : column.values;
    const one = lastDigits(values.filter((value) => value !== null));
    return one === null ? [] : [{ variable: column.variable.name, ...one }];
  });
  for (const { variable, counts, p } of table) {
    if (p >= UNLIKELY) continue;
    const most = counts.indexOf(Math.max(...counts));
    found(context, {
      check: "digits",
      code: "last-digits",
      severity: "warning",
      variables: [variable],
      values: { p, digit: most, times: counts[most]!, of: counts.reduce((a, b) => a + b, 0) },
    });
  }
  noteCheck(context, "digits", table.length === 0 ? "too-few" : null);
  return table;
}

/**
 * How often each digit is the last, at the precision of the most exact value, with a chi-square test on 9 degrees
 * of freedom.
 *
 * @returns null with fewer than 50 values, or where they span fewer than 40 steps
 * Checked: tests/participants/integrity.test.ts.
 */
function lastDigits(values: readonly number[]): Omit<DigitPreference, "variable"> | null {
  if (values.length < FEWEST) return null;
  let decimals = 0;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    const text = String(value);
    // Numbers from a computation have digits without meaning.
    if (text.includes("e")) return null;
    decimals = Math.max(decimals, text.length - (text.indexOf(".") + 1 || text.length));
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (decimals > 3 || (most - least) * 10 ** decimals < NARROWEST) return null;
  const counts = new Array<number>(10).fill(0);
  for (const value of values) counts[Math.round(Math.abs(value) * 10 ** decimals) % 10]! += 1;
  const expected = values.length / 10;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return { counts, statistic, p: chiSquareUpper(statistic, 9) };
}
