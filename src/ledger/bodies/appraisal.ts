import { z } from "zod";

/** Risk-of-bias judgements on one result (or on the study, when `outcome` is absent). */
export interface Appraised {
  readonly studyId: string;
  readonly outcome?: string | undefined;
  readonly timepoint?: string | undefined;
  /** Instrument id and version, such as `rob2` and `2019-08-22`. */
  readonly tool: string;
  readonly toolVersion: string;
  /** Judgement per domain id, with the support for it. */
  readonly domains: Readonly<Record<string, Judged>>;
  readonly overall: Judged;
  /** Whose judgement it is when taken over from another review. */
  readonly source?: string | undefined;
  readonly sourceNb?: string | undefined;
}

/** One judgement, with what supports it in English and perhaps Norwegian. */
interface Judged {
  readonly judgement: string;
  readonly support?: string | undefined;
  readonly supportNb?: string | undefined;
}

/** Level of evidence of a study in a named scheme. */
export interface EvidenceLevelled {
  readonly studyId: string;
  readonly scheme: string;
  readonly level: string;
  readonly why: string;
  readonly whyNb?: string | undefined;
}

/**
 * What is known of a study's result for an outcome, and why no more: `known` it can be pooled; `partly-known`
 * something is reported (a direction, "not significant") and not enough; `missing` nothing is.
 */
export interface AvailabilityJudged {
  readonly studyId: string;
  readonly outcome: string;
  /** Absent: at any timepoint. */
  readonly timepoint?: string | undefined;
  readonly status: "known" | "partly-known" | "missing";
  /** Given unless the result is known. */
  readonly reason?: UnavailableReason | undefined;
  readonly note?: string | undefined;
  readonly noteNb?: string | undefined;
  /** What the judgement rests on, verbatim, and where it stands: article, registry entry, protocol, letter. */
  readonly quote?: string | undefined;
  readonly place?: string | undefined;
  readonly placeNb?: string | undefined;
}

/**
 * `selective`: measured, and left out because of its p value, size or direction; `unrelated`: measured, and
 * left out for another reason; `not-measured`; `unclear`.
 */
export type UnavailableReason = "selective" | "unrelated" | "not-measured" | "unclear";

const id = z.string().min(1).max(200);
const judged = z.strictObject({
  judgement: id,
  support: z.string().max(20_000).optional(),
  supportNb: z.string().max(20_000).optional(),
});

export const appraised: z.ZodType<Appraised> = z.strictObject({
  studyId: id,
  outcome: id.optional(),
  timepoint: id.optional(),
  tool: id,
  toolVersion: id,
  domains: z.record(z.string(), judged),
  overall: judged,
  source: z.string().optional(),
  sourceNb: z.string().optional(),
});

export const evidenceLevelled: z.ZodType<EvidenceLevelled> = z.strictObject({
  studyId: id,
  scheme: id,
  level: id,
  why: z.string(),
  whyNb: z.string().optional(),
});

export const availabilityJudged: z.ZodType<AvailabilityJudged> = z.strictObject({
  studyId: id,
  outcome: id,
  timepoint: id.optional(),
  status: z.enum(["known", "partly-known", "missing"]),
  reason: z.enum(["selective", "unrelated", "not-measured", "unclear"]).optional(),
  note: z.string().max(20_000).optional(),
  noteNb: z.string().max(20_000).optional(),
  quote: z.string().max(20_000).optional(),
  place: z.string().max(1_000).optional(),
  placeNb: z.string().max(1_000).optional(),
});
