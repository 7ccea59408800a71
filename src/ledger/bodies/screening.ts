import { z } from "zod";

export type Stage = "title-abstract" | "full-text";
/** `await`: cannot be decided before the authors have answered or the text has come. */
export type Decision = "include" | "exclude" | "maybe" | "await";

/** One reviewer's decision on one report at one stage. A later vote of the same reviewer replaces it in view. */
export interface Voted {
  readonly stage: Stage;
  readonly report: string;
  readonly decision: Decision;
  /** Id of an exclusion reason of the protocol; required to exclude at full text. */
  readonly exclusionReason?: string | undefined;
  readonly note?: string | undefined;
  /** Id of the calibration or pilot sample the vote belongs to; such a vote decides nothing in the review. */
  readonly round?: string | undefined;
}

/** A conflict was settled, by consensus of those who voted or by a third person. */
export interface Adjudicated {
  readonly stage: Stage;
  readonly report: string;
  readonly decision: "include" | "exclude";
  readonly exclusionReason?: string | undefined;
  readonly note?: string | undefined;
  /** Absent in version 1, which had the third person alone. */
  readonly how?: "consensus" | "third-person" | undefined;
}

/** What order reports are shown in at a stage, and the rule that says when it is safe to stop. */
export interface OrderSet {
  readonly stage: Stage;
  /** `ranked`: likeliest relevant first, learned from votes. */
  readonly order: "ranked" | "import" | "random";
  /** Id of the learner's model. */
  readonly model: string;
  readonly seed: number;
  /** Where the learner begins: words of the protocol, or a random order until there are votes. */
  readonly start: "words" | "random";
  /** Reports known beforehand to be relevant; they train the learner and decide nothing. */
  readonly relevant: readonly string[];
  readonly stopping: {
    readonly rule: string;
    /** Share of the relevant reports to be found, above 0 and at most 1. */
    readonly target: number;
    /** Confidence of that claim, above 0 and below 1. */
    readonly confidence: number;
  };
}

/** A random sample of reports, to be read for a purpose. */
export interface SampleDrawn {
  readonly sample: string;
  readonly stage: Stage;
  /**
   * `calibration`, `pilot`: read by all the reviewers named before the review proper, deciding nothing.
   * `random`: read first (or next) within the review, so that what is found estimates what there is.
   * `audit`: excluded reports, looked at once more.
   */
  readonly purpose: "calibration" | "pilot" | "random" | "audit";
  /** In the order to be read. */
  readonly reports: readonly string[];
  /** Reports it was drawn from. */
  readonly population: number;
  readonly seed: number;
  /** Who reads it; empty: whoever reviews. */
  readonly reviewers: readonly string[];
}

/** A second look at an excluded report of an audit sample. */
export interface Audited {
  readonly sample: string;
  readonly report: string;
  /** Whether it should have been included. */
  readonly relevant: boolean;
  readonly note?: string | undefined;
}

/** Who reads which share of a stage's reports. */
export interface Allocated {
  readonly stage: Stage;
  /** Weights above 0; nobody named: everyone reads whatever waits. */
  readonly shares: readonly { readonly person: string; readonly weight: number }[];
  readonly seed: number;
}

/** Screening of a stage ended before every report was read. */
export interface Stopped {
  readonly stage: Stage;
  readonly rule: string;
  readonly target: number;
  readonly confidence: number;
  /** Reports of the stage, read or not. */
  readonly total: number;
  readonly screened: number;
  readonly relevant: number;
  /** Whether the rule said stop; a person may stop without it, and the report says so. */
  readonly supported: boolean;
  /** Numbers the rule reached. */
  readonly values: Readonly<Record<string, number>>;
  readonly note?: string | undefined;
}

export type HighlightKind =
  | "population"
  | "intervention"
  | "comparator"
  | "outcome"
  | "design"
  | "include"
  | "exclude";

/** The words one person wants marked while reading, in place of the protocol's. */
export interface HighlightsSet {
  readonly highlights: readonly { readonly kind: HighlightKind; readonly terms: readonly string[] }[];
}

/** One contribution to the discussion of a report. */
export interface Commented {
  readonly stage: Stage;
  readonly report: string;
  readonly text: string;
}

/** A label put on a report or taken off. */
export interface Labelled {
  readonly stage: Stage;
  readonly report: string;
  readonly label: string;
  readonly on: boolean;
}

const id: z.ZodString = z.string().min(1).max(200);
const person: z.ZodString = z.string().min(1).max(200);
const seed: z.ZodInt = z.int().min(0).max(0xffff_ffff);
const share: z.ZodNumber = z.number().gt(0).max(1);
const confidence: z.ZodNumber = z.number().gt(0).lt(1);
const count: z.ZodInt = z.int().min(0);

export const stage: z.ZodType<Stage> = z.enum(["title-abstract", "full-text"]);
export const decision: z.ZodType<Decision> = z.enum(["include", "exclude", "maybe", "await"]);
export const highlightKind: z.ZodType<HighlightKind> = z.enum([
  "population",
  "intervention",
  "comparator",
  "outcome",
  "design",
  "include",
  "exclude",
]);

export const voted: z.ZodType<Voted> = z.strictObject({
  stage,
  report: id,
  decision,
  exclusionReason: z.string().optional(),
  note: z.string().max(10_000).optional(),
  round: id.optional(),
});

export const adjudicated: z.ZodType<Adjudicated> = z.strictObject({
  stage,
  report: id,
  decision: z.enum(["include", "exclude"]),
  exclusionReason: z.string().optional(),
  note: z.string().max(10_000).optional(),
  how: z.enum(["consensus", "third-person"]).optional(),
});

export const orderSet: z.ZodType<OrderSet> = z.strictObject({
  stage,
  order: z.enum(["ranked", "import", "random"]),
  model: z.string().min(1).max(100),
  seed,
  start: z.enum(["words", "random"]),
  relevant: z.array(id).max(10_000),
  stopping: z.strictObject({ rule: z.string().min(1).max(100), target: share, confidence }),
});

export const sampleDrawn: z.ZodType<SampleDrawn> = z.strictObject({
  sample: id,
  stage,
  purpose: z.enum(["calibration", "pilot", "random", "audit"]),
  reports: z.array(id).min(1).max(100_000),
  population: count,
  seed,
  reviewers: z.array(person).max(100),
});

export const audited: z.ZodType<Audited> = z.strictObject({
  sample: id,
  report: id,
  relevant: z.boolean(),
  note: z.string().max(10_000).optional(),
});

export const allocated: z.ZodType<Allocated> = z.strictObject({
  stage,
  shares: z.array(z.strictObject({ person, weight: z.number().gt(0).max(1_000) })).max(100),
  seed,
});

export const stopped: z.ZodType<Stopped> = z.strictObject({
  stage,
  rule: z.string().min(1).max(100),
  target: share,
  confidence,
  total: count,
  screened: count,
  relevant: count,
  supported: z.boolean(),
  values: z.record(z.string().max(100), z.number()),
  note: z.string().max(10_000).optional(),
});

export const highlightsSet: z.ZodType<HighlightsSet> = z.strictObject({
  highlights: z
    .array(
      z.strictObject({
        kind: highlightKind,
        terms: z.array(z.string().trim().min(1).max(200)).max(500),
      }),
    )
    .max(20),
});

export const commented: z.ZodType<Commented> = z.strictObject({
  stage,
  report: id,
  text: z.string().trim().min(1).max(10_000),
});

export const labelled: z.ZodType<Labelled> = z.strictObject({
  stage,
  report: id,
  label: z.string().trim().min(1).max(100),
  on: z.boolean(),
});
