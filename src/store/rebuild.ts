import { undoneIds } from "#ledger";
import type { StoreContext } from "./context.ts";
import { differingParts, digestTables } from "./digest-tables.ts";
import type { Tx } from "./engine.ts";
import { eventPages, toEvent } from "./event-rows.ts";
import { addTouched, foldTouched, keysTouched, type Touched } from "./fold.ts";
import { deriveReportTables } from "./report-tables.ts";
import { refreshPlan } from "./screening-plan.ts";
import { deriveAllScreening } from "./screening-tables.ts";
import type { ReviewStore } from "./store.ts";
import { derivedTables, type TableName } from "./tables.ts";

type Rebuilt = Awaited<ReturnType<ReviewStore["rebuild"]>>;

/** Drops all derived tables and makes them again from ledger and facts; tells what differs. */
export async function rebuildInside(context: StoreContext, tx: Tx): Promise<Rebuilt> {
  const before = await digestTables(tx.db, context.reviewId);
  await deriveEverything(context, tx);
  const after = await digestTables(tx.db, context.reviewId);
  const { documents } = await tx.db
    .selectFrom("document")
    .select(({ fn }) => fn.countAll<number>().as("documents"))
    .where("review_id", "=", context.reviewId)
    .executeTakeFirstOrThrow();
  return { documents, changed: differingParts(before, after), digest: after.all };
}

/** Makes every derived table again. Cost linear in events, facts and documents. */
export async function deriveEverything(context: StoreContext, tx: Tx): Promise<void> {
  const { reviewId } = context;
  for (const table of Object.keys(derivedTables) as TableName[]) {
    await tx.db.deleteFrom(table).where("review_id", "=", reviewId).execute();
  }
  await tx.db.deleteFrom("meta").where("review_id", "=", reviewId).where("key", "=", "plan").execute();
  await deriveUndone(context, tx);
  const touched: Touched = new Map();
  for await (const rows of eventPages(tx.db, reviewId)) {
    const events = rows.map(toEvent).filter((event) => event.type !== "ledger.undone");
    const keys = events.flatMap((event) => keysTouched(context, event));
    addTouched(touched, keys);
    await tx.insertMany("event_key", keys);
  }
  await foldTouched(context, tx, touched);
  await refreshPlan(context, tx);
  await deriveReportTables(context, tx);
  await deriveAllScreening(context, tx);
}

async function deriveUndone({ reviewId }: StoreContext, tx: Tx): Promise<void> {
  const links = await tx.db
    .selectFrom("event")
    .select(["id", "undoes"])
    .where("review_id", "=", reviewId)
    .where("undoes", "is not", null)
    .execute();
  const undone = undoneIds(links.map(({ id, undoes }) => ({ id, undoes: undoes ?? undefined })));
  await tx.insertMany(
    "undone",
    [...undone].map((event_id) => ({ review_id: reviewId, event_id })),
  );
}
