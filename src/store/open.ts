import { randomBytes } from "node:crypto";
import { linkSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { EvidensError } from "#kernel";
import type { ReviewCreated } from "#ledger";
import { appendEvents } from "./append.ts";
import { fileError } from "./blobs.ts";
import type { StoreContext } from "./context.ts";
import { checkKey } from "./digests.ts";
import type { Engine } from "./engine.ts";
import { lockHead } from "./head.ts";
import { type Migration, migrations } from "./migrations.ts";
import { addReview } from "./new-review.ts";
import { openReview } from "./review-store.ts";
import { makeSqliteFile, openSqlite } from "./sqlite/engine.ts";
import { checkFree, inspectFile, syncToDisk } from "./sqlite/file.ts";
import type { OpenOptions, ReviewStore } from "./store.ts";

/** How a review begins. */
export interface NewReview {
  /** Given by the store when absent; two copies of a review share it. */
  readonly reviewId?: string;
  readonly title: string;
  /** Person who begins it. */
  readonly by: string;
}

/**
 * Makes a new review in a file of its own. The file appears whole, with its first event, or not at all.
 *
 * @throws {EvidensError} `store/exists`, `store/no-folder`, `ledger/bad-body`, `store/disk-full`, `store/read-only`
 * Checked: tests/store/open.test.ts.
 */
export async function createReviewFile(
  path: string,
  review: NewReview,
  options: OpenOptions,
): Promise<ReviewStore> {
  checkFree(path);
  const part = `${path}.${process.pid}-${randomBytes(4).toString("hex")}.part`;
  try {
    const engine = await makeSqliteFile({ path: part, options, migrations });
    try {
      await begin(engine, review, options);
      // Brings everything from the log into the file and the file onto the disk.
      await engine.settle();
    } finally {
      await engine.close();
    }
    placeNew(part, path);
    syncToDisk(dirname(path));
  } catch (error) {
    throw fileError(error, path);
  } finally {
    for (const end of ["", "-wal", "-shm"]) rmSync(`${part}${end}`, { force: true });
  }
  return await openReviewFile(path, options);
}

function placeNew(part: string, path: string): void {
  try {
    // A link, unlike a rename, never takes the place of a file that came in between.
    linkSync(part, path);
  } catch {
    // Disks without links, such as memory sticks; or the name is taken now.
    checkFree(path);
    renameSync(part, path);
  }
}

/**
 * Opens a review's file.
 *
 * @throws {EvidensError} `store/no-file`, `store/not-a-review`, `store/newer-file`, `store/older-file`,
 *   `store/locked`, `ledger/unknown-event`
 * Checked: tests/store/open.test.ts, damage.test.ts.
 */
export async function openReviewFile(path: string, options: OpenOptions): Promise<ReviewStore> {
  return await openFileWith(path, options, migrations);
}

/** `openReviewFile` with a list of migrations of one's own: for tests of migrating. */
export async function openFileWith(
  path: string,
  options: OpenOptions,
  list: readonly Migration[],
): Promise<ReviewStore> {
  const { hasLog } = inspectFile(path);
  const engine = await openSqlite({ path, options, migrations: list });
  return await closingOnError(engine, async () => {
    const rows = await engine.reader.selectFrom("head").select("review_id").execute();
    const reviewId = rows[0]?.review_id;
    if (reviewId === undefined || rows.length > 1) throw noReview(path);
    return await openReview(contextOf(engine, reviewId, options), hasLog);
  });
}

/**
 * Makes a new review on a PostgreSQL server, and the tables when they are not there yet.
 *
 * @param url `postgres://user:password@host/database`
 * @throws {EvidensError} `store/exists`, `store/unreachable`, `store/no-access`, `store/newer-server`
 */
export async function createServerReview(
  url: string,
  review: NewReview,
  options: OpenOptions,
): Promise<ReviewStore> {
  const engine = await connect(url, options);
  return await closingOnError(engine, async () => {
    const reviewId = await begin(engine, review, options);
    return await openReview(contextOf(engine, reviewId, options), false);
  });
}

/**
 * Opens a review on a PostgreSQL server.
 *
 * @throws {EvidensError} `store/no-review`, `store/unreachable`, `store/no-access`, `store/newer-server`,
 *   `ledger/unknown-event`
 */
export async function openServerReview(
  url: string,
  reviewId: string,
  options: OpenOptions,
): Promise<ReviewStore> {
  const engine = await connect(url, options);
  return await closingOnError(engine, async () => {
    const row = await engine.reader
      .selectFrom("head")
      .select("seq")
      .where("review_id", "=", reviewId)
      .executeTakeFirst();
    if (row === undefined) throw noReview(`${reviewId} at ${engine.location}`);
    return await openReview(contextOf(engine, reviewId, options), false);
  });
}

/** The reviews a server holds, by title. */
export async function listServerReviews(
  url: string,
  options: OpenOptions,
): Promise<readonly { readonly reviewId: string; readonly title: string; readonly events: number }[]> {
  const engine = await connect(url, options);
  try {
    const rows = await engine.reader
      .selectFrom("head as h")
      .innerJoin("event as e", (join) =>
        join.onRef("e.review_id", "=", "h.review_id").on("e.type", "=", "review.created"),
      )
      .select(["h.review_id", "h.seq", "e.content"])
      .execute();
    return rows
      .map(({ review_id, seq, content }) => ({
        reviewId: review_id,
        title: (JSON.parse(content) as { body: ReviewCreated }).body.title,
        events: seq,
      }))
      .sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : a.reviewId < b.reviewId ? -1 : 1));
  } finally {
    await engine.close();
  }
}

/** The driver of PostgreSQL loads when there is a server to speak to. */
async function connect(url: string, options: OpenOptions): Promise<Engine> {
  const { openPostgres } = await import("./postgres/engine.ts");
  return await openPostgres(url, options, migrations);
}

/** Writes the first event. @returns the review's id */
async function begin(engine: Engine, review: NewReview, options: OpenOptions): Promise<string> {
  const reviewId = checkKey(review.reviewId ?? randomBytes(10).toString("hex"), "review id");
  await engine.write(null, async (tx) => {
    const known = await tx.db
      .selectFrom("head")
      .select("seq")
      .where("review_id", "=", reviewId)
      .executeTakeFirst();
    if (known !== undefined) {
      throw new EvidensError({
        code: "store/exists",
        kind: "conflict",
        message: `There is already a review ${reviewId} at ${engine.location}.`,
        remedy: "Give the new review another id, or open the one that is there.",
      });
    }
    await addReview(tx, reviewId, options);
    const context = contextOf(engine, reviewId, options);
    const head = await lockHead(context, tx);
    const body: ReviewCreated = { reviewId, title: review.title };
    await appendEvents(context, tx, [{ type: "review.created", by: review.by, body }], {
      head,
      isImport: false,
    });
  });
  return reviewId;
}

function contextOf(engine: Engine, reviewId: string, options: OpenOptions): StoreContext {
  return { engine, reviewId, options, projections: options.projections };
}

async function closingOnError<T>(engine: Engine, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function noReview(what: string): EvidensError {
  return new EvidensError({
    code: "store/no-review",
    kind: "missing",
    message: `There is no review in ${what}.`,
    remedy: "Check the address, or go on from a backup if the file should hold one.",
  });
}
