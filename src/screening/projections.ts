import { isEvent, type LedgerEvent, latestBody, type Projection, stamped } from "#ledger";
import { discussionProjections } from "./discussion.ts";
import type { CurrentVote, RoundDoc, ScreeningDoc } from "./status.types.ts";

type Decided = LedgerEvent<"screening.voted"> | LedgerEvent<"screening.adjudicated">;

/**
 * Folds votes and adjudications into one document per stage and report, those of calibration and pilot
 * rounds into one per round and report, and keeps the newest of each setting: order, allocation and
 * end of a stage, samples, audit answers, a person's highlights, what was said of a report.
 */
export const screeningProjections: readonly Projection[] = [
  {
    kind: "screening",
    types: ["screening.voted", "screening.adjudicated"],
    keysOf: (event) => {
      const { stage, report } = (event as Decided).body;
      return roundOf(event) === undefined ? [`${stage}/${report}`] : [];
    },
    fold: (_key, events) => foldScreening(events),
  },
  {
    kind: "round",
    types: ["screening.voted"],
    keysOf: (event) => {
      const round = roundOf(event);
      return round === undefined ? [] : [`${round}/${(event as Decided).body.report}`];
    },
    fold: (_key, events): RoundDoc | null => {
      const doc = foldScreening(events);
      return doc === null ? null : { ...doc, round: roundOf(events[0]!)! };
    },
  },
  latestBody("screening-order", "screening.order-set", (body) => body.stage, stamped),
  latestBody("screening-sample", "screening.sample-drawn", (body) => body.sample, stamped),
  latestBody("screening-allocation", "screening.allocated", (body) => body.stage, stamped),
  latestBody("screening-stop", "screening.stopped", (body) => body.stage, stamped),
  latestBody("audit", "screening.audited", (body) => `${body.sample}/${body.report}`, stamped),
  {
    kind: "highlights",
    types: ["screening.highlights-set"],
    keysOf: (event) => [event.by],
    fold: (_person, events) => {
      const last = events.at(-1);
      return last !== undefined && isEvent(last, "screening.highlights-set") ? stamped(last) : null;
    },
  },
  ...discussionProjections,
];

function roundOf(event: LedgerEvent): string | undefined {
  return isEvent(event, "screening.voted") ? event.body.round : undefined;
}

/** The newest vote of each reviewer, those they changed, and the newest adjudication, by order of events. */
function foldScreening(events: readonly LedgerEvent[]): ScreeningDoc | null {
  const first = events[0] as Decided | undefined;
  if (first === undefined) return null;
  const votes = new Map<string, CurrentVote>();
  const earlier: CurrentVote[] = [];
  let adjudication: CurrentVote | null = null;
  for (const event of events) {
    if (isEvent(event, "screening.voted")) {
      const before = votes.get(event.by);
      if (before !== undefined) earlier.push(before);
      votes.set(event.by, currentVote(event));
    } else if (isEvent(event, "screening.adjudicated")) adjudication = currentVote(event);
  }
  return {
    stage: first.body.stage,
    report: first.body.report,
    votes: [...votes.values()].sort((a, b) => (a.reviewer < b.reviewer ? -1 : 1)),
    ...(earlier.length === 0 ? {} : { earlier: earlier.sort((a, b) => (a.eventId < b.eventId ? -1 : 1)) }),
    adjudication,
  };
}

function currentVote(event: Decided): CurrentVote {
  const how = isEvent(event, "screening.adjudicated") ? event.body.how : undefined;
  return {
    reviewer: event.by,
    decision: event.body.decision,
    exclusionReason: event.body.exclusionReason ?? null,
    note: event.body.note ?? null,
    at: event.at,
    eventId: event.id,
    ...(how === undefined ? {} : { how }),
  };
}
