import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { EvidensError } from "#kernel";

/**
 * Writes a file whole or not at all: beside its name first, on disk, then renamed over it.
 *
 * @throws {EvidensError} `workbench/cannot-write` (storage) with the path
 */
export async function writeFileWhole(path: string, data: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(4).toString("hex")}`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cannotWrite(path, cause);
  }
}

/** What to say when a file could not be written. */
export function cannotWrite(path: string, cause: unknown): EvidensError {
  const { code } = cause as NodeJS.ErrnoException;
  return new EvidensError({
    code: "workbench/cannot-write",
    kind: "storage",
    message: `${path} could not be written (${code ?? String(cause)}).`,
    remedy: code === "ENOSPC" ? "Free some space and try again." : "Name a folder that can be written to.",
    cause,
  });
}
