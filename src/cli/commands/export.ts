import { existsSync } from "node:fs";
import { extname } from "node:path";
import { type Command, Option } from "commander";
import type { ExportFormat } from "#workbench";
import type { Cli } from "../cli.ts";
import { type Context, cliError, pathOf } from "../context.ts";
import { UsageError } from "../exit-codes.ts";
import { withReviewToRead } from "../review/with-review.ts";
import { withProgress } from "../terminal/progress.ts";

/** What a file's ending says about what belongs in it. */
const BY_ENDING: Readonly<Record<string, ExportFormat>> = {
  ".evidens": "review",
  ".csv": "records-csv",
  ".json": "records-csl",
  ".ris": "records-ris",
  ".jsonl": "log-jsonl",
};
const FORMATS: readonly ExportFormat[] = [
  "review",
  "records-csv",
  "records-csl",
  "records-ris",
  "extraction-csv",
  "log-jsonl",
];

interface ExportOptions {
  readonly format?: ExportFormat;
  readonly force?: boolean;
}

export function exportCommand(cli: Cli): Command {
  return cli
    .command("export <path>", "Write the whole review as one file, or its tables", [
      "evidens export copy-to-send.evidens",
      "evidens export values.csv --format extraction-csv",
    ])
    .addOption(
      new Option("--format <format>", "what to write (default: by the file's ending)").choices(FORMATS),
    )
    .option("--force", "replace an existing file")
    .action(cli.run(exportFile));
}

async function exportFile(context: Context, options: ExportOptions, file: string): Promise<void> {
  const { t, print } = context;
  const format = options.format ?? BY_ENDING[extname(file).toLowerCase()];
  if (format === undefined) {
    throw new UsageError(
      t("export.noFormat", { path: file }),
      t("export.noFormat.remedy", { formats: FORMATS.join(", ") }),
    );
  }
  const path = pathOf(context, file);
  if (existsSync(path) && options.force !== true) {
    throw cliError("conflict", "file-exists", t("file.exists", { path }), t("export.exists.remedy"));
  }
  const result = await withReviewToRead(context, (workbench) =>
    withProgress(context, t("export.working"), () => workbench.exportTo({ path, format })),
  );
  print.result({ ...result, format }, () => [
    result.rows === null
      ? t("export.done", { path: result.path })
      : t("export.rows", { path: result.path, rows: result.rows }),
  ]);
}
