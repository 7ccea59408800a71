import { type Command, Option } from "commander";
import type { ConflictsResponse, NextResponse } from "#contract";
import type { Workbench } from "#workbench";
import type { Cli } from "../cli.ts";
import { type Context, personOf } from "../context.ts";
import { UsageError } from "../exit-codes.ts";
import { findReport } from "../review/find-report.ts";
import { withReview, withReviewToRead } from "../review/with-review.ts";
import { agreementCommand } from "../screening/commands/agreement.ts";
import { allocateCommand } from "../screening/commands/allocate.ts";
import { commentCommand, discussionCommand, labelCommand } from "../screening/commands/discussion.ts";
import { orderCommand } from "../screening/commands/order.ts";
import { progressCommand } from "../screening/commands/progress.ts";
import { auditCommand, sampleCommand, samplesCommand } from "../screening/commands/samples.ts";
import { setupCommand } from "../screening/commands/setup.ts";
import { stopCommand } from "../screening/commands/stop.ts";
import { bannerLines, itemLines, reportLine, stoppedLine } from "../screening/lines.ts";
import { screenByKeys } from "../screening/loop.ts";
import { type StageOptions, stageOf, withStage } from "../screening/stage.ts";
import { withRanking } from "../screening/with-ranking.ts";
import { type Line, styled } from "../terminal/paint.ts";

type Vote = Parameters<Workbench["vote"]>[0];

interface ScreenOptions extends StageOptions {
  readonly next?: boolean;
  readonly conflicts?: boolean;
  readonly vote?: Vote["decision"];
  readonly settle?: "include" | "exclude";
  readonly consensus?: boolean;
  readonly round?: string;
  readonly report?: string;
  readonly reason?: string;
  readonly note?: string;
}

const SUBCOMMANDS = [
  progressCommand,
  stopCommand,
  agreementCommand,
  setupCommand,
  orderCommand,
  allocateCommand,
  sampleCommand,
  samplesCommand,
  auditCommand,
  commentCommand,
  labelCommand,
  discussionCommand,
] as const;

export function screenCommand(cli: Cli): Command {
  const screening = cli
    .command("screen", "Vote on reports, by keys on a terminal or one at a time; set up and end screening", [
      "evidens screen",
      "evidens screen --next --json",
      "evidens screen --vote include --report 10.1000/xyz",
      "evidens screen --stage full-text --vote exclude --report smith2020 --reason design",
      "evidens screen --conflicts",
      "evidens screen --settle include --consensus --report smith2020",
      "evidens screen progress",
      "evidens screen sample calibration --size 50",
    ])
    .enablePositionalOptions();
  withStage(screening)
    .option("--next", "show the next report to read")
    .addOption(
      new Option("--vote <decision>", "vote on --report").choices(["include", "exclude", "maybe", "await"]),
    )
    .option("--round <id>", "the calibration or pilot round the vote is for")
    .addOption(
      new Option("--settle <decision>", "settle a conflict on --report").choices(["include", "exclude"]),
    )
    .option("--consensus", "those who voted agreed on it among themselves")
    .option("--report <key>", "the report: its id, DOI, PMID or source key")
    .option("--reason <id>", "exclusion reason of the protocol; required to exclude at full text")
    .option("--note <text>", "a note to keep with the decision")
    .option("--conflicts", "list what waits for a decision")
    .action(cli.run(screen));
  for (const command of SUBCOMMANDS) screening.addCommand(command(cli));
  return screening;
}

async function screen(context: Context, options: ScreenOptions): Promise<void> {
  const chosen = [options.next, options.conflicts, options.vote, options.settle].filter(
    (one) => one !== undefined,
  );
  const { t } = context;
  if (chosen.length > 1) throw new UsageError(t("screen.oneThing"), t("screen.oneThing.remedy"));
  if (
    (options.consensus === true && options.settle === undefined) ||
    (options.round !== undefined && options.vote === undefined)
  )
    throw new UsageError(t("screen.onlySettle"), t("screen.onlySettle.remedy"));
  if (options.next === true) return showNext(context, options);
  if (options.conflicts === true) return showConflicts(context, options);
  if (options.vote !== undefined || options.settle !== undefined) return decide(context, options);
  if (context.io.stdin.isTTY !== true || context.io.stdout.isTTY !== true || context.options.json === true) {
    throw new UsageError(t("screen.noTerminal"), t("screen.noTerminal.remedy"));
  }
  await withReview(context, (workbench) => screenByKeys(context, workbench, stageOf(options)), {
    learn: true,
  });
}

async function showNext(context: Context, options: ScreenOptions): Promise<void> {
  const stage = stageOf(options);
  const answer = await withRanking(context, stage, (workbench, person) =>
    workbench.next(person, stage, { after: 0, limit: 1 }),
  );
  context.print.result(answer, () => nextLines(context, answer));
}

function nextLines(context: Context, { items, progress, stopped }: NextResponse): Line[] {
  const { t } = context;
  const [item] = items;
  const read = styled("dim", t("screen.progress", { read: progress.read, total: progress.inStage }));
  if (stopped !== null) return [stoppedLine(context, stopped), read];
  if (item === undefined) return [t("screen.finished"), read];
  return [
    ...bannerLines(context, item),
    ...itemLines(context, item.report),
    read,
    ...(item.round === undefined ? [] : [t("screen.roundVote", { round: item.round })]),
  ];
}

async function showConflicts(context: Context, options: ScreenOptions): Promise<void> {
  const answer = await withReviewToRead(context, async (workbench) =>
    workbench.conflicts(await personOf(context, workbench), stageOf(options)),
  );
  context.print.result(answer, () => conflictLines(context, answer));
}

function conflictLines(context: Context, { conflicts }: ConflictsResponse): Line[] {
  const { t } = context;
  if (conflicts.length === 0) return [t("screen.noConflicts")];
  return conflicts.flatMap(({ report, kind, votes, earlier }): Line[] => [
    [styled("bold", t(`screen.kind.${kind}`)), " ", reportLine(report)],
    ...votes.map((vote): Line => voteLine(context, vote)),
    ...earlier.map((vote): Line => styled("dim", `${voteLine(context, vote)}, ${t("screen.earlier")}`)),
  ]);
}

function voteLine({ t }: Context, vote: ConflictsResponse["conflicts"][number]["votes"][number]): string {
  const why = [vote.exclusionReason, vote.note].filter((one) => one !== null).join(", ");
  return `  ${vote.reviewer}: ${t(`decision.${vote.decision}`)}${why === "" ? "" : ` (${why})`}`;
}

async function decide(context: Context, options: ScreenOptions): Promise<void> {
  const { t, print } = context;
  const { report: key, vote, settle, round } = options;
  if (key === undefined) throw new UsageError(t("screen.noReport"), t("screen.noReport.remedy"));
  await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    const report = await findReport(context, workbench, by, key);
    const common = {
      by,
      stage: stageOf(options),
      report: report.id,
      exclusionReason: options.reason,
      note: options.note,
    };
    const { eventId } =
      settle === undefined
        ? await workbench.vote({ ...common, decision: vote ?? "maybe", round })
        : await workbench.adjudicate({
            ...common,
            decision: settle,
            how: options.consensus === true ? "consensus" : undefined,
          });
    const decision = t(`decision.${settle ?? vote ?? "maybe"}`);
    print.result({ eventId, report: report.id }, () => [
      t("screen.voted", { decision, title: report.title }),
    ]);
  });
}
