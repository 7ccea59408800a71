import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { type Context, personOf } from "../context.ts";
import { withReview } from "../review/with-review.ts";

export function undoCommand(cli: Cli): Command {
  return cli
    .command("undo [event]", "Take back an event; without an id the newest one of the person who acts", [
      "evidens undo",
      'evidens undo 0193f5c2-… --reason "Wrong report"',
    ])
    .option("--reason <text>", "why; kept in the log")
    .action(cli.run(undo));
}

async function undo(
  context: Context,
  options: { readonly reason?: string },
  eventId?: string,
): Promise<void> {
  const answer = await withReview(context, async (workbench) =>
    workbench.undo({ by: await personOf(context, workbench), eventId, reason: options.reason }),
  );
  const { type, id, at } = answer.undone;
  context.print.result(answer, () => [context.t("undo.done", { type, id, at })]);
}
