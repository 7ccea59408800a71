import type { Problem } from "#kernel";
import type { TextKey, Words } from "../app/text.ts";
import type { Trouble } from "./compute.ts";

/** Something said in the reader's language; `english` is what only English says of it, to be marked as such. */
export interface Said {
  readonly text: string;
  readonly english: string | null;
}

/** Studies as they are named on the page. */
export interface StudyNames {
  readonly studies: readonly { readonly studyId: string; readonly label: string }[];
  readonly set: { readonly rows: readonly { readonly studyId: string; readonly label: string }[] };
}

const lastOf = (code: string): string => code.split("/").at(-1) ?? code;

/** What went wrong: by its code where the catalogues know it, else as the library says it, in English. */
export function troubleSaid(why: Trouble, words: Words): Said {
  if (words.language === "en" || why.text.nb !== undefined)
    return { text: words.local(why.text), english: null };
  const code = lastOf(why.code);
  const said = code === "other" ? "" : words.named("trouble", code, "");
  return said === ""
    ? { text: words.t("trouble.other", { code: why.code }), english: why.text.en }
    : { text: said, english: null };
}

/** What went wrong in the reader's language, as text alone. */
export function troubleInWords(why: Trouble, words: Words): string {
  return troubleSaid(why, words).text;
}

/**
 * Something to settle about the numbers: by its code, with the study it is about and the values it names; in English
 * as the program says it, unless that names studies by what only the program calls them.
 */
export function problemSaid(problem: Problem, names: StudyNames, words: Words): Said {
  const code = lastOf(problem.code);
  const study = studyOf(problem, names);
  const known = code !== "other" && words.named("problem", code, "") !== "";
  const byCode = (): string =>
    words.t(`problem.${code}` as TextKey, {
      ...problem.values,
      study: study ?? problem.values?.["study"] ?? words.t("study"),
    });
  if (words.language === "en") {
    if (known && problem.values?.["study"] !== undefined) return { text: byCode(), english: null };
    const told = study === null || problem.message.includes(study);
    return { text: told ? problem.message : `${study}: ${problem.message}`, english: null };
  }
  if (known) return { text: byCode(), english: null };
  const said = code === "other" ? "" : words.named("trouble", code, "");
  if (said !== "") return { text: study === null ? said : `${study}: ${said}`, english: null };
  const { code: whole } = problem;
  const text =
    study === null
      ? words.t("problem.something", { code: whole })
      : words.t("problem.other", { study, code: whole });
  return { text, english: problem.message };
}

/** Something to settle about the numbers in the reader's language, as text alone. */
export function problemInWords(problem: Problem, names: StudyNames, words: Words): string {
  return problemSaid(problem, names, words).text;
}

/** The name of the study that a problem is about: by what it names, or by its field. */
function studyOf(problem: Problem, { studies, set }: StudyNames): string | null {
  const { field = "", values } = problem;
  const about = [...studies, ...set.rows].find(
    ({ studyId, label }) =>
      studyId === values?.["study"] ||
      label === field ||
      studyId === field ||
      field.startsWith(`${studyId} `),
  );
  return about?.label ?? null;
}
