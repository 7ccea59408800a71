import type { Problem } from "#kernel";
import type { LineTally, Reader, Step, TaggedField, TextPieces } from "../format.ts";
import { isBlank, linesOf, type RawLines, rawLines } from "../lines.ts";
import { outsideLines } from "../outside.ts";
import { mapWos } from "./wos-map.ts";

/** Lines of the file itself: what wrote it, its version, its end. */
const FILE_TAGS = new Set(["FN", "VR", "EF"]);
/** An entry has at least one of these; a run of lines without any is a platform's own. */
const CORE = new Set(["PT", "TI", "AU", "AF", "SO", "AB", "UT"]);

/** Reads Web of Science's tagged text: `.ciw`, `.isi` and plain text, of all its databases. */
export const wosReader: Reader = { parser: "evidens-wos/1", entries: readWos };

/** Whether a text is Web of Science's tagged text, by its first lines. */
export function looksLikeWos(head: string): boolean {
  if (/^(?:\ufeff|\s)*FN (?:ISI|Thomson|Clarivate|Web of Science|Derwent|\S+ Export)/i.test(head))
    return true;
  return (
    /^\ufeff?PT (?:[A-Z]|Journal|Book)\s*$/m.test(head) &&
    /^(?:AU|TI|SO|UT|AF) \S/m.test(head) &&
    !/^\ufeff?TY {1,2}- /m.test(head)
  );
}

interface Open {
  readonly line: number;
  readonly raw: RawLines;
  readonly fields: TaggedField[];
  core: boolean;
}

/**
 * Splits Web of Science's tagged text into entries: an entry begins at `PT`, or at the first tag behind
 * the entry before, and ends at `ER`. Indented lines continue the field above.
 *
 * Source: Clarivate, "Web of Science Core Collection Field Tags".
 * Checked: tests/records/wos.test.ts, tagged.fuzz.prop.test.ts. Cost linear.
 */
function* readWos(text: TextPieces): Generator<Step, LineTally> {
  const lines = linesOf(text);
  const outside = outsideLines(
    "records/wos-outside",
    "Check that each entry begins with a line such as `PT J` and import the file again if one is missing.",
  );
  let open: Open | null = null;
  let [blank, kept] = [0, 0];
  const close = function* (entry: Open, ended: boolean): Generator<Step> {
    if (!entry.core) return outside.wrapping(entry.line, entry.raw.count);
    const stray = outside.flush();
    if (stray !== null) yield { problem: stray };
    kept += entry.raw.count;
    yield* finished(entry, ended);
  };
  while (lines.next()) {
    const line = lines.text;
    if (isBlank(line)) {
      blank += 1;
      open?.raw.blank(lines);
      continue;
    }
    const tag = tagOf(line);
    const value = tag === null ? "" : line.slice(3).trim();
    const of = tag !== null && FILE_TAGS.has(tag) && (open === null || tag === "EF" || value !== "");
    if (of || (tag === "PT" && value.length === 1)) {
      if (open !== null) yield* close(open, false);
      open = null;
    }
    if (of) outside.wrapping(lines.number);
    else if (open === null && (tag === null || tag === "ER")) outside.stray(lines.number, line);
    else {
      open ??= { line: lines.number, raw: rawLines(), fields: [], core: false };
      open.raw.add(lines);
      if (tag === null) open.fields.at(-1)!.value += `\n${line.trimEnd()}`;
      else if (tag !== "ER") {
        open.fields.push({ tag, value });
        if (CORE.has(tag)) open.core = true;
      } else {
        yield* close(open, true);
        open = null;
      }
    }
  }
  if (open !== null) yield* close(open, false);
  for (const problem of [outside.flush(), outside.finish()]) if (problem !== null) yield { problem };
  return { total: lines.number, blank, kept, outside: outside.count };
}

function* finished(entry: Open, ended: boolean): Generator<Step> {
  const problems: Problem[] = ended ? [] : [missingEnd(entry.line)];
  const fields = mapWos(entry.fields, (problem) => problems.push({ line: entry.line, ...problem }));
  yield { entry: { line: entry.line, raw: entry.raw.text(), fields } };
  for (const problem of problems) yield { problem };
}

/** Two letters or a letter and a digit, then a blank or nothing: `AU Doe, J`, `C1 …`, `ER`. */
function tagOf(line: string): string | null {
  const [first, second] = [line.charCodeAt(0), line.charCodeAt(1)];
  if (!(first >= 65 && first <= 90)) return null;
  if (!((second >= 65 && second <= 90) || (second >= 48 && second <= 57))) return null;
  return line.length === 2 || line.charCodeAt(2) === 32 || line.charCodeAt(2) === 9 ? line.slice(0, 2) : null;
}

function missingEnd(line: number): Problem {
  return {
    code: "records/wos-missing-end",
    line,
    message: "The entry has no closing `ER` line; it was read up to the next entry or the end of the file.",
    remedy: "Check that the export was not cut off; export it again if its last entries are incomplete.",
  };
}
