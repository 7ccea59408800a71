import type { AnalysisSet } from "#extraction";
import type { LocalText } from "#kernel";
import { type PlannedAnalysis, studyVariables } from "#review";
import { peopleIn, riskOf, type StudySource, type StudyValue, studyFields, yearOf } from "./study-facts.ts";

/** A variable of the studies of an analysis, with its values. */
export interface KnownVariable {
  readonly label: LocalText;
  /** A choice among words, which is never a number. */
  readonly choice: boolean;
  /** By study id; a study without a value is absent. */
  readonly values: ReadonlyMap<string, StudyValue>;
}

/** What the planned parts of an analysis need to know of its studies. */
export interface StudyKnowledge {
  /** All studies of the review, by id. */
  readonly labels: ReadonlyMap<string, string>;
  /** Null: nobody has appraised the study. */
  readonly risk: (studyId: string) => "low" | "some" | "high" | null;
  /** Null: nothing of this name is recorded. */
  readonly variable: (name: string) => KnownVariable | null;
}

const BUILT_IN: Readonly<Record<string, LocalText>> = {
  "risk-of-bias": { en: "Risk of bias", nb: "Risiko for skjevhet" },
  year: { en: "Year", nb: "År" },
  analysed: { en: "People analysed", nb: "Antall analysert" },
};

/** What is known of the studies of an analysis set at the plan's outcome and timepoint. */
export function studyKnowledge(
  source: StudySource,
  analysis: PlannedAnalysis,
  rows: AnalysisSet["rows"],
): StudyKnowledge {
  const at = { outcome: analysis.outcome, timepoint: analysis.timepoint };
  const studies = rows.map(({ studyId }) => studyId);
  const risks = new Map(studies.map((studyId) => [studyId, riskOf(source, studyId, at)]));
  const fields = studyFields(
    source,
    rows.map(({ studyId }) => ({ studyId })),
  );
  const valuesOf = (of: (studyId: string) => StudyValue | null): ReadonlyMap<string, StudyValue> =>
    new Map(
      studies.flatMap((studyId) => {
        const value = of(studyId);
        return value === null ? [] : [[studyId, value] as const];
      }),
    );
  const number = (value: number | null | undefined): StudyValue | null =>
    value === null || value === undefined ? null : { text: { en: String(value) }, number: value };
  const builtIn: Readonly<Record<string, (studyId: string) => StudyValue | null>> = {
    "risk-of-bias": (studyId) => {
      const label = risks.get(studyId)?.label;
      return label === undefined ? null : { text: label, number: null };
    },
    year: (studyId) => {
      const study = source.studies.find((one) => one.studyId === studyId);
      return study === undefined ? null : number(yearOf(source, study));
    },
    analysed: (studyId) => number(peopleIn(rows.find((row) => row.studyId === studyId)!)),
  };
  const variables = new Map(studyVariables(source.protocol.protocol).map((one) => [one.name, one]));
  return {
    labels: new Map(source.studies.map(({ studyId, label }) => [studyId, label])),
    risk: (studyId) => risks.get(studyId)?.level ?? null,
    variable: (name) => {
      const found = variables.get(name);
      if (found === undefined) return null;
      const own = builtIn[name];
      const values = fields.find(({ id }) => id === name)?.values ?? {};
      return {
        label: found.label ?? BUILT_IN[name] ?? { en: name },
        choice: found.choice,
        values: valuesOf(own ?? ((studyId) => values[studyId] ?? null)),
      };
    },
  };
}

/** For an analysis that asks nothing of its studies but their numbers. */
export const NOTHING_KNOWN: StudyKnowledge = {
  labels: new Map(),
  risk: () => null,
  variable: () => null,
};
