import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "./io/package-files.ts";
import { createReview } from "./open-review.ts";
import type { OpenReviewOptions, Workbench } from "./workbench.ts";

/** The order in which a review's files are applied; `recipe.json` beside them. */
export interface Recipe {
  /** Stable id of the review, so that two builds are copies of one review. */
  readonly reviewId: string;
  readonly title: string;
  /** Person who acts where a file names none. */
  readonly by: string;
  readonly protocol: string;
  readonly imports: readonly { readonly file: string; readonly source: string }[];
  /** Bulk files for `evidens extract`, in order. */
  readonly files: readonly string[];
}

const recipe: z.ZodType<Recipe> = z.object({
  reviewId: z.string().min(1),
  title: z.string().min(1),
  by: z.string().min(1),
  protocol: z.string(),
  imports: z.array(z.strictObject({ file: z.string(), source: z.string() })),
  files: z.array(z.string()),
});

/** Folder of the worked example that comes with the program. */
export function exampleFolder(): string {
  return join(packageRoot(), "examples", "mdma-ptsd");
}

/**
 * Builds a review from its files through the same steps a person takes: protocol, imports,
 * duplicates, bulk files, analyses. Reports are written by the caller.
 *
 * @param folder holds `recipe.json` and the files it names
 * @param path of the review to begin
 * @param onStep told what is done next, for a progress line
 */
export async function buildFromRecipe(
  folder: string,
  path: string,
  options: OpenReviewOptions = {},
  onStep: (step: string) => void = () => undefined,
): Promise<Workbench> {
  const read = (file: string) => readFileSync(join(folder, file));
  const { reviewId, title, by, protocol, imports, files } = recipe.parse(
    JSON.parse(read("recipe.json").toString("utf8")),
  );
  onStep(protocol);
  const workbench = await createReview(
    { path, title, by, reviewId, protocolText: read(protocol).toString("utf8"), protocolFile: protocol },
    options,
  );
  for (const { file, source } of imports) {
    onStep(file);
    await workbench.importFile({ by, sourceId: source, fileName: file, bytes: read(file) });
  }
  onStep("duplicates");
  await workbench.dedupe({ by });
  for (const file of files) {
    onStep(file);
    await workbench.applyFile({ by, text: read(file).toString("utf8"), file });
  }
  onStep("analyses");
  await workbench.runAnalyses({ by });
  return workbench;
}
