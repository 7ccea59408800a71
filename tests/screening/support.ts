import type { Decision, EventType, LedgerEvent, Stage } from "#ledger";
import type { Protocol } from "#review";
import type { CurrentVote, ScreeningDoc } from "#screening";

export function vote(
  reviewer: string,
  decision: Decision,
  exclusionReason: string | null = null,
): CurrentVote {
  return {
    reviewer,
    decision,
    exclusionReason,
    note: null,
    at: "2026-01-01T00:00:00.000Z",
    eventId: reviewer,
  };
}

export function screeningDoc(
  votes: readonly CurrentVote[],
  stage: Stage = "title-abstract",
  adjudication: CurrentVote | null = null,
): ScreeningDoc {
  return { stage, report: "r1", votes, adjudication };
}

/** An event with just enough envelope to be folded. */
export function event<T extends EventType>(
  id: string,
  type: T,
  by: string,
  body: LedgerEvent<T>["body"],
  more: { readonly undoes?: string; readonly reason?: string } = {},
): LedgerEvent<T> {
  return {
    id,
    type,
    version: 1,
    at: "2026-01-01T00:00:00.000Z",
    by,
    device: "d",
    prev: null,
    hash: `hash-of-${id}`,
    body,
    ...more,
  };
}

export const protocol: Protocol = {
  title: { en: "T" },
  shortTitle: { en: "T" },
  authors: [],
  registration: null,
  people: [
    { id: "ann", name: "Ann", initials: "A", roles: ["reviewer"] },
    { id: "bo", name: "Bo", initials: "B", roles: ["reviewer", "lead"] },
    { id: "cy", name: "Cy", initials: "C", roles: ["adjudicator"] },
    { id: "di", name: "Di", initials: "D", roles: ["extractor"] },
  ],
  questions: [],
  criteria: [],
  sources: [],
  stages: [
    { stage: "title-abstract", reviewers: 2 },
    { stage: "full-text", reviewers: 2 },
  ],
  exclusionReasons: [
    { id: "no-control", label: { en: "No control group" }, stages: ["full-text"] },
    { id: "animals", label: { en: "Animals" }, stages: ["title-abstract", "full-text"] },
  ],
  armRoles: [],
  outcomes: [],
  timepoints: [],
  forms: [],
  analyses: [],
  highlights: [],
};
