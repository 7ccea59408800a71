import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { parseProtocol } from "#review";
import { createReview } from "./open-review.ts";
import { prepareRendering } from "./render-in-thread.ts";
import type { OpenReviewOptions, Workbench } from "./workbench.ts";

/** The order in which a review's files are applied, and who acts; `recipe.json` beside them. */
interface Recipe {
  /** Stable id of the review, so that two builds are copies of one review. */
  readonly review: string;
  readonly protocol: { readonly file: string; readonly by: string };
  readonly imports: readonly { readonly file: string; readonly source: string; readonly by: string }[];
  readonly dedupe: { readonly by: string };
  /** Bulk files for `evidens extract`, in order. */
  readonly files: readonly { readonly file: string; readonly by: string }[];
  readonly analyses: { readonly by: string };
  /** Files of participants with their dictionaries and the models that are fitted to them. */
  readonly participants?:
    | readonly {
        readonly file: string;
        readonly dictionary: string;
        readonly by: string;
        readonly models: readonly string[];
      }[]
    | undefined;
  readonly reports: {
    readonly by: string;
    readonly languages: readonly ("en" | "nb")[];
    readonly formats: readonly ("html" | "docx")[];
  };
}

const by = z.string().min(1);
const file = z.string().min(1);
const recipe: z.ZodType<Recipe> = z.strictObject({
  review: z.string().min(1),
  protocol: z.strictObject({ file, by }),
  imports: z.array(z.strictObject({ file, source: z.string().min(1), by })),
  dedupe: z.strictObject({ by }),
  files: z.array(z.strictObject({ file, by })),
  analyses: z.strictObject({ by }),
  participants: z.array(z.strictObject({ file, dictionary: file, by, models: z.array(file) })).optional(),
  reports: z.strictObject({
    by,
    languages: z.array(z.enum(["en", "nb"])),
    formats: z.array(z.enum(["html", "docx"])),
  }),
});

/**
 * Builds a review from its files through the same steps a person takes: protocol, imports,
 * duplicates, bulk files, analyses, reports.
 *
 * @param folder holds `recipe.json` and the files it names
 * @param path of the review to begin
 * @param reportFolder where its reports go
 * @param onStep told what is done next, for a progress line
 * @param wanted languages and formats of the reports; those of the recipe when absent
 */
export async function buildFromRecipe(
  folder: string,
  path: string,
  reportFolder: string,
  options: OpenReviewOptions = {},
  onStep: (step: string) => void = () => undefined,
  wanted: Partial<Pick<Recipe["reports"], "languages" | "formats">> = {},
): Promise<{
  readonly workbench: Workbench;
  readonly reports: Awaited<ReturnType<Workbench["buildReports"]>>;
}> {
  const read = (name: string) => readFileSync(join(folder, name));
  const plan = recipe.parse(JSON.parse(read("recipe.json").toString("utf8")));
  // The threads get ready while the review is made.
  const wishes = { ...plan.reports, ...wanted };
  for (const language of wishes.languages) prepareRendering(language);
  onStep(plan.protocol.file);
  const protocolText = read(plan.protocol.file).toString("utf8");
  const workbench = await createReview(
    {
      path,
      title: titleOf(protocolText, plan),
      by: plan.protocol.by,
      reviewId: plan.review,
      protocolText,
      protocolFile: plan.protocol.file,
    },
    options,
  );
  for (const { file: name, source, by: person } of plan.imports) {
    onStep(name);
    await workbench.importFile({ by: person, sourceId: source, fileName: basename(name), bytes: read(name) });
  }
  onStep("duplicates");
  await workbench.dedupe(plan.dedupe);
  for (const { file: name, by: person } of plan.files) {
    onStep(name);
    await workbench.applyFile({ by: person, text: read(name).toString("utf8"), file: name });
  }
  onStep("analyses");
  await workbench.runAnalyses(plan.analyses);
  for (const { file: name, dictionary, by: person, models } of plan.participants ?? []) {
    onStep(name);
    await workbench.keepParticipants({
      by: person,
      fileName: basename(name),
      bytes: read(name),
      dictionary: read(dictionary).toString("utf8"),
      dictionaryFile: dictionary,
    });
    for (const model of models) {
      onStep(model);
      const text = read(model).toString("utf8");
      const specification = await workbench.readParticipantModel({ text, file: model });
      await workbench.recordParticipantModel({ by: person, specification });
    }
  }
  onStep("reports");
  const reports = await workbench.buildReports({ ...wishes, folder: reportFolder });
  return { workbench, reports };
}

function titleOf(protocolText: string, plan: Recipe): string {
  return parseProtocol(protocolText, plan.protocol.file).protocol?.title.en ?? plan.review;
}
