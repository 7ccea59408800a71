import type { Problem } from "#kernel";
import type { RecordFact } from "#records";
// The readers of this format are tried before they stand in the room's table.
import type { Reader, TextPieces } from "../../src/records/formats/format.ts";
import { type ReadSummary, readWith } from "../../src/records/read.ts";

/** What became of a text, and the law that every reader keeps: no line is lost. */
export interface Reading {
  readonly records: readonly RecordFact[];
  readonly problems: readonly Problem[];
  readonly summary: ReadSummary;
}

/** Reads a text to its end. */
export function readAll(reader: Reader, text: TextPieces): Reading {
  const problems: Problem[] = [];
  const reading = readWith(reader, text, { importId: "x", onProblem: (problem) => problems.push(problem) });
  const records: RecordFact[] = [];
  let step = reading.next();
  for (; !step.done; step = reading.next()) records.push(step.value);
  return { records, problems, summary: step.value };
}

/** A text in pieces of a length. */
export function* inPieces(text: string, size: number): Generator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
