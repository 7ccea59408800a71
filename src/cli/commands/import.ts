import { basename } from "node:path";
import type { Command } from "commander";
import type { ImportResponse } from "#contract";
import { formatProblem } from "#kernel";
import type { Workbench } from "#workbench";
import type { Cli } from "../cli.ts";
import { type Context, personOf } from "../context.ts";
import { UsageError } from "../exit-codes.ts";
import { readInput } from "../review/read-input.ts";
import { withReview } from "../review/with-review.ts";
import type { Line } from "../terminal/paint.ts";
import { withProgress } from "../terminal/progress.ts";

export function importCommand(cli: Cli): Command {
  return cli
    .command(
      "import <files...>",
      "Import export files (RIS, PubMed NBIB, CSL-JSON), each whole or not at all",
      ["evidens import pubmed.nbib --source pubmed", "evidens import part1.ris part2.ris --source embase"],
    )
    .option("--source <id>", "information source of the protocol (default: its only one)")
    .action(cli.run(importFiles));
}

async function importFiles(
  context: Context,
  options: { readonly source?: string },
  files: readonly string[],
): Promise<void> {
  const { t, print } = context;
  const done: ImportResponse[] = [];
  await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    const sourceId = options.source ?? (await onlySource(context, workbench));
    for (const file of files) {
      const bytes = await readInput(context, file);
      const fileName = basename(file);
      const answer = await withProgress(context, t("import.working", { file: fileName }), (report) =>
        workbench.importFile({
          by,
          sourceId,
          fileName,
          bytes,
          onProgress: (records) => report(t("import.progress", { records })),
        }),
      );
      done.push(answer);
    }
  });
  print.result({ imports: done }, () => done.flatMap((answer) => linesOf(context, answer)));
}

async function onlySource(context: Context, workbench: Workbench): Promise<string> {
  const { sources } = (await workbench.protocol()).protocol;
  const [only] = sources;
  if (only !== undefined && sources.length === 1) return only.id;
  const { t } = context;
  const ids = sources.map(({ id }) => id).join(", ");
  throw new UsageError(t("import.noSource", { n: sources.length }), t("import.noSource.remedy", { ids }));
}

function linesOf(context: Context, { import: done, already }: ImportResponse): Line[] {
  const { t } = context;
  if (already) return [t("import.already", { file: done.fileName })];
  const { counts, fileName, format, encoding, problems } = done;
  const { records, entries } = counts;
  return [
    t("import.done", { file: fileName, records, entries, format, encoding }),
    ...(counts.problems > 0 ? [t("import.problems", { n: counts.problems })] : []),
    ...problems.map(({ code, message, line }): Line => {
      return `  ${formatProblem({ code, message, file: fileName, ...(line === undefined ? {} : { line }) })}`;
    }),
  ];
}
