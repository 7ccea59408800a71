import type { Command } from "commander";
import type { ExplainResponse, NextResponse } from "#contract";
import { type Cli, wholeNumber } from "../cli.ts";
import type { Context } from "../context.ts";
import { type StageOptions, stageOf, withStage } from "../screening/stage.ts";
import { explanationLines, orderLine, withRanking } from "../screening/with-ranking.ts";
import type { Line } from "../terminal/paint.ts";
import { table } from "../terminal/table.ts";

interface RankOptions extends StageOptions {
  readonly limit: number;
  readonly explain?: boolean;
}

type Ranked = NextResponse["items"][number] & { readonly explanation?: ExplainResponse["explanation"] };

export function rankCommand(cli: Cli): Command {
  const command = cli.command("rank", "Show what waits for a person, the likeliest relevant first", [
    "evidens rank --limit 50",
    "evidens rank --as ola --explain --limit 5",
    "evidens rank --stage full-text --json",
  ]);
  return withStage(command)
    .option("--limit <n>", "how many reports", wholeNumber(1, 4_000), 20)
    .option("--explain", "say of each which terms pushed it up or down")
    .action(cli.run(rank));
}

async function rank(context: Context, options: RankOptions): Promise<void> {
  const stage = stageOf(options);
  const answer = await withRanking(context, stage, async (workbench, person, ranking) => {
    const { items, progress, stopped } = await workbench.next(person, stage, {
      after: 0,
      limit: options.limit,
    });
    const ranked: Ranked[] = [];
    for (const item of items)
      ranked.push(
        options.explain === true
          ? { ...item, ...(await workbench.explain(person, stage, item.report.id)) }
          : item,
      );
    return { person, stage, ranking, progress, stopped, items: ranked };
  });
  context.print.result(answer, () => [
    orderLine(context, answer.ranking),
    ...itemLines(context, answer.items),
  ]);
}

function itemLines(context: Context, items: readonly Ranked[]): Line[] {
  const { t } = context;
  if (items.length === 0) return [t("rank.none")];
  const lines = table(
    [
      { head: t("rank.position"), right: true },
      { head: t("rank.report") },
      { head: t("rank.because") },
      { head: t("rank.year"), right: true },
      { head: t("rank.title"), max: 80 },
    ],
    items.map(({ report, because }, at) => [
      String(at + 1),
      report.id,
      t(`because.${because}`),
      String(report.year ?? "–"),
      report.title,
    ]),
  );
  return lines.flatMap((line, at): Line[] => {
    const explanation = items[at - 1]?.explanation;
    return explanation === undefined ? [line] : [line, ...explanationLines(context, { explanation })];
  });
}
