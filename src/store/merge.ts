import { createHash } from "node:crypto";
import { EvidensError, type Problem } from "#kernel";
import { checkBody, isEvent, type LedgerEvent, mergeEvents } from "#ledger";
import type { RecordFact } from "#records";
import { insertEvents } from "./append.ts";
import { readBlob, writeBlob } from "./blobs.ts";
import { checkLedger } from "./check-ledger.ts";
import type { StoreContext } from "./context.ts";
import { checkKey } from "./digests.ts";
import type { Tx } from "./engine.ts";
import { checkEventTypes, eventPages, toEvent } from "./event-rows.ts";
import { factLinePages, writeFacts } from "./fact-rows.ts";
import { type Head, lockHead } from "./head.ts";
import { checkFact } from "./import.ts";
import { deriveEverything } from "./rebuild.ts";
import type { ReviewStore } from "./store.ts";

type Merged = Awaited<ReturnType<ReviewStore["mergeFrom"]>>;

/**
 * Union with another copy, whose events, facts and blobs are all checked before they count.
 *
 * @throws {EvidensError} `store/damaged-copy`, `ledger/other-review`, `ledger/forged-event`,
 *   `ledger/unknown-event`, `store/import-clash`
 */
export async function mergeInside(ours: StoreContext, tx: Tx, theirs: StoreContext): Promise<Merged> {
  const head = await lockHead(ours, tx);
  await checkCopy(theirs);
  const known = await allEvents(ours, tx.db);
  const offered = await allEvents(theirs, theirs.engine.reader);
  const isNew = new Set(mergeEvents(known, offered).added.map((event) => event.id));
  // In the order they arrived there, so that each still follows what its device wrote before.
  const added = offered.filter((event) => isNew.has(event.id));
  for (const event of added) {
    checkBody(event.type, event.version, event.body);
    checkKey(event.by, "person");
  }
  const records = await copyFacts(ours, tx, theirs, { known, added });
  await copyBlobs(ours, tx, theirs);
  if (added.length > 0) await takeOver(ours, tx, added, head);
  return { events: added.length, records };
}

async function takeOver(ours: StoreContext, tx: Tx, added: LedgerEvent[], head: Head): Promise<void> {
  await insertEvents(ours, tx, added, head);
  await deriveEverything(ours, tx);
}

async function checkCopy(theirs: StoreContext): Promise<void> {
  await checkEventTypes(theirs.engine.reader, theirs.reviewId);
  const problems: readonly Problem[] = await checkLedger(theirs.engine.reader, theirs.reviewId);
  if (problems.length === 0) return;
  throw new EvidensError({
    code: "store/damaged-copy",
    kind: "conflict",
    message: `The other copy (${theirs.engine.location}) is damaged: ${problems[0]!.message}`,
    remedy: "Run `evidens doctor` on it and merge from an undamaged copy.",
    problems,
  });
}

async function allEvents(context: StoreContext, db: Tx["db"]): Promise<LedgerEvent[]> {
  const events: LedgerEvent[] = [];
  for await (const rows of eventPages(db, context.reviewId)) events.push(...rows.map(toEvent));
  return events;
}

async function copyFacts(
  ours: StoreContext,
  tx: Tx,
  theirs: StoreContext,
  { known, added }: { readonly known: readonly LedgerEvent[]; readonly added: readonly LedgerEvent[] },
): Promise<number> {
  const held = new Map<string, string>();
  for (const event of known) {
    if (isEvent(event, "records.imported")) held.set(event.body.importId, event.body.recordsHash);
  }
  let records = 0;
  for (const event of added) {
    if (!isEvent(event, "records.imported")) continue;
    const { importId, recordsHash } = event.body;
    const ourHash = held.get(importId);
    if (ourHash !== undefined && ourHash !== recordsHash) throw importClash(importId);
    if (ourHash === undefined) records += await copyImport(ours, tx, theirs, event);
    held.set(importId, recordsHash);
  }
  return records;
}

async function copyImport(
  ours: StoreContext,
  tx: Tx,
  theirs: StoreContext,
  event: LedgerEvent<"records.imported">,
): Promise<number> {
  const { importId, recordsHash, sourceId, counts } = event.body;
  checkKey(importId, "import id");
  checkKey(sourceId, "source id");
  const hash = createHash("sha256");
  let count = 0;
  for await (const bodies of factLinePages(theirs.engine.reader, theirs.reviewId, importId)) {
    const lines = bodies.map((body) => ({ fact: JSON.parse(body) as RecordFact, body }));
    for (const { fact, body } of lines) {
      count += 1;
      checkFact(fact, importId, count);
      hash.update(`${body}\n`);
    }
    await writeFacts(tx, ours.reviewId, lines);
  }
  if (hash.digest("hex") === recordsHash && count === counts.records) return count;
  throw new EvidensError({
    code: "store/damaged-copy",
    kind: "conflict",
    message: `The records of import ${importId} in the other copy are not those its event vouches for.`,
    remedy: "Run `evidens doctor` on it and merge from an undamaged copy.",
  });
}

function importClash(importId: string): EvidensError {
  return new EvidensError({
    code: "store/import-clash",
    kind: "conflict",
    message: `Both copies hold an import ${importId}, with different records.`,
    remedy: "Take one of the two imports back and import its file again before merging.",
  });
}

/** Cost: memory of the largest blob. */
async function copyBlobs(ours: StoreContext, tx: Tx, theirs: StoreContext): Promise<void> {
  const offered = await theirs.engine.reader
    .selectFrom("blob")
    .select("hash")
    .where("review_id", "=", theirs.reviewId)
    .orderBy("hash")
    .execute();
  for (const { hash } of offered) {
    const known = await tx.db
      .selectFrom("blob")
      .select("hash")
      .where("review_id", "=", ours.reviewId)
      .where("hash", "=", hash)
      .executeTakeFirst();
    if (known !== undefined) continue;
    const bytes = await readBlob(theirs.engine.reader, theirs.engine, theirs.reviewId, hash);
    if (bytes !== null) await writeBlob(tx, ours.reviewId, bytes, ours.engine.blobFolder);
  }
}
