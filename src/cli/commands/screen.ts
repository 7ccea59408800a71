import { type Command, Option } from "commander";
import type { ConflictsResponse, NextResponse } from "#contract";
import type { Workbench } from "#workbench";
import type { Cli } from "../cli.ts";
import { type Context, personOf } from "../context.ts";
import { UsageError } from "../exit-codes.ts";
import { findReport } from "../review/find-report.ts";
import { withReview, withReviewToRead } from "../review/with-review.ts";
import { itemLines, reportLine } from "../screening/lines.ts";
import { screenByKeys } from "../screening/loop.ts";
import { type Line, styled } from "../terminal/paint.ts";

type Vote = Parameters<Workbench["vote"]>[0];

interface ScreenOptions {
  readonly stage: Vote["stage"];
  readonly next?: boolean;
  readonly conflicts?: boolean;
  readonly vote?: Vote["decision"];
  readonly settle?: "include" | "exclude";
  readonly report?: string;
  readonly reason?: string;
  readonly note?: string;
}

export function screenCommand(cli: Cli): Command {
  return cli
    .command("screen", "Vote on reports, by keys on a terminal or one at a time", [
      "evidens screen",
      "evidens screen --next --json",
      "evidens screen --vote include --report 10.1000/xyz",
      "evidens screen --stage full-text --vote exclude --report smith2020 --reason design",
      "evidens screen --conflicts",
      "evidens screen --settle include --report smith2020",
    ])
    .addOption(
      new Option("--stage <stage>").choices(["title-abstract", "full-text"]).default("title-abstract"),
    )
    .option("--next", "show the next report to read")
    .addOption(new Option("--vote <decision>", "vote on --report").choices(["include", "exclude", "maybe"]))
    .addOption(
      new Option("--settle <decision>", "settle a conflict on --report").choices(["include", "exclude"]),
    )
    .option("--report <key>", "the report: its id, DOI, PMID or source key")
    .option("--reason <id>", "exclusion reason of the protocol; required to exclude at full text")
    .option("--note <text>", "a note to keep with the decision")
    .option("--conflicts", "list what waits for a decision")
    .action(cli.run(screen));
}

async function screen(context: Context, options: ScreenOptions): Promise<void> {
  const chosen = [options.next, options.conflicts, options.vote, options.settle].filter(
    (one) => one !== undefined,
  );
  const { t } = context;
  if (chosen.length > 1) throw new UsageError(t("screen.oneThing"), t("screen.oneThing.remedy"));
  if (options.next === true) return showNext(context, options);
  if (options.conflicts === true) return showConflicts(context, options);
  if (options.vote !== undefined || options.settle !== undefined) return decide(context, options);
  if (context.io.stdin.isTTY !== true || context.io.stdout.isTTY !== true || context.options.json === true) {
    throw new UsageError(t("screen.noTerminal"), t("screen.noTerminal.remedy"));
  }
  await withReview(context, (workbench) => screenByKeys(context, workbench, options.stage));
}

async function showNext(context: Context, { stage }: ScreenOptions): Promise<void> {
  const answer = await withReviewToRead(context, async (workbench) =>
    workbench.next(await personOf(context, workbench), stage, { after: 0, limit: 1 }),
  );
  context.print.result(answer, () => nextLines(context, answer));
}

function nextLines(context: Context, { items, progress }: NextResponse): Line[] {
  const { t } = context;
  const [item] = items;
  const read = styled("dim", t("screen.progress", { read: progress.read, total: progress.inStage }));
  return item === undefined ? [t("screen.finished"), read] : [...itemLines(context, item.report), read];
}

async function showConflicts(context: Context, { stage }: ScreenOptions): Promise<void> {
  const answer = await withReviewToRead(context, async (workbench) =>
    workbench.conflicts(await personOf(context, workbench), stage),
  );
  context.print.result(answer, () => conflictLines(context, answer));
}

function conflictLines(context: Context, { conflicts }: ConflictsResponse): Line[] {
  const { t } = context;
  if (conflicts.length === 0) return [t("screen.noConflicts")];
  return conflicts.flatMap(({ report, kind, votes }): Line[] => [
    [styled("bold", t(`screen.kind.${kind}`)), " ", reportLine(report)],
    ...votes.map(({ reviewer, decision, exclusionReason, note }): Line => {
      const why = [exclusionReason, note].filter((one) => one !== null).join(", ");
      return `  ${reviewer}: ${t(`decision.${decision}`)}${why === "" ? "" : ` (${why})`}`;
    }),
  ]);
}

async function decide(context: Context, options: ScreenOptions): Promise<void> {
  const { t, print } = context;
  const { stage, report: key, vote, settle } = options;
  if (key === undefined) throw new UsageError(t("screen.noReport"), t("screen.noReport.remedy"));
  await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    const report = await findReport(context, workbench, by, key);
    const common = { by, stage, report: report.id, exclusionReason: options.reason, note: options.note };
    const { eventId } =
      settle === undefined
        ? await workbench.vote({ ...common, decision: vote ?? "maybe" })
        : await workbench.adjudicate({ ...common, decision: settle });
    const decision = t(`decision.${settle ?? vote ?? "maybe"}`);
    print.result({ eventId, report: report.id }, () => [
      t("screen.voted", { decision, title: report.title }),
    ]);
  });
}
