import { createHash } from "node:crypto";
import { EvidensError, type Problem } from "#kernel";
import { effectiveEvents, foldAll, isEvent, type LedgerEvent, type RecordsImported } from "#ledger";
import { readBlob } from "./blobs.ts";
import { checkLedger } from "./check-ledger.ts";
import type { StoreContext } from "./context.ts";
import { differingParts, digestTables } from "./digest-tables.ts";
import { canonical } from "./digests.ts";
import { eventPages, toEvent } from "./event-rows.ts";
import { factLinePages } from "./fact-rows.ts";
import { deriveEverything } from "./rebuild.ts";

/** Everything that can be checked; changes nothing. Cost: about that of a rebuild. */
export async function verifyAll(context: StoreContext): Promise<readonly Problem[]> {
  const problems: Problem[] = [...(await context.engine.integrity())];
  const checks = [checkEvents, checkFacts, checkBlobs, checkDerived];
  for (const check of checks) {
    try {
      problems.push(...(await check(context)));
    } catch (error) {
      // A file too damaged to read is what this looks for.
      if (!(error instanceof EvidensError || error instanceof SyntaxError)) throw error;
      problems.push({ code: "store/damaged", file: context.engine.location, message: error.message });
    }
  }
  return problems;
}

async function checkEvents({ engine, reviewId }: StoreContext): Promise<readonly Problem[]> {
  return await checkLedger(engine.reader, reviewId);
}

async function* importEvents({
  engine,
  reviewId,
}: StoreContext): AsyncGenerator<LedgerEvent<"records.imported">> {
  for await (const rows of eventPages(engine.reader, reviewId)) {
    for (const row of rows) {
      if (row.type !== "records.imported") continue;
      const event = toEvent(row);
      if (isEvent(event, "records.imported")) yield event;
    }
  }
}

async function checkFacts(context: StoreContext): Promise<readonly Problem[]> {
  const { engine, reviewId } = context;
  const problems: Problem[] = [];
  // Read before the events: an import that comes in between is then not taken for a stray one.
  const held = await heldImports(context);
  const vouched = new Set<string>();
  for await (const { id, body } of importEvents(context)) {
    vouched.add(body.importId);
    const hash = createHash("sha256");
    let count = 0;
    for await (const lines of factLinePages(engine.reader, reviewId, body.importId)) {
      for (const line of lines) hash.update(`${line}\n`);
      count += lines.length;
    }
    if (hash.digest("hex") === body.recordsHash && count === body.counts.records) continue;
    problems.push({
      code: "store/damaged-records",
      field: `import ${body.importId} (event ${id})`,
      message: `The ${count} records stored are not the ${body.counts.records} that the event vouches for.`,
      remedy: "Take the records from a backup or from another copy of the review.",
    });
  }
  for (const importId of held) {
    if (vouched.has(importId)) continue;
    problems.push({
      code: "store/stray-records",
      field: `import ${importId}`,
      message: "There are records here that no import event vouches for.",
    });
  }
  return problems;
}

async function heldImports({ engine, reviewId }: StoreContext): Promise<string[]> {
  const rows = await engine.reader
    .selectFrom("record")
    .select("import_id")
    .distinct()
    .where("review_id", "=", reviewId)
    .orderBy("import_id")
    .execute();
  return rows.map((row) => row.import_id);
}

async function checkBlobs(context: StoreContext): Promise<readonly Problem[]> {
  const { engine, reviewId } = context;
  const problems: Problem[] = [];
  const imports: RecordsImported[] = [];
  for await (const { body } of importEvents(context)) imports.push(body);
  const blobs = await engine.reader
    .selectFrom("blob")
    .select("hash")
    .where("review_id", "=", reviewId)
    .orderBy("hash")
    .execute();
  const held = new Set(blobs.map((blob) => blob.hash));
  for (const hash of held) {
    try {
      await readBlob(engine.reader, engine, reviewId, hash);
    } catch (error) {
      if (!(error instanceof EvidensError)) throw error;
      problems.push({
        code: error.code,
        field: `blob ${hash}`,
        message: error.message,
        remedy: error.remedy,
      });
    }
  }
  for (const body of imports) {
    if (held.has(body.fileHash)) continue;
    problems.push({
      code: "store/missing-blob",
      field: `import ${body.importId}`,
      message: `The imported file "${body.fileName}" is not kept here.`,
    });
  }
  return problems;
}

class Undo extends Error {}

/** Makes everything again in a transaction that is then dropped; read-only, folds the documents in memory. */
async function checkDerived(context: StoreContext): Promise<readonly Problem[]> {
  const { engine, reviewId } = context;
  if (engine.readOnly) return await checkDocuments(context);
  let differing: string[] = [];
  try {
    await engine.write("checking the review", async (tx) => {
      const before = await digestTables(tx.db, reviewId);
      await deriveEverything(context, tx);
      differing = differingParts(before, await digestTables(tx.db, reviewId));
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return differing.map(staleProblem);
}

function staleProblem(what: string): Problem {
  return {
    code: "store/stale-documents",
    field: what,
    message: `What is shown (${what}) is not what the ledger gives.`,
    remedy: "Run `evidens rebuild`.",
  };
}

async function checkDocuments({ engine, reviewId, projections }: StoreContext): Promise<readonly Problem[]> {
  const events: LedgerEvent[] = [];
  for await (const rows of eventPages(engine.reader, reviewId)) events.push(...rows.map(toEvent));
  const folded = foldAll(effectiveEvents(events), projections);
  const differing = new Set<string>();
  const stored = await engine.reader
    .selectFrom("document")
    .select(["kind", "key", "body"])
    .where("review_id", "=", reviewId)
    .execute();
  const left = new Map([...folded].map(([kind, docs]) => [kind, new Map(docs)]));
  for (const { kind, key, body } of stored) {
    const doc = left.get(kind)?.get(key);
    if (doc === undefined || canonical(doc, key) !== body) differing.add(kind);
    left.get(kind)?.delete(key);
  }
  for (const [kind, docs] of left) if (docs.size > 0) differing.add(kind);
  return [...differing].sort().map(staleProblem);
}
