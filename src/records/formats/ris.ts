import type { Problem } from "#kernel";
import type { LineTally, Reader, Step, TaggedField, TextPieces } from "./format.ts";
import { isBlank, linesOf, type RawLines, rawLines } from "./lines.ts";
import { outsideLines } from "./outside.ts";
import { mapRis } from "./ris-map.ts";

const WRAPPING =
  /^(?:\d+\.?|<\d+>|Record #\d+ of \d+|(?:Provider|Database|Content):.*|Link to the .*|Search Strategy:?)$/;
/** Tags that say a run of lines is a whole entry and not a platform's afterword. */
const CORE = new Set(["TI", "T1", "AU", "A1", "AB", "N2", "PY", "Y1"]);
/** Written `XX - value` by some programs; with any other letters one blank is more likely text. */
const ONE_BLANK = new Set(
  (
    "TY TI T1 T2 T3 CT BT AU A1 A2 A3 A4 AB N1 N2 PY Y1 Y2 DA JF JO JA J1 J2 VL IS SP EP SN DO UR L1 L2 " +
    "L3 L4 KW PB CY AD AN DB DP LA ID M1 M2 M3 C1 C2 C3 C4 C5 C6 C7 C8 U1 U2 U3 U4 U5 ET ST SE OP RP ER"
  ).split(" "),
);

/** Reads RIS as the databases and reference managers really write it. */
export const risReader: Reader = { parser: "evidens-ris/1", entries: readRis };

interface Open {
  readonly line: number;
  readonly raw: RawLines;
  readonly fields: TaggedField[];
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
  let open: Open | null = null;
  let orphan = { line: 0, lines: 0, core: false };
  let [blank, kept] = [0, 0];
  const close = function* (entry: Open, ended: boolean): Generator<Step> {
    kept += entry.raw.count;
    yield* finished(entry, ended);
  };
  const closeOrphan = function* (): Generator<Step> {
    if (orphan.core) {
      outside.told(orphan.lines);
      yield { problem: missingType(orphan.line, orphan.lines) };
    } else if (orphan.lines > 0) outside.wrapping(orphan.line, orphan.lines);
    orphan = { line: 0, lines: 0, core: false };
    const stray = outside.flush();
    if (stray !== null) yield { problem: stray };
  };

  while (lines.next()) {
    const line = lines.text;
    if (isBlank(line)) {
      blank += 1;
      open?.raw.blank(lines);
      continue;
    }
    const valueAt = valueStart(line);
    const tag = valueAt === -1 ? null : line.slice(0, 2);
    if (tag === "TY") {
      if (open !== null) yield* close(open, false);
      yield* closeOrphan();
      open = { line: lines.number, raw: rawLines(), fields: [] };
      open.raw.add(lines);
      open.fields.push({ tag, value: line.slice(valueAt).trim() });
    } else if (open !== null) {
      open.raw.add(lines);
      if (tag === "ER") {
        yield* close(open, true);
        open = null;
      } else if (tag !== null) open.fields.push({ tag, value: line.slice(valueAt).trim() });
      else open.fields.at(-1)!.value += `\n${line.trimEnd()}`;
    } else if (tag !== null) {
      orphan = {
        line: orphan.line || lines.number,
        lines: orphan.lines + 1,
        core: orphan.core || CORE.has(tag),
      };
      if (tag === "ER") yield* closeOrphan();
    } else if (WRAPPING.test(line.trim())) outside.wrapping(lines.number);
    else outside.stray(lines.number, line);
  }
  if (open !== null) yield* close(open, false);
  yield* closeOrphan();
  const wrapped = outside.finish();
  if (wrapped !== null) yield { problem: wrapped };
  return { total: lines.number, blank, kept, outside: outside.count };
}

/** The entry with its fields, then what is to be told about it. */
function* finished(entry: Open, ended: boolean): Generator<Step> {
  const problems: Problem[] = ended ? [] : [missingEnd(entry.line)];
  const fields = mapRis(entry.fields, (problem) => problems.push({ line: entry.line, ...problem }));
  yield { entry: { line: entry.line, raw: entry.raw.text(), fields } };
  for (const problem of problems) yield { problem };
}

/** Offset of the value when the line begins with a tag, else -1: `XX  - `, `XX  -`, `XX - ` and a tab are met. */
function valueStart(line: string): number {
  if (line.length < 4 || !isUpper(line.charCodeAt(0))) return -1;
  const second = line.charCodeAt(1);
  if (!isUpper(second) && !(second >= 48 && second <= 57)) return -1;
  const [third, fourth] = [line.charCodeAt(2), line.charCodeAt(3)];
  if (third === 32 && fourth === 32 && line.charCodeAt(4) === 45) return 5;
  if (fourth !== 45 || (third !== 32 && third !== 9)) return -1;
  if (line.length > 4 && line.charCodeAt(4) > 32) return -1;
  if (third === 9) return 4;
  const tag = line.slice(0, 2);
  if (!ONE_BLANK.has(tag)) return -1;
  const rest = line.slice(4).trim();
  // `ER - the emergency room` is a sentence; the tag stands alone.
  if (tag === "ER" && rest !== "") return -1;
  if (tag === "TY" && !/^[A-Z][A-Z_ ]{1,19}$/.test(rest)) return -1;
  return 4;
}

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
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
