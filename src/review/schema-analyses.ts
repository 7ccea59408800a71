import { z } from "zod";
import type {
  AnalysisChoices,
  PlannedAnalysis,
  PlannedModerators,
  PlannedSensitivity,
  PlannedSubgroups,
  PoolingMethod,
  ZeroCells,
} from "./protocol.ts";
import { id, list, localText, words } from "./schema-parts.ts";

const measure: z.ZodType<AnalysisChoices["measure"]> = z.enum(["SMD", "MD", "RR", "OR", "GEN"]);
const method: z.ZodType<PoolingMethod> = z.enum([
  "inverse-variance",
  "mantel-haenszel",
  "peto",
  "UM.FS",
  "UM.RS",
  "CM.EL",
  "CM.AL",
]);
const model: z.ZodType<AnalysisChoices["model"]> = z.enum(["common", "random"]);
const tau2: z.ZodType<AnalysisChoices["tau2"]> = z.enum([
  "REML",
  "DL",
  "PM",
  "PMM",
  "ML",
  "EB",
  "HE",
  "HS",
  "HSk",
  "SJ",
  "DLIT",
  "SJIT",
]);
const test: z.ZodType<AnalysisChoices["test"]> = z.enum(["z", "t", "knha", "adhoc"]);

const zeroCells: z.ZodType<ZeroCells> = z.strictObject({
  to: z.enum(["only0", "all", "none"]).default("only0"),
  add: z.number().gt(0).max(10).default(0.5),
  doubleZero: z.enum(["keep", "drop"]).default("keep"),
});

/** Keys an analysis and its sensitivity analyses share, none with a default: what is absent stays absent. */
const choices = {
  method: method.optional(),
  prediction: z.enum(["test", "riley"]).optional(),
  zeroCells: zeroCells.optional(),
  risk: z.enum(["all", "not-high", "low"]).optional(),
};
const part = { id, label: localText, note: localText.optional() };

const subgroups: z.ZodType<PlannedSubgroups> = z.strictObject({
  ...part,
  by: words,
  tau2: z.enum(["separate", "common"]).optional(),
});

/** A plain text is the variable; `{ variable, as }` also says how it enters. */
const moderator: z.ZodType<PlannedModerators["variables"][number]> = z.preprocess(
  (value) => (typeof value === "string" ? { variable: value } : value),
  z.strictObject({ variable: words, as: z.enum(["continuous", "categorical"]).optional() }),
);

const moderators: z.ZodType<PlannedModerators> = z.strictObject({
  ...part,
  variables: z.array(moderator).min(1),
});

const sensitivity: z.ZodType<PlannedSensitivity> = z.strictObject({
  ...part,
  measure: measure.optional(),
  model: model.optional(),
  tau2: tau2.optional(),
  test: test.optional(),
  ...choices,
  without: z.array(id).min(1).optional(),
});

/** One planned analysis; keys that came later are optional, so that an older protocol reads as it always did. */
export const analysis: z.ZodType<PlannedAnalysis> = z.strictObject({
  id,
  question: id,
  label: localText,
  outcome: id,
  timepoint: id,
  experimental: id,
  comparator: id,
  measure,
  model: model.default("random"),
  tau2: tau2.default("REML"),
  test: test.default("knha"),
  ...choices,
  tags: list(id),
  scaleLabel: localText.optional(),
  note: localText.optional(),
  leaveOneOut: z.boolean().optional(),
  subgroups: z.array(subgroups).optional(),
  moderators: z.array(moderators).optional(),
  sensitivity: z.array(sensitivity).optional(),
});

const CHOICES = ["measure", "method", "model", "tau2", "test", "prediction", "zeroCells", "risk"] as const;
const ZERO_CELLS = ["to", "add", "doubleZero"] as const;

/** The keys that may stand in an analysis and its parts. */
export const ANALYSIS_KEYS: Readonly<Record<string, readonly string[]>> = {
  analyses: [
    "id",
    "question",
    "label",
    "outcome",
    "timepoint",
    "experimental",
    "comparator",
    ...CHOICES,
    "tags",
    "scaleLabel",
    "note",
    "leaveOneOut",
    "subgroups",
    "moderators",
    "sensitivity",
  ],
  "analyses.zeroCells": ZERO_CELLS,
  "analyses.subgroups": ["id", "label", "note", "by", "tau2"],
  "analyses.moderators": ["id", "label", "note", "variables"],
  "analyses.moderators.variables": ["variable", "as"],
  "analyses.sensitivity": ["id", "label", "note", ...CHOICES, "without"],
  "analyses.sensitivity.zeroCells": ZERO_CELLS,
};
