import { heading, headingOf, paragraph, sentences, table } from "../blocks.ts";
import { type Context, computed, computedInterval, computedP, count } from "../context.ts";
import { type Block, cell, type Runs, text } from "../document.ts";
import type { ParticipantModelOutcome } from "../snapshot.ts";

/**
 * Models of individual participant data: how they were made, and the differences between arms by visit. Models of
 * simulated participants are demonstrations and stand in no report.
 */
export function participantModels(ctx: Context): readonly Block[] {
  const outcomes = (ctx.snapshot.participantModels ?? []).filter(({ model }) => !model.simulated);
  if (outcomes.length === 0) return [];
  return [
    heading(ctx, 3, "results-participants", "participants.title"),
    ...outcomes.flatMap((outcome) => oneModel(ctx, outcome)),
  ];
}

function oneModel(ctx: Context, outcome: ParticipantModelOutcome): readonly Block[] {
  const { specification, model } = outcome;
  const how = `participant model ${specification.id}, event ${outcome.eventId}`;
  const title = specification.title ?? specification.id;
  const [first] = model.differences;
  return [
    headingOf(4, `participants-${specification.id}`, [text(title)]),
    sentences(
      ctx.say("participants.intro", {
        participants: count(model.counts.participants, how),
        rows: count(model.counts.rows, how),
        name: model.dataSetName,
        formula: { kind: "code", text: specification.formula },
        likelihood: specification.likelihood,
        structure: ctx.say(`participants.structure.${model.convergence.structure}`),
        df: ctx.say(`participants.df.${specification.degreesOfFreedom}`),
        arm: [...new Set(model.differences.map(({ arm }) => arm))].join(", "),
        reference: first?.reference ?? "–",
      }),
      ...model.leftOut.map(
        ({ rows, missing }): Runs =>
          ctx.say("participants.leftOut", { rows: count(rows, how), variables: missing.join(", ") }),
      ),
    ),
    differences(ctx, outcome, how, title),
    ...model.joint.map((joint) =>
      paragraph(
        ctx.say("participants.joint", {
          arm: joint.term,
          num: count(joint.numeratorDf, how),
          den: computed(ctx, joint.denominatorDf, 1, how),
          f: computed(ctx, joint.f, 2, how),
          p: computedP(ctx, joint.p, how),
        }),
      ),
    ),
  ];
}

function differences(
  ctx: Context,
  { specification, model }: ParticipantModelOutcome,
  how: string,
  title: string,
): Block {
  const level = text(String(Math.round(1000 * (specification.level ?? 0.95)) / 10));
  const divisor = specification.effectSize ?? "model-sd";
  const several = new Set(model.differences.map(({ arm }) => arm)).size > 1;
  return table(ctx, {
    id: `table-participants-${specification.id}`,
    caption: ctx.say("participants.caption", { title }),
    head: [
      ctx.say("participants.visit"),
      ctx.say("participants.difference"),
      [text("SE")],
      ctx.say("participants.interval", { level }),
      [text("df")],
      [text("p")],
      ctx.say("participants.d"),
    ],
    rows: model.differences.map((row) => [
      cell([text(several ? `${row.visit}, ${row.arm}` : row.visit)]),
      cell([computed(ctx, row.estimate, 2, how)]),
      cell([computed(ctx, row.se, 2, how)]),
      cell([computedInterval(ctx, row.ciLow, row.ciHigh, how)]),
      cell([computed(ctx, row.df, 1, how)]),
      cell([computedP(ctx, row.p, how)]),
      cell(
        row.effect === null
          ? [text("–")]
          : [
              computed(ctx, row.effect.d, 2, how),
              text(" "),
              computedInterval(ctx, row.effect.low, row.effect.high, how),
            ],
      ),
    ]),
    notes: [
      ctx.say("participants.dNote", { divisor: ctx.say(`participants.divisor.${divisor}`) }),
      ...(model.rules.length === 0
        ? []
        : [
            ctx.say("participants.rules", {
              rules: model.rules.map(({ variable, formula }) => `${variable} = ${formula}`).join("; "),
            }),
          ]),
    ],
  });
}
