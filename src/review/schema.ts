import { z } from "zod";
import { highlightKind, stage } from "#ledger";
import type {
  ArmRole,
  Calibration,
  Criterion,
  ExclusionReason,
  Form,
  FormField,
  Highlight,
  InformationSource,
  Outcome,
  Person,
  Protocol,
  Question,
  StagePlan,
  Statistic,
  Timepoint,
} from "./protocol.ts";
import { ANALYSIS_KEYS, analysis } from "./schema-analyses.ts";
import { id, list, localText, optionalDate, optionalLocalText, optionalText, words } from "./schema-parts.ts";

const statistic: z.ZodType<Statistic> = z.enum(["n", "mean", "sd", "events", "total", "estimate", "se"]);
const note: z.ZodOptional<typeof localText> = localText.optional();

const person: z.ZodType<Person> = z
  .strictObject({
    id,
    name: words,
    nameNb: words.optional(),
    initials: words.optional(),
    roles: z.array(z.enum(["reviewer", "extractor", "adjudicator", "lead"])).optional(),
  })
  .transform(({ id, name, nameNb, initials, roles }) => ({
    id,
    name,
    ...(nameNb === undefined ? {} : { nameNb }),
    initials: initials ?? initialsOf(name),
    roles: roles ?? ["reviewer", "extractor"],
  }));

const question: z.ZodType<Question> = z.strictObject({
  id,
  kind: z.enum(["effect", "mechanism", "qualitative"]),
  text: localText,
  population: optionalLocalText,
  intervention: optionalLocalText,
  comparator: optionalLocalText,
  outcomes: list(id),
});

const criterion: z.ZodType<Criterion> = z.strictObject({
  id,
  kind: z.enum(["include", "exclude"]),
  text: localText,
});

const source: z.ZodType<InformationSource> = z.strictObject({
  id,
  kind: z.enum([
    "database",
    "register",
    "citation-searching",
    "website",
    "organisation",
    "other",
    "background",
  ]),
  name: words,
  nameNb: words.optional(),
  platform: optionalText,
  // As run, to the blank: never trimmed.
  query: z
    .string()
    .nullish()
    .transform((text) => text ?? null),
  searchedOn: optionalDate,
  limits: optionalText,
  limitsNb: words.optional(),
  hits: z
    .int()
    .min(0)
    .nullish()
    .transform((hits) => hits ?? null),
  note,
});

const calibration: z.ZodType<Calibration> = z
  .strictObject({
    reports: z.int().min(1).max(10_000),
    statistic: z.enum(["percent", "kappa", "ac1"]).default("kappa"),
    threshold: z.number().min(0).max(100),
  })
  .refine((plan) => plan.statistic === "percent" || plan.threshold <= 1, {
    path: ["threshold"],
    message: "kappa and AC1 are at most 1; for a share of agreement set `statistic: percent`",
  });

const stagePlan: z.ZodType<StagePlan> = z.strictObject({
  stage,
  reviewers: z.int().min(1).default(1),
  secondReviewerShare: z.number().min(0).max(1).optional(),
  calibration: calibration.optional(),
});

const exclusionReason: z.ZodType<ExclusionReason> = z.strictObject({
  id,
  label: localText,
  stages: z.array(stage).min(1).default(["full-text"]),
});

const armRole: z.ZodType<ArmRole> = z.strictObject({ id, label: localText });
const timepoint: z.ZodType<Timepoint> = z.strictObject({ id, label: localText });

const outcome: z.ZodType<Outcome> = z.strictObject({
  id,
  label: localText,
  instrument: optionalText,
  kind: z.enum(["continuous", "dichotomous"]),
  better: z.enum(["lower", "higher"]),
});

const formField: z.ZodType<Omit<FormField, "per"> & { readonly per: FormField["per"] | undefined }> = z
  .strictObject({
    id,
    label: localText,
    type: z.enum(["text", "integer", "number", "choice"]).default("text"),
    per: z.enum(["arm", "contrast", "study"]).optional(),
    statistic: statistic.optional(),
    choices: list(z.strictObject({ id, label: localText })),
    required: z.boolean().default(false),
  })
  .transform((field) => ({ ...field, per: field.per }));

const form: z.ZodType<Form> = z
  .strictObject({
    id,
    label: localText,
    kind: z.enum(["effect", "study"]),
    fields: z.array(formField).min(1),
  })
  .transform((form) => ({
    ...form,
    fields: form.fields.map((field) => ({
      ...field,
      per: field.per ?? (form.kind === "study" ? ("study" as const) : ("arm" as const)),
    })),
  }));

const highlight: z.ZodType<Highlight> = z.strictObject({
  kind: highlightKind,
  terms: z.array(words).min(1),
});

/** Both stages, one reviewer each. */
const DEFAULT_STAGES: readonly StagePlan[] = [
  { stage: "title-abstract", reviewers: 1 },
  { stage: "full-text", reviewers: 1 },
];

/** Reads a protocol from the plain data of its YAML; unknown keys are refused everywhere. */
export const protocolSchema: z.ZodType<Protocol> = z
  .strictObject({
    title: localText,
    shortTitle: localText.optional(),
    authors: list(words),
    authorsNb: z.array(words).optional(),
    registration: optionalText,
    rationale: localText.optional(),
    people: list(person),
    questions: z.array(question).min(1),
    criteria: list(criterion),
    sources: list(source),
    stages: z.array(stagePlan).min(1).nullish(),
    exclusionReasons: list(exclusionReason),
    armRoles: list(armRole),
    outcomes: list(outcome),
    timepoints: list(timepoint),
    forms: list(form),
    analyses: list(analysis),
    highlights: list(highlight),
  })
  .transform((read) => ({
    ...read,
    shortTitle: read.shortTitle ?? read.title,
    stages: read.stages ?? DEFAULT_STAGES,
  }));

/** The keys that may stand in each part of a protocol, for finding the one that was meant. */
export const KEYS: Readonly<Record<string, readonly string[]>> = {
  "": [
    "title",
    "shortTitle",
    "authors",
    "authorsNb",
    "registration",
    "rationale",
    "people",
    "questions",
    "criteria",
    "sources",
    "stages",
    "exclusionReasons",
    "armRoles",
    "outcomes",
    "timepoints",
    "forms",
    "analyses",
    "highlights",
  ],
  people: ["id", "name", "nameNb", "initials", "roles"],
  questions: ["id", "kind", "text", "population", "intervention", "comparator", "outcomes"],
  criteria: ["id", "kind", "text"],
  sources: [
    "id",
    "kind",
    "name",
    "nameNb",
    "platform",
    "query",
    "searchedOn",
    "limits",
    "limitsNb",
    "hits",
    "note",
  ],
  stages: ["stage", "reviewers", "secondReviewerShare", "calibration"],
  exclusionReasons: ["id", "label", "stages"],
  armRoles: ["id", "label"],
  outcomes: ["id", "label", "instrument", "kind", "better"],
  timepoints: ["id", "label"],
  "stages.calibration": ["reports", "statistic", "threshold"],
  forms: ["id", "label", "kind", "fields"],
  "forms.fields": ["id", "label", "type", "per", "statistic", "choices", "required"],
  "forms.fields.choices": ["id", "label"],
  ...ANALYSIS_KEYS,
  highlights: ["kind", "terms"],
};

/** First letters of up to three words of a name. */
function initialsOf(name: string): string {
  const letters = name.split(/[\s-]+/).map((word) => [...word][0] ?? "");
  return letters.slice(0, 3).join("").toUpperCase();
}
