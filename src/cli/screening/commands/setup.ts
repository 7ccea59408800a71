import type { Command } from "commander";
import type { SetupResponse } from "#contract";
import type { Cli } from "../../cli.ts";
import { type Context, personOf } from "../../context.ts";
import { withReviewToRead } from "../../review/with-review.ts";
import { decimal } from "../../terminal/numbers.ts";
import { type Line, styled } from "../../terminal/paint.ts";
import { table } from "../../terminal/table.ts";
import { stoppedLine } from "../lines.ts";
import { type StageOptions, stageOf, withStage } from "../stage.ts";

export function setupCommand(cli: Cli): Command {
  return withStage(
    cli.command("setup", "Show order, stopping rule, shares and samples of a stage, and what can be chosen", [
      "evidens screen setup",
      "evidens screen setup --stage full-text --json",
    ]),
  ).action(cli.run(showSetup));
}

async function showSetup(context: Context, options: StageOptions): Promise<void> {
  const answer = await withReviewToRead(context, async (workbench) =>
    workbench.setup(await personOf(context, workbench), stageOf(options)),
  );
  context.print.result(answer, () => setupLines(context, answer));
}

function setupLines(context: Context, answer: SetupResponse): Line[] {
  const { t, language } = context;
  const { order, orderSet, allocation, calibration, stopped, secondReviewerShare: second } = answer;
  const shares = allocation?.shares ?? [];
  return [
    ...(stopped === null ? [] : [stoppedLine(context, stopped)]),
    [styled("bold", t("order.plain", { order: t(`order.${order.order}`) }))],
    orderSet === null
      ? t("setup.default")
      : t("setup.chosen", { by: orderSet.by, date: orderSet.at.slice(0, 10) }),
    t("setup.model", { model: order.model, seed: order.seed, start: t(`start.${order.start}`) }),
    ...(order.relevant.length === 0 ? [] : [t("setup.relevant", { n: order.relevant.length })]),
    t("progress.rule", {
      rule: order.stopping.rule,
      target: decimal(order.stopping.target, 2, language),
      confidence: decimal(order.stopping.confidence, 2, language),
    }),
    t("setup.required", { n: answer.required }),
    ...(second > 0 ? [t("setup.second", { share: decimal(second, 2, language) })] : []),
    shares.length === 0
      ? t("setup.everyone")
      : t("setup.allocation", {
          shares: shares.map(({ person, weight }) => `${person}=${weight}`).join(" "),
        }),
    ...(calibration === null
      ? []
      : [
          t("setup.calibration", {
            n: calibration.reports,
            statistic: t(`statistic.${calibration.statistic}`),
            threshold: decimal(calibration.threshold, 2, language),
          }),
        ]),
    ...samplesTable(context, answer.samples),
    styled("dim", t("setup.models", { ids: answer.models.join(", ") })),
    styled("dim", t("setup.rules", { ids: answer.rules.join(", ") })),
  ];
}

/** Samples with who has read how much; nothing where there is none. */
export function samplesTable({ t }: Context, samples: SetupResponse["samples"]): Line[] {
  if (samples.length === 0) return [];
  return table(
    [
      { head: t("setup.sample") },
      { head: t("setup.purpose") },
      { head: t("setup.size"), right: true },
      { head: t("setup.of"), right: true },
      { head: t("setup.read") },
      { head: t("setup.done") },
    ],
    samples.map(({ sample, read, done }) => [
      sample.sample,
      t(`purpose.${sample.purpose}`),
      String(sample.reports.length),
      String(sample.population),
      read.map(({ person, reports }) => `${person} ${reports}`).join(", "),
      t(done ? "yes" : "no"),
    ]),
  );
}
