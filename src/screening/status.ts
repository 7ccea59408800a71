import { EvidensError } from "#kernel";
import type { CurrentVote, ScreeningDoc, ScreeningStatus } from "./status.types.ts";

/**
 * The status that the votes and the adjudication on one report give. First line that fits:
 *
 * | case                                              | status              |
 * |---------------------------------------------------|---------------------|
 * | adjudicated                                       | the adjudication    |
 * | fewer votes than required                         | `pending`           |
 * | all votes alike                                   | that decision       |
 * | at least one include and at least one exclude     | `conflict`          |
 * | some maybe or await, the others all alike         | `maybe`             |
 *
 * Excluded by all for different reasons at full text is `exclude`; `reasonConflict` tells it.
 *
 * @param requiredReviewers independent votes the protocol asks at this stage, a whole number >= 1
 * @throws {EvidensError} `screening/bad-required-reviewers`
 * Checked: tests/screening/status.test.ts, status.prop.test.ts.
 */
export function statusOf(doc: ScreeningDoc, requiredReviewers: number): ScreeningStatus {
  if (!Number.isInteger(requiredReviewers) || requiredReviewers < 1) {
    throw new EvidensError({
      code: "screening/bad-required-reviewers",
      kind: "invalid",
      message: `The number of reviewers must be a whole number of at least 1, not ${requiredReviewers}.`,
      remedy: "Set `reviewers` of the stage in the protocol.",
    });
  }
  if (doc.adjudication !== null) return doc.adjudication.decision;
  if (doc.votes.length < requiredReviewers) return "pending";
  const decisions = new Set(doc.votes.map((vote) => vote.decision));
  if (decisions.size === 1) return doc.votes[0]!.decision;
  return decisions.has("include") && decisions.has("exclude") ? "conflict" : "maybe";
}

/**
 * Whether all reviewers exclude at full text but name different reasons, and nobody has settled which counts.
 * The report is out either way; the flow diagram needs one reason.
 */
export function reasonConflict(doc: ScreeningDoc): boolean {
  if (doc.stage !== "full-text" || doc.adjudication !== null) return false;
  if (doc.votes.length < 2 || doc.votes.some((vote) => vote.decision !== "exclude")) return false;
  return new Set(doc.votes.map((vote) => vote.exclusionReason)).size > 1;
}

/** A report whose votes need settling. */
export interface Conflict {
  readonly doc: ScreeningDoc;
  /** `reason`: excluded by all, for different reasons. */
  readonly kind: "conflict" | "maybe" | "reason";
}

/**
 * What needs an adjudicator, in the order given.
 *
 * @param required votes that a report needs, a whole number >= 1
 */
export function conflictsOf(
  docs: readonly ScreeningDoc[],
  required: (report: string) => number,
): readonly Conflict[] {
  const found: Conflict[] = [];
  for (const doc of docs) {
    const kind = conflictKind(doc, required(doc.report));
    if (kind !== null) found.push({ doc, kind });
  }
  return found;
}

/** Why one document needs an adjudicator; null when it does not. */
export function conflictKind(doc: ScreeningDoc, required: number): Conflict["kind"] | null {
  const status = statusOf(doc, required);
  if (status === "conflict" || status === "maybe") return status;
  return status === "exclude" && reasonConflict(doc) ? "reason" : null;
}

/** The reason that counts for an excluded report: the adjudicator's, else the one all reviewers name; else null. */
export function countedReason(doc: ScreeningDoc): string | null {
  if (doc.adjudication !== null) return doc.adjudication.exclusionReason;
  const reasons = new Set(doc.votes.map((vote: CurrentVote) => vote.exclusionReason));
  return reasons.size === 1 ? doc.votes[0]!.exclusionReason : null;
}
