import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { type Context, pathOf, personOf } from "../context.ts";
import { UsageError } from "../exit-codes.ts";
import { columnsOf } from "../review/columns.ts";
import { refuseExisting, toStdout } from "../review/output.ts";
import { withReview } from "../review/with-review.ts";
import { problemLines } from "../terminal/problem-lines.ts";
import { withProgress } from "../terminal/progress.ts";

interface DedupeOptions {
  readonly out?: string;
  readonly ask?: string;
  readonly column?: readonly string[];
  readonly force?: boolean;
}

export function dedupeCommand(cli: Cli): Command {
  return cli
    .command(
      "dedupe [file]",
      "Find records that are entries for the same report (undo takes it back), or duplicates in a file of their own",
      ["evidens dedupe", "evidens dedupe records.csv --out clusters.csv --ask pairs.csv"],
    )
    .option("--out <file>", "of a file: CSV to write, id,cluster,band (default: standard output)")
    .option("--ask <file>", "of a file: CSV to write, the pairs for a person to judge")
    .option("--column <heading=field...>", "of a table: read a column as this field")
    .option("--force", "replace existing files")
    .action(cli.run(dedupe));
}

async function dedupe(context: Context, options: DedupeOptions, file: string | undefined): Promise<void> {
  const { t } = context;
  if (file !== undefined) return dedupeOneFile(context, options, file);
  if ([options.out, options.ask, options.column].some((one) => one !== undefined))
    throw new UsageError(t("dedupeFile.onlyFile"), t("dedupeFile.onlyFile.remedy"));
  return dedupeReview(context);
}

async function dedupeReview(context: Context): Promise<void> {
  const { t, print } = context;
  const result = await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    return withProgress(context, t("dedupe.working"), () => workbench.dedupe({ by }));
  });
  const { clusters, removed, ask, links } = result;
  print.result(result, () => [
    t("dedupe.done", { clusters, removed }),
    t("dedupe.left", { ask, links }),
    ...(ask > 0 ? [t("dedupe.next")] : []),
  ]);
}

async function dedupeOneFile(context: Context, options: DedupeOptions, file: string): Promise<void> {
  const { t, print } = context;
  const [out, ask] = [options.out, options.ask].map((path) =>
    path === undefined ? undefined : pathOf(context, path),
  );
  for (const path of [out, ask]) refuseExisting(context, path, options.force === true);
  const result = await withProgress(context, t("convert.working", { file }), (report) =>
    context.services.dedupeFile({
      path: pathOf(context, file),
      out: out ?? toStdout(context),
      ...(ask === undefined ? {} : { ask }),
      ...columnsOf(context, options.column),
      onProgress: (records) => report(t("import.progress", { records })),
    }),
  );
  const { records, duplicates, clusters, links } = result;
  const done = t("dedupeFile.done", { file, records, duplicates, clusters, ask: result.ask, links });
  for (const line of problemLines(context, result.problems, result.problemCount)) print.remark(line);
  if (out === undefined) print.remark(done);
  else print.result({ ...result, path: out }, () => [done, t("export.done", { path: out })]);
}
