import { z } from "zod";
import type { LocalText } from "#kernel";
import {
  type Allocated,
  type Decision,
  type HighlightsSet,
  highlightsSet,
  type Labelled,
  type OrderSet,
  type SampleDrawn,
  type Stage,
  type Stamped,
  type Stopped,
  stage,
} from "#ledger";
import type { ReportRow } from "#records";
import type { Calibration } from "#review";

const id: z.ZodString = z.string().min(1).max(200);
const seed: z.ZodInt = z.int().min(0).max(0xffff_ffff);

/** GET /api/screening/:stage/next */
export interface NextQuery {
  /** Position after which to go on, where the order is that of import. */
  readonly after: number;
  readonly limit: number;
}
export const nextQuery: z.ZodType<NextQuery> = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(20).default(3),
});

/** One report to read. */
export interface ScreenItem {
  /** `status`: what its publication status was set to, where somebody has. */
  readonly report: ReportRow & { readonly status?: string };
  /** This reviewer's own vote, when there is one. */
  readonly own: {
    readonly decision: Decision;
    readonly exclusionReason: string | null;
    readonly note: string | null;
  } | null;
  /** Why it is shown now: it belongs to a calibration or pilot round or a random sample, the learner ranks it here, or it is its turn. */
  readonly because: "round" | "sample" | "ranked" | "order";
  /** Of a calibration or pilot round: goes with the vote. */
  readonly round?: string;
}

/** How the order of the queue comes about for the person who asks. */
export interface RankingState {
  readonly order: OrderSet["order"];
  /** `preparing`: the learner reads the records, and the order is that of import until it is ready. */
  readonly state: "off" | "preparing" | "ready" | "failed";
  readonly model: string;
  /** Decisions the present order was learned from: this person's own and those open to all. */
  readonly trainedOn: number;
  readonly relevant: number;
}

export interface ScreenProgress {
  /** Reports that no longer wait for this person. */
  readonly read: number;
  readonly inStage: number;
}

/** GET /api/screening/:stage/next?after=&limit= */
export interface NextResponse {
  /** The next reports that wait for this person's vote, first one to show now, the rest to prefetch. */
  readonly items: readonly ScreenItem[];
  readonly progress: ScreenProgress;
  readonly ranking: RankingState;
  /** Set when screening of the stage was ended; items are then empty. */
  readonly stopped: Stamped<Stopped> | null;
}

/** POST /api/votes */
export interface VoteResponse extends NextResponse {
  readonly eventId: string;
}

/** What a stopping rule says now. */
export interface RuleVerdict {
  readonly rule: string;
  readonly stop: boolean;
  readonly unsupported: string | null;
  readonly values: Readonly<Record<string, number>>;
}

/** GET /api/screening/:stage/progress: how far this person has come, from their own votes and those open to all. */
export interface ProgressResponse {
  /** Null until the learner's thread has read the records. */
  readonly progress: {
    readonly total: number;
    readonly screened: number;
    /** Kept: included, maybe or awaiting information. */
    readonly relevant: number;
    /** Recall curve, thinned: reports read, relevant among them. */
    readonly curve: readonly (readonly [number, number])[];
    readonly verdicts: readonly RuleVerdict[];
    /** p that recall is below each target. */
    readonly frontier: readonly { readonly target: number; readonly p: number }[];
    /** How many irrelevant reports in a row would let the chosen rule stop; null: none short of all. */
    readonly earliestStop: number | null;
    /** The claim in words for the methods text. */
    readonly claim: LocalText | null;
  } | null;
  readonly rule: OrderSet["stopping"];
  readonly stopped: Stamped<Stopped> | null;
}

/** GET /api/screening/:stage/explain/:report: what pushed the report up or down. */
export interface ExplainResponse {
  /** Null while there is no trained learner for this person. */
  readonly explanation: {
    /** From 1, the likeliest. */
    readonly rank: number | null;
    readonly of: number;
    readonly score: number;
    readonly terms: readonly { readonly term: string; readonly weight: number }[];
  } | null;
}

/** A sample with how far it is read. */
export interface SampleState {
  readonly sample: Stamped<SampleDrawn>;
  /** Reports each of its readers has read; an audit sample counts answers. */
  readonly read: readonly { readonly person: string; readonly reports: number }[];
  /** All its readers are done; before, a calibration round shows no votes. */
  readonly done: boolean;
}

/** GET /api/screening/:stage/setup */
export interface SetupResponse {
  readonly stage: Stage;
  readonly order: OrderSet;
  /** Null: the program's default, nobody has chosen. */
  readonly orderSet: Stamped<OrderSet> | null;
  readonly allocation: Stamped<Allocated> | null;
  readonly samples: readonly SampleState[];
  readonly calibration: Calibration | null;
  readonly stopped: Stamped<Stopped> | null;
  readonly models: readonly string[];
  readonly rules: readonly string[];
  readonly reviewers: readonly string[];
  readonly required: number;
  readonly secondReviewerShare: number;
}

/** POST /api/screening/:stage/order */
export type OrderRequest = Omit<OrderSet, "stage">;
export const orderRequest: z.ZodType<OrderRequest> = z.strictObject({
  order: z.enum(["ranked", "import", "random"]),
  model: z.string().min(1).max(100),
  seed,
  start: z.enum(["words", "random"]),
  relevant: z.array(id).max(10_000),
  stopping: z.strictObject({
    rule: z.string().min(1).max(100),
    target: z.number().gt(0).max(1),
    confidence: z.number().gt(0).lt(1),
  }),
});

/** POST /api/screening/:stage/allocation; no shares: everyone reads whatever waits. */
export type AllocationRequest = Omit<Allocated, "stage">;
export const allocationRequest: z.ZodType<AllocationRequest> = z.strictObject({
  shares: z.array(z.strictObject({ person: id, weight: z.number().gt(0).max(1_000) })).max(100),
  seed,
});

/** POST /api/screening/:stage/samples draws one. */
export interface SampleRequest {
  readonly purpose: SampleDrawn["purpose"];
  readonly size: number;
  readonly seed?: number | undefined;
  /** Who reads it; absent: the reviewers of the protocol. */
  readonly reviewers?: readonly string[] | undefined;
}
export const sampleRequest: z.ZodType<SampleRequest> = z.strictObject({
  purpose: z.enum(["calibration", "pilot", "random", "audit"]),
  size: z.int().min(1).max(100_000),
  seed: z.int().min(0).max(0xffff_ffff).optional(),
  reviewers: z.array(id).max(100).optional(),
});

/** GET /api/screening/:stage/samples/:sample: an audit sample or a finished round. */
export interface SampleResponse {
  readonly state: SampleState;
  readonly items: readonly {
    readonly report: ReportRow;
    /** Audit: the answer, when there is one. */
    readonly relevant: boolean | null;
  }[];
  /** Of an audit sample: the most relevant reports that may have been missed, at the confidence of the stage. */
  readonly bound: {
    readonly sampled: number;
    readonly found: number;
    readonly population: number;
    readonly confidence: number;
    readonly atMost: number;
    readonly text: LocalText;
  } | null;
}

/** POST /api/screening/:stage/audits */
export interface AuditRequest {
  readonly sample: string;
  readonly report: string;
  readonly relevant: boolean;
  readonly note?: string | undefined;
}
export const auditRequest: z.ZodType<AuditRequest> = z.strictObject({
  sample: id,
  report: id,
  relevant: z.boolean(),
  note: z.string().max(10_000).optional(),
});

/** POST /api/screening/:stage/stop ends a stage by the rule in force; taken back by undo. */
export interface StopRequest {
  /** Stop although the rule does not say so; the report states it. */
  readonly anyway: boolean;
  readonly note?: string | undefined;
}
export const stopRequest: z.ZodType<StopRequest> = z.strictObject({
  anyway: z.boolean().default(false),
  note: z.string().max(10_000).optional(),
});

/** GET /api/highlights, POST /api/highlights: the words marked for this person. */
export interface HighlightsResponse {
  readonly highlights: HighlightsSet["highlights"];
  /** The protocol's, to go back to. */
  readonly protocol: HighlightsSet["highlights"];
  readonly own: boolean;
}
export type HighlightsRequest = HighlightsSet;
export const highlightsRequest: z.ZodType<HighlightsRequest> = highlightsSet;

/** GET /api/records/:reportId/discussion: what this person may see of it. */
export interface DiscussionResponse {
  readonly comments: readonly {
    readonly eventId: string;
    readonly by: string;
    readonly at: string;
    readonly stage: Stage;
    readonly text: string;
  }[];
  readonly labels: readonly Stamped<Labelled>[];
  /** Labels in use in the review that this person may see. */
  readonly known: readonly string[];
}

/** POST /api/records/:reportId/comments */
export interface CommentRequest {
  readonly stage: Stage;
  readonly text: string;
}
export const commentRequest: z.ZodType<CommentRequest> = z.strictObject({
  stage,
  text: z.string().trim().min(1).max(10_000),
});

/** POST /api/records/:reportId/labels */
export interface LabelRequest {
  readonly stage: Stage;
  readonly label: string;
  readonly on: boolean;
}
export const labelRequest: z.ZodType<LabelRequest> = z.strictObject({
  stage,
  label: z.string().trim().min(1).max(100),
  on: z.boolean(),
});

/** GET /api/screening/:stage/agreement?round= */
export interface AgreementQuery {
  readonly round?: string | undefined;
}
export const agreementQuery: z.ZodType<AgreementQuery> = z.strictObject({ round: id.optional() });

export interface WrittenResponse {
  readonly eventId: string;
}

/** One statistic of agreement; null with the reason where it cannot be had. */
export interface AgreementStatistic {
  readonly id: "percent" | "kappa" | "pabak" | "ac1" | "alpha" | "positive" | "negative";
  /** Percent from 0 to 100, the others up to 1. */
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly why: string | null;
}

export interface AgreementNumbers {
  readonly n: number;
  /** Each decision a category of its own. */
  readonly detailed: readonly AgreementStatistic[];
  /** Kept (included, maybe, awaiting information) against excluded. */
  readonly kept: readonly AgreementStatistic[];
}

/** GET /api/screening/:stage/agreement?round=: on votes as they were before anyone could see another's. */
export interface AgreementResponse {
  readonly stage: Stage;
  readonly round: string | null;
  /** All reviewers together; null where fewer than two have voted on the same report. */
  readonly all: AgreementNumbers | null;
  readonly pairs: readonly {
    readonly reviewers: readonly [string, string];
    readonly numbers: AgreementNumbers;
    readonly categories: readonly Decision[];
    /** Rows: the first reviewer's decision; columns: the second's. */
    readonly table: readonly (readonly number[])[];
  }[];
  readonly disagreements: {
    readonly total: number;
    /** The first hundred. */
    readonly items: readonly {
      readonly report: ReportRow;
      readonly votes: readonly {
        readonly reviewer: string;
        readonly decision: Decision;
        readonly exclusionReason: string | null;
        readonly note: string | null;
      }[];
    }[];
  };
  /** For the report. */
  readonly sentence: LocalText | null;
  /** Of a calibration round whose stage plans one. */
  readonly calibration: {
    readonly plan: Calibration;
    /** Null while it cannot be told. */
    readonly met: boolean | null;
    readonly remark: LocalText;
  } | null;
  /** Reports on which votes are still to come; of a round that is not done, nothing else is told. */
  readonly waiting: number;
}
