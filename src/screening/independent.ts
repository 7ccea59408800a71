import { statusOf } from "./status.ts";
import type { CurrentVote, ScreeningDoc } from "./status.types.ts";

/**
 * The votes on a report as they were when the last one needed came in: what each reviewer thought
 * before anyone could see another's vote. Agreement is computed on these; a vote changed after a
 * discussion says nothing about agreement.
 *
 * @param required votes the report needs, a whole number >= 1
 * @returns null while votes are still to come
 * Checked: tests/screening/independent.test.ts.
 */
export function independentVotes(doc: ScreeningDoc, required: number): readonly CurrentVote[] | null {
  const votes = new Map<string, CurrentVote>();
  for (const vote of votesInOrder(doc)) {
    votes.set(vote.reviewer, vote);
    if (votes.size >= required) return byReviewer(votes.values());
  }
  return null;
}

/**
 * The votes of each reviewer as they stood at one moment.
 *
 * @param until id of the last event that counts
 * Checked: tests/screening/independent.test.ts.
 */
export function votesUntil(doc: ScreeningDoc, until: string): readonly CurrentVote[] {
  const votes = new Map<string, CurrentVote>();
  for (const vote of votesInOrder(doc)) if (vote.eventId <= until) votes.set(vote.reviewer, vote);
  return byReviewer(votes.values());
}

/**
 * Id of the event that gave a report a decision open to all: its last vote needed, or the adjudication
 * of one that has fewer votes than are needed now.
 *
 * @param required votes the report needs, a whole number >= 1
 * @returns null while votes are still to come
 */
export function settledAt(doc: ScreeningDoc, required: number): string | null {
  const seen = new Set<string>();
  for (const vote of votesInOrder(doc)) {
    seen.add(vote.reviewer);
    if (seen.size >= required) return vote.eventId;
  }
  return doc.adjudication?.eventId ?? null;
}

/** A report with a decision open to all. */
export interface Settled {
  readonly report: string;
  /** Included, maybe, awaiting information or in conflict: not excluded. */
  readonly kept: boolean;
}

/**
 * Reports with a decision open to all, in the order in which they came to it: what a stopping rule
 * judges of a stage. Nothing in it depends on a sealed vote.
 *
 * @param required votes a report needs, a whole number >= 1
 * Checked: tests/screening/independent.test.ts.
 */
export function settledOrder(
  docs: readonly ScreeningDoc[],
  required: (report: string) => number,
): readonly Settled[] {
  const found: (Settled & { readonly at: string })[] = [];
  for (const doc of docs) {
    const votes = required(doc.report);
    const at = settledAt(doc, votes);
    if (at !== null) found.push({ report: doc.report, kept: statusOf(doc, votes) !== "exclude", at });
  }
  found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.report < b.report ? -1 : 1));
  return found.map(({ report, kept }) => ({ report, kept }));
}

function votesInOrder(doc: ScreeningDoc): readonly CurrentVote[] {
  return [...(doc.earlier ?? []), ...doc.votes].sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
}

function byReviewer(votes: Iterable<CurrentVote>): readonly CurrentVote[] {
  return [...votes].sort((a, b) => (a.reviewer < b.reviewer ? -1 : 1));
}
