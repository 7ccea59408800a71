import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { type Command, Option } from "commander";
import type { FigureFormat, ReviewFigure, ReviewFigureOptions } from "#workbench";
import { type Cli, wholeNumber } from "../cli.ts";
import { type Context, cliError, pathOf } from "../context.ts";
import { UsageError } from "../exit-codes.ts";
import { withReviewToRead } from "../review/with-review.ts";
import { withProgress } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";

const FORMATS: readonly FigureFormat[] = ["svg", "png", "pdf"];
/** Up to this width a forest plot is set for one column of a journal. */
const COLUMN_MM = 120;

interface FigureOptions {
  readonly figure?: string;
  readonly from?: string;
  readonly layout?: "revman" | "metafor";
  readonly width?: number;
  readonly dpi: number;
  readonly force?: boolean;
}

export function figureCommand(cli: Cli): Command {
  return cli
    .command(
      "figure [path]",
      "Write a figure as SVG, PNG or PDF for print; without a path, list the figures",
      [
        "evidens figure",
        "evidens figure flow.pdf --figure 1",
        "evidens figure forest.png --figure 2 --layout revman --width 85 --dpi 600",
        "evidens figure drawing.pdf --from drawing.svg",
      ],
    )
    .option("--figure <figure>", "its number or id in the report")
    .option("--from <svg>", "a figure already written as SVG, instead of one of the report")
    .addOption(
      new Option("--layout <layout>", "a forest plot as RevMan or metafor sets it").choices([
        "revman",
        "metafor",
      ]),
    )
    .option("--width <mm>", "width in print (default: the figure's own)", wholeNumber(10, 2000))
    .option("--dpi <n>", "dots per inch of a PNG", wholeNumber(72, 2400), 300)
    .option("--force", "replace an existing file")
    .action(cli.run(figure));
}

async function figure(context: Context, options: FigureOptions, file?: string): Promise<void> {
  if (file === undefined) {
    await listFigures(context, options);
    return;
  }
  const { t, print, services } = context;
  const format = formatOf(context, file);
  const path = pathOf(context, file);
  if (existsSync(path) && options.force !== true) {
    throw cliError("conflict", "file-exists", t("file.exists", { path }), t("export.exists.remedy"));
  }
  const { svg, pages, asOf } = await chosen(context, options);
  const told = await withProgress(context, t("export.working"), () =>
    services.saveFigure(path, svg, format, {
      dpi: options.dpi,
      ...(options.width === undefined ? {} : { widthMm: options.width }),
      ...(pages === undefined ? {} : { pages }),
      ...(asOf === undefined ? {} : { createdAt: asOf }),
    }),
  );
  for (const problem of told.problems) print.remark(`${problem.message} ${problem.remedy ?? ""}`.trim());
  const whole = (value: number): string => String(Math.round(value));
  print.result({ path, format, ...told }, () => [
    t("figure.done", { path, width: whole(told.widthMm), height: whole(told.heightMm) }),
    ...(told.pixels === undefined ? [] : [t("figure.pixels", { ...told.pixels })]),
  ]);
}

function formatOf(context: Context, file: string): FigureFormat {
  const ending = extname(file).toLowerCase().slice(1);
  const format = FORMATS.find((one) => one === ending);
  if (format !== undefined) return format;
  throw new UsageError(context.t("figure.noFormat", { path: file }), context.t("figure.noFormat.remedy"));
}

/** The SVG to write, from a file or from the review. */
async function chosen(
  context: Context,
  options: FigureOptions,
): Promise<{ readonly svg: string; readonly pages?: readonly string[]; readonly asOf?: string }> {
  const { t } = context;
  if (options.from !== undefined) {
    const from = pathOf(context, options.from);
    if (!existsSync(from))
      throw cliError(
        "missing",
        "file-missing",
        t("figure.fileMissing", { path: from }),
        t("figure.fileMissing.remedy"),
      );
    return { svg: await readFile(from, "utf8") };
  }
  if (options.figure === undefined) throw new UsageError(t("figure.which"), t("figure.which.remedy"));
  return context.services.pickFigure(await figuresOf(context, options), options.figure);
}

function figuresOf(context: Context, options: FigureOptions): Promise<readonly ReviewFigure[]> {
  const { language, services } = context;
  const { layout } = options;
  const width: ReviewFigureOptions["width"] =
    options.width !== undefined && options.width <= COLUMN_MM ? "column" : "page";
  return withReviewToRead(context, (workbench) =>
    services.reviewFigures(workbench, { language, layout, width }),
  );
}

async function listFigures(context: Context, options: FigureOptions): Promise<void> {
  const { t, print } = context;
  const figures = await figuresOf(context, options);
  print.result({ figures: figures.map(({ id, number, caption }) => ({ id, number, caption })) }, () =>
    figures.length === 0
      ? [t("figure.none")]
      : table(
          (["number", "id", "caption"] as const).map((name) => ({ head: t(`figure.${name}`), max: 80 })),
          figures.map(({ number, id, caption }) => [String(number), id, caption]),
        ),
  );
}
