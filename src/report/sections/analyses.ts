import { forestPages } from "#figures";
import { poolingOf, type Statistic } from "#review";
import { analysisFigureId, forestOf } from "../analysis-forest.ts";
import { figure, heading, headingOf, list, paragraph, sentences, table } from "../blocks.ts";
import {
  type Context,
  computed,
  computedInterval,
  computedPercent,
  joinRuns,
  mark,
  markNotes,
  noticeAlerts,
  noticeRuns,
  studyRuns,
} from "../context.ts";
import { type Block, type Run, type Runs, text } from "../document.ts";
import type { AnalysisEffect, AnalysisOutcome } from "../snapshot.ts";
import {
  heterogeneityRuns,
  inputRuns,
  measureShort,
  outcomeRun,
  pooledSentence,
  shown,
  timepointRun,
} from "./analysis-words.ts";
import { notCarriedOut, plannedParts } from "./planned-parts.ts";
import { anchorPart, verbatim } from "./pooled-report.ts";
import { statementRuns, statementsOf } from "./statements.ts";
import { trialsTable } from "./trials.ts";

/** What the review computes itself: data of the arms, forest plots, pooled numbers, leave-one-out. */
export function analyses(ctx: Context): readonly Block[] {
  const { snapshot } = ctx;
  if (snapshot.analyses.length === 0) return [];
  return [
    heading(ctx, 3, "results-synthesis", "synthesis.title"),
    ...trialsTable(ctx),
    ...snapshot.analyses.flatMap((outcome) => oneAnalysis(ctx, outcome)),
    ...notCarriedOut(ctx),
    ...dataNotes(ctx),
  ];
}

/** What was seen in the data while they were taken down. */
function dataNotes(ctx: Context): readonly Block[] {
  const found = statementsOf(ctx, ["data-note"]);
  if (found.length === 0) return [];
  return [
    headingOf(4, "data-problems", ctx.say("data.problems")),
    list(found.map((one) => statementRuns(ctx, one))),
    ...markNotes(
      ctx,
      found.map((one) => one.confidence),
    ).map((runs) => paragraph(runs, "small")),
  ];
}

function oneAnalysis(ctx: Context, outcome: AnalysisOutcome): readonly Block[] {
  const { analysis } = outcome.set;
  const id = anchorPart(analysis.id);
  const sentence = pooledSentence(ctx, outcome);
  const notices = noticeRuns(ctx, reportsIn(ctx, outcome));
  return [
    headingOf(4, `analysis-${id}`, [ctx.local(analysis.label)]),
    ...(outcome.stale ? [note(ctx, "analysis.staleTitle", ctx.say("analysis.stale"))] : []),
    ...noticeAlerts(ctx, reportsIn(ctx, outcome)),
    sentences(
      ctx.say("plan.analysis"),
      inputRuns(ctx, analysis),
      sentence ?? ctx.say("analysis.noPool"),
      heterogeneityRuns(ctx, outcome),
    ),
    ...(outcome.effects.length === 0
      ? []
      : [
          forest(ctx, outcome, id, notices),
          dataTable(ctx, outcome, id, notices),
          effectTable(ctx, outcome, id, notices),
        ]),
    ...plannedParts(ctx, outcome),
    ...leftOut(ctx, outcome),
    ...(outcome.problems.length === 0
      ? []
      : [
          note(ctx, "analysis.problems", [
            text(
              outcome.problems.map((one) => one.message).join(" "),
              ctx.language === "nb" ? "en" : undefined,
            ),
          ]),
        ]),
  ];
}

function note(ctx: Context, title: "analysis.staleTitle" | "analysis.problems", runs: Runs): Block {
  return { kind: "alert", tone: "note", title: ctx.say(title), runs };
}

function reportsIn(ctx: Context, outcome: AnalysisOutcome): readonly string[] {
  return outcome.effects.flatMap((effect) => ctx.study(effect.row.studyId)?.reports ?? []);
}

function forest(ctx: Context, outcome: AnalysisOutcome, id: string, notices: readonly Runs[]): Block {
  const model = forestOf(ctx, outcome, "revman");
  const printed = forestPages(model, { id: `forest-${id}-print`, palette: "print" });
  const pages = forestPages(model, { id: `forest-${id}` });
  return figure(ctx, {
    id: analysisFigureId(outcome.set.analysis.id),
    parts: pages.map(({ svg, alt }, at) => ({ svg, printSvg: printed[at]?.svg ?? svg, alt })),
    caption: ctx.say("forest.caption", { label: ctx.local(outcome.set.analysis.label) }),
    notes: [ctx.say("forest.note"), ...notices],
  });
}

const COLUMNS: Readonly<Record<string, readonly Statistic[]>> = {
  SMD: ["n", "mean", "sd"],
  MD: ["n", "mean", "sd"],
  RR: ["events", "total"],
  OR: ["events", "total"],
};

/** The numbers that enter, one row per arm (or per comparison for effects as coded). */
function dataTable(ctx: Context, outcome: AnalysisOutcome, id: string, notices: readonly Runs[]): Block {
  const { analysis } = outcome.set;
  const statistics = COLUMNS[analysis.measure] ?? (["estimate", "se"] as const);
  const generic = analysis.measure === "GEN";
  const confidences = new Set<string>();
  const value = (
    studyId: string,
    values: AnalysisEffect["row"]["contrastValues"],
    statistic: Statistic,
  ): Runs => {
    const traced = values[statistic];
    if (traced === undefined) return ctx.say("values.notReported");
    confidences.add(traced.confidence);
    const anchor = ctx.index.anchorOf({
      studyId,
      ...traced,
      outcome: analysis.outcome,
      timepoint: analysis.timepoint,
    });
    const run: Run = {
      kind: "number",
      text: verbatim(ctx, traced.verbatim),
      value: traced.number,
      source:
        anchor === undefined ? { from: "reported", source: traced.eventId } : { from: "extracted", anchor },
    };
    return [run, ...mark(traced.confidence)];
  };
  const rows = outcome.effects.flatMap(({ row }) => {
    const line = (arm: Runs, values: AnalysisEffect["row"]["contrastValues"]): readonly Runs[] => [
      studyRuns(ctx, row.studyId, row.label),
      arm,
      ...statistics.map((statistic) => value(row.studyId, values, statistic)),
    ];
    if (generic) {
      const arms = [row.experimental?.label, row.comparator?.label].filter((one) => one !== undefined);
      return [
        line(
          [text(arms.length === 0 ? "–" : arms.join(` ${ctx.words["forest.versus"]} `))],
          row.contrastValues,
        ),
      ];
    }
    return [
      line([text(row.experimental?.label ?? "–")], row.experimentalValues),
      line([text(row.comparator?.label ?? "–")], row.comparatorValues),
    ];
  });
  return table(ctx, {
    id: `table-data-${id}`,
    caption: ctx.say("data.caption", {
      label: ctx.local(analysis.label),
      outcome: outcomeRun(ctx, analysis.outcome),
      timepoint: timepointRun(ctx, analysis.timepoint),
    }),
    head: [
      ctx.say("forest.study"),
      ctx.say(generic ? "data.comparison" : "values.arm"),
      ...statistics.map((statistic) => ctx.say(`statistic.${statistic}`)),
    ],
    align: ["start", "start", ...statistics.map(() => "end" as const)],
    widths: [4, 4, ...statistics.map(() => 3)],
    rows,
    notes: [ctx.say("data.note"), ...notices, ...markNotes(ctx, confidences)],
  });
}

/** Effects with weights, and the pooled result without each study. */
function effectTable(ctx: Context, outcome: AnalysisOutcome, id: string, notices: readonly Runs[]): Block {
  const { analysis } = outcome.set;
  const how = `analysis ${analysis.id}`;
  const without = new Map(outcome.leaveOneOut.map((one) => [one.left, one]));
  const withInterval = (estimate: number, low: number, high: number): Runs => [
    computed(ctx, shown(analysis, estimate), 2, how),
    text(" "),
    computedInterval(ctx, shown(analysis, low), shown(analysis, high), how),
  ];
  const assumptions = assumptionRuns(ctx, outcome);
  const formulas = [...new Set(outcome.effects.map((effect) => effect.formula))].filter((one) => one !== "");
  return table(ctx, {
    id: `table-effects-${id}`,
    caption: ctx.say("effects.caption", { label: ctx.local(analysis.label) }),
    head: [
      ctx.say("forest.study"),
      [text(`${measureShort(ctx, analysis)} [95\u00a0% ${ctx.words["forest.ci"]}]`)],
      ctx.say("forest.weight"),
      ctx.say("effects.without"),
    ],
    align: ["start", "end", "end", "end"],
    widths: [3, 3, 2, 3],
    rows: outcome.effects.map((effect) => {
      const left = without.get(effect.row.studyId) ?? without.get(effect.row.label);
      return [
        studyRuns(ctx, effect.row.studyId, effect.row.label),
        withInterval(effect.y, effect.low, effect.high),
        Number.isFinite(effect.weight) ? [computedPercent(ctx, effect.weight, 1, how)] : [text("–")],
        left === undefined ? [text("–")] : withInterval(left.estimate, left.low, left.high),
      ];
    }),
    notes: [
      ctx.say("effects.note"),
      ctx.say(
        analysis.leaveOneOut === true
          ? "plan.leaveOneOut"
          : poolingOf(analysis).counts === null
            ? "plan.leaveOneOutNot"
            : "plan.leaveOneOutNone",
      ),
      ...(formulas.length === 0
        ? []
        : [
            [
              ...ctx.say("effects.formula"),
              text(" "),
              ...joinRuns(
                formulas.map((one) => [{ kind: "code" as const, text: one }]),
                "; ",
              ),
              text("."),
            ],
          ]),
      ...(assumptions.length === 0 ? [] : [assumptions]),
      ...notices,
    ],
  });
}

/** Each assumption once, in the language of the report where it is known. */
function assumptionRuns(ctx: Context, outcome: AnalysisOutcome): Runs {
  const texts = new Map<string, Run>();
  for (const effect of outcome.effects) {
    const local = effect.assumptionTexts ?? effect.assumptions.map((content) => ({ en: content }));
    for (const content of local) texts.set(content.en, ctx.local(content));
  }
  return joinRuns(
    [...texts.values()].map((run) => [run]),
    " ",
  );
}

function leftOut(ctx: Context, outcome: AnalysisOutcome): readonly Block[] {
  if (outcome.set.leftOut.length === 0) return [];
  return [
    paragraph(ctx.say("analysis.leftOut")),
    list(
      outcome.set.leftOut.map((one) => [
        ...studyRuns(ctx, one.studyId, one.label),
        text(": "),
        ...ctx.say(`leftOut.${one.why}`),
      ]),
    ),
  ];
}
