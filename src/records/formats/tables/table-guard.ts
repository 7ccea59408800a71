/**
 * Beginnings that spreadsheets take for a formula or that shift cells, also behind blanks and
 * quotation marks.
 */
const FORMULA = /^(?:[\s'"]*[=+\-@＝＋－＠]|['"]*[\t\r\n])/;
const NEGATIVE = /^-(?:\d+(?:\.\d+)?|\.\d+)$/;

/**
 * A text as a cell that no spreadsheet runs: what begins as a formula does gets an apostrophe in front.
 * Negative numbers stay. `unguarded` takes the apostrophe off again, also from texts with one of their own.
 *
 * Source: OWASP, CSV injection. Checked: tests/records/table-write.prop.test.ts.
 */
export function guarded(text: string): string {
  return FORMULA.test(text) && !NEGATIVE.test(text) ? `'${text}` : text;
}

/** The text that `guarded` was given. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** What of a text a text file gives back: no NUL, no half characters. */
export function heldByText(text: string): string {
  return text.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "?");
}
