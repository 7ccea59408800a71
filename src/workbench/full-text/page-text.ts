/** The part of a pdf.js text item that is read here. */
export interface TextPiece {
  readonly str: string;
  readonly hasEOL: boolean;
  /** Height of the print, in points. */
  readonly height: number;
}

/** Controls that no text means, and halves of characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g;

/** Text of a page from its pieces, one line of print per line. */
export function pageText(pieces: readonly TextPiece[]): string {
  const text = pieces.map(({ str, hasEOL }) => (hasEOL ? `${str}\n` : str)).join("");
  return text
    .toWellFormed()
    .replace(CONTROLS, "")
    .replace(/[ \t\u00a0]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

const HYPHENATED = /[\p{L}\p{N}]+(?:[-\u2010\u2011][\p{L}\p{N}]+)+/gu;
const BROKEN = /([\p{L}\p{N}]+)[-\u2010]\n[ \t]*([\p{L}\p{N}]+)/gu;

/** Words written with a hyphen inside a line: broken at it they keep it. */
export function hyphenatedWords(texts: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const text of texts)
    for (const [word] of text.matchAll(HYPHENATED))
      words.add(word.toLowerCase().replace(/[\u2010\u2011]/g, "-"));
  return words;
}

/**
 * A page for searching: compatibility forms such as ligatures resolved (NFKC), soft hyphens taken out,
 * words broken at a line end joined, runs of blanks and line ends made one blank. Letters keep their case.
 *
 * @param hyphenated words that have a hyphen of their own, lower case, as `hyphenatedWords` gives them
 * Checked: tests/workbench/full-text.test.ts. Cost linear.
 */
export function searchableText(text: string, hyphenated: ReadonlySet<string>): string {
  return text
    .normalize("NFKC")
    .replace(/\u00ad\n?/g, "")
    .replace(BROKEN, (_, before: string, after: string) => {
      const own = hyphenated.has(`${before}-${after}`.toLowerCase());
      // `COVID-\n19`, `Smith-\nJones`: a break at a number or a capital was no syllable's.
      return own || !/^\p{Ll}/u.test(after) || !/\p{L}$/u.test(before)
        ? `${before}-${after}`
        : `${before}${after}`;
    })
    .replace(/\s+/g, " ")
    .trim();
}

/** The largest print of a page, as one line, or null: mostly the title. */
export function largestPrint(pieces: readonly TextPiece[]): string | null {
  const bySize = new Map<number, string[]>();
  for (const { str, hasEOL, height } of pieces) {
    if (str.trim() === "") continue;
    const size = Math.round(height * 2);
    const parts = bySize.get(size) ?? [];
    parts.push(hasEOL ? `${str} ` : str);
    bySize.set(size, parts);
  }
  const sizes = [...bySize.keys()].sort((a, b) => b - a);
  // One size carries no title; the journal's name may be printed larger than the title, so a few are looked at.
  if (sizes.length < 2) return null;
  for (const size of sizes.slice(0, 3)) {
    const print = bySize.get(size)!.join(" ").replace(/\s+/g, " ").trim();
    if (print.length >= 15 && print.length <= 400 && print.includes(" ")) return print;
  }
  return null;
}

/** Letters and digits a reader would know; codes of the private area and controls are none. */
export function letterCount(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}
