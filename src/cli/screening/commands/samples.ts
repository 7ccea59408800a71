import { type Command, Option } from "commander";
import type { SampleRequest, SampleResponse } from "#contract";
import { type Cli, wholeNumber } from "../../cli.ts";
import { type Context, personOf } from "../../context.ts";
import { findReport } from "../../review/find-report.ts";
import { withReview, withReviewToRead } from "../../review/with-review.ts";
import { type Line, styled } from "../../terminal/paint.ts";
import { wrapped } from "../../terminal/table.ts";
import { reportLine } from "../lines.ts";
import { type StageOptions, stageOf, withStage } from "../stage.ts";
import { samplesTable } from "./setup.ts";

interface SampleOptions extends StageOptions {
  readonly size: number;
  readonly seed?: number;
  readonly readers?: readonly string[];
}

interface AuditOptions extends StageOptions {
  readonly report: string;
  readonly relevant: "yes" | "no";
  readonly note?: string;
}

const PURPOSES = [
  "calibration",
  "pilot",
  "random",
  "audit",
] as const satisfies readonly SampleRequest["purpose"][];

export function sampleCommand(cli: Cli): Command {
  const command = withStage(
    cli.command(
      "sample <purpose>",
      "Draw reports by chance: calibration or pilot (a round), random (to estimate by), audit (excluded ones)",
      [
        "evidens screen sample calibration --size 50",
        "evidens screen sample pilot --size 20 --readers kari,ola",
        "evidens screen sample audit --size 100 --seed 7",
      ],
    ),
  );
  command.registeredArguments[0]?.choices(PURPOSES);
  return command
    .addOption(
      new Option("--size <n>", "how many reports").argParser(wholeNumber(1, 100_000)).makeOptionMandatory(),
    )
    .option("--seed <n>", "of chance (default: drawn by the system)", wholeNumber(0, 0xffff_ffff))
    .option("--readers <people>", "who reads it, separated by commas (default: all reviewers)", names)
    .action(cli.run(draw));
}

function names(text: string): readonly string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

async function draw(
  context: Context,
  options: SampleOptions,
  purpose: SampleRequest["purpose"],
): Promise<void> {
  const { t, print } = context;
  const stage = stageOf(options);
  const { eventId, state } = await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    const written = await workbench.drawSample({
      by,
      stage,
      purpose,
      size: options.size,
      seed: options.seed,
      reviewers: options.readers,
    });
    const { samples } = await workbench.setup(by, stage);
    return { ...written, state: samples.find(({ sample }) => sample.eventId === written.eventId) };
  });
  const sample = state?.sample;
  print.result({ eventId, sample: sample ?? null }, () => [
    sample === undefined
      ? t("setup.written", { event: eventId })
      : t("sample.drawn", {
          sample: sample.sample,
          size: sample.reports.length,
          population: sample.population,
          seed: sample.seed,
        }),
  ]);
}

export function samplesCommand(cli: Cli): Command {
  return withStage(
    cli.command(
      "samples [sample]",
      "List samples, or show one: an audit with its bound, a round that is done",
      ["evidens screen samples", "evidens screen samples audit-1a2b3c4d5e6f"],
    ),
  ).action(cli.run(showSamples));
}

async function showSamples(
  context: Context,
  options: StageOptions,
  sampleId: string | undefined,
): Promise<void> {
  const { print } = context;
  const stage = stageOf(options);
  await withReviewToRead(context, async (workbench) => {
    const person = await personOf(context, workbench);
    if (sampleId === undefined) {
      const { samples } = await workbench.setup(person, stage);
      print.result({ samples }, () => samplesTable(context, samples));
      return;
    }
    const answer = await workbench.sample(person, stage, sampleId);
    print.result(answer, () => sampleLines(context, answer));
  });
}

function sampleLines(context: Context, { state, items, bound }: SampleResponse): Line[] {
  const { t, language } = context;
  const audit = state.sample.purpose === "audit";
  return [
    ...samplesTable(context, [state]),
    ...items.flatMap(({ report, relevant }): Line[] => [
      `${report.id}  ${reportLine(report)}`,
      ...(audit
        ? [
            styled(
              "dim",
              `  ${t(relevant === null ? "sample.open" : relevant ? "sample.relevant" : "sample.notRelevant")}`,
            ),
          ]
        : []),
    ]),
    ...(items.length === 0 && !audit ? [t("sample.waits")] : []),
    ...(audit && !state.done ? [t("sample.answer", { sample: state.sample.sample })] : []),
    ...(bound === null ? [] : ["", ...wrapped(bound.text[language] ?? bound.text.en, 100)]),
  ];
}

export function auditCommand(cli: Cli): Command {
  return withStage(
    cli.command(
      "audit <sample>",
      "Answer whether an excluded report of an audit sample should have been kept",
      ["evidens screen audit audit-1a2b3c4d5e6f --report smith2020 --relevant no"],
    ),
  )
    .requiredOption("--report <key>", "the report: its id, DOI, PMID or source key")
    .addOption(
      new Option("--relevant <answer>", "should have been kept").choices(["yes", "no"]).makeOptionMandatory(),
    )
    .option("--note <text>", "a note to keep with the answer")
    .action(cli.run(audit));
}

async function audit(context: Context, options: AuditOptions, sample: string): Promise<void> {
  const { t, print, language } = context;
  const stage = stageOf(options);
  await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    const report = await findReport(context, workbench, by, options.report);
    const { eventId } = await workbench.audit({
      by,
      stage,
      sample,
      report: report.id,
      relevant: options.relevant === "yes",
      note: options.note,
    });
    const { bound } = await workbench.sample(by, stage, sample);
    print.result({ eventId, bound }, () => [
      t("setup.written", { event: eventId }),
      ...(bound === null ? [] : wrapped(bound.text[language] ?? bound.text.en, 100)),
    ]);
  });
}
