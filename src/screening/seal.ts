import { isEvent, type LedgerEvent, type Stage } from "#ledger";
import { statusOf } from "./status.ts";
import type { CurrentVote, ScreeningDoc } from "./status.types.ts";

/** A document as one person may see it; `sealed` counts the votes that are hidden. */
export type SealedDoc = ScreeningDoc & { readonly sealed: number };

/** A log line whose decision is not yet for this viewer. */
export interface SealedEvent {
  readonly id: string;
  readonly type: SealedType | "ledger.undone";
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly device: string;
  readonly sealed: true;
  /** Stage and report of what is sealed; null for one taken back. */
  readonly body: { readonly stage: Stage; readonly report: string; readonly round?: string } | null;
  readonly undoes?: string | undefined;
}

/** Events that say, or may give away, what somebody thinks of a report. */
const SEALED = ["screening.voted", "report.commented", "report.labelled"] as const;
type SealedType = (typeof SEALED)[number];

/** Whether the votes on a report at a stage, or in a calibration or pilot round, may be seen by all. */
export type OpenTest = (stage: Stage, report: string, round?: string) => boolean;

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
  const own = (vote: CurrentVote): boolean => vote.reviewer === viewer;
  const votes = doc.votes.filter(own);
  const { earlier, ...rest } = doc;
  const changed = earlier?.filter(own) ?? [];
  return {
    ...rest,
    votes,
    ...(changed.length === 0 ? {} : { earlier: changed }),
    sealed: doc.votes.length - votes.length,
  };
}

/**
 * The event as it may stand in this person's log. A vote of another on a report whose votes are not
 * all in loses decision, reason and note, and so does what another said of it or labelled it with; it
 * also loses `hash` and `prev`, since a few decisions are soon tried against a hash. Taking a sealed
 * word back loses its reason alike.
 *
 * @param viewer id of the person who looks
 * @param open whether the votes of a report at a stage may be seen; see `isOpen`
 * @param eventOf looks up an event that an undo names; a vote that cannot be looked up stays sealed
 * Checked: tests/screening/seal.test.ts, seal.prop.test.ts.
 */
export function sealEvent(
  event: LedgerEvent,
  viewer: string,
  open: OpenTest,
  eventOf: (id: string) => LedgerEvent | undefined = () => undefined,
): LedgerEvent | SealedEvent {
  if (event.by === viewer) return event;
  const { id, version, at, by, device } = event;
  const place = sealedPlace(event);
  if (place !== null) {
    if (open(place.stage, place.report, place.round)) return event;
    return { id, type: event.type as SealedType, version, at, by, device, sealed: true, body: place };
  }
  if (!isEvent(event, "ledger.undone") || event.reason === undefined) return event;
  if (!takesBackSealed(event, open, eventOf)) return event;
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

/** Where a word that may be sealed belongs; null for events that are never sealed. */
export function sealedPlace(event: LedgerEvent): NonNullable<SealedEvent["body"]> | null {
  if (isEvent(event, "screening.voted")) {
    const { stage, report, round } = event.body;
    return { stage, report, ...(round === undefined ? {} : { round }) };
  }
  if (isEvent(event, "report.commented") || isEvent(event, "report.labelled"))
    return { stage: event.body.stage, report: event.body.report };
  return null;
}

/** Follows undo of undo down to what was said. */
function takesBackSealed(
  undo: LedgerEvent,
  open: OpenTest,
  eventOf: (id: string) => LedgerEvent | undefined,
): boolean {
  let event: LedgerEvent | undefined = undo;
  let type: string = undo.type;
  while (event !== undefined && isEvent(event, "ledger.undone")) {
    type = event.body.type;
    event = event.undoes === undefined ? undefined : eventOf(event.undoes);
  }
  if (event === undefined) return type === "ledger.undone" || (SEALED as readonly string[]).includes(type);
  const place = sealedPlace(event);
  return place !== null && !open(place.stage, place.report, place.round);
}
