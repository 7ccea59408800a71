import type { Stage } from "#ledger";
import type { CurrentVote, ScreeningDoc } from "./status.types.ts";

/**
 * What was decided at one stage on the records that are one report now. Decisions are kept under the
 * report they were made on, so that they follow when records are merged and go back when these are
 * separated: of each reviewer the newest vote counts, and the newest adjudication. Votes of different
 * reviewers that disagree stay side by side, as if they had been cast on the merged report.
 *
 * @param report id of the report as it is now
 * @param docs documents of its records at that stage, in any order
 * @returns null when there is none
 * Checked: tests/screening/combine.test.ts.
 */
export function combineScreening(
  stage: Stage,
  report: string,
  docs: readonly ScreeningDoc[],
): ScreeningDoc | null {
  const [only] = docs;
  if (only === undefined) return null;
  if (docs.length === 1) return only.report === report ? only : { ...only, report };
  const votes = new Map<string, CurrentVote>();
  const all: CurrentVote[] = [];
  let adjudication: CurrentVote | null = null;
  for (const doc of docs) {
    for (const vote of doc.votes) votes.set(vote.reviewer, newer(votes.get(vote.reviewer), vote));
    all.push(...doc.votes, ...(doc.earlier ?? []));
    if (doc.adjudication !== null) adjudication = newer(adjudication ?? undefined, doc.adjudication);
  }
  const earlier = all.filter((vote) => votes.get(vote.reviewer) !== vote);
  return {
    stage,
    report,
    votes: [...votes.values()].sort((a, b) => (a.reviewer < b.reviewer ? -1 : 1)),
    ...(earlier.length === 0 ? {} : { earlier: earlier.sort((a, b) => (a.eventId < b.eventId ? -1 : 1)) }),
    adjudication,
  };
}

function newer(known: CurrentVote | undefined, other: CurrentVote): CurrentVote {
  return known === undefined || known.eventId < other.eventId ? other : known;
}
