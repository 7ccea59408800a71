import { type Command, Option } from "commander";
import type { ConvertFormat } from "#workbench";
import type { Cli } from "../cli.ts";
import { type Context, pathOf } from "../context.ts";
import { UsageError } from "../exit-codes.ts";
import { columnsOf } from "../review/columns.ts";
import { refuseExisting, toStdout } from "../review/output.ts";
import { problemLines } from "../terminal/problem-lines.ts";
import { withProgress } from "../terminal/progress.ts";

/** Named here so that help comes without loading the program; a test holds them against the writers. */
const FORMATS: readonly ConvertFormat[] = [
  "ris",
  "nbib",
  "bibtex",
  "endnote-xml",
  "csv",
  "csl-json",
  "jsonl",
  "xlsx",
];

interface ConvertOptions {
  readonly to: ConvertFormat;
  readonly out?: string;
  readonly column?: readonly string[];
  readonly force?: boolean;
}

export function convertCommand(cli: Cli): Command {
  return cli
    .command(
      "convert <file>",
      "Read an export file of any format and write it in another; no review needed",
      ["evidens convert pubmed.nbib --to ris --out pubmed.ris", "evidens convert library.xml --to jsonl"],
    )
    .addOption(new Option("--to <format>", "format to write").choices(FORMATS).makeOptionMandatory())
    .option("--out <file>", "file to write (default: standard output)")
    .option("--column <heading=field...>", "of a table: read a column as this field")
    .option("--force", "replace an existing file")
    .action(cli.run(convert));
}

async function convert(context: Context, options: ConvertOptions, file: string): Promise<void> {
  const { t, io, print } = context;
  const out = options.out === undefined ? undefined : pathOf(context, options.out);
  refuseExisting(context, out, options.force === true);
  if (out === undefined && options.to === "xlsx" && io.stdout.isTTY === true)
    throw new UsageError(t("convert.binary"), t("convert.binary.remedy"));
  const result = await withProgress(context, t("convert.working", { file }), (report) =>
    context.services.convertFile({
      path: pathOf(context, file),
      to: options.to,
      out: out ?? toStdout(context),
      ...columnsOf(context, options.column),
      onProgress: (records) => report(t("import.progress", { records })),
    }),
  );
  const done = t("convert.done", {
    file,
    records: result.records,
    format: result.format,
    encoding: result.encoding,
    problems: result.problemCount,
  });
  for (const line of problemLines(context, result.problems, result.problemCount)) print.remark(line);
  if (out === undefined) print.remark(done);
  else print.result({ ...result, path: out }, () => [done, t("export.done", { path: out })]);
}
