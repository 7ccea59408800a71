import type { LinkRelation } from "#ledger";

/** What one field of two records says about whether they are entries for one document. */
export interface PairEvidence {
  readonly field: string;
  readonly agreement: "same" | "similar" | "different" | "missing";
  /** What it adds to the score of the pair; 0 when the field says nothing. */
  readonly points: number;
  /** Code of the rule that spoke, such as `title-equal`. */
  readonly reason: string;
}

/** `merge` at or above the upper threshold, `ask` between the two, `linked` for different documents of one study. */
export type Band = "merge" | "ask" | "distinct" | "linked";

/** The finder's word on two records, with all that led to it. */
export interface PairJudgement {
  readonly score: number;
  readonly band: Band;
  /** Of linked records: how the first is related to the second. */
  readonly relation?: LinkRelation;
  readonly evidence: readonly PairEvidence[];
}
