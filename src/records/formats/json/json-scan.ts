import type { TextPieces } from "../format.ts";
import { DEEPEST, isWordCharacter, type JsonGrammar, jsonGrammar } from "./json-grammar.ts";
import { type JsonInput, jsonInput } from "./json-input.ts";

/** A stretch of a JSON text; all of them together are the text. */
export type JsonStretch =
  /** Brackets, commas and fields around the items. */
  | { readonly kind: "between"; readonly text: string }
  | JsonItem
  /** Text that is not JSON, up to where the next item begins; only its first stretch has a place. */
  | { readonly kind: "lost"; readonly text: string; readonly fault: JsonFault | null }
  /** An item beyond a limit; only its first stretch says which. */
  | { readonly kind: "refused"; readonly text: string; readonly limit: "depth" | "size" | null };

/** One item: its text, names of its own that stand in it twice, and whether the comma before it is missing. */
export interface JsonItem {
  readonly kind: "item";
  readonly text: string;
  readonly twice: readonly string[];
  readonly noComma: boolean;
}

/** Where and why a JSON text cannot be read. */
export interface JsonFault {
  readonly offset: number;
  readonly expected: string;
}

/** Length beyond which an item is refused, in characters. */
const LONGEST = 64 * 1024 * 1024;
/** Text kept back while the next item is looked for, longer than what marks its beginning. */
const OVERLAP = 400;

/** What the place is in: the top, a list of items, or an object around one that began at `base` brackets. */
type Frame = { readonly kind: "top" | "list" } | { readonly kind: "wrapper"; readonly base: number };

/** How an item began: after damage the next one is looked for by the same looks. */
interface Start {
  readonly frames: readonly Frame[];
  readonly kinds: readonly number[];
  /** Blanks before it when it began a line, else null. */
  readonly indent: string | null;
  readonly noComma: boolean;
  /** The name last read, by nesting. */
  readonly names: string[];
  readonly seen: Set<string>;
  readonly twice: string[];
  first: string | null;
}

interface Scan {
  readonly input: JsonInput;
  readonly grammar: JsonGrammar;
  readonly lists: ReadonlySet<string>;
  frames: Frame[];
  start: Start | null;
  /** Whether the place is in an item; a refused one is given out piece by piece. */
  item: "no" | "yes" | "refused";
  /** Brackets open in an item that is nested too deep; nothing else is looked at there. */
  blind: number;
  text: "none" | "string" | "escape" | "word";
  name: string;
  /** Line before the next item where no text stands between it and the last. */
  before: string;
  noComma: boolean;
  reread: number;
}

type Found = JsonStretch | "fault" | null;

/**
 * Cuts a JSON text into items without holding more than one: the elements of a top-level list, of the
 * lists named by `lists`, else whole top-level objects, of which several may follow each other. Damage
 * ends at the next text that begins as the item before it did.
 *
 * @param lists paths of one or two names, such as `results` or `message.items`
 * Checked: tests/records/json-scan.test.ts. Cost linear; memory one item, at most 64 Mi characters.
 */
export function* scanJson(pieces: TextPieces, lists: readonly string[]): Generator<JsonStretch> {
  const scan: Scan = {
    input: jsonInput(pieces),
    grammar: jsonGrammar(),
    lists: new Set(lists),
    frames: [{ kind: "top" }],
    start: null,
    item: "no",
    blind: 0,
    text: "none",
    name: "",
    before: "\n",
    noComma: false,
    reread: 0,
  };
  const { input } = scan;
  for (let read = 0; ; ) {
    while (input.more()) {
      if (input.read !== read) {
        // Between pieces, so that a long item is let go in time.
        read = input.read;
        if (scan.item === "yes" && input.length() > LONGEST) yield refuse(scan, "size");
        else if (scan.item === "refused") yield { kind: "refused", text: input.cut(), limit: null };
      }
      const found = step(scan);
      if (found === "fault") yield* lost(scan);
      else if (found !== null && (found.kind === "item" || found.text !== "")) yield found;
    }
    if (scan.item === "no" && scan.frames.length === 1) break;
    yield* lost(scan);
  }
  const rest = input.cut();
  if (rest !== "") yield { kind: "between", text: rest };
}

function step(scan: Scan): Found {
  const { input } = scan;
  if (scan.text === "string" || scan.text === "escape") return string(scan);
  const { piece } = input;
  let at = input.at;
  if (scan.text === "word") while (at < piece.length && isWordCharacter(piece.charCodeAt(at))) at += 1;
  if (at < piece.length && isSpace(piece.charCodeAt(at))) {
    scan.text = "none";
    while (at < piece.length && isSpace(piece.charCodeAt(at))) at += 1;
  }
  input.at = at;
  if (at === piece.length) return null;
  const code = piece.charCodeAt(at);
  scan.text = "none";
  if (scan.item !== "no") return scan.blind > 0 ? blindly(scan, code) : inside(scan, code);
  const frame = scan.frames.at(-1)!;
  if (frame.kind === "wrapper") return around(scan, code, frame.base);
  return frame.kind === "top" ? atTop(scan, code) : inList(scan, code);
}

function isSpace(code: number): boolean {
  return code <= 32 || code === 0xfeff || code === 0xa0;
}

function takes(scan: Scan, code: number): boolean {
  if (!scan.grammar.take(code)) return false;
  scan.text = code === 34 ? "string" : isWordCharacter(code) ? "word" : "none";
  if (code === 34) scan.name = "";
  scan.input.at += 1;
  return true;
}

function atTop(scan: Scan, code: number): Found {
  if (code === 123) return begin(scan);
  if (code !== 91) return "fault";
  takes(scan, code);
  scan.frames.push({ kind: "list" });
  return null;
}

function inList(scan: Scan, code: number): Found {
  const { grammar } = scan;
  if (code !== 44 && code !== 93) {
    // A comma left out between two objects costs neither of them.
    if (!grammar.atValue && code === 123) {
      grammar.returnTo(grammar.kinds());
      scan.noComma = true;
    }
    return grammar.atValue ? begin(scan) : "fault";
  }
  if (!takes(scan, code)) return "fault";
  if (code === 93) leave(scan);
  return null;
}

/** In the object around a list. */
function around(scan: Scan, code: number, base: number): Found {
  const { grammar } = scan;
  if (code === 58) named(scan, grammar.depth - base);
  if (!takes(scan, code)) return "fault";
  if (code === 91) return enter(scan, base);
  if (grammar.depth === base) leave(scan);
  return grammar.depth > DEEPEST ? "fault" : null;
}

function leave(scan: Scan): void {
  scan.frames.pop();
  if (scan.frames.length === 1) scan.grammar.returnTo([]);
}

function begin(scan: Scan): JsonStretch {
  const text = scan.input.cut();
  const around = text === "" ? scan.before : text;
  const end = Math.max(around.lastIndexOf("\n"), around.lastIndexOf("\r"));
  const indent = end === -1 ? "x" : around.slice(end + 1).replace("\ufeff", "");
  scan.start = {
    frames: [...scan.frames],
    kinds: scan.grammar.kinds(),
    indent: indent.length < OVERLAP / 4 && /^[ \t]*$/.test(indent) ? indent : null,
    noComma: scan.noComma,
    names: [],
    seen: new Set(),
    twice: [],
    first: null,
  };
  scan.item = "yes";
  scan.noComma = false;
  return { kind: "between", text };
}

function inside(scan: Scan, code: number): Found {
  const { grammar, input } = scan;
  const base = scan.start!.kinds.length;
  // A number or a word that is an item of its own ends where something else begins.
  if (grammar.depth === base && input.length() > 0) return end(scan);
  if (code === 58) named(scan, grammar.depth - base);
  if (!takes(scan, code)) return "fault";
  const entered = code === 91 ? enter(scan, base) : null;
  if (entered !== null) return entered;
  if (grammar.depth - base > DEEPEST) return refuse(scan, "depth");
  return grammar.depth === base && (code === 125 || code === 93) ? end(scan) : null;
}

function end(scan: Scan): JsonStretch {
  const whole = scan.item === "yes";
  const text = scan.input.cut();
  scan.item = "no";
  scan.before = "";
  if (scan.frames.length === 1) scan.grammar.returnTo([]);
  const { twice, noComma } = scan.start!;
  return whole ? { kind: "item", text, twice, noComma } : { kind: "refused", text, limit: null };
}

function named(scan: Scan, depth: number): void {
  const { start, name } = scan;
  if (start === null || depth < 1 || depth > 2) return;
  start.names[depth] = name;
  if (depth > 1 || scan.item === "no") return;
  if (name.length < OVERLAP / 4) start.first ??= name;
  if (start.seen.has(name)) start.twice.push(name);
  start.seen.add(name);
}

/** At the bracket of a list that `lists` names: what was taken for an item goes around it. */
function enter(scan: Scan, base: number): JsonStretch | null {
  const depth = scan.grammar.depth - 1 - base;
  if (depth < 1 || depth > 2 || (scan.item !== "no" && scan.frames.length > 2) || scan.item === "refused")
    return null;
  if (!scan.lists.has(scan.start!.names.slice(1, depth + 1).join("."))) return null;
  if (scan.item === "yes") scan.frames.push({ kind: "wrapper", base });
  scan.frames.push({ kind: "list" });
  scan.item = "no";
  return { kind: "between", text: scan.input.cut() };
}

function refuse(scan: Scan, limit: "depth" | "size"): JsonStretch {
  scan.item = "refused";
  if (limit === "depth") scan.blind = scan.grammar.depth - scan.start!.kinds.length;
  return { kind: "refused", text: scan.input.cut(), limit };
}

function blindly(scan: Scan, code: number): Found {
  scan.input.at += 1;
  if (code === 34) scan.text = "string";
  else if (code === 123 || code === 91) scan.blind += 1;
  else if (code === 125 || code === 93) scan.blind -= 1;
  if (scan.blind > 0) return null;
  scan.grammar.returnTo(scan.start!.kinds);
  scan.grammar.take(48);
  return end(scan);
}

/** The rest of a string as far as the piece goes. */
function string(scan: Scan): Found {
  const { input } = scan;
  const { piece } = input;
  let at = input.at + (scan.text === "escape" ? 1 : 0);
  scan.text = "string";
  for (; at < piece.length; at++) {
    const code = piece.charCodeAt(at);
    if (code === 34) break;
    if (code === 92) at += 1;
  }
  if (scan.grammar.atKey && scan.name.length < 200)
    scan.name += piece.slice(input.at, Math.min(at, input.at + 200));
  if (at >= piece.length) {
    if (at > piece.length) scan.text = "escape";
    input.at = piece.length;
    return null;
  }
  input.at = at + 1;
  scan.text = "none";
  const whole = scan.item !== "no" && scan.blind === 0 && scan.grammar.depth === scan.start!.kinds.length;
  return whole ? end(scan) : null;
}

/** Gives out what cannot be read and goes to the next item, or to the end of the text. */
function* lost(scan: Scan): Generator<JsonStretch> {
  const { input, start } = scan;
  const place = input.length();
  let fault: JsonFault | null = scan.item === "refused" ? null : { offset: place, expected: expected(scan) };
  let text = input.cutAll();
  // Damage may hide the next item before it shows. Reading again is bounded, so that time stays linear.
  let from = scan.reread > 4 * input.read + 1_000_000 ? place : 1;
  for (;;) {
    const at = start === null ? -1 : nextItem(start, text, from);
    if (at !== -1) {
      if (place > at) scan.reread += place - at;
      yield { kind: "lost", text: text.slice(0, at), fault };
      input.back(text.slice(at));
      reset(scan, start!.frames, start!.kinds);
      if (start!.indent !== null) scan.before = `\n${start!.indent}`;
      return;
    }
    const last = !input.more();
    const given = last || start === null ? text.length : Math.max(0, text.length - OVERLAP);
    yield { kind: "lost", text: text.slice(0, given), fault };
    if (last) return reset(scan, [{ kind: "top" }], []);
    fault = null;
    text = text.slice(given) + input.cutAll();
    from = 0;
  }
}

function reset(scan: Scan, frames: readonly Frame[], kinds: readonly number[]): void {
  scan.frames = [...frames];
  scan.grammar.returnTo(kinds);
  scan.item = "no";
  scan.text = "none";
  scan.blind = 0;
  scan.before = "";
}

function expected(scan: Scan): string {
  if (scan.text === "string" || scan.text === "escape") return 'a closing `"`';
  if (scan.item === "no" && scan.frames.length === 1)
    return scan.start === null ? "`[` or `{`" : "the end of the file";
  return scan.grammar.expected();
}

/** Where the next item begins, or -1: on a line of its own as the last did, else with the same first name. */
function nextItem({ indent, first }: Start, text: string, from: number): number {
  if (indent === null && first === null) return -1;
  const escaped = (plain: string): string => plain.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  const pattern =
    indent === null
      ? new RegExp(`,\\s{0,100}(?=\\{\\s{0,100}"${escaped(first!)}"\\s{0,20}:)`, "g")
      : new RegExp(`[\\n\\r]${escaped(indent)}(?=\\{)`, "g");
  pattern.lastIndex = Math.max(0, from - 1);
  const match = pattern.exec(text);
  return match === null ? -1 : match.index + match[0].length;
}
