import type { LocalText } from "#kernel";
import type { Protocol } from "./protocol.ts";

/** What is known of every study without a field for it; names that a plan may use beside `<form>.<field>`. */
export const STUDY_VARIABLES: readonly ["risk-of-bias", "year", "analysed"] = [
  "risk-of-bias",
  "year",
  "analysed",
];

/** A variable that studies can be told apart by, as a plan names it. */
export interface StudyVariable {
  readonly name: string;
  /** Null for those that need no field. */
  readonly field: { readonly formId: string; readonly fieldId: string } | null;
  /** Null for those that need no field: they are named by the catalogues. */
  readonly label: LocalText | null;
  /** A choice among words, which is never a number. */
  readonly choice: boolean;
}

/** Every variable that a plan may name, in the order of the protocol. */
export function studyVariables({ forms }: Protocol): readonly StudyVariable[] {
  const builtIn = STUDY_VARIABLES.map((name) => ({
    name,
    field: null,
    label: null,
    choice: name === "risk-of-bias",
  }));
  const fields = forms
    .filter(({ kind }) => kind === "study")
    .flatMap((form) =>
      form.fields.map((field) => ({
        name: `${form.id}.${field.id}`,
        field: { formId: form.id, fieldId: field.id },
        label: field.label,
        choice: field.type === "choice",
      })),
    );
  return [...builtIn, ...fields];
}
