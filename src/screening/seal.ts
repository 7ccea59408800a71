import { isEvent, type LedgerEvent, type Stage } from "#ledger";
import { statusOf } from "./status.ts";
import type { ScreeningDoc } from "./status.types.ts";

/** A document as one person may see it; `sealed` counts the votes that are hidden. */
export type SealedDoc = ScreeningDoc & { readonly sealed: number };

/** A log line whose decision is not yet for this viewer. */
export interface SealedEvent {
  readonly id: string;
  readonly type: "screening.voted" | "ledger.undone";
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly device: string;
  readonly sealed: true;
  /** Stage and report of a vote; null for a vote taken back. */
  readonly body: { readonly stage: Stage; readonly report: string } | null;
  readonly undoes?: string | undefined;
}

/**
 * Whether the votes on a report may be seen by all: when all required votes are in or it was
 * adjudicated. An adjudicator at work on a conflict therefore always sees the votes.
 */
export function isOpen(doc: ScreeningDoc, requiredReviewers: number): boolean {
  return statusOf(doc, requiredReviewers) !== "pending";
}

/**
 * The document without the votes of other reviewers while votes are still to come, so that no one
 * decides under another's influence.
 *
 * @param viewer id of the person who looks
 * @param requiredReviewers votes asked at the stage, a whole number >= 1
 * Checked: tests/screening/seal.prop.test.ts.
 */
export function sealDoc(doc: ScreeningDoc, viewer: string, requiredReviewers: number): SealedDoc {
  if (isOpen(doc, requiredReviewers)) return { ...doc, sealed: 0 };
  const votes = doc.votes.filter((vote) => vote.reviewer === viewer);
  return { ...doc, votes, sealed: doc.votes.length - votes.length };
}

/**
 * The event as it may stand in this person's log. A vote of another on a report whose votes are not
 * all in loses decision, reason and note; it also loses `hash` and `prev`, since three decisions are
 * soon tried against a hash. Taking a sealed vote back loses its reason alike.
 *
 * @param viewer id of the person who looks
 * @param open whether the votes of a report at a stage may be seen; see `isOpen`
 * @param eventOf looks up an event that an undo names; a vote that cannot be looked up stays sealed
 * Checked: tests/screening/seal.test.ts, seal.prop.test.ts.
 */
export function sealEvent(
  event: LedgerEvent,
  viewer: string,
  open: (stage: Stage, report: string) => boolean,
  eventOf: (id: string) => LedgerEvent | undefined = () => undefined,
): LedgerEvent | SealedEvent {
  if (event.by === viewer) return event;
  const { id, version, at, by, device } = event;
  if (isEvent(event, "screening.voted")) {
    const { stage, report } = event.body;
    if (open(stage, report)) return event;
    return { id, type: "screening.voted", version, at, by, device, sealed: true, body: { stage, report } };
  }
  if (!isEvent(event, "ledger.undone") || event.reason === undefined) return event;
  if (!takesBackSealedVote(event, open, eventOf)) return event;
  return {
    id,
    type: "ledger.undone",
    version,
    at,
    by,
    device,
    sealed: true,
    body: null,
    undoes: event.undoes,
  };
}

/** Follows undo of undo down to the vote. */
function takesBackSealedVote(
  undo: LedgerEvent,
  open: (stage: Stage, report: string) => boolean,
  eventOf: (id: string) => LedgerEvent | undefined,
): boolean {
  let event: LedgerEvent | undefined = undo;
  let type: string = undo.type;
  while (event !== undefined && isEvent(event, "ledger.undone")) {
    type = event.body.type;
    event = event.undoes === undefined ? undefined : eventOf(event.undoes);
  }
  if (event === undefined) return type === "screening.voted" || type === "ledger.undone";
  return isEvent(event, "screening.voted") && !open(event.body.stage, event.body.report);
}
