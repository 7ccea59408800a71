import type { Problem } from "#kernel";
import type { LineTally, Reader, Step, TaggedField, TextPieces } from "../format.ts";
import { excerpt, isBlank, linesOf, type RawLines, rawLines } from "../lines.ts";
import { outsideLines } from "../outside.ts";
import { mapNbib } from "./nbib-map.ts";

/** Tags of the MEDLINE display and its PMC and ERIC kin; a line may bend the spacing only with one of these. */
const KNOWN = new Set(
  (
    "PMID PMC PMCR OWN STAT DCOM LR IS VI IP DP TI PG LID AB OAB OABL CI FAU AU AUID AD CN FIR IR IRAD LA PT " +
    "DEP PL TA JT JID SB MH OT OTO EDAT MHDA CRDT PHST AID PST SO RN NM GR SI CIN CON EIN EFR RPI RPF RIN " +
    "UIN ROF RRI RRF ORI SPIN OID MID COIS DA RF PB BTI CTI VTI TT ISBN ISSN FED ED EN GN GS PS FPS PUBM " +
    "SFM OCI NR UOF CDAT CRF ECI ECF DDIN DRIN"
  ).split(" "),
);
/** Tags that begin an entry when they stand after a blank line. */
const FIRST = new Set(["PMID", "PMC", "PMCR", "OWN"]);
/** Tags that stand once in an entry: a second one after a blank line begins the next. */
const ONCE = new Set(["TI", "DP", "JT", "TA", "VI", "STAT", "BTI"]);

/** Reads PubMed's NBIB (MEDLINE) text, also as PMC and ERIC write it. */
export const nbibReader: Reader = { parser: "evidens-nbib/2", entries: readNbib };

interface Open {
  readonly line: number;
  readonly raw: RawLines;
  readonly fields: TaggedField[];
  readonly seen: Set<string>;
}

/**
 * Splits NBIB text into entries: an entry begins at a tagged line after a blank line, or at a second
 * `PMID`. Lines indented below a tag continue it; others without a tag are told.
 *
 * Source: NLM, "MEDLINE/PubMed Data Element (Field) Descriptions".
 * Checked: tests/records/formats.test.ts, formats.prop.test.ts, corpus.test.ts. Cost linear.
 */
function* readNbib(text: TextPieces): Generator<Step, LineTally> {
  const lines = linesOf(text);
  const outside = outsideLines(
    "records/nbib-outside",
    "Check that each entry begins with a line such as `PMID- 12345` and import the file again if one is missing.",
  );
  let open: Open | null = null;
  let [blank, kept, afterBlank] = [0, 0, true];
  let waiting: Problem[] = [];
  const close = function* (entry: Open): Generator<Step> {
    kept += entry.raw.count;
    const fields = mapNbib(entry.fields, (problem) => waiting.push({ line: entry.line, ...problem }));
    yield { entry: { line: entry.line, raw: entry.raw.text(), fields } };
    for (const problem of waiting) yield { problem };
    waiting = [];
  };

  while (lines.next()) {
    const line = lines.text;
    if (isBlank(line)) {
      blank += 1;
      open?.raw.blank(lines);
      afterBlank = true;
      continue;
    }
    const field = tagged(line);
    const begins = field !== null && (open === null || beginsNext(field.tag, open, afterBlank));
    afterBlank = false;
    if (begins) {
      if (open !== null) yield* close(open);
      const stray = outside.flush();
      if (stray !== null) yield { problem: stray };
      open = { line: lines.number, raw: rawLines(), fields: [], seen: new Set() };
    }
    if (open === null) {
      outside.stray(lines.number, line);
      continue;
    }
    open.raw.add(lines);
    if (field !== null) {
      open.fields.push(field);
      open.seen.add(field.tag);
    } else if (isIndented(line)) open.fields.at(-1)!.value += `\n${line.trimEnd()}`;
    else waiting.push(untagged(lines.number, line));
  }
  if (open !== null) yield* close(open);
  const stray = outside.flush();
  if (stray !== null) yield { problem: stray };
  return { total: lines.number, blank, kept, outside: outside.count };
}

function beginsNext(tag: string, open: Open, afterBlank: boolean): boolean {
  if (!afterBlank) return tag === "PMID" && open.seen.has("PMID");
  return FIRST.has(tag) || tag === open.fields[0]!.tag || (ONCE.has(tag) && open.seen.has(tag));
}

function tagged(line: string): { tag: string; value: string } | null {
  // Most lines: `AB  - text`.
  if (line.startsWith("- ", 4)) {
    const known = IN_PLACE.get(line.slice(0, 4));
    if (known !== undefined) return { tag: known, value: line.slice(6).trim() };
  }
  const match = /^([A-Z]{2,4})( {0,2})-(.*)$/s.exec(line);
  if (match === null) return null;
  const [, tag = "", blanks = "", rest = ""] = match;
  const inPlace = tag.length + blanks.length === 4 && (rest === "" || rest.startsWith(" "));
  return inPlace || KNOWN.has(tag) ? { tag, value: rest.trim() } : null;
}

/** Tags as they stand in front of the hyphen. */
const IN_PLACE: ReadonlyMap<string, string> = new Map([...KNOWN].map((tag) => [tag.padEnd(4), tag]));

function isIndented(line: string): boolean {
  return line.charCodeAt(0) <= 32 || line.charCodeAt(0) === 0xa0;
}

function untagged(line: number, text: string): Problem {
  return {
    code: "records/nbib-untagged",
    line,
    message: `The line has neither a tag nor an indent and was given no meaning: "${excerpt(text)}". It stays in the record's raw text.`,
    remedy: "Export the file again from PubMed if the record looks incomplete.",
  };
}
