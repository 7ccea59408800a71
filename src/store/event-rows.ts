import { type Kysely, sql } from "kysely";
import { checkBody, eventTypes, hashedText, isEventType, type LedgerEvent } from "#ledger";
import type { EventTable, Tables } from "./tables.ts";

/** The event of a stored row. */
export function toEvent(row: Pick<EventTable, "content" | "hash">): LedgerEvent {
  return { ...(JSON.parse(row.content) as Omit<LedgerEvent, "hash">), hash: row.hash } as LedgerEvent;
}

export function toRow(reviewId: string, seq: number, event: LedgerEvent): EventTable {
  return {
    review_id: reviewId,
    seq,
    id: event.id,
    type: event.type,
    version: event.version,
    device: event.device,
    prev: event.prev,
    undoes: event.undoes ?? null,
    hash: event.hash,
    content: hashedText(event),
  };
}

/** Events in order of arrival, in pages. */
export async function* eventPages(
  db: Kysely<Tables>,
  reviewId: string,
  size = 2_000,
): AsyncGenerator<readonly EventTable[]> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom("event")
      .selectAll()
      .where("review_id", "=", reviewId)
      .where("seq", ">", after)
      .orderBy("seq")
      .limit(size)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.seq;
  }
}

/** @throws {EvidensError} `ledger/unknown-event`: this program is older than the event. */
export async function checkEventTypes(db: Kysely<Tables>, reviewId: string): Promise<void> {
  const types = await db
    .selectFrom("event")
    .select("type")
    .distinct()
    .where("review_id", "=", reviewId)
    .execute();
  const later = await db
    .selectFrom("event")
    .select(["type", "version"])
    .distinct()
    .where("review_id", "=", reviewId)
    .where("version", ">", sql.lit(1))
    .execute();
  for (const { type, version } of [...types.map((row) => ({ ...row, version: 1 })), ...later]) {
    if (isEventType(type) && version <= eventTypes[type].version) continue;
    checkBody(type as LedgerEvent["type"], version, null);
  }
}
