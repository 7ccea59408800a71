import { describeFlow, flowDiagram } from "#figures";
import type { StudyDefined } from "#ledger";
import { figure, heading, sentences, table } from "../blocks.ts";
import {
  type Context,
  cite,
  count,
  countInWords,
  joinRuns,
  noticeRuns,
  studyRuns,
  twin,
} from "../context.ts";
import type { Block, Runs } from "../document.ts";
import { text } from "../document.ts";
import { flowModel, isReportedFlow } from "../flow/flow-model.ts";
import { flowMembers } from "../flow/members.ts";

/** Flow figure, its counts in a sentence, and the table of included studies. */
export function selection(ctx: Context): readonly Block[] {
  const { snapshot } = ctx;
  const { model, problems } = flowModel(snapshot, ctx.language);
  const members = flowMembers(snapshot);
  const title = ctx.say("flow.caption");
  const drawn = figure(ctx, {
    id: "figure-flow",
    parts: [
      {
        svg: flowDiagram(model, { id: "flow" }),
        printSvg: flowDiagram(model, { id: "flow-print", palette: "print" }),
        alt: `${model.title}. ${describeFlow(model)}`,
      },
    ],
    caption: title,
    notes: [ctx.say("flow.source")],
  });
  return [
    heading(ctx, 2, "results", "results.title"),
    heading(ctx, 3, "results-selection", "results.selection"),
    sentences(
      ctx.say(isReportedFlow(snapshot) ? "flow.sentenceReported" : "flow.sentenceComputed", {
        figure: count(drawn.number, "figures"),
      }),
      ctx.say("flow.sentenceIncluded", { n: countInWords(ctx, members.included.length, "flow") }),
      ...(members.onlyPooled.length === 0
        ? []
        : [
            ctx.say("summary.onlyPooled", {
              n: countInWords(ctx, members.onlyPooled.length, "flow"),
              report: cite(members.pooled.flatMap((study) => study.reports.slice(0, 1))),
            }),
          ]),
    ),
    ...(problems.length === 0
      ? []
      : [
          {
            kind: "alert" as const,
            tone: "warn" as const,
            title: ctx.say("flow.problems"),
            runs: [
              text(
                problems.map((problem) => problem.message).join(" "),
                ctx.language === "nb" ? "en" : undefined,
              ),
            ],
          },
        ]),
    drawn,
    includedTable(ctx),
  ];
}

function includedTable(ctx: Context): Block {
  const members = flowMembers(ctx.snapshot);
  const studies = [...members.pooled, ...members.included];
  const notices = noticeRuns(
    ctx,
    studies.flatMap((study) => study.reports),
  );
  return table(ctx, {
    id: "table-included",
    caption: ctx.say("included.caption"),
    head: [
      ctx.say("included.study"),
      ctx.say("included.questions"),
      ctx.say("included.reports"),
      ctx.say("included.design"),
    ],
    widths: [3, 2, 4, 4],
    rows: studies.map((study) => [
      studyRuns(ctx, study.studyId),
      [text(study.questions.join(", "))],
      reportsOf(ctx, study.studyId, study.reports),
      characteristics(ctx, study),
    ]),
    notes: notices,
  });
}

function reportsOf(ctx: Context, studyId: string, reports: readonly string[]): Runs {
  const known = reports.filter((id) => ctx.snapshot.reports.has(id));
  if (known.length > 0) return [cite(known)];
  const pool = ctx.snapshot.studies.find((study) => study.pools.includes(studyId));
  return pool === undefined ? ctx.say("included.noReport") : ctx.say("included.inPool", { pool: pool.label });
}

/** `design: randomised; country: Norway`. */
function characteristics(ctx: Context, study: StudyDefined): Runs {
  const entries = Object.entries(study.characteristics);
  if (entries.length === 0) return [text("–")];
  return joinRuns(
    entries.map(([key, value]) => [
      ...characteristicName(ctx, key),
      text(": "),
      twin(ctx, value, study.characteristicsNb?.[key]),
    ]),
    "; ",
  );
}

/** A known key in the language of the report; any other as it was given. */
export function characteristicName(ctx: Context, key: string): Runs {
  const name = (ctx.words as Readonly<Record<string, string>>)[`characteristic.${key}`];
  return name === undefined ? [text(key, ctx.language === "nb" ? "en" : undefined)] : [text(name)];
}
