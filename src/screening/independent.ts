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
  const inOrder = [...(doc.earlier ?? []), ...doc.votes].sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
  const votes = new Map<string, CurrentVote>();
  for (const vote of inOrder) {
    votes.set(vote.reviewer, vote);
    if (votes.size >= required) return [...votes.values()].sort((a, b) => (a.reviewer < b.reviewer ? -1 : 1));
  }
  return null;
}
