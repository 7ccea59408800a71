import { portableLn } from "#numerics";
import { type FeatureSpace, FIELDS, featureSpace, KINDS, type Kind } from "./feature-space.ts";
import { viewOf } from "./kernel.ts";
import { latentFeatures } from "./latent.ts";
import type { FeatureExtraction, FeatureReader, Features } from "./learner.types.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";
import { createTokenizer, type Tokenizer, type TokenStream } from "./tokens.ts";
import { type WordForms, wordForms } from "./word-forms.ts";

export interface TfIdfOptions {
  readonly id: string;
  /**
   * What is read, each with what its squared weights are multiplied by: words without plural endings, words as
   * they stand, words of the title once more, pairs of neighbouring words, names of authors alone and in pairs.
   * Words of the title and pairs are of words without plural endings where `stems` is read.
   */
  readonly kinds: Readonly<Partial<Record<Kind, number>>>;
  /** Whether title and abstract are read as one text, so that pairs reach from one to the other; default false. */
  readonly joined?: boolean;
  /** Words in fewer records are no columns; default 2. */
  readonly leastRecords?: number;
  /** Pairs in fewer records are no columns; default 2. */
  readonly leastRecordsPair?: number;
  /** Features in more than this share of the records are dropped; default 1. */
  readonly mostRecords?: number;
  /** Dense features beside the words; default none. */
  readonly latent?: {
    readonly dimensions: number;
    /** Length of each record's latent features; that of its words is 1. */
    readonly weight: number;
    /**
     * The squared length is multiplied by n / (n + half) of n records: directions found in few records are
     * worth less; default 0.
     */
    readonly half?: number;
    /** Weight of a direction by its singular value to this power; default 1. */
    readonly power?: number;
    /** Only words, and words of titles, in at least so many records; default 5. */
    readonly leastRecords?: number;
  };
}

/**
 * Words, pairs of words and authors, (1 + ln tf) (1 + ln((1 + n) / (1 + df))), rows of unit length; and, when
 * asked for, latent features. Fitted on all records once. Features too rare to be columns count in the length of
 * a row: they tell what else the record is about, though they can say nothing of other records.
 *
 * Source: Salton and Buckley 1988, doi:10.1016/0306-4573(88)90021-0; smoothing of idf as in scikit-learn.
 * Checked: tests/screening/learner-features.test.ts. Linear in the words read; texts are read one at a time.
 */
export function tfIdf(options: TfIdfOptions): FeatureExtraction {
  return { id: options.id, read: () => reader(options) };
}

function reader(options: TfIdfOptions): FeatureReader {
  const tokenizer = createTokenizer(FIELDS);
  const names = options.kinds.authors !== undefined;
  return {
    add: ({ title, abstract, authors }) =>
      tokenizer.add([title ?? "", abstract ?? "", names ? (authors ?? []).join("; ") : ""]),
    finish: () => featuresOf(tokenizer, options),
  };
}

function featuresOf(tokenizer: Tokenizer, options: TfIdfOptions): Features {
  const { columns, ...features } = wordFeatures(tokenizer.finish(), options);
  const { latent } = options;
  return {
    ...features,
    latent: latent === undefined ? null : latentFeatures(features.words, columns, latent),
  };
}

/** All but the latent features, which are worked out when the words of the documents are no longer kept. */
function wordFeatures(
  stream: TokenStream,
  options: TfIdfOptions,
): Omit<Features, "latent"> & { readonly columns: number } {
  const { kinds, joined = false, leastRecordsPair = 2 } = options;
  const forms = wordForms(stream.terms, kinds.stems !== undefined);
  const space = featureSpace(stream, forms, {
    kinds: new Set(KINDS.filter((kind) => kinds[kind] !== undefined)),
    joined,
    leastPair: leastRecordsPair,
  });
  const columns = chooseColumns(space, stream.documents, options);
  const { matrix, own } = weigh(space, columns, stream.documents);
  return {
    words: matrix,
    own,
    term: termOf(forms, space, columns.featureOf),
    place: placer(forms, space, stream.documents, columns.featureOf),
    columns: columns.latent,
  };
}

interface Columns {
  /** Feature of each column. */
  readonly featureOf: Int32Array;
  /** Entries the matrix will have. */
  readonly entries: number;
  /** Words and words of titles that take part in the latent features are the first so many columns. */
  readonly latent: number;
}

/** Logarithms of counts up to this are worked out before. */
const SMALL_COUNTS = 1 << 10;

function chooseColumns(space: FeatureSpace, rows: number, options: TfIdfOptions): Columns {
  const { kinds, leastRecords = 2, leastRecordsPair = 2, mostRecords = 1, latent } = options;
  const { starts, kernel, longest } = space;
  const small = Math.min(SMALL_COUNTS, longest + 1);
  kernel.prepareWeights(rows, small, Math.min(leastRecords, leastRecordsPair));
  const rarities = viewOf(kernel, Float64Array, kernel.raritiesAt(), rows + 1);
  for (let found = 0; found <= rows; found++) rarities[found] = rarity(rows, found);
  const logarithms = viewOf(kernel, Float64Array, kernel.sublinearAt(), small);
  for (let count = 1; count < small; count++) logarithms[count] = sublinear(count);
  const weight = (kind: Kind): number => Math.sqrt(kinds[kind] ?? 0);
  const alone = kinds.stems === undefined ? 0 : Math.sqrt(kinds.stems + (kinds.spellings ?? 0));
  kernel.setWeights(
    mostRecords * rows,
    weight("stems"),
    alone,
    weight("spellings"),
    weight("titles"),
    weight("authors"),
    weight("pairs"),
  );
  // Words and words of titles that take part in the latent features come first.
  const least = Math.max(leastRecords, latent?.leastRecords ?? 5);
  const latentColumns = kernel.chooseColumns(starts[0], starts[3], least);
  kernel.chooseColumns(starts[0], starts[4], leastRecords);
  const columns = kernel.chooseColumns(starts[4], starts[5], leastRecordsPair);
  return {
    featureOf: viewOf(kernel, Int32Array, kernel.featureOfAt(), columns).slice(),
    entries: kernel.entryCount(),
    latent: latentColumns,
  };
}

function rarity(rows: number, found: number): number {
  return portableLn((1 + rows) / (1 + found)) + 1;
}

function sublinear(count: number): number {
  return 1 + portableLn(count);
}

/** Turns counts into weights, rows of unit length with what is in no column included. */
function weigh(
  { kernel, inParts }: FeatureSpace,
  { featureOf, entries, latent }: Columns,
  rows: number,
): { readonly matrix: SparseMatrix; readonly own: Float64Array } {
  const matrix = {
    rows,
    columns: featureOf.length,
    starts: new Uint32Array(rows + 1),
    indices: new Int32Array(entries),
    values: new Float32Array(entries),
  };
  const own = new Float64Array(rows);
  inParts(({ rows: given, from }) => {
    const count = kernel.weigh(given, latent);
    const at = matrix.starts[from]!;
    matrix.indices.set(viewOf(kernel, Int32Array, kernel.outColumnsAt(), count), at);
    matrix.values.set(viewOf(kernel, Float32Array, kernel.outValuesAt(), count), at);
    own.set(viewOf(kernel, Float64Array, kernel.outOwnAt(), given), from);
    const ends = viewOf(kernel, Uint32Array, kernel.outEndsAt(), given);
    for (let row = 0; row < given; row++) matrix.starts[from + row + 1] = at + ends[row]!;
  });
  return { matrix, own };
}

/** The text of each column. Keeps the words alone of what the features were read from. */
function termOf(forms: WordForms, space: FeatureSpace, featureOf: Int32Array): Features["term"] {
  const { starts, authorPairs } = space;
  const { terms, spelling } = forms;
  const words = wordsOfPairs(space.pairs(), featureOf, starts[4]);
  const ofStem = (stem: number): string => terms.text(spelling[stem]!);
  const ofPair = (word: number): string =>
    word >= authorPairs ? terms.text(word - authorPairs) : ofStem(word);
  return (column) => {
    const feature = featureOf[column];
    if (feature === undefined) return "";
    if (feature < starts[1]) return ofStem(feature);
    if (feature < starts[2]) return terms.text(feature - starts[1]);
    if (feature < starts[3]) return ofStem(feature - starts[2]);
    if (feature < starts[4]) return terms.text(feature - starts[3]);
    return `${ofPair(words[2 * column]!)} ${ofPair(words[2 * column + 1]!)}`;
  };
}

/** The two words of each column that is a pair; 0 for other columns. */
function wordsOfPairs(pairs: Int32Array, featureOf: Int32Array, firstPair: number): Int32Array {
  const out = new Int32Array(2 * featureOf.length);
  for (let column = 0; column < featureOf.length; column++) {
    const pair = featureOf[column]! - firstPair;
    if (pair < 0) continue;
    out[2 * column] = pairs[2 * pair]!;
    out[2 * column + 1] = pairs[2 * pair + 1]!;
  }
  return out;
}

/** How a text is placed among the words, stems or spellings, that have columns. */
function placer(
  forms: WordForms,
  { starts, documents }: FeatureSpace,
  rows: number,
  featureOf: Int32Array,
): Features["place"] {
  const from = forms.stemmed ? starts[0] : starts[1];
  const found = documents().slice(from, from + forms.stems);
  let columnOf: Int32Array | null = null;
  return (text) => {
    columnOf ??= columnsOfWords(featureOf, from, forms.stems);
    const tokenizer = createTokenizer(1);
    tokenizer.add([text]);
    const { tokens, terms } = tokenizer.finish();
    const counts = new Map<number, number>();
    for (const token of tokens) {
      const word = forms.find(terms.text(token));
      if (word >= 0 && columnOf[word]! >= 0) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const words = [...counts.keys()];
    const values = Float64Array.from(
      words,
      (word) => sublinear(counts.get(word)!) * rarity(rows, found[word]!),
    );
    const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    const columns = Int32Array.from(words, (word) => columnOf![word]!);
    return { columns, values: values.map((value) => value / length) };
  };
}

/** Column of each word, -1 where it has none. */
function columnsOfWords(featureOf: Int32Array, first: number, words: number): Int32Array {
  const columnOf = new Int32Array(words).fill(-1);
  for (const [column, feature] of featureOf.entries())
    if (feature >= first && feature < first + words) columnOf[feature - first] = column;
  return columnOf;
}
