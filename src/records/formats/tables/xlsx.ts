import type { Problem } from "#kernel";
import type { BinaryReader, LineTally, ReaderOptions, Step } from "../format.ts";
import { type GuessedColumns, plainColumn } from "./table.ts";
import { aligned } from "./table-align.ts";
import { type PlacedColumn, placeColumns } from "./table-columns.ts";
import { knownHeadings, readsLikeHeadings } from "./table-head.ts";
import { columnsRead, noColumns, rowReader } from "./table-reading.ts";
import { type RowTally, rowTally } from "./table-tally.ts";
import { type Sheet, type SheetRow, workbookOf } from "./xlsx-book.ts";

/** Reads Excel workbooks: the first sheet that has a row of headings. */
export const xlsxReader: BinaryReader = { parser: "evidens-xlsx/1", entriesOf: readWorkbook };

/** Rows that may stand before the row of headings. */
const MOST_PREAMBLE = 60;
const SAMPLE = 60;

/**
 * Guesses what the columns of a workbook hold, as `guessColumns` does for text; null when it cannot be read.
 *
 * @param bytes of the file
 * Checked: tests/records/xlsx.test.ts.
 */
export function guessWorkbookColumns(bytes: Uint8Array): GuessedColumns | null {
  const book = workbookOf(bytes);
  if ("refused" in book) return null;
  const plan = planOf(book.sheets, undefined);
  return plan === null
    ? null
    : { delimiter: "", headerLine: plan.header?.line ?? 0, columns: plan.columns.map(plainColumn) };
}

/**
 * Reads the rows of a workbook's sheet as records; `raw` is the row's cells as one JSON object. Lines are
 * rows here. A workbook that is no safe archive is refused whole, before anything of it is read.
 *
 * Source: ECMA-376, read by SheetJS. Checked: tests/records/xlsx.test.ts, xlsx-guard.test.ts,
 * table-corpus.test.ts. Memory: the workbook, bounded by `XLSX_LIMITS`.
 */
function* readWorkbook(bytes: Uint8Array, options?: ReaderOptions): Generator<Step, LineTally> {
  const book = workbookOf(bytes);
  const tally = rowTally({ total: 0, blank: 0, kept: 0, outside: 0 });
  if ("refused" in book) {
    yield { problem: refused(book.refused) };
    return tally.lines();
  }
  const plan = planOf(book.sheets, options);
  if (plan === null) return tally.lines();
  for (const row of plan.before) tally.outside(oneLine(row));
  yield { problem: columnsRead(plan.columns, plan.header?.line ?? 0, plan.before.length) };
  const reader = rowReader(plan.columns, "workbook", options?.columns !== undefined);
  if (!reader.useful) yield { problem: noColumns(Math.max(1, plan.header?.line ?? 0)) };
  for (const row of plan.rows) {
    if (!reader.useful) tally.outside(oneLine(row));
    else if (sameCells(row.cells, plan.header?.cells)) tally.outside(oneLine(row), "wrapping");
    else yield* readRow(row, plan, reader.read, tally);
  }
  yield* tally.problems();
  for (const sheet of book.sheets) {
    if (sheet === plan.sheet || sheet.rows.length === 0) continue;
    for (const row of sheet.rows) tally.outside(oneLine(row));
    yield { problem: otherSheet(sheet, plan.sheet.name) };
  }
  return tally.lines();
}

type Read = ReturnType<typeof rowReader>["read"];

function* readRow(row: SheetRow, plan: Plan, read: Read, tally: RowTally): Generator<Step> {
  const problems: Problem[] = [];
  const moved = aligned(row.cells, plan.columns.slice(0, plan.header?.cells.length), ", ");
  if (moved !== null) tally.note("shifted", row.line);
  const fields = read(moved ?? row.cells, (problem) => problems.push({ line: row.line, ...problem }));
  tally.kept(oneLine(row));
  yield { entry: { line: row.line, raw: rawOf(row, plan.columns), fields } };
  for (const problem of problems) yield { problem };
}

interface Plan {
  readonly sheet: Sheet;
  readonly header: SheetRow | null;
  /** Rows up to the headings, these included. */
  readonly before: readonly SheetRow[];
  readonly rows: readonly SheetRow[];
  readonly columns: readonly PlacedColumn[];
}

function planOf(sheets: readonly Sheet[], options: ReaderOptions | undefined): Plan | null {
  for (const sheet of sheets) {
    let best = { at: -1, known: 0 };
    for (const [at, { cells }] of sheet.rows.slice(0, MOST_PREAMBLE).entries()) {
      const known = knownHeadings(cells, options?.columns);
      if (known > best.known) best = { at, known };
      if (best.known >= 3) break;
    }
    if (best.known > 0) return planned(sheet, best.at, options);
  }
  const sheet = sheets.find(({ rows }) => rows.length > 0);
  if (sheet === undefined) return null;
  const [first, ...others] = sheet.rows.slice(0, 12).map(({ cells }) => cells);
  return planned(sheet, others.length > 0 && readsLikeHeadings(first!, others) ? 0 : -1, options);
}

function planned(sheet: Sheet, at: number, options: ReaderOptions | undefined): Plan {
  const header = at === -1 ? null : sheet.rows[at]!;
  const rows = sheet.rows.slice(at + 1);
  const sample = rows.slice(0, SAMPLE).map(({ cells }) => cells);
  const columns = placeColumns(header?.cells ?? [], sample, options?.columns);
  return { sheet, header, before: sheet.rows.slice(0, at + 1), rows, columns };
}

function oneLine({ line }: SheetRow): { line: number; lines: number; filled: number } {
  return { line, lines: 1, filled: 1 };
}

function sameCells(a: readonly string[], b: readonly string[] | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((cell, i) => cell === b[i]);
}

/** Written by hand, so that a heading such as `__proto__` is a name like any other. */
function rawOf({ cells, values }: SheetRow, columns: readonly PlacedColumn[]): string {
  const members = cells.flatMap((cell, i) => {
    if (cell === "") return [];
    const name = columns[i]?.heading ?? `Column ${i + 1}`;
    return [`${JSON.stringify(name)}:${JSON.stringify(values[i])}`];
  });
  return `{${members.join(",")}}`;
}

function refused(why: string): Problem {
  return {
    code: "records/xlsx-refused",
    message: `The workbook was not opened: ${why}. Nothing was imported from it.`,
    remedy: "Open the file in a spreadsheet program, save it as CSV in UTF-8, and import that.",
  };
}

function otherSheet({ name, rows }: Sheet, read: string): Problem {
  return {
    code: "records/xlsx-other-sheet",
    message: `The sheet "${name}" holds ${rows.length} row(s) that were not read; the records were taken from "${read}".`,
    remedy: "If it holds records too, save it as a workbook of its own and import that.",
  };
}
