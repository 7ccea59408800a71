import { type Line, type Piece, styled, widthOf } from "./paint.ts";
import { safeText } from "./safe-text.ts";

export interface Column {
  readonly head: string;
  /** Numbers stand right. */
  readonly right?: boolean;
  /** Cells are cut with an ellipsis after this many characters. */
  readonly max?: number;
}

/** A table as lines, columns two spaces apart. Cells may come from anywhere. */
export function table(columns: readonly Column[], rows: readonly (readonly Piece[])[]): Line[] {
  const cells = rows.map((row) => columns.map((column, i) => cut(row[i] ?? "", column.max)));
  const widths = columns.map((column, i) =>
    Math.max(widthOf(column.head), ...cells.map((row) => widthOf(row[i] ?? ""))),
  );
  const line = (row: readonly Piece[]): Line =>
    columns.flatMap((column, i) => {
      const piece = row[i] ?? "";
      const space = " ".repeat((widths[i] ?? 0) - widthOf(piece));
      const gap = i === 0 ? "" : "  ";
      if (column.right === true) return [gap + space, piece];
      return i === columns.length - 1 ? [gap, piece] : [gap, piece, space];
    });
  return [line(columns.map(({ head }) => styled("bold", head))), ...cells.map(line)];
}

function cut(piece: Piece, max: number | undefined): Piece {
  if (max === undefined || widthOf(piece) <= max) return piece;
  const text = [...safeText(typeof piece === "string" ? piece : piece.text)].slice(0, max - 1).join("");
  return typeof piece === "string" ? `${text.trimEnd()}…` : { ...piece, text: `${text.trimEnd()}…` };
}

/** Text broken into lines of at most `width` characters, at spaces where there are any. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of safeText(text).split(/ +/)) {
    if (line !== "" && [...line].length + 1 + [...word].length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}
