import type { ValueInForce, ValuesDoc } from "#extraction";
import type { ExtractedEntry, ReportStatusSet, StudyDefined } from "#ledger";
import type { Form, PlannedAnalysis, Protocol } from "#review";

const field = (
  id: string,
  per: "arm" | "contrast" | "study",
  more: Partial<Form["fields"][number]> = {},
) => ({
  id,
  label: { en: id },
  type: "number" as const,
  per,
  choices: [],
  required: false,
  ...more,
});

export const effectForm: Form = {
  id: "effect",
  label: { en: "Effect" },
  kind: "effect",
  fields: [
    field("n", "arm", { type: "integer", statistic: "n", required: true }),
    field("mean", "arm", { statistic: "mean", required: true }),
    field("sd", "arm", { statistic: "sd" }),
    field("events", "arm", { type: "integer", statistic: "events" }),
    field("total", "arm", { type: "integer", statistic: "total" }),
    field("g", "contrast", { statistic: "estimate" }),
    field("se", "contrast", { statistic: "se" }),
    field("country", "study", { type: "text" }),
  ],
};

export const studyForm: Form = {
  id: "mechanism",
  label: { en: "Mechanism" },
  kind: "study",
  fields: [
    field("sample", "study", { type: "text", required: true }),
    field("size", "study", { type: "integer" }),
    field("species", "study", {
      type: "choice",
      required: true,
      choices: [
        { id: "human", label: { en: "Human" } },
        { id: "animal", label: { en: "Animal" } },
      ],
    }),
  ],
};

export const analysis: PlannedAnalysis = {
  id: "main",
  question: "q1",
  label: { en: "Main" },
  outcome: "caps",
  timepoint: "end",
  experimental: "experimental",
  comparator: "comparator",
  measure: "SMD",
  model: "random",
  tau2: "REML",
  test: "knha",
  tags: [],
};

export const protocol: Protocol = {
  title: { en: "T" },
  shortTitle: { en: "T" },
  authors: [],
  registration: null,
  people: [],
  questions: [],
  criteria: [],
  sources: [],
  stages: [],
  exclusionReasons: [],
  armRoles: [
    { id: "experimental", label: { en: "E" } },
    { id: "comparator", label: { en: "C" } },
  ],
  outcomes: [
    { id: "caps", label: { en: "CAPS" }, instrument: null, kind: "continuous", better: "lower" },
    { id: "response", label: { en: "Response" }, instrument: null, kind: "dichotomous", better: "higher" },
  ],
  timepoints: [{ id: "end", label: { en: "End" } }],
  forms: [effectForm, studyForm],
  analyses: [analysis],
  highlights: [],
};

export const arms = [
  { id: "mdma", label: "MDMA", role: "experimental" },
  { id: "placebo", label: "Placebo", role: "comparator" },
];

export function entry(
  fieldId: string,
  value: string | null,
  address: Partial<ExtractedEntry> = {},
): ExtractedEntry {
  return { field: fieldId, value, confidence: "read-in-source", ...address };
}

/** At the main outcome and timepoint. */
export function armEntry(fieldId: string, arm: string, value: string | null): ExtractedEntry {
  return entry(fieldId, value, { arm, outcome: "caps", timepoint: "end" });
}

export function inForce(one: ExtractedEntry, by = "ann", report: string | null = null): ValueInForce {
  return { ...one, by, at: "2026-01-01T00:00:00.000Z", eventId: `e-${by}`, report };
}

export function valuesDoc(studyId: string, entries: readonly ValueInForce[]): ValuesDoc {
  return { formId: "effect", studyId, entries };
}

export function study(studyId: string, more: Partial<StudyDefined> = {}): StudyDefined {
  return {
    studyId,
    label: studyId.toUpperCase(),
    reports: [`r-${studyId}`],
    questions: ["q1"],
    tags: [],
    characteristics: {},
    pools: [],
    ...more,
  };
}

export function retracted(report: string): ReportStatusSet {
  return { report, status: "retracted", date: "2024-08-10", source: "notice" };
}

/** n, mean and SD of both arms. */
export function fullEntries(by = "ann", report: string | null = null): readonly ValueInForce[] {
  return ["mdma", "placebo"].flatMap((arm) =>
    [armEntry("n", arm, "12"), armEntry("mean", arm, "−23.4"), armEntry("sd", arm, "10.50")].map((one) =>
      inForce({ ...one, quote: "Table 2", place: "p. 4" }, by, report),
    ),
  );
}
