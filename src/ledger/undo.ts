import type { LedgerEvent } from "./event.ts";

/** What undo needs to know of an event. */
export type UndoLink = Pick<LedgerEvent, "id" | "undoes">;

/**
 * Ids of the events that stand taken back. An undo is an event too, so undoing an undo brings the
 * first event back; `ledger.undone` events that are themselves in force or not are told alike.
 *
 * @param links every event that undoes another, in any order
 */
export function undoneIds(links: Iterable<UndoLink>): ReadonlySet<string> {
  const undone = new Set<string>();
  // An undo always has a later id than what it takes back, so newest first settles each undo before its target.
  const newestFirst = [...links]
    .filter((link) => link.undoes !== undefined)
    .sort((a, b) => (a.id < b.id ? 1 : -1));
  for (const link of newestFirst) if (!undone.has(link.id)) undone.add(link.undoes!);
  return undone;
}

/** The events in force, in order of id: not undone, and no undo events themselves. */
export function effectiveEvents(events: Iterable<LedgerEvent>): LedgerEvent[] {
  const all = [...events];
  const undone = undoneIds(all);
  return inOrder(all.filter((event) => event.type !== "ledger.undone" && !undone.has(event.id)));
}

/** Sorted by id: the one order in which all copies of a review fold. */
export function inOrder<T extends { readonly id: string }>(events: readonly T[]): T[] {
  return [...events].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
