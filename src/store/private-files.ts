import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { EvidensError } from "#kernel";
import { checkedPieces, fileError, partsOf, rawFile } from "./blobs.ts";
import type { StoreContext } from "./context.ts";
import { sha256 } from "./digests.ts";
import { placeWhole } from "./sqlite/backup.ts";
import type { RawFile } from "./store.ts";

/**
 * Keeps a file of participant data under its hash, apart from the review: on SQLite in a folder beside the
 * review's file that only its owner may read, on PostgreSQL in a table of its own. Neither an export nor a merge
 * nor a copy of the review's file has it. A second time is nothing.
 *
 * @throws {EvidensError} `store/changed-file`, `store/disk-full`, `store/read-only`
 */
export async function keepPrivate(
  context: StoreContext,
  raw: Uint8Array | RawFile,
): Promise<{ hash: string; size: number }> {
  const file = rawFile(raw);
  const { engine, reviewId } = context;
  const { privateFolder } = engine;
  if (await hasPrivate(context, file.hash)) return { hash: file.hash, size: file.size };
  if (privateFolder !== null) {
    await placeInFolder(privateFolder, file);
    return { hash: file.hash, size: file.size };
  }
  await engine.write(null, async (tx) => {
    let part = 0;
    for await (const bytes of partsOf(checkedPieces(file))) {
      await tx.insertMany("private_part", [{ review_id: reviewId, hash: file.hash, part, bytes }]);
      part += 1;
    }
  });
  return { hash: file.hash, size: file.size };
}

async function placeInFolder(folder: string, file: RawFile): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await placeWhole(join(folder, file.hash), async (part) => {
      await pipeline(checkedPieces(file), createWriteStream(part, { mode: 0o600 }));
    });
  } catch (cause) {
    throw fileError(cause, folder);
  }
}

/** Whether the participants' file is on this machine (or server). */
export async function hasPrivate({ engine, reviewId }: StoreContext, hash: string): Promise<boolean> {
  if (engine.privateFolder !== null) return existsSync(join(engine.privateFolder, hash));
  const row = await engine.reader
    .selectFrom("private_part")
    .select("part")
    .where("review_id", "=", reviewId)
    .where("hash", "=", hash)
    .executeTakeFirst();
  return row !== undefined;
}

/** The file's bytes; null where it is not here. @throws {EvidensError} `store/damaged-blob` when it changed */
export async function readPrivate(context: StoreContext, hash: string): Promise<Uint8Array | null> {
  if (!(await hasPrivate(context, hash))) return null;
  const { engine, reviewId } = context;
  const bytes =
    engine.privateFolder !== null
      ? new Uint8Array(readFileSync(join(engine.privateFolder, hash)))
      : joined(
          await engine.reader
            .selectFrom("private_part")
            .select("bytes")
            .where("review_id", "=", reviewId)
            .where("hash", "=", hash)
            .orderBy("part")
            .execute(),
        );
  if (sha256(bytes) === hash) return bytes;
  throw new EvidensError({
    code: "store/damaged-blob",
    kind: "storage",
    message: `The participants' file kept under ${hash} is not what its hash says.`,
    remedy: "Take the file from a backup, or delete it and import it again.",
  });
}

/** Deletes the file from this machine or server, as data protection may ask; the ledger keeps its hash alone. */
export async function forgetPrivate({ engine, reviewId }: StoreContext, hash: string): Promise<void> {
  if (engine.privateFolder !== null) {
    rmSync(join(engine.privateFolder, hash), { force: true });
    return;
  }
  await engine.write(null, async ({ db }) => {
    await db.deleteFrom("private_part").where("review_id", "=", reviewId).where("hash", "=", hash).execute();
  });
}

function joined(rows: readonly { readonly bytes: Uint8Array }[]): Uint8Array {
  const whole = new Uint8Array(rows.reduce((sum, { bytes }) => sum + bytes.byteLength, 0));
  let at = 0;
  for (const { bytes } of rows) {
    whole.set(bytes, at);
    at += bytes.byteLength;
  }
  return whole;
}
