import type { Language } from "#kernel";
import type { AnalysisRun, ReportBuilt, Stage, Stamped, Stopped } from "#ledger";
import { flowModel, type ReviewSnapshot } from "#report";
import { hasStage } from "#review";
import type { ReviewReads } from "#store";
import type { Context } from "../context.ts";
import { loadSnapshot } from "../load-snapshot.ts";
import type { CheckResult } from "../workbench.ts";
import { calibrationAt } from "./agreement.ts";
import { checkPlan } from "./check-plan.ts";
import { docsOf } from "./extraction.ts";
import { staleOf } from "./overview.ts";
import { sampleState, samplesOf } from "./samples.ts";

/** Everything about the review that does not hold, is stale or waits: flow arithmetic, retractions in use, conflicts. */
export async function check(context: Context, language: Language): Promise<CheckResult> {
  const { read } = context.store;
  const snapshot = await loadSnapshot(context, { screening: false });
  const problems: CheckResult["problems"][number][] = [];
  const add = (severity: "error" | "warning" | "note", code: string, message: string, remedy?: string) =>
    problems.push({ severity, code, message, ...(remedy === undefined ? {} : { remedy }) });

  for (const problem of context.store.openingProblems) problems.push({ ...problem, severity: "error" });
  for (const problem of flowModel(snapshot, language).problems)
    problems.push({ ...problem, severity: "error" });
  for (const status of snapshot.statuses) {
    if (status.status === "current") continue;
    const users = snapshot.studies.filter(({ reports }) => reports.includes(status.report));
    const title = snapshot.reports.get(status.report)?.title ?? status.report;
    if (status.status === "retracted" && snapshot.flow.includedReports.includes(status.report))
      add(
        "warning",
        "check/retracted-included",
        `"${title}" is retracted and included in the review.`,
        "Decide in the protocol what is done with retracted reports, and settle this one by it.",
      );
    add(
      status.status === "corrected" ? "note" : "warning",
      `check/${status.status}`,
      `"${title}" is marked ${status.status}${status.date ? ` (${status.date})` : ""}${
        users.length > 0 ? ` and is a report of ${users.map(({ label }) => label).join(", ")}` : ""
      }.`,
      users.length > 0 ? "Look at what the review still takes from it." : undefined,
    );
  }
  for (const { set, stale, run, problems: own } of snapshot.analyses) {
    for (const problem of own)
      problems.push({
        ...problem,
        severity: "warning",
        field: `analysis ${set.analysis.id}${problem.field ? `, ${problem.field}` : ""}`,
      });
    if (stale)
      add(
        "warning",
        "check/stale-analysis",
        `Analysis "${set.analysis.id}" was run before its inputs changed.`,
        `Run \`evidens analyse ${set.analysis.id}\` again.`,
      );
    if (run === null)
      add(
        "note",
        "check/analysis-not-run",
        `Planned analysis "${set.analysis.id}" has not been run.`,
        `Run \`evidens analyse ${set.analysis.id}\`.`,
      );
  }
  problems.push(...checkPlan(snapshot, await docsOf<Stamped<AnalysisRun>>(read, "analysis")));
  for (const stage of ["title-abstract", "full-text"] as const) {
    if (!hasStage(snapshot.protocol.protocol, stage)) continue;
    await checkStage(read, snapshot, stage, add);
    const { conflict, maybe } = snapshot.flow.stages[stage].byStatus;
    if (conflict + maybe > 0)
      add(
        "warning",
        "check/conflicts",
        `${conflict + maybe} reports wait for a decision at ${stage}.`,
        "Settle them with `evidens screen --conflicts`.",
      );
  }
  for (const report of await staleOf(read, await docsOf<Stamped<ReportBuilt>>(read, "report-built")))
    add(
      "note",
      "check/stale-report",
      `The ${report.language} ${report.format} report is older than the review.`,
      "Run `evidens report` again.",
    );
  return { problems, ok: !problems.some(({ severity }) => severity === "error") };
}

type Add = (severity: "error" | "warning" | "note", code: string, message: string, remedy?: string) => void;

/** Calibration that is owed, a stop the rule did not support, audits nobody read, reports that wait for information. */
async function checkStage(
  read: ReviewReads,
  snapshot: ReviewSnapshot,
  stage: Stage,
  add: Add,
): Promise<void> {
  const { protocol } = snapshot.protocol;
  const counts = await read.screeningCounts(stage, "");
  const voted = counts.inStage - counts.byStatus.pending + counts.begun > 0;
  const plan = protocol.stages.find((one) => one.stage === stage)?.calibration;
  if (plan !== undefined && voted) {
    const done = await calibrationAt(read, protocol, stage);
    if (done === null)
      add(
        "warning",
        "check/calibration-missing",
        `The protocol plans a calibration at ${stage}, there are votes, and no calibration round is done.`,
        "Draw a calibration sample and let its readers finish it, or amend the protocol.",
      );
    else if (done.result.verdict !== "met")
      add(
        "warning",
        "check/calibration-below",
        `The calibration at ${stage} did not reach the agreement planned (${plan.statistic} of at least ${plan.threshold}), and there are votes.`,
        "Talk about the criteria and calibrate again, or say in the report why screening went on.",
      );
  }
  const stopped = await read.document<Stamped<Stopped>>("screening-stop", stage);
  if (stopped !== null && !stopped.supported)
    add(
      "warning",
      "check/stopped-without-support",
      `Screening at ${stage} was stopped although the rule "${stopped.rule}" did not say so.`,
      "Read on until it does, or say why in the report.",
    );
  for (const sample of await samplesOf(read, stage)) {
    if (sample.purpose !== "audit" || (await sampleState(read, protocol, sample)).done) continue;
    add(
      "warning",
      "check/audit-unread",
      `An audit sample of ${sample.reports.length} excluded reports at ${stage} is not read to its end.`,
      "Answer for each of its reports whether it should have been included.",
    );
  }
  if (counts.byStatus.await > 0)
    add(
      "warning",
      "check/awaiting",
      `${counts.byStatus.await} reports wait for information at ${stage}.`,
      "Decide them when it has come; the flow counts them as not decided until then.",
    );
}
