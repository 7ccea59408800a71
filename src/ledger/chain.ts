import type { Problem } from "#kernel";
import type { LedgerEvent } from "./event.ts";
import { canonicalJson, sha256Hex } from "./hash.ts";

/** The text an event's hash is taken over: every field but the hash itself, in canonical JSON. */
export function hashedText(event: Omit<LedgerEvent, "hash">): string {
  const { id, type, version, at, by, device, prev, body, undoes, reason } = event;
  return canonicalJson({
    id,
    type,
    version,
    at,
    by,
    device,
    prev,
    body,
    ...(undoes === undefined ? {} : { undoes }),
    ...(reason === undefined ? {} : { reason }),
  });
}

/** Adds the hash that seals an event. `hash` may be replaced by a faster SHA-256 of the same output. */
export function seal(
  event: Omit<LedgerEvent, "hash">,
  hash: (text: string) => string = sha256Hex,
): LedgerEvent {
  return { ...event, hash: hash(hashedText(event)) };
}

/**
 * Checks that every event is what its hash says and continues an event of its own device. A device
 * may fork (a copy of the file was edited apart and merged back), so `prev` must be a known hash of
 * the same device, not the last one.
 *
 * @param events in the order they were appended
 * @returns a problem per event that fails, in order; empty when the ledger is whole
 */
export function verifyChain(
  events: Iterable<LedgerEvent>,
  hash: (text: string) => string = sha256Hex,
): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, Set<string>>();
  let position = 0;
  for (const event of events) {
    position += 1;
    const known = seen.get(event.device) ?? new Set<string>();
    seen.set(event.device, known);
    const field = `event ${position} (${event.id})`;
    if (hash(hashedText(event)) !== event.hash) {
      problems.push({
        code: "ledger/damaged-event",
        field,
        message: "The event is not what its hash says: the file was damaged or edited.",
      });
    } else if (event.prev !== null && !known.has(event.prev)) {
      problems.push({
        code: "ledger/broken-chain",
        field,
        message: "An event that this one follows is missing.",
      });
    }
    known.add(event.hash);
  }
  return problems;
}
