import type { Problem } from "#kernel";
import type { TextPieces } from "./format.ts";

/** The text of a file on its way to a reader, and what was odd about its characters. */
export interface WatchedText {
  readonly pieces: Iterable<string>;
  /** To be asked once the pieces are used up. */
  problems(): readonly Problem[];
  /** Whether nothing that could be read came; `problems` says why. */
  unreadable(): boolean;
}

/** Drops NUL characters, which no text holds, and counts them and characters that could not be decoded. */
export function watchedText(content: TextPieces): WatchedText {
  let line = 1;
  let length = 0;
  let empty = true;
  let binary = false;
  const nul = { count: 0, line: 0 };
  const damaged = { count: 0, line: 0 };
  const look = (piece: string, character: string, found: { count: number; line: number }): void => {
    for (let at = piece.indexOf(character); at !== -1; at = piece.indexOf(character, at + 1)) {
      if (found.count === 0) found.line = line + ends(piece.slice(0, at));
      found.count += 1;
    }
  };
  const pieces = function* (): Generator<string> {
    for (const piece of typeof content === "string" ? [content] : content) {
      length += piece.length;
      look(piece, "\0", nul);
      look(piece, "\ufffd", damaged);
      // Now and then a program leaves one behind; this many stand in binary files and undeclared UTF-16.
      if (nul.count > length / 50) {
        binary = true;
        return;
      }
      if (empty && /[^\s\ufeff\0]/.test(piece)) empty = false;
      line += ends(piece);
      yield nul.count > 0 ? piece.replaceAll("\0", "") : piece;
    }
  };
  return {
    pieces: { [Symbol.iterator]: pieces },
    unreadable: () => empty || binary,
    problems: () => [
      ...(binary ? [notText(nul.line)] : empty ? [EMPTY] : []),
      ...(nul.count > 0 && !binary ? [nulCharacters(nul.count, nul.line)] : []),
      ...(damaged.count > 0 ? [undecoded(damaged.count, damaged.line)] : []),
    ],
  };
}

/** Line ends in a piece: of LF, or of CR in a file that has no LF. */
function ends(piece: string): number {
  let count = 0;
  const end = piece.includes("\n") ? "\n" : "\r";
  for (let at = piece.indexOf(end); at !== -1; at = piece.indexOf(end, at + 1)) count += 1;
  return count;
}

const EMPTY: Problem = {
  code: "records/empty-file",
  message: "The file is empty.",
  remedy: "Export the search result again and import that file.",
};

function notText(line: number): Problem {
  return {
    code: "records/not-text",
    line,
    message:
      "The file is not text in a known encoding: it holds NUL characters, as binary files and undeclared UTF-16 do.",
    remedy: "Export the search result as RIS, PubMed NBIB or CSL-JSON in UTF-8.",
  };
}

function nulCharacters(count: number, line: number): Problem {
  return {
    code: "records/nul-characters",
    line,
    message: `${count} NUL character(s), which no text holds, were dropped, the first of them here.`,
    remedy: "Check the records near this line; export the file again if text is missing there.",
  };
}

function undecoded(count: number, line: number): Problem {
  return {
    code: "records/wrong-encoding",
    line,
    message: `${count} character(s) could not be decoded and stand as "\ufffd", the first of them here: the file's encoding is not the one it was read with.`,
    remedy: "Export the file as UTF-8, or import it with its own encoding.",
  };
}
