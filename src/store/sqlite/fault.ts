import { EvidensError } from "#kernel";
import { describeHolder, readHolder } from "./holder.ts";

/** A driver's error in a form that crosses threads. */
export interface SqlFault {
  readonly message: string;
  /** SQLite's extended result code; absent when the fault is not SQLite's. */
  readonly code?: number | undefined;
}

export function faultOf(error: unknown): SqlFault {
  const { message, errcode } = error as { message?: unknown; errcode?: unknown };
  const text = typeof message === "string" ? message : String(error);
  // The package gives no code with some errors of a running statement; SQLite's own words tell which it was.
  const code = typeof errcode === "number" ? errcode : WORDS.find(([words]) => text.includes(words))?.[1];
  return { message: text, code };
}

const WORDS: readonly (readonly [string, number])[] = [
  ["database is locked", 5],
  ["attempt to write a readonly database", 8],
  ["disk I/O error", 10],
  ["database disk image is malformed", 11],
  ["database or disk is full", 13],
  ["unable to open database file", 14],
  ["constraint failed", 19],
  ["file is not a database", 26],
];

/**
 * The program's error for a fault of SQLite at a file.
 * Source: https://www.sqlite.org/rescode.html (the low byte is the primary code).
 */
export function sqliteError(fault: SqlFault, path: string): EvidensError {
  const primary = fault.code === undefined ? -1 : fault.code & 0xff;
  if (primary === 5 || primary === 6) return lockedError(path);
  const known = FAULTS[primary];
  if (known === undefined) {
    return new EvidensError({
      code: "store/engine",
      kind: "storage",
      message: `SQLite reports at ${path}: ${fault.message}${fault.code === undefined ? "" : ` (code ${fault.code})`}.`,
      remedy: "Run `evidens doctor`, and report the message if the review is whole.",
    });
  }
  return new EvidensError({
    code: known.code,
    kind: known.kind ?? "storage",
    message: `${known.what(path)} (SQLite: ${fault.message}, code ${fault.code}).`,
    remedy: known.remedy,
  });
}

interface KnownFault {
  readonly code: string;
  readonly kind?: "invalid" | "conflict";
  readonly what: (path: string) => string;
  readonly remedy: string;
}

const READ_ONLY: KnownFault = {
  code: "store/read-only",
  what: (path) => `The file or its folder cannot be written: ${path}; nothing was changed`,
  remedy: "Make the file and its folder writable, or copy the review to a folder of your own.",
};

const FAULTS: Readonly<Record<number, KnownFault>> = {
  3: READ_ONLY,
  8: READ_ONLY,
  10: {
    code: "store/io",
    what: (path) => `The disk failed to read or write ${path}; the last change was not saved`,
    remedy: "Check the disk and its connection, then open the review again.",
  },
  11: {
    code: "store/damaged",
    what: (path) => `The file is damaged: ${path}`,
    remedy: "Run `evidens doctor` on a copy of the file, or go back to a backup.",
  },
  13: {
    code: "store/disk-full",
    what: (path) =>
      `The disk that holds ${path} is full; the last change was not saved, all earlier ones are`,
    remedy: "Free some space and do the last step again.",
  },
  14: {
    code: "store/cannot-open",
    what: (path) => `The file cannot be opened: ${path}`,
    remedy: "Check that the folder exists and that you may write in it.",
  },
  19: {
    code: "store/clash",
    kind: "conflict",
    what: (path) => `Something with the same identity is already in ${path}`,
    remedy: "Open the review again and repeat the step.",
  },
  26: {
    code: "store/not-a-review",
    kind: "invalid",
    what: (path) => `The file is no Evidens review: ${path}`,
    remedy: "Choose a file that Evidens made.",
  },
};

function lockedError(path: string): EvidensError {
  const holder = readHolder(path);
  return new EvidensError({
    code: "store/locked",
    kind: "conflict",
    message: `The review ${path} is being written by ${describeHolder(holder)}; nothing was changed.`,
    remedy: "Wait until it has finished, or end that program, and do the step again.",
  });
}
