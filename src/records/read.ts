import { EvidensError, type Problem } from "#kernel";
import { bibtexReader } from "./formats/bibtex/bibtex.ts";
import type {
  BinaryReader,
  LineTally,
  Reader,
  ReaderOptions,
  RecordFormat,
  Step,
  TextPieces,
} from "./formats/format.ts";
import { clinicaltrialsReader } from "./formats/json/clinicaltrials.ts";
import { crossrefReader } from "./formats/json/crossref.ts";
import { cslReader } from "./formats/json/csl-json.ts";
import { europepmcReader } from "./formats/json/europepmc.ts";
import { jsonlReader } from "./formats/json/jsonl.ts";
import { openalexReader } from "./formats/json/openalex.ts";
import { tableReader } from "./formats/tables/table.ts";
import { xlsxReader } from "./formats/tables/xlsx.ts";
import { nbibReader } from "./formats/tagged/nbib.ts";
import { referReader } from "./formats/tagged/refer.ts";
import { risReader } from "./formats/tagged/ris.ts";
import { wosReader } from "./formats/tagged/wos.ts";
import { ebscoTextReader } from "./formats/texts/ebsco-text.ts";
import { ovidTextReader } from "./formats/texts/ovid-text.ts";
import { proquestTextReader } from "./formats/texts/proquest-text.ts";
import { watchedText } from "./formats/watched-text.ts";
import { endnoteXmlReader } from "./formats/xml/endnote-xml.ts";
import { pubmedXmlReader } from "./formats/xml/pubmed-xml.ts";
import type { RecordFact } from "./record.ts";

/** The readers, by format: where a new format is added. */
export const readers: Readonly<Record<RecordFormat, Reader | BinaryReader>> = {
  ris: risReader,
  nbib: nbibReader,
  "pubmed-xml": pubmedXmlReader,
  "endnote-xml": endnoteXmlReader,
  bibtex: bibtexReader,
  refer: referReader,
  wos: wosReader,
  table: tableReader,
  xlsx: xlsxReader,
  "ovid-text": ovidTextReader,
  "ebsco-text": ebscoTextReader,
  "proquest-text": proquestTextReader,
  "csl-json": cslReader,
  "openalex-json": openalexReader,
  "crossref-json": crossrefReader,
  "europepmc-json": europepmcReader,
  "clinicaltrials-json": clinicaltrialsReader,
  jsonl: jsonlReader,
};

export interface ReadOptions extends ReaderOptions {
  readonly format: RecordFormat;
  /** Goes into the ids of the records. */
  readonly importId: string;
  /** Called for each thing that could not be used, in the order of the file. */
  readonly onProblem: (problem: Problem) => void;
}

/** Codes of what readers tell though nothing is wrong. */
const REMARKS: ReadonlySet<string> = new Set(["records/table-columns", "records/wrapping-lines"]);

/** Whether a reader only tells how it understood the file: nothing is lost, and nothing needs to be done. */
export function isRemark({ code }: Pick<Problem, "code">): boolean {
  return REMARKS.has(code);
}

/** What became of a file, once it was read to the end. */
export interface ReadSummary {
  readonly records: number;
  readonly problems: number;
  readonly lines: LineTally;
}

/**
 * Reads the records of a file one by one, so that a file of any length needs the memory of one piece
 * and of one record. Content never makes it throw: what cannot be used goes to `onProblem`.
 *
 * @param content decoded text, whole or in pieces, with or without byte-order mark, any line ends; the
 *   bytes of a spreadsheet for `xlsx`
 * @returns the records in the order of the file; the generator's return value is the summary
 * @throws {EvidensError} `records/bad-import-id` when the id is empty; `records/wrong-content` for text
 *   where bytes are needed and the other way round
 * Checked: tests/records/formats.prop.test.ts, tests/records/corpus.test.ts. Cost linear.
 */
export function readRecords(
  content: TextPieces | Uint8Array,
  options: ReadOptions,
): Generator<RecordFact, ReadSummary> {
  return readWith(readers[options.format], content, options);
}

/**
 * As `readRecords`, with a reader of the caller's own.
 *
 * Checked: tests/records/table-rows.test.ts, tests/records/table-corpus.test.ts.
 */
export function* readWith(
  reader: Reader | BinaryReader,
  content: TextPieces | Uint8Array,
  options: Omit<ReadOptions, "format">,
): Generator<RecordFact, ReadSummary> {
  const { importId, onProblem } = options;
  if (importId === "")
    throw new EvidensError({
      code: "records/bad-import-id",
      kind: "invalid",
      message: "The import has no id.",
      remedy: "Give `importId` a text that is unique in the review.",
    });
  let [records, problems] = [0, 0];
  const tell = (problem: Problem): void => {
    problems += 1;
    onProblem(problem);
  };
  const watched = content instanceof Uint8Array ? null : watchedText(content);
  const entries = begin(reader, watched?.pieces ?? content, options);
  let step = entries.next();
  for (; !step.done; step = entries.next()) {
    if ("problem" in step.value) {
      tell(step.value.problem);
      continue;
    }
    records += 1;
    const { line, raw, fields } = step.value.entry;
    yield { id: `${importId}-${records}`, importId, ordinal: records, line, ...fields, raw };
  }
  for (const problem of watched?.problems() ?? []) tell(problem);
  if (records === 0 && watched?.unreadable() !== true) tell(nothingFound());
  return { records, problems, lines: step.value };
}

function begin(
  reader: Reader | BinaryReader,
  content: TextPieces | Uint8Array,
  options: ReaderOptions,
): Generator<Step, LineTally> {
  if ("entries" in reader && !(content instanceof Uint8Array)) return reader.entries(content, options);
  if ("entriesOf" in reader && content instanceof Uint8Array) return reader.entriesOf(content, options);
  throw new EvidensError({
    code: "records/wrong-content",
    kind: "invalid",
    message: `The reader ${reader.parser} cannot read ${content instanceof Uint8Array ? "bytes" : "text"}.`,
    remedy: "Give the bytes of the file to the spreadsheet reader, decoded text to the others.",
  });
}

/**
 * All records of a text at once, for files that fit in memory. Otherwise as `readRecords`.
 *
 * Checked: tests/records/formats.test.ts, tests/records/write.test.ts.
 */
export function readAllRecords(
  content: TextPieces | Uint8Array,
  options: Omit<ReadOptions, "onProblem">,
): { readonly items: readonly RecordFact[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const items = [...readRecords(content, { ...options, onProblem: (problem) => problems.push(problem) })];
  return { items, problems };
}

function nothingFound(): Problem {
  return {
    code: "records/no-records",
    message: "No record was found in the file.",
    remedy: "Check that it is the export file of a search or a reference manager.",
  };
}
