import { createHash } from "node:crypto";
import { EvidensError } from "#kernel";
import { checkBody, eventTypes, type LedgerEvent, type RecordsImported } from "#ledger";
import type { RecordFact } from "#records";
import { appendEvents, lockHead } from "./append.ts";
import { writeBlob } from "./blobs.ts";
import type { StoreContext } from "./context.ts";
import { checkKey, sha256 } from "./digests.ts";
import type { Tx } from "./engine.ts";
import { type FactLine, factLine, writeFacts } from "./fact-rows.ts";
import { appendReports } from "./report-tables.ts";
import { deriveAllScreening, enterReports, STAGES } from "./screening-tables.ts";
import type { ReviewStore } from "./store.ts";
import { writeBehind } from "./write-behind.ts";

type ImportInput = Parameters<ReviewStore["importRecords"]>[0];

/** Facts, raw file, event and reports of one import, in the caller's transaction. Memory: one batch. */
export async function importInside(context: StoreContext, tx: Tx, input: ImportInput): Promise<LedgerEvent> {
  const head = await lockHead(context, tx);
  const { importId, hash, count } = await takeFacts(context, tx, input.batches);
  const body = checkBody(
    "records.imported",
    eventTypes["records.imported"].version,
    input.finish(hash, count),
  );
  checkImport(body, { importId, hash, count, raw: input.raw });
  await writeBlob(tx, context.reviewId, input.raw, context.engine.blobFolder);
  const before = await lastPosition(context, tx);
  const [event] = await appendEvents(context, tx, [{ type: "records.imported", by: input.by, body }], {
    head,
    isImport: true,
  });
  const all = await appendReports(context, tx, body);
  if (all || (await wasScreened(context, tx, body.importId))) await deriveAllScreening(context, tx);
  else await enterReports(context, tx, before);
  return event!;
}

async function takeFacts(
  { reviewId }: StoreContext,
  tx: Tx,
  batches: ImportInput["batches"],
): Promise<{ importId: string | null; hash: string; count: number }> {
  const hash = createHash("sha256");
  let importId: string | null = null;
  let count = 0;
  const linesOf = async function* (): AsyncGenerator<readonly FactLine[]> {
    for await (const batch of batches) {
      const [first] = batch;
      if (importId === null && first !== undefined) {
        importId = checkKey(first.importId, "import id");
        await refuseSecond(tx, reviewId, importId);
      }
      for (const fact of batch) checkFact(fact, importId ?? "", ++count);
      const lines = batch.map(factLine);
      for (const { body } of lines) hash.update(`${body}\n`);
      yield lines;
    }
  };
  await writeBehind(linesOf(), (lines) => writeFacts(tx, reviewId, lines));
  return { importId, hash: hash.digest("hex"), count };
}

async function refuseSecond(tx: Tx, reviewId: string, importId: string): Promise<void> {
  const known = await tx.db
    .selectFrom("record")
    .select("id")
    .where("review_id", "=", reviewId)
    .where("import_id", "=", importId)
    .limit(1)
    .executeTakeFirst();
  if (known === undefined) return;
  throw new EvidensError({
    code: "store/import-exists",
    kind: "conflict",
    message: `The review already holds an import ${importId}.`,
    remedy: "Give the import another id, or take back its undo.",
  });
}

/** @throws {EvidensError} `store/bad-record` */
export function checkFact(fact: RecordFact, importId: string, ordinal: number): void {
  if (fact.importId === importId && fact.ordinal === ordinal && fact.id === `${importId}-${ordinal}`) return;
  throw new EvidensError({
    code: "store/bad-record",
    kind: "invalid",
    message: `Record ${ordinal} of import ${importId} is named ${fact.id} (import ${fact.importId}, number ${fact.ordinal}).`,
    remedy: "Number the records of an import from 1, without gaps.",
  });
}

function checkImport(
  body: RecordsImported,
  found: { importId: string | null; hash: string; count: number; raw: Uint8Array },
): void {
  const differing = [
    found.importId !== null && body.importId !== found.importId ? "importId" : "",
    body.recordsHash === found.hash ? "" : "recordsHash",
    body.counts.records === found.count ? "" : "counts.records",
    body.fileHash === sha256(found.raw) ? "" : "fileHash",
    body.fileBytes === found.raw.byteLength ? "" : "fileBytes",
  ].filter((field) => field !== "");
  if (differing.length === 0) {
    checkKey(body.sourceId, "source id");
    return;
  }
  throw new EvidensError({
    code: "store/import-mismatch",
    kind: "invalid",
    message: `The import event does not fit what was imported: ${differing.join(", ")}.`,
    remedy: "Give the event the hash and count handed to `finish`.",
  });
}

async function lastPosition({ reviewId }: StoreContext, tx: Tx): Promise<number> {
  const row = await tx.db
    .selectFrom("report")
    .select(({ fn }) => fn.max("position").as("last"))
    .where("review_id", "=", reviewId)
    .executeTakeFirstOrThrow();
  return row.last ?? 0;
}

/** Whether votes on records of this import came before it (after a merge of copies that differ). */
async function wasScreened({ reviewId }: StoreContext, tx: Tx, importId: string): Promise<boolean> {
  for (const stage of STAGES) {
    const row = await tx.db
      .selectFrom("document")
      .select("key")
      .where("review_id", "=", reviewId)
      .where("kind", "=", "screening")
      .where("key", ">=", `${stage}/${importId}-`)
      .where("key", "<", `${stage}/${importId}.`)
      .limit(1)
      .executeTakeFirst();
    if (row !== undefined) return true;
  }
  return false;
}
