import { dirname, join } from "node:path";
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { listOf } from "../cli.ts";
import { type Context, pathOf, personOf } from "../context.ts";
import { findReview, isServerAddress } from "../review/find-review.ts";
import { withReview } from "../review/with-review.ts";
import { withProgress } from "../terminal/progress.ts";

interface ReportOptions {
  readonly out?: string;
  readonly format: readonly ("html" | "docx")[];
}

export function reportCommand(cli: Cli): Command {
  return cli
    .command("report", "Write the report as files; without --language in English and Norwegian", [
      "evidens report",
      "evidens report --out submission --language nb --format html,docx",
    ])
    .option("--out <folder>", "where to write (default: reports beside the review)")
    .option("--format <list>", "html, docx or both", listOf(["html", "docx"]), ["html", "docx"])
    .action(cli.run(report));
}

async function report(context: Context, options: ReportOptions): Promise<void> {
  const { t, print } = context;
  const folder = options.out === undefined ? reportFolderOf(context) : pathOf(context, options.out);
  const asked = context.options.language;
  const languages = asked === undefined ? (["en", "nb"] as const) : [asked];
  const files = await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    return withProgress(context, t("report.working"), () =>
      workbench.buildReports({ by, languages, formats: options.format, folder }),
    );
  });
  print.result({ reports: files }, () => files.map(({ path }) => path));
}

/** `reports` beside the review's file, or in the current folder for a review on a server. */
export function reportFolderOf(context: Context): string {
  const review = findReview(context);
  return join(isServerAddress(review) ? context.io.cwd : dirname(review), "reports");
}
