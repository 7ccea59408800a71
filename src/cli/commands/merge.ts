import { existsSync } from "node:fs";
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { type Context, cliError, pathOf } from "../context.ts";
import { withReview } from "../review/with-review.ts";
import { withProgress } from "../terminal/progress.ts";

export function mergeCommand(cli: Cli): Command {
  return cli
    .command("merge <other>", "Take in what another copy of this review has and this one has not", [
      "evidens merge ../from-ola/ptsd.evidens",
    ])
    .action(cli.run(merge));
}

async function merge(context: Context, _options: object, other: string): Promise<void> {
  const { t, print } = context;
  const path = pathOf(context, other);
  if (!existsSync(path)) {
    throw cliError("missing", "no-file", t("file.missing", { path: other }), t("file.missing.remedy"));
  }
  const result = await withReview(context, (workbench) =>
    withProgress(context, t("merge.working"), () => workbench.merge({ path })),
  );
  print.result(result, () => [t("merge.done", { events: result.events, records: result.records })]);
}
