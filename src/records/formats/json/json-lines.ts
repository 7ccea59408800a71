import type { LineTally } from "../format.ts";
import { isBlank } from "../lines.ts";

/** Counts the lines of a text that comes in stretches, each of them read or not. */
export interface LineCounter {
  /** 1-based place where the next stretch begins. */
  readonly line: number;
  readonly column: number;
  /** A line is outside when no part of it was kept. */
  add(text: string, kept: boolean): void;
  /** To be asked at the end of the text. */
  tally(): LineTally;
}

/** Lines as `linesOf` counts them. Cost linear. */
export function lineCounter(): LineCounter {
  let [ended, blank, kept, outside] = [0, 0, 0, 0];
  let [width, any, some] = [0, false, false];
  let afterCr = false;
  const part = (text: string, isKept: boolean): void => {
    width += text.length;
    if ((any && (some || !isKept)) || isBlank(text)) return;
    any = true;
    some ||= isKept;
  };
  const close = (): void => {
    if (!any) blank += 1;
    else if (some) kept += 1;
    else outside += 1;
    [width, any, some] = [0, false, false];
  };
  return {
    get line() {
      return ended + 1;
    },
    get column() {
      return width + 1;
    },
    add(text, isKept) {
      // The LF of a CR LF may come with the next stretch.
      let at = afterCr && text.startsWith("\n") ? 1 : 0;
      const ends = /\r\n?|\n/g;
      ends.lastIndex = at;
      for (let end = ends.exec(text); end !== null; end = ends.exec(text)) {
        part(text.slice(at, end.index), isKept);
        close();
        ended += 1;
        at = ends.lastIndex;
      }
      part(text.slice(at), isKept);
      if (text !== "") afterCr = text.endsWith("\r");
    },
    tally() {
      const open = width > 0;
      if (open) close();
      return { total: ended + (open ? 1 : 0), blank, kept, outside };
    },
  };
}
