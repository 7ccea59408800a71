import { basename } from "node:path";
import type { Command } from "commander";
import type { ImportResponse } from "#contract";
import type { Workbench } from "#workbench";
import type { Cli } from "../cli.ts";
import { type Context, personOf } from "../context.ts";
import { UsageError } from "../exit-codes.ts";
import { columnsOf } from "../review/columns.ts";
import { importReportLines } from "../review/import-report.ts";
import { inputPath } from "../review/read-input.ts";
import { withReview } from "../review/with-review.ts";
import type { Line } from "../terminal/paint.ts";
import { problemLines } from "../terminal/problem-lines.ts";
import { withProgress } from "../terminal/progress.ts";

interface ImportOptions {
  readonly source?: string;
  readonly column?: readonly string[];
}

export function importCommand(cli: Cli): Command {
  return cli
    .command(
      "import <files...>",
      "Import export files of any format, each whole or not at all, and say what was in them",
      [
        "evidens import pubmed.nbib --source pubmed",
        "evidens import part1.ris part2.ris --source embase",
        'evidens import hits.csv --column "Name of work=title" "Who=authors"',
      ],
    )
    .option("--source <id>", "information source of the protocol (default: its only one)")
    .option("--column <heading=field...>", "of a table: read a column as this field")
    .action(cli.run(importFiles));
}

async function importFiles(
  context: Context,
  options: ImportOptions,
  files: readonly string[],
): Promise<void> {
  const { t, print } = context;
  const columns = columnsOf(context, options.column);
  const done: ImportResponse[] = [];
  await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    const sourceId = options.source ?? (await onlySource(context, workbench));
    for (const file of files) {
      const path = await inputPath(context, file);
      const fileName = basename(file);
      const answer = await withProgress(context, t("import.working", { file: fileName }), (report) =>
        workbench.importFile({
          by,
          sourceId,
          fileName,
          path,
          ...columns,
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

function linesOf(context: Context, answer: ImportResponse): Line[] {
  const { t } = context;
  const { import: done, already } = answer;
  if (already) return [t("import.already", { file: done.fileName })];
  const { counts, fileName, format, encoding, problems } = done;
  const { records, entries } = counts;
  const named = problems.map(({ code, message, line }) => {
    return { code, message, file: fileName, ...(line === undefined ? {} : { line }) };
  });
  return [
    t("import.done", { file: fileName, records, entries, format, encoding }),
    ...importReportLines(context, answer),
    ...(counts.problems > 0 ? [t("import.problems", { n: counts.problems })] : []),
    ...problemLines(context, named, counts.problems),
  ];
}
