import type { Problem } from "#kernel";
import type { LineTally } from "../format.ts";
import { excerpt, isBlank, isBlankBetween } from "../lines.ts";
import { outsideLines } from "../outside.ts";

/** What became of a stretch of XML; a line on which several meet counts for the first of these that it holds. */
type Fate = "record" | "refused" | "outside" | "wrapping";

/** A bit for each, since a line may hold several. */
const BITS: Readonly<Record<Fate, number>> = { record: 1, refused: 2, outside: 4, wrapping: 8 };

/** Characters of a line that a message may show, and more. */
const ENOUGH = 4096;

/** Counts where the lines of an XML file went, although entries and lines do not begin and end together. */
export interface XmlLines {
  /** 1-based line at which the next stretch begins. */
  readonly line: number;
  walk(text: string, fate: Fate): void;
  /** Problem about the lines outside entries since the last call. */
  flush(): Problem | null;
  /** At the end of the file. */
  tally(): LineTally;
}

/**
 * Starts a count. Lines of an entry are kept, also when they hold wrapping or other text besides.
 * Lines of wrapping alone (declaration, root elements, comments) count as kept, as the brackets of a
 * JSON list do: they hold nothing that could be lost. Text outside entries is `outside` and told;
 * refused lines are `outside`, and whoever refused them has told it.
 *
 * Cost linear.
 */
export function xmlLines(): XmlLines {
  const outside = outsideLines(
    "records/xml-outside",
    "Check that each record stands in its element; export the file again if one is missing.",
  );
  let [line, blank, kept] = [1, 0, 0];
  let fates = 0;
  let [begun, afterCr] = [false, false];
  let first = "";
  /** Text outside entries on this line, as far as it matters; pieces of the file may end anywhere in it. */
  let run: string | null = null;
  const settle = (): void => {
    if (run !== null && !isBlank(run)) {
      fates |= BITS.outside;
      if (first === "") first = excerpt(run);
    }
    run = null;
  };
  const close = (): void => {
    settle();
    if (fates === 0) blank += 1;
    else if (fates & BITS.record) kept += 1;
    else if (fates & BITS.refused) outside.told(1);
    else if (fates & BITS.outside) outside.stray(line, first);
    else kept += 1;
    line += 1;
    fates = 0;
    begun = false;
    first = "";
  };
  const segment = (text: string, from: number, to: number, fate: Fate): void => {
    begun = true;
    if (fate === "outside") {
      if (run === null) run = text.slice(from, to);
      else if (run.length < ENOUGH || isBlank(run)) run = run.slice(-ENOUGH) + text.slice(from, to);
      return;
    }
    settle();
    if ((fates & BITS[fate]) === 0 && !isBlankBetween(text, from, to)) fates |= BITS[fate];
  };
  return {
    get line() {
      return line;
    },
    walk(text, fate) {
      const from = afterCr && text.charCodeAt(0) === 10 ? 1 : 0;
      if (text !== "") afterCr = text.charCodeAt(text.length - 1) === 13;
      forEachLine(text, from, (start, end) => segment(text, start, end, fate), close);
    },
    flush: () => outside.flush(),
    tally() {
      if (begun) close();
      return { total: line - 1, blank, kept, outside: outside.count };
    },
  };
}

/** Calls `onText` for each stretch of a line and `onEnd` for each line end: LF, CR LF or a lone CR. */
function forEachLine(
  text: string,
  from: number,
  onText: (start: number, end: number) => void,
  onEnd: () => void,
): void {
  let at = from;
  let [lf, cr] = [text.indexOf("\n", at), text.indexOf("\r", at)];
  while (lf !== -1 || cr !== -1) {
    const stop = cr !== -1 && (lf === -1 || cr < lf) ? cr : lf;
    if (stop > at) onText(at, stop);
    onEnd();
    at = stop + 1;
    if (stop === cr) {
      if (text.charCodeAt(at) === 10) at += 1;
      cr = text.indexOf("\r", at);
    }
    if (lf !== -1 && lf < at) lf = text.indexOf("\n", at);
  }
  if (at < text.length) onText(at, text.length);
}
