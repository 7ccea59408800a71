import type { Problem } from "#kernel";
import type { TextPieces } from "../format.ts";
import { doctypeAt } from "./xml-doctype.ts";
import { type Feed, feedOf } from "./xml-feed.ts";
import type { XmlLines } from "./xml-lines.ts";
import { localName, type XmlShape, xmlLimits } from "./xml-shape.ts";

/** A record's text, or something to be told. */
export type Cut =
  | {
      readonly line: number;
      readonly raw: string;
      /** `open`: the next record began before it was closed; `cut`: the file ends in it. */
      readonly ending: "closed" | "open" | "cut";
    }
  | { readonly problem: Problem };

/** Longest tag whose attributes are looked at. */
const TAG_SIZE = 4096;
/** Enough to know what markup begins at a `<`. */
const LOOK = 160;
const NAMED = /<(\/?)([A-Za-z_][\w.:-]{0,100})(?=[\s/>])/y;
const WHOLE_TAG = /^<[^\s/>"']+(?:"[^"<]*"|'[^'<]*'|[^"'<>])*>/;
const SECTIONS: ReadonlyMap<string, string> = new Map([
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
]);
const LONG_TOKEN = `a tag or text is longer than ${xmlLimits.token} characters`;
const OPENERS = /<!--|<!\[CDATA\[|<\?/g;

interface Open {
  readonly rank: number;
  readonly name: string;
  readonly line: number;
  readonly parts: string[];
  size: number;
  /** Set when the record is too large: its text is then dropped as it comes. */
  refused: string | null;
}

interface Scan {
  readonly feed: Feed;
  readonly shape: XmlShape;
  readonly lines: XmlLines;
  open: Open | null;
  /** Nesting outside records. */
  depth: number;
  /** Characters since the last `<`. */
  token: number;
  stopped: boolean;
  /** Ends of sections that do not come any more. */
  readonly without: Set<string>;
  /** Characters ahead in which what looks like a section was found to be none. */
  plain: number;
  /** What may be markup that matters inside a record, and where in which text it was last found. */
  readonly signal: Signal;
  found: {
    readonly text: string;
    readonly prefixed: boolean;
    readonly from: number;
    readonly at: number;
  };
}

/**
 * Cuts the records out of an XML file, one by one, without building anything from what lies around
 * them. Where a record begins and ends is told by its own tags alone, so that damage inside one never
 * reaches the next. Text outside records is given to `lines`; a record's text is the caller's to give.
 *
 * Cost linear; memory one piece and one record, within `xmlLimits`.
 */
export function* cutRecords(pieces: TextPieces, shape: XmlShape, lines: XmlLines): Generator<Cut> {
  const feed = feedOf(pieces);
  const without = new Set<string>();
  const scan: Scan = {
    feed,
    shape,
    lines,
    without,
    open: null,
    depth: 0,
    token: 0,
    stopped: false,
    plain: 0,
    signal: signalOf(shape),
    found: { text: "", prefixed: false, from: 0, at: -1 },
  };
  while (feed.fill(1)) {
    if (scan.open !== null) skipInside(scan);
    const lt = scan.stopped ? -1 : feed.text.indexOf("<", feed.at);
    take(scan, (lt === -1 ? feed.text.length : lt) - feed.at, "outside");
    if (scan.open === null && scan.token > xmlLimits.token && !scan.stopped)
      yield stop(scan, fileRefused(lines.line, LONG_TOKEN));
    if (lt === -1 || scan.stopped) continue;
    scan.token = 0;
    yield* markup(scan);
  }
  yield* close(scan, "cut");
}

/** Takes what begins at the `<` here, or this character alone. */
function* markup(scan: Scan): Generator<Cut> {
  const { feed } = scan;
  feed.fill(LOOK);
  NAMED.lastIndex = feed.at;
  const [, slash, name] = NAMED.exec(feed.text) ?? [];
  const ahead = feed.text.slice(feed.at, feed.at + LOOK);
  if (name !== undefined) return yield* tag(scan, slash === "/", name);
  if (/^<(?:!DOCTYPE|\?xml)\s/i.test(ahead)) yield* close(scan, "open");
  if (scan.open === null && /^<!(?:DOCTYPE|ENTITY)\s/i.test(ahead)) return yield* doctype(scan);
  for (const [opener, closer] of SECTIONS) {
    if (!ahead.startsWith(opener)) continue;
    const size = sectionSize(scan, opener, closer);
    take(scan, size, closer === "]]>" && size > opener.length ? "outside" : "wrapping");
    // What follows a whole section is a token of its own.
    if (size > opener.length) scan.token = 0;
    return;
  }
  take(scan, 1, "outside");
}

interface Signal {
  readonly bare: RegExp;
  /** With a namespace prefix before the name, which few files have and which costs time to look for. */
  readonly prefixed: RegExp;
  readonly prefix: RegExp;
}

/** Tags of records and of what stands around them, comments, sections and instructions; a few others beside. */
function signalOf({ records, roots }: XmlShape): Signal {
  const names = [...records.keys(), ...roots].map((name) => name.replace(/[-_]/g, "[-_]")).join("|");
  return {
    bare: new RegExp(`<(?:[!?]|/?(?:${names})[\\s/>])`, "gi"),
    prefixed: new RegExp(`<(?:[!?]|/?(?:[^\\s<>/]{0,101}:)?(?:${names})[\\s/>])`, "gi"),
    prefix: new RegExp(`:(?:${names})[\\s/>]`, "i"),
  };
}

/** Inside a record, takes the markup that neither ends it nor hides an end, as far as the text at hand goes. */
function skipInside(scan: Scan): void {
  const { feed } = scan;
  const last = lastPlain(scan);
  if (last === -1) return;
  // Each of these tokens was short enough; the next one begins behind the last `<`.
  scan.token = -(last - feed.at);
  take(scan, last - feed.at, "wrapping");
  take(scan, 1, "wrapping");
}

/** The last `<` before which nothing matters, or -1. */
function lastPlain(scan: Scan): number {
  const { feed, shape, signal } = scan;
  const { text } = feed;
  const known = scan.found.text === text;
  // Two pieces may be alike, so that the place searched from tells whether the same stretch is meant.
  if (!known || feed.at < scan.found.from || feed.at > scan.found.at) {
    const prefixed = known ? scan.found.prefixed : signal.prefix.test(text);
    const tag = prefixed ? signal.prefixed : signal.bare;
    tag.lastIndex = feed.at;
    scan.found = { text, prefixed, from: feed.at, at: tag.exec(text)?.index ?? text.length };
  }
  const before = Math.min(scan.found.at - 1, text.length - LOOK);
  // So short a stretch holds no token that is too long.
  if (before + LOOK - feed.at + scan.token < xmlLimits.token) {
    const last = before < feed.at ? -1 : text.lastIndexOf("<", before);
    return last < feed.at ? -1 : last;
  }
  let last = -1;
  for (let lt = text.indexOf("<", feed.at); lt !== -1; lt = text.indexOf("<", lt + 1)) {
    const next = text.charCodeAt(lt + 1);
    const far = lt - (last === -1 ? feed.at - scan.token : last) > xmlLimits.token;
    if (far || lt + LOOK > text.length || next === 33 || next === 63) break;
    NAMED.lastIndex = lt;
    const name = NAMED.exec(text)?.[2];
    if (name !== undefined) {
      const known = shape.nameOf(localName(name));
      if (shape.records.has(known) || shape.roots.has(known)) break;
    }
    last = lt;
  }
  return last;
}

/** Uses up characters: they go to the record that is open, or to their lines. */
function take(scan: Scan, size: number, fate: "outside" | "wrapping"): void {
  const { feed, lines, open } = scan;
  const text = feed.text.slice(feed.at, feed.at + size);
  feed.at += size;
  scan.plain = Math.max(0, scan.plain - size);
  scan.token += size;
  if (open === null || open.refused !== null || scan.stopped) {
    lines.walk(text, scan.stopped || open !== null ? "refused" : fate);
    return;
  }
  open.parts.push(text);
  open.size += size;
  if (scan.token > xmlLimits.token) open.refused = LONG_TOKEN;
  else if (open.size > xmlLimits.record)
    open.refused = `the record is longer than ${xmlLimits.record} characters`;
  if (open.refused !== null) for (const part of open.parts.splice(0)) lines.walk(part, "refused");
}

function* close(scan: Scan, ending: "closed" | "open" | "cut"): Generator<Cut> {
  if (scan.open === null) return;
  const { line, parts, refused } = scan.open;
  scan.open = null;
  if (refused !== null) {
    yield { problem: recordRefused(line, refused) };
    return;
  }
  const text = parts.join("");
  const raw = ending === "closed" ? text : text.trimEnd();
  yield { line, raw, ending };
  scan.lines.walk(text.slice(raw.length), "wrapping");
}

function stop(scan: Scan, problem: Problem): Cut {
  scan.stopped = true;
  return { problem };
}

/**
 * Size of the comment, CDATA section or instruction here: of its opener alone where it is not closed before
 * another record begins. The parser then reads the record with whatever that opener is.
 */
function sectionSize(scan: Scan, opener: string, closer: string): number {
  const { feed, without } = scan;
  if (scan.plain > 0 || without.has(closer)) return opener.length;
  const from = feed.at + opener.length;
  const end = feed.find(closer, from, xmlLimits.token);
  if (end === -1) {
    without.add(closer);
    return opener.length;
  }
  const unclosed = scan.open === null ? -1 : unclosedAt(feed.text.slice(from, end), scan.shape);
  if (unclosed === -1) return end + closer.length - feed.at;
  scan.plain = opener.length + unclosed;
  return opener.length;
}

function* doctype(scan: Scan): Generator<Cut> {
  const { feed, lines } = scan;
  feed.fill(xmlLimits.doctype + 1);
  const found = doctypeAt(feed.text.slice(feed.at, feed.at + xmlLimits.doctype + 1));
  if (found === null) take(scan, 1, "outside");
  else if ("text" in found) take(scan, found.text.length, "wrapping");
  else yield stop(scan, entityRefused(lines.line, found.refused));
}

function* tag(scan: Scan, closing: boolean, written: string): Generator<Cut> {
  const { feed, lines, shape } = scan;
  const name = shape.nameOf(localName(written));
  const rank = shape.records.get(name);
  const { open } = scan;
  if (open !== null) {
    if (closing && name === open.name) {
      take(scan, tagSize(feed), "wrapping");
      return yield* close(scan, "closed");
    }
    const ends = closing ? shape.roots.has(name) : rank !== undefined && rank <= open.rank;
    if (!ends) return take(scan, 1, "wrapping");
    yield* close(scan, "open");
  }
  if (closing) {
    scan.depth = Math.max(0, scan.depth - 1);
    return take(scan, tagSize(feed), "wrapping");
  }
  const whole = wholeTag(feed);
  const empty = whole?.endsWith("/>") === true;
  if (rank !== undefined) {
    scan.open = { rank, name, line: lines.line, parts: [], size: 0, refused: null };
    // Where its attributes cannot be read, the parser will tell.
    take(scan, whole?.length ?? written.length + 1, "wrapping");
    if (empty) yield* close(scan, "closed");
    return;
  }
  if (!empty) scan.depth += 1;
  take(scan, whole?.length ?? 1, "wrapping");
  if (scan.depth > xmlLimits.depth)
    yield stop(scan, fileRefused(lines.line, `elements are nested more than ${xmlLimits.depth} deep`));
}

/** The start tag here with its attributes, or null when it is no sound tag. */
function wholeTag(feed: Feed): string | null {
  feed.fill(TAG_SIZE);
  return WHOLE_TAG.exec(feed.text.slice(feed.at, feed.at + TAG_SIZE))?.[0] ?? null;
}

/** Size of the end tag here; one that is not closed ends before the next `<`. */
function tagSize(feed: Feed): number {
  feed.fill(TAG_SIZE);
  const ahead = feed.text.slice(feed.at, feed.at + TAG_SIZE);
  const end = ahead.slice(1).search(/[<>]/) + 1;
  if (end === 0) return ahead.length;
  return ahead[end] === ">" ? end + 1 : end;
}

/**
 * Where a record ends inside what looks like a comment or CDATA section but was never closed: at an end
 * tag that is followed by the next record and by another section's beginning, which no sound section
 * holds. -1 when it is sound.
 */
function unclosedAt(text: string, shape: XmlShape): number {
  for (const match of text.matchAll(/<\/([\w.:-]+)\s*>\s*<([\w.:-]+)[\s/>]/g)) {
    const [ended, begun] = [match[1]!, match[2]!].map((name) => shape.nameOf(localName(name)));
    if (!shape.records.has(ended!) || !shape.records.has(begun!)) continue;
    OPENERS.lastIndex = match.index;
    return OPENERS.test(text) ? match.index : -1;
  }
  return -1;
}

function entityRefused(line: number, why: string): Problem {
  return {
    code: "records/xml-entity-refused",
    line,
    message: `The file was not read from here on: ${why}. Such declarations can make a program open other files or fill its memory.`,
    remedy: "Remove the document type declaration at the top of the file, or export the records again.",
  };
}

function fileRefused(line: number, why: string): Problem {
  return {
    code: "records/xml-limit",
    line,
    message: `The file was not read from here on: ${why}, which no export of references needs.`,
    remedy: "Check that this is the export file, and export it again.",
  };
}

function recordRefused(line: number, why: string): Problem {
  return {
    code: "records/xml-limit",
    line,
    message: `The record that begins here was not read: ${why}, which no reference needs.`,
    remedy: "Export this record again, or add it by hand.",
  };
}
