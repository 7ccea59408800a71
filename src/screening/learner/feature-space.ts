import {
  countPairs,
  createPairCounts,
  createPairTable,
  NO_PAIR,
  numberPairs,
  type PairTable,
  TOO_RARE,
} from "./pair-table.ts";
import type { TokenStream } from "./tokens.ts";
import type { WordForms } from "./word-forms.ts";

/** The fields of the token stream, in this order. */
const TITLE = 0;
const AUTHORS = 2;
export const FIELDS = 3;

/** Kinds of features, in the order of their numbers. */
export const KINDS = ["stems", "spellings", "titles", "pairs", "authors"] as const;
export type Kind = (typeof KINDS)[number];

export interface SpaceOptions {
  readonly kinds: ReadonlySet<Kind>;
  /** Whether the last word of the title and the first of the abstract are neighbours. */
  readonly joined: boolean;
  /** Pairs of neighbouring words in at least so many documents; 1: all. */
  readonly leastPair: number;
}

/** All that documents may have in common, numbered; and in how many documents each is. */
export interface FeatureSpace {
  /**
   * Where the numbers of stems, spellings, words of titles, words among authors and pairs start; one more at
   * the end.
   */
  readonly starts: readonly [number, number, number, number, number, number];
  readonly pairs: PairTable;
  /** Pairs whose first word is not below this are of authors; both words are higher by as much. */
  readonly authorPairs: number;
  /** In how many documents each feature is. */
  readonly documents: Int32Array;
  /**
   * Writes the features of a document, one for each occurrence, and returns how many. What `rare` counts,
   * pairs of text and of authors that are too rare to be numbered, is written to it.
   */
  read(row: number, out: Int32Array, rare: Uint32Array): number;
  /** Occurrences a document has at most. */
  readonly longest: number;
}

/**
 * Numbers words, spellings, words of titles, pairs of neighbours and names of authors. Where a stem has one
 * spelling, the stem stands for both.
 */
export function featureSpace(stream: TokenStream, forms: WordForms, options: SpaceOptions): FeatureSpace {
  const { kinds } = options;
  const terms = stream.terms.size;
  const words = forms.stems;
  const authorPairs = Math.max(terms, words);
  const pairs = createPairTable();
  const pairAt = pairsOf(stream, forms, options, pairs, authorPairs);
  const spellings = words;
  const titles = spellings + terms;
  const authors = titles + words;
  const firstPair = authors + terms;
  const starts = [0, spellings, titles, authors, firstPair, firstPair + pairs.size] as const;
  const [stems, spelled, titled, names] = (["stems", "spellings", "titles", "authors"] as const).map((kind) =>
    kinds.has(kind),
  );
  const { tokens, bounds } = stream;
  const { stemOf, alone } = forms;
  const read = (row: number, out: Int32Array, rare: Uint32Array): number => {
    let length = 0;
    rare.fill(0);
    for (let field = 0; field < FIELDS; field++) {
      const end = bounds[row * FIELDS + field + 1]!;
      const ofAuthors = field === AUTHORS;
      for (let at = bounds[row * FIELDS + field]!; at < end; at++) {
        const token = tokens[at]!;
        if (ofAuthors) {
          if (names) out[length++] = authors + token;
        } else {
          const stem = stemOf[token]!;
          if (stems) out[length++] = stem;
          if (spelled && !(stems && alone[stem] === 1)) out[length++] = spellings + token;
          if (titled && field === TITLE) out[length++] = titles + stem;
        }
        const pair = pairAt === null ? NO_PAIR : pairAt[at]!;
        if (pair >= 0) out[length++] = firstPair + pair;
        else if (pair === TOO_RARE) rare[ofAuthors ? 1 : 0]! += 1;
      }
    }
    return length;
  };
  const longest = 4 * longestDocument(stream);
  const documents = countDocuments(stream.documents, starts[5], longest, read);
  return { starts, pairs, authorPairs, documents, read, longest };
}

function longestDocument({ bounds, documents }: TokenStream): number {
  let longest = 0;
  for (let row = 0; row < documents; row++)
    longest = Math.max(longest, bounds[(row + 1) * FIELDS]! - bounds[row * FIELDS]!);
  return longest;
}

function countDocuments(
  rows: number,
  features: number,
  longest: number,
  read: FeatureSpace["read"],
): Int32Array {
  const documents = new Int32Array(features);
  const last = new Int32Array(features).fill(-1);
  const found = new Int32Array(longest);
  const rare = new Uint32Array(2);
  for (let row = 0; row < rows; row++) countNew(found, read(row, found, rare), row, last, documents);
  return documents;
}

/** Counts each feature once. */
function countNew(
  found: Int32Array,
  length: number,
  row: number,
  last: Int32Array,
  documents: Int32Array,
): void {
  for (let i = 0; i < length; i++) {
    const feature = found[i]!;
    if (last[feature] === row) continue;
    last[feature] = row;
    documents[feature]! += 1;
  }
}

/**
 * For each word the pair it ends; null when no pairs are wanted. Pairs are counted before, in buckets, so that some
 * rare ones pass (they are dropped later) and no frequent one is lost: most pairs occur once, and never reach the
 * table.
 */
function pairsOf(
  { tokens, bounds, documents }: TokenStream,
  forms: WordForms,
  { kinds, joined, leastPair }: SpaceOptions,
  pairs: PairTable,
  authorPairs: number,
): Int32Array | null {
  const ofText = kinds.has("pairs");
  const ofAuthors = kinds.has("authors");
  if (!ofText && !ofAuthors) return null;
  const names = new Int32Array(ofAuthors ? forms.terms.size : 0);
  for (let term = 0; term < names.length; term++) names[term] = authorPairs + term;
  const forParts = (visit: (from: number, to: number, words: Int32Array) => void): void => {
    for (let part = 0; part < documents * FIELDS; part++) {
      const field = part % FIELDS;
      const authors = field === AUTHORS;
      if (authors ? !ofAuthors : !ofText) continue;
      // Joined, the abstract goes on where the title ended.
      const from =
        joined && field === TITLE + 1 ? Math.max(bounds[part - 1]!, bounds[part]! - 1) : bounds[part]!;
      visit(from, bounds[part + 1]!, authors ? names : forms.stemOf);
    }
  };
  const counts = createPairCounts(leastPair > 1 ? tokens.length : 0, leastPair > 1 ? leastPair : 0);
  if (leastPair > 1) forParts((from, to, words) => countPairs(counts, tokens, from, to, words));
  const pairAt = new Int32Array(tokens.length).fill(NO_PAIR);
  forParts((from, to, words) => numberPairs(pairs, counts, tokens, from, to, words, pairAt));
  return pairAt;
}
