/** Tags written `XX - value` by some programs; with any other letters one blank is more likely text. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    "TY TI T1 T2 T3 CT BT AU A1 A2 A3 A4 AB N1 N2 PY Y1 Y2 DA JF JO JA J1 J2 VL IS SP EP SN DO UR L1 L2 " +
    "L3 L4 KW PB CY AD AN DB DP LA ID M1 M2 M3 C1 C2 C3 C4 C5 C6 C7 C8 U1 U2 U3 U4 U5 ET ST SE OP RP ER " +
    "ED RN LK TT"
  ).split(" "),
);
/** Tags of more than two letters that some platforms add. */
const LONG = /^(PMID|PMCID|PMC|DOI|ISSN|EISSN|ISBN) {1,2}-(?= |$)/;

/** What a line of a RIS file is, written into the same object for every line. */
export interface RisLine {
  /** The tag in capitals, or null for a line without one. */
  tag: string | null;
  value: string;
  /** Whether the tag stood in small letters. */
  small: boolean;
  /** Column of the tag. */
  at: number;
}

const BLANK = 32;
const Z = 90;
const TAB = 9;
const HARD_BLANK = 0xa0;
const HYPHEN = 45;
const EN_DASH = 0x2013;

/**
 * Reads one line: `XX  - `, `XX  -`, `XX - `, a tab or hard blanks, and a dash for the hyphen are met.
 *
 * @param indent column of the tags of the open entry; a `TY` may stand at any column, since some
 *   files are indented as a whole
 */
export function readRisLine(line: string, indent: number, into: RisLine): void {
  if (readAt(line, indent, into) || (indent > 0 && readAt(line, 0, into))) return;
  if (line.charCodeAt(0) <= BLANK) {
    const start = line.search(/\S/);
    if (start !== indent && readAt(line, start, into) && into.tag === "TY" && !into.small) return;
  }
  into.tag = null;
  into.value = line;
  into.small = false;
}

function readAt(line: string, at: number, into: RisLine): boolean {
  const value = valueStart(line, at);
  into.at = at;
  if (value === -1) return line.charCodeAt(at + 3) > BLANK && readLongTag(line, at, into);
  const [first, second] = [line.charCodeAt(at), line.charCodeAt(at + 1)];
  into.tag = tagOf(first, second);
  into.small = !isCapital(first) || second > Z;
  into.value = line.slice(value).trim();
  return true;
}

/** Tags met, by their letters: making them anew for every line costs more than the rest of it. */
const TAGS: (string | undefined)[] = new Array<string | undefined>(128 * 128);

function tagOf(first: number, second: number): string {
  const place = first * 128 + second;
  const known = TAGS[place];
  if (known !== undefined) return known;
  const tag = String.fromCharCode(first, second).toUpperCase();
  TAGS[place] = tag;
  return tag;
}

function readLongTag(line: string, from: number, into: RisLine): boolean {
  const found = LONG.exec(line.slice(from, from + 10));
  if (found === null) return false;
  into.tag = found[1]!;
  into.small = false;
  into.value = line.slice(from + found[0].length).trim();
  return true;
}

function valueStart(line: string, from: number): number {
  if (line.length < from + 4) return -1;
  const [first, second] = [line.charCodeAt(from), line.charCodeAt(from + 1)];
  if (!isLetter(first) || !(isLetter(second) || (second >= 48 && second <= 57))) return -1;
  const [third, fourth] = [line.charCodeAt(from + 2), line.charCodeAt(from + 3)];
  const capitals = isCapital(first) && (isCapital(second) || second < 65);
  if (isBlankCode(third) && isBlankCode(fourth) && isDash(line.charCodeAt(from + 4))) {
    if (capitals) return from + 5;
    return isSmallTag(line, from, from + 5) ? from + 5 : -1;
  }
  if (!capitals || !isDash(fourth) || !(isBlankCode(third) || third === TAB)) return -1;
  const next = line.charCodeAt(from + 4);
  if (line.length > from + 4 && next > BLANK && next !== HARD_BLANK) return -1;
  if (third === TAB) return from + 4;
  return isTagWithOneBlank(line.slice(from, from + 2), line.slice(from + 4).trim()) ? from + 4 : -1;
}

function isTagWithOneBlank(tag: string, rest: string): boolean {
  if (!KNOWN.has(tag)) return false;
  // `ER - the emergency room` is a sentence; the tag stands alone.
  if (tag === "ER") return rest === "";
  return tag !== "TY" || /^[A-Z][A-Z_ ]{1,19}$/.test(rest);
}

/** `ty  - jour` and its like; `er` ends an entry only when it stands alone. */
function isSmallTag(line: string, from: number, valueAt: number): boolean {
  const tag = line.slice(from, from + 2).toUpperCase();
  if (tag === "ER") return line.slice(valueAt).trim() === "";
  if (tag === "TY") return /^[A-Za-z][A-Za-z_]{2,19}$/.test(line.slice(valueAt).trim());
  return KNOWN.has(tag);
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isLetter(code: number): boolean {
  return isCapital(code) || (code >= 97 && code <= 122);
}

function isBlankCode(code: number): boolean {
  return code === BLANK || code === HARD_BLANK;
}

function isDash(code: number): boolean {
  return code === HYPHEN || code === EN_DASH;
}

/** A tag that Rayyan left inside a value, where an export had lost the line end before it. */
const LOST = / {3,}([A-Z][A-Z0-9]) {2}- /g;

/** Parts a value at tags that had lost their line end: `10.1000/x     LK  - https://…`. */
export function* withLostTags(tag: string, value: string): Generator<{ tag: string; value: string }> {
  let open = tag;
  let at = 0;
  for (const found of value.matchAll(LOST)) {
    if (!KNOWN.has(found[1]!) && found[1] !== "J9" && found[1] !== "JI") continue;
    yield { tag: open, value: value.slice(at, found.index).trim() };
    open = found[1]!;
    at = found.index + found[0].length;
  }
  yield { tag: open, value: value.slice(at).trim() };
}
