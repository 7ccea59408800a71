import type { ReportRetrievalSet, ReportStatusSet, Stamped, StatementMade, StudyDefined } from "#ledger";
import type { ReviewReads } from "#store";

/**
 * What was said of reports, by the reports as they are now. It is kept under the report it was said of;
 * when that report's records were merged into another, it holds for the merged report, the newest word
 * first, and goes back when they are separated.
 */
export interface ReportWords {
  readonly statuses: readonly Stamped<ReportStatusSet>[];
  readonly retrievals: readonly Stamped<ReportRetrievalSet>[];
  readonly studies: readonly Stamped<StudyDefined>[];
  readonly statements: readonly Stamped<StatementMade>[];
}

/** All of them; ids that are no report of the review, such as citations of other works, stay. */
export async function reportWords(read: ReviewReads): Promise<ReportWords> {
  const docs = async <T>(kind: string): Promise<T[]> => (await read.documents<T>(kind)).map(({ doc }) => doc);
  const statuses = await docs<Stamped<ReportStatusSet>>("report-status");
  const retrievals = await docs<Stamped<ReportRetrievalSet>>("retrieval");
  const studies = await docs<Stamped<StudyDefined>>("study");
  const statements = await docs<Stamped<StatementMade>>("statement");
  const now = await currentIds(read, [
    ...statuses.map(({ report }) => report),
    ...retrievals.map(({ report }) => report),
    ...studies.flatMap(({ reports }) => reports),
    ...statements.flatMap(({ cites }) => cites),
  ]);
  return {
    statuses: newestByReport(statuses, now),
    retrievals: newestByReport(retrievals, now),
    studies: studies.map((study) => ({ ...study, reports: now(study.reports) })),
    statements: statements.map((statement) => ({ ...statement, cites: now(statement.cites) })),
  };
}

/** Gives report ids as they are now, each once. */
export async function currentIds(
  read: ReviewReads,
  ids: readonly string[],
): Promise<(ids: readonly string[]) => string[]> {
  const now = await read.reportIdsOf([...new Set(ids)]);
  return (old) => [...new Set(old.map((id) => now.get(id) ?? id))];
}

function newestByReport<T extends { readonly report: string; readonly eventId: string }>(
  docs: readonly T[],
  now: (ids: readonly string[]) => string[],
): T[] {
  const byReport = new Map<string, T>();
  for (const doc of docs) {
    const report = now([doc.report])[0]!;
    const known = byReport.get(report);
    if (known === undefined || known.eventId < doc.eventId) byReport.set(report, { ...doc, report });
  }
  return [...byReport.values()].sort((a, b) => (a.report < b.report ? -1 : 1));
}

/** The newest document of one kind among those of a report's records, under the report's id. */
export async function newestOf<T extends { readonly report: string; readonly eventId: string }>(
  read: ReviewReads,
  kind: string,
  report: { readonly id: string; readonly records: readonly string[] },
): Promise<T | null> {
  const docs = [...(await read.documentsOf<T>(kind, report.records)).values()];
  const newest = docs.reduce<T | null>(
    (found, doc) => (found === null || found.eventId < doc.eventId ? doc : found),
    null,
  );
  return newest === null ? null : { ...newest, report: report.id };
}
