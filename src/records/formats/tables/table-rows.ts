/// <reference path="./table-papaparse.d.ts" />
import Papa from "papaparse/papaparse.js";
import type { TextPieces } from "../format.ts";
import { isBlank } from "../lines.ts";

/** How the text of a table is divided. */
export interface Dialect {
  readonly delimiter: string;
  /** Files without any LF end their lines with CR. */
  readonly newline: "\n" | "\r";
}

/** One row as it stood. */
export interface TableRow {
  /** Empty of a row that was not read: then `fault` says why. */
  readonly cells: readonly string[];
  /** Without its line end. */
  readonly raw: string;
  /** 1-based line where it begins. */
  readonly line: number;
  /** Lines it goes over, and those of them that are not blank. */
  readonly lines: number;
  readonly filled: number;
  /** `quote`: a quotation mark that is never closed; `long`: longer than any row may be. */
  readonly fault?: "quote" | "long";
}

/** A row longer than this is refused: no bibliographic entry comes near it, and memory must stay bounded. */
const LONGEST_ROW = 4 * 1024 * 1024;
const CHUNK = 256 * 1024;
/** Lines looked at to decide whether a quotation mark swallowed rows. */
const SAMPLE = 12;

/**
 * Divides the text of a table into rows; cells in quotation marks may hold delimiters and line ends.
 *
 * A quotation mark that is not closed would swallow all rows up to the next one: where the lines behind
 * it read as rows of the right width, they are read line by line and the mark is a character.
 *
 * @param width cells of a whole row, which the header row has told
 * Cost linear: what is read again counts against a budget, and once that is used up line by line is all
 * that is tried. Memory one piece and one row of at most 4 Mi characters.
 * Source: RFC 4180; division by papaparse. Checked: tests/records/table-rows.test.ts.
 */
export function* tableRows(
  pieces: TextPieces,
  dialect: Dialect,
  width: number,
  firstLine: number,
): Generator<TableRow> {
  const state: State = { dialect, width, line: firstLine, read: 0, again: 0, skipping: false };
  let buffer = "";
  let wanted = 0;
  for (const piece of chunks(pieces)) {
    buffer += piece;
    if (buffer.length < wanted) continue;
    const rest = yield* consume(buffer, state, false);
    // A row that goes on needs much more text before it is worth looking again.
    wanted = rest.length < CHUNK ? 0 : 2 * rest.length;
    buffer = rest;
  }
  yield* consume(buffer, state, true);
}

interface State {
  dialect: Dialect;
  readonly width: number;
  line: number;
  /** Characters of rows given so far, and characters that had to be read again. */
  read: number;
  again: number;
  /** Inside a refused line that goes on in the next piece. */
  skipping: boolean;
}

function* chunks(pieces: TextPieces): Generator<string> {
  for (const piece of typeof pieces === "string" ? [pieces] : pieces) {
    for (let at = 0; at < piece.length; at += CHUNK) yield piece.slice(at, at + CHUNK);
  }
}

/** Gives the rows that are whole; returns the text of the one that is not. */
function* consume(text: string, state: State, last: boolean): Generator<TableRow, string> {
  let rest = state.skipping ? skipped(text, state) : text;
  for (;;) {
    const { rows, used, bad } = parse(rest, state, last);
    let at = 0;
    for (const { cells, end } of rows) {
      yield* given(cells, rest.slice(at, end), state);
      at = end;
    }
    rest = rest.slice(used);
    if (bad !== null) rest = yield* repaired(rest, bad, state);
    else if (!last && rest.length > LONGEST_ROW) return yield* swallowed(rest, state);
    else return rest;
  }
}

function skipped(text: string, state: State): string {
  const end = lineEnd(text, 0);
  state.skipping = end === text.length && !/[\r\n]$/.test(text);
  return text.slice(end);
}

interface Parsed {
  readonly rows: { readonly cells: readonly string[]; readonly end: number }[];
  readonly used: number;
  /** The row that follows, when its quotation marks do not fit. */
  readonly bad: Bad | null;
}

interface Bad {
  readonly cells: readonly string[];
  readonly length: number;
  /** Its last quotation mark is not closed. */
  readonly open: boolean;
}

function parse(text: string, { dialect, width }: State, last: boolean): Parsed {
  const rows: { cells: readonly string[]; end: number }[] = [];
  let used = 0;
  let bad: Bad | null = null;
  const parser = new Papa.Parser({
    ...dialect,
    step({ data, errors, meta }) {
      const cells = data[0] ?? [];
      const end = meta.cursor;
      const open = errors.some(({ code }) => code === "MissingQuotes");
      if (open || (errors.length > 0 && (cells.length !== width || severalLines(text, used, end, dialect)))) {
        bad = { cells, length: end - used, open };
        parser.abort();
        return;
      }
      rows.push({ cells, end });
      used = end;
    },
  });
  parser.parse(text, 0, !last);
  return { rows, used, bad };
}

function severalLines(text: string, from: number, end: number, { newline }: Dialect): boolean {
  const at = text.indexOf(newline, from);
  return at !== -1 && at < end - 1;
}

/** A row whose quotation marks do not fit: what it swallowed is given line by line, if lines are rows. */
function* repaired(text: string, bad: Bad, state: State): Generator<TableRow, string> {
  const region = text.slice(0, bad.length);
  const first = lineEnd(region, 0);
  const literal = region
    .slice(0, first)
    .replace(/[\r\n]+$/, "")
    .split(state.dialect.delimiter);
  const alone = first >= region.length;
  if (alone || !linesAreRows(region, first, state)) {
    const cells = alone && literal.length === state.width ? literal : bad.cells;
    yield* given(cells, region, state, bad.open && !alone ? "quote" : undefined);
    return text.slice(bad.length);
  }
  state.again += region.length;
  // Past its budget the whole of the region goes line by line: then nothing is read a third time.
  const until = state.again > 16 * CHUNK + 4 * state.read ? region.length : first;
  for (let at = 0; at < until; ) {
    const end = lineEnd(region, at);
    const line = region.slice(at, end);
    yield* given(at === 0 ? literal : rowOf(line, state), line, state, at === 0 ? "quote" : undefined);
    at = end;
  }
  return text.slice(until);
}

/** Text without end in one row: its lines are read if they are rows, else nothing of it is. */
function* swallowed(text: string, state: State): Generator<TableRow, string> {
  const first = lineEnd(text, 0);
  // The last line may go on in the next piece.
  const stop = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1;
  if (stop === 0 || !linesAreRows(text.slice(0, stop), first, state)) {
    state.skipping = stop === 0;
    yield* given([], text.slice(0, stop || text.length), state, "long");
    return stop === 0 ? "" : text.slice(stop);
  }
  for (let at = 0; at < stop; ) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    yield* given(rowOf(line, state), line, state, at === 0 ? "quote" : undefined);
    at = end;
  }
  return text.slice(stop);
}

/** Whether the lines behind the first have the width of a row: half of them, of narrow tables nearly all. */
function linesAreRows(region: string, from: number, state: State): boolean {
  let [looked, fit] = [0, 0];
  for (let at = from; at < region.length && looked < SAMPLE; ) {
    const end = lineEnd(region, at);
    const line = region.slice(at, end);
    at = end;
    if (isBlank(line)) continue;
    looked += 1;
    const cells = rowOf(line, state);
    // Prose has a blank behind each comma.
    const prose = state.dialect.delimiter === "," && cells.slice(1).some((cell) => cell.startsWith(" "));
    if (cells.length === state.width && !prose) fit += 1;
  }
  return looked > 0 && fit >= looked * (state.width < 5 ? 0.8 : 0.5);
}

/** The cells of one line: with quotation marks if that fits, else taken as they stand. */
function rowOf(line: string, { dialect, width }: State): readonly string[] {
  const text = line.replace(/[\r\n]+$/, "");
  const { data, errors } = new Papa.Parser(dialect).parse(text, 0, false);
  const quoted = data[0] ?? [];
  if (errors.length === 0 && quoted.length === width) return quoted;
  const literal = text.split(dialect.delimiter);
  return literal.length === width || errors.length > 0 ? literal : quoted;
}

/** Offset behind the line end that follows. */
function lineEnd(text: string, from: number): number {
  const lf = text.indexOf("\n", from);
  if (lf !== -1) return lf + 1;
  const cr = text.indexOf("\r", from);
  return cr === -1 ? text.length : cr + 1;
}

/** Line ends inside a row that are not those of its table. */
const OTHER_END = { "\n": /\r(?!\n|$)/, "\r": /\n(?!$)/ } as const;

/** The row with its place. */
function* given(
  cells: readonly string[],
  piece: string,
  state: State,
  fault?: "quote" | "long",
): Generator<TableRow> {
  state.read += piece.length;
  const { dialect, width } = state;
  // Amid lone CR the LF of a CR LF stands before the next row.
  const body = dialect.newline === "\r" && piece.startsWith("\n") ? piece.slice(1) : piece;
  if (body === "") return;
  // Old Macintosh line ends amid others: a row too wide that holds whole rows.
  if (fault === undefined && cells.length > width && OTHER_END[dialect.newline].test(body)) {
    const lines = body.split(/(?<=\r\n|\n|\r(?!\n))/);
    const rows = lines.map((line) => rowOf(line, state));
    if (rows.every((row) => row.length === width)) {
      for (const [i, row] of rows.entries()) yield* given(row, lines[i]!, state);
      return;
    }
  }
  const raw = body.replace(/(?:\r\n|\n|\r)$/, "");
  const texts = /[\r\n]/.test(raw) ? raw.split(/\r\n|\n|\r/) : [raw];
  yield {
    cells: trimmedEnds(cells),
    raw,
    line: state.line,
    lines: texts.length,
    filled: texts.filter((text) => !isBlank(text)).length,
    ...(fault === undefined ? {} : { fault }),
  };
  state.line += texts.length;
}

/**
 * Without the CR of a CR LF at the end of the row, the LF of one at its beginning, and a mark of byte
 * order there, which files put together of several have in their middle.
 */
function trimmedEnds(cells: readonly string[]): readonly string[] {
  const last = cells.length - 1;
  if (last < 0 || !(cells[last]!.endsWith("\r") || /^[\n\ufeff]/.test(cells[0]!))) return cells;
  const out = [...cells];
  out[last] = out[last]!.replace(/\r$/, "");
  out[0] = out[0]!.replace(/^\n?/, "");
  if (out[0].startsWith("\ufeff")) out[0] = out[0].replace(/^\ufeff+/, "").replace(/^"([^"]*)"$/, "$1");
  return out;
}
