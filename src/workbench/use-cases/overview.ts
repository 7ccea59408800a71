import type { NextStep, OverviewResponse, StageCounts } from "#contract";
import { describeFlow, flowDiagram } from "#figures";
import type { Language } from "#kernel";
import type { ReportBuilt, Stage, Stamped } from "#ledger";
import { flowMembers, flowModel, type ReviewSnapshot } from "#report";
import { hasStage } from "#review";
import type { ReviewReads } from "#store";
import { type Context, personOf } from "../context.ts";
import { loadSnapshot, newestThatMatters } from "../load-snapshot.ts";
import { closestPair, stageAgreementOf } from "./agreement.ts";
import { waitingPairs } from "./duplicates.ts";
import { docsOf } from "./extraction.ts";
import { isRound, sampleState, samplesOf } from "./samples.ts";

const STAGES: readonly Stage[] = ["title-abstract", "full-text"];

/** What the flow says, what is next, what is stale, what is retracted. */
export async function overview(
  context: Context,
  person: string,
  language: Language,
): Promise<OverviewResponse> {
  const { read } = context.store;
  const snapshot = await loadSnapshot(context, { screening: false });
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
    next: await nextSteps(read, snapshot, counts, { person, language }),
    alerts: alerts(snapshot),
    lastSearch: protocol.sources.reduce<string | null>(
      (last, { searchedOn, kind }) =>
        searchedOn !== null && kind === "database" && (last === null || searchedOn > last)
          ? searchedOn
          : last,
      null,
    ),
    agreement: await agreementInShort(read, snapshot),
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
  { person, language }: { readonly person: string; readonly language: Language },
): Promise<readonly NextStep[]> {
  const steps: NextStep[] = [];
  const add = (id: NextStep["id"], count: number, page: string, detail: string | null = null) => {
    if (count > 0) steps.push({ id, count, page, detail });
  };
  if (counts.records === 0) steps.push({ id: "import", count: 1, page: "records", detail: null });
  if (counts.records > 0 && (await read.document("duplicates", "all")) === null)
    add("dedupe", counts.records, "records");
  const viewer = snapshot.protocol.protocol.people.find(({ id }) => id === person);
  for (const stage of STAGES) {
    const [page, folder] = PAGES[stage];
    const { byStatus } = snapshot.flow.stages[stage];
    const name = STAGE_NAMES[language][stage];
    add("settle-conflicts", byStatus.conflict + byStatus.maybe, `${folder}/conflicts`, name);
    const waiting = await samplesToRead(read, snapshot, stage, person);
    add("read-round", waiting.round, page, name);
    add("read-sample", waiting.sample, page, name);
    for (const [sample, left] of waiting.audits) add("read-audit", left, `${folder}/audit/${sample}`, name);
    const stopped = (await read.document("screening-stop", stage)) !== null;
    if (viewer?.roles.includes("reviewer") && !stopped) {
      const { inStage, read: done } = stage === "full-text" ? counts.fullText : counts.screen;
      add(stage === "full-text" ? "screen-full-text" : "screen-title-abstract", inStage - done, folder);
    }
    add("await-information", byStatus.await, `records?stage=${stage}&status=await`, name);
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

/** Tells steps of the two stages apart. */
const STAGE_NAMES: Readonly<Record<Language, Readonly<Record<Stage, string>>>> = {
  en: { "title-abstract": "Title and abstract", "full-text": "Full text" },
  nb: { "title-abstract": "Tittel og sammendrag", "full-text": "Fulltekst" },
};

/** Where a stage is read, and where its other pages are. */
const PAGES: Readonly<Record<Stage, readonly [string, string]>> = {
  "title-abstract": ["screen", "screen"],
  "full-text": ["full-text/screen", "full-text"],
};

/** How many reports of rounds, random samples and audits wait for this person. */
async function samplesToRead(
  read: ReviewReads,
  snapshot: ReviewSnapshot,
  stage: Stage,
  person: string,
): Promise<{
  readonly round: number;
  readonly sample: number;
  readonly audits: readonly (readonly [string, number])[];
}> {
  const waiting = { round: 0, sample: 0, audits: [] as [string, number][] };
  for (const sample of await samplesOf(read, stage)) {
    const state = await sampleState(read, snapshot.protocol.protocol, sample);
    const own = state.read.find((reader) => reader.person === person);
    if (state.done || own === undefined) continue;
    const answered = state.read.reduce((sum, { reports }) => sum + reports, 0);
    if (sample.purpose === "audit")
      waiting.audits.push([sample.sample, Math.max(0, sample.reports.length - answered)]);
    else if (isRound(sample)) waiting.round += Math.max(0, sample.reports.length - own.reports);
    else
      waiting.sample += (
        await read.waiting(stage, person, { ids: sample.reports }, sample.reports.length)
      ).length;
  }
  return waiting;
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

/** Of the two who judged most titles and abstracts together, on votes as they were before any discussion. */
async function agreementInShort(
  read: ReviewReads,
  snapshot: ReviewSnapshot,
): Promise<OverviewResponse["agreement"]> {
  const stage: Stage = "title-abstract";
  const { protocol } = snapshot.protocol;
  if (!hasStage(protocol, stage)) return null;
  const result = await stageAgreementOf(read, protocol, stage);
  const pair = result === null ? null : closestPair(result.decisions);
  if (pair === null || pair.observed.value === null) return null;
  const { value, low, high } = pair.kappa;
  return { stage, both: pair.n, percent: 100 * pair.observed.value, kappa: value, low, high };
}
