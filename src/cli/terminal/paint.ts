import { safeText } from "./safe-text.ts";

export type Style = "bold" | "dim" | "red" | "yellow" | "green";

/** A piece of a line; the text may come from anywhere and is cleaned when it is written. */
export type Piece = string | { readonly text: string; readonly style: Style };
export type Line = Piece | readonly Piece[];

const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
};

/** A styled piece. */
export function styled(style: Style, text: string): Piece {
  return { style, text };
}

/** The text of a line as it goes to a terminal: cleaned piece by piece, then coloured. */
export function painted(line: Line, colour: boolean): string {
  const pieces: readonly Piece[] = Array.isArray(line) ? (line as readonly Piece[]) : [line as Piece];
  return pieces
    .map((piece) => {
      if (typeof piece === "string") return safeText(piece);
      const [on, off] = CODES[piece.style];
      const text = safeText(piece.text);
      return colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
    })
    .join("");
}

/** Width of a piece in columns, counting characters as one column each. */
export function widthOf(piece: Piece): number {
  return [...safeText(typeof piece === "string" ? piece : piece.text)].length;
}
