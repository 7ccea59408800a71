import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { type Context, personOf } from "../context.ts";
import { withReview } from "../review/with-review.ts";
import { withProgress } from "../terminal/progress.ts";

export function dedupeCommand(cli: Cli): Command {
  return cli
    .command("dedupe", "Find records that are entries for the same report; undo takes it back", [
      "evidens dedupe",
    ])
    .action(cli.run(dedupe));
}

async function dedupe(context: Context): Promise<void> {
  const { t, print } = context;
  const result = await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    return withProgress(context, t("dedupe.working"), () => workbench.dedupe({ by }));
  });
  print.result(result, () => [t("dedupe.done", { clusters: result.clusters, removed: result.removed })]);
}
