import iconv from "iconv-lite";
import { EvidensError } from "#kernel";

/** A file's text and the encoding it was read with. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
}

/**
 * Reads bytes as text: by byte-order mark, else as strict UTF-8, else as UTF-16 when every other
 * byte is zero, else as Windows-1252 (every byte has a meaning there, so this never fails). Byte-order
 * marks are dropped.
 *
 * @throws {EvidensError} `workbench/not-text` for binary content, named by `file`
 */
export function decodeText(bytes: Uint8Array, file: string): DecodedText {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return decoded(bytes, "utf-16le");
  if (a === 0xfe && b === 0xff) return decoded(bytes, "utf-16be");
  const head = bytes.subarray(0, 4096);
  const zeros = (parity: 0 | 1) => {
    let count = 0;
    for (let i = parity; i < head.length; i += 2) if (head[i] === 0) count += 1;
    return head.length === 0 ? 0 : count / (head.length / 2);
  };
  if (zeros(1) > 0.6 && zeros(0) < 0.1) return decoded(bytes, "utf-16le");
  if (zeros(0) > 0.6 && zeros(1) < 0.1) return decoded(bytes, "utf-16be");
  refuseBinary(head, file);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { text: withoutMark(text), encoding: "utf-8" };
  } catch {
    return decoded(bytes, "windows-1252");
  }
}

function decoded(bytes: Uint8Array, encoding: DecodedText["encoding"]): DecodedText {
  return { text: withoutMark(iconv.decode(Buffer.from(bytes), encoding)), encoding };
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function refuseBinary(head: Uint8Array, file: string): void {
  const control = head.reduce((count, byte) => count + (byte < 9 || (byte > 13 && byte < 27) ? 1 : 0), 0);
  const known = [
    { magic: "%PDF", name: "a PDF" },
    { magic: "PK\u0003\u0004", name: "a ZIP archive (perhaps an Excel or Word file)" },
    { magic: "SQLite format 3", name: "a SQLite database" },
  ].find(({ magic }) => Buffer.from(head.subarray(0, magic.length)).toString("latin1") === magic);
  if (known === undefined && control <= head.length * 0.05) return;
  throw new EvidensError({
    code: "workbench/not-text",
    kind: "invalid",
    message: `${file} is ${known?.name ?? "not a text file"}, not an export of references.`,
    remedy: "Export the references as RIS, PubMed (NBIB) or CSL-JSON and import that file.",
    problems: [{ code: "workbench/not-text", file, message: `starts like ${known?.name ?? "binary data"}` }],
  });
}
