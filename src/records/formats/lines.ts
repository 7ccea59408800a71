import type { TextPieces } from "./format.ts";

/** A cursor over the lines of a text. */
export interface Lines {
  /** The line without its line end and without a byte-order mark at its start. */
  text: string;
  /** The byte-order mark at its start, or nothing. */
  mark: string;
  /** The line end as it stood: LF, CR LF, a lone CR, or nothing at the end of the text. */
  end: string;
  /** 1-based number of the line. */
  number: number;
  /** The piece that the line ends in, and where the text lies in it; -1 when it did not begin there. */
  piece: string;
  from: number;
  to: number;
  /** Characters of the file before that piece. */
  base: number;
  /** Steps to the next line; false at the end of the text. */
  next(): boolean;
}

/**
 * Walks over a text line by line: LF, CR LF and lone CR all end a line, also mixed in one file. A line
 * end at the very end of the text starts no further line. Byte-order marks at the start of a line,
 * which files put together of several have in their middle, are dropped.
 *
 * Cost: linear over the whole walk, whatever the pieces; memory one piece and one line.
 */
export function linesOf(pieces: TextPieces): Lines {
  const source = typeof pieces === "string" ? [pieces][Symbol.iterator]() : pieces[Symbol.iterator]();
  let piece = "";
  let at = 0;
  let [lf, cr] = [-1, -1];
  /** Takes the next piece that is not empty. */
  const more = (): boolean => {
    for (;;) {
      const step = source.next();
      if (step.done === true) return false;
      if (step.value === "") continue;
      lines.base += piece.length;
      piece = step.value;
      lines.piece = piece;
      at = 0;
      lf = piece.indexOf("\n");
      cr = piece.indexOf("\r");
      return true;
    }
  };
  const lines: Lines = {
    text: "",
    mark: "",
    end: "",
    number: 0,
    piece: "",
    from: -1,
    to: -1,
    base: 0,
    next() {
      if (at >= piece.length && !more()) return false;
      lines.number += 1;
      let parts: string[] | null = null;
      const { base } = lines;
      const begin = at;
      for (;;) {
        if (lf !== -1 && lf < at) lf = piece.indexOf("\n", at);
        if (cr !== -1 && cr < at) cr = piece.indexOf("\r", at);
        const stop = cr !== -1 && (lf === -1 || cr < lf) ? cr : lf;
        const found = piece.slice(at, stop === -1 ? piece.length : stop);
        if (stop === -1) {
          parts ??= [];
          parts.push(found);
          at = piece.length;
          if (more()) continue;
          lines.end = "";
        } else {
          if (parts !== null) parts.push(found);
          lines.end = stop === lf ? "\n" : "\r";
          at = stop + 1;
          // The LF of a CR LF may be the first character of the next piece.
          if (stop === cr && (at < piece.length || more()) && piece.charCodeAt(at) === 10) {
            lines.end = "\r\n";
            at += 1;
          }
        }
        const text = parts === null ? found : parts.join("");
        lines.mark = text.charCodeAt(0) === 0xfeff ? "\ufeff" : "";
        lines.text = lines.mark === "" ? text : text.slice(1);
        const whole = lines.base === base;
        lines.from = whole ? begin + lines.mark.length : -1;
        lines.to = whole ? begin + text.length : -1;
        return true;
      }
    },
  };
  return lines;
}

/** Gathers the lines of one entry as they stood; blank lines count only when another line follows. */
export interface RawLines {
  add(lines: Lines): void;
  /** A blank line, kept when the entry goes on. */
  blank(lines: Lines): void;
  /** The text gathered, without the last line end. */
  text(): string;
  /** Non-blank lines gathered. */
  readonly count: number;
}

/** Starts an empty gathering. Lines that follow each other in one piece are cut out of it at once. */
export function rawLines(): RawLines {
  return new Gathering();
}

class Gathering implements RawLines {
  count: number = 0;
  /** Whether all lines so far lie together in one piece. */
  private together: boolean = true;
  private piece: string = "";
  private base: number = 0;
  private from: number = 0;
  private to: number = 0;
  /** Where the next line would begin. */
  private ahead: number = 0;
  private gathered: string = "";
  private pending: string = "";

  add(lines: Lines): void {
    if (this.count === 0 && lines.from !== -1) {
      this.piece = lines.piece;
      this.base = lines.base;
      this.from = lines.from;
      this.goOn(lines);
      this.to = lines.to;
    } else if (this.goOn(lines)) this.to = lines.to;
    else {
      this.gathered += this.count === 0 ? lines.text : this.pending + lines.mark + lines.text;
      this.pending = lines.end;
    }
    this.count += 1;
  }

  blank(lines: Lines): void {
    if (this.count > 0 && !this.goOn(lines)) this.pending += lines.mark + lines.text + lines.end;
  }

  text(): string {
    return this.together ? this.piece.slice(this.from, this.to) : this.gathered;
  }

  /** Whether the line lies right behind the ones before it; from the first that does not they are joined. */
  private goOn(lines: Lines): boolean {
    if (!this.together) return false;
    const begins = lines.from - lines.mark.length;
    const first = this.count === 0;
    if (lines.from !== -1 && (first || (lines.base === this.base && begins === this.ahead))) {
      this.ahead = lines.to + lines.end.length;
      return true;
    }
    this.together = false;
    this.gathered = this.piece.slice(this.from, this.to);
    this.pending = this.piece.slice(this.to, this.ahead);
    return false;
  }
}

/** True when a line holds nothing but white space and byte-order marks. */
export function isBlank(text: string): boolean {
  return isBlankBetween(text, 0, text.length);
}

/** As `isBlank`, of a part of a text. */
export function isBlankBetween(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code <= 32 || code === 0xa0 || code === 0xfeff) continue;
    return code > 127 && text.slice(i, to).trim() === "";
  }
  return true;
}

/** 1-based line of a character offset. Cost linear in the offset. */
export function lineAt(text: string, offset: number): number {
  let [line, at] = [1, 0];
  for (const end of text.slice(0, offset).matchAll(/\r\n|\n|\r/g)) {
    at = end.index + end[0].length;
    // A CR that the cut parted from its LF ends the line only behind the LF.
    if (at <= offset && !(end[0] === "\r" && at === offset && text[at] === "\n")) line += 1;
  }
  return line;
}

/** A short piece of a line for a message, white space collapsed. */
export function excerpt(text: string, max: number = 60): string {
  const plain = text
    .slice(0, 50 * max)
    .replace(/\s+/g, " ")
    .trim();
  return plain.length <= max ? plain : `${plain.slice(0, max - 1)}…`;
}
