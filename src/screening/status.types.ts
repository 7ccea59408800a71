import type { Decision, Stage } from "#ledger";

export interface CurrentVote {
  readonly reviewer: string;
  readonly decision: Decision;
  readonly exclusionReason: string | null;
  readonly note: string | null;
  readonly at: string;
  readonly eventId: string;
}

/** All that was decided on one report at one stage. Document kind `screening`, key `<stage>/<report>`. */
export interface ScreeningDoc {
  readonly stage: Stage;
  readonly report: string;
  /** Newest vote of each reviewer, by reviewer id. */
  readonly votes: readonly CurrentVote[];
  readonly adjudication: CurrentVote | null;
}

/**
 * `pending`: fewer votes than the protocol asks. `maybe`: enough votes, at least one maybe, not yet settled.
 * `conflict`: enough votes that differ.
 */
export type ScreeningStatus = "pending" | "include" | "exclude" | "maybe" | "conflict";
