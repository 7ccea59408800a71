import { portableLn } from "#numerics";
import type { FeatureExtraction, FeatureSpace, LearnerDocument } from "./learner.types.ts";
import { createPairTable, type PairTable, pairNumber } from "./pair-table.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";
import { termFound, termText } from "./term-table.ts";
import { createTokenizer, type TokenStream } from "./tokens.ts";

export interface TextFeatures {
  readonly id: string;
  /** Pairs of neighbouring words too. */
  readonly pairs: boolean;
  /** Title and abstract are one text, so that a pair may span both. */
  readonly joined: boolean;
  /** Columns of their own for words of the title, counted so many times; 0: none. */
  readonly title: number;
  readonly keywords: boolean;
  readonly authors: boolean;
  /** Documents a word or pair must be in. */
  readonly minDocuments: number;
  readonly minDocumentsOfPair: number;
  /** Share of documents a word may be in at most. */
  readonly maxShare: number;
}

/** Counts of one corpus before rare features are left out. A feature is a word, a title word or a pair. */
interface Counts {
  readonly tokens: TokenStream;
  readonly pairs: PairTable;
  /** Per document: features, `2 word`, `2 word + 1` in a title, `-1 - pair`. */
  readonly features: Int32Array;
  readonly counts: Float32Array;
  readonly starts: Uint32Array;
  readonly wordDocuments: Int32Array;
  readonly pairDocuments: Int32Array;
}

const FIELDS = 4;

/**
 * Words and pairs of words weighted by tf-idf: (1 + ln tf) (1 + ln((1 + n) / (1 + df))), each row scaled
 * to length 1.
 *
 * Source: Salton and Buckley 1988, doi:10.1016/0306-4573(88)90021-0, with the smoothed idf of scikit-learn's
 * TfidfVectorizer. Checked: tests/screening/learner-features.test.ts.
 */
export function textFeatures(options: TextFeatures): FeatureExtraction {
  return {
    id: options.id,
    extract: (documents) => {
      const counts = countFeatures(tokensOf(documents, options), options);
      return weighted(counts, options);
    },
  };
}

function tokensOf(documents: Iterable<LearnerDocument>, options: TextFeatures): TokenStream {
  const tokenizer = createTokenizer(FIELDS);
  for (const { title, abstract, keywords, authors } of documents)
    tokenizer.add([
      title,
      abstract,
      options.keywords ? (keywords ?? []).join(" ; ") : "",
      options.authors ? (authors ?? []).join(" ; ") : "",
    ]);
  return tokenizer.finish();
}

/** Growing arrays of the counts; one row is open at a time. */
class RowCounter {
  features: Int32Array = new Int32Array(1 << 16);
  counts: Float32Array = new Float32Array(1 << 16);
  length = 0;
  readonly #wordAt: Int32Array;
  #pairAt: Int32Array = new Int32Array(1 << 16);
  readonly wordDocuments: Int32Array;
  pairDocuments: Int32Array = new Int32Array(1 << 16);
  #start = 0;

  constructor(words: number) {
    // One more than the place of a feature in the open row; smaller than the row's start: not in it.
    this.#wordAt = new Int32Array(2 * words);
    this.wordDocuments = new Int32Array(2 * words);
  }

  open(atMost: number): void {
    this.#start = this.length;
    if (this.length + atMost <= this.features.length) return;
    const size = Math.max(2 * this.features.length, this.length + atMost);
    const features = new Int32Array(size);
    features.set(this.features);
    const counts = new Float32Array(size);
    counts.set(this.counts);
    this.features = features;
    this.counts = counts;
  }

  word(feature: number, times: number): void {
    const at = this.#wordAt[feature]! - 1;
    if (at >= this.#start) {
      this.counts[at]! += times;
      return;
    }
    this.wordDocuments[feature]! += 1;
    this.#wordAt[feature] = this.#add(feature, times);
  }

  pair(number: number): void {
    if (number >= this.#pairAt.length) {
      const size = Math.max(2 * this.#pairAt.length, number + 1);
      const at = new Int32Array(size);
      at.set(this.#pairAt);
      this.#pairAt = at;
      const documents = new Int32Array(size);
      documents.set(this.pairDocuments);
      this.pairDocuments = documents;
    }
    const at = this.#pairAt[number]! - 1;
    if (at >= this.#start) {
      this.counts[at]! += 1;
      return;
    }
    this.pairDocuments[number]! += 1;
    this.#pairAt[number] = this.#add(-1 - number, 1);
  }

  #add(feature: number, times: number): number {
    this.features[this.length] = feature;
    this.counts[this.length] = times;
    this.length += 1;
    return this.length;
  }
}

function countFeatures(tokens: TokenStream, options: TextFeatures): Counts {
  const { bounds, documents } = tokens;
  const pairs = createPairTable();
  const counter = new RowCounter(tokens.terms.size);
  const starts = new Uint32Array(documents + 1);
  for (let document = 0; document < documents; document++) {
    const first = bounds[document * FIELDS]!;
    const end = bounds[(document + 1) * FIELDS]!;
    counter.open(3 * (end - first));
    let before = -1;
    for (let field = 0; field < FIELDS; field++) {
      if (!(options.joined && field === 1)) before = -1;
      const from = bounds[document * FIELDS + field]!;
      const to = bounds[document * FIELDS + field + 1]!;
      for (let at = from; at < to; at++) {
        const word = tokens.tokens[at]!;
        counter.word(2 * word, 1);
        if (field === 0 && options.title > 0) counter.word(2 * word + 1, options.title);
        if (options.pairs && before >= 0) counter.pair(pairNumber(pairs, before, word));
        before = word;
      }
    }
    starts[document + 1] = counter.length;
  }
  const { features, counts, wordDocuments, pairDocuments } = counter;
  return { tokens, pairs, features, counts, starts, wordDocuments, pairDocuments };
}

/** Leaves rare features out, numbers the rest as columns and weights them. */
function weighted(counts: Counts, options: TextFeatures): FeatureSpace {
  const documents = counts.starts.length - 1;
  const most = options.maxShare * documents;
  const words = columnsFor(counts.wordDocuments, counts.wordDocuments.length, options.minDocuments, most, 0);
  const pairs = columnsFor(
    counts.pairDocuments,
    counts.pairs.size,
    options.minDocumentsOfPair,
    most,
    words.end,
  );
  const rarity = new Float64Array(pairs.end);
  const weigh = (columns: Int32Array, frequency: Int32Array): void => {
    for (let i = 0; i < columns.length; i++)
      if (columns[i]! >= 0) rarity[columns[i]!] = 1 + portableLn((1 + documents) / (1 + frequency[i]!));
  };
  weigh(words.columns, counts.wordDocuments);
  weigh(pairs.columns, counts.pairDocuments);
  const matrix = matrixOf(counts, words.columns, pairs.columns, rarity);
  const names = namesOf(words, pairs);
  const { terms } = counts.tokens;
  return {
    matrix,
    termOf: (column) => {
      const feature = names[column]!;
      if (feature >= 0) return termText(terms, feature >> 1);
      const pair = -1 - feature;
      return `${termText(terms, counts.pairs.firsts[pair]!)} ${termText(terms, counts.pairs.seconds[pair]!)}`;
    },
    queryOf: (texts) => queryOf(texts, counts, words.columns, rarity),
  };
}

interface Columns {
  /** By feature: its column, -1 where it is left out. */
  readonly columns: Int32Array;
  readonly begin: number;
  readonly end: number;
}

function columnsFor(
  frequency: Int32Array,
  features: number,
  least: number,
  most: number,
  begin: number,
): Columns {
  const columns = new Int32Array(features).fill(-1);
  let end = begin;
  for (let i = 0; i < features; i++) {
    if (frequency[i]! > 0 && frequency[i]! >= least && frequency[i]! <= most) columns[i] = end++;
  }
  return { columns, begin, end };
}

function namesOf(words: Columns, pairs: Columns): Int32Array {
  const names = new Int32Array(pairs.end);
  for (let i = 0; i < words.columns.length; i++) if (words.columns[i]! >= 0) names[words.columns[i]!] = i;
  for (let i = 0; i < pairs.columns.length; i++)
    if (pairs.columns[i]! >= 0) names[pairs.columns[i]!] = -1 - i;
  return names;
}

const LOGS: Float64Array = Float64Array.from({ length: 256 }, (_, n) => (n === 0 ? 0 : 1 + portableLn(n)));

function matrixOf(counts: Counts, words: Int32Array, pairs: Int32Array, rarity: Float64Array): SparseMatrix {
  const rows = counts.starts.length - 1;
  const columnOf = (feature: number): number => (feature >= 0 ? words[feature]! : pairs[-1 - feature]!);
  const starts = new Uint32Array(rows + 1);
  let size = 0;
  for (let row = 0; row < rows; row++) {
    for (let at = counts.starts[row]!; at < counts.starts[row + 1]!; at++)
      if (columnOf(counts.features[at]!) >= 0) size += 1;
    starts[row + 1] = size;
  }
  const indices = new Int32Array(size);
  const values = new Float32Array(size);
  let end = 0;
  for (let row = 0; row < rows; row++) {
    const begin = end;
    let squares = 0;
    for (let at = counts.starts[row]!; at < counts.starts[row + 1]!; at++) {
      const column = columnOf(counts.features[at]!);
      if (column < 0) continue;
      const times = counts.counts[at]!;
      const value =
        (times < 256 && Number.isInteger(times) ? LOGS[times]! : 1 + portableLn(times)) * rarity[column]!;
      indices[end] = column;
      values[end] = value;
      squares += value * value;
      end += 1;
    }
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let at = begin; at < end; at++) values[at]! *= scale;
  }
  return { rows, columns: rarity.length, starts, indices, values };
}

/** Words of the protocol as a row: each once, by how rare it is, scaled to length 1. */
function queryOf(
  texts: readonly string[],
  counts: Counts,
  words: Int32Array,
  rarity: Float64Array,
): { readonly indices: Int32Array; readonly values: Float64Array } {
  const tokenizer = createTokenizer(1);
  for (const text of texts) tokenizer.add([text]);
  const { terms } = tokenizer.finish();
  const columns: number[] = [];
  for (let number = 0; number < terms.size; number++) {
    const word = termFound(counts.tokens.terms, termText(terms, number));
    const column = word < 0 || 2 * word >= words.length ? -1 : words[2 * word]!;
    if (column >= 0) columns.push(column);
  }
  columns.sort((a, b) => a - b);
  const squares = columns.reduce((sum, column) => sum + rarity[column]! ** 2, 0);
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  return {
    indices: Int32Array.from(columns),
    values: Float64Array.from(columns, (column) => rarity[column]! * scale),
  };
}
