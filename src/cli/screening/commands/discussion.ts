import type { Command } from "commander";
import type { DiscussionResponse } from "#contract";
import type { Workbench } from "#workbench";
import type { Cli } from "../../cli.ts";
import { type Context, personOf } from "../../context.ts";
import { type FoundReport, findReport } from "../../review/find-report.ts";
import { withReview, withReviewToRead } from "../../review/with-review.ts";
import { type Line, styled } from "../../terminal/paint.ts";
import { reportLine } from "../lines.ts";
import { type StageOptions, stageOf, withStage } from "../stage.ts";

interface ReportOptions extends StageOptions {
  readonly report: string;
}

interface LabelOptions extends ReportOptions {
  readonly off?: boolean;
}

const REPORT = ["--report <key>", "the report: its id, DOI, PMID or source key"] as const;

export function commentCommand(cli: Cli): Command {
  return withStage(
    cli.command(
      "comment <text>",
      "Say something of a report; others see it once the votes of the stage are open",
      ['evidens screen comment "Same trial as 2019?" --report smith2020'],
    ),
  )
    .requiredOption(...REPORT)
    .action(
      cli.run((context: Context, options: ReportOptions, text: string) =>
        onReport(context, options, (workbench, by, { id }) =>
          workbench.comment({ by, reportId: id, stage: stageOf(options), text: text.trim() }),
        ),
      ),
    );
}

export function labelCommand(cli: Cli): Command {
  return withStage(
    cli.command("label <name>", "Put a label on a report, or take one's own off", [
      "evidens screen label background --report smith2020",
      "evidens screen label background --off --report smith2020",
    ]),
  )
    .requiredOption(...REPORT)
    .option("--off", "take it off")
    .action(
      cli.run((context: Context, options: LabelOptions, name: string) =>
        onReport(context, options, (workbench, by, { id }) =>
          workbench.label({
            by,
            reportId: id,
            stage: stageOf(options),
            label: name.trim(),
            on: options.off !== true,
          }),
        ),
      ),
    );
}

async function onReport(
  context: Context,
  options: ReportOptions,
  write: (workbench: Workbench, by: string, report: FoundReport) => Promise<{ readonly eventId: string }>,
): Promise<void> {
  await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    const report = await findReport(context, workbench, by, options.report);
    const { eventId } = await write(workbench, by, report);
    context.print.result({ eventId, report: report.id }, () => [
      context.t("setup.written", { event: eventId }),
    ]);
  });
}

export function discussionCommand(cli: Cli): Command {
  return cli
    .command("discussion", "Show what was said of a report and its labels", [
      "evidens screen discussion --report smith2020",
    ])
    .requiredOption(...REPORT)
    .action(cli.run(showDiscussion));
}

async function showDiscussion(context: Context, options: ReportOptions): Promise<void> {
  await withReviewToRead(context, async (workbench) => {
    const person = await personOf(context, workbench);
    const report = await findReport(context, workbench, person, options.report);
    const answer = await workbench.discussion(person, report.id);
    context.print.result({ report: report.id, ...answer }, () => [
      reportLine(report),
      ...discussionLines(context, answer),
    ]);
  });
}

function discussionLines({ t }: Context, { comments, labels }: DiscussionResponse): Line[] {
  const on = [...new Set(labels.filter((one) => one.on).map(({ label }) => label))];
  if (comments.length === 0 && on.length === 0) return [styled("dim", t("discussion.none"))];
  return [
    ...comments.map(
      ({ by, at, stage, text }): Line => [
        styled("dim", `  ${at.slice(0, 16).replace("T", " ")} ${by}, ${t(`stage.${stage}`)}: `),
        text,
      ],
    ),
    ...(on.length === 0 ? [] : [t("discussion.labels", { labels: on.join(", ") })]),
  ];
}
