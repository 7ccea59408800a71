import { heading, sentences } from "../blocks.ts";
import { type Context, computedP, computedPercent, count, countInWords, dateText } from "../context.ts";
import { type Block, type Run, type Runs, text } from "../document.ts";
import type { StageScreening } from "../snapshot.ts";

/** How reports were selected: who voted, how they agreed, how conflicts were settled, in what order and to what end. */
export function screeningMethods(ctx: Context): readonly Block[] {
  const plans = ctx.snapshot.protocol.protocol.stages;
  const stages = ctx.snapshot.screening ?? [];
  const more = stages.flatMap((stage): readonly Block[] => {
    const told = stageSentences(ctx, stage);
    return told.length === 0 ? [] : [sentences(...told)];
  });
  return [
    heading(ctx, 3, "selection", "selection.title"),
    sentences(
      ...plans.flatMap((plan) => [
        ctx.say(plan.stage === "full-text" ? "selection.fullText" : "selection.titleAbstract", {
          n: countInWords(ctx, plan.reviewers, "protocol"),
        }),
        ...((plan.secondReviewerShare ?? 0) > 0
          ? [
              ctx.say("selection.partial", {
                share: percent(ctx, plan.secondReviewerShare ?? 0),
                stage: stageName(ctx, plan.stage),
              }),
            ]
          : []),
      ]),
      plans.some((plan) => plan.reviewers > 1 || (plan.secondReviewerShare ?? 0) > 0)
        ? ctx.say("selection.rule")
        : [],
      ctx.say("selection.reason"),
    ),
    ...more,
  ];
}

function stageSentences(ctx: Context, screening: StageScreening): readonly Runs[] {
  const stage = stageName(ctx, screening.stage);
  const { consensus, thirdPerson } = screening.settled;
  return [
    ...(screening.calibration === null ? [] : [[ctx.local(screening.calibration)]]),
    ...(screening.agreement === null ? [] : [[ctx.local(screening.agreement)]]),
    ...(consensus + thirdPerson === 0
      ? []
      : [
          ctx.say("selection.settled", {
            stage,
            consensus: countInWords(ctx, consensus, "flow"),
            third: countInWords(ctx, thirdPerson, "flow"),
          }),
        ]),
    ...orderSentence(ctx, screening, stage),
    ...stopSentences(ctx, screening, stage),
    ...screening.audits.map((audit) => [
      ...ctx.say("selection.auditAt", { stage }),
      text(" "),
      ctx.local(audit),
    ]),
  ];
}

/** Said where somebody chose the order, or where not everything was read, so that the order mattered. */
function orderSentence(
  ctx: Context,
  { order, orderChosen, stopped }: StageScreening,
  stage: string,
): readonly Runs[] {
  if (!orderChosen && stopped === null) return [];
  if (order.order !== "ranked") return [ctx.say(`selection.order.${order.order}`, { stage })];
  const { programVersion } = ctx.snapshot;
  return [ctx.say("selection.ranked", { stage, model: order.model, version: programVersion })];
}

function stopSentences(ctx: Context, { stopped }: StageScreening, stage: string): readonly Runs[] {
  if (stopped === null) return [];
  return [
    ctx.say("selection.stopped", {
      stage,
      date: dateText(ctx, stopped.at),
      screened: count(stopped.screened, "flow"),
      total: count(stopped.total, "flow"),
      relevant: count(stopped.relevant, "flow"),
      rule: ruleName(ctx, stopped.rule),
      levels: ctx.say("selection.levels", {
        target: percent(ctx, stopped.target),
        confidence: percent(ctx, stopped.confidence),
      }),
    }),
    ...(stopped.values.p === undefined || !TESTS.has(stopped.rule)
      ? []
      : [ctx.say("selection.p", { p: computedP(ctx, stopped.values.p, "flow") })]),
    ctx.say(stopped.supported ? "selection.supported" : "selection.unsupported"),
    ...(stopped.note === undefined ? [] : [ctx.say("selection.why", { note: stopped.note })]),
  ];
}

/** Rules that give a p value. */
const TESTS: ReadonlySet<string> = new Set(["recall-test", "certification"]);

/** A share in percent, with a decimal where it needs one. */
function percent(ctx: Context, share: number): Run {
  const value = Math.round(share * 1_000) / 10;
  return computedPercent(ctx, value, Number.isInteger(value) ? 0 : 1, "protocol");
}

function stageName(ctx: Context, stage: StageScreening["stage"]): string {
  return ctx.words[`selection.stage.${stage}`];
}

function ruleName(ctx: Context, id: string): string {
  return (ctx.words as Readonly<Record<string, string>>)[`stopping.${id}`] ?? id;
}
