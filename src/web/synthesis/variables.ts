import type { AnalysisMaterial, AnalysisRow } from "../api/types.ts";

/** Something studies differ in, as groups or as numbers. */
export interface Variable {
  readonly id: string;
  readonly label: string;
  /** Every value there is is a number. */
  readonly numeric: boolean;
  /** By study id. */
  readonly values: ReadonlyMap<string, { readonly text: string; readonly number: number | null }>;
}

/** What names variables: the catalogues and the reader's language. */
export interface VariableWords {
  readonly named: (prefix: string, id: string, fallback?: string) => string;
  readonly local: (text: { readonly en: string; readonly nb?: string | undefined }) => string;
}

/** Everything the studies can be told apart by: what was extracted, their year, size and risk of bias. */
export function variablesOf(
  material: AnalysisMaterial,
  rows: readonly AnalysisRow[],
  words: VariableWords,
): readonly Variable[] {
  const here = new Set(rows.map(({ studyId }) => studyId));
  const made = (
    id: string,
    label: string,
    entries: readonly (readonly [string, string, number | null])[],
    choice = false,
  ) => {
    const values = new Map(
      entries
        .filter(([studyId]) => here.has(studyId))
        .map(([studyId, text, number]) => [studyId, { text, number }]),
    );
    const numeric = !choice && values.size > 0 && [...values.values()].every(({ number }) => number !== null);
    return { id, label, numeric, values };
  };
  const { studies, moderators } = material;
  return [
    made(
      "risk-of-bias",
      words.named("variable", "risk-of-bias"),
      studies.flatMap(({ studyId, risk }) =>
        risk === null ? [] : [[studyId, words.local(risk.label), null] as const],
      ),
    ),
    made(
      "year",
      words.named("variable", "year"),
      studies.flatMap(({ studyId, year }) => (year === null ? [] : [[studyId, String(year), year] as const])),
    ),
    made(
      "analysed",
      words.named("variable", "analysed"),
      rows.flatMap((row) => {
        const n = peopleIn(row);
        return n === null ? [] : [[row.studyId, String(n), n] as const];
      }),
    ),
    ...moderators.map(({ id, label, choice, values }) =>
      made(
        id,
        label === null ? words.named("characteristic", id) : words.local(label),
        Object.entries(values).map(
          ([studyId, { text, number }]) => [studyId, words.local(text), number] as const,
        ),
        choice,
      ),
    ),
  ];
}

/** People whose numbers enter, both groups; null where that is not known. */
export function peopleIn({ experimentalValues: a, comparatorValues: b }: AnalysisRow): number | null {
  const [one, two] = [a.total ?? a.n, b.total ?? b.n];
  return one === undefined || two === undefined ? null : one.number + two.number;
}

const levelsOf = (variable: Variable): number =>
  new Set([...variable.values.values()].map(({ text }) => text)).size;

/** Variables that sort the studies into at least two groups, and not each study into its own. */
export function groupingVariables(variables: readonly Variable[]): readonly Variable[] {
  return variables.filter((one) => {
    const levels = levelsOf(one);
    return levels >= 2 && levels < one.values.size && (!one.numeric || levels <= one.values.size / 2);
  });
}

/** Moderators of a regression: numbers that differ, and groups. */
export function regressionVariables(variables: readonly Variable[]): readonly Variable[] {
  const groups = new Set(groupingVariables(variables));
  return variables.filter((one) => (one.numeric ? levelsOf(one) >= 2 : groups.has(one)));
}
