import type { Command } from "commander";
import type { ExtractionResponse, StudyFormResponse } from "#contract";
import type { Cli } from "../cli.ts";
import { type Context, personOf } from "../context.ts";
import { UsageError } from "../exit-codes.ts";
import { readText } from "../review/read-input.ts";
import { withReview, withReviewToRead } from "../review/with-review.ts";
import { type Line, styled } from "../terminal/paint.ts";
import { withProgress } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";

interface ExtractOptions {
  readonly study?: string;
  readonly form?: string;
}

export function extractCommand(cli: Cli): Command {
  return cli
    .command("extract [file]", "Apply a file of studies, values and judgements, or show what is extracted", [
      "evidens extract studies.yaml",
      "evidens extract --study mitchell2021 --form effect",
      "evidens extract",
    ])
    .option("--study <id>", "show the values of this study")
    .option("--form <id>", "in this form of the protocol")
    .action(cli.run(extract));
}

async function extract(context: Context, options: ExtractOptions, file?: string): Promise<void> {
  const { t } = context;
  const { study, form } = options;
  if (file !== undefined && (study ?? form) !== undefined) {
    throw new UsageError(t("extract.oneThing"), t("extract.oneThing.remedy"));
  }
  if (file !== undefined) return applyFile(context, file);
  if (study !== undefined && form !== undefined) return showValues(context, study, form);
  if ((study ?? form) !== undefined)
    throw new UsageError(t("extract.needsBoth"), t("extract.needsBoth.remedy"));
  return showProgress(context);
}

async function applyFile(context: Context, file: string): Promise<void> {
  const { t, print } = context;
  const text = await readText(context, file);
  const result = await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    return withProgress(context, t("extract.working", { file }), () =>
      workbench.applyFile({ by, text, file }),
    );
  });
  print.result(result, () => [
    t("extract.applied", { file }),
    ...Object.entries(result.written).map(([type, n]): Line => `  ${type}: ${n}`),
  ]);
}

async function showValues(context: Context, study: string, form: string): Promise<void> {
  const answer = await withReviewToRead(context, async (workbench) =>
    workbench.studyForm(await personOf(context, workbench), form, study),
  );
  context.print.result(answer, () => valueLines(context, answer));
}

function valueLines(context: Context, { study, form, entries, sealed }: StudyFormResponse): Line[] {
  const { t, language } = context;
  const rows = entries.map((entry) => [
    entry.field,
    [entry.arm, entry.outcome, entry.timepoint].filter((part) => part !== undefined).join(" / "),
    entry.value ?? t("extract.notReported"),
    entry.place ?? "",
    t(`confidence.${entry.confidence}`),
    entry.by,
  ]);
  const heads = ["field", "address", "value", "place", "confidence", "by"] as const;
  return [
    styled("bold", `${study.label}: ${form.label[language] ?? form.label.en}`),
    ...(rows.length === 0
      ? [t("extract.nothing")]
      : table(
          heads.map((head) => ({ head: t(`extract.${head}`), max: 60 })),
          rows,
        )),
    ...(sealed > 0 ? [styled("dim", t("extract.sealed", { n: sealed }))] : []),
  ];
}

async function showProgress(context: Context): Promise<void> {
  const answer = await withReviewToRead(context, (workbench) => workbench.extraction());
  context.print.result(answer, () => progressLines(context, answer));
}

function progressLines(context: Context, { forms, studies }: ExtractionResponse): Line[] {
  const { t } = context;
  if (studies.length === 0) return [t("extract.noStudies")];
  const columns = [
    { head: t("extract.study") },
    { head: "id" },
    ...forms.map(({ id }) => ({ head: id, right: true })),
  ];
  return table(
    columns,
    studies.map((study) => [
      study.retracted ? styled("red", `${study.label} (${t("extract.retracted")})`) : study.label,
      study.studyId,
      ...forms.map(({ id }) => {
        const one = study.progress[id];
        return one === undefined ? "" : `${one.filled}/${one.fields}`;
      }),
    ]),
  );
}
