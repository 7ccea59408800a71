import { heading, paragraph, sentences } from "../blocks.ts";
import {
  type Context,
  cite,
  citeNarrative,
  count,
  countInWords,
  joinRuns,
  markNotes,
  noticeAlerts,
} from "../context.ts";
import type { Block, Runs } from "../document.ts";
import { isReportedFlow, searchRecords } from "../flow/flow-model.ts";
import { flowMembers } from "../flow/members.ts";
import { pooledInShort } from "./pooled-in-short.ts";
import { statementRuns, statementsOf } from "./statements.ts";

/** Alerts about retracted sources, before anything else. */
export function retractionAlerts(ctx: Context): readonly Block[] {
  const retracted = ctx.snapshot.statuses
    .filter((status) => status.status === "retracted")
    .map((status) => status.report);
  const used = new Set(ctx.snapshot.studies.flatMap((study) => study.reports));
  const others = retracted.filter((id) => !used.has(id));
  return [
    ...noticeAlerts(
      ctx,
      retracted.filter((id) => used.has(id)),
    ),
    ...(others.length === 0
      ? []
      : [
          {
            kind: "alert" as const,
            tone: "note" as const,
            title: ctx.say("alert.alsoTitle"),
            runs: ctx.say("alert.also", {
              reports: joinRuns(
                others.map((id) => [citeNarrative(id)]),
                "; ",
              ),
            }),
          },
        ]),
  ];
}

/** The structured summary: everything in it is computed or cited. */
export function summary(ctx: Context): readonly Block[] {
  const { snapshot } = ctx;
  const members = flowMembers(snapshot);
  const searches = snapshot.protocol.protocol.sources.filter((source) => source.kind !== "background");
  const records = searchRecords(snapshot);
  const total =
    snapshot.reportedCounts.find((one) => one.box === "identified-databases" && one.value !== null) ??
    snapshot.reportedCounts.find((one) => one.box === "identified-total");
  const found: Runs = isReportedFlow(snapshot)
    ? total?.value == null
      ? ctx.say("summary.foundUnknown")
      : ctx.say("summary.foundReported", {
          n: {
            kind: "number",
            text: String(total.value),
            value: total.value,
            source: { from: "reported", source: total.source },
          },
        })
    : ctx.say("summary.found", { n: count(records, "flow") });
  const labelled = (
    key: "summary.methods" | "summary.results" | "summary.conclusion",
    parts: readonly Runs[],
  ): Block => sentences([{ kind: "strong", text: ctx.words[key] }], ...parts);
  const conclusions = statementsOf(ctx, ["conclusion"]);
  return [
    heading(ctx, 2, "summary", "summary.title"),
    labelled("summary.methods", [
      ctx.say("summary.searched", { n: countInWords(ctx, searches.length, "protocol") }),
      ...(members.update.length === 0
        ? []
        : [ctx.say("summary.updated", { n: countInWords(ctx, members.update.length, "flow") })]),
    ]),
    labelled("summary.results", [
      found,
      ctx.say("summary.included", { n: countInWords(ctx, members.included.length, "flow") }),
      ...(members.onlyPooled.length === 0
        ? []
        : [
            ctx.say("summary.onlyPooled", {
              n: countInWords(ctx, members.onlyPooled.length, "flow"),
              report: cite(members.pooled.flatMap((study) => study.reports.slice(0, 1))),
            }),
          ]),
      ...pooledInShort(ctx),
    ]),
    ...(conclusions.length === 0
      ? []
      : [
          labelled(
            "summary.conclusion",
            conclusions.slice(0, 1).map((one) => statementRuns(ctx, one)),
          ),
        ]),
  ];
}

/** Cited statements that lead to the questions. */
export function background(ctx: Context): readonly Block[] {
  const { rationale } = ctx.snapshot.protocol.protocol;
  const topics = ["background", "context", "prevalence", "intervention"].map((kind) =>
    statementsOf(ctx, [kind]),
  );
  const statements = topics.flat();
  if (statements.length === 0 && rationale === undefined) return [];
  return [
    heading(ctx, 2, "background", "background.title"),
    ...(rationale === undefined ? [] : [paragraph([ctx.local(rationale)])]),
    ...topics
      .filter((topic) => topic.length > 0)
      .map((topic) => sentences(...topic.map((one) => statementRuns(ctx, one)))),
    ...markNotes(
      ctx,
      statements.map((one) => one.confidence),
    ).map((runs) => paragraph(runs, "small")),
  ];
}
