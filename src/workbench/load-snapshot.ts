import { analysisSet, type ValuesDoc } from "#extraction";
import type {
  AnalysisRun,
  Appraised,
  ArmsDefined,
  AvailabilityJudged,
  EvidenceLevelled,
  FlowCountReported,
  LedgerEvent,
  MechanismHypothesised,
  MechanismLinked,
  ParticipantModelRun,
  RecordsImported,
  ReportRetrievalSet,
  ReportStatusSet,
  ReviewCreated,
  SourceChecked,
  Stage,
  Stamped,
  StatementMade,
  StudyDefined,
  ThemeCoded,
  ThemesMatched,
} from "#ledger";
import type { ParticipantModelSpecification, RecordedModel } from "#participants";
import { type AmendmentDoc, amendedFact, type RecordFact, type ReportRow } from "#records";
import type { AnalysisOutcome, FlowFacts, ReviewSnapshot } from "#report";
import type { ProtocolDoc } from "#review";
import type { ReviewReads } from "#store";
import { analysisOutcome } from "./analysis-outcome.ts";
import { type Context, protocolOf } from "./context.ts";
import { reportWords } from "./follow-merges.ts";
import { resultAvailability } from "./result-availability.ts";
import { screeningFacts } from "./screening-facts.ts";
import { studyKnowledge } from "./study-knowledge.ts";

/**
 * The review at this moment, as the plain data that reports, overview and checks are computed from.
 *
 * @param options.screening whether how reports were screened is told, which reads all decisions; default true
 */
export async function loadSnapshot(
  context: Context,
  { screening = true }: { readonly screening?: boolean } = {},
): Promise<ReviewSnapshot> {
  const { read } = context.store;
  const docs = async <T>(kind: string) => (await read.documents<T>(kind)).map(({ doc }) => doc);
  const protocol = await protocolOf(read);
  const review = await read.document<Stamped<ReviewCreated>>("review", "review");
  const newest = await newestThatMatters(read);
  const imports = await docs<Stamped<RecordsImported>>("import");
  const { studies, statuses, retrievals, statements } = await reportWords(read);
  const flow = await flowFacts(read, protocol, imports, retrievals);
  const reports = await namedReports(read, studies, statuses, statements, flow.includedReports);
  const partial = {
    reviewId: context.store.reviewId,
    title: review?.title ?? "",
    head: newest?.id ?? "",
    asOf: newest?.at ?? "",
    programVersion: context.programVersion,
    protocol,
    imports,
    flow,
    ...(screening ? { screening: await screeningFacts(read, protocol.protocol) } : {}),
    reports,
    recordFacts: await factsOf(read, reports.values()),
    reportedCounts: await docs<Stamped<FlowCountReported>>("reported-count"),
    statuses,
    retrievals,
    studies,
    arms: await docs<Stamped<ArmsDefined>>("arms"),
    values: await docs<ValuesDoc>("values"),
    sourceChecks: await docs<Stamped<SourceChecked>>("source-check"),
    statements,
    hypotheses: await docs<Stamped<MechanismHypothesised>>("hypothesis"),
    mechanismLinks: await docs<Stamped<MechanismLinked>>("mechanism-link"),
    themes: await docs<Stamped<ThemeCoded>>("theme"),
    themeMatches: await docs<Stamped<ThemesMatched>>("theme-match"),
    appraisals: await docs<Stamped<Appraised>>("appraisal"),
    evidenceLevels: await docs<Stamped<EvidenceLevelled>>("evidence-level"),
    participantModels: (await docs<Stamped<ParticipantModelRun>>("participant-model")).map(
      ({ specification, output, by, at, eventId }) => ({
        specification: specification as unknown as ParticipantModelSpecification,
        model: output as unknown as RecordedModel,
        by,
        at,
        eventId,
      }),
    ),
  };
  const runs = await docs<Stamped<AnalysisRun>>("analysis");
  const judged = await docs<Stamped<AvailabilityJudged>>("availability");
  return {
    ...partial,
    availability: resultAvailability(partial, judged),
    analyses: outcomes(partial, runs),
  };
}

/** The newest event that a report could show: writing a report changes nothing in the next one. */
export async function newestThatMatters(read: ReviewReads): Promise<LedgerEvent | null> {
  for (let before: string | undefined; ; ) {
    const page = await read.events({
      order: "newest",
      limit: 50,
      ...(before === undefined ? {} : { before }),
    });
    const found = page.find(({ type }) => type !== "report.built");
    if (found !== undefined || page.length < 50) return found ?? null;
    before = page.at(-1)!.id;
  }
}

function outcomes(
  snapshot: Omit<ReviewSnapshot, "analyses">,
  runs: readonly Stamped<AnalysisRun>[],
): readonly AnalysisOutcome[] {
  return snapshot.protocol.protocol.analyses.map((analysis) => {
    const set = analysisSet({ ...snapshot, protocol: snapshot.protocol.protocol, analysis });
    const run = runs.find(({ analysisId }) => analysisId === analysis.id) ?? null;
    return analysisOutcome(set, run, studyKnowledge(snapshot, analysis, set.rows));
  });
}

async function namedReports(
  read: ReviewReads,
  studies: readonly StudyDefined[],
  statuses: readonly ReportStatusSet[],
  statements: readonly StatementMade[],
  included: readonly string[],
): Promise<ReadonlyMap<string, ReportRow>> {
  const ids = new Set<string>([
    ...studies.flatMap((study) => study.reports),
    ...statuses.map((status) => status.report),
    ...statements.flatMap((statement) => statement.cites),
    ...included,
  ]);
  const reports = new Map<string, ReportRow>();
  for (const id of [...ids].sort()) {
    const report = await read.report(id);
    if (report !== null) reports.set(id, report);
  }
  return reports;
}

/** The records of each report as corrected, for the fields of a reference that a report does not keep. */
async function factsOf(
  read: ReviewReads,
  reports: Iterable<ReportRow>,
): Promise<ReadonlyMap<string, RecordFact>> {
  const facts = new Map<string, RecordFact>();
  const ids = [...reports].flatMap(({ records }) => records);
  const amendments = await read.documentsOf<AmendmentDoc>("amendment", ids);
  for (const fact of await read.facts(ids))
    facts.set(fact.id, amendedFact(fact, amendments.get(fact.id)?.amendments ?? []));
  return facts;
}

async function flowFacts(
  read: ReviewReads,
  protocol: ProtocolDoc,
  imports: readonly RecordsImported[],
  retrievals: readonly ReportRetrievalSet[],
): Promise<FlowFacts> {
  const sourceOf = new Map(imports.map((each) => [each.importId, each.sourceId]));
  const searches = new Set(
    protocol.protocol.sources.filter(({ kind }) => kind !== "background").map(({ id }) => id),
  );
  const bySource = new Map<string, number>();
  for (const { importId, records } of await read.countRecords()) {
    const source = sourceOf.get(importId);
    if (source !== undefined) bySource.set(source, (bySource.get(source) ?? 0) + records);
  }
  const recordsInSearches = [...bySource].reduce((sum, [id, n]) => sum + (searches.has(id) ? n : 0), 0);
  const reportsInSearches = searches.size === 0 ? 0 : await read.countReports({ anySource: [...searches] });
  const notRetrieved = retrievals.filter(({ retrieved }) => !retrieved).map(({ report }) => report);
  const stages = {} as Record<Stage, FlowFacts["stages"][Stage]>;
  for (const stage of ["title-abstract", "full-text"] as const) {
    const { byStatus, excludedByReason, begun } = await read.screeningCounts(stage, "");
    const stopped = (await read.document("screening-stop", stage)) !== null;
    // Full texts that could not be had wait for a vote too, and were not left unread by a stop.
    const lacking = stage === "full-text" ? notRetrieved.length : 0;
    const notRead = stopped ? Math.max(0, byStatus.pending - begun - lacking) : 0;
    stages[stage] = { byStatus, excludedByReason, notRead };
  }
  return {
    recordsBySource: [...bySource]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([sourceId, records]) => ({ sourceId, records })),
    duplicatesRemoved: Math.max(0, recordsInSearches - reportsInSearches),
    stages,
    includedReports: (await read.screeningOf("full-text", ["include"])).map(({ report }) => report),
    notRetrieved,
  };
}
