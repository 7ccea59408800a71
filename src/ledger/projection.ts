import type { LedgerEvent } from "./event.ts";
import type { EventType } from "./registry.ts";

/**
 * A pure fold from events to the documents that the program reads.
 *
 * A projection names which documents (keys) an event touches, and folds all events in force that
 * touch one key into that document. The store keeps the documents beside the ledger; appending an
 * event folds its keys again, rebuilding folds all of them, and both give the same bytes.
 */
export interface Projection<Doc = unknown> {
  /** Name of the document kind, such as `study`. */
  readonly kind: string;
  readonly types: readonly EventType[];
  /** Of these types the fold looks at the newest event of a key only, so that a store need not load the others. */
  readonly newestOnly?: readonly EventType[];
  /** Keys of the documents this event touches; only called for the types above. */
  keysOf(event: LedgerEvent): readonly string[];
  /**
   * @param events those in force that touch the key, in order of id; may be empty
   * @returns the document, or null when nothing is left of it
   */
  fold(key: string, events: readonly LedgerEvent[]): Doc | null;
}

/** A projection whose documents are one event's body each: the newest body in force wins. */
export function latestBody<T extends EventType, Doc>(
  kind: string,
  type: T,
  keyOf: (body: LedgerEvent<T>["body"]) => string,
  docOf: (event: LedgerEvent<T>) => Doc,
): Projection<Doc> {
  return {
    kind,
    types: [type],
    keysOf: (event) => [keyOf((event as LedgerEvent<T>).body)],
    fold: (_key, events) => {
      const last = events.at(-1);
      return last === undefined ? null : docOf(last as LedgerEvent<T>);
    },
  };
}

/** Folds a whole ledger in memory; the store's tables hold the same documents. Cost linear in events. */
export function foldAll(
  events: readonly LedgerEvent[],
  projections: readonly Projection[],
): Map<string, Map<string, unknown>> {
  const documents = new Map<string, Map<string, unknown>>();
  for (const projection of projections) {
    const byKey = new Map<string, LedgerEvent[]>();
    for (const event of events) {
      if (!projection.types.includes(event.type)) continue;
      for (const key of projection.keysOf(event)) {
        const list = byKey.get(key);
        if (list === undefined) byKey.set(key, [event]);
        else list.push(event);
      }
    }
    const docs = new Map<string, unknown>();
    for (const key of [...byKey.keys()].sort()) {
      const doc = projection.fold(key, byKey.get(key)!);
      if (doc !== null) docs.set(key, doc);
    }
    documents.set(projection.kind, docs);
  }
  return documents;
}

/** A body with the stamp of the event that carries it: who, when, and the way back to the log. */
export type Stamped<T> = T & {
  readonly by: string;
  readonly at: string;
  readonly eventId: string;
};

/** The event's body with its stamp. */
export function stamped<T extends EventType>(event: LedgerEvent<T>): Stamped<LedgerEvent<T>["body"]> {
  return { ...event.body, by: event.by, at: event.at, eventId: event.id };
}
