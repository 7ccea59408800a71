import type { MessageValues, Problem } from "#kernel";
import type { AnalysisMaterial } from "../api/types.ts";
import type { TextKey, Words } from "../app/text.ts";
import type { Trouble } from "./compute.ts";
import { capital, type RefusedValue, refusedInWords, statisticInWords } from "./refused-values.ts";

/** A study that was looked at and does not enter. */
type LeftOutStudy = AnalysisMaterial["set"]["leftOut"][number];
type LeftOutDetail = NonNullable<LeftOutStudy["details"]>[number];

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
  const { refused = [] } = why;
  if (refused.length > 0) return { text: refusedInWords(refused, words), english: null };
  if (words.language === "en" || why.text.nb !== undefined)
    return { text: words.local(why.text), english: null };
  const code = lastOf(why.code);
  const said = code === "other" ? "" : words.named("trouble", code, "");
  return said === ""
    ? { text: words.t("trouble.other", { code: why.code }), english: why.text.en }
    : { text: said, english: null };
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
  const values = valuesSaid(code, problem.values, words);
  if (values !== null && (known || BAD_NUMBERS.has(code))) {
    const text = values.whole
      ? `${study === null ? "" : `${study}: `}${values.text}`
      : `${byCode()} ${capital(values.text)}`;
    return { text, english: null };
  }
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

const BAD_NUMBERS: ReadonlySet<string> = new Set(["bad-means", "bad-counts", "bad-effect"]);
const MUST: Readonly<Record<string, RefusedValue["must"]>> = {
  ...{ sd: "sd", se: "se", n: "n", total: "total", events: "events", mean: "mean", estimate: "estimate" },
};

/** What a code says of a study, without the study: "a comma may be a decimal sign …", with a capital. */
function afterStudy(code: string, words: Words): string {
  return capital(words.t(`problem.${code}` as TextKey, { study: "" }).replace(/^[\s:]+/, ""));
}

/** The number that a code is about, with its place; `whole`: that says all there is to say. Null: none is named. */
function valuesSaid(
  code: string,
  values: MessageValues | undefined,
  words: Words,
): { readonly text: string; readonly whole: boolean } | null {
  if (values === undefined) return null;
  const { statistic, arm = "", value = "", events, total, must = MUST[String(statistic)] } = values;
  if (code === "events-above-total" && events !== undefined && total !== undefined) {
    const where = statisticInWords("events", String(arm), words);
    return { text: words.t("refused.above", { where, events, total }), whole: true };
  }
  if (statistic === undefined) return null;
  const where = statisticInWords(String(statistic), String(arm), words);
  if (code.startsWith("bad-") && must !== undefined)
    return {
      text: words.t("refused.value", { where, value, must: words.t(`must.${must}` as TextKey) }),
      whole: true,
    };
  return { text: words.t("refused.entered", { where, value }), whole: false };
}

/** Why a study does not enter, a sentence for each reason; in English where only that is known. */
export function leftOutSaid({ detail, details }: LeftOutStudy, words: Words): Said {
  if (details === undefined) return { text: "", english: detail === "" ? null : detail };
  const said = details.map((one) => detailSaid(one, words));
  return said.includes(null) ? { text: "", english: detail } : { text: said.join(" "), english: null };
}

function detailSaid({ code, values }: LeftOutDetail, words: Words): string | null {
  if (words.named("left-out-detail", code, "") !== "") {
    const { statistic, arm = "" } = values;
    const where = statistic === undefined ? "" : statisticInWords(String(statistic), String(arm), words);
    return words.t(`left-out-detail.${code}` as TextKey, { ...values, where });
  }
  const number = valuesSaid(code, values, words);
  if (number === null || words.named("problem", code, "") === "") return null;
  const text = capital(number.text);
  return number.whole ? text : `${afterStudy(code, words)} ${text}`;
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
