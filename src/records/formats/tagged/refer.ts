import type { Problem } from "#kernel";
import type { LineTally, Reader, Step, TaggedField, TextPieces } from "../format.ts";
import { isBlank, linesOf, type RawLines, rawLines } from "../lines.ts";
import { outsideLines } from "../outside.ts";
import { mapRefer } from "./refer-map.ts";

/** Tags that stand once in an entry: a second one behind a blank line begins the next entry. */
const ONCE = new Set(["T", "D", "J", "B", "V", "N", "P", "X", "R", "M", "F", "0"]);

/** Reads Refer text: `.enw` of EndNote and publishers, `.ref`, `.enl` text. */
export const referReader: Reader = { parser: "evidens-refer/1", entries: readRefer };

/** Whether a text is Refer's, by its first lines: `%0 Journal Article`, `%T Title`. */
export function looksLikeRefer(head: string): boolean {
  const first = /[^\s\ufeff].*/.exec(head)?.[0] ?? "";
  return /^%[0-9A-Z@](?:[ \t]|$)/.test(first) && /^\ufeff?%[0TAJBDEX](?:[ \t]+\S|[ \t]*$)/m.test(head);
}

interface Open {
  readonly line: number;
  readonly raw: RawLines;
  readonly fields: TaggedField[];
  readonly seen: Set<string>;
}

/**
 * Splits Refer text into entries: an entry begins at `%0`, or behind a blank line at a tag that shows
 * that another begins. Lines without a tag continue the field above, also behind blank lines.
 *
 * Source: refer(1); EndNote, "Tags for Importing Refer/BibIX".
 * Checked: tests/records/refer.test.ts, tagged.fuzz.prop.test.ts. Cost linear.
 */
function* readRefer(text: TextPieces): Generator<Step, LineTally> {
  const lines = linesOf(text);
  const outside = outsideLines(
    "records/refer-outside",
    "Check that each line of an entry begins with `%` and a letter, and import the file again.",
  );
  let open: Open | null = null;
  let [blank, kept, blanks] = [0, 0, 0];
  while (lines.next()) {
    const line = lines.text;
    if (isBlank(line)) {
      blank += 1;
      blanks += 1;
      open?.raw.blank(lines);
      continue;
    }
    const tag = tagOf(line);
    if (open !== null && tag !== null && begins(tag, open.seen, blanks)) {
      kept += open.raw.count;
      yield* finished(open);
      open = null;
    }
    if (tag === null && open === null) outside.stray(lines.number, line);
    else {
      if (open === null) {
        const stray = outside.flush();
        if (stray !== null) yield { problem: stray };
        open = { line: lines.number, raw: rawLines(), fields: [], seen: new Set() };
      }
      open.raw.add(lines);
      if (tag === null) open.fields.at(-1)!.value += `\n${line.trimEnd()}`;
      else {
        open.fields.push({ tag, value: line.slice(2).trim() });
        open.seen.add(tag);
      }
    }
    blanks = 0;
  }
  if (open !== null) {
    kept += open.raw.count;
    yield* finished(open);
  }
  const stray = outside.flush();
  if (stray !== null) yield { problem: stray };
  return { total: lines.number, blank, kept, outside: outside.count };
}

/** Whether a tag begins the next entry, given those that the open one has and the blank lines before it. */
function begins(tag: string, seen: ReadonlySet<string>, blanks: number): boolean {
  if (tag === "0") return seen.has("0") || blanks > 0;
  if (blanks === 0) return false;
  // Type and title are there: what comes behind blank lines is no afterthought of this entry.
  if (tag === "A" || tag === "T") return seen.has("T") || seen.has(tag);
  return blanks > 1 || (ONCE.has(tag) && seen.has(tag));
}

function* finished(entry: Open): Generator<Step> {
  const problems: Problem[] = [];
  const fields = mapRefer(entry.fields, (problem) => problems.push({ line: entry.line, ...problem }));
  yield { entry: { line: entry.line, raw: entry.raw.text(), fields } };
  for (const problem of problems) yield { problem };
}

/** `%T Title`: a percent sign, one character, and a blank or nothing. */
function tagOf(line: string): string | null {
  if (line.charCodeAt(0) !== 37 || line.length < 2) return null;
  const next = line.charCodeAt(2);
  if (line.length > 2 && next !== 32 && next !== 9 && next !== 0xa0) return null;
  const tag = line[1]!;
  return /[0-9A-Za-z!-/:-@[-`{-~]/.test(tag) ? tag : null;
}
