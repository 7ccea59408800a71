import type { ReviewReads } from "../store.ts";
import type { ReadSource } from "./index.ts";

export function documentReads({
  db,
  reviewId,
}: ReadSource): Pick<ReviewReads, "document" | "documents" | "documentsOf"> {
  return {
    document: async <T>(kind: string, key: string) => {
      const row = await db
        .selectFrom("document")
        .select("body")
        .where("review_id", "=", reviewId)
        .where("kind", "=", kind)
        .where("key", "=", key)
        .executeTakeFirst();
      return row === undefined ? null : (JSON.parse(row.body) as T);
    },
    documentsOf: async <T>(kind: string, keys: readonly string[]) => {
      const found = new Map<string, T>();
      for (let start = 0; start < keys.length; start += 1_000) {
        const rows = await db
          .selectFrom("document")
          .select(["key", "body"])
          .where("review_id", "=", reviewId)
          .where("kind", "=", kind)
          .where("key", "in", keys.slice(start, start + 1_000))
          .execute();
        for (const { key, body } of rows) found.set(key, JSON.parse(body) as T);
      }
      return found;
    },
    documents: async <T>(kind: string) => {
      const rows = await db
        .selectFrom("document")
        .select(["key", "body"])
        .where("review_id", "=", reviewId)
        .where("kind", "=", kind)
        .orderBy("key")
        .execute();
      return rows.map(({ key, body }) => ({ key, doc: JSON.parse(body) as T }));
    },
  };
}
