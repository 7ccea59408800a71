import { heading, list, paragraph, sentences, table } from "../blocks.ts";
import { type Context, markNotes, twin } from "../context.ts";
import { type Block, text } from "../document.ts";
import { PLACED_KINDS, statementRuns, statementsOf } from "./statements.ts";

export function closing(ctx: Context): readonly Block[] {
  return [
    ...discussion(ctx),
    ...inconsistencies(ctx),
    ...limitations(ctx),
    ...conclusion(ctx),
    ...others(ctx),
  ];
}

const TOPICS = ["meta-analysis", "comparator", "safety", "regulatory", "further-research"] as const;

/** What is known beside the review's own results, each statement with its citation. */
function discussion(ctx: Context): readonly Block[] {
  const parts = TOPICS.flatMap((topic): readonly Block[] => {
    const found = statementsOf(ctx, [topic]);
    if (found.length === 0) return [];
    return [heading(ctx, 3, `topic-${topic}`, `topic.${topic}`), ...statementList(ctx, found)];
  });
  return parts.length === 0 ? [] : [heading(ctx, 2, "discussion", "discussion.title"), ...parts];
}

/** Statements as a list, with their marks explained. */
function statementList(ctx: Context, found: ReturnType<typeof statementsOf>): readonly Block[] {
  return [
    list(found.map((one) => statementRuns(ctx, one))),
    ...markNotes(
      ctx,
      found.map((one) => one.confidence),
    ).map((runs) => paragraph(runs, "small")),
  ];
}

function inconsistencies(ctx: Context): readonly Block[] {
  const found = statementsOf(ctx, ["inconsistency"]);
  if (found.length === 0) return [];
  const severity = (value: unknown): string => {
    const words = ctx.words as Readonly<Record<string, string>>;
    return typeof value === "string" ? (words[`severity.${value}`] ?? value) : "–";
  };
  return [
    heading(ctx, 2, "inconsistencies", "inconsistencies.title"),
    paragraph(ctx.say("inconsistencies.intro")),
    table(ctx, {
      id: "table-inconsistencies",
      caption: ctx.say("inconsistencies.caption"),
      head: [
        ctx.say("inconsistencies.id"),
        ctx.say("inconsistencies.what"),
        ctx.say("inconsistencies.severity"),
        ctx.say("inconsistencies.source"),
      ],
      widths: [1, 8, 2, 3],
      rows: found.map((one) => [
        [text(one.statementId)],
        statementRuns(ctx, one),
        [text(severity(one.data?.severity))],
        [twin(ctx, one.source, one.sourceNb)],
      ]),
      notes: markNotes(
        ctx,
        found.map((one) => one.confidence),
      ),
    }),
  ];
}

function limitations(ctx: Context): readonly Block[] {
  const found = statementsOf(ctx, ["limitation"]);
  return [
    heading(ctx, 2, "limitations", "limitations.title"),
    ...(found.length === 0 ? [paragraph(ctx.say("limitations.none"))] : statementList(ctx, found)),
  ];
}

function conclusion(ctx: Context): readonly Block[] {
  const found = statementsOf(ctx, ["conclusion"]);
  return [
    heading(ctx, 2, "conclusion", "conclusion.title"),
    found.length === 0
      ? paragraph(ctx.say("conclusion.none"))
      : sentences(...found.map((one) => statementRuns(ctx, one))),
  ];
}

/** Statements of kinds that have no place of their own are shown, not dropped. */
function others(ctx: Context): readonly Block[] {
  const found = ctx.snapshot.statements.filter((statement) => !PLACED_KINDS.includes(statement.kind));
  if (found.length === 0) return [];
  return [heading(ctx, 2, "other-statements", "others.title"), ...statementList(ctx, found)];
}
