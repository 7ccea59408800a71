import type { TextPieces } from "../format.ts";

/** The text of a file as far as it was asked for, with a place in it. */
export interface Feed {
  text: string;
  /** Offset in `text` up to which it is used. */
  at: number;
  /** Sees to it that this many characters lie ahead, where the file has them; false when none are left. */
  fill(size: number): boolean;
  /** Offset in `text` of a marker at or after `from`, asked for up to `limit` characters ahead; -1 when there is none. */
  find(marker: string, from: number, limit: number): number;
}

/** Begins at the start of a text. Cost linear, whatever the pieces; memory one piece and what was asked for ahead. */
export function feedOf(pieces: TextPieces): Feed {
  const source = (typeof pieces === "string" ? [pieces] : pieces)[Symbol.iterator]();
  let ended = false;
  const next = (): string | null => {
    while (!ended) {
      const step = source.next();
      if (step.done === true) ended = true;
      else if (step.value !== "") return step.value;
    }
    return null;
  };
  const feed: Feed = {
    text: "",
    at: 0,
    fill(size) {
      const ahead = feed.text.length - feed.at;
      if (ahead >= size) return true;
      const parts = [feed.text.slice(feed.at)];
      let length = ahead;
      while (length < size) {
        const piece = next();
        if (piece === null) break;
        parts.push(piece);
        length += piece.length;
      }
      if (parts.length > 1) {
        feed.text = parts.join("");
        feed.at = 0;
      }
      return length > 0;
    },
    find(marker, from, limit) {
      const found = feed.text.indexOf(marker, from);
      if (found !== -1) return found;
      const parts = [feed.text];
      let length = feed.text.length;
      let tail = feed.text.slice(Math.max(from, length - marker.length + 1));
      let place = -1;
      while (place === -1 && length - feed.at < limit) {
        const piece = next();
        if (piece === null) break;
        const joined = tail + piece;
        const inside = joined.indexOf(marker);
        if (inside !== -1) place = length - tail.length + inside;
        parts.push(piece);
        length += piece.length;
        tail = joined.slice(-marker.length + 1);
      }
      feed.text = parts.join("");
      return place;
    },
  };
  return feed;
}
