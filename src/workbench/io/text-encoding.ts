import { isUtf8 } from "node:buffer";
import { createRequire } from "node:module";
import type Iconv from "iconv-lite";

export type TextEncodingName = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** Looks at the bytes of a file as they come and says at the end how they are to be decoded. */
export interface EncodingGuess {
  add(piece: Uint8Array): void;
  /** @param whole false when the bytes are only the beginning of a file, which may end inside a character */
  end(whole: boolean): TextEncodingName;
}

/** The bytes that UTF-16 is told by. */
const LOOKED_AT = 4096;

/**
 * UTF-16 by its byte-order mark or by every other byte being zero, else UTF-8 when it is valid
 * throughout, else Windows-1252, in which every byte has a meaning. Cost linear; memory constant.
 */
export function encodingGuess(): EncodingGuess {
  const head = new Uint8Array(LOOKED_AT);
  let seen = 0;
  let valid = true;
  let open = new Uint8Array(0);
  return {
    add(piece) {
      if (seen < LOOKED_AT) head.set(piece.subarray(0, LOOKED_AT - seen), seen);
      seen += piece.byteLength;
      if (!valid) return;
      const bytes = open.byteLength === 0 ? piece : Buffer.concat([open, piece]);
      const end = lastBoundary(bytes);
      valid = isUtf8(bytes.subarray(0, end));
      open = bytes.slice(end);
    },
    end(whole) {
      const known = utf16Of(head.subarray(0, Math.min(seen, LOOKED_AT)));
      if (known !== null) return known;
      return valid && (!whole || open.byteLength === 0) ? "utf-8" : "windows-1252";
    },
  };
}

function utf16Of(head: Uint8Array): TextEncodingName | null {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const zeros = (parity: 0 | 1): number => {
    let count = 0;
    for (let i = parity; i < head.length; i += 2) if (head[i] === 0) count += 1;
    return head.length === 0 ? 0 : count / (head.length / 2);
  };
  if (zeros(1) > 0.6 && zeros(0) < 0.1) return "utf-16le";
  if (zeros(0) > 0.6 && zeros(1) < 0.1) return "utf-16be";
  return null;
}

/** Where the last character that may be unfinished begins; all of it when none is. */
function lastBoundary(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Decodes pieces of bytes that may end inside a character; a byte-order mark at the start is no text. */
export function* decoded(pieces: Iterable<Uint8Array>, encoding: TextEncodingName): Generator<string> {
  // By iconv-lite, since the decoder of some Node versions takes windows-1252 for Latin-1.
  const decoder = encoding === "utf-8" ? utf8Decoder() : iconv().getDecoder(encoding, { stripBOM: false });
  let first = true;
  const text = (part: string): string => {
    if (!first || part === "") return part;
    first = false;
    return part.charCodeAt(0) === 0xfeff ? part.slice(1) : part;
  };
  for (const piece of pieces) {
    const part = text(decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)));
    if (part !== "") yield part;
  }
  const rest = text(decoder.end() ?? "");
  if (rest !== "") yield rest;
}

let loaded: typeof Iconv | undefined;

/** Loaded when a file comes that is not in UTF-8; most are. */
function iconv(): typeof Iconv {
  loaded ??= createRequire(import.meta.url)("iconv-lite") as typeof Iconv;
  return loaded;
}

function utf8Decoder(): { write(bytes: Buffer): string; end(): string | undefined } {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    write: (bytes) => decoder.decode(bytes, { stream: true }),
    end: () => decoder.decode(),
  };
}
