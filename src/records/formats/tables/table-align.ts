import type { PlacedColumn } from "./table-columns.ts";
import type { ColumnField } from "./table-headings.ts";

/** More cells too many than this are a damaged row, not a slip. */
const MOST_EXTRA = 8;

const fits = (pattern: RegExp) => (value: string) => pattern.test(value);
const PAGE = fits(/^[A-Za-z]{0,3}\d{1,7}[A-Za-z]?(?:\.0)?$/);
/** What values of a field look like, of fields whose values tell themselves from others. */
const SHAPES: ReadonlyMap<ColumnField, (value: string) => boolean> = new Map([
  ["year", fits(/^(?:1[5-9]|20)\d\d(?:\.0)?$/)],
  ["doi", fits(/10\.\d{4}/)],
  ["pmid", fits(/^(?:pmid:? ?|pubmed ?)?\d{1,8}(?:\.0)?$/i)],
  ["issn", fits(/^[\d(=][^\p{L}]*(?:[xX(]|$)/u)],
  ["isbn", fits(/^[\d(=][^\p{L}]*(?:[xX(]|$)/u)],
  ["url", fits(/^https?:/i)],
  ["scopus", fits(/^2-s2\.0-/)],
  ["wos", fits(/^WOS:/)],
  ["startPage", PAGE],
  ["endPage", PAGE],
  ["volume", fits(/^.{1,20}$/)],
  ["issue", fits(/^.{1,20}$/)],
  ["language", fits(/^\p{Lu}?\p{Ll}{1,14}(?:[;,].*)?$/u)],
  ["authors", fits(/^[^@]*$/)],
  ["editors", fits(/^[^@]*$/)],
  ["publisher", fits(/^[^@;]{2,80}$/)],
  ["title", fits(/^.{1,600}$/s)],
  ["abstract", fits(/^.{40,}$/s)],
] as [ColumnField, (value: string) => boolean][]);

/**
 * A row with more cells than the table has columns, in its place again: Scopus writes rows with a cell
 * too many in their middle, and people leave a comma in a title without quotation marks. The cells
 * behind the slip are moved where most of them look like what their columns hold.
 *
 * @returns null when the row is best left as it is. Cost linear in the columns.
 */
export function aligned(
  cells: readonly string[],
  columns: readonly PlacedColumn[],
  delimiter: string,
): string[] | null {
  const width = columns.length;
  const extra = cells.length - width;
  if (extra < 1 || extra > MOST_EXTRA || cells.slice(width).every((cell) => cell.trim() === "")) return null;
  const score = (column: number, shift: number): number => {
    const like = SHAPES.get(columns[column]!.field);
    const value = cells[column + shift]!.trim();
    return like === undefined || value === "" ? 0 : like(value) ? 1 : -1;
  };
  let total = 0;
  for (let i = 0; i < width; i++) total += score(i, 0);
  let best = { at: width, total };
  for (let at = width - 1; at >= 0; at--) {
    total += score(at, extra) - score(at, 0);
    if (total > best.total) best = { at, total };
  }
  if (best.at === width) return null;
  const moved = [...cells.slice(0, best.at), ...cells.slice(best.at + extra)];
  const between = cells.slice(best.at, best.at + extra);
  // `A, B` without quotation marks: what follows the comma begins with a blank.
  if (best.at > 0 && between.every((cell) => cell.startsWith(" ")))
    moved[best.at - 1] = [moved[best.at - 1]!, ...between].join(delimiter);
  return moved;
}
