import type { ImportProgressResponse, ImportResponse, ImportsResponse, PreviewResponse } from "#contract";
import { EvidensError, type Problem } from "#kernel";
import type { ImportReportBody, RecordsImported, Stamped } from "#ledger";
import {
  type ColumnMapping,
  columnFields,
  importTally,
  isRemark,
  type ReadSummary,
  type RecordFact,
  readRecords,
} from "#records";
import type { ReviewReads } from "#store";
import { type Context, notFound, personOf, protocolOf } from "../context.ts";
import type { FileContent } from "../io/file-content.ts";
import { lookThrough, type SourceFile } from "../io/source-file.ts";
import { columnsOf } from "./import-columns.ts";

const BATCH = 500;
const PROBLEMS_KEPT = 1_000;
const SAMPLE = 5;

export type ImportInput = FileContent & {
  readonly by: string;
  readonly sourceId: string;
  readonly fileName: string;
  /** Of a table: fields by heading, where the guess was wrong. */
  readonly columns?: ColumnMapping | undefined;
  /** Called with records and bytes read so far. */
  readonly onProgress?: ((records: number, bytes: number) => void) | undefined;
};

/**
 * Imports an export file whole: its records, the file itself and the event that vouches for both, or
 * nothing. A file that was imported before (by hash) is recognised and adds nothing. Memory does not
 * grow with the file, except for a spreadsheet.
 *
 * @throws {EvidensError} as `lookThrough`; `workbench/unknown-source`, `workbench/no-records`,
 *   `store/changed-file` when the file is written while it is read
 */
export async function importFile(context: Context, input: ImportInput): Promise<ImportResponse> {
  const { read } = context.store;
  const protocol = await protocolOf(read);
  personOf(protocol, input.by);
  checkSource(
    protocol.protocol.sources.map(({ id }) => id),
    input.sourceId,
  );
  const file = await lookThrough(input, input.fileName, { isTable: input.columns !== undefined });
  const earlier = await importOf(read, file.raw.hash);
  if (earlier !== undefined) return { import: earlier, already: true };
  const done = { fileName: input.fileName, records: 0, bytes: 0, totalBytes: file.raw.size };
  context.running.import = done;
  try {
    const importId = await freshImportId(read, file.raw.hash);
    const reading = readFile(context, input, file, importId, (records, bytes) => {
      Object.assign(done, { records, bytes });
      input.onProgress?.(records, bytes);
    });
    const event = await context.store.importRecords({
      by: input.by,
      sourceId: input.sourceId,
      raw: file.raw,
      batches: reading.batches,
      finish: (recordsHash, count) => ({ ...reading.finish(count), recordsHash }),
    });
    const doc = await read.document<Stamped<RecordsImported>>("import", importId);
    if (doc === null) throw notFound("workbench/import-lost", "import", event.id, "Run `evidens doctor`.");
    return { import: doc, already: false };
  } finally {
    if (context.running.import === done) context.running.import = null;
  }
}

async function importOf(read: ReviewReads, fileHash: string): Promise<Stamped<RecordsImported> | undefined> {
  const imports = await read.documents<Stamped<RecordsImported>>("import");
  return imports.find(({ doc }) => doc.fileHash === fileHash)?.doc;
}

interface Reading {
  readonly batches: AsyncIterable<readonly RecordFact[]>;
  /** The event's body without its hash, once all batches were taken. */
  finish(count: number): Omit<RecordsImported, "recordsHash">;
}

function readFile(
  context: Context,
  input: ImportInput,
  file: SourceFile,
  importId: string,
  onProgress: (records: number, bytes: number) => void,
): Reading {
  const problems: Problem[] = [];
  const tally = importTally({ thisYear: Number(context.clock.now().slice(0, 4)) });
  let problemCount = 0;
  let bytes = 0;
  let summary: ReadSummary | undefined;
  const columns = columnsOf(file, input.columns);
  const facts = readRecords(
    file.content((read) => {
      bytes = read;
    }),
    {
      format: file.format,
      importId,
      ...(input.columns === undefined ? {} : { columns: input.columns }),
      onProblem: (problem) => {
        if (!isRemark(problem)) problemCount += 1;
        if (problems.length < PROBLEMS_KEPT) problems.push({ ...problem, file: input.fileName });
      },
    },
  );
  const counted = function* (): Generator<RecordFact> {
    let step = facts.next();
    for (; !step.done; step = facts.next()) {
      tally.add(step.value);
      yield step.value;
    }
    summary = step.value;
  };
  return {
    batches: inBatches(counted(), (records) => onProgress(records, bytes)),
    finish: (count) => {
      if (count === 0) throw noRecords(input.fileName, problems);
      const report: ImportReportBody | undefined = summary && tally.report(summary.lines);
      return {
        importId,
        sourceId: input.sourceId,
        fileName: input.fileName,
        fileHash: file.raw.hash,
        fileBytes: file.raw.size,
        format: file.format,
        encoding: file.encoding,
        parser: `evidens/${context.programVersion}`,
        counts: { entries: count, records: count, problems: problemCount },
        problems: problems.map(({ code, line, message }) => ({
          code,
          message,
          ...(line === undefined ? {} : { line }),
        })),
        ...(columns === null
          ? {}
          : { columns: Object.fromEntries(columns.map(({ heading, field }) => [heading, field])) }),
        ...(report === undefined ? {} : { report }),
      };
    },
  };
}

/** The file's hash names the import; a file that comes back after an undone import gets a number behind it. */
async function freshImportId(read: ReviewReads, fileHash: string): Promise<string> {
  const used = new Set((await read.countRecords()).map(({ importId }) => importId));
  for (const event of await read.events({ types: ["records.imported"] }))
    used.add((event.body as RecordsImported).importId);
  const base = fileHash.slice(0, 10);
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}.${n}`;
    if (!used.has(id)) return id;
  }
}

async function* inBatches(
  facts: Iterable<RecordFact>,
  onProgress: (records: number) => void,
): AsyncGenerator<readonly RecordFact[]> {
  let batch: RecordFact[] = [];
  let count = 0;
  for (const fact of facts) {
    batch.push(fact);
    count += 1;
    if (batch.length < BATCH) continue;
    yield batch;
    onProgress(count);
    batch = [];
    // Let a server answer other requests between batches.
    await new Promise((resume) => setImmediate(resume));
  }
  if (batch.length > 0) yield batch;
  onProgress(count);
}

function checkSource(known: readonly string[], sourceId: string): void {
  if (known.includes(sourceId)) return;
  throw new EvidensError({
    code: "workbench/unknown-source",
    kind: "invalid",
    message: `"${sourceId}" is not an information source of the protocol (${known.join(", ") || "none are named"}).`,
    remedy: "Name one of them, or add the source to `sources` in protocol.yaml.",
  });
}

function noRecords(file: string, problems: readonly Problem[]): EvidensError {
  return new EvidensError({
    code: "workbench/no-records",
    kind: "invalid",
    message: `${file} holds no record that could be read.`,
    remedy: "Look at the lines named, or export the references again.",
    problems,
  });
}

export async function imports(context: Context): Promise<ImportsResponse> {
  const docs = await context.store.read.documents<Stamped<RecordsImported>>("import");
  return { imports: docs.map(({ doc }) => doc).sort((a, b) => (a.eventId < b.eventId ? -1 : 1)) };
}

/** How far the import that runs has come. */
export async function importProgress(context: Context): Promise<ImportProgressResponse> {
  return { running: context.running.import === null ? null : { ...context.running.import } };
}

/**
 * What a file would be read as; nothing is kept.
 *
 * @param input.bytes the beginning of the file, or all of it; of a spreadsheet all of it
 * @throws {EvidensError} as `lookThrough`
 */
export async function previewFile(input: {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly columns?: ColumnMapping | undefined;
}): Promise<PreviewResponse> {
  const file = await lookThrough({ bytes: input.bytes }, input.fileName, {
    whole: false,
    isTable: input.columns !== undefined,
  });
  const problems: Problem[] = [];
  const sample: RecordFact[] = [];
  const facts = readRecords(file.content(), {
    format: file.format,
    importId: "preview",
    ...(input.columns === undefined ? {} : { columns: input.columns }),
    onProblem: (problem) => {
      if (problems.length < PROBLEMS_KEPT) problems.push({ ...problem, file: input.fileName });
    },
  });
  for (const fact of facts) {
    sample.push(fact);
    if (sample.length === SAMPLE) break;
  }
  const columns = columnsOf(file, input.columns);
  return {
    format: file.format,
    encoding: file.encoding,
    columns,
    columnFields: columns === null ? [] : columnFields,
    sample,
    problems,
  };
}
