import { createHash } from "node:crypto";
import { EvidensError } from "#kernel";
import { checkBody, eventTypes, type LedgerEvent, type RecordsImported } from "#ledger";
import type { RecordFact, ReportRow } from "#records";
import { appendEvents } from "./append.ts";
import { rawFile, writeBlob } from "./blobs.ts";
import type { StoreContext } from "./context.ts";
import { checkKey } from "./digests.ts";
import type { Tx } from "./engine.ts";
import { type FactLine, factLine, writeFacts } from "./fact-rows.ts";
import { lockHead } from "./head.ts";
import { deriveReportTables, isNamed, newReports, recordsInForce, writeReports } from "./report-tables.ts";
import { deriveAllScreening, enterReports, STAGES } from "./screening-tables.ts";
import type { RawFile, ReviewStore } from "./store.ts";
import { writeBehind } from "./write-behind.ts";

type ImportInput = Parameters<ReviewStore["importRecords"]>[0];

/** Facts, raw file, event and reports of one import, in the caller's transaction. Memory: two batches. */
export async function importInside(context: StoreContext, tx: Tx, input: ImportInput): Promise<LedgerEvent> {
  const { reviewId } = context;
  const head = await lockHead(context, tx);
  checkKey(input.sourceId, "source id");
  const before = await recordsInForce(tx.db, reviewId);
  const found = await takeFacts(context, tx, input, before);
  const body = checkBody(
    "records.imported",
    eventTypes["records.imported"].version,
    input.finish(found.hash, found.count),
  );
  const raw = rawFile(input.raw);
  checkImport(body, input, found, raw);
  await writeBlob(tx, reviewId, raw, context.engine.blobFolder);
  const [event] = await appendEvents(context, tx, [{ type: "records.imported", by: input.by, body }], {
    head,
    isImport: true,
  });
  const named = await isNamed(tx, reviewId, body.importId);
  if (named) await deriveReportTables(context, tx);
  if (named || (await wasScreened(context, tx, body.importId))) await deriveAllScreening(context, tx);
  else await enterReports(context, tx, before);
  return event!;
}

interface Taken {
  /** Null when there was no record. */
  readonly importId: string | null;
  readonly hash: string;
  readonly count: number;
}

async function takeFacts(
  { reviewId }: StoreContext,
  tx: Tx,
  input: ImportInput,
  before: number,
): Promise<Taken> {
  const hash = createHash("sha256");
  let importId: string | null = null;
  let count = 0;
  let reportsOf: (facts: readonly RecordFact[]) => readonly ReportRow[] = () => [];
  const batches = async function* (): AsyncGenerator<Batch> {
    for await (const facts of input.batches) {
      const [first] = facts;
      if (importId === null && first !== undefined) {
        importId = checkKey(first.importId, "import id");
        await refuseSecond(tx, reviewId, importId);
        reportsOf = newReports(importId, input.sourceId, before);
      }
      for (const fact of facts) checkFact(fact, importId ?? "", ++count);
      const lines = facts.map(factLine);
      for (const { body } of lines) hash.update(`${body}\n`);
      yield { lines, reports: reportsOf(facts) };
    }
  };
  await writeBehind(batches(), async ({ lines, reports }) => {
    await writeFacts(tx, reviewId, lines);
    await writeReports(tx, reviewId, reports);
  });
  return { importId, hash: hash.digest("hex"), count };
}

interface Batch {
  readonly lines: readonly FactLine[];
  readonly reports: readonly ReportRow[];
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

function checkImport(body: RecordsImported, input: ImportInput, found: Taken, raw: RawFile): void {
  const differing = [
    found.importId !== null && body.importId !== found.importId ? "importId" : "",
    body.sourceId === input.sourceId ? "" : "sourceId",
    body.recordsHash === found.hash ? "" : "recordsHash",
    body.counts.records === found.count ? "" : "counts.records",
    body.fileHash === raw.hash ? "" : "fileHash",
    body.fileBytes === raw.size ? "" : "fileBytes",
  ].filter((field) => field !== "");
  if (differing.length === 0) return;
  throw new EvidensError({
    code: "store/import-mismatch",
    kind: "invalid",
    message: `The import event does not fit what was imported: ${differing.join(", ")}.`,
    remedy: "Give the event the hash and count handed to `finish`.",
  });
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
