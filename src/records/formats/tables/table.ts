import type { Problem } from "#kernel";
import type { ColumnMapping, LineTally, Reader, ReaderOptions, Step, TextPieces } from "../format.ts";
import { isBlank } from "../lines.ts";
import { aligned } from "./table-align.ts";
import { type Column, type PlacedColumn, placeColumns } from "./table-columns.ts";
import { HEAD, knownHeadings, type Layout, layoutOf } from "./table-head.ts";
import { meaningOf } from "./table-headings.ts";
import { columnsRead, noColumns, type RowReader, rowReader } from "./table-reading.ts";
import { type TableRow, tableRows } from "./table-rows.ts";
import { linesBefore, type RowTally, rowTally } from "./table-tally.ts";

/** Reads tables as text: CSV, TSV and the like, whichever program wrote them. */
export const tableReader: Reader = { parser: "evidens-table/1", entries: readTable };

/** How a table would be read. */
export interface GuessedColumns {
  readonly delimiter: string;
  /** 1-based line of the row of headings; 0 when the table has none. */
  readonly headerLine: number;
  readonly columns: readonly Column[];
}

/**
 * Guesses what the columns of a text table hold, for a person to check before the import.
 *
 * @param head beginning of the decoded text, 256 KiB are enough
 * @param chosen what a person chose: their headings count as known
 * Checked: tests/records/table.test.ts.
 */
export function guessColumns(head: string, chosen?: ColumnMapping): GuessedColumns {
  const { dialect, headerLine, columns } = layoutOf(head, chosen);
  return { delimiter: dialect.delimiter, headerLine, columns: columns.map(plainColumn) };
}

/** Without what only the reading of rows needs. */
export function plainColumn({ heading, field, examples }: PlacedColumn): Column {
  return { heading, field, examples };
}

/**
 * Whether a text is a table of records: a row with known headings, and rows of its width below. To be
 * asked after all other formats; prose and tagged formats have no such row.
 *
 * @param head beginning of the decoded text
 */
export function looksLikeTable(head: string): boolean {
  // JSON, XML and BibTeX may begin like a table with one known word.
  if (/^[\s\ufeff]*(?:[{<@%]|\[\s*[{"\]]|TY {1,2}-|PMID- )/.test(head)) return false;
  const { known, even, width } = layoutOf(head);
  return width > 1 && known >= 2 && even >= 0.5;
}

/**
 * Reads the rows of a table as records. Delimiter and row of headings are found by content; lines before
 * the headings, repeated headings, rows without any value and lines programs add at the end are no records.
 *
 * Source: RFC 4180; dialects as met in real exports. Checked: tests/records/table.test.ts,
 * table.prop.test.ts, table-corpus.test.ts. Cost linear.
 */
function* readTable(text: TextPieces, options?: ReaderOptions): Generator<Step, LineTally> {
  const { head, after } = peeked(text);
  const layout = layoutOf(head, options?.columns);
  const before = linesBefore(head.slice(0, layout.start));
  const tally = rowTally(before);
  const rows = tableRows(after(layout.start), layout.dialect, layout.width, before.total + 1);
  const table: Table = {
    layout,
    options,
    reader: readerOf(layout.columns, options),
    columns: layout.columns,
    width: layout.width,
    heading: null,
  };
  if (layout.headerLine > 0) {
    const step = rows.next();
    if (!step.done) {
      tally.outside(step.value);
      table.heading = step.value.raw;
    }
  }
  if (!isBlank(head)) {
    yield { problem: columnsRead(layout.columns, layout.headerLine, tally.lines().outside) };
    if (!table.reader.useful) yield { problem: noColumns(Math.max(1, layout.headerLine)) };
  }
  for (const row of rows) yield* readRow(row, table, tally);
  yield* tally.problems();
  return tally.lines();
}

interface Table {
  readonly layout: Layout;
  readonly options: ReaderOptions | undefined;
  reader: RowReader;
  columns: readonly PlacedColumn[];
  /** Cells of a whole row. */
  width: number;
  /** The row of headings as it stood. */
  heading: string | null;
}

function readerOf(columns: readonly PlacedColumn[], options: ReaderOptions | undefined): RowReader {
  return rowReader(columns, "text", options?.columns !== undefined);
}

/** Lines that programs add below their rows, alone in their first cell. */
const AFTERWORD =
  /^(?:total\b|copyright\b|©|exported\b|generated\b|search (?:date|query|strategy)|\d+ (?:records|results)\b|-{5,}|end of (?:file|export))/i;

function* readRow(row: TableRow, table: Table, tally: RowTally): Generator<Step> {
  const { cells, raw, line, filled, lines, fault } = row;
  if (filled === 0) return tally.kept(row);
  if (fault === "long") {
    tally.outside(row);
    yield { problem: tooLong(line) };
    return;
  }
  const values = cells.filter((cell) => cell.trim() !== "");
  if (values.length === 0) return tally.outside(row, "empty");
  const alone = values.length === 1 && cells[0]!.trim() !== "" && table.width > 3;
  if (raw === table.heading || (alone && AFTERWORD.test(cells[0]!.trim())))
    return tally.outside(row, "wrapping");
  if (isHeading(cells)) {
    tally.outside(row);
    table.columns = placeColumns(cells, [], table.options?.columns);
    table.reader = readerOf(table.columns, table.options);
    table.width = cells.length;
    table.heading = raw;
    yield { problem: columnsRead(table.columns, line, lines) };
    return;
  }
  if (!table.reader.useful) return tally.outside(row);
  const own = table.columns.slice(0, table.heading === null ? undefined : table.width);
  const moved = aligned(cells, own, table.layout.dialect.delimiter);
  if (moved !== null) tally.note("shifted", line);
  else if (values.length > 0 && cells.slice(own.length).some((cell) => cell.trim() !== ""))
    tally.note("wide", line);
  const problems: Problem[] = fault === "quote" ? [openQuote(line)] : [];
  const fields = table.reader.read(moved ?? cells, (problem) => problems.push({ line, ...problem }));
  tally.kept(row);
  yield { entry: { line, raw, fields } };
  for (const problem of problems) yield { problem };
}

/** Another row of headings: files put together of several have one in their middle. */
function isHeading(cells: readonly string[]): boolean {
  const first = cells[0]!.trim();
  if (
    cells.length < 4 ||
    first.length > 40 ||
    first === "" ||
    cells.some((cell) => cell.length >= 60) ||
    meaningOf(first, /^[A-Z][A-Z0-9]$/.test(first)) === null
  )
    return false;
  return knownHeadings(cells) >= 4;
}

/** The beginning of a text, and the whole of it from an offset in the beginning on. */
function peeked(text: TextPieces): { readonly head: string; after(offset: number): TextPieces } {
  if (typeof text === "string") return { head: text.slice(0, HEAD), after: (offset) => text.slice(offset) };
  const pieces = text[Symbol.iterator]();
  let head = "";
  while (head.length < HEAD) {
    const step = pieces.next();
    if (step.done === true) break;
    head += step.value;
  }
  const after = function* (offset: number): Generator<string> {
    yield head.slice(offset);
    for (let step = pieces.next(); step.done !== true; step = pieces.next()) yield step.value;
  };
  return { head, after };
}

function openQuote(line: number): Problem {
  return {
    code: "records/table-open-quote",
    line,
    message: "A quotation mark in this row is never closed; the row was read as far as it goes.",
    remedy: "Check this record; export the search again if the file was cut off.",
  };
}

function tooLong(line: number): Problem {
  return {
    code: "records/table-row-too-long",
    line,
    message: "A row of more than 4 million characters was not read; no record is that long.",
    remedy: "Check the file for a quotation mark that is never closed, and export it again.",
  };
}
