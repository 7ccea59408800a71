import type { Command } from "commander";
import type { ModelResponse } from "#contract";
import { formatP, formatPAlone } from "#kernel";
import type { Cli } from "../cli.ts";
import { type Context, personOf } from "../context.ts";
import { readText } from "../review/read-input.ts";
import { withReview, withReviewToRead } from "../review/with-review.ts";
import { decimal } from "../terminal/numbers.ts";
import { type Line, styled } from "../terminal/paint.ts";
import { withProgress } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";
import { linesOf } from "./lines-of.ts";

type Model = ModelResponse["model"];
type Estimate = Model["means"][number];

/** `model`: a repeated-measures model from its specification in a file. */
export function modelCommand(cli: Cli): Command {
  return cli
    .command("model <specification>", "Fit a repeated-measures model that a YAML file specifies", [
      "evidens participants model primary.yaml",
      "evidens participants model primary.yaml --record --json",
    ])
    .option("--record", "put the numbers in the review")
    .action(cli.run(fit));
}

async function fit(context: Context, options: { readonly record?: boolean }, file: string): Promise<void> {
  const { t } = context;
  const text = await readText(context, file);
  const opening = options.record === true ? withReview : withReviewToRead;
  const answer = await opening(context, async (workbench) => {
    const specification = await workbench.readParticipantModel({ text, file });
    return await withProgress(context, t("participants.working"), async () =>
      options.record === true
        ? await workbench.recordParticipantModel({ by: await personOf(context, workbench), specification })
        : await workbench.fitParticipantModel(specification),
    );
  });
  context.print.result(answer, () => modelLines(context, answer));
}

function modelLines(context: Context, { model, eventId }: ModelResponse): Line[] {
  const { t, language } = context;
  const { counts, convergence, fit: fitted } = model;
  return [
    ...(model.simulated ? [styled("yellow", t("participants.simulated")), ""] : []),
    ...model.writtenOut,
    "",
    t("participants.modelHead", {
      rows: counts.rows,
      participants: counts.participants,
      structure: convergence.structure,
      logLik: decimal(fitted.logLikelihood, 4, language),
      aic: decimal(fitted.aic, 2, language),
    }),
    ...convergence.failed.map(
      ({ structure, message }): Line =>
        styled("yellow", t("participants.tried", { structure, why: message })),
    ),
    ...model.leftOut.map(
      ({ missing, rows, lines }): Line =>
        t("participants.rowsLeftOut", {
          n: rows,
          variables: missing.join(", "),
          lines: linesOf(context, lines),
        }),
    ),
    "",
    ...estimates(context, model, t("participants.coefficient"), model.coefficients, ({ name }) => name),
    "",
    styled("bold", t("participants.means")),
    ...estimates(context, model, t("participants.arm"), model.means, ({ arm, visit }) => `${arm}, ${visit}`),
    "",
    styled("bold", t("participants.differences")),
    ...differences(context, model),
    ...model.joint.map(
      (joint): Line =>
        t("participants.joint", {
          num: joint.numeratorDf,
          den: decimal(joint.denominatorDf, 1, language),
          f: decimal(joint.f, 2, language),
          p: formatP(joint.p, language),
          term: joint.term,
        }),
    ),
    ...(eventId === null ? [] : ["", t("participants.recorded", { id: model.specification.id })]),
  ];
}

function estimates<T extends Omit<Estimate, "arm" | "visit">>(
  context: Context,
  model: Model,
  head: string,
  rows: readonly T[],
  label: (row: T) => string,
): Line[] {
  return table(
    [{ head, max: 50 }, ...columnsOf(context, model)],
    rows.map((row) => [label(row), ...cellsOf(context, row)]),
  );
}

function columnsOf({ t, language }: Context, { specification }: Model) {
  const level = decimal(100 * (specification.level ?? 0.95), 0, language);
  return [
    t("participants.estimate"),
    t("participants.se"),
    "df",
    "t",
    "p",
    t("participants.interval", { level }),
  ].map((head) => ({ head, right: true }));
}

function cellsOf({ language }: Context, row: Omit<Estimate, "arm" | "visit">): string[] {
  return [
    decimal(row.estimate, 3, language),
    decimal(row.se, 3, language),
    decimal(row.df, 1, language),
    decimal(row.t, 2, language),
    formatPAlone(row.p, language),
    `[${decimal(row.ciLow, 3, language)}; ${decimal(row.ciHigh, 3, language)}]`,
  ];
}

function differences(context: Context, model: Model): Line[] {
  const { t, language } = context;
  return table(
    [{ head: t("participants.arm"), max: 50 }, ...columnsOf(context, model), { head: "d", right: true }],
    model.differences.map((row) => [
      `${row.arm} − ${row.reference}, ${row.visit}`,
      ...cellsOf(context, row),
      row.effect === null
        ? "–"
        : `${decimal(row.effect.d, 2, language)} [${decimal(row.effect.low, 2, language)}; ${decimal(row.effect.high, 2, language)}]`,
    ]),
  );
}
