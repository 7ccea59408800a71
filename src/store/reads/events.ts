import { toEvent } from "../event-rows.ts";
import type { EventFilter, ReviewReads } from "../store.ts";
import type { ReadSource } from "./index.ts";

type EventReads = Pick<ReviewReads, "events" | "event" | "undoneIds" | "countEvents" | "head">;

/** The ledger, in order of id. */
export function eventReads({ db, reviewId }: ReadSource): EventReads {
  const head = async (): Promise<{ seq: number; last_id: string | null } | undefined> =>
    await db
      .selectFrom("head")
      .select(["seq", "last_id"])
      .where("review_id", "=", reviewId)
      .executeTakeFirst();
  return {
    events: async (filter: EventFilter = {}) => {
      let query = db.selectFrom("event").select(["content", "hash"]).where("review_id", "=", reviewId);
      if (filter.types !== undefined) {
        if (filter.types.length === 0) return [];
        query = query.where("type", "in", filter.types);
      }
      if (filter.before !== undefined) query = query.where("id", "<", filter.before);
      if (filter.arrivedAfter !== undefined)
        query = query.where("seq", ">", filter.arrivedAfter).orderBy("seq");
      const newest = (filter.order ?? (filter.before === undefined ? "oldest" : "newest")) === "newest";
      query = query.orderBy("id", newest ? "desc" : "asc");
      if (filter.limit !== undefined) query = query.limit(filter.limit);
      return (await query.execute()).map(toEvent);
    },
    event: async (id) => {
      const row = await db
        .selectFrom("event")
        .select(["content", "hash"])
        .where("review_id", "=", reviewId)
        .where("id", "=", id)
        .executeTakeFirst();
      return row === undefined ? null : toEvent(row);
    },
    undoneIds: async () => {
      const rows = await db
        .selectFrom("undone")
        .select("event_id")
        .where("review_id", "=", reviewId)
        .execute();
      return new Set(rows.map((row) => row.event_id));
    },
    countEvents: async () => (await head())?.seq ?? 0,
    head: async () => (await head())?.last_id ?? null,
  };
}
