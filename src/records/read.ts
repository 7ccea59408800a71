import { EvidensError, type Problem } from "#kernel";
import { cslReader } from "./formats/csl-json.ts";
import type { LineTally, Reader, RecordFormat } from "./formats/format.ts";
import { lineAt } from "./formats/lines.ts";
import { nbibReader } from "./formats/nbib.ts";
import { risReader } from "./formats/ris.ts";
import type { RecordFact } from "./record.ts";

/** The readers, by format: where a new format is added. */
export const readers: Readonly<Record<RecordFormat, Reader>> = {
  ris: risReader,
  nbib: nbibReader,
  "csl-json": cslReader,
};

export interface ReadOptions {
  readonly format: RecordFormat;
  /** Goes into the ids of the records. */
  readonly importId: string;
  /** Called for each thing that could not be used, in the order of the file. */
  readonly onProblem: (problem: Problem) => void;
}

/** What became of a file, once it was read to the end. */
export interface ReadSummary {
  readonly records: number;
  readonly problems: number;
  readonly lines: LineTally;
}

/**
 * Reads the records of a text one by one, so that a file of any length needs the memory of its text
 * and of one record. Content never makes it throw: what cannot be used goes to `onProblem`.
 *
 * @param text decoded text, with or without byte-order mark, any line ends
 * @returns the records in the order of the file; the generator's return value is the summary
 * @throws {EvidensError} `records/bad-import-id` when the id is empty
 * Checked: tests/records/formats.prop.test.ts, tests/records/corpus.test.ts. Cost linear.
 */
export function* readRecords(text: string, options: ReadOptions): Generator<RecordFact, ReadSummary> {
  const { format, importId, onProblem } = options;
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
  const unreadable = unreadableText(text);
  if (unreadable !== null) {
    tell(unreadable);
    return { records, problems, lines: { total: 0, blank: 0, kept: 0, outside: 0 } };
  }
  const damaged = replacementCharacters(text);
  if (damaged !== null) tell(damaged);
  const entries = readers[format].entries(text);
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
  if (records === 0) tell(nothingFound(format));
  return { records, problems, lines: step.value };
}

/** All records of a text at once, for files that fit in memory. Otherwise as `readRecords`. */
export function readAllRecords(
  text: string,
  options: Omit<ReadOptions, "onProblem">,
): { readonly items: readonly RecordFact[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const items = [...readRecords(text, { ...options, onProblem: (problem) => problems.push(problem) })];
  return { items, problems };
}

function unreadableText(text: string): Problem | null {
  if (!/[^\s\ufeff]/.test(text))
    return {
      code: "records/empty-file",
      message: "The file is empty.",
      remedy: "Export the search result again and import that file.",
    };
  const nul = text.indexOf("\0");
  if (nul === -1) return null;
  return {
    code: "records/not-text",
    line: lineAt(text, nul),
    message:
      "The file is not text in a known encoding: it holds NUL characters, as binary files and undeclared UTF-16 do.",
    remedy: "Export the search result as RIS, PubMed NBIB or CSL-JSON in UTF-8.",
  };
}

function replacementCharacters(text: string): Problem | null {
  const first = text.indexOf("\ufffd");
  if (first === -1) return null;
  let count = 0;
  for (let at = first; at !== -1; at = text.indexOf("\ufffd", at + 1)) count += 1;
  return {
    code: "records/wrong-encoding",
    line: lineAt(text, first),
    message: `${count} character(s) could not be decoded and stand as "\ufffd", the first of them here: the file's encoding is not the one it was read with.`,
    remedy: "Export the file as UTF-8, or import it with its own encoding.",
  };
}

function nothingFound(format: RecordFormat): Problem {
  return {
    code: "records/no-records",
    message: `No record was found in the file, read as ${format}.`,
    remedy: "Check that it is the export file of a search in RIS, PubMed NBIB or CSL-JSON.",
  };
}
