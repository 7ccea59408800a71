import type { Problem } from "#kernel";
import type { LineTally, Reader, Step, TaggedField, TextPieces } from "../format.ts";
import { isBlank, linesOf, type RawLines, rawLines } from "../lines.ts";
import { type OutsideLines, outsideLines } from "../outside.ts";
import { type RisLine, readRisLine, withLostTags } from "./ris-line.ts";
import { mapRis } from "./ris-map.ts";

const WRAPPING =
  /^(?:\d+\.?|<\d+>|Record #\d+ of \d+|(?:Provider|Database|Content):.*|Link to the .*|Search Strategy:?|https?:\/\/\S+)$/;
/** Tags that say a run of lines is a whole entry and not a platform's afterword. */
const CORE = new Set(["TI", "T1", "AU", "A1", "AB", "N2", "PY", "Y1"]);
/** Reads RIS as the databases and reference managers really write it. */
export const risReader: Reader = { parser: "evidens-ris/2", entries: readRis };

interface Open {
  readonly line: number;
  readonly raw: RawLines;
  readonly fields: TaggedField[];
  /** Column at which the tags stand: not 0 in files that are indented as a whole. */
  readonly indent: number;
  /** Whether its tags are written in small letters; else such a line is text. */
  readonly small: boolean;
}

/**
 * Splits RIS text into entries: an entry begins at `TY` and ends at `ER`, at the next `TY` or at the
 * end of the text. Untagged lines inside an entry continue the field above; lines outside entries
 * end in problems.
 *
 * Source: RIS Format Specifications, Research Information Systems; dialects as met in real exports.
 * Checked: tests/records/formats.test.ts, formats.prop.test.ts, corpus.test.ts. Cost linear.
 */
function* readRis(text: TextPieces): Generator<Step, LineTally> {
  const lines = linesOf(text);
  const outside = outsideLines(
    "records/ris-outside",
    "Check that each entry begins with a line `TY  - ` and import the file again if one is missing.",
  );
  const orphans = orphanLines(outside);
  const found: RisLine = { tag: null, value: "", small: false, at: 0 };
  let open: Open | null = null;
  let [blank, kept] = [0, 0];
  while (lines.next()) {
    const line = lines.text;
    if (isBlank(line)) {
      blank += 1;
      open?.raw.blank(lines);
      continue;
    }
    readRisLine(line, open?.indent ?? 0, found);
    const { tag, small } = found;
    if (tag === "TY") {
      if (open !== null) {
        kept += open.raw.count;
        yield* finished(open, false);
      }
      yield* orphans.close();
      open = { line: lines.number, raw: rawLines(), fields: [], indent: found.at, small };
    }
    if (open !== null) {
      open.raw.add(lines);
      if (tag === "ER") {
        kept += open.raw.count;
        yield* finished(open, true);
        open = null;
      } else if (tag === null || (small && !open.small)) {
        open.fields.at(-1)!.value += `\n${line.trimEnd()}`;
      } else if (found.value.includes("- ") && found.value.includes("  - "))
        open.fields.push(...withLostTags(tag, found.value));
      else open.fields.push({ tag, value: found.value });
    } else if (tag !== null) {
      orphans.add(lines.number, tag);
      if (tag === "ER") yield* orphans.close();
    } else if (WRAPPING.test(line.trim())) outside.wrapping(lines.number);
    else outside.stray(lines.number, line);
  }
  if (open !== null) {
    kept += open.raw.count;
    yield* finished(open, false);
  }
  yield* orphans.close();
  const wrapped = outside.finish();
  if (wrapped !== null) yield { problem: wrapped };
  return { total: lines.number, blank, kept, outside: outside.count };
}

/** Tagged lines outside entries: an entry that lost its `TY`, or what a platform adds behind `ER`. */
function orphanLines(outside: OutsideLines): {
  add(line: number, tag: string): void;
  /** Ends the run and that of the stray lines. */
  close(): Generator<Step>;
} {
  let run = { line: 0, lines: 0, core: false };
  return {
    add(line, tag) {
      run = { line: run.line || line, lines: run.lines + 1, core: run.core || CORE.has(tag) };
    },
    *close() {
      if (run.core) {
        outside.told(run.lines);
        yield { problem: missingType(run.line, run.lines) };
      } else if (run.lines > 0) outside.wrapping(run.line, run.lines);
      run = { line: 0, lines: 0, core: false };
      const stray = outside.flush();
      if (stray !== null) yield { problem: stray };
    },
  };
}

/** The entry with its fields, then what is to be told about it. */
function* finished(entry: Open, ended: boolean): Generator<Step> {
  const problems: Problem[] = ended ? [] : [missingEnd(entry.line)];
  const fields = mapRis(entry.fields, (problem) => problems.push({ line: entry.line, ...problem }));
  yield { entry: { line: entry.line, raw: entry.raw.text(), fields } };
  for (const problem of problems) yield { problem };
}

function missingEnd(line: number): Problem {
  return {
    code: "records/ris-missing-end",
    line,
    message: "The entry has no closing `ER` line; it was read up to the next entry or the end of the file.",
    remedy: "Check that the export was not cut off; export it again if its last entries are incomplete.",
  };
}

function missingType(line: number, lines: number): Problem {
  return {
    code: "records/ris-missing-type",
    line,
    message: `${lines} tagged line(s) look like an entry but do not begin with a \`TY\` line; they were not read.`,
    remedy: "Put a line such as `TY  - JOUR` before them and import the file again.",
  };
}
