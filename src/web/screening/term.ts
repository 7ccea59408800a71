/** Why a word cannot be marked. */
export type TermFault = "empty" | "star" | "long";

const LONGEST = 200;

/**
 * A word or phrase as it is kept: one space between words, and no `*` but at the end of a word.
 *
 * @param text as typed or selected
 * Checked: tests/web/term.test.ts.
 */
export function readTerm(text: string): { readonly term: string } | { readonly fault: TermFault } {
  const term = text.normalize("NFC").replace(/\s+/g, " ").trim();
  const words = term.endsWith("*") ? term.slice(0, -1) : term;
  if (words.includes("*")) return { fault: "star" };
  if (!/[\p{L}\p{N}]/u.test(words)) return { fault: "empty" };
  if (/\s$/.test(words)) return { fault: "star" };
  return term.length > LONGEST ? { fault: "long" } : { term };
}

/** Whether two terms mark the same. */
export function sameTerm(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
