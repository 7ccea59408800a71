/** A cursor over the lines of a text: `start`/`end` bound the line without its line end. */
export interface Lines {
  start: number;
  end: number;
  /** Where the next line starts. */
  after: number;
  /** 1-based number of the line. */
  number: number;
  /** Steps to the next line; false at the end of the text. */
  next(): boolean;
}

/**
 * Walks over a text line by line without splitting it: LF, CR LF and lone CR all end a line, also
 * mixed in one file. A line end at the very end of the text starts no further line.
 *
 * Cost: linear over the whole walk; allocates nothing per line.
 */
export function linesOf(text: string): Lines {
  let lf = text.indexOf("\n");
  let cr = text.indexOf("\r");
  const lines: Lines = {
    start: 0,
    end: 0,
    after: 0,
    number: 0,
    next() {
      const from = lines.after;
      if (from >= text.length) return false;
      if (lf !== -1 && lf < from) lf = text.indexOf("\n", from);
      if (cr !== -1 && cr < from) cr = text.indexOf("\r", from);
      lines.start = from;
      lines.number += 1;
      if (cr !== -1 && (lf === -1 || cr < lf)) {
        lines.end = cr;
        lines.after = cr + 1 === lf ? lf + 1 : cr + 1;
      } else {
        lines.end = lf === -1 ? text.length : lf;
        lines.after = lines.end + 1;
      }
      return true;
    },
  };
  return lines;
}

/** True when a stretch of text holds nothing but white space and byte-order marks. */
export function isBlank(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code > 32 && code !== 0xa0 && code !== 0xfeff) return text.slice(i, end).trim() === "";
  }
  return true;
}

/** 1-based line of a character offset. Cost linear in the offset. */
export function lineAt(text: string, offset: number): number {
  const lines = linesOf(text);
  while (lines.next()) if (offset < lines.after) return lines.number;
  return Math.max(1, lines.number);
}

/** A short piece of a line for a message, white space collapsed. */
export function excerpt(text: string, max: number = 60): string {
  const plain = text.replace(/\s+/g, " ").trim();
  return plain.length <= max ? plain : `${plain.slice(0, max - 1)}…`;
}
