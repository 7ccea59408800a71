import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { EvidensError } from "#kernel";

/** A file: on disk, or its bytes in memory. */
export type FileContent = { readonly path: string } | { readonly bytes: Uint8Array };

const PIECE = 256 * 1024;

/** Its bytes in pieces. @throws {EvidensError} `workbench/cannot-read` */
export async function* piecesOf(content: FileContent): AsyncGenerator<Uint8Array> {
  if ("bytes" in content) {
    yield* syncPieces(content);
    return;
  }
  try {
    for await (const piece of createReadStream(content.path, { highWaterMark: PIECE }))
      yield piece as Uint8Array;
  } catch (cause) {
    throw cannotRead(content.path, cause);
  }
}

/** Read in place, since readers ask for their text piece by piece and do not wait. */
export function* syncPieces(content: FileContent, onPiece?: (bytes: number) => void): Generator<Uint8Array> {
  let read = 0;
  if ("bytes" in content) {
    for (; read < content.bytes.byteLength; read += PIECE) {
      yield content.bytes.subarray(read, read + PIECE);
      onPiece?.(Math.min(read + PIECE, content.bytes.byteLength));
    }
    return;
  }
  let file: number | undefined;
  try {
    file = openSync(content.path, "r");
    for (;;) {
      const piece = new Uint8Array(PIECE);
      const length = readSync(file, piece, 0, PIECE, read);
      if (length === 0) return;
      read += length;
      yield piece.subarray(0, length);
      onPiece?.(read);
    }
  } catch (cause) {
    throw cannotRead(content.path, cause);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function cannotRead(path: string, cause: unknown): unknown {
  if (cause instanceof EvidensError || (cause as NodeJS.ErrnoException).syscall === undefined) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  return new EvidensError({
    code: "workbench/cannot-read",
    kind: code === "ENOENT" ? "missing" : "storage",
    message: `${path} could not be read (${code ?? String(cause)}).`,
    remedy: "Check the file and the right to read it, then try again.",
    cause,
  });
}
