import { titleWords } from "../normalise/fold.ts";

const PART = /^(?:part|abstract|number|no|chapter|supplement|section|volume|erratum|correction)$/;
const ORDINAL = /^(?:\d+|[ivx]+|[a-d])$/;

/** A title prepared for comparing. */
export interface ComparableTitle {
  readonly folded: string;
  readonly words: ReadonlySet<string>;
  /** `part 2` and the like. */
  readonly parts: readonly string[];
}

/** Folds a title once, so that it can be compared many times. */
export function comparableTitle(title: string): ComparableTitle {
  const words = titleWords(title);
  const parts: string[] = [];
  for (let i = 0; i + 1 < words.length; i++)
    if (PART.test(words[i]!) && ORDINAL.test(words[i + 1]!)) parts.push(`${words[i]} ${words[i + 1]}`);
  return { folded: words.join(" "), words: new Set(words), parts };
}

/**
 * Whether two entries that share an identifier are named so differently that they must be two
 * documents: less than half of the shorter title's words in common, or other part numbers.
 */
export function clearlyDifferent(a: ComparableTitle, b: ComparableTitle): boolean {
  if (a.folded === b.folded) return false;
  if (a.parts.length > 0 && b.parts.length > 0 && a.parts.join() !== b.parts.join()) return true;
  const [small, large] = a.words.size <= b.words.size ? [a.words, b.words] : [b.words, a.words];
  let shared = 0;
  for (const word of small) if (large.has(word)) shared += 1;
  return shared * 2 < small.size;
}
