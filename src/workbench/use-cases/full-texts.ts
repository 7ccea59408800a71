import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  AttachResponse,
  FullTextResponse,
  FullTextRow,
  FullTextsQuery,
  FullTextsResponse,
  RetrievalRequest,
} from "#contract";
import { EvidensError, type Problem } from "#kernel";
import type { EventDraft, FullTextAttached, ReportRetrievalSet, ReportStatusSet, Stamped } from "#ledger";
import { type AttachmentsDoc, fullTextMatcher, type ReportRow, statedStatus } from "#records";
import { hasStage, type Protocol } from "#review";
import type { ReviewReads } from "#store";
import { type Context, notFound, personOf, protocolOf } from "../context.ts";
import type { PdfText } from "../full-text/pdf-result.ts";
import { PDF_READER, readPdf } from "../full-text/read-pdf.ts";

/** Reports looked through at once for the list's counts. */
const PAGE = 500;

/** What each report has of files, retrieval and status; of merged reports, of all their records together. */
interface Beside {
  readonly files: readonly Stamped<FullTextAttached>[];
  readonly retrieval: Stamped<ReportRetrievalSet> | null;
  readonly status: Stamped<ReportStatusSet> | null;
}

/** Reports that title and abstract let through, with what there is of their full texts. */
export async function fullTexts(context: Context, query: FullTextsQuery): Promise<FullTextsResponse> {
  const { read } = context.store;
  const { protocol } = await protocolOf(read);
  const rows: FullTextRow[] = [];
  let total = 0;
  let withFile = 0;
  let notRetrieved = 0;
  let next: number | null = null;
  for (let after = 0; ; ) {
    const page = await read.reports({ ...toAssess(protocol), after, limit: PAGE });
    const beside = await besideOf(read, page);
    const statuses = await read.statuses(page.map(({ id }) => id));
    for (const report of page) {
      const { files, retrieval, status } = beside.get(report.id)!;
      const file = files[0] ?? null;
      const gone = retrieval?.retrieved === false && file === null;
      total += 1;
      if (file !== null) withFile += 1;
      else if (gone) notRetrieved += 1;
      if (report.position <= query.after || (query.missing && (file !== null || gone))) continue;
      if (rows.length < query.limit) {
        const screening = statuses.get(report.id)?.["full-text"] ?? "pending";
        rows.push({ report, screening, file, retrieval, status, stated: statedIn(report, status) });
      } else next ??= rows.at(-1)!.report.position;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = last.position;
  }
  return { rows, total, withFile, notRetrieved, next, openAccess: context.openAccess !== null };
}

/** Which reports full text is about: those included by title and abstract, or all where there is no such stage. */
function toAssess(protocol: Protocol) {
  return hasStage(protocol, "title-abstract")
    ? ({ stage: "title-abstract", status: "include" } as const)
    : {};
}

function statedIn(report: ReportRow, status: Stamped<ReportStatusSet> | null): string | null {
  return status === null ? statedStatus(report).status : null;
}

async function besideOf(
  read: ReviewReads,
  reports: readonly ReportRow[],
): Promise<ReadonlyMap<string, Beside>> {
  const ids = reports.flatMap(({ records }) => records);
  const attached = await read.documentsOf<AttachmentsDoc>("full-text", ids);
  const retrievals = await read.documentsOf<Stamped<ReportRetrievalSet>>("retrieval", ids);
  const statuses = await read.documentsOf<Stamped<ReportStatusSet>>("report-status", ids);
  const newest = <T extends { readonly eventId: string }>(
    docs: ReadonlyMap<string, T>,
    among: readonly string[],
  ) =>
    among.reduce<T | null>((found, id) => {
      const doc = docs.get(id);
      return doc !== undefined && (found === null || found.eventId < doc.eventId) ? doc : found;
    }, null);
  return new Map(
    reports.map((report) => [
      report.id,
      {
        files: report.records
          .flatMap((id) => attached.get(id)?.files ?? [])
          .sort((a, b) => (a.eventId < b.eventId ? 1 : -1)),
        retrieval: newest(retrievals, report.records),
        status: newest(statuses, report.records),
      },
    ]),
  );
}

/** One report's files, with the text of the newest. */
export async function fullText(context: Context, reportId: string): Promise<FullTextResponse> {
  const { read } = context.store;
  const report = await knownReport(read, reportId);
  const { files, retrieval, status } = (await besideOf(read, [report])).get(report.id)!;
  const statuses = await read.statuses([report.id]);
  const newest = files[0] ?? null;
  return {
    report,
    screening: statuses.get(report.id)?.["full-text"] ?? "pending",
    file: newest,
    retrieval,
    status,
    stated: statedIn(report, status),
    files,
    pages: newest?.text === undefined ? null : await pagesOf(context, newest.text.hash),
  };
}

async function pagesOf({ store }: Context, hash: string): Promise<readonly string[] | null> {
  const bytes = await store.getBlob(hash);
  return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as readonly string[]);
}

/** The newest file of a report. @throws {EvidensError} `workbench/no-full-text` */
export async function fullTextFile(
  context: Context,
  reportId: string,
): Promise<{ readonly bytes: Uint8Array; readonly fileName: string }> {
  const { file } = await fullText(context, reportId);
  const bytes = file === null ? null : await context.store.getBlob(file.hash);
  if (file !== null && bytes !== null) return { bytes, fileName: file.fileName };
  throw notFound(
    "workbench/no-full-text",
    "full text of report",
    reportId,
    "Attach a PDF to the report first.",
  );
}

export interface AttachInput {
  readonly by: string;
  /** Absent: told from the file's DOI, title or name. */
  readonly reportId?: string | undefined;
  readonly fileName: string;
  readonly path: string;
  readonly origin: "file" | "folder";
}

/**
 * Puts a PDF beside the report it belongs to: the file, its text and the event, or nothing. A file that
 * cannot be read (a password, damage) is kept all the same and says why; what is no PDF is refused.
 *
 * @throws {EvidensError} `workbench/not-a-pdf`, `workbench/pdf-empty`, `workbench/too-large`,
 *   `workbench/pdf-unreadable`, `workbench/unknown-report`
 */
export async function attachFullText(context: Context, input: AttachInput): Promise<AttachResponse> {
  const { read } = context.store;
  const { protocol } = await knownPerson(read, input.by);
  const chosen = input.reportId === undefined ? null : await knownReport(read, input.reportId);
  const pdf = await readPdf({ path: input.path });
  if ("refused" in pdf && REFUSED.has(pdf.refused.code)) throw refusal(pdf.refused, input.fileName);
  const text = "refused" in pdf ? null : pdf;
  const problems = "refused" in pdf ? [pdf.refused] : pdf.problems;
  const found = chosen === null ? await matched(read, protocol, input.fileName, text) : { report: chosen };
  if (found.report === undefined)
    return { attached: null, report: null, already: false, candidates: found.candidates, problems };
  return await keep(context, found.report, text, problems, {
    by: input.by,
    path: input.path,
    fileName: input.fileName,
    origin: input.origin,
    ...(found.matchedBy === undefined ? {} : { matchedBy: found.matchedBy }),
  });
}

/** What is no full text, whoever says so; the rest is kept though its text could not be read. */
const REFUSED: ReadonlySet<string> = new Set([
  "workbench/not-a-pdf",
  "workbench/pdf-empty",
  "workbench/too-large",
  "workbench/pdf-unreadable",
]);

type Matched =
  | { readonly report: ReportRow; readonly matchedBy?: NonNullable<FullTextAttached["matchedBy"]> }
  | {
      readonly report?: undefined;
      readonly candidates: readonly ReportRow[];
      readonly matchedBy?: undefined;
    };

async function matched(
  read: ReviewReads,
  protocol: Protocol,
  fileName: string,
  pdf: PdfText | null,
): Promise<Matched> {
  const reports = await read.reports(toAssess(protocol));
  const match = fullTextMatcher(reports)({
    fileName,
    dois: pdf?.dois ?? [],
    titleCandidates: pdf?.titleCandidates ?? [],
    firstPageText: pdf?.pages[0]?.text ?? "",
  });
  const byId = new Map(reports.map((report) => [report.id, report]));
  if (match === null) return { candidates: [] };
  if ("ambiguous" in match) return { candidates: match.ambiguous.flatMap((id) => byId.get(id) ?? []) };
  return { report: byId.get(match.match)!, matchedBy: match.by };
}

type Kept = Pick<FullTextAttached, "fileName" | "origin" | "matchedBy" | "url" | "license" | "version"> & {
  readonly by: string;
  readonly path: string;
};

async function keep(
  context: Context,
  report: ReportRow,
  pdf: PdfText | null,
  problems: readonly Problem[],
  { by, path, ...said }: Kept,
): Promise<AttachResponse> {
  const { store } = context;
  const file = await store.putBlob(await readFile(path));
  const before = (await besideOf(store.read, [report])).get(report.id)!;
  const same = before.files.find(({ hash }) => hash === file.hash);
  if (same !== undefined) return { attached: same, report, already: true, candidates: [], problems };
  const text = pdf === null ? null : await keepText(context, pdf);
  const body: FullTextAttached = {
    report: report.id,
    hash: file.hash,
    size: file.size,
    ...said,
    ...(text === null ? {} : { text }),
    ...(text === null && problems[0] !== undefined ? { unread: problems[0].message } : {}),
  };
  const drafts: EventDraft[] = [{ type: "full-text.attached", by, body }];
  if (before.retrieval?.retrieved === false)
    drafts.push({ type: "report.retrieval-set", by, body: { report: report.id, retrieved: true } });
  const [event] = await store.append(drafts);
  const attached = { ...body, by, at: event!.at, eventId: event!.id };
  return { attached, report, already: false, candidates: [], problems };
}

async function keepText({ store }: Context, pdf: PdfText): Promise<NonNullable<FullTextAttached["text"]>> {
  const pages = pdf.pages.map(({ text }) => text);
  const { hash } = await store.putBlob(new TextEncoder().encode(JSON.stringify(pages)));
  return {
    hash,
    pages: pdf.pageCount,
    characters: pages.reduce((sum, page) => sum + page.length, 0),
    reader: PDF_READER,
    scanned: pdf.scanned,
  };
}

/** Notes whether a full text could be had. */
export async function setRetrieval(
  context: Context,
  input: RetrievalRequest & { by: string; reportId: string },
): Promise<{ readonly eventId: string }> {
  const { by, retrieved, why } = input;
  if (!retrieved && why === undefined)
    throw new EvidensError({
      code: "workbench/retrieval-without-why",
      kind: "invalid",
      message: "A report that was not retrieved needs the reason.",
      remedy: "Say why it could not be had, such as: not held by the library, authors did not answer.",
    });
  await knownPerson(context.store.read, by);
  const [event] = await context.store.append(async (read) => {
    const report = await knownReport(read, input.reportId);
    const body: ReportRetrievalSet = { report: report.id, retrieved, ...(why === undefined ? {} : { why }) };
    return [{ type: "report.retrieval-set", by, body }];
  });
  return { eventId: event!.id };
}

/**
 * Looks for an open-access copy and attaches it.
 *
 * @returns `attached` null with the reason in `problems` when there is none or it could not be fetched
 * @throws {EvidensError} `workbench/open-access-off`, `workbench/no-doi`
 */
export async function findOpenAccess(
  context: Context,
  input: { by: string; reportId: string },
): Promise<AttachResponse> {
  const client = context.openAccess;
  if (client === null)
    throw new EvidensError({
      code: "workbench/open-access-off",
      kind: "unsupported",
      message: "Looking up open-access copies is switched off: it would send DOIs to a service on the web.",
      remedy: "Start Evidens with `--open-access YOUR@ADDRESS` to allow it.",
    });
  const { read } = context.store;
  await knownPerson(read, input.by);
  const report = await knownReport(read, input.reportId);
  const nothing = (problem: Problem): AttachResponse => ({
    attached: null,
    report,
    already: false,
    candidates: [],
    problems: [problem],
  });
  if (report.doi === null)
    return nothing({
      code: "workbench/no-doi",
      message: "The report has no DOI to look it up by.",
      remedy: "Add the DOI to its record, or attach the file yourself.",
    });
  const found = await client.find(report.doi);
  if ("problem" in found) return nothing(found.problem);
  const folder = await mkdtemp(join(tmpdir(), "evidens-open-access-"));
  try {
    const path = join(folder, "file.pdf");
    const fetched = await client.fetchPdf(found.url, path);
    if ("problem" in fetched) return nothing(fetched.problem);
    const pdf = await readPdf({ path });
    if ("refused" in pdf && REFUSED.has(pdf.refused.code)) return nothing(pdf.refused);
    const text = "refused" in pdf ? null : pdf;
    return await keep(context, report, text, "refused" in pdf ? [pdf.refused] : pdf.problems, {
      by: input.by,
      path,
      fileName: `${report.doi.replaceAll("/", "_")}.pdf`,
      origin: "open-access",
      url: found.url,
      ...(found.license === null ? {} : { license: found.license }),
      ...(found.version === null ? {} : { version: found.version }),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function knownPerson(read: ReviewReads, person: string) {
  const doc = await protocolOf(read);
  personOf(doc, person);
  return doc;
}

async function knownReport(read: ReviewReads, id: string): Promise<ReportRow> {
  const report = await read.report(id);
  if (report !== null) return report;
  throw notFound(
    "workbench/unknown-report",
    "report",
    id,
    "Look it up on the Records page; ids are shown there.",
  );
}

function refusal(problem: Problem, fileName: string): EvidensError {
  return new EvidensError({
    code: problem.code,
    kind: "invalid",
    message: `${fileName}: ${problem.message}`,
    remedy: problem.remedy ?? "Choose another file.",
    problems: [{ ...problem, file: fileName }],
  });
}
