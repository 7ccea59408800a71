import { EvidensError } from "#kernel";
import type { LedgerEvent } from "./event.ts";
import { inOrder } from "./undo.ts";

export interface Union {
  /** All events of both, each once, in order of id. */
  readonly events: readonly LedgerEvent[];
  /** Those of `theirs` that `ours` did not have. */
  readonly added: readonly LedgerEvent[];
}

/**
 * Union of two copies of a review's events: commutative, associative and idempotent.
 *
 * @throws {EvidensError} `ledger/forged-event` when one id carries two different events;
 *   `ledger/other-review` when the two do not start from the same review.
 */
export function mergeEvents(ours: readonly LedgerEvent[], theirs: readonly LedgerEvent[]): Union {
  checkSameReview(ours, theirs);
  const byId = new Map(ours.map((event) => [event.id, event]));
  const added: LedgerEvent[] = [];
  for (const event of theirs) {
    const known = byId.get(event.id);
    if (known === undefined) {
      byId.set(event.id, event);
      added.push(event);
    } else if (known.hash !== event.hash) {
      throw new EvidensError({
        code: "ledger/forged-event",
        kind: "conflict",
        message: `Event ${event.id} is different in the two copies; one of them was changed outside Evidens.`,
        remedy: "Run `evidens doctor` on both files and merge from an undamaged copy.",
      });
    }
  }
  return { events: inOrder([...byId.values()]), added: inOrder(added) };
}

function checkSameReview(ours: readonly LedgerEvent[], theirs: readonly LedgerEvent[]): void {
  const begin = (events: readonly LedgerEvent[]) =>
    inOrder(events).find((event): event is LedgerEvent<"review.created"> => event.type === "review.created");
  const [a, b] = [begin(ours), begin(theirs)];
  if (a === undefined || b === undefined || a.body.reviewId === b.body.reviewId) return;
  throw new EvidensError({
    code: "ledger/other-review",
    kind: "conflict",
    message: `These are two reviews ("${a.body.title}" and "${b.body.title}"), not two copies of one.`,
    remedy: "Merge copies that were made from the same file.",
  });
}
