import { EvidensError } from "#kernel";
import { type EventDraft, type LedgerEvent, type UndoLink, undoneIds } from "#ledger";
import type { Tx } from "./engine.ts";
import { toEvent } from "./event-rows.ts";

/**
 * Checks that an undo names an event that is there, stands, and can be taken back.
 *
 * @throws {EvidensError} `store/bad-undo`, `store/unknown-event`, `store/already-undone`, `store/cannot-undo`
 */
export async function checkUndo(tx: Tx, reviewId: string, draft: EventDraft): Promise<void> {
  if (draft.type !== "ledger.undone") {
    if (draft.undoes === undefined) return;
    throw new EvidensError({
      code: "store/bad-undo",
      kind: "invalid",
      message: `An event of type "${draft.type}" cannot take back another one.`,
      remedy: "Use an event of type `ledger.undone`.",
    });
  }
  const id = draft.undoes ?? "";
  const target = await tx.db
    .selectFrom("event")
    .select("type")
    .where("review_id", "=", reviewId)
    .where("id", "=", id)
    .executeTakeFirst();
  if (target === undefined) {
    throw new EvidensError({
      code: "store/unknown-event",
      kind: "missing",
      message: `There is no event ${id === "" ? "named to take back" : id}.`,
      remedy: "Look the id up in the log.",
    });
  }
  if (target.type === "review.created") {
    throw new EvidensError({
      code: "store/cannot-undo",
      kind: "conflict",
      message: "The beginning of a review cannot be taken back.",
      remedy: "Delete the file instead.",
    });
  }
  if (draft.body.type !== target.type) {
    throw new EvidensError({
      code: "store/bad-undo",
      kind: "invalid",
      message: `The undo says it takes back "${draft.body.type}", but event ${id} is "${target.type}".`,
      remedy: "Give the type of the event in the body.",
    });
  }
  await refuseUndone(tx, reviewId, id);
}

async function refuseUndone(tx: Tx, reviewId: string, id: string): Promise<void> {
  const undone = await tx.db
    .selectFrom("undone")
    .select("event_id")
    .where("review_id", "=", reviewId)
    .where("event_id", "=", id)
    .executeTakeFirst();
  if (undone === undefined) return;
  throw new EvidensError({
    code: "store/already-undone",
    kind: "conflict",
    message: `Event ${id} is already taken back.`,
    remedy: "Take back the undo to bring it into force again.",
  });
}

/**
 * Writes which events stand undone after this undo, and finds the event at the bottom of its chain:
 * the undo of an undo of a vote changes what the vote gives.
 */
export async function applyUndo(tx: Tx, reviewId: string, undo: LedgerEvent): Promise<LedgerEvent> {
  let base = undo;
  while (base.undoes !== undefined) base = await eventById(tx, reviewId, base.undoes);
  const chain = new Set([base.id]);
  const links: UndoLink[] = [];
  for (let frontier = [base.id]; frontier.length > 0; ) {
    const found = await tx.db
      .selectFrom("event")
      .select(["id", "undoes"])
      .where("review_id", "=", reviewId)
      .where("undoes", "in", frontier)
      .execute();
    for (const { id, undoes } of found) links.push({ id, undoes: undoes ?? undefined });
    frontier = found.map(({ id }) => id).filter((id) => !chain.has(id));
    for (const id of frontier) chain.add(id);
  }
  for (const id of chain) {
    await tx.db.deleteFrom("undone").where("review_id", "=", reviewId).where("event_id", "=", id).execute();
  }
  const undone = [...undoneIds(links)].map((event_id) => ({ review_id: reviewId, event_id }));
  await tx.insertMany("undone", undone);
  return base;
}

async function eventById(tx: Tx, reviewId: string, id: string): Promise<LedgerEvent> {
  const row = await tx.db
    .selectFrom("event")
    .select(["content", "hash"])
    .where("review_id", "=", reviewId)
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return toEvent(row);
}
