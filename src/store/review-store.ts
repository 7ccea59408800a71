import type { Kysely } from "kysely";
import { EvidensError, type Problem } from "#kernel";
import type { EventDraft, LedgerEvent } from "#ledger";
import { appendEvents } from "./append.ts";
import { readBlob, writeBlob } from "./blobs.ts";
import { checkLedger } from "./check-ledger.ts";
import type { StoreContext } from "./context.ts";
import { digestTables } from "./digest-tables.ts";
import type { EngineName } from "./engine.ts";
import { checkEventTypes } from "./event-rows.ts";
import { exportReview } from "./export.ts";
import { lockHead } from "./head.ts";
import { importInside } from "./import.ts";
import { mergeInside } from "./merge.ts";
import { kindsOf } from "./new-review.ts";
import { forgetPrivate, hasPrivate, keepPrivate, readPrivate } from "./private-files.ts";
import { reviewReads } from "./reads/index.ts";
import { rebuildInside } from "./rebuild.ts";
import { indexPage } from "./search-index.ts";
import type { RawFile, ReviewReads, ReviewStore } from "./store.ts";
import type { Tables } from "./tables.ts";
import { verifyAll } from "./verify.ts";

/** Up to here the ledger is checked before the review opens; a longer one is checked while it is used. */
const CHECKED_AT_OPENING = 50_000;

type Returned<K extends keyof ReviewStore> = ReviewStore[K] extends (...args: never[]) => infer R ? R : never;

class StoredReview implements ReviewStore {
  readonly reviewId: string;
  readonly engine: EngineName;
  readonly location: string;
  readonly read: ReviewReads;
  readonly context: StoreContext;
  #problems: readonly Problem[] = [];
  #checking: Promise<void> = Promise.resolve();
  #indexing: Promise<void> | undefined;
  #closing = false;

  constructor(context: StoreContext) {
    const { engine, reviewId } = context;
    this.context = context;
    this.reviewId = reviewId;
    this.engine = engine.name;
    this.location = engine.location;
    this.read = reviewReads({ db: engine.reader, engine: engine.name, reviewId });
  }

  get openingProblems(): readonly Problem[] {
    return this.#problems;
  }

  /** Looks for damage; with `inBackground` what is found shows in `openingProblems` later. */
  async check(checks: readonly (() => Promise<readonly Problem[]>)[], inBackground: boolean): Promise<void> {
    this.#checking = this.#runChecks(checks);
    if (!inBackground) await this.#checking;
  }

  async #runChecks(checks: readonly (() => Promise<readonly Problem[]>)[]): Promise<void> {
    for (const check of checks) {
      const found = await check().catch((error: unknown) => [damage(error, this.location)]);
      this.#problems = [...this.#problems, ...found];
    }
  }

  async append(build: Parameters<ReviewStore["append"]>[0]): Promise<LedgerEvent[]> {
    this.#refuseDamaged();
    const { engine, reviewId } = this.context;
    return await engine.write(null, async (tx) => {
      const head = await lockHead(this.context, tx);
      const drafts: readonly EventDraft[] =
        typeof build === "function"
          ? await build(reviewReads({ db: tx.db, engine: engine.name, reviewId }))
          : build;
      return await appendEvents(this.context, tx, drafts, { head, isImport: false });
    });
  }

  async importRecords(input: Parameters<ReviewStore["importRecords"]>[0]): Promise<LedgerEvent> {
    return await this.#writeLong(
      "importing records",
      async (tx) => await importInside(this.context, tx, input),
    );
  }

  async rebuild(): Returned<"rebuild"> {
    return await this.#writeLong("rebuilding", async (tx) => {
      await lockHead(this.context, tx);
      return await rebuildInside(this.context, tx);
    });
  }

  async indexSearch(): Promise<void> {
    if (this.context.engine.readOnly || this.#problems.length > 0) return;
    this.#indexing ??= this.#index().finally(() => {
      this.#indexing = undefined;
    });
    await this.#indexing;
  }

  async #index(): Promise<void> {
    const { engine } = this.context;
    while (!this.#closing && (await engine.write(null, async (tx) => await indexPage(this.context, tx))));
  }

  async projectionDigest(): Promise<string> {
    return (await digestTables(this.context.engine.reader, this.reviewId)).all;
  }

  async mergeFrom(other: ReviewStore): Returned<"mergeFrom"> {
    if (!(other instanceof StoredReview)) {
      throw new EvidensError({
        code: "store/foreign-store",
        kind: "invalid",
        message: "Only a review opened by this program can be merged.",
        remedy: "Open the other copy with openReviewFile or openServerReview.",
      });
    }
    return await this.#writeLong(
      "merging another copy",
      async (tx) => await mergeInside(this.context, tx, other.context),
    );
  }

  async putBlob(bytes: Uint8Array): Returned<"putBlob"> {
    this.#refuseDamaged();
    const { engine, reviewId } = this.context;
    return await engine.write(null, async (tx) => await writeBlob(tx, reviewId, bytes, engine.blobFolder));
  }

  async getBlob(hash: string): Promise<Uint8Array | null> {
    const { engine, reviewId } = this.context;
    return await readBlob(engine.reader, engine, reviewId, hash);
  }

  async keepPrivate(raw: Uint8Array | RawFile): Returned<"keepPrivate"> {
    this.#refuseDamaged();
    return await keepPrivate(this.context, raw);
  }

  async hasPrivate(hash: string): Promise<boolean> {
    return await hasPrivate(this.context, hash);
  }

  async readPrivate(hash: string): Promise<Uint8Array | null> {
    return await readPrivate(this.context, hash);
  }

  async forgetPrivate(hash: string): Promise<void> {
    await forgetPrivate(this.context, hash);
  }

  async exportFile(path: string): Promise<void> {
    await exportReview(this.context, path);
  }

  async verify(): Promise<readonly Problem[]> {
    return await verifyAll(this.context);
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#checking;
    await this.#indexing?.catch(() => undefined);
    await this.context.engine.close();
  }

  async #writeLong<T>(what: string, run: Parameters<typeof this.context.engine.write<T>>[1]): Promise<T> {
    this.#refuseDamaged();
    const result = await this.context.engine.write(what, run);
    await this.context.engine.settle();
    return result;
  }

  /** What is damaged is read and copied from, never written to: a repair is a person's decision. */
  #refuseDamaged(): void {
    const [problem] = this.#problems;
    if (problem === undefined) return;
    throw new EvidensError({
      code: "store/damaged",
      kind: "storage",
      message: `The review is damaged and is kept as it is: ${problem.message}`,
      remedy: "Run `evidens doctor`, and go on from a backup or another copy.",
      problems: this.#problems,
    });
  }
}

function damage(error: unknown, location: string): Problem {
  if (!(error instanceof EvidensError || error instanceof SyntaxError)) throw error;
  return {
    code: "store/damaged",
    file: location,
    message: `The ledger cannot be read: ${error.message}`,
    remedy: "Keep this file, and go on from a backup or from another copy of the review.",
  };
}

/**
 * Puts a review on top of an engine: refuses a ledger newer than this program, looks for damage, and
 * folds the documents again when this program keeps others than those stored.
 *
 * @param unclean the last writer was killed or still runs, so the engine's own check is due
 */
export async function openReview(context: StoreContext, unclean: boolean): Promise<ReviewStore> {
  const { engine, reviewId, options } = context;
  const store = new StoredReview(context);
  await checkEventTypes(engine.reader, reviewId);
  if (options.checkedElsewhere === true) return store;
  const events = await store.read.countEvents();
  const ledger = async (): Promise<readonly Problem[]> => await checkLedger(engine.reader, reviewId);
  await store.check(unclean ? [engine.integrity, ledger] : [ledger], events > CHECKED_AT_OPENING);
  if (engine.readOnly || store.openingProblems.length > 0) return store;
  if ((await foldedKinds(engine.reader, reviewId)) === kindsOf(options)) return store;
  await engine.write("folding documents again", async (tx) => {
    await lockHead(context, tx);
    // Another program may have done it between the look and the lock.
    if ((await foldedKinds(tx.db, reviewId)) === kindsOf(options)) return;
    await rebuildInside(context, tx);
    await tx.insertMany("meta", [{ review_id: reviewId, key: "kinds", value: kindsOf(options) }], {
      keys: ["review_id", "key"],
      update: ["value"],
    });
  });
  return store;
}

/** Which documents the program that folded them last keeps. */
async function foldedKinds(db: Kysely<Tables>, reviewId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("meta")
    .select("value")
    .where("review_id", "=", reviewId)
    .where("key", "=", "kinds")
    .executeTakeFirst();
  return row?.value;
}
