import type { Problem } from "#kernel";
import { canonicalJson } from "#ledger";
import type { EntryFields, LineTally, Reader, Step, TextPieces } from "../format.ts";
import { DEEPEST } from "./json-grammar.ts";
import { jsonFault } from "./json-items.ts";
import { type LineCounter, lineCounter } from "./json-lines.ts";
import { type ParsedItem, parseItem } from "./json-parse.ts";
import { type JsonFault, type JsonItem, type JsonStretch, scanJson } from "./json-scan.ts";
import { isObject, type JsonObject } from "./json-values.ts";

/** What one JSON format is. */
export interface JsonFormat {
  readonly parser: string;
  /** Name for messages. */
  readonly name: string;
  /** Paths of the lists that hold the records. */
  readonly lists: readonly string[];
  /** The record in an item, which may be wrapped; null when there is none. */
  readonly record: (item: JsonObject) => JsonObject | null;
  /** Code of the problem of an item that is no record. */
  readonly notOne: string;
  /** Items are taken for records also where `record` sees none, but not behind damage. */
  readonly anyObject?: true;
  /** `raw` is the item in canonical JSON, where that holds all of it. */
  readonly canonical?: true;
  readonly map: (record: JsonObject, onProblem: (problem: Problem) => void) => EntryFields;
}

/** A reader of one JSON format. Damage costs the item it stands in; a line is outside when all of it was lost. */
export function jsonReader(format: JsonFormat): Reader {
  return { parser: format.parser, entries: (pieces) => readJson(pieces, format) };
}

function* readJson(pieces: TextPieces, format: JsonFormat): Generator<Step, LineTally> {
  const lines = lineCounter();
  let damaged = false;
  let commas = { count: 0, line: 0 };
  for (const stretch of scanJson(pieces, format.lists)) {
    if (stretch.kind === "item") {
      if (stretch.noComma) commas = { count: commas.count + 1, line: commas.line || lines.line };
      const { steps, kept } = readItem(stretch, format, lines, damaged);
      lines.add(stretch.text, kept);
      if (kept) damaged = false;
      yield* steps;
      continue;
    }
    const problem = problemOf(stretch, format, lines);
    if (problem !== null) yield { problem };
    if (stretch.kind === "lost" || stretch.kind === "refused") damaged ||= problem !== null;
    lines.add(stretch.text, stretch.kind === "between");
  }
  if (commas.count > 0) yield { problem: noCommas(commas) };
  return lines.tally();
}

function problemOf(stretch: JsonStretch, format: JsonFormat, lines: LineCounter): Problem | null {
  if (stretch.kind === "lost" && stretch.fault !== null)
    return broken(stretch.text, stretch.fault, format, lines);
  if (stretch.kind !== "refused" || stretch.limit === null) return null;
  const over =
    stretch.limit === "depth" ? `is nested more than ${DEEPEST} levels deep` : "is longer than 64 MiB";
  return {
    code: "records/json-limit",
    line: lines.line,
    message: `An item that begins here ${over}; no record is, so it was not read.`,
    remedy: `Remove it, or export the records again as ${format.name}.`,
  };
}

interface ReadItem {
  readonly steps: readonly Step[];
  readonly kept: boolean;
}

function readItem(item: JsonItem, format: JsonFormat, lines: LineCounter, damaged: boolean): ReadItem {
  const { line } = lines;
  const text = item.text.trim();
  const parsed = parseItem(text);
  if (parsed === null) {
    const problem = broken(item.text, jsonFault(text) ?? { offset: 0, expected: "JSON" }, format, lines);
    return { steps: [{ problem }], kept: false };
  }
  // Behind a place that was told what is no record is a part of the damaged one.
  const none = (problem: Problem): ReadItem => ({ steps: damaged ? [] : [{ problem }], kept: false });
  const { value, mended } = parsed;
  if (!isObject(value)) return none(notOne(value, format, line));
  const record = format.record(value) ?? (format.anyObject && !damaged ? value : null);
  if (record === null) return none(notOne(value, format, line));
  const problems: Problem[] = [];
  const tell = (problem: Problem): void => {
    problems.push({ line, ...problem });
  };
  if (mended.length > 0) tell(wasMended(mended));
  for (const field of new Set(item.twice)) tell(twice(field));
  const fields = format.map(record, tell);
  const raw = rawOf(text, parsed, item, format);
  return {
    steps: [{ entry: { line, raw, fields } }, ...problems.map((problem) => ({ problem }))],
    kept: true,
  };
}

function rawOf(text: string, parsed: ParsedItem, item: JsonItem, format: JsonFormat): string {
  const whole = parsed.mended.length === 0 && item.twice.length === 0;
  return format.canonical && whole ? canonicalJson(parsed.value) : text.toWellFormed();
}

function broken(
  text: string,
  { offset, expected }: JsonFault,
  { name }: JsonFormat,
  lines: LineCounter,
): Problem {
  const before = text.slice(0, offset);
  const ends = before.match(/\r\n?|\n/g)?.length ?? 0;
  const lineStart = Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
  return {
    code: "records/json-syntax",
    line: lines.line + ends,
    column: (ends === 0 ? lines.column : 1) + offset - lineStart,
    message: `This is not JSON: ${expected} was expected here. What stands here was not read.`,
    remedy: `Correct the file at this line, or export it again as ${name}.`,
  };
}

function notOne(value: unknown, { notOne: code, name }: JsonFormat, line: number): Problem {
  const what = isObject(value)
    ? "an object that is no record"
    : Array.isArray(value)
      ? "a list"
      : `the value ${JSON.stringify(value).slice(0, 60)}`;
  return {
    code,
    line,
    message: `${name} holds ${what} where a record \`{ … }\` should stand.`,
    remedy: "Remove it, or export the records again.",
  };
}

function wasMended(what: readonly string[]): Problem {
  return {
    code: "records/json-mended",
    message: `The item is not JSON as it should be (${what.join(", ")}); it was read with this mended or left out.`,
    remedy: "Check the record; the text as it stood is kept with it.",
  };
}

function twice(field: string): Problem {
  return {
    code: "records/json-name-twice",
    field: field.slice(0, 60),
    message: `The name \`${field.slice(0, 60)}\` stands more than once in the item; the last of its values was used.`,
    remedy: "Check the field; all values are kept in the record's raw text.",
  };
}

function noCommas({ count, line }: { readonly count: number; readonly line: number }): Problem {
  return {
    code: "records/json-comma",
    line,
    message: `A comma is missing between items in ${count} place(s), the first of them here; all items were read.`,
    remedy: "Nothing needs to be done.",
  };
}
