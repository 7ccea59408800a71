/// <reference path="./table-papaparse.d.ts" />
import Papa from "papaparse/papaparse.js";
import type { Problem } from "#kernel";
import type { RawTable } from "./participant-data.types.ts";

/** A file of participants with what could not be read of it. */
export interface ParticipantTableRead {
  readonly table: RawTable;
  readonly separator: "," | ";" | "\t";
  /** Rows that could not be read as they stand, each with its line: rows of the file = rows kept + rows named. */
  readonly problems: readonly Problem[];
}

type Separator = ParticipantTableRead["separator"];

/** Quotation marks that are never closed are repaired this often; then marks are characters like any other. */
const MOST_REPAIRS = 20;

/**
 * Reads a table of participants in CSV: separators comma, semicolon or tab, cells in quotation marks, `sep=` line
 * and byte-order mark of spreadsheet programs. Every cell is kept as it stands, without blanks around it.
 *
 * A row with too few or too many cells is not kept, since nobody knows which cell is missing: it is named with
 * its line. So are a quotation mark that is never closed and rows without any value.
 *
 * @param text decoded file
 * @param file name to show in the problems
 * Source: RFC 4180; division by papaparse. Cost linear in the text.
 * Checked: tests/participants/read-table.test.ts.
 */
export function readParticipantTable(text: string, file?: string): ParticipantTableRead {
  const problems: Problem[] = [];
  const tell: Tell = (problem) => problems.push(file === undefined ? problem : { ...problem, file });
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const start = /^sep=(.)(?:\r\n|\n|\r)/.exec(source);
  const separator = separatorOf(source.slice(start?.[0].length ?? 0), start?.[1]);
  const empty = { columns: [], rows: [], lines: [] };
  const damage = source.search(/[\0\ufffd]/);
  if (damage !== -1 || source.trim() === "") {
    tell(damage === -1 ? EMPTY : notText(source, damage));
    return { table: empty, separator, problems };
  }
  const rows: string[][] = [];
  const lines: number[] = [];
  let columns: string[] | null = null;
  let blank = 0;
  let firstBlank = 0;
  divide(source, start?.[0].length ?? 0, separator, tell, (cells, line) => {
    const trimmed = cells.map((cell) => cell.trim());
    if (trimmed.every((cell) => cell === "")) {
      if (cells.length > 1 && columns !== null && blank++ === 0) firstBlank = line;
      return;
    }
    if (columns === null) {
      columns = headings(trimmed, line, tell);
      return;
    }
    while (trimmed.length > columns.length && trimmed.at(-1) === "") trimmed.pop();
    if (trimmed.length !== columns.length) {
      tell(wrongWidth(trimmed.length, columns.length, line));
      return;
    }
    rows.push(trimmed);
    lines.push(line);
  });
  if (blank > 0)
    tell({
      code: "participants/empty-rows",
      line: firstBlank,
      message: `${blank} rows hold no value; the first is line ${firstBlank}.`,
      remedy: "Remove them if they are leftovers, or fill them in.",
    });
  if (rows.length === 0)
    tell({
      code: "participants/no-rows",
      line: 1,
      message: "There is no row of participants below the headings.",
      remedy: "Pass a file with one row of headings and a row per participant and visit.",
    });
  return { table: { columns: columns ?? [], rows, lines }, separator, problems };
}

type Tell = (problem: Problem) => void;

const EMPTY: Problem = {
  code: "participants/empty-file",
  line: 1,
  message: "The file is empty.",
  remedy: "Pass a file with one row of headings and a row per participant and visit.",
};

function notText(source: string, at: number): Problem {
  return {
    code: "participants/not-text",
    line: source.slice(0, at).split(/\r\n|\n|\r/).length,
    message: "The file holds bytes that are no text in UTF-8.",
    remedy: "Save it as CSV in UTF-8.",
  };
}

function wrongWidth(cells: number, columns: number, line: number): Problem {
  return {
    code: "participants/row-width",
    line,
    message: `The row has ${cells} cells, the headings are ${columns}; it is not read.`,
    remedy: "Put cells that hold the separator in quotation marks, or add the missing cells.",
  };
}

/** The separator that the row of headings holds most often outside quotation marks. */
function separatorOf(source: string, stated: string | undefined): Separator {
  const first = /^[^\r\n]*/.exec(source)?.[0].replace(/"(?:[^"]|"")*"/g, "") ?? "";
  const choices: readonly Separator[] = [",", ";", "\t"];
  if (choices.includes(stated as Separator)) return stated as Separator;
  const count = (separator: string): number => first.split(separator).length;
  return choices.reduce((best, one) => (count(one) > count(best) ? one : best), ",");
}

function headings(cells: string[], line: number, tell: Tell): string[] {
  const seen = new Set<string>();
  cells.forEach((cell, at) => {
    if (cell === "")
      tell({
        code: "participants/no-heading",
        line,
        message: `Column ${at + 1} has no heading.`,
        remedy: "Give every column a heading of its own.",
      });
    else if (seen.has(cell))
      tell({
        code: "participants/heading-twice",
        line,
        field: cell,
        message: `The heading \`${cell}\` stands twice.`,
        remedy: "Give every column a heading of its own.",
      });
    seen.add(cell);
  });
  return cells;
}

/** Gives every row with the line where it begins. */
function divide(
  source: string,
  from: number,
  delimiter: Separator,
  tell: Tell,
  give: (cells: readonly string[], line: number) => void,
): void {
  const newline = source.includes("\n") ? "\n" : "\r";
  let line = source.slice(0, from).split(newline).length;
  let offset = from;
  let repairs = 0;
  const lineEnds = (begin: number, end: number): number => {
    let found = 0;
    for (let at = source.indexOf(newline, begin); at !== -1 && at < end; at = source.indexOf(newline, at + 1))
      found += 1;
    return found;
  };
  while (offset < source.length) {
    const base = offset;
    let open = false;
    const parser = new Papa.Parser({
      delimiter,
      newline,
      ...(repairs >= MOST_REPAIRS && { fastMode: true }),
      step({ data, errors, meta }) {
        const end = base + meta.cursor;
        if (errors.some(({ code }) => code === "MissingQuotes")) {
          open = true;
          parser.abort();
          return;
        }
        give(data[0] ?? [], line);
        line += lineEnds(offset, end);
        offset = end;
      },
    });
    parser.parse(base === 0 ? source : source.slice(base), 0, false);
    if (!open) return;
    repairs += 1;
    const next = source.indexOf(newline, offset);
    tell({
      code: "participants/quote-not-closed",
      line,
      message: "A quotation mark in this row is never closed; the row is not read.",
      remedy: 'Close it, or write a mark inside a cell as "".',
    });
    line += 1;
    offset = next === -1 ? source.length : next + 1;
  }
}
