import type { Command } from "commander";
import type { PoolResponse } from "#contract";
import { formatP, formatPAlone } from "#kernel";
import type { Cli } from "../cli.ts";
import type { Context } from "../context.ts";
import { readText } from "../review/read-input.ts";
import { withReviewToRead } from "../review/with-review.ts";
import { decimal } from "../terminal/numbers.ts";
import { type Line, styled } from "../terminal/paint.ts";
import { withProgress } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";

type Trial = PoolResponse["twoStage"]["trials"][number];
type Pooled = PoolResponse["twoStage"]["pooled"];
type Estimate = NonNullable<NonNullable<PoolResponse["oneStage"]>["estimate"]>;

/** `pool`: the trials of a data set, in two stages and in one. */
export function poolCommand(cli: Cli): Command {
  return cli
    .command("pool <specification>", "Pool the trials of a data set in two stages and in one", [
      "evidens participants pool primary.yaml",
    ])
    .action(
      cli.run(async (context, _options: object, file: string) => {
        const text = await readText(context, file);
        const answer = await withReviewToRead(context, async (workbench) => {
          const specification = await workbench.readParticipantModel({ text, file });
          return await withProgress(context, context.t("participants.working"), () =>
            workbench.poolParticipantTrials(specification),
          );
        });
        context.print.result(answer, () => poolLines(context, answer));
      }),
    );
}

function poolLines(context: Context, answer: PoolResponse): Line[] {
  const { t, language } = context;
  const { contrast, twoStage, oneStage, interaction, combined } = answer;
  const heterogeneity = oneStage?.heterogeneity ?? null;
  return [
    ...(answer.simulated ? [styled("yellow", t("participants.simulated")), ""] : []),
    styled("bold", `${contrast.compared} − ${contrast.reference}, ${contrast.visit}`),
    "",
    styled("bold", t("pool.twoStage")),
    ...trialLines(context, twoStage.trials),
    ...pooledLine(context, t("pool.pooled"), twoStage.pooled),
    ...(oneStage === null
      ? []
      : [
          "",
          styled("bold", t("pool.oneStage")),
          oneStage.estimate === null ? "–" : estimateText(context, oneStage.estimate),
          ...(heterogeneity === null
            ? []
            : [
                t("pool.heterogeneity", {
                  num: heterogeneity.numeratorDf,
                  den: decimal(heterogeneity.denominatorDf, 1, language),
                  f: decimal(heterogeneity.f, 2, language),
                  p: formatP(heterogeneity.p, language),
                }),
              ]),
        ]),
    ...(interaction === null
      ? []
      : [
          "",
          styled("bold", t("pool.interaction", { covariate: interaction.covariate })),
          `${t("pool.within")}: ${textOrDash(context, interaction.within)}`,
          `${t("pool.across")}: ${textOrDash(context, interaction.across)}`,
          ...pooledLine(context, t("pool.withinPooled"), interaction.pooled),
        ]),
    ...(combined === null
      ? []
      : [
          "",
          styled("bold", t("pool.combined")),
          ...pooledLine(context, t("pool.pooled"), combined.all),
          ...pooledLine(context, t("pool.participants"), combined.participants),
          ...pooledLine(context, t("pool.published"), combined.aggregate),
        ]),
  ];
}

function trialLines(context: Context, trials: readonly Trial[]): Line[] {
  const { t, language } = context;
  const fitted = trials.flatMap((trial) => (trial.fitted ? [trial] : []));
  return [
    ...table(
      [
        { head: t("pool.trial") },
        { head: t("participants.estimate"), right: true },
        { head: t("participants.se"), right: true },
        { head: "df", right: true },
        { head: "p", right: true },
        { head: t("pool.structure") },
      ],
      fitted.map((trial) => [
        trial.study,
        decimal(trial.estimate, 3, language),
        decimal(trial.se, 3, language),
        decimal(trial.df, 1, language),
        formatPAlone(trial.p, language),
        trial.structure,
      ]),
    ),
    ...trials.flatMap((trial): Line[] =>
      trial.fitted ? [] : [styled("yellow", t("pool.notFitted", { study: trial.study, why: trial.reason }))],
    ),
  ];
}

function pooledLine(context: Context, label: string, pooled: Pooled): Line[] {
  if (pooled === null) return [];
  const { language } = context;
  const range = `[${decimal(pooled.ciLow, 3, language)}; ${decimal(pooled.ciHigh, 3, language)}]`;
  return [
    `${label}: ${decimal(pooled.estimate, 3, language)} ${range}, p ${formatP(pooled.p, language)}, k ${pooled.k}, τ² ${decimal(pooled.tau2, 3, language)}`,
  ];
}

function estimateText(context: Context, { estimate, se, df, p, ciLow, ciHigh }: Estimate): string {
  const { language } = context;
  return `${decimal(estimate, 3, language)} (SE ${decimal(se, 3, language)}, df ${decimal(df, 1, language)}), [${decimal(ciLow, 3, language)}; ${decimal(ciHigh, 3, language)}], p ${formatP(p, language)}`;
}

const textOrDash = (context: Context, estimate: Estimate | null): string =>
  estimate === null ? "–" : estimateText(context, estimate);
