import { stat } from "node:fs/promises";
import { basename } from "node:path";
import Papa from "papaparse";
import { EvidensError, type Problem } from "#kernel";
import type { LearnerDocument } from "#screening";
import { lookAtFile, unreadable } from "../io/looked-at-file.ts";

/** Records with the decisions that were made on them. */
export interface LabelledSet {
  /** Name of the file without its ending. */
  readonly name: string;
  readonly file: string;
  readonly documents: readonly LearnerDocument[];
  /** 1 relevant, 0 not; as long as `documents`. */
  readonly labels: Uint8Array;
}

/** Known beforehand: where a reading begins. */
export interface Start {
  readonly seed: number;
  readonly relevant: readonly string[];
  readonly irrelevant: readonly string[];
}

/** Names a column may have; the first that the file has is taken. */
const COLUMNS = {
  id: ["id", "record_id"],
  title: ["title", "primary_title"],
  abstract: ["abstract"],
  label: ["label", "included", "label_included"],
  keywords: ["keywords"],
  authors: ["authors"],
  journal: ["journal"],
  year: ["year"],
} as const;
type Column = keyof typeof COLUMNS;
const NEEDED = ["id", "title", "label"] as const satisfies readonly Column[];

const LABELS: Readonly<Record<string, 0 | 1>> = { "1": 1, "1.0": 1, "0": 0, "0.0": 0 };

/** Files are read whole. */
const LARGEST = 400_000_000;

/**
 * Reads a labelled set: a table with the columns `id,title,abstract,label`, in any order; keywords,
 * authors, journal and year are used where they stand.
 *
 * @param problems takes what is wrong with the file, with its line and field
 * @returns null when nothing could be made of it
 * @throws {EvidensError} as `lookAtFile`; `workbench/empty-file`; `workbench/too-large`
 * Checked: tests/workbench/simulate-input.test.ts. Cost linear in the file; memory twice the file.
 */
export async function readLabelledSet(path: string, problems: Problem[]): Promise<LabelledSet | null> {
  const file = basename(path);
  const text = await textOf(path, file);
  const bad = (code: string, message: string, more: Partial<Problem> = {}): void => {
    problems.push({ code: `workbench/${code}`, file, message, ...more });
  };
  const at = new Map<Column, number>();
  const documents: LearnerDocument[] = [];
  const labels: number[] = [];
  const lineOf = new Map<string, number>();
  let headed = false;
  let headFits = false;
  for (const { line, cells, damaged } of rowsOf(text)) {
    if (!headed) {
      headed = true;
      headFits = readHead(cells, at, bad, line);
      if (!headFits) break;
      continue;
    }
    if (damaged) bad("simulate-quotes", "a quotation mark is not closed", { line });
    const cell = (column: Column): string => (cells[at.get(column) ?? -1] ?? "").trim();
    const id = cell("id");
    const label = LABELS[cell("label")];
    if (id === "") bad("simulate-id", "the id is empty", { line, field: "id" });
    else if (lineOf.has(id))
      bad("simulate-id", `the id "${id}" stands on line ${lineOf.get(id)} already`, { line, field: "id" });
    else lineOf.set(id, line);
    if (label === undefined)
      bad("simulate-label", `"${cell("label")}" is no label`, { line, field: "label", remedy: ONE_OR_ZERO });
    documents.push(documentOf(id, cell));
    labels.push(label ?? 0);
  }
  if (!headed) bad("simulate-empty", "the file has no rows");
  else if (headFits && !labels.includes(1))
    bad("simulate-one-class", "no record is labelled 1", { field: "label" });
  else if (headFits && !labels.includes(0))
    bad("simulate-one-class", "no record is labelled 0", { field: "label" });
  if (!headFits) return null;
  return { name: file.replace(/\.[^.]*$/, ""), file, documents, labels: Uint8Array.from(labels) };
}

const ONE_OR_ZERO = "Write 1 for relevant and 0 for not.";

async function textOf(path: string, file: string): Promise<string> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > LARGEST)
    throw new EvidensError({
      code: "workbench/too-large",
      kind: "unsupported",
      message: `${file} has ${Math.round(size / 1e6)} MB; a labelled set may have ${LARGEST / 1e6} MB.`,
      remedy: "Simulate on a part of it.",
    });
  const source = await lookAtFile({ path }, file);
  const pieces = source.content();
  if (pieces instanceof Uint8Array)
    throw new EvidensError({
      code: "workbench/not-text",
      kind: "invalid",
      message: `${file} is a spreadsheet.`,
      remedy: "Save it as CSV first.",
    });
  if (source.head.trim() === "") throw unreadable(file, source.head);
  return [...pieces].join("").replace(/^\ufeff/, "");
}

function readHead(
  cells: readonly string[],
  at: Map<Column, number>,
  bad: (code: string, message: string, more?: Partial<Problem>) => void,
  line: number,
): boolean {
  const heads = cells.map((cell) => cell.trim().toLowerCase());
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const name = COLUMNS[column].find((one) => heads.includes(one));
    if (name !== undefined) at.set(column, heads.indexOf(name));
  }
  const missing = NEEDED.filter((column) => !at.has(column));
  for (const column of missing)
    bad("simulate-column", `there is no column "${column}"`, {
      line,
      field: column,
      remedy: "The first line names the columns: id,title,abstract,label.",
    });
  return missing.length === 0;
}

interface Row {
  /** 1-based line on which the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly damaged: boolean;
}

function rowsOf(text: string): readonly Row[] {
  const rows: Row[] = [];
  let begin = 0;
  let line = 1;
  Papa.parse<string[]>(text, {
    delimitersToGuess: [",", ";", "\t"],
    step: ({ data, errors, meta }) => {
      if (data.some((cell) => cell.trim() !== ""))
        rows.push({ line, cells: data, damaged: errors.some(({ type }) => type === "Quotes") });
      line += lineEnds(text, begin, meta.cursor);
      begin = meta.cursor;
    },
  });
  return rows;
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) count += 1;
  }
  return count;
}

function documentOf(id: string, cell: (column: Column) => string): LearnerDocument {
  const list = (column: Column): string[] =>
    cell(column)
      .split(";")
      .map((one) => one.trim())
      .filter((one) => one !== "");
  const [keywords, authors, journal] = [list("keywords"), list("authors"), cell("journal")];
  const year = /^\d{4}(?:\.0)?$/.test(cell("year")) ? Number(cell("year")) : undefined;
  return {
    id,
    title: cell("title"),
    abstract: cell("abstract"),
    ...(keywords.length === 0 ? {} : { keywords }),
    ...(authors.length === 0 ? {} : { authors }),
    ...(journal === "" ? {} : { journal }),
    ...(year === undefined ? {} : { year }),
  };
}
