import type { Command } from "commander";
import type { LogResponse } from "#contract";
import { type Cli, wholeNumber } from "../cli.ts";
import { type Context, personOf } from "../context.ts";
import { withReviewToRead } from "../review/with-review.ts";
import { type Line, styled } from "../terminal/paint.ts";
import { table } from "../terminal/table.ts";

interface LogOptions {
  readonly limit: number;
  readonly before?: string;
}

export function logCommand(cli: Cli): Command {
  return cli
    .command("log", "Show who did what, when and why, newest first", [
      "evidens log --limit 50",
      "evidens log --json",
    ])
    .option("--limit <n>", "how many events", wholeNumber(1, 500), 20)
    .option("--before <event>", "only events before this one")
    .action(cli.run(log));
}

async function log(context: Context, options: LogOptions): Promise<void> {
  const answer = await withReviewToRead(context, async (workbench) =>
    workbench.log(await personOf(context, workbench), { limit: options.limit, before: options.before }),
  );
  context.print.result(answer, () => linesOf(context, answer));
}

function linesOf(context: Context, { entries, total, next }: LogResponse): Line[] {
  const { t } = context;
  const columns = ["at", "by", "what", "why", "event"] as const;
  const rows = entries.map((entry) => [
    entry.at.slice(0, 19).replace("T", " "),
    entry.by,
    entry.sealed ? `${entry.type} (${t("log.sealed")})` : entry.type,
    entry.undoneBy === null ? (entry.reason ?? "") : styled("dim", t("log.undone")),
    entry.id,
  ]);
  return [
    ...table(
      columns.map((name) => ({ head: t(`log.${name}`), max: 60 })),
      rows,
    ),
    styled("dim", t("log.shown", { shown: entries.length, total })),
    ...(next === null ? [] : [styled("dim", t("log.older", { next }))]),
  ];
}
