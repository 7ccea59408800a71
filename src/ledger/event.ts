import type { BodyOf, EventType } from "./registry.ts";

/**
 * A fact that was acknowledged: who, when, what, why. Never changed, never removed.
 *
 * `id` is a UUID version 7: it sorts by time and is unique across machines, so two copies of a
 * review merge by union and fold in one order. `prev` and `hash` chain the events of one device.
 */
export interface LedgerEvent<T extends EventType = EventType> {
  readonly id: string;
  readonly type: T;
  /** Version of the body's schema. */
  readonly version: number;
  /** ISO 8601 UTC; for people to read, never for order. */
  readonly at: string;
  /** Id of the person who acted (see the protocol's `people`). */
  readonly by: string;
  /** The copy of the program that wrote it. */
  readonly device: string;
  /** Hash of the event this device wrote before, null for its first. */
  readonly prev: string | null;
  /** SHA-256 (hex) of all the other fields in canonical JSON (RFC 8785). */
  readonly hash: string;
  readonly body: BodyOf<T>;
  /** The event that this one takes back; only on `ledger.undone`. */
  readonly undoes?: string | undefined;
  /** Why, in the person's words. */
  readonly reason?: string | undefined;
}

/** What a use case asks to append; the store adds id, time, device and chain. */
export type EventDraft = {
  [T in EventType]: {
    readonly type: T;
    readonly by: string;
    readonly body: BodyOf<T>;
    readonly undoes?: string | undefined;
    readonly reason?: string | undefined;
  };
}[EventType];

/** Narrows an event to one type. */
export function isEvent<T extends EventType>(event: LedgerEvent, type: T): event is LedgerEvent<T> {
  return event.type === type;
}
