import type { Command } from "commander";
import type { SimulateFilesResult } from "#workbench";
import { type Cli, wholeNumber } from "../cli.ts";
import { type Context, pathOf } from "../context.ts";
import { UsageError } from "../exit-codes.ts";
import { inputPath } from "../review/read-input.ts";
import { share } from "../screening/commands/order.ts";
import { decimal } from "../terminal/numbers.ts";
import { type Line, type Piece, styled } from "../terminal/paint.ts";
import { withProgress } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";

interface SimulateOptions {
  readonly priors?: string;
  readonly irrelevant: number;
  readonly model?: string;
  readonly models?: boolean;
  readonly seeds?: string;
  readonly stop?: string;
  readonly target?: number;
  readonly confidence?: number;
  readonly out?: string;
  readonly force?: boolean;
  readonly jobs?: number;
}

export function simulateCommand(cli: Cli): Command {
  return cli
    .command(
      "simulate [files...]",
      "Screen labelled sets (CSV: id,title,abstract,label) as if their labels were not known; no review needed",
      [
        "evidens simulate labelled.csv",
        "evidens simulate sets/*.csv --priors priors.json --json",
        "evidens simulate labelled.csv --seeds 10 --stop recall-test --target 0.95 --out curves",
        "evidens simulate --models",
      ],
    )
    .option(
      "--priors <file>",
      'JSON with starts: {"set": [{"seed", "relevant": [ids], "irrelevant10": [ids]}]}',
    )
    .option(
      "--irrelevant <n>",
      "irrelevant records known at the start, such as 1 or 10",
      wholeNumber(1, 1_000),
      1,
    )
    .option("--model <id>", "learner (default: the program's own)")
    .option("--models", "list the learners")
    .option("--seeds <n|list>", "so many seeds from 1, or these: 1,2,7 (default: 1, or those of --priors)")
    .option("--stop <rule>", "stop by this rule, such as recall-test")
    .option("--target <share>", "of --stop: share of the relevant records to find (default: 0.95)", share)
    .option("--confidence <level>", "of --stop (default: 0.95)", share)
    .option("--out <folder>", "write recall curves (SVG, CSV) and metrics (CSV, JSON) there")
    .option("--force", "replace files of an earlier simulation in --out")
    .option(
      "--jobs <n>",
      "readings at once (default: as many as processors); changes no result",
      wholeNumber(1, 512),
    )
    .action(cli.run(simulate));
}

async function simulate(context: Context, options: SimulateOptions, files: readonly string[]): Promise<void> {
  const { t, services, print, language } = context;
  if (options.models === true) {
    const models = await services.simulationModels();
    return print.result({ models }, () => models);
  }
  if (files.length === 0) throw new UsageError(t("simulate.noFiles"), t("simulate.noFiles.remedy"));
  if (options.stop === undefined && (options.target !== undefined || options.confidence !== undefined))
    throw new UsageError(t("simulate.onlyStop"), t("simulate.onlyStop.remedy"));
  const paths: string[] = [];
  for (const file of files) paths.push(await inputPath(context, file));
  const { stop, target = 0.95, confidence = 0.95, priors, out } = options;
  const result = await withProgress(context, t("simulate.working"), async (say) =>
    services.simulateFiles({
      paths,
      priors: priors === undefined ? undefined : await inputPath(context, priors),
      irrelevant: options.irrelevant,
      model: options.model,
      seeds: seedsOf(context, options.seeds),
      stop: stop === undefined ? undefined : { rule: stop, target, confidence },
      out: out === undefined ? undefined : pathOf(context, out),
      force: options.force,
      jobs: options.jobs,
      language,
      onProgress: (done, of) => say(t("simulate.progress", { done, of })),
    }),
  );
  print.result(result, () => resultLines(context, result));
}

const MOST_SEEDS = 10_000;

/** `3`: seeds 1 to 3; `1,2,7`: these. */
function seedsOf({ t }: Context, given: string | undefined): readonly number[] | undefined {
  if (given === undefined) return undefined;
  const numbers = given.split(",").map((one) => one.trim());
  const [only] = numbers;
  const seeds =
    numbers.length === 1
      ? Array.from({ length: Math.min(Number(only), MOST_SEEDS + 1) || 0 }, (_, at) => at + 1)
      : numbers.map(Number);
  const good =
    numbers.every((one) => /^\d{1,10}$/.test(one)) &&
    seeds.length > 0 &&
    seeds.length <= MOST_SEEDS &&
    new Set(seeds).size === seeds.length &&
    seeds.every((seed) => seed <= 0xffff_ffff);
  if (!good) throw new UsageError(t("simulate.seeds", { given }), t("simulate.seeds.remedy"));
  return seeds;
}

const DIGITS = { loss: 4, wss95: 3, wss100: 3, rrf10: 3, atd: 0, ndcg: 3 } as const;
type Metric = keyof typeof DIGITS;

function resultLines(context: Context, result: SimulateFilesResult): Line[] {
  const { t } = context;
  return [
    ...metricLines(context, result),
    ...stopLines(context, result),
    styled(
      "dim",
      t("simulate.by", {
        model: result.model,
        runs: runsOf(result.sets),
        rule: result.stop?.rule ?? "–",
      }),
    ),
    ...result.written.map((path): Line => t("export.done", { path })),
  ];
}

function metricLines({ t, language }: Context, { sets, mean }: SimulateFilesResult): Line[] {
  const names = Object.keys(DIGITS) as Metric[];
  const numbers = (metrics: Readonly<Record<Metric, number>>): string[] =>
    names.map((name) => decimal(metrics[name], DIGITS[name], language));
  const rows: (readonly Piece[])[] = sets.map((set) => [
    set.name,
    String(set.records),
    String(set.relevant),
    ...numbers(set.metrics),
    decimal(set.cpuSeconds, 2, language),
  ]);
  if (sets.length > 1) {
    const cpu = sets.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) / sets.length;
    const cells = [t("simulate.mean"), "", "", ...numbers(mean.metrics), decimal(cpu, 2, language)];
    rows.push(cells.map((cell) => styled("bold", cell)));
  }
  return table(
    [
      { head: t("simulate.set"), max: 40 },
      ...(["records", "relevant", ...names, "cpu"] as const).map((name) => ({
        head: t(`simulate.${name}`),
        right: true,
      })),
    ],
    rows,
  );
}

function runsOf(sets: SimulateFilesResult["sets"]): number {
  return sets.reduce((sum, { runs }) => sum + runs, 0);
}

type Stops = NonNullable<SimulateFilesResult["mean"]["stop"]>;

function stopLines({ t, language }: Context, { sets, mean }: SimulateFilesResult): Line[] {
  if (mean.stop === null) return [];
  const cells = (stop: Stops, of: number): string[] => [
    `${stop.reached}/${of}`,
    decimal(stop.recall, 3, language),
    decimal(stop.lowest, 3, language),
    decimal(stop.read, 0, language),
    `${decimal(stop.saved * 100, 1, language)} %`,
  ];
  const rows: (readonly Piece[])[] = sets.flatMap((set) =>
    set.stop === null ? [] : [[set.name, ...cells(set.stop, set.runs)]],
  );
  if (sets.length > 1)
    rows.push([t("simulate.mean"), ...cells(mean.stop, runsOf(sets))].map((cell) => styled("bold", cell)));
  return [
    "",
    ...table(
      [
        { head: t("simulate.set"), max: 40 },
        ...(["reached", "recall", "lowest", "read", "saved"] as const).map((name) => ({
          head: t(`simulate.${name}`),
          right: true,
        })),
      ],
      rows,
    ),
  ];
}
