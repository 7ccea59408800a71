import { detectFormat, type RecordFormat } from "#records";
import type { FileContent } from "./file-content.ts";
import { type LookedAtFile, lookAtFile, unreadable } from "./looked-at-file.ts";

/** An export file that was looked through once: what it is, and how to read it. */
export interface SourceFile extends LookedAtFile {
  readonly format: RecordFormat;
}

export interface LookOptions {
  /** False when only the beginning of the file is at hand; true unless given. */
  readonly whole?: boolean;
  /** A person named columns, so that a file in no known format is read as a table. */
  readonly isTable?: boolean;
}

/**
 * Looks through a file: its hash, its encoding and its format. Memory: one piece, whatever the length.
 *
 * @param name the file's name, for messages; never what decides the format
 * @throws {EvidensError} `workbench/not-text`, `workbench/empty-file`, `workbench/unknown-format`,
 *   `workbench/too-large` for a spreadsheet over 200 MB; `workbench/cannot-read`
 */
export async function lookThrough(
  content: FileContent,
  name: string,
  { whole = true, isTable = false }: LookOptions = {},
): Promise<SourceFile> {
  const file = await lookAtFile(content, name, whole);
  if (file.encoding === "binary") return { ...file, format: "xlsx" };
  const { head } = file;
  const format = detectFormat(head) ?? (isTable && head.trim() !== "" ? "table" : null);
  if (format === null) throw unreadable(name, head);
  return { ...file, format };
}
