import { EvidensError } from "#kernel";
import type { StoreContext } from "./context.ts";
import type { Tx } from "./engine.ts";

export interface Head {
  readonly seq: number;
  readonly newestId: string | null;
}

/** Locks the review for this transaction and tells where its ledger ends. */
export async function lockHead({ engine, reviewId }: StoreContext, tx: Tx): Promise<Head> {
  const query = tx.db.selectFrom("head").select(["seq", "newest_id"]).where("review_id", "=", reviewId);
  // A SQLite write transaction has the whole file; PostgreSQL locks this row, so writers queue per review.
  const row = await (engine.name === "postgres" ? query.forUpdate() : query).executeTakeFirst();
  if (row !== undefined) return { seq: row.seq, newestId: row.newest_id };
  throw new EvidensError({
    code: "store/no-review",
    kind: "missing",
    message: `There is no review ${reviewId} at ${engine.location}.`,
    remedy: "Check the review's id.",
  });
}
