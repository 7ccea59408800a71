/// <reference path="./table-papaparse.d.ts" />
import Papa from "papaparse/papaparse.js";
import type { ColumnMapping } from "../format.ts";
import { isBlank } from "../lines.ts";
import { type PlacedColumn, placeColumns } from "./table-columns.ts";
import { areTags, type ColumnField, meaningOf } from "./table-headings.ts";
import { type Dialect, tableRows } from "./table-rows.ts";

/** How a table is laid out, found in its beginning. */
export interface Layout {
  readonly dialect: Dialect;
  readonly columns: readonly PlacedColumn[];
  /** 1-based line of the header row; 0 when the table has none. */
  readonly headerLine: number;
  /** Offset in the head where the table begins: at its header row, else at its first row. */
  readonly start: number;
  /** Cells of a whole row. */
  readonly width: number;
  /** How much the table looks like one: known headings, and the share of rows of the right width. */
  readonly known: number;
  readonly even: number;
}

/** Characters of a file that its layout is found in. */
export const HEAD: number = 262_144;

const DELIMITERS = [",", ";", "\t", "|"] as const;
/** Lines that may stand before the header row. */
const MOST_PREAMBLE = 60;
const SAMPLE = 60;
const CORE: ReadonlySet<ColumnField> = new Set([
  "title",
  "authors",
  "abstract",
  "doi",
  "pmid",
  "journal",
  "year",
]);

/**
 * Finds delimiter and header row by content: the row whose cells are best known as headings. A table
 * without known headings is divided where its rows come out alike.
 *
 * @param head beginning of the text, at most `HEAD` characters are looked at
 * @param columns headings that a person gave a meaning count as known
 */
export function layoutOf(head: string, columns?: ColumnMapping): Layout {
  const text = head.slice(0, HEAD).replace(/^\ufeff/, "");
  const mark = head.length > 0 && head.charCodeAt(0) === 0xfeff ? 1 : 0;
  const newline = newlineOf(text);
  const found = knownHeader(text, newline, columns) ?? unknownHeader(text, newline);
  const { start, line, delimiter } = found;
  const dialect: Dialect = { delimiter, newline };
  const first = rowsFrom(text.slice(start), dialect, SAMPLE, false);
  const headings = found.header ? (first[0] ?? []) : [];
  const width = found.header ? headings.length : mode(first.map((row) => row.length));
  const sample = sampleOf(text.slice(start), dialect, width, text.length >= HEAD).slice(found.header ? 1 : 0);
  const placed = placeColumns(headings, sample, columns);
  return {
    dialect,
    columns: placed,
    headerLine: found.header ? line : 0,
    start: start + mark,
    width,
    known: found.known,
    even: sample.length === 0 ? 1 : sample.filter((row) => near(row.length, width)).length / sample.length,
  };
}

/** Old Macintosh files end their lines with CR; a LF may still stand inside their cells. */
function newlineOf(text: string): "\n" | "\r" {
  const lf = text.split("\n").length - 1;
  if (lf === 0) return "\r";
  return (text.match(/\r(?!\n)/g)?.length ?? 0) > lf ? "\r" : "\n";
}

/** The first rows that hold anything. */
function sampleOf(text: string, dialect: Dialect, width: number, cut: boolean): (readonly string[])[] {
  const sample: (readonly string[])[] = [];
  for (const { cells } of tableRows(text, dialect, width, 1)) {
    if (cells.some((cell) => cell.trim() !== "")) sample.push(cells);
    if (sample.length > SAMPLE) return sample;
  }
  // The last row of a head that was cut off is not whole.
  return cut ? sample.slice(0, -1) : sample;
}

/** Wide tables have rows with a cell more or less. */
function near(length: number, width: number): boolean {
  return Math.abs(length - width) <= Math.floor(width / 8);
}

interface Header {
  readonly start: number;
  readonly line: number;
  readonly delimiter: string;
  readonly header: boolean;
  readonly known: number;
}

function knownHeader(text: string, newline: "\n" | "\r", columns: ColumnMapping | undefined): Header | null {
  let best: Header | null = null;
  for (const { start, line } of linesOfHead(text)) {
    for (const delimiter of DELIMITERS) {
      const cells = rowsFrom(text.slice(start), { delimiter, newline }, 1, false)[0] ?? [];
      const known = knownHeadings(cells, columns);
      if (known > (best?.known ?? 0)) best = { start, line, delimiter, header: true, known };
    }
    // Rows of records are no better headers than this.
    if (best !== null && best.known >= 2) return best;
  }
  return best;
}

/** How many different fields the cells name; 0 when they are no header row. */
export function knownHeadings(cells: readonly string[], columns?: ColumnMapping): number {
  if (cells.length > 20_000) return 0;
  const tags = areTags(cells);
  const fields = new Set<string>();
  let named = 0;
  let filled = 0;
  for (const cell of cells) {
    if (cell.trim() === "") continue;
    filled += 1;
    if (columns !== undefined && Object.hasOwn(columns, cell.trim())) {
      fields.add(`${cell.trim()}:chosen`);
      named += 1;
    }
    const field = meaningOf(cell, tags)?.field;
    if (field === undefined) continue;
    named += 1;
    if (field !== "ignore") fields.add(field);
  }
  const core = [...fields].some((field) => CORE.has(field as ColumnField) || field.endsWith(":chosen"));
  // A fifth of the headings known, several of a table with many others, or a title amid short words.
  const enough =
    fields.size >= 4 ||
    (fields.size >= 2 && named * 5 >= filled) ||
    (filled === 1 && named === 1) ||
    (fields.has("title") && cells.every((cell) => cell.length < 60));
  return core && enough ? fields.size : 0;
}

/** Without known headings: the delimiter that gives most rows of one width; the first row is a header if it reads like one. */
function unknownHeader(text: string, newline: "\n" | "\r"): Header {
  let best = { delimiter: ",", score: 0, width: 1 };
  for (const delimiter of DELIMITERS) {
    const widths = rowsFrom(text, { delimiter, newline }, SAMPLE, text.length >= HEAD).map(
      (row) => row.length,
    );
    const width = mode(widths.filter((each) => each > 1));
    const score = widths.filter((each) => each === width).length * Math.min(width - 1, 5);
    if (score > best.score) best = { delimiter, score, width };
  }
  const { delimiter, width } = best;
  for (const { start, line } of linesOfHead(text)) {
    const [first = [], ...others] = rowsFrom(text.slice(start), { delimiter, newline }, 12, false);
    if (first.length !== width && others.some((row) => row.length === width)) continue;
    return {
      start,
      line,
      delimiter,
      header: others.length > 0 && readsLikeHeadings(first, others),
      known: 0,
    };
  }
  return { start: 0, line: 1, delimiter, header: false, known: 0 };
}

/** Headings are short, all filled, different, and no numbers, years or identifiers as stand below them. */
export function readsLikeHeadings(first: readonly string[], others: readonly (readonly string[])[]): boolean {
  const cells = first.map((cell) => cell.trim());
  const plain = cells.every(
    (cell) => cell.length < 60 && cell !== "" && !/^[\d\s.,/-]+$|10\.\d{4}|https?:|@/.test(cell),
  );
  if (!plain || new Set(cells).size < cells.length) return false;
  const longest = Math.max(...others.flat().map((cell) => cell.length));
  const numbers = others.some((row) => row.some((cell) => /^\d+$/.test(cell.trim())));
  return numbers || longest > 2 * Math.max(...cells.map((cell) => cell.length));
}

/** The first lines that are not blank, with their offsets. */
function* linesOfHead(text: string): Generator<{ readonly start: number; readonly line: number }> {
  let [start, line] = [0, 1];
  for (const end of text.matchAll(/\r\n|\n|\r/g)) {
    if (!isBlank(text.slice(start, end.index))) yield { start, line };
    start = end.index + end[0].length;
    line += 1;
    if (line > MOST_PREAMBLE) return;
  }
  if (!isBlank(text.slice(start))) yield { start, line };
}

function rowsFrom(
  text: string,
  dialect: Dialect,
  preview: number,
  cut: boolean,
): readonly (readonly string[])[] {
  const { data } = new Papa.Parser({ ...dialect, preview }).parse(text, 0, cut);
  const rows = data.slice(0, preview).map((row) => row.map((cell) => cell.replace(/\r$/, "")));
  return rows.length > 1 && rows.at(-1)!.length === 1 && rows.at(-1)![0] === "" ? rows.slice(0, -1) : rows;
}

function mode(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 1;
}
