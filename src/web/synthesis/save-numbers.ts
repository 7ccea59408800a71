import { say } from "../app/notices.tsx";
import type { Words } from "../app/text.ts";
import type { Computed } from "./compute.ts";
import { fileName, saveFile } from "./export-figure.ts";
import { numbersCsv } from "./export-numbers.ts";
import type { Departure } from "./plan-words.ts";
import type { Variable } from "./variables.ts";

/** Hands the numbers of an analysis out as CSV, named as exploratory where they are. */
export function saveNumbers(
  input: {
    readonly computed: Computed;
    readonly departed: readonly Departure[];
    readonly variables: readonly Variable[];
    /** What the analysis is called. */
    readonly analysis: string;
  },
  t: Words["t"],
): void {
  const { computed, departed, variables } = input;
  const { groups, moderators } = computed.spec;
  const exploratory = departed.length > 0;
  const text = numbersCsv({
    computed,
    analysis: input.analysis,
    grouping: variables.find(({ id }) => id === groups) ?? null,
    moderators: variables.filter(({ id }) => moderators.includes(id)),
    status: exploratory ? "exploratory" : "planned",
    departures: departed.map((one) => one.text).join(" "),
  });
  const name = `${fileName(input.analysis, ...(exploratory ? [t("plan.file")] : []))}.csv`;
  saveFile(name, new Blob([text], { type: "text/csv;charset=utf-8" }));
  say(t("export.saved", { name }));
}
