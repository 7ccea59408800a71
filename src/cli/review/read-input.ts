import { open, readFile, stat } from "node:fs/promises";
import { type Context, cliError, pathOf } from "../context.ts";

/** Largest file read whole, in bytes. */
const MAX_BYTES = 1_000_000_000;

/**
 * Full path of a file that the person named and that can be read.
 *
 * @throws {EvidensError} that names the path and says what to do
 */
export async function inputPath(context: Context, path: string): Promise<string> {
  const full = pathOf(context, path);
  try {
    const file = await open(full, "r");
    try {
      if ((await file.stat()).isDirectory()) throw Object.assign(new Error(full), { code: "EISDIR" });
    } finally {
      await file.close();
    }
    return full;
  } catch (error) {
    throw inputError(context, path, error);
  }
}

/**
 * Reads a file that the person named.
 *
 * @throws {EvidensError} that names the path and says what to do
 */
export async function readInput(context: Context, path: string): Promise<Uint8Array> {
  const { t } = context;
  const full = await inputPath(context, path);
  const { size } = await stat(full);
  if (size > MAX_BYTES) {
    throw cliError(
      "unsupported",
      "file-too-large",
      t("file.large", { path, mb: Math.round(size / 1e6) }),
      t("file.large.remedy"),
    );
  }
  return await readFile(full);
}

function inputError({ t }: Context, path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR")
    return cliError("missing", "no-file", t("file.missing", { path }), t("file.missing.remedy"));
  if (code === "EISDIR")
    return cliError("invalid", "is-folder", t("file.folder", { path }), t("file.folder.remedy"));
  if (code === "EACCES" || code === "EPERM")
    return cliError("storage", "no-access", t("file.denied", { path }), t("file.denied.remedy"));
  return error;
}

/**
 * Reads a text file that must be UTF-8.
 *
 * @throws {EvidensError} `invalid` when it is not
 */
export async function readText(context: Context, path: string): Promise<string> {
  const bytes = await readInput(context, path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const { t } = context;
    throw cliError("invalid", "not-utf-8", t("file.encoding", { path }), t("file.encoding.remedy"), [
      { code: "cli/not-utf-8", file: path, message: cause instanceof Error ? cause.message : String(cause) },
    ]);
  }
}
