import { closeSync, existsSync, fsyncSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { EvidensError } from "#kernel";

/** "EVDS": marks a SQLite file as a review. */
export const APPLICATION_ID = 0x45564453;

export interface FileFacts {
  /** Schema version as the file's header has it; the write-ahead log may hold a newer one. */
  readonly userVersion: number;
  readonly bytes: number;
  /** A write-ahead log lies beside it: another process has it open, or the last one was killed. */
  readonly hasLog: boolean;
}

/**
 * Reads the header without opening the database, so that a file that is no review is never touched.
 *
 * @throws {EvidensError} `store/no-file`, `store/not-a-review`
 * Source: https://www.sqlite.org/fileformat.html, section 1.3 (offsets 0, 60 and 68).
 */
export function inspectFile(path: string): FileFacts {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new EvidensError({
      code: "store/no-file",
      kind: "missing",
      message: `There is no file ${path}.`,
      remedy: "Check the path, or make a new review with `evidens init`.",
    });
  }
  if (!stat.isFile()) throw notAReview(path, "it is a folder, not a file");
  if (stat.size === 0) throw notAReview(path, "the file is empty");
  const header = Buffer.alloc(100);
  const file = openSync(path, "r");
  try {
    readSync(file, header, 0, 100, 0);
  } finally {
    closeSync(file);
  }
  if (header.toString("latin1", 0, 16) !== "SQLite format 3\0") {
    throw notAReview(path, "its content is of another kind");
  }
  if (header.readUInt32BE(68) !== APPLICATION_ID) {
    throw notAReview(path, "it is a SQLite database of another program");
  }
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return {
    userVersion: header.readUInt32BE(60),
    bytes: stat.size,
    hasLog: log !== undefined && log.size > 0,
  };
}

function notAReview(path: string, why: string): EvidensError {
  return new EvidensError({
    code: "store/not-a-review",
    kind: "invalid",
    message: `${path} is no Evidens review: ${why}.`,
    remedy: "Choose a file that Evidens made (its name ends in .evidens).",
  });
}

/** @throws {EvidensError} `store/exists`, `store/no-folder` */
export function checkFree(path: string): void {
  if (existsSync(path)) {
    throw new EvidensError({
      code: "store/exists",
      kind: "conflict",
      message: `There is already something at ${path}.`,
      remedy: "Choose another name, or open the review that is there.",
    });
  }
  if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new EvidensError({
      code: "store/no-folder",
      kind: "missing",
      message: `There is no folder ${dirname(path)}.`,
      remedy: "Make the folder first.",
    });
  }
}

/** A name for SQLite that promises the file never changes, so that it opens without any file beside it. */
export function immutableName(path: string): string {
  return `${pathToFileURL(path).href}?immutable=1`;
}

/** Puts a file's bytes, or a folder's entries, on the disk itself. */
export function syncToDisk(path: string): void {
  // Windows cannot open folders; there a rename is durable with the file system's own journal.
  if (process.platform === "win32" && statSync(path).isDirectory()) return;
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
