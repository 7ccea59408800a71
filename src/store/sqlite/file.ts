import { accessSync, closeSync, constants, existsSync, fsyncSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { EvidensError } from "#kernel";
import { faultOf, sqliteError } from "./fault.ts";
import { headerOf } from "./session.ts";

/** "EVDS": marks a SQLite file as a review. */
export const APPLICATION_ID: number = 0x45564453;

export const ANOTHER_PROGRAM: string = "it is a SQLite database of another program";

export interface FileFacts {
  /** Schema version as the file's header has it; the write-ahead log may hold a newer one. */
  readonly userVersion: number;
  /** A write-ahead log lies beside it: another process has it open, or the last one was killed. */
  readonly hasLog: boolean;
}

/**
 * Looks at a file without changing it or leaving anything beside it.
 *
 * The header is read through SQLite, never by opening the file ourselves: closing a file gives up all
 * locks that this process holds on it, also those of a connection elsewhere in the program.
 *
 * @throws {EvidensError} `store/no-file`, `store/not-a-review`
 * Source: https://www.sqlite.org/howtocorrupt.html, section 2.2.
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
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  const hasLog = log !== undefined && log.size > 0;
  const { applicationId, userVersion } = readHeader(path, hasLog);
  if (applicationId !== APPLICATION_ID) throw notAReview(path, ANOTHER_PROGRAM);
  return { userVersion, hasLog };
}

function readHeader(path: string, hasLog: boolean): { applicationId: number; userVersion: number } {
  try {
    return headerOf(immutableName(path));
  } catch (cause) {
    const fault = faultOf(cause);
    // Half-way through bringing the log back the file alone is not whole; with its log it is.
    if (fault.code === 11 && hasLog) return { applicationId: APPLICATION_ID, userVersion: 0 };
    if (fault.code === 26) throw notAReview(path, "its content is of another kind");
    throw sqliteError(fault, path);
  }
}

/** @throws {EvidensError} `store/read-only`: SQLite itself would only say that it cannot open the file. */
export function checkWritable(path: string): void {
  try {
    for (const name of [path, dirname(path)]) accessSync(name, constants.W_OK);
  } catch {
    throw sqliteError({ message: "attempt to write a readonly database", code: 8 }, path);
  }
}

export function notAReview(path: string, why: string): EvidensError {
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

/** Puts a file's bytes, or a folder's entries, on the disk itself. Not for a database that may be open in this process (see `inspectFile`). */
export function syncToDisk(path: string): void {
  // Windows cannot open folders; there a rename is durable with the file system's own journal.
  const folder = statSync(path).isDirectory();
  if (process.platform === "win32" && folder) return;
  const file = openSync(path, folder ? "r" : "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
