import { bibtexEntry } from "./formats/write/write-bibtex.ts";
import { cslClosing, cslEntry, cslOpening } from "./formats/write/write-csl.ts";
import { csvHeader, csvRow } from "./formats/write/write-csv.ts";
import { endnoteXmlClosing, endnoteXmlEntry, endnoteXmlOpening } from "./formats/write/write-endnote-xml.ts";
import { jsonlLine } from "./formats/write/write-jsonl.ts";
import { nbibEntry } from "./formats/write/write-nbib.ts";
import { risEntry } from "./formats/write/write-ris.ts";
import type { RecordFact } from "./record.ts";

/** Text formats that records can be written in; `xlsx` is written whole by `xlsxFile`. */
export const textFormats = ["ris", "nbib", "bibtex", "endnote-xml", "csv", "csl-json", "jsonl"] as const;
export type TextFormat = (typeof textFormats)[number];

interface Writer {
  opening(): string;
  /** @param index counts from 0 */
  entry(record: RecordFact, index: number): string;
  closing(count: number): string;
}

const nothing = (): string => "";

/** The writers, by format: where a new format is added. */
const writers: Readonly<Record<TextFormat, Writer>> = {
  ris: { opening: nothing, entry: risEntry, closing: nothing },
  nbib: { opening: nothing, entry: nbibEntry, closing: nothing },
  bibtex: { opening: nothing, entry: bibtexEntry, closing: nothing },
  "endnote-xml": { opening: endnoteXmlOpening, entry: endnoteXmlEntry, closing: endnoteXmlClosing },
  csv: { opening: csvHeader, entry: csvRow, closing: nothing },
  "csl-json": { opening: cslOpening, entry: cslEntry, closing: cslClosing },
  jsonl: { opening: nothing, entry: jsonlLine, closing: nothing },
};

/**
 * Writes records one by one, so that any number of them needs the memory of one. What `readRecords`
 * reads back has the same fields, decisions and labels.
 *
 * @returns pieces of the file, UTF-8 text, in order
 * Checked: tests/records/write.test.ts. Cost linear.
 */
export function* writeRecords(records: Iterable<RecordFact>, format: TextFormat): Generator<string, number> {
  const writer = writers[format];
  yield writer.opening();
  let count = 0;
  for (const record of records) {
    yield writer.entry(record, count);
    count += 1;
  }
  yield writer.closing(count);
  return count;
}
