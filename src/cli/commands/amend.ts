import { dirname, join } from "node:path";
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { type Context, personOf } from "../context.ts";
import { findReview } from "../review/find-review.ts";
import { readText } from "../review/read-input.ts";
import { withReview } from "../review/with-review.ts";

export function amendCommand(cli: Cli): Command {
  return cli
    .command("amend [file]", "Put a changed protocol into force, with the reason for the change", [
      'evidens amend protocol.yaml --reason "Second reviewer joined"',
    ])
    .option("--reason <text>", "why the protocol changes; kept in the log")
    .action(cli.run(amend));
}

async function amend(context: Context, options: { readonly reason?: string }, file?: string): Promise<void> {
  const { t, print } = context;
  const path = file ?? join(dirname(findReview(context)), "protocol.yaml");
  const text = await readText(context, path);
  const result = await withReview(context, async (workbench) =>
    workbench.setProtocol({
      by: await personOf(context, workbench),
      text,
      file: path,
      ...(options.reason === undefined ? {} : { reason: options.reason }),
    }),
  );
  print.result(result, () => [t(result.unchanged ? "amend.unchanged" : "amend.done", { n: result.number })]);
}
