import { isEvent, type LedgerEvent, type Projection } from "#ledger";
import type { CurrentVote, ScreeningDoc } from "./status.types.ts";

type Decided = LedgerEvent<"screening.voted"> | LedgerEvent<"screening.adjudicated">;

/** Folds votes and adjudications into one document per stage and report. */
export const screeningProjections: readonly Projection[] = [
  {
    kind: "screening",
    types: ["screening.voted", "screening.adjudicated"],
    keysOf: (event) => {
      const { stage, report } = (event as Decided).body;
      return [`${stage}/${report}`];
    },
    fold: (_key, events) => foldScreening(events),
  },
];

/** The newest vote of each reviewer and the newest adjudication, by order of events. */
function foldScreening(events: readonly LedgerEvent[]): ScreeningDoc | null {
  const first = events[0] as Decided | undefined;
  if (first === undefined) return null;
  const votes = new Map<string, CurrentVote>();
  let adjudication: CurrentVote | null = null;
  for (const event of events) {
    if (isEvent(event, "screening.voted")) votes.set(event.by, currentVote(event));
    else if (isEvent(event, "screening.adjudicated")) adjudication = currentVote(event);
  }
  return {
    stage: first.body.stage,
    report: first.body.report,
    votes: [...votes.values()].sort((a, b) => (a.reviewer < b.reviewer ? -1 : 1)),
    adjudication,
  };
}

function currentVote(event: Decided): CurrentVote {
  return {
    reviewer: event.by,
    decision: event.body.decision,
    exclusionReason: event.body.exclusionReason ?? null,
    note: event.body.note ?? null,
    at: event.at,
    eventId: event.id,
  };
}
