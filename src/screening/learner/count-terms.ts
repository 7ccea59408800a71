import { createPairTable, type PairTable, pairNumber } from "./pair-table.ts";
import type { TokenStream } from "./tokens.ts";

/** How often each feature is in each document, before rare ones are dropped. */
export interface TermCounts {
  /** Where each document starts in `features` and `counts`, one more at the end. */
  readonly starts: Uint32Array;
  /** Below `words`: a word; below `2 * words`: that word in a field of its own; above: a pair. */
  readonly features: Int32Array;
  readonly counts: Float32Array;
  /** In how many documents each feature is. */
  readonly documents: Int32Array;
  readonly pairs: PairTable;
  /** Per document: pairs that were never counted because they are too rare, with `leastPair` 2 those met once. */
  readonly rarePairs: Uint32Array;
}

export interface CountOptions {
  /** Distinct words (after stemming). */
  readonly words: number;
  /** Word of each token number. */
  readonly wordOf: Int32Array;
  /** Weight of an occurrence in each field. */
  readonly weights: readonly number[];
  /** Weight of the same occurrence as a feature of that field alone; 0 for none. */
  readonly own: readonly number[];
  /** Pairs of neighbouring words in at least so many documents; 0 for no pairs. */
  readonly leastPair: number;
  /** Whether the last word of a field and the first of the next are neighbours. */
  readonly joined: boolean;
}

/** Counts words, words by field and pairs of neighbours, document by document. */
export function countTerms(stream: TokenStream, options: CountOptions): TermCounts {
  const { tokens, bounds, fields, documents: rows } = stream;
  const { words, wordOf, weights, own, leastPair, joined } = options;
  const frequent = leastPair > 0 ? frequentPairs(stream, options) : null;
  const pairs = createPairTable();
  const out = createCounter(2 * words, tokens.length);
  const starts = new Uint32Array(rows + 1);
  const rarePairs = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    out.row(row);
    let before = -1;
    for (let field = 0; field < fields; field++) {
      const weight = weights[field]!;
      const ownWeight = own[field]!;
      if (!joined) before = -1;
      const end = bounds[row * fields + field + 1]!;
      for (let at = bounds[row * fields + field]!; at < end; at++) {
        const word = wordOf[tokens[at]!]!;
        if (weight > 0) out.add(word, weight);
        if (ownWeight > 0) out.add(words + word, ownWeight);
        if (frequent !== null && before >= 0) {
          if (frequent.test(before, word))
            out.add(2 * words + pairNumber(pairs, before, word), weight > 0 ? weight : ownWeight);
          else rarePairs[row]! += 1;
        }
        before = word;
      }
    }
    starts[row + 1] = out.length();
  }
  return { starts, pairs, rarePairs, ...out.finish(2 * words + pairs.size) };
}

/** Sums weights of features row by row. */
function createCounter(
  most: number,
  expected: number,
): {
  row(row: number): void;
  add(feature: number, weight: number): void;
  length(): number;
  finish(size: number): Pick<TermCounts, "features" | "counts" | "documents">;
} {
  let features = new Int32Array(expected + 16);
  let counts = new Float32Array(expected + 16);
  /** Where a feature is in the open row, valid from `first` on. */
  let places = new Int32Array(2 * most + 16).fill(-1);
  let documents = new Int32Array(2 * most + 16);
  let length = 0;
  let first = 0;
  const add = (feature: number, weight: number): void => {
    if (feature >= places.length) {
      const wider = new Int32Array(2 * feature).fill(-1);
      wider.set(places);
      places = wider;
      const more = new Int32Array(2 * feature);
      more.set(documents);
      documents = more;
    }
    const place = places[feature]!;
    if (place >= first) {
      counts[place]! += weight;
      return;
    }
    if (length === features.length) {
      const longer = new Int32Array(Math.ceil(1.5 * length));
      longer.set(features);
      features = longer;
      const larger = new Float32Array(longer.length);
      larger.set(counts);
      counts = larger;
    }
    places[feature] = length;
    features[length] = feature;
    counts[length] = weight;
    length += 1;
    documents[feature]! += 1;
  };
  return {
    row: () => {
      first = length;
    },
    add,
    length: () => length,
    finish: (size) => ({
      features: features.subarray(0, length),
      counts: counts.subarray(0, length),
      documents: documents.subarray(0, size),
    }),
  };
}

/**
 * Which pairs can be frequent enough: occurrences counted by a hash, so that some rare pairs pass (they are
 * dropped later) and no frequent one is lost. Most pairs occur once; they never reach the pair table.
 */
function frequentPairs(
  { tokens, bounds, fields, documents }: TokenStream,
  { wordOf, leastPair, joined }: CountOptions,
): { test(first: number, second: number): boolean } {
  let bits = 16;
  while (1 << bits < 2 * tokens.length && bits < 24) bits++;
  const mask = (1 << bits) - 1;
  const seen = new Uint8Array(1 << bits);
  const bucket = (first: number, second: number): number => {
    const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    return (mixed ^ (mixed >>> 13)) & mask;
  };
  const step = joined ? fields : 1;
  for (let part = 0; part < documents * fields; part += step) {
    const end = bounds[part + step]!;
    let at = bounds[part]!;
    if (at >= end) continue;
    let before = wordOf[tokens[at]!]!;
    for (at += 1; at < end; at++) {
      const word = wordOf[tokens[at]!]!;
      const place = bucket(before, word);
      if (seen[place]! < 255) seen[place]! += 1;
      before = word;
    }
  }
  return { test: (first, second) => seen[bucket(first, second)]! >= Math.min(255, leastPair) };
}
