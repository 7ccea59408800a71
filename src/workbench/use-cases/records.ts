import { createHash } from "node:crypto";
import type {
  DedupeResponse,
  ImportResponse,
  ImportsResponse,
  RecordsQuery,
  RecordsResponse,
  ReportResponse,
} from "#contract";
import { EvidensError, type Problem } from "#kernel";
import type { RecordsImported, ReportRetrievalSet, ReportStatusSet, Stamped, StudyDefined } from "#ledger";
import {
  type DuplicateInput,
  type DuplicatesDoc,
  detectFormat,
  findDuplicates,
  type RecordFact,
  readRecords,
} from "#records";
import { requiredReviewers } from "#review";
import { type ScreeningDoc, sealDoc, statusOf } from "#screening";
import type { ReviewReads } from "#store";
import { type Context, notFound, personOf, protocolOf } from "../context.ts";
import { decodeText } from "../io/decode-text.ts";

const BATCH = 1_000;
const PROBLEMS_KEPT = 1_000;

/**
 * Imports an export file whole: its records, the file itself and the event that vouches for both, or
 * nothing. A file that was imported before (by hash) is recognised and adds nothing.
 */
export async function importFile(
  context: Context,
  input: {
    by: string;
    sourceId: string;
    fileName: string;
    bytes: Uint8Array;
    onProgress?: (records: number) => void;
  },
): Promise<ImportResponse> {
  const { read } = context.store;
  const protocol = await protocolOf(read);
  personOf(protocol, input.by);
  checkSource(
    protocol.protocol.sources.map(({ id }) => id),
    input.sourceId,
  );
  const fileHash = createHash("sha256").update(input.bytes).digest("hex");
  const earlier = (await read.documents<Stamped<RecordsImported>>("import")).find(
    ({ doc }) => doc.fileHash === fileHash,
  );
  if (earlier !== undefined) return { import: earlier.doc, already: true };

  const { text, encoding } = decodeText(input.bytes, input.fileName);
  const format = detectFormat(text);
  if (format === null) throw unreadable(input.fileName, text);
  const importId = await freshImportId(read, fileHash);
  const problems: Problem[] = [];
  let problemCount = 0;
  const facts = readRecords(text, {
    format,
    importId,
    onProblem: (problem: Problem) => {
      problemCount += 1;
      if (problems.length < PROBLEMS_KEPT) problems.push({ ...problem, file: input.fileName });
    },
  });
  const event = await context.store.importRecords({
    by: input.by,
    sourceId: input.sourceId,
    raw: input.bytes,
    batches: inBatches(facts, input.onProgress),
    finish: (recordsHash, count) => {
      if (count === 0) throw noRecords(input.fileName, problems);
      return {
        importId,
        sourceId: input.sourceId,
        fileName: input.fileName,
        fileHash,
        fileBytes: input.bytes.byteLength,
        format,
        encoding,
        parser: `evidens/${context.programVersion}`,
        counts: { entries: count, records: count, problems: problemCount },
        recordsHash,
        problems: problems.map(({ code, line, message }) => ({
          code,
          message,
          ...(line === undefined ? {} : { line }),
        })),
      };
    },
  });
  const doc = await read.document<Stamped<RecordsImported>>("import", importId);
  if (doc === null) throw notFound("workbench/import-lost", "import", event.id, "Run `evidens doctor`.");
  return { import: doc, already: false };
}

/** The file's hash names the import; a file that comes back after an undone import gets a number behind it. */
async function freshImportId(read: ReviewReads, fileHash: string): Promise<string> {
  const used = new Set((await read.countRecords()).map(({ importId }) => importId));
  const base = fileHash.slice(0, 10);
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}.${n}`;
    if (!used.has(id)) return id;
  }
}

async function* inBatches(
  facts: Iterable<RecordFact>,
  onProgress: ((records: number) => void) | undefined,
): AsyncGenerator<readonly RecordFact[]> {
  let batch: RecordFact[] = [];
  let count = 0;
  for (const fact of facts) {
    batch.push(fact);
    count += 1;
    if (batch.length < BATCH) continue;
    yield batch;
    onProgress?.(count);
    batch = [];
    // Let a server answer other requests between batches.
    await new Promise((resume) => setImmediate(resume));
  }
  if (batch.length > 0) yield batch;
  onProgress?.(count);
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

function unreadable(file: string, text: string): EvidensError {
  const empty = text.trim() === "";
  return new EvidensError({
    code: empty ? "workbench/empty-file" : "workbench/unknown-format",
    kind: "invalid",
    message: empty
      ? `${file} is empty.`
      : `${file} is neither RIS, nor PubMed (NBIB), nor CSL-JSON; its first line is "${text
          .trimStart()
          .split(/\r?\n|\r/, 1)[0]!
          .slice(0, 80)}".`,
    remedy: "Export the references again as RIS, PubMed (NBIB) or CSL-JSON.",
    problems: [
      {
        code: "workbench/unknown-format",
        file,
        line: 1,
        message: empty ? "The file is empty." : "The format was not recognised.",
      },
    ],
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

/** Finds entries for the same report by identifier over all records. */
export async function dedupe(context: Context, input: { by: string }): Promise<DedupeResponse> {
  const { store } = context;
  personOf(await protocolOf(store.read), input.by);
  const records: DuplicateInput[] = [];
  for await (const batch of store.read.allRecords())
    for (const { id, ids, title } of batch) records.push({ id, ids, title });
  const body = findDuplicates(records);
  const [event] = await store.append([{ type: "records.deduplicated", by: input.by, body }]);
  const folded = await store.read.document<DuplicatesDoc>("duplicates", "all");
  const clusters = folded?.clusters ?? [];
  return {
    clusters: clusters.length,
    removed: clusters.reduce((sum, cluster) => sum + cluster.records.length - 1, 0),
    ask: body.ask?.length ?? 0,
    links: body.links?.length ?? 0,
    eventId: event!.id,
  };
}

export async function imports(context: Context): Promise<ImportsResponse> {
  const docs = await context.store.read.documents<Stamped<RecordsImported>>("import");
  return { imports: docs.map(({ doc }) => doc).sort((a, b) => (a.eventId < b.eventId ? -1 : 1)) };
}

/** A page of reports with where each stands. */
export async function records(context: Context, query: RecordsQuery): Promise<RecordsResponse> {
  const { read } = context.store;
  const { after, limit, ...filter } = query;
  const given = Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined && value !== ""),
  );
  const rows = await read.reports({ ...given, after, limit });
  const total = await read.countReports(given);
  const protocol = (await protocolOf(read)).protocol;
  const withStatus = [];
  for (const row of rows) {
    const [first, second, publication] = [
      await read.screening("title-abstract", row.id),
      await read.screening("full-text", row.id),
      await read.document<Stamped<ReportStatusSet>>("report-status", row.id),
    ];
    withStatus.push({
      ...row,
      abstract: null,
      titleAbstract:
        first === null
          ? ("pending" as const)
          : statusOf(first, requiredReviewers(protocol, "title-abstract")),
      fullText: second === null ? null : statusOf(second, requiredReviewers(protocol, "full-text")),
      status: publication?.status ?? "current",
    });
  }
  return { rows: withStatus, total, next: rows.length < limit ? null : (rows.at(-1)?.position ?? null) };
}

/** One report with its records, studies, status and the votes this person may see. */
export async function report(context: Context, person: string, reportId: string): Promise<ReportResponse> {
  const { read } = context.store;
  const row = await read.report(reportId);
  if (row === null)
    throw notFound(
      "workbench/unknown-report",
      "report",
      reportId,
      "Look it up on the Records page; ids are shown there.",
    );
  const protocol = await protocolOf(read);
  personOf(protocol, person);
  const sourceOf = new Map(
    (await read.documents<RecordsImported>("import")).map(({ doc }) => [doc.importId, doc.sourceId]),
  );
  const screening: ReportResponse["screening"][number][] = [];
  for (const stage of ["title-abstract", "full-text"] as const) {
    const doc = await read.screening(stage, reportId);
    if (doc === null) continue;
    const required = requiredReviewers(protocol.protocol, stage);
    const sealed: ScreeningDoc & { sealed: number } = sealDoc(doc, person, required);
    screening.push({ ...sealed, status: sealed.sealed > 0 ? "pending" : statusOf(doc, required) });
  }
  const studies = (await read.documents<Stamped<StudyDefined>>("study")).map(({ doc }) => doc);
  return {
    report: row,
    records: (await read.recordsOf(reportId)).map((fact) => ({
      ...fact,
      sourceId: sourceOf.get(fact.importId) ?? "",
      amended: [],
    })),
    links: [],
    studies: studies.filter((study) => study.reports.includes(reportId)),
    status: await read.document<Stamped<ReportStatusSet>>("report-status", reportId),
    retrieval: await read.document<Stamped<ReportRetrievalSet>>("retrieval", reportId),
    screening,
  };
}
