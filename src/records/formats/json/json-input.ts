import type { TextPieces } from "../format.ts";

const CHUNK = 65_536;

/** A place in a text that comes in pieces, and what was read since the last cut. */
export interface JsonInput {
  /** The piece being read and the place in it. */
  piece: string;
  at: number;
  /** Characters that came, those put back not counted again. */
  readonly read: number;
  /** Whether a character is left; takes the next piece when this one is used up. */
  more(): boolean;
  /** Characters between the last cut and the place. */
  length(): number;
  /** What was read since the last cut, up to the place. */
  cut(): string;
  /** As `cut`, with the rest of the piece. */
  cutAll(): string;
  /** Puts a text before what was not read yet. */
  back(text: string): void;
}

/** Memory: one piece of at most 64 KiB, and what was read since the last cut. */
export function jsonInput(pieces: TextPieces): JsonInput {
  const source = chunks(pieces);
  const held: string[] = [];
  let [heldLength, from, read] = [0, 0, 0];
  const input: JsonInput = {
    piece: "",
    at: 0,
    get read() {
      return read;
    },
    more() {
      while (input.at >= input.piece.length) {
        const rest = input.piece.slice(from);
        if (rest !== "") held.push(rest);
        heldLength += rest.length;
        const step = source.next();
        input.piece = step.done === true ? "" : step.value;
        input.at = 0;
        from = 0;
        if (step.done === true) return false;
        read += input.piece.length;
      }
      return true;
    },
    length: () => heldLength + input.at - from,
    cut() {
      const text = held.length === 0 ? input.piece.slice(from, input.at) : joined();
      from = input.at;
      return text;
    },
    cutAll() {
      input.at = input.piece.length;
      return input.cut();
    },
    back(text) {
      input.piece = text + input.piece.slice(input.at);
      input.at = 0;
      from = 0;
    },
  };
  const joined = (): string => {
    const text = held.join("") + input.piece.slice(from, input.at);
    held.length = 0;
    heldLength = 0;
    return text;
  };
  return input;
}

function* chunks(pieces: TextPieces): Generator<string, undefined> {
  for (const piece of typeof pieces === "string" ? [pieces] : pieces)
    for (let at = 0; at < piece.length; at += CHUNK) yield piece.slice(at, at + CHUNK);
}
