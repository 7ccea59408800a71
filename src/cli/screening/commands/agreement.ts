import type { Command } from "commander";
import type { AgreementNumbers, AgreementResponse, AgreementStatistic } from "#contract";
import type { Cli } from "../../cli.ts";
import { type Context, personOf } from "../../context.ts";
import { withReviewToRead } from "../../review/with-review.ts";
import { decimal } from "../../terminal/numbers.ts";
import { type Line, styled } from "../../terminal/paint.ts";
import { withProgress } from "../../terminal/progress.ts";
import { table, wrapped } from "../../terminal/table.ts";
import { reportLine } from "../lines.ts";
import { type StageOptions, stageOf, withStage } from "../stage.ts";

interface AgreementOptions extends StageOptions {
  readonly round?: string;
}

export function agreementCommand(cli: Cli): Command {
  return withStage(
    cli.command("agreement", "Show how well reviewers agree, on their votes before any discussion", [
      "evidens screen agreement",
      "evidens screen agreement --round calibration-1a2b3c4d5e6f",
    ]),
  )
    .option("--round <id>", "of a calibration or pilot round that is done")
    .action(cli.run(showAgreement));
}

async function showAgreement(context: Context, options: AgreementOptions): Promise<void> {
  const { t, print } = context;
  const answer = await withReviewToRead(context, (workbench) =>
    withProgress(context, t("agreement.working"), async () =>
      workbench.agreement(await personOf(context, workbench), stageOf(options), { round: options.round }),
    ),
  );
  print.result(answer, () => agreementLines(context, answer));
}

function agreementLines(context: Context, answer: AgreementResponse): Line[] {
  const { t, language } = context;
  const { all, pairs, disagreements, sentence, calibration, waiting, round } = answer;
  const words = [sentence, calibration?.remark ?? null].flatMap((text) =>
    text === null ? [] : ["", ...wrapped(text[language] ?? text.en, 100)],
  );
  const left = waiting === 0 ? [] : [styled("dim", t("agreement.waiting", { n: waiting }))];
  if (all === null)
    return [t(round !== null && waiting > 0 ? "agreement.notDone" : "agreement.none"), ...left, ...words];
  return [
    ...numbersLines(context, t("agreement.all"), all),
    ...(pairs.length < 2
      ? []
      : pairs.flatMap(({ reviewers, numbers }) => [
          "",
          ...numbersLines(context, reviewers.join(" – "), numbers),
        ])),
    "",
    styled("bold", t("agreement.disagreements", { n: disagreements.total })),
    ...disagreements.items.flatMap(({ report, votes }): Line[] => [
      `  ${reportLine(report)}`,
      ...votes.map(({ reviewer, decision, exclusionReason }): Line => {
        const why = exclusionReason === null ? "" : ` (${exclusionReason})`;
        return `    ${reviewer}: ${t(`decision.${decision}`)}${why}`;
      }),
    ]),
    ...left,
    ...words,
  ];
}

function numbersLines(context: Context, head: string, { n, kept, detailed }: AgreementNumbers): Line[] {
  const { t } = context;
  const shown = kept.map(({ id }) => id);
  return [
    [styled("bold", head), ` (${t("agreement.reports", { n })})`],
    ...table(
      [{ head: t("agreement.statistic") }, { head: t("agreement.kept") }, { head: t("agreement.detailed") }],
      shown.map((id) => [
        t(`statistic.${id}`),
        statisticText(
          context,
          kept.find((one) => one.id === id),
        ),
        statisticText(
          context,
          detailed.find((one) => one.id === id),
        ),
      ]),
    ),
  ];
}

/** Percentages with one decimal, coefficients with two; the interval, or why there is none. */
function statisticText({ language }: Context, statistic: AgreementStatistic | undefined): string {
  if (statistic === undefined) return "–";
  const { id, estimate, low, high } = statistic;
  const digits = id === "percent" || id === "positive" || id === "negative" ? 1 : 2;
  const of = (value: number | null): string => decimal(value, digits, language);
  return low === null || high === null ? of(estimate) : `${of(estimate)} (${of(low)} – ${of(high)})`;
}
