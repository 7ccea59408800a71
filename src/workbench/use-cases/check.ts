import type { Language } from "#kernel";
import type { ReportBuilt, Stamped } from "#ledger";
import { flowModel } from "#report";
import { hasStage } from "#review";
import type { Context } from "../context.ts";
import { loadSnapshot } from "../load-snapshot.ts";
import type { CheckResult } from "../workbench.ts";
import { docsOf } from "./extraction.ts";
import { staleOf } from "./overview.ts";

/** Everything about the review that does not hold, is stale or waits: flow arithmetic, retractions in use, conflicts. */
export async function check(context: Context, language: Language): Promise<CheckResult> {
  const { read } = context.store;
  const snapshot = await loadSnapshot(context);
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
  for (const stage of ["title-abstract", "full-text"] as const) {
    if (!hasStage(snapshot.protocol.protocol, stage)) continue;
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
