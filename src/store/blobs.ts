import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Kysely } from "kysely";
import { EvidensError } from "#kernel";
import { sha256 } from "./digests.ts";
import type { Engine, Tx } from "./engine.ts";
import { placeWhole } from "./sqlite/backup.ts";
import type { RawFile } from "./store.ts";
import type { Tables } from "./tables.ts";

/** Larger blobs lie in a folder beside a SQLite file, so that the file stays easy to copy and to check. */
const INLINE_BYTES: number = 32 * 1024 * 1024;
const PART_BYTES = 1024 * 1024;

/** Bytes in memory as a file that is read in pieces; a file stays what it is. */
export function rawFile(raw: Uint8Array | RawFile): RawFile {
  if (!(raw instanceof Uint8Array)) return raw;
  return { hash: sha256(raw), size: raw.byteLength, pieces: () => [raw] };
}

/**
 * Keeps a file under its hash; a second time is nothing. Memory: one piece.
 *
 * @param folder null: in the database, whatever the size
 * @throws {EvidensError} `store/changed-file` when what is read does not have the hash
 */
export async function writeBlob(
  tx: Tx,
  reviewId: string,
  raw: Uint8Array | RawFile,
  folder: string | null,
): Promise<{ hash: string; size: number }> {
  const file = rawFile(raw);
  const { hash, size } = file;
  const known = await blobRow(tx.db, reviewId, hash);
  if (known !== undefined) return { hash, size };
  const outside = folder !== null && size > INLINE_BYTES;
  const parts = outside ? 0 : Math.ceil(size / PART_BYTES);
  if (outside) await writeOutside(folder, file);
  await tx.insertMany("blob", [{ review_id: reviewId, hash, size, parts }]);
  if (!outside) await writeParts(tx, reviewId, file);
  return { hash, size };
}

async function writeParts(tx: Tx, reviewId: string, file: RawFile): Promise<void> {
  let part = 0;
  for await (const bytes of partsOf(checkedPieces(file))) {
    await tx.insertMany("blob_part", [{ review_id: reviewId, hash: file.hash, part, bytes }]);
    part += 1;
  }
}

/** Pieces of any length as parts of one length; only the last is shorter. */
export async function* partsOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let part = new Uint8Array(PART_BYTES);
  let filled = 0;
  for await (const piece of pieces) {
    for (let from = 0; from < piece.byteLength; ) {
      const taken = piece.subarray(from, from + PART_BYTES - filled);
      part.set(taken, filled);
      filled += taken.byteLength;
      from += taken.byteLength;
      if (filled < PART_BYTES) continue;
      yield part;
      part = new Uint8Array(PART_BYTES);
      filled = 0;
    }
  }
  if (filled > 0) yield part.slice(0, filled);
}

/** The pieces of a file, which throw at the end when they are not what its hash says. */
export async function* checkedPieces(file: RawFile): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const piece of file.pieces()) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest("hex") === file.hash) return;
  throw new EvidensError({
    code: "store/changed-file",
    kind: "conflict",
    message: "The file changed while it was imported. Nothing was changed.",
    remedy: "Import it again when no other program writes it.",
  });
}

/** Takes the blobs that lie outside into the database itself: for an export, which is one file. */
export async function takeBlobsInside(tx: Tx, reviewId: string, folder: string): Promise<void> {
  const outside = await tx.db
    .selectFrom("blob")
    .select("hash")
    .where("review_id", "=", reviewId)
    .where("parts", "=", 0)
    .where("size", ">", 0)
    .execute();
  for (const { hash } of outside) {
    const path = join(folder, hash);
    const { size } = statSync(path);
    const parts = Math.ceil(size / PART_BYTES);
    await writeParts(tx, reviewId, { hash, size, pieces: () => createReadStream(path) });
    await tx.db
      .updateTable("blob")
      .set({ parts })
      .where("review_id", "=", reviewId)
      .where("hash", "=", hash)
      .execute();
  }
}

async function writeOutside(folder: string, file: RawFile): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true });
    const target = join(folder, file.hash);
    if (existsSync(target)) return;
    await placeWhole(target, async (part) => {
      await pipeline(checkedPieces(file), createWriteStream(part));
    });
  } catch (cause) {
    throw fileError(cause, folder);
  }
}

/** @throws {EvidensError} `store/missing-blob` when its file is gone, `store/damaged-blob` when it changed */
export async function readBlob(
  db: Kysely<Tables>,
  engine: Engine,
  reviewId: string,
  hash: string,
): Promise<Uint8Array | null> {
  const row = await blobRow(db, reviewId, hash);
  if (row === undefined) return null;
  const bytes =
    row.parts === 0 && row.size > 0
      ? readOutside(engine.blobFolder, hash)
      : await readParts(db, reviewId, hash, row.size);
  if (sha256(bytes) === hash) return bytes;
  throw new EvidensError({
    code: "store/damaged-blob",
    kind: "storage",
    message: `The file kept under ${hash} is not what its hash says.`,
    remedy: "Take the file from a backup or import it again.",
  });
}

function readOutside(folder: string | null, hash: string): Uint8Array {
  const path = join(folder ?? ".", hash);
  try {
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new EvidensError({
      code: "store/missing-blob",
      kind: "missing",
      message: `The file ${path} that belongs to the review is not there.`,
      remedy: "Put the folder back beside the review's file.",
      cause,
    });
  }
}

async function readParts(
  db: Kysely<Tables>,
  reviewId: string,
  hash: string,
  size: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  for (let part = 0, offset = 0; offset < size; part++) {
    const row = await db
      .selectFrom("blob_part")
      .select("bytes")
      .where("review_id", "=", reviewId)
      .where("hash", "=", hash)
      .where("part", "=", part)
      .executeTakeFirst();
    if (row === undefined || offset + row.bytes.byteLength > size) break;
    bytes.set(row.bytes, offset);
    offset += row.bytes.byteLength;
  }
  return bytes;
}

async function blobRow(
  db: Kysely<Tables>,
  reviewId: string,
  hash: string,
): Promise<{ size: number; parts: number } | undefined> {
  return await db
    .selectFrom("blob")
    .select(["size", "parts"])
    .where("review_id", "=", reviewId)
    .where("hash", "=", hash)
    .executeTakeFirst();
}

const FILE_ERRORS: Readonly<Record<string, { code: string; what: string; remedy: string }>> = {
  ENOSPC: {
    code: "store/disk-full",
    what: "The disk is full",
    remedy: "Free some space and do the last step again.",
  },
  EDQUOT: {
    code: "store/disk-full",
    what: "Your share of the disk is full",
    remedy: "Free some space and do the last step again.",
  },
  EROFS: {
    code: "store/read-only",
    what: "The disk is read-only",
    remedy: "Copy the review to a folder of your own.",
  },
  EACCES: {
    code: "store/read-only",
    what: "The folder cannot be written",
    remedy: "Make the folder writable.",
  },
  EPERM: {
    code: "store/read-only",
    what: "The folder cannot be written",
    remedy: "Make the folder writable.",
  },
};

/** The program's error for a fault of the file system. */
export function fileError(cause: unknown, path: string): EvidensError {
  if (cause instanceof EvidensError) return cause;
  const { code = "", message = String(cause) } = cause as { code?: string; message?: string };
  const known = FILE_ERRORS[code];
  return new EvidensError({
    code: known?.code ?? "store/io",
    kind: "storage",
    message: `${known?.what ?? "The disk failed to read or write"}: ${path} (${message}). Nothing was changed.`,
    remedy: known?.remedy ?? "Check the disk and its connection, then do the step again.",
    cause,
  });
}
