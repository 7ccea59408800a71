import type { Problem } from "#kernel";
import type { EntryFields, LineTally, Step, TextPieces } from "../format.ts";
import { cutRecords } from "./xml-cut.ts";
import { xmlLines } from "./xml-lines.ts";
import { parseXmlRecord } from "./xml-parse.ts";
import type { XmlShape } from "./xml-shape.ts";
import type { XmlElement } from "./xml-tree.ts";

/** Gives the elements of a record their meaning. */
export type XmlMapper = (record: XmlElement, onProblem: (problem: Problem) => void) => EntryFields;

/**
 * Reads the records of an XML file one by one. Document types are never fetched, entities never
 * expanded beyond the five of XML and numbers; damage costs at most the record it stands in.
 *
 * Lines: those of a record that was read are kept; lines of wrapping alone (declaration, root elements,
 * comments) count as kept too, since nothing in them could be lost; text outside records and records
 * that were refused are outside and told.
 *
 * Checked: tests/records/xml-attacks.test.ts, xml-stream.test.ts, xml-fuzz.prop.test.ts. Cost linear.
 */
export function* readXml(pieces: TextPieces, shape: XmlShape, map: XmlMapper): Generator<Step, LineTally> {
  const lines = xmlLines();
  for (const cut of cutRecords(pieces, shape, lines)) {
    const stray = lines.flush();
    if (stray !== null) yield { problem: stray };
    if ("problem" in cut) {
      yield cut;
      continue;
    }
    const { line, raw, ending } = cut;
    const { element, fault } = parseXmlRecord(raw, shape, ending !== "closed");
    const problems: Problem[] = [];
    if (fault !== null) problems.push(damaged(line, fault.line, fault.what, element !== null));
    else if (ending !== "closed") problems.push(notClosed(line, ending === "cut"));
    lines.walk(raw, element === null ? "refused" : "record");
    if (element !== null) {
      const fields = map(element, (problem) => problems.push({ line, ...problem }));
      yield { entry: { line, raw, fields } };
    }
    for (const problem of problems) yield { problem };
  }
  const stray = lines.flush();
  if (stray !== null) yield { problem: stray };
  const tally = lines.tally();
  const last = lines.flush();
  if (last !== null) yield { problem: last };
  return tally;
}

function damaged(line: number, below: number, what: string, kept: boolean): Problem {
  return {
    code: kept ? "records/xml-damaged" : "records/xml-refused",
    line: line + below,
    message: kept
      ? `The record is not well-formed XML (${what}); it was read as far as its elements can be told.`
      : `The record that begins at line ${line} could not be read: ${what}.`,
    remedy: kept
      ? "Compare the record with its source and correct what is missing."
      : "Correct the file at this line, or export the record again.",
  };
}

function notClosed(line: number, atEnd: boolean): Problem {
  return {
    code: "records/xml-cut-off",
    line,
    message: atEnd
      ? "The file ends inside this record; what was whole in it was read."
      : "The end of this record is missing; what was whole before the next one was read.",
    remedy: "Check that the export was not cut off, and export it again.",
  };
}
