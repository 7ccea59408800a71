import type { Problem } from "#kernel";
import type { LineTally, TextPieces } from "../format.ts";
import { excerpt, isBlank, type Lines, linesOf } from "../lines.ts";
import { type OutsideLines, outsideLines } from "../outside.ts";

/** One `@word{…}` of a file, as it stood. */
export interface BibtexBlock {
  /** `article`, `string`, …, lower case. */
  readonly command: string;
  /** 1-based line of the `@`. */
  readonly line: number;
  readonly raw: string;
  /** False when the closing brace is missing: the block was read up to the next entry or the end. */
  readonly closed: boolean;
  /** True when a brace too many stood in the middle and fields followed it. */
  readonly overclosed: boolean;
}

type BibtexPiece = { readonly block: BibtexBlock } | { readonly problem: Problem };

/** A longer entry is ended: no export holds one, and texts have a greatest length. */
const LONGEST = 64 * 1024 * 1024;
const COMMAND = /@[ \t]*([A-Za-z][\w-]*)[ \t]*([{(])/g;
/** The brace may stand on the next line. */
const AWAITING = /^[ \t]*@[ \t]*([A-Za-z][\w-]*)[ \t]*$/;
/** What stands between the brace and the first field, where a command does not begin its line. */
const KEY = /^[ \t]*[^\s{}()"=@,]{0,200}[ \t]*(?:,|$)/;
/** Begins a line inside an entry only when a brace is missing above. */
const NEXT_ENTRY =
  /^[ \t]*@[ \t]*(?:(?:article|book|booklet|conference|collection|in(?:book|collection|proceedings)|manual|mastersthesis|misc|online|phdthesis|proceedings|report|techreport|thesis|unpublished)[ \t]*[{(]|[A-Za-z][\w-]*[ \t]*\{[ \t]*[^{}"=]{0,200}(?:,|$))/i;
/** What an entry goes on with when a brace too many closed it. */
const FIELD_LINE = /^[\s,]*[A-Za-z][\w+-]{0,40}[ \t]*=[ \t]*["{\d]/;
/** What Scopus writes above its entries. */
const PLATFORM = /^\s*(?:Scopus|EXPORT DATE:.*)\s*$/;
const COMMENT = /^\s*(?:%|@[ \t]*comment\b)/i;
const DIRECTIVES = new Set(["comment", "string", "preamble"]);

interface Open {
  readonly command: string;
  readonly line: number;
  paren: boolean;
  raw: string;
  /** Line ends and blank lines not yet in `raw`. */
  pending: string;
  depth: number;
  quoted: boolean;
  /** The opening brace has not come yet. */
  awaiting: boolean;
  overclosed: boolean;
  /** Non-blank lines, and how many of them an earlier block on the same line has counted. */
  lines: number;
  lastLine: number;
  shared: number;
}

interface Splitting {
  readonly lines: Lines;
  readonly outside: OutsideLines;
  readonly directives: { line: number; lines: number };
  open: Open | null;
  /** A closed entry that goes on when a field follows. */
  held: { readonly block: Open; readonly rest: string } | null;
  blank: number;
  kept: number;
  /** Last line that has been counted. */
  counted: number;
}

/**
 * Splits BibTeX text into its `@word{…}` blocks, by counting braces; those behind a backslash do not
 * count. Where a closing brace is missing, the next line that begins an entry ends the block; that
 * also holds for `@comment`, in which BibTeX itself looks for entries. Comments are passed over; of
 * them, of `@string` and of `@preamble` one problem at the end tells.
 *
 * @returns blocks other than comments in the order of the file, problems about the lines between them
 * Source: bibtex.web, "Reading the database file(s)". Checked: tests/records/bibtex.test.ts,
 * bibtex.prop.test.ts. Cost linear; memory one piece and one block.
 */
export function* splitBibtex(text: TextPieces): Generator<BibtexPiece, LineTally> {
  const s: Splitting = {
    lines: linesOf(text),
    outside: outsideLines(
      "records/bibtex-outside",
      "Check that each entry begins with a line such as `@article{key,` and import the file again if one is missing.",
    ),
    directives: { line: 0, lines: 0 },
    open: null,
    held: null,
    blank: 0,
    kept: 0,
    counted: 0,
  };
  while (s.lines.next()) {
    if (!isBlank(s.lines.text)) {
      yield* settle(s);
      yield* readLine(s);
      continue;
    }
    s.blank += 1;
    const open = s.open ?? s.held?.block;
    if (open !== undefined) open.pending += s.lines.mark + s.lines.text + s.lines.end;
  }
  yield* letGo(s);
  if (s.open !== null) yield* s.open.awaiting ? abandoned(s, s.open) : emit(s, s.open, false);
  for (const problem of [s.outside.flush(), s.outside.finish(), directivesPassed(s.directives)])
    if (problem !== null) yield { problem };
  return { total: s.lines.number, blank: s.blank, kept: s.kept, outside: s.outside.count };
}

/** Ends what the lines above left open, when this line shows that it has ended. */
function* settle(s: Splitting): Generator<BibtexPiece> {
  const { text } = s.lines;
  if (s.held !== null) {
    const { block, rest } = s.held;
    if (!DIRECTIVES.has(block.command) && FIELD_LINE.test(text)) {
      s.held = null;
      block.raw += rest;
      block.depth = block.paren ? 0 : 1;
      block.overclosed = true;
      s.open = block;
    } else yield* letGo(s);
  }
  if (s.open === null) return;
  if (s.open.awaiting) {
    if (/^[ \t]*[{(]/.test(text)) return;
    yield* abandoned(s, s.open);
    s.open = null;
  } else if ((text.includes("@") && NEXT_ENTRY.test(text)) || s.open.raw.length + text.length > LONGEST) {
    yield* emit(s, s.open, false);
    s.open = null;
  }
}

/** Gives the entry that might have gone on. */
function* letGo(s: Splitting): Generator<BibtexPiece> {
  if (s.held === null) return;
  const { block, rest } = s.held;
  s.held = null;
  yield* emit(s, block, true);
  if (isText(rest)) yield { problem: besideEntry(block.lastLine, rest) };
}

/** Reads the current line into the block that is open and into those that begin on it. */
function* readLine(s: Splitting): Generator<BibtexPiece> {
  const { text, mark, end, number } = s.lines;
  let at = 0;
  for (;;) {
    if (s.open === null) {
      const start = opening(text, at);
      yield* between(s, text.slice(at, start?.at), start !== null);
      if (start === null) return;
      at = start.at;
      s.open = blockAt(s, start);
    }
    const block = s.open;
    const stop = scan(block, text, at);
    if (block.lastLine !== number) block.lines += 1;
    block.lastLine = number;
    if (block.command !== "comment")
      block.raw +=
        block.pending + (block.raw === "" ? "" : mark) + text.slice(at, stop === -1 ? undefined : stop);
    block.pending = stop === -1 ? end : "";
    if (stop === -1) return;
    s.open = null;
    at = stop;
    if (opening(text, at) === null) {
      block.pending = end;
      s.held = { block, rest: text.slice(at) };
      return;
    }
    yield* emit(s, block, true);
  }
}

interface Opening {
  readonly at: number;
  readonly command: string;
  readonly awaiting: boolean;
}

/** The next place of the line where a block begins, at `from` or later. */
function opening(text: string, from: number): Opening | null {
  if (from === 0) {
    // Files put together by hand have whole entries behind a percent sign.
    if (/^\s*%/.test(text)) return null;
    const [, command] = AWAITING.exec(text) ?? [];
    if (command !== undefined) return { at: text.indexOf("@"), command, awaiting: true };
  }
  COMMAND.lastIndex = from;
  for (let match = COMMAND.exec(text); match !== null; match = COMMAND.exec(text)) {
    const [whole, command = "", bracket] = match;
    const first = /^[\s,;.})\ufeff]*$/.test(text.slice(from, match.index));
    const behind = text.slice(match.index + whole.length, match.index + whole.length + 240);
    // `mail@example (home)` begins nothing.
    const directive = DIRECTIVES.has(command.toLowerCase());
    if (bracket === "{" ? first || directive || KEY.test(behind) : (first && directive) || KEY.test(behind))
      return { at: match.index, command, awaiting: false };
  }
  return null;
}

function blockAt(s: Splitting, { command, awaiting }: Opening): Open {
  const { number } = s.lines;
  return {
    command: command.toLowerCase(),
    line: number,
    paren: false,
    raw: "",
    pending: "",
    depth: -1,
    quoted: false,
    awaiting,
    overclosed: false,
    lines: 0,
    lastLine: 0,
    shared: s.counted === number ? 1 : 0,
  };
}

/** What counts inside a block; to search for it is faster than to look at each character. */
const MARKS = /[\\{}]/g;
const MARKS_IN_PAREN = /[\\{}")]/g;

/** Goes on with a block from `at`; the offset behind its end, or -1 when the line does not end it. */
function scan(block: Open, text: string, at: number): number {
  let i = at;
  if (block.depth === -1) {
    i = text.slice(at).search(/[{(]/);
    if (i === -1) return -1;
    i += at;
    block.paren = text[i] === "(";
    block.depth = block.paren ? 0 : 1;
    block.awaiting = false;
    i += 1;
  }
  const marks = block.paren ? MARKS_IN_PAREN : MARKS;
  for (marks.lastIndex = i; marks.test(text); marks.lastIndex = i + 1) {
    i = marks.lastIndex - 1;
    const code = text.charCodeAt(i);
    if (code === 92) i += 1;
    else if (code === 123) block.depth += 1;
    else if (code === 125) {
      // In an entry in parentheses a closing brace too many is no end.
      if (block.depth > 0) block.depth -= 1;
      if (block.depth === 0 && !block.paren) return i + 1;
    } else if (block.paren && block.depth === 0) {
      if (code === 34) block.quoted = !block.quoted;
      else if (code === 41 && !block.quoted) return i + 1;
    }
  }
  return -1;
}

/** Counts the lines of a block that has ended, and gives it. */
function* emit(s: Splitting, block: Open, closed: boolean): Generator<BibtexPiece> {
  const lines = block.lines - block.shared;
  s.counted = Math.max(s.counted, block.lastLine);
  if (DIRECTIVES.has(block.command)) tellDirective(s, block.line, lines);
  else s.kept += lines;
  const { command, line, raw, overclosed } = block;
  if (command === "comment") return;
  const stray = s.outside.flush();
  if (stray !== null) yield { problem: stray };
  yield { block: { command, line, raw, closed, overclosed } };
}

function tellDirective(s: Splitting, line: number, lines: number): void {
  s.outside.told(lines);
  s.directives.line ||= line;
  s.directives.lines += lines;
}

/** A line `@word` that no brace followed. */
function* abandoned(s: Splitting, block: Open): Generator<BibtexPiece> {
  if (block.command === "comment") yield* emit(s, block, true);
  else s.outside.stray(block.line, block.raw);
}

/** Text outside all blocks: a whole line of it, or a part of a line that blocks share. */
function* between(s: Splitting, text: string, blockFollows: boolean): Generator<BibtexPiece> {
  const { number } = s.lines;
  if (!blockFollows && s.counted !== number) {
    if (COMMENT.test(text)) tellDirective(s, number, 1);
    else if (PLATFORM.test(text)) s.outside.wrapping(number);
    else s.outside.stray(number, text);
    s.counted = number;
  } else if (isText(text)) yield { problem: besideEntry(number, text) };
}

function isText(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text) && !COMMENT.test(text);
}

function besideEntry(line: number, text: string): Problem {
  return {
    code: "records/bibtex-outside",
    line,
    message: `Text beside an entry was not read: "${excerpt(text)}".`,
    remedy: "Check the entries on this line; look for a brace too many if a field is missing.",
  };
}

function directivesPassed({ line, lines }: { line: number; lines: number }): Problem | null {
  if (lines === 0) return null;
  return {
    code: "records/bibtex-directives",
    line,
    message: `${lines} line(s) hold \`@string\`, \`@preamble\`, \`@comment\` or a comment behind \`%\`: abbreviations were put in where entries use them, the rest stays in the kept file only.`,
    remedy: "Nothing needs to be done.",
  };
}
