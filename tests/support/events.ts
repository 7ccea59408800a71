import type { Rng } from "#kernel";
import { type EventDraft, eventTypes, type LedgerEvent, nextEventId, seal } from "#ledger";

/** Repeatable numbers for tests (mulberry32). */
export function seededRng(seed: number): Rng {
  let state = seed >>> 0;
  return {
    next: () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}

/** Chains drafts into events as one device would write them, a second apart. */
export function chainOf(
  drafts: readonly EventDraft[],
  device = "device-a",
  seed = 1,
  startMs = 1_700_000_000_000,
): LedgerEvent[] {
  const rng = seededRng(seed);
  const events: LedgerEvent[] = [];
  for (const [i, draft] of drafts.entries()) {
    const previous = events.at(-1) ?? null;
    const id = nextEventId(startMs + i * 1_000, previous?.id ?? null, rng);
    events.push(
      seal({
        ...draft,
        id,
        version: eventTypes[draft.type].version,
        at: new Date(startMs + i * 1_000).toISOString(),
        device,
        prev: previous?.hash ?? null,
      } as Omit<LedgerEvent, "hash">),
    );
  }
  return events;
}

export function created(reviewId = "r1"): EventDraft {
  return { type: "review.created", by: "ann", body: { reviewId, title: "Simulated review" } };
}

export function voteFor(
  report: string,
  by = "ann",
  decision: "include" | "exclude" | "maybe" = "include",
): EventDraft {
  return { type: "screening.voted", by, body: { stage: "title-abstract", report, decision } };
}

export function undoOf(event: Pick<LedgerEvent, "id" | "type">, by = "ann"): EventDraft {
  return { type: "ledger.undone", by, undoes: event.id, body: { type: event.type } };
}
