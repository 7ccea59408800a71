import { z } from "zod";
import type { Problem } from "#kernel";
import { readYaml } from "#review";
import type { CoefficientCovariance, DegreesOfFreedom, Standardiser, VisitCovariance } from "#synthesis";
import type { OutcomeThreshold } from "../outcomes/outcomes.types.ts";

/** The derived outcomes that a model needs, by the id of an instrument; see `OutcomePlan`. */
export interface DerivePlan {
  readonly outcome: string;
  readonly baselineVisit?: string | undefined;
  readonly baseline?: string | undefined;
  /** Id of an instrument that Evidens knows, such as `caps-iv`. */
  readonly instrument?: string | undefined;
  readonly higherIsWorse?: boolean | undefined;
  readonly response?: OutcomeThreshold | null | undefined;
  readonly remission?: OutcomeThreshold | null | undefined;
}

/**
 * A repeated-measures model of participants in words and names alone: with the file of the participants it gives
 * the same numbers on any machine, and it can be kept, sent and printed without one of them.
 */
export interface ParticipantModelSpecification {
  /** Short name, unique in the review. */
  readonly id: string;
  readonly title?: string | undefined;
  /** Id of the data set. */
  readonly dataSet: string;
  readonly derive?: DerivePlan | undefined;
  /** Visits that are analysed; default all after the baseline visit of `derive`, else all. */
  readonly visits?: readonly string[] | undefined;
  /** Categories that are analysed, by variable, such as the trials that measured the outcome; default all. */
  readonly only?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Such as `change ~ baseline + arm * visit + trial`. */
  readonly formula: string;
  readonly visit: string;
  readonly subject: string;
  /** Each level of this variable has a covariance of its own. */
  readonly group?: string | undefined;
  readonly weights?: string | undefined;
  readonly coordinates?: readonly string[] | undefined;
  /** Tried in this order until one converges. */
  readonly structures: readonly VisitCovariance[];
  readonly likelihood: "REML" | "ML";
  readonly degreesOfFreedom: DegreesOfFreedom;
  /** Default as R's `mmrm` pairs it with the degrees of freedom. */
  readonly covariance?: CoefficientCovariance | undefined;
  /** Variable whose levels are compared at each visit. */
  readonly arm: string;
  /** Level of `arm` that the others are compared with; default its first. */
  readonly reference?: string | undefined;
  /** By what a difference between arms is divided to give Cohen's d; default `model-sd`. */
  readonly effectSize?: Standardiser | undefined;
  /** Confidence of intervals, in (0, 1); default 0.95. */
  readonly level?: number | undefined;
  /** How trials are pooled; terms of the formula that hold the trial are left out within a trial. */
  readonly pooling?: PoolingPlan | undefined;
}

/** How the trials of a data set are pooled. */
export interface PoolingPlan {
  /** Variable that tells the trials apart. */
  readonly trial: string;
  /** Visit whose difference is pooled; default the last analysed. */
  readonly visit?: string | undefined;
  /** Arm that is compared with the reference; default the second. */
  readonly compared?: string | undefined;
  /** A number of each participant whose interaction with the arm is asked for, such as the baseline. */
  readonly interaction?: string | undefined;
  /** Trials known by their published result alone, each with where it is from. */
  readonly aggregates?: readonly PublishedTrial[] | undefined;
}

/** The same difference as published, on the scale of the outcome. */
export interface PublishedTrial {
  readonly study: string;
  readonly estimate: number;
  readonly se: number;
  /** Report and page. */
  readonly source: string;
}

const name = z.string().min(1).max(200);
const threshold = z.strictObject({
  unit: z.enum(["points", "percent", "score"]),
  value: z.number(),
  source: z.strictObject({ reference: z.string(), doi: z.string().optional() }).optional(),
});
const structure: z.ZodType<VisitCovariance> = z.enum([
  "us",
  "toep",
  "toeph",
  "ar1",
  "ar1h",
  "ad",
  "adh",
  "cs",
  "csh",
  "sp_exp",
  "sp_gau",
]);

/** The shape of a plan of derived outcomes, for files and requests. */
export const derivePlan: z.ZodType<DerivePlan> = z.strictObject({
  outcome: name,
  baselineVisit: name.optional(),
  baseline: name.optional(),
  instrument: name.optional(),
  higherIsWorse: z.boolean().optional(),
  response: threshold.nullable().optional(),
  remission: threshold.nullable().optional(),
});

/**
 * The shape of a specification, for files and requests: fills in the defaults, refuses keys that it does not
 * know.
 *
 * Checked: tests/participants/model-specification.test.ts.
 */
export const modelSpecification: z.ZodType<ParticipantModelSpecification> = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, "must be small letters, digits and hyphens")
    .max(100),
  title: z.string().max(500).optional(),
  dataSet: name,
  derive: derivePlan.optional(),
  visits: z.array(name).min(1).optional(),
  only: z.record(name, z.array(name).min(1)).optional(),
  formula: z.string().min(3).max(2_000),
  visit: name,
  subject: name,
  group: name.optional(),
  weights: name.optional(),
  coordinates: z.array(name).min(1).max(3).optional(),
  structures: z.array(structure).min(1).default(["us", "toeph", "csh", "ar1h", "cs"]),
  likelihood: z.enum(["REML", "ML"]).default("REML"),
  degreesOfFreedom: z
    .enum(["satterthwaite", "kenward-roger", "between-within", "residual"])
    .default("satterthwaite"),
  covariance: z
    .enum([
      "model",
      "kenward-roger",
      "kenward-roger-linear",
      "empirical",
      "empirical-jackknife",
      "empirical-bias-reduced",
    ])
    .optional(),
  arm: name,
  reference: name.optional(),
  effectSize: z.enum(["model-sd", "pooled-sd", "t"]).optional(),
  level: z.number().gt(0).lt(1).optional(),
  pooling: z
    .strictObject({
      trial: name,
      visit: name.optional(),
      compared: name.optional(),
      interaction: name.optional(),
      aggregates: z
        .array(
          z.strictObject({
            study: name,
            estimate: z.number(),
            se: z.number().gt(0),
            source: z.string().min(1).max(1_000),
          }),
        )
        .optional(),
    })
    .optional(),
});

export interface ParsedSpecification {
  /** Null when there is any problem. */
  readonly specification: ParticipantModelSpecification | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads a model specification in YAML and names every problem with its line. Never throws on content.
 *
 * @param text decoded file
 * @param file name to show in the problems
 * Source: YAML 1.2.2, core schema. Checked: tests/participants/model-specification.test.ts.
 */
export function readModelSpecification(text: string, file?: string): ParsedSpecification {
  const { value, problems } = readYaml<ParticipantModelSpecification>(text, file, modelSpecification, {
    whenEmpty: "Write `id`, `dataSet`, `formula`, `visit`, `subject` and `arm`.",
  });
  return { specification: value, problems };
}
