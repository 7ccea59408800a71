import type { Problem } from "#kernel";
import { duplicates, type Found, items } from "./cross-check-parts.ts";
import { analysisProblems } from "./cross-checks-analyses.ts";
import { valueAt } from "./issues.ts";
import { nearest } from "./nearest.ts";
import { fieldName, type Places } from "./places.ts";

/** Lists whose items have ids of their own. */
const LISTS = [
  "people",
  "questions",
  "criteria",
  "sources",
  "exclusionReasons",
  "armRoles",
  "outcomes",
  "timepoints",
  "forms",
  "analyses",
];
/** Fields that name an item of another list: list, field, list named, what it is called. */
const REFERENCES: readonly (readonly [string, string, string, string])[] = [
  ["questions", "outcomes", "outcomes", "outcome"],
  ["analyses", "question", "questions", "question"],
  ["analyses", "outcome", "outcomes", "outcome"],
  ["analyses", "timepoint", "timepoints", "time point"],
  ["analyses", "experimental", "armRoles", "arm role"],
  ["analyses", "comparator", "armRoles", "arm role"],
];

/**
 * What no single field shows: ids given twice, references that lead nowhere, lists that a stage, a
 * form or an analysis needs. Works on the plain data, so that it also speaks when the schema found
 * something elsewhere; values of the wrong type are left to the schema.
 */
export function crossProblems(data: unknown, places: Places): Problem[] {
  return [
    ...LISTS.flatMap((list) => duplicates(items(data, [list]), "id", places)),
    ...duplicates(items(data, ["stages"]), "stage", places),
    ...items(data, ["forms"]).flatMap((form) => formProblems(data, form, places)),
    ...REFERENCES.flatMap((reference) => referenceProblems(data, reference, places)),
    ...items(data, ["analyses"]).flatMap((analysis) => sameArms(analysis, places)),
    ...analysisProblems(data, places),
    ...reasonsMissing(data, places),
  ];
}

function referenceProblems(
  data: unknown,
  [list, field, target, called]: readonly [string, string, string, string],
  places: Places,
): Problem[] {
  const known = items(data, [target]).flatMap(({ item }) => (typeof item.id === "string" ? [item.id] : []));
  return items(data, [list]).flatMap(({ path, item }) => {
    const value = item[field];
    const named = Array.isArray(value)
      ? value.map((one: unknown, index) => ({ one, at: [...path, field, index] }))
      : [{ one: value, at: [...path, field] }];
    return named.flatMap(({ one, at }) => {
      if (typeof one !== "string" || known.includes(one)) return [];
      const near = nearest(one, known);
      const choice =
        known.length === 0 ? `Add it under \`${target}\`.` : `Write one of: ${known.join(", ")}.`;
      return [
        {
          code: "review/unknown-reference",
          ...places.of(at),
          field: fieldName(at),
          message: `No ${called} with the id \`${one}\` is defined under \`${target}\`.`,
          remedy: near.length > 0 ? `Did you mean \`${near[0]}\`? ${choice}` : choice,
        },
      ];
    });
  });
}

function formProblems(data: unknown, form: Found, places: Places): Problem[] {
  const fields = items(data, [...form.path, "fields"]);
  const problems = duplicates(fields, "id", places);
  for (const { path, item } of fields) {
    const choices = items(data, [...path, "choices"]);
    problems.push(...duplicates(choices, "id", places));
    const tell = (key: string, message: string, remedy: string): void => {
      const field = [...path, key];
      problems.push({
        code: "review/form-field",
        ...places.of(field),
        field: fieldName(field),
        message,
        remedy,
      });
    };
    if (item.type === "choice" && choices.length === 0)
      tell(
        "choices",
        "A field of type `choice` has no choices.",
        "List them under `choices`, each with `id` and `label`.",
      );
    if (item.type !== "choice" && choices.length > 0)
      tell(
        "type",
        "Choices are given, but the field is not of type `choice`.",
        "Write `type: choice`, or remove the choices.",
      );
    if (form.item.kind === "study" && (item.per === "arm" || item.per === "contrast"))
      tell(
        "per",
        `A study form has one value per study, not per ${item.per}.`,
        "Remove `per`, or use a form of kind `effect`.",
      );
  }
  return problems;
}

function sameArms({ path, item }: Found, places: Places): Problem[] {
  if (typeof item.experimental !== "string" || item.experimental !== item.comparator) return [];
  const field = [...path, "comparator"];
  return [
    {
      code: "review/same-arms",
      ...places.of(field),
      field: fieldName(field),
      message: `\`${item.experimental}\` is compared with itself.`,
      remedy: "Name another arm role as `comparator`.",
    },
  ];
}

/** At full text an exclusion names a reason, so there must be one to name. */
function reasonsMissing(data: unknown, places: Places): Problem[] {
  const stages = items(data, ["stages"]);
  const fullText =
    stages.find(({ item }) => item.stage === "full-text") ??
    (valueAt(data, ["stages"]) === undefined || valueAt(data, ["stages"]) === null
      ? { path: ["exclusionReasons"] }
      : null);
  const serves = ({ item }: Found): boolean =>
    !Array.isArray(item.stages) || (item.stages as unknown[]).includes("full-text");
  if (fullText === null || items(data, ["exclusionReasons"]).some(serves)) return [];
  return [
    {
      code: "review/no-exclusion-reasons",
      ...places.of(fullText.path),
      field: "exclusionReasons",
      message: "There is a full-text stage, but no reason for exclusion at full text is defined.",
      remedy: "List the reasons under `exclusionReasons`, each with `id` and `label`.",
    },
  ];
}
