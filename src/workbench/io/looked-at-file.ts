import { createHash } from "node:crypto";
import { EvidensError } from "#kernel";
import type { TextPieces } from "#records";
import type { RawFile } from "#store";
import { type FileContent, piecesOf, syncPieces } from "./file-content.ts";
import { looksLikeWorkbook, refuseForeign } from "./refused-files.ts";
import { decoded, encodingGuess, type TextEncodingName } from "./text-encoding.ts";

/** A file that was looked through once: what it is, and how to read it. */
export interface LookedAtFile {
  readonly raw: RawFile;
  /** Binary: a spreadsheet. */
  readonly encoding: TextEncodingName | "binary";
  /**
   * What `readRecords` takes: the text in pieces, read as they are asked for; the bytes of a spreadsheet.
   *
   * @param onPiece is told how many bytes have been read so far
   */
  content(onPiece?: (bytes: number) => void): TextPieces | Uint8Array;
  /** The beginning of the text, at most `HEAD` characters; empty for a spreadsheet. */
  readonly head: string;
}

/** What a format is told by. */
const HEAD = 256 * 1024;
const EDGE = 64 * 1024;
/** A spreadsheet is read whole. */
const LARGEST_WORKBOOK = 200_000_000;

/**
 * Looks through a file: its hash and its encoding. Memory: one piece, whatever the length.
 *
 * @param name the file's name, for messages; never what decides the format
 * @param whole false when only the beginning of the file is at hand
 * @throws {EvidensError} `workbench/not-text`; `workbench/too-large` for a spreadsheet over 200 MB;
 *   `workbench/cannot-read`
 */
export async function lookAtFile(content: FileContent, name: string, whole = true): Promise<LookedAtFile> {
  const hash = createHash("sha256");
  const guess = encodingGuess();
  let size = 0;
  let start = new Uint8Array(0);
  let tail = new Uint8Array(0);
  for await (const piece of piecesOf(content)) {
    hash.update(piece);
    guess.add(piece);
    size += piece.byteLength;
    if (start.byteLength < 2 * HEAD) start = joined(start, piece).slice(0, 2 * HEAD);
    tail = piece.byteLength >= EDGE ? piece.slice(-EDGE) : joined(tail, piece).slice(-EDGE);
  }
  const raw: RawFile = { hash: hash.digest("hex"), size, pieces: () => piecesOf(content) };
  if (looksLikeWorkbook(start.subarray(0, EDGE), tail)) return workbook(content, raw, name);
  const encoding = guess.end(whole);
  if (!encoding.startsWith("utf-16")) refuseForeign(start.subarray(0, EDGE), tail, name);
  const head = [...decoded([start], encoding)].join("").slice(0, HEAD);
  return {
    raw,
    encoding,
    head,
    content: (onPiece) => ({ [Symbol.iterator]: () => decoded(syncPieces(content, onPiece), encoding) }),
  };
}

function workbook(content: FileContent, raw: RawFile, name: string): LookedAtFile {
  if (raw.size > LARGEST_WORKBOOK) {
    throw new EvidensError({
      code: "workbench/too-large",
      kind: "invalid",
      message: `${name} has ${Math.round(raw.size / 1e6)} MB; a spreadsheet may have 200 MB.`,
      remedy: "Save it as CSV and import that file.",
    });
  }
  return {
    raw,
    encoding: "binary",
    head: "",
    content: (onPiece) => {
      const bytes = "bytes" in content ? content.bytes : Buffer.concat([...syncPieces(content)]);
      onPiece?.(bytes.byteLength);
      // A plain view: the reader knows nothing of Node.
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.byteLength + b.byteLength);
  both.set(a);
  both.set(b, a.byteLength);
  return both;
}

/** A file that is empty, or in no format that is known. */
export function unreadable(file: string, head: string): EvidensError {
  const empty = head.trim() === "";
  return new EvidensError({
    code: empty ? "workbench/empty-file" : "workbench/unknown-format",
    kind: "invalid",
    message: empty
      ? `${file} is empty.`
      : `${file} is in no format that is known; its first line is "${head
          .trimStart()
          .split(/\r?\n|\r/, 1)[0]!
          .slice(0, 80)}".`,
    remedy: "Export the references again as RIS, PubMed (NBIB), BibTeX, EndNote XML or CSV.",
    problems: [
      {
        code: "workbench/unknown-format",
        file,
        line: 1,
        message: empty ? "The file is empty." : "The format was not recognised.",
      },
    ],
  });
}
