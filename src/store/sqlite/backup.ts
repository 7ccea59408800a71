import { randomBytes } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { openClient } from "./client.ts";
import { syncToDisk } from "./file.ts";

/** A whole copy of the file as it is committed now, compact, without its log. The target must not exist. */
export async function vacuumInto(path: string, target: string): Promise<void> {
  const client = await openClient({ path, readOnly: true, lockTimeoutMs: 10_000 });
  try {
    await client.send({ op: "all", sql: "vacuum into ?", params: [target] });
  } finally {
    await client.close();
  }
}

/** Keeps the file as it is before a migration from `version`, under `NAME-backup-v<version>`. */
export async function backUp(path: string, version: number): Promise<string> {
  const target = `${path}-backup-v${version}`;
  await placeWhole(target, async (part) => await vacuumInto(path, part));
  return target;
}

/**
 * Writes a file under another name, puts it on disk and renames it: at `target` there is the old file
 * or the new one, whole, whenever the program or the machine stops.
 */
export async function placeWhole(target: string, write: (part: string) => Promise<void>): Promise<void> {
  const part = `${target}.${process.pid}-${randomBytes(4).toString("hex")}.part`;
  try {
    await write(part);
    syncToDisk(part);
    renameSync(part, target);
    syncToDisk(dirname(target));
  } finally {
    for (const name of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) rmSync(name, { force: true });
  }
}
