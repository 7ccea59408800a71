import type { Problem } from "#kernel";
import type { AnalysisMaterial } from "../api/types.ts";
import type { TextKey, Words } from "../app/text.ts";
import type { Trouble } from "./compute.ts";

/** What went wrong in the reader's language: by its code where the catalogues know it, else as the library says it. */
export function troubleInWords(why: Trouble, words: Words): string {
  const code = why.code.split("/").at(-1) ?? why.code;
  if (why.text.nb !== undefined) return words.local(why.text);
  const said = words.named("trouble", code, "");
  if (words.language === "en") return why.text.en;
  return said === "" ? words.t("trouble.other", { code: why.code }) : said;
}

/**
 * Something to settle about the numbers, in the reader's language: by its code, with the study it is about. What it
 * says beyond that is in English alone.
 */
export function problemInWords(
  problem: Problem,
  { set, studies }: Pick<AnalysisMaterial, "set" | "studies">,
  words: Words,
): string {
  if (words.language === "en") return problem.message;
  const field = problem.field ?? "";
  const about = [...studies, ...set.rows].find(
    ({ studyId, label }) => label === field || studyId === field || field.startsWith(`${studyId} `),
  );
  const study = about?.label ?? (field === "" ? words.t("study") : field);
  const code = problem.code.split("/").at(-1) ?? problem.code;
  const known = code !== "other" && words.named("problem", code, "") !== "";
  return known
    ? words.t(`problem.${code}` as TextKey, { study })
    : words.t("problem.other", { study, code: problem.code });
}
