import { existsSync } from "node:fs";
import { type Context, cliError } from "../context.ts";

/** @throws {EvidensError} `cli/file-exists` when a file would be replaced that nobody said may be */
export function refuseExisting(context: Context, path: string | undefined, force: boolean): void {
  if (path === undefined || force || !existsSync(path)) return;
  const { t } = context;
  throw cliError("conflict", "file-exists", t("file.exists", { path }), t("export.exists.remedy"));
}

/** Writes pieces to standard output, waiting when whoever reads is slower than we write. */
export function toStdout({ io }: Context): (piece: string | Uint8Array) => Promise<void> {
  return (piece) =>
    io.stdout.write(piece) ? Promise.resolve() : new Promise((resume) => io.stdout.once("drain", resume));
}
