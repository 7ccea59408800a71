import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import type { Context } from "../context.ts";
import { withReview } from "../review/with-review.ts";
import type { Line } from "../terminal/paint.ts";
import { withProgress } from "../terminal/progress.ts";

export function rebuildCommand(cli: Cli): Command {
  return cli
    .command("rebuild", "Derive everything again from the ledger and say what was different", [
      "evidens rebuild",
    ])
    .action(cli.run(rebuild));
}

async function rebuild(context: Context): Promise<void> {
  const { t, print } = context;
  const result = await withReview(context, (workbench) =>
    withProgress(context, t("rebuild.working"), () => workbench.rebuild()),
  );
  const { documents, changed, digest } = result;
  print.result(result, () => [
    t("rebuild.done", { documents, digest }),
    ...(changed.length === 0 ? [t("rebuild.same")] : [t("rebuild.changed", { n: changed.length })]),
    ...changed.map((name): Line => `  ${name}`),
  ]);
}
