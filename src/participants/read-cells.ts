import { isCalendarDate } from "#review";

const PLAIN = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?$/;
/** `1,234` and `1.234`: a thousand, or one and a bit. */
const GROUPED = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

/** What the numbers of one column show about their decimal sign. */
export interface DecimalSigns {
  readonly comma: boolean;
  readonly point: boolean;
}

/** Looks for numbers that only one decimal sign explains, such as `12,5`. */
export function decimalSigns(cells: Iterable<string>): DecimalSigns {
  let [comma, point] = [false, false];
  for (const cell of cells) {
    if (comma && point) break;
    if (!PLAIN.test(cell) || GROUPED.test(cell)) continue;
    comma ||= cell.includes(",");
    point ||= cell.includes(".");
  }
  return { comma, point };
}

/** A number as people write it, with U+2212 for minus as `-`. */
export function plainMinus(cell: string): string {
  return cell.replace(/^[\u2212\u2013]/, "-");
}

/**
 * The number in a cell; `null` where there is none, `ambiguous` where `1,234` could be a thousand.
 *
 * @param cell not empty, minus as `-`
 * @param signs of the whole column
 */
export function readNumber(cell: string, signs: DecimalSigns): number | null | "ambiguous" {
  if (!PLAIN.test(cell)) return null;
  // A point is the decimal sign of every programming language; only a comma elsewhere in the column casts doubt.
  if (GROUPED.test(cell) && (cell.includes(",") ? !signs.comma || signs.point : signs.comma && !signs.point))
    return "ambiguous";
  const value = Number(cell.replace(",", "."));
  return Number.isFinite(value) ? value : null;
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?$/;
const NORWEGIAN = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;

/** A date as ISO 8601: from ISO 8601 (a time of day is left out) or `31.12.2020`; otherwise why not. */
export function readDate(
  cell: string,
): { readonly date: string } | { readonly fault: "format" | "impossible" } {
  const [, iso] = ISO.exec(cell) ?? [];
  const [, day, month, year] = NORWEGIAN.exec(cell) ?? [];
  const date =
    iso ?? (year === undefined ? undefined : `${year}-${month!.padStart(2, "0")}-${day!.padStart(2, "0")}`);
  if (date === undefined) return { fault: "format" };
  return isCalendarDate(date) ? { date } : { fault: "impossible" };
}
