import { formatPAlone, localText } from "#kernel";
import { headingOf, list, paragraph, table } from "../blocks.ts";
import {
  type Context,
  computed,
  computedInterval,
  computedP,
  computedPercent,
  count,
  joinRuns,
} from "../context.ts";
import { type Block, type Run, type Runs, text } from "../document.ts";
import type { AnalysisOutcome, AnalysisPart, JointTest, PooledNumbers } from "../snapshot.ts";
import { isRatio, shown } from "./analysis-words.ts";
import { anchorPart } from "./pooled-report.ts";

type Analysis = AnalysisOutcome["set"]["analysis"];
type Part<Kind extends AnalysisPart["kind"]> = Extract<AnalysisPart, { readonly kind: Kind }>;

/** What the plan has beside the main result: subgroups, meta-regressions, sensitivity analyses. */
export function plannedParts(ctx: Context, outcome: AnalysisOutcome): readonly Block[] {
  const of = <K extends AnalysisPart["kind"]>(kind: K): readonly Part<K>[] =>
    outcome.parts.filter((part): part is Part<K> => part.kind === kind);
  return [
    ...of("subgroups").flatMap((part) => subgroups(ctx, outcome, part)),
    ...of("moderators").flatMap((part) => moderators(ctx, outcome, part)),
    ...sensitivity(ctx, outcome, of("sensitivity")),
  ];
}

const tableId = (outcome: AnalysisOutcome, part: string): string =>
  `table-part-${anchorPart(outcome.set.analysis.id)}-${anchorPart(part)}`;

function howOf(outcome: AnalysisOutcome, part: string): string {
  return `analysis ${outcome.set.analysis.id}, ${part}`;
}

function effect(
  ctx: Context,
  analysis: Pick<Analysis, "measure">,
  one: { readonly estimate: number; readonly low: number; readonly high: number },
  how: string,
): Runs {
  const value = (of: number): number => shown(analysis as Analysis, of);
  return [
    computed(ctx, value(one.estimate), 2, how),
    text(" "),
    computedInterval(ctx, value(one.low), value(one.high), how),
  ];
}

/** `Q(2) = 1.2, p 0.55`, or F with both degrees of freedom. */
function jointTest(ctx: Context, { statistic, df, denominatorDf, p }: JointTest, how: string): Runs {
  const name = denominatorDf === null ? `χ²(${df}) = ` : `F(${df}; ${denominatorDf}) = `;
  return [text(name), computed(ctx, statistic, 2, how), text(", p\u00a0"), computedP(ctx, p, how)];
}

/** A p value in a cell under "p", where no equals sign is wanted. */
function pCell(ctx: Context, value: number | null, how: string): Run {
  return {
    kind: "number",
    text: formatPAlone(value, ctx.language),
    value,
    source: { from: "computed", how },
  };
}

function notes(ctx: Context, part: AnalysisPart): readonly Runs[] {
  return [
    ...(part.note === undefined ? [] : [[ctx.local(part.note)]]),
    ...(part.unplaced.length === 0 ? [] : [ctx.say("part.unplaced", { studies: part.unplaced.join("; ") })]),
    ...part.problems.map(({ message }): Runs => [text(message, english(ctx))]),
  ];
}

const english = (ctx: Context): "en" | undefined => (ctx.language === "nb" ? "en" : undefined);

function subgroups(ctx: Context, outcome: AnalysisOutcome, part: Part<"subgroups">): readonly Block[] {
  const { result } = part;
  if (result === null) return [];
  const how = howOf(outcome, part.id);
  return [
    table(ctx, {
      id: tableId(outcome, part.id),
      caption: ctx.say("part.subgroups", { label: ctx.local(part.label) }),
      head: [
        [ctx.local(result.variable)],
        [text("k")],
        ctx.say("part.result"),
        [text("p")],
        [text("τ²")],
        [text("I²")],
      ],
      align: ["start", "end", "end", "end", "end", "end"],
      widths: [4, 1, 4, 2, 2, 2],
      rows: result.groups.map((group) => [
        [ctx.local(group.group)],
        [count(group.k, how)],
        effect(ctx, outcome.set.analysis, group, how),
        [pCell(ctx, group.p, how)],
        [computed(ctx, group.tau2, 3, how)],
        [computedPercent(ctx, group.i2, 0, how)],
      ]),
      notes: [
        ctx.say("part.planned"),
        ctx.say(`part.tau2.${result.tau2}`),
        ctx.say("part.between", { test: jointTest(ctx, result.between, how) }),
        ...result.remarks.map((remark): Runs => [ctx.local(remark)]),
        ...notes(ctx, part),
      ],
    }),
  ];
}

function moderators(ctx: Context, outcome: AnalysisOutcome, part: Part<"moderators">): readonly Block[] {
  const { result } = part;
  if (result === null) return [];
  const how = howOf(outcome, part.id);
  const ratio = isRatio(outcome.set.analysis);
  const nameOf = (name: string): Runs => {
    if (name === "intercept") return ctx.say("part.intercept");
    const found = result.variables.find((one) => name === one.name || name.startsWith(`${one.name}=`));
    if (found === undefined) return [text(name)];
    const level = name.slice(found.name.length + 1);
    return [ctx.local(found.label), ...(level === "" ? [] : [text(`: ${level}`)])];
  };
  const references = result.variables.flatMap(({ label, reference }): Runs[] =>
    reference === null ? [] : [[ctx.local(label), text(`: ${reference}`)]],
  );
  return [
    table(ctx, {
      id: tableId(outcome, part.id),
      caption: ctx.say("part.moderators", { label: ctx.local(part.label) }),
      head: [ctx.say("part.coefficient"), ctx.say("part.estimate"), [text("p")]],
      align: ["start", "end", "end"],
      widths: [4, 5, 2],
      rows: result.coefficients.map((one) => [
        nameOf(one.name),
        [computed(ctx, one.estimate, 3, how), text(" "), computedInterval(ctx, one.low, one.high, how)],
        [pCell(ctx, one.p, how)],
      ]),
      notes: [
        ctx.say("part.planned"),
        ...(ratio ? [ctx.say("part.log")] : []),
        ...(references.length === 0
          ? []
          : [ctx.say("part.reference", { levels: joinRuns(references, "; ") })]),
        ctx.say("part.regression", {
          k: count(result.k, how),
          test: jointTest(ctx, result.test, how),
          tau2: computed(ctx, result.tau2, 3, how),
          r2: computedPercent(ctx, result.r2, 0, how),
        }),
        ...(result.remarks ?? []).map((remark): Runs => [ctx.local(remark)]),
        ...notes(ctx, part),
      ],
    }),
  ];
}

function sensitivity(
  ctx: Context,
  outcome: AnalysisOutcome,
  parts: readonly Part<"sensitivity">[],
): readonly Block[] {
  const done = parts.flatMap((part) => (part.result === null ? [] : [{ part, result: part.result }]));
  if (done.length === 0) return [];
  const { analysis } = outcome.set;
  const row = (
    label: Runs,
    measure: Analysis["measure"],
    pooled: PooledNumbers,
    how: string,
  ): readonly Runs[] => [
    label,
    [count(pooled.k, how)],
    effect(ctx, { measure }, pooled, how),
    [pCell(ctx, pooled.p, how)],
    [computed(ctx, pooled.tau2, 3, how)],
    [computedPercent(ctx, pooled.i2, 0, how)],
  ];
  return [
    table(ctx, {
      id: tableId(outcome, "sensitivity"),
      caption: ctx.say("part.sensitivity", { label: ctx.local(analysis.label) }),
      head: [
        ctx.say("part.what"),
        [text("k")],
        ctx.say("part.result"),
        [text("p")],
        [text("τ²")],
        [text("I²")],
      ],
      align: ["start", "end", "end", "end", "end", "end"],
      widths: [5, 1, 4, 2, 2, 2],
      rows: [
        ...(outcome.pooled === null
          ? []
          : [row(ctx.say("part.main"), analysis.measure, outcome.pooled, howOf(outcome, "main"))]),
        ...done.map(({ part, result }) =>
          row(
            [measured(ctx, part, result.measure, analysis)],
            result.measure,
            result.pooled,
            howOf(outcome, part.id),
          ),
        ),
      ],
      notes: [ctx.say("part.planned"), ...done.flatMap(({ part }) => notes(ctx, part))],
    }),
  ];
}

/** The label of a part; its measure where that is another. */
function measured(ctx: Context, part: AnalysisPart, measure: Analysis["measure"], analysis: Analysis): Run {
  if (measure === analysis.measure) return ctx.local(part.label);
  return text(`${localText(part.label, ctx.language)} (${measure})`);
}

/** Planned analyses, and parts of them, that were not carried out, each with why. */
export function notCarriedOut(ctx: Context): readonly Block[] {
  const items = ctx.snapshot.analyses.flatMap((outcome): Runs[] => {
    const label = ctx.local(outcome.set.analysis.label);
    const main: Runs[] = outcome.pooled === null ? [[label, text(": "), ...ctx.say("plan.noData")]] : [];
    const parts = outcome.parts.flatMap((part): Runs[] =>
      part.result !== null
        ? []
        : [
            [
              label,
              text(", "),
              ctx.local(part.label),
              text(": "),
              text(part.problems.map(({ message }) => message).join(" "), english(ctx)),
            ],
          ],
    );
    return [...main, ...parts];
  });
  return [
    headingOf(4, "planned-not-done", ctx.say("plan.notDone")),
    ...(items.length === 0 ? [paragraph(ctx.say("plan.allDone"))] : [list(items)]),
  ];
}
