import { EvidensError } from "#kernel";
import { checkBody, type EventDraft, eventTypes, type LedgerEvent, nextEventId, seal } from "#ledger";
import type { StoreContext } from "./context.ts";
import { canonical, checkKey, sha256, systemRng } from "./digests.ts";
import type { Tx } from "./engine.ts";
import { toRow } from "./event-rows.ts";
import type { Head } from "./head.ts";
import { project } from "./project.ts";
import { checkUndo } from "./undo-state.ts";

export interface AppendOptions {
  readonly head: Head;
  /** Set by the import, which alone may append `records.imported` and writes the reports itself. */
  readonly isImport: boolean;
}

/** Checks, seals and writes events and everything they touch, inside the caller's transaction. */
export async function appendEvents(
  context: StoreContext,
  tx: Tx,
  drafts: readonly EventDraft[],
  { head, isImport }: AppendOptions,
): Promise<LedgerEvent[]> {
  if (drafts.length === 0) return [];
  const { reviewId, options } = context;
  const taken = new Set<string>();
  let prev = await lastHash(context, tx);
  let last = head.newestId;
  const events: LedgerEvent[] = [];
  for (const draft of drafts) {
    await checkDraft(tx, reviewId, draft, isImport);
    if (draft.undoes !== undefined && taken.has(draft.undoes)) throw undoneTwice(draft.undoes);
    if (draft.undoes !== undefined) taken.add(draft.undoes);
    const at = options.clock.now();
    const id = nextEventId(Date.parse(at), last, options.rng ?? systemRng);
    const event = sealed(draft, { id, at, device: options.device, prev });
    events.push(event);
    last = id;
    prev = event.hash;
  }
  await insertEvents(context, tx, events, head);
  await project(context, tx, events, isImport);
  return events;
}

/** Writes sealed events behind those there are and moves the head. */
export async function insertEvents(
  { reviewId }: StoreContext,
  tx: Tx,
  events: readonly LedgerEvent[],
  head: Head,
): Promise<void> {
  const rows = events.map((event, index) => toRow(reviewId, head.seq + index + 1, event));
  await tx.insertMany("event", rows);
  const newest = [head.newestId ?? "", ...events.map((event) => event.id)].sort().at(-1) ?? null;
  await tx.db
    .updateTable("head")
    .set(({ eb }) => ({
      seq: eb("seq", "+", events.length),
      newest_id: newest,
      last_id: events.at(-1)?.id ?? null,
    }))
    .where("review_id", "=", reviewId)
    .execute();
}

async function checkDraft(tx: Tx, reviewId: string, draft: EventDraft, isImport: boolean): Promise<void> {
  checkBody(draft.type, eventTypes[draft.type]?.version ?? 1, draft.body);
  await checkUndo(tx, reviewId, draft);
  checkKey(draft.by, "person");
  if (draft.type === "records.imported" && !isImport) {
    throw new EvidensError({
      code: "store/import-without-records",
      kind: "invalid",
      message: "An import event stands for records and cannot be appended alone.",
      remedy: "Use importRecords.",
    });
  }
}

function sealed(draft: EventDraft, stamp: Pick<LedgerEvent, "id" | "at" | "device" | "prev">): LedgerEvent {
  // Through canonical JSON and back: what is folded now is exactly what a rebuild will read.
  const text = canonical(draft, `The event ${draft.type}`);
  const { type, by, undoes, reason, body } = JSON.parse(text) as Omit<LedgerEvent, "hash">;
  return seal(
    {
      ...stamp,
      type,
      version: eventTypes[type].version,
      by,
      body,
      ...(undoes === undefined ? {} : { undoes }),
      ...(reason === undefined ? {} : { reason }),
    },
    sha256,
  );
}

async function lastHash({ reviewId, options }: StoreContext, tx: Tx): Promise<string | null> {
  const row = await tx.db
    .selectFrom("event")
    .select("hash")
    .where("review_id", "=", reviewId)
    .where("device", "=", options.device)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.hash ?? null;
}

function undoneTwice(id: string): EvidensError {
  return new EvidensError({
    code: "store/already-undone",
    kind: "conflict",
    message: `Event ${id} is taken back twice in one step.`,
    remedy: "Take it back once.",
  });
}
