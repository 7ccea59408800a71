import type { Decision, Stage } from "#ledger";

export interface CurrentVote {
  readonly reviewer: string;
  readonly decision: Decision;
  readonly exclusionReason: string | null;
  readonly note: string | null;
  readonly at: string;
  readonly eventId: string;
  /** Of an adjudication: settled by those who voted, or by a third person. */
  readonly how?: "consensus" | "third-person";
}

/** All that was decided on one report at one stage. Document kind `screening`, key `<stage>/<report>`. */
export interface ScreeningDoc {
  readonly stage: Stage;
  readonly report: string;
  /** Newest vote of each reviewer, by reviewer id. */
  readonly votes: readonly CurrentVote[];
  /** Votes that their reviewer changed since, oldest first; absent when there is none. */
  readonly earlier?: readonly CurrentVote[];
  readonly adjudication: CurrentVote | null;
}

/**
 * Votes on one report in a calibration or pilot round; they decide nothing in the review. Document kind
 * `round`, key `<sample>/<report>`.
 */
export interface RoundDoc extends ScreeningDoc {
  readonly round: string;
}

/**
 * `pending`: fewer votes than the protocol asks. `maybe`: enough votes, at least one maybe, not yet settled.
 * `conflict`: enough votes that differ. `await`: all who vote wait for information.
 */
export type ScreeningStatus = "pending" | "include" | "exclude" | "maybe" | "await" | "conflict";
