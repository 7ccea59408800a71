import { createKernel, type Kernel, viewOf } from "./kernel.ts";
import type { TokenStream } from "./tokens.ts";
import type { WordForms } from "./word-forms.ts";

/** The fields of the token stream: title, abstract, authors. */
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

/** Documents handed over to the kernel: so many from one on. */
interface Given {
  readonly from: number;
  readonly rows: number;
}

/** All that documents may have in common, numbered; and in how many documents each is. */
export interface FeatureSpace {
  /**
   * Where the numbers of stems, spellings, words of titles, words among authors and pairs start; one more at
   * the end.
   */
  readonly starts: readonly [number, number, number, number, number, number];
  /** The two words of each pair, pair after pair; until the kernel takes more memory. */
  readonly pairs: () => Int32Array;
  /** Pairs whose first word is not below this are of authors; both words are higher by as much. */
  readonly authorPairs: number;
  /** In how many documents each feature is; until the kernel takes more memory. */
  readonly documents: () => Int32Array;
  /** Most words of a document. */
  readonly longest: number;
  /** Where the features are. */
  readonly kernel: Kernel;
  /** Hands over all documents, part by part. */
  inParts(visit: (given: Given) => void): void;
}

/** Words handed over at once, and documents. */
const WORDS_AT_ONCE = 1 << 16;
const ROWS_AT_ONCE = 1 << 10;

/**
 * Numbers words, spellings, words of titles, pairs of neighbours and names of authors. Where a stem has one
 * spelling, the stem stands for both. Pairs are counted before they are numbered, in buckets, so that some rare ones
 * pass (they are dropped later) and no frequent one is lost: most pairs occur once, and never reach the table.
 */
export function featureSpace(stream: TokenStream, forms: WordForms, options: SpaceOptions): FeatureSpace {
  const { kinds, joined, leastPair } = options;
  const { stems, stemOf, alone } = forms;
  // Stems that no record spells so have no number of their own as spellings.
  const terms = stemOf.length;
  const longest = longestDocument(stream);
  const words = Math.max(WORDS_AT_ONCE, longest);
  const kernel = createKernel();
  const rare = leastPair > 1;
  const buckets = bucketsFor(rare ? stream.tokens.length : 0);
  kernel.prepareSpace(terms, stems, words, ROWS_AT_ONCE, longest, buckets, rare ? leastPair : 0);
  viewOf(kernel, Int32Array, kernel.stemOfAt(), terms).set(stemOf);
  viewOf(kernel, Uint8Array, kernel.aloneAt(), stems).set(alone.subarray(0, stems));
  const has = (kind: Kind): number => (kinds.has(kind) ? 1 : 0);
  kernel.readKinds(
    has("stems"),
    has("spellings"),
    has("titles"),
    has("authors"),
    has("pairs"),
    has("authors"),
    joined ? 1 : 0,
  );
  const inParts = (visit: (given: Given) => void): void => {
    for (let from = 0; from < stream.documents; ) {
      const given = handOver(kernel, stream, from, words);
      visit(given);
      from += given.rows;
    }
  };
  if (rare) inParts(({ rows }) => kernel.countPairs(rows));
  kernel.beginPairs();
  inParts(({ rows, from }) => kernel.countDocuments(rows, from));
  const features = kernel.endFeatures();
  const pairs = kernel.pairCount();
  const [titles, authors, firstPair] = [stems + terms, 2 * stems + terms, 2 * stems + 2 * terms];
  return {
    starts: [0, stems, titles, authors, firstPair, features],
    pairs: () => viewOf(kernel, Int32Array, kernel.pairWordsAt(), 2 * pairs),
    authorPairs: Math.max(terms, stems),
    documents: () => viewOf(kernel, Int32Array, kernel.documentsAt(), features),
    longest,
    kernel,
    inParts,
  };
}

function longestDocument({ bounds, documents }: TokenStream): number {
  let longest = 0;
  for (let row = 0; row < documents; row++)
    longest = Math.max(longest, bounds[(row + 1) * FIELDS]! - bounds[row * FIELDS]!);
  return longest;
}

/** A power of 2, twice as many as there may be pairs while that is not too many. */
function bucketsFor(occurrences: number): number {
  let bits = 16;
  while (1 << bits < 2 * occurrences && bits < 26) bits++;
  return 1 << bits;
}

/** Hands over documents from one on, as many as there is room for. */
function handOver(
  kernel: Kernel,
  { tokens, bounds, documents }: TokenStream,
  from: number,
  words: number,
): Given {
  const base = bounds[from * FIELDS]!;
  let to = from;
  while (to < documents && to - from < ROWS_AT_ONCE && bounds[(to + 1) * FIELDS]! - base <= words) to++;
  viewOf(kernel, Int32Array, kernel.tokensAt(), words).set(tokens.subarray(base, bounds[to * FIELDS]!));
  const given = viewOf(kernel, Int32Array, kernel.boundsAt(), (to - from) * FIELDS + 1);
  for (let i = 0; i < given.length; i++) given[i] = bounds[from * FIELDS + i]! - base;
  return { from, rows: to - from };
}
