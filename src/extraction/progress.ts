import type { ArmsDefined, StudyDefined } from "#ledger";
import type { Form } from "#review";
import type { ValuesDoc } from "./documents.types.ts";

/** The studies that a review counts: those that are no pooled analysis of others. */
export function countedStudies<T extends Pick<StudyDefined, "pools">>(studies: readonly T[]): readonly T[] {
  return studies.filter((study) => study.pools.length === 0);
}

export interface FormProgress {
  readonly formId: string;
  readonly studyId: string;
  /** Required fields with a value or a "not reported"; an arm field is filled when every arm has one. */
  readonly filled: number;
  readonly required: number;
  readonly state: "empty" | "begun" | "complete";
}

/**
 * How far one form is filled for one study, by any extractor at any outcome and timepoint.
 *
 * @param arms arms of the study; an arm field of a study without arms is not filled
 * @param doc  values in force, null when there are none
 * Checked: tests/extraction/progress.test.ts.
 */
export function formProgress(
  form: Form,
  studyId: string,
  arms: ArmsDefined["arms"],
  doc: ValuesDoc | null,
): FormProgress {
  const entries = doc?.entries ?? [];
  const required = form.fields.filter((field) => field.required);
  const filled = required.filter((field) => {
    const given = entries.filter((entry) => entry.field === field.id);
    if (form.kind === "study" || field.per !== "arm") return given.length > 0;
    return arms.length > 0 && arms.every((arm) => given.some((entry) => entry.arm === arm.id));
  }).length;
  const state = entries.length === 0 ? "empty" : filled === required.length ? "complete" : "begun";
  return { formId: form.id, studyId, filled, required: required.length, state };
}
