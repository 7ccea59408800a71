import type { AmendRequest, AmendResponse, RecordsQuery, RecordsResponse, ReportResponse } from "#contract";
import { EvidensError, type Problem } from "#kernel";
import type { RecordsImported, ReportRetrievalSet, ReportStatusSet, Stamped, StudyDefined } from "#ledger";
import { type AmendmentDoc, checkAmendment, type DuplicatesDoc, type ReportRow } from "#records";
import { hasStage } from "#review";
import { type ScreeningDoc, sealDoc, statusOf, votesNeeded } from "#screening";
import type { ReportFilter, ReviewReads } from "#store";
import { type Context, notFound, personOf, protocolOf, refuse } from "../context.ts";
import { currentIds, newestOf } from "../follow-merges.ts";

/** A page of reports with where each stands. A search first brings the index of words up to date. */
export async function records(context: Context, query: RecordsQuery): Promise<RecordsResponse> {
  const { read } = context.store;
  const { after, limit, ...filter } = query;
  const given = Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined && value !== ""),
  ) as Omit<ReportFilter, "after" | "limit">;
  if (given.text !== undefined) await context.store.indexSearch();
  const rows = await read.reports({ ...given, after, limit });
  const total = await read.countReports(given);
  const statuses = await read.statuses(rows.map(({ id }) => id));
  const publication = await read.documentsOf<Stamped<ReportStatusSet>>(
    "report-status",
    rows.flatMap((row) => row.records),
  );
  return {
    rows: rows.map((row) => ({
      ...row,
      abstract: null,
      titleAbstract: statuses.get(row.id)?.["title-abstract"] ?? ("pending" as const),
      fullText: statuses.get(row.id)?.["full-text"] ?? null,
      status: newest(row.records.flatMap((id) => publication.get(id) ?? []))?.status ?? "current",
    })),
    total,
    next: rows.length < limit ? null : (rows.at(-1)?.position ?? null),
  };
}

function newest<T extends { readonly eventId: string }>(docs: readonly T[]): T | undefined {
  return docs.toSorted((a, b) => (a.eventId < b.eventId ? 1 : -1))[0];
}

/** Reports whose record id, source key, DOI or PMID this is. */
export async function findReports(context: Context, key: string): Promise<readonly ReportRow[]> {
  return await context.store.read.findReports(key);
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
    const doc = await read.screening(stage, row.id);
    if (doc === null) continue;
    // Votes at a stage that the protocol does not plan any more stay as sealed as they were.
    const required = hasStage(protocol.protocol, stage)
      ? votesNeeded(protocol.protocol, stage, row.id)
      : Number.MAX_SAFE_INTEGER;
    const sealed: ScreeningDoc & { sealed: number } = sealDoc(doc, person, required);
    screening.push({ ...sealed, status: sealed.sealed > 0 ? "pending" : statusOf(doc, required) });
  }
  const amendments = await read.documentsOf<AmendmentDoc>("amendment", row.records);
  return {
    report: row,
    records: (await read.recordsOf(row.id)).map((fact) => ({
      ...fact,
      sourceId: sourceOf.get(fact.importId) ?? "",
      amended: amendments.get(fact.id)?.amendments ?? [],
    })),
    links: await linksOf(read, row),
    studies: await studiesOf(read, row),
    status: await newestOf<Stamped<ReportStatusSet>>(read, "report-status", row),
    retrieval: await newestOf<Stamped<ReportRetrievalSet>>(read, "retrieval", row),
    screening,
  };
}

async function studiesOf(read: ReviewReads, row: ReportRow): Promise<Stamped<StudyDefined>[]> {
  const studies = (await read.documents<Stamped<StudyDefined>>("study")).map(({ doc }) => doc);
  const named = studies.filter(({ reports }) => reports.some((id) => row.records.includes(id)));
  const now = await currentIds(
    read,
    named.flatMap(({ reports }) => reports),
  );
  return named.map((study) => ({ ...study, reports: now(study.reports) }));
}

/** Links between the report's records and those of other reports, each report once by relation. */
async function linksOf(read: ReviewReads, row: ReportRow): Promise<ReportResponse["links"]> {
  const links = (await read.document<DuplicatesDoc>("duplicates", "all"))?.links ?? [];
  const own = new Set(row.records);
  const touching = links.filter(({ a, b }) => own.has(a) !== own.has(b));
  const reportIds = await read.reportIdsOf(touching.flatMap(({ a, b }) => [a, b]));
  const found = new Map<string, ReportResponse["links"][number]>();
  for (const { a, b, relation } of touching) {
    const forward = own.has(a);
    const other = reportIds.get(forward ? b : a);
    if (other === undefined || found.has(`${other} ${relation} ${forward}`)) continue;
    const title = (await read.report(other))?.title ?? "";
    found.set(`${other} ${relation} ${forward}`, { report: other, title, relation, forward });
  }
  return [...found.values()];
}

/**
 * Corrects fields of a record; what was imported stays beside the correction.
 *
 * @throws {EvidensError} `workbench/unknown-record`; `workbench/amendment-refused` with every field that
 *   cannot be what was written
 */
export async function amend(
  context: Context,
  input: AmendRequest & { readonly by: string; readonly recordId: string },
): Promise<AmendResponse> {
  const { recordId, changes, source, note } = input;
  const [event] = await context.store.append(async (read) => {
    personOf(await protocolOf(read), input.by);
    if ((await read.report(recordId)) === null)
      throw notFound("workbench/unknown-record", "record", recordId, "Load the page again.");
    refuse(changes.flatMap(problemsOf), "workbench/amendment-refused", "These corrections cannot be made");
    const body = { record: recordId, changes, source, ...(note === undefined ? {} : { note }) };
    return [{ type: "record.amended", by: input.by, body }];
  });
  return { eventId: event!.id, report: (await context.store.read.report(recordId))! };
}

function problemsOf(change: AmendRequest["changes"][number]): readonly Problem[] {
  try {
    checkAmendment(change);
    return [];
  } catch (error) {
    if (!(error instanceof EvidensError)) throw error;
    return error.problems.map((problem) => ({ ...problem, remedy: problem.remedy ?? error.remedy }));
  }
}
