import type { Command } from "commander";
import type { Cli } from "../../cli.ts";
import { type Context, personOf } from "../../context.ts";
import { withReview } from "../../review/with-review.ts";
import { type StageOptions, stageOf, withStage } from "../stage.ts";

interface StopOptions extends StageOptions {
  readonly anyway?: boolean;
  readonly note?: string;
}

export function stopCommand(cli: Cli): Command {
  return withStage(
    cli.command("stop", "End a stage before everything is read, when its rule says so (undo takes it back)", [
      "evidens screen stop",
      'evidens screen stop --anyway --note "No time left"',
    ]),
  )
    .option("--anyway", "although the rule does not say so; the report states it")
    .option("--note <text>", "why, for the log and the report")
    .action(cli.run(stop));
}

async function stop(context: Context, options: StopOptions): Promise<void> {
  const { t, print } = context;
  const stage = stageOf(options);
  const { eventId } = await withReview(context, async (workbench) =>
    workbench.stop({
      by: await personOf(context, workbench),
      stage,
      anyway: options.anyway === true,
      note: options.note,
    }),
  );
  print.result({ eventId, stage }, () => [t("stop.done", { stage: t(`stage.${stage}`), event: eventId })]);
}
