import { excerpt } from "../lines.ts";
import type { BibtexBlock } from "./bibtex-split.ts";
import type { BibtexStrings } from "./bibtex-strings.ts";

/** One `name = value` of an entry; braces, TeX and white space inside the value as they stood. */
export interface BibtexField {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
  /** Offset of the name in the raw text. */
  readonly at: number;
}

/** What had to be repaired in an entry, or was lost. */
export interface BibtexFault {
  readonly code: string;
  /** Offset in the raw text. */
  readonly at: number;
  readonly field: string | null;
  readonly message: string;
}

export interface BibtexEntry {
  readonly key: string;
  readonly fields: readonly BibtexField[];
  readonly faults: readonly BibtexFault[];
}

/** Characters that abbreviations may add to one entry; a few letters can stand for long texts. */
const MOST_EXPANDED = 1024 * 1024;
const NAME = /[^\s={}",#%()@\\~]{1,80}(?:[ \t\u00a0]{1,9}[A-Za-z\d][^\s={}",#%()@\\~]{0,30}){0,4}/y;
/** Where a field seems to begin on a line of its own. */
const FIELD_LINE =
  /[\n\r][ \t,]{0,99}[A-Za-z][^\s={}",#%()@\\~]{0,60}(?:[ \t\u00a0]{1,9}[A-Za-z\d][\w-]{0,20}){0,3}[ \t]{0,99}=[ \t]{0,99}["{\w]/g;
/** Fields of nearly every entry: one inside the value of another shows that a brace is missing. */
const SWALLOWED =
  /[\n\r][ \t]{0,99}(?:author|title|journal|booktitle|year|volume|pages|doi|abstract|url|issn|keywords)[ \t]{0,99}=[ \t]{0,99}[{"]/i;
/** Blanks and commas that may stand before a field or behind its name. */
const MOST_BLANKS = 5000;

interface Parsing {
  readonly raw: string;
  readonly strings: BibtexStrings;
  /** Braces do not balance: a value ends at the latest where the next line begins a field. */
  unbalanced: boolean;
  /** Where that line is, once it has been looked for. */
  nextLine: number;
  /** Offset of the closing brace, or the length of the text. */
  readonly end: number;
  readonly faults: BibtexFault[];
  at: number;
  expanded: number;
}

/**
 * Reads key and fields of an entry. Missing commas, keys with blanks and commas or none, quotes inside
 * quotes, values without braces and unbalanced braces are read as they were meant, each with a fault.
 *
 * Source: bibtex.web, "Reading the database file(s)". Checked: tests/records/bibtex.test.ts. Cost linear.
 */
export function parseBibtexEntry(block: BibtexBlock, strings: BibtexStrings): BibtexEntry {
  const p = parsing(block, strings);
  const key = readKey(p);
  const fields = readFields(p);
  if (!block.closed)
    p.faults.push({
      code: "records/bibtex-missing-end",
      at: 0,
      field: null,
      message:
        "The closing brace is missing; the entry was read up to the next entry or the end of the file.",
    });
  if (block.overclosed)
    p.faults.push({
      code: "records/bibtex-braces",
      at: 0,
      field: null,
      message: "A closing brace too many stands among the fields; the fields behind it were read as well.",
    });
  return { key, fields, faults: p.faults };
}

/** Reads the `name = value` of a `@string` block; problems with the value are faults. */
export function parseBibtexString(block: BibtexBlock, strings: BibtexStrings): BibtexEntry {
  const p = parsing(block, strings);
  return { key: "", fields: readFields(p), faults: p.faults };
}

function parsing(block: BibtexBlock, strings: BibtexStrings): Parsing {
  const { raw, closed, overclosed } = block;
  const open = raw.search(/[{(]/);
  return {
    raw,
    strings,
    unbalanced: !closed || overclosed,
    nextLine: -1,
    end: closed ? raw.length - 1 : raw.length,
    faults: [],
    at: open === -1 ? raw.length : open + 1,
    expanded: 0,
  };
}

/** The key is what stands before the comma that the first field follows; it may hold blanks and commas. */
function readKey(p: Parsing): string {
  // The key, or the first field, may stand on a later line.
  while (p.at < p.end && isSpace(p.raw.charCodeAt(p.at))) p.at += 1;
  const head = /^[^\n\r]*/.exec(p.raw.slice(p.at, Math.min(p.end, p.at + 2000)))?.[0] ?? "";
  if (fieldAt(p, p.at) !== -1) return "";
  for (let comma = head.indexOf(","); comma !== -1; comma = head.indexOf(",", comma + 1)) {
    const behind = p.at + comma + 1;
    const rest = p.raw.slice(behind, behind + 500);
    if (fieldAt(p, behind) === -1 && !/^[\s,]*(?:$|\n|\r|%|[})])/.test(rest)) continue;
    p.at = behind;
    return plainKey(head.slice(0, comma));
  }
  // No comma: `@article{key title = {…}` or a key alone.
  const equals = head.indexOf("=");
  const name = equals === -1 ? null : /\s([^\s={}",]+)\s*$/.exec(head.slice(0, equals));
  const stop = name === null ? (equals === -1 ? head.search(/["{]|$/) : 0) : name.index;
  const key = plainKey(head.slice(0, stop));
  p.at += stop;
  if (key !== "" && fieldAt(p, p.at) !== -1) repaired(p, p.at, null, "The comma behind the key is missing.");
  return key;
}

function plainKey(text: string): string {
  return text
    .replace(/[\s,]+$/, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Offset of the name when a field begins at an offset, blanks and commas before it passed over, else -1. */
function fieldAt(p: Parsing, from: number): number {
  let at = from;
  const limit = Math.min(p.end, from + MOST_BLANKS);
  while (at < limit && (p.raw.charCodeAt(at) === 44 || isSpace(p.raw.charCodeAt(at)))) at += 1;
  NAME.lastIndex = at;
  if (!NAME.test(p.raw)) return -1;
  const equals = afterBlanks(p, NAME.lastIndex);
  return p.raw[equals] === "=" && equals < p.end ? at : -1;
}

/** The next offset that holds no blank; blanks without end are not passed. */
function afterBlanks(p: Parsing, from: number): number {
  let at = from;
  const limit = Math.min(p.end, from + MOST_BLANKS);
  while (at < limit && isSpace(p.raw.charCodeAt(at))) at += 1;
  return at;
}

function repaired(p: Parsing, at: number, field: string | null, message: string): void {
  p.faults.push({ code: "records/bibtex-repaired", at, field, message });
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

function readFields(p: Parsing): BibtexField[] {
  const fields: BibtexField[] = [];
  for (;;) {
    const comma = skipBetween(p);
    if (p.at >= p.end) return fields;
    const at = fieldAt(p, p.at);
    if (at === -1) {
      skipStray(p);
      continue;
    }
    NAME.lastIndex = at;
    const name = NAME.exec(p.raw)![0].toLowerCase();
    if (!comma && fields.length > 0) repaired(p, at, name, "The comma before the field is missing.");
    p.at = p.raw.indexOf("=", at) + 1;
    fields.push({ name, value: readValue(p, name), at });
  }
}

/** Passes blanks, commas and `%` comments; whether a comma was among them. */
function skipBetween(p: Parsing): boolean {
  let comma = false;
  for (; p.at < p.end; p.at += 1) {
    const code = p.raw.charCodeAt(p.at);
    if (code === 44) comma = true;
    else if (code === 37) {
      while (p.at < p.end && !isLineEnd(p.raw.charCodeAt(p.at))) p.at += 1;
    } else if (!isSpace(code) && code !== 0xfeff) break;
  }
  return comma;
}

/** Passes what is no field: to the next line that begins one, or behind braces too many. */
function skipStray(p: Parsing): void {
  const from = p.at;
  if (/[})]/.test(p.raw[from]!)) {
    while (p.at < p.end && /[})\s]/.test(p.raw[p.at]!)) p.at += 1;
    return;
  }
  let at = boundary(p);
  // On one line the next field may follow a comma.
  const limit = Math.min(at, from + 2000);
  for (let i = from; i < limit; i++) {
    if (p.raw.charCodeAt(i) !== 44 || p.raw.charCodeAt(i + 1) === 44 || fieldAt(p, i) === -1) continue;
    at = i;
    break;
  }
  p.at = Math.max(at, from + 1);
  const text = p.raw.slice(from, p.at);
  if (/[\p{L}\p{N}]/u.test(text))
    p.faults.push({
      code: "records/bibtex-no-field",
      at: from,
      field: null,
      message: `Text that is no field was given no meaning: "${excerpt(text)}".`,
    });
}

/** The value at the current place: parts joined by `#`. */
function readValue(p: Parsing, name: string): string {
  const parts: string[] = [];
  for (;;) {
    while (p.at < p.end && isSpace(p.raw.charCodeAt(p.at))) p.at += 1;
    const code = p.at < p.end ? p.raw.charCodeAt(p.at) : 0;
    if (code === 123) parts.push(readBraced(p, name));
    else if (code === 34) parts.push(readQuoted(p, name));
    else parts.push(readBare(p, name));
    const next = afterBlanks(p, p.at);
    if (p.raw[next] !== "#" || next >= p.end) return parts.join("");
    p.at = next + 1;
  }
}

/** The last place where a value may end when braces do not balance: before the next line that begins a field. */
function boundary(p: Parsing): number {
  if (p.nextLine <= p.at) {
    FIELD_LINE.lastIndex = p.at;
    p.nextLine = Math.min(FIELD_LINE.exec(p.raw)?.index ?? p.end, p.end);
  }
  return p.nextLine;
}

function readBraced(p: Parsing, name: string): string {
  const from = p.at + 1;
  const limit = p.unbalanced ? boundary(p) : p.end;
  const close = closingBrace(p.raw, from, limit);
  const value = close === -1 ? "" : p.raw.slice(from, close);
  if (close !== -1 && (p.unbalanced ? endsValue(p, close + 1) : !hasSwallowed(value))) {
    p.at = close + 1;
    return value;
  }
  p.unbalanced = true;
  const stop = boundary(p);
  p.faults.push({
    code: "records/bibtex-braces",
    at: p.at,
    field: name,
    message: "The braces do not balance; the value was read up to the next field.",
  });
  p.at = stop;
  return p.raw
    .slice(from, stop)
    .replace(/[\s,]+$/, "")
    .replace(/\}\s*\)?$/, "");
}

/** Most values are one line, and to see that is cheaper. */
function hasSwallowed(value: string): boolean {
  return (value.includes("\n") || value.includes("\r")) && SWALLOWED.test(value);
}

const BRACES = /[\\{}]/g;

function closingBrace(text: string, from: number, limit: number): number {
  let depth = 0;
  let i = from;
  for (BRACES.lastIndex = i; BRACES.test(text); BRACES.lastIndex = i + 1) {
    i = BRACES.lastIndex - 1;
    if (i >= limit) return -1;
    const code = text.charCodeAt(i);
    if (code === 92) i += 1;
    else if (code === 123) depth += 1;
    else if (depth === 0) return i;
    else depth -= 1;
  }
  return -1;
}

/** A quote ends the value only outside braces and where a comma, a field or the end follows. */
function readQuoted(p: Parsing, name: string): string {
  const from = p.at + 1;
  const limit = p.unbalanced ? boundary(p) : p.end;
  let [depth, inner, last] = [0, 0, -1];
  for (let i = from; i < limit; i++) {
    const code = p.raw.charCodeAt(i);
    if (code === 92) i += 1;
    else if (code === 123) depth += 1;
    else if (code === 125) depth -= 1;
    else if (code === 34 && (depth <= 0 || p.unbalanced)) {
      last = i;
      if (endsValue(p, i + 1)) {
        if (inner > 0) repaired(p, p.at, name, "Quotes inside the quoted value were kept as text.");
        p.at = i + 1;
        return p.raw.slice(from, i);
      }
      inner += 1;
    }
  }
  p.unbalanced = true;
  const stop = last === -1 ? boundary(p) : last;
  p.faults.push({
    code: "records/bibtex-braces",
    at: p.at,
    field: name,
    message: "The closing quote is missing; the value was read up to the next field.",
  });
  p.at = last === -1 ? stop : last + 1;
  return p.raw.slice(from, stop).replace(/[\s,]+$/, "");
}

/** Whether a comma and a field, a field, `#`, a comment or the end stands behind a quote or brace. */
function endsValue(p: Parsing, from: number): boolean {
  let at = afterBlanks(p, from);
  if (p.raw[at] === "#") return true;
  if (p.raw[at] === ",") at = afterBlanks(p, at + 1);
  return at >= p.end || p.raw[at] === "%" || p.raw[at] === "}" || fieldAt(p, at) !== -1;
}

const WORD = /[^\s,#{}"=]+/y;

/** A number or an abbreviation; text that nothing encloses is read to the end of its line or the next field. */
function readBare(p: Parsing, name: string): string {
  const from = p.at;
  WORD.lastIndex = from;
  const word = (from < p.end ? (WORD.exec(p.raw)?.[0] ?? "") : "").slice(0, p.end - from);
  const behind = from + word.length;
  const next = afterBlanks(p, behind);
  const alone =
    next >= p.end ||
    /[#}%]/.test(p.raw[next]!) ||
    fieldAt(p, behind) !== -1 ||
    (p.raw[next] === "," && /^\s*(?:[,%}]|$)|^[ \t]*[\n\r]/.test(p.raw.slice(next + 1, next + 200)));
  if (word !== "" && !alone) return unenclosed(p, name);
  p.at = behind;
  if (word === "" || /^\d+$/.test(word)) return word;
  return abbreviation(p, from, word, name);
}

function abbreviation(p: Parsing, at: number, word: string, field: string): string {
  const text = p.strings.get(word);
  if (text === null) {
    if (/^[A-Za-z][\w:+-]*$/.test(word))
      p.faults.push({
        code: "records/bibtex-abbreviation",
        at,
        field,
        message: `The abbreviation "${excerpt(word)}" is defined nowhere above; it was kept as it stands.`,
      });
    else repaired(p, at, field, "The value has neither braces nor quotes around it.");
    return word;
  }
  p.expanded += text.length;
  if (p.expanded <= MOST_EXPANDED) return text;
  p.faults.push({
    code: "records/bibtex-too-long",
    at,
    field,
    message: `The abbreviation "${excerpt(word)}" was not put in: the abbreviations of the entry grow beyond a million characters.`,
  });
  return "";
}

/** Text without braces may hold commas: it goes to the end of the line, or to the next field on it. */
function unenclosed(p: Parsing, name: string): string {
  const from = p.at;
  let stop = from;
  for (; stop < p.end; stop++) {
    const code = p.raw.charCodeAt(stop);
    if (isLineEnd(code)) break;
    if (code === 44 && p.raw.charCodeAt(stop + 1) !== 44 && fieldAt(p, stop) !== -1) break;
  }
  p.at = stop;
  repaired(p, from, name, "The value has neither braces nor quotes around it.");
  return p.raw.slice(from, stop).replace(/[\s,]+$/, "");
}
