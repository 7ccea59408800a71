import type { Problem } from "#kernel";
import type { LineTally } from "./format.ts";
import { excerpt, isBlank } from "./lines.ts";
import { outsideLines } from "./outside.ts";

/** What became of a stretch of XML; a line on which several meet counts for the first of these that it holds. */
export type Fate = "record" | "refused" | "outside" | "wrapping";

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
  let fates = new Set<Fate>();
  let [begun, afterCr] = [false, false];
  let first = "";
  /** Text of one fate on this line, as far as it matters; pieces of the file may end anywhere in it. */
  let run: { readonly fate: Fate; text: string } | null = null;
  const settle = (): void => {
    if (run === null || isBlank(run.text)) return;
    fates.add(run.fate);
    if (run.fate === "outside" && first === "") first = excerpt(run.text);
  };
  const close = (): void => {
    settle();
    if (fates.size === 0) blank += 1;
    else if (fates.has("record")) kept += 1;
    else if (fates.has("refused")) outside.told(1);
    else if (fates.has("outside")) outside.stray(line, first);
    else kept += 1;
    line += 1;
    if (fates.size > 0) fates = new Set();
    run = null;
    begun = false;
    first = "";
  };
  const segment = (text: string, fate: Fate): void => {
    begun = true;
    if (run?.fate !== fate) {
      settle();
      run = { fate, text };
    } else if (run.text.length < ENOUGH || isBlank(run.text)) run.text = run.text.slice(-ENOUGH) + text;
  };
  return {
    get line() {
      return line;
    },
    walk(text, fate) {
      const from = afterCr && text.charCodeAt(0) === 10 ? 1 : 0;
      if (text !== "") afterCr = text.charCodeAt(text.length - 1) === 13;
      forEachLine(text, from, (part) => segment(part, fate), close);
    },
    flush: () => outside.flush(),
    tally() {
      if (begun) close();
      return { total: line - 1, blank, kept, outside: outside.count };
    },
  };
}

/** Calls `onText` for each stretch of a line and `onEnd` for each line end: LF, CR LF or a lone CR. */
function forEachLine(text: string, from: number, onText: (part: string) => void, onEnd: () => void): void {
  let at = from;
  let [lf, cr] = [text.indexOf("\n", at), text.indexOf("\r", at)];
  while (lf !== -1 || cr !== -1) {
    const stop = cr !== -1 && (lf === -1 || cr < lf) ? cr : lf;
    if (stop > at) onText(text.slice(at, stop));
    onEnd();
    at = stop + 1;
    if (stop === cr) {
      if (text.charCodeAt(at) === 10) at += 1;
      cr = text.indexOf("\r", at);
    }
    if (lf !== -1 && lf < at) lf = text.indexOf("\n", at);
  }
  if (at < text.length) onText(at === 0 ? text : text.slice(at));
}
