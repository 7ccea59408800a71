import type { NextStep, OverviewResponse, StageCounts } from "#contract";
import { describeFlow, flowDiagram } from "#figures";
import type { Language } from "#kernel";
import type { ReportBuilt, Stage, Stamped } from "#ledger";
import { flowMembers, flowModel, type ReviewSnapshot } from "#report";
import { hasStage, requiredReviewers } from "#review";
import { agreement, type ScreeningDoc } from "#screening";
import type { ReviewReads } from "#store";
import { type Context, personOf } from "../context.ts";
import { loadSnapshot, newestThatMatters } from "../load-snapshot.ts";
import { waitingPairs } from "./duplicates.ts";
import { docsOf } from "./extraction.ts";

const STAGES: readonly Stage[] = ["title-abstract", "full-text"];

/** What the flow says, what is next, what is stale, what is retracted. */
export async function overview(
  context: Context,
  person: string,
  language: Language,
): Promise<OverviewResponse> {
  const { read } = context.store;
  const snapshot = await loadSnapshot(context);
  personOf(snapshot.protocol, person);
  const flow = flowModel(snapshot, language);
  const counts = await stageCounts(read, snapshot, person);
  const { protocol } = snapshot.protocol;
  return {
    title: protocol.title,
    counts,
    flowSvg: flowDiagram(flow.model, { id: "flow" }),
    flowDescription: describeFlow(flow.model),
    flowProblems: flow.problems,
    next: await nextSteps(read, snapshot, counts, person),
    alerts: alerts(snapshot),
    lastSearch: protocol.sources.reduce<string | null>(
      (last, { searchedOn, kind }) =>
        searchedOn !== null && kind === "database" && (last === null || searchedOn > last)
          ? searchedOn
          : last,
      null,
    ),
    agreement: await agreementOf(read, snapshot),
  };
}

async function stageCounts(
  read: ReviewReads,
  snapshot: ReviewSnapshot,
  person: string,
): Promise<StageCounts> {
  const [first, second] = [
    await read.screeningCounts("title-abstract", person),
    await read.screeningCounts("full-text", person),
  ];
  const appraised = new Set(snapshot.appraisals.map(({ studyId }) => studyId));
  const mechanismQuestions = new Set(
    snapshot.protocol.protocol.questions.filter(({ kind }) => kind === "mechanism").map(({ id }) => id),
  );
  return {
    protocolVersion: snapshot.protocol.number,
    sources: snapshot.protocol.protocol.sources.filter(
      ({ kind }) => kind === "database" || kind === "register",
    ).length,
    records: snapshot.flow.recordsBySource.reduce((sum, { records }) => sum + records, 0),
    reports: await read.countReports({}),
    duplicates: await waitingPairs(read),
    screen: { read: first.inStage - first.toRead, inStage: first.inStage },
    fullText: { read: second.inStage - second.toRead, inStage: second.inStage },
    studies: flowMembers(snapshot).included.length,
    appraised: appraised.size,
    analyses: snapshot.analyses.length,
    mechanisms: snapshot.studies.filter(({ questions }) => questions.some((id) => mechanismQuestions.has(id)))
      .length,
    themes: snapshot.themes.length,
    events: await read.countEvents(),
  };
}

async function nextSteps(
  read: ReviewReads,
  snapshot: ReviewSnapshot,
  counts: StageCounts,
  person: string,
): Promise<readonly NextStep[]> {
  const steps: NextStep[] = [];
  const add = (id: NextStep["id"], count: number, page: string, detail: string | null = null) => {
    if (count > 0) steps.push({ id, count, page, detail });
  };
  if (counts.records === 0) steps.push({ id: "import", count: 1, page: "records", detail: null });
  if (counts.records > 0 && (await read.document("duplicates", "all")) === null)
    add("dedupe", counts.records, "records");
  const viewer = snapshot.protocol.protocol.people.find(({ id }) => id === person);
  const conflicts = STAGES.reduce(
    (sum, stage) =>
      sum + snapshot.flow.stages[stage].byStatus.conflict + snapshot.flow.stages[stage].byStatus.maybe,
    0,
  );
  add("settle-conflicts", conflicts, "screen/conflicts");
  if (viewer?.roles.includes("reviewer")) {
    add("screen-title-abstract", counts.screen.inStage - counts.screen.read, "screen");
    add("screen-full-text", counts.fullText.inStage - counts.fullText.read, "full-text");
  }
  const linked = new Set(snapshot.studies.flatMap(({ reports }) => reports));
  add("define-studies", snapshot.flow.includedReports.filter((id) => !linked.has(id)).length, "extract");
  add(
    "run-analysis",
    snapshot.analyses.filter(({ run, pooled }) => run === null && pooled !== null).length,
    "synthesis",
  );
  const stale = snapshot.analyses.filter((outcome) => outcome.stale);
  add("stale-analysis", stale.length, "synthesis", stale.map(({ set }) => set.analysis.label.en).join(", "));
  const built = await docsOf<Stamped<ReportBuilt>>(read, "report-built");
  if (built.length === 0 && snapshot.studies.length > 0)
    steps.push({ id: "build-report", count: 1, page: "report", detail: null });
  const staleReports = await staleOf(read, built);
  add(
    "stale-report",
    staleReports.length,
    "report",
    staleReports.map(({ language, format }) => `${language} ${format}`).join(", "),
  );
  return steps;
}

/** Reports older than the newest event that is not itself a report. */
export async function staleOf(
  read: ReviewReads,
  built: readonly Stamped<ReportBuilt>[],
): Promise<readonly Stamped<ReportBuilt>[]> {
  if (built.length === 0) return [];
  const newest = await newestThatMatters(read);
  return newest === null ? [] : built.filter(({ upTo }) => upTo < newest.id);
}

function alerts(snapshot: ReviewSnapshot): OverviewResponse["alerts"] {
  return snapshot.statuses
    .filter(({ status }) => status === "retracted" || status === "concern")
    .flatMap((status) => {
      const report = snapshot.reports.get(status.report);
      if (report === undefined) return [];
      const usedIn = snapshot.studies
        .filter(({ reports }) => reports.includes(report.id))
        .map(({ label }) => label);
      return [{ report, status, usedIn }];
    });
}

async function agreementOf(
  read: ReviewReads,
  snapshot: ReviewSnapshot,
): Promise<OverviewResponse["agreement"]> {
  const stage: Stage = "title-abstract";
  const { protocol } = snapshot.protocol;
  if (!hasStage(protocol, stage) || requiredReviewers(protocol, stage) < 2) return null;
  const reviewers = protocol.people.filter(({ roles }) => roles.includes("reviewer"));
  if (reviewers.length < 2) return null;
  const open: readonly ScreeningDoc[] = await read.screeningOf(stage, [
    "include",
    "exclude",
    "maybe",
    "conflict",
  ]);
  const result = agreement(open, reviewers[0]!.id, reviewers[1]!.id);
  if (result.n === 0 || result.percent === null) return null;
  return {
    stage,
    both: result.n,
    percent: result.percent,
    kappa: result.kappa?.kappa ?? null,
    low: result.kappa?.low ?? null,
    high: result.kappa?.high ?? null,
  };
}
