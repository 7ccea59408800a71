import { portableLn } from "#numerics";
import { type FeatureSpace, FIELDS, featureSpace, KINDS, type Kind } from "./feature-space.ts";
import { latentFeatures } from "./latent.ts";
import type { FeatureExtraction, FeatureReader, Features } from "./learner.types.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";
import { termText } from "./term-table.ts";
import { createTokenizer, type TokenStream } from "./tokens.ts";
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
    finish: () => featuresOf(tokenizer.finish(), options),
  };
}

function featuresOf(stream: TokenStream, options: TfIdfOptions): Features {
  const { kinds, joined = false, leastRecordsPair = 2, latent } = options;
  const forms = wordForms(stream.terms, kinds.stems !== undefined);
  const space = featureSpace(stream, forms, {
    kinds: new Set(KINDS.filter((kind) => kinds[kind] !== undefined)),
    joined,
    leastPair: leastRecordsPair,
  });
  const columns = chooseColumns(space, forms, stream.documents, options);
  const { matrix, own } = weigh(space, forms, columns, stream.documents, options);
  return {
    words: matrix,
    own,
    latent: latent === undefined ? null : latentFeatures(matrix, columns.latent, latent),
    term: termOf(forms, space, columns.featureOf),
    place: placer(forms, space, columns),
  };
}

interface Columns {
  /** Column of each feature, -1 where it has none. */
  readonly columnOf: Int32Array;
  readonly featureOf: Int32Array;
  /** By column: idf alone, and what its kind multiplies it by. */
  readonly idf: Float64Array;
  readonly weights: Float64Array;
  /** Entries the matrix will have. */
  readonly entries: number;
  /** Words and words of titles that take part in the latent features are the first so many columns. */
  readonly latent: number;
}

/** By kind of numbers in the space: stems, spellings, titles, authors, pairs; stems that stand for both apart. */
function kindWeights({ kinds }: TfIdfOptions): {
  readonly byRange: readonly [number, number, number, number, number];
  readonly alone: number;
  readonly authors: number;
} {
  const weight = (kind: Kind): number => Math.sqrt(kinds[kind] ?? 0);
  const both = kinds.stems !== undefined ? (kinds.stems ?? 0) + (kinds.spellings ?? 0) : 0;
  return {
    byRange: [weight("stems"), weight("spellings"), weight("titles"), weight("authors"), weight("pairs")],
    alone: Math.sqrt(both),
    authors: weight("authors"),
  };
}

/** What the weight of a feature is multiplied by, in the order of their numbers. */
function weightOf(space: FeatureSpace, forms: WordForms, options: TfIdfOptions): (feature: number) => number {
  const { starts, pairs, authorPairs } = space;
  const { byRange, alone, authors } = kindWeights(options);
  return (feature) => {
    if (feature < starts[1]) return forms.alone[feature] === 1 ? alone : byRange[0];
    if (feature < starts[2]) return byRange[1];
    if (feature < starts[3]) return byRange[2];
    if (feature < starts[4]) return byRange[3];
    return pairs.firsts[feature - starts[4]]! >= authorPairs ? authors : byRange[4];
  };
}

function chooseColumns(space: FeatureSpace, forms: WordForms, rows: number, options: TfIdfOptions): Columns {
  const { leastRecords = 2, leastRecordsPair = 2, mostRecords = 1, latent } = options;
  const { starts, documents } = space;
  const weighted = weightOf(space, forms, options);
  const columnOf = new Int32Array(documents.length).fill(-1);
  const featureOf: number[] = [];
  let entries = 0;
  const give = (from: number, to: number, least: number): number => {
    for (let feature = from; feature < to; feature++) {
      const found = documents[feature]!;
      if (columnOf[feature]! >= 0 || found === 0 || found < least || found > mostRecords * rows) continue;
      columnOf[feature] = featureOf.length;
      featureOf.push(feature);
      entries += found;
    }
    return featureOf.length;
  };
  // Words and words of titles that take part in the latent features come first.
  const least = Math.max(leastRecords, latent?.leastRecords ?? 5);
  const latentColumns = give(starts[0], starts[3], least);
  give(starts[0], starts[4], leastRecords);
  give(starts[4], starts[5], leastRecordsPair);
  return {
    columnOf,
    featureOf: new Int32Array(featureOf),
    idf: new Float64Array(featureOf).map((feature) => rarity(rows, documents[feature]!)),
    weights: new Float64Array(featureOf).map(weighted),
    entries,
    latent: latentColumns,
  };
}

function rarity(rows: number, found: number): number {
  return portableLn((1 + rows) / (1 + found)) + 1;
}

/** 1 + the logarithm of small counts, which nearly all are. */
const SUBLINEAR = Float64Array.from({ length: 256 }, (_, count) => 1 + portableLn(Math.max(1, count)));

function sublinear(count: number): number {
  return count < 256 ? SUBLINEAR[count]! : 1 + portableLn(count);
}

/** Turns counts into weights, rows of unit length with what is in no column included. */
function weigh(
  space: FeatureSpace,
  forms: WordForms,
  { columnOf, idf, weights, entries, latent }: Columns,
  rows: number,
  options: TfIdfOptions,
): { readonly matrix: SparseMatrix; readonly own: Float64Array } {
  const { documents, longest } = space;
  const { mostRecords = 1 } = options;
  const rest = restOf(space, forms, rows, options);
  const values = idf.map((value, column) => value * weights[column]!);
  const matrix = {
    rows,
    columns: idf.length,
    starts: new Uint32Array(rows + 1),
    indices: new Int32Array(entries),
    values: new Float32Array(entries),
  };
  const own = new Float64Array(rows);
  const counts = new Int32Array(documents.length);
  const found = new Int32Array(longest);
  const rare = new Uint32Array(2);
  for (let row = 0; row < rows; row++) {
    const length = distinct(found, space.read(row, found, rare), counts);
    const from = matrix.starts[row]!;
    // What takes part in the latent features comes first.
    const middle = enter(matrix, from, found, length, counts, columnOf, values, 0, latent);
    const end = enter(matrix, middle, found, length, counts, columnOf, values, latent, columnOf.length);
    let unseen = rest.ofRarePairs(rare);
    for (let i = 0; i < length; i++) {
      const feature = found[i]!;
      if (columnOf[feature]! < 0 && documents[feature]! <= mostRecords * rows)
        unseen += (sublinear(counts[feature]!) * rest.of(feature)) ** 2;
      counts[feature] = 0;
    }
    own[row] = scaleRow(matrix.values, from, end, unseen);
    matrix.starts[row + 1] = end;
  }
  return { matrix, own };
}

/** Counts features and moves one of each to the front; returns how many they are. */
function distinct(found: Int32Array, length: number, counts: Int32Array): number {
  let end = 0;
  for (let i = 0; i < length; i++) {
    const feature = found[i]!;
    if (counts[feature] === 0) found[end++] = feature;
    counts[feature]! += 1;
  }
  return end;
}

/** Writes the features that have columns from `first` to `last` into a row; returns its end. */
function enter(
  { indices, values: out }: SparseMatrix,
  from: number,
  found: Int32Array,
  length: number,
  counts: Int32Array,
  columnOf: Int32Array,
  values: Float64Array,
  first: number,
  last: number,
): number {
  let end = from;
  for (let i = 0; i < length; i++) {
    const feature = found[i]!;
    const column = columnOf[feature]!;
    if (column < first || column >= last) continue;
    indices[end] = column;
    out[end++] = sublinear(counts[feature]!) * values[column]!;
  }
  return end;
}

/** Scales a row to unit length with what is in no column; returns the squared length of that. */
function scaleRow(values: Float32Array, from: number, end: number, unseen: number): number {
  let squares = 0;
  for (let at = from; at < end; at++) squares += values[at]! * values[at]!;
  const scale = squares > 0 ? 1 / Math.sqrt(squares + unseen) : 0;
  for (let at = from; at < end; at++) values[at]! *= scale;
  return unseen * scale * scale;
}

/** Weights of what is in no column. */
function restOf(
  space: FeatureSpace,
  forms: WordForms,
  rows: number,
  options: TfIdfOptions,
): { readonly of: (feature: number) => number; readonly ofRarePairs: (rare: Uint32Array) => number } {
  // Few different frequencies are below the least, so they are worked out once.
  const rarities = Float64Array.from({ length: 64 }, (_, found) => rarity(rows, found));
  const weighted = weightOf(space, forms, options);
  const { kinds } = options;
  const once = rarities[1]! ** 2;
  return {
    of: (feature) => {
      const found = space.documents[feature]!;
      return (found < 64 ? rarities[found]! : rarity(rows, found)) * weighted(feature);
    },
    ofRarePairs: (rare) => once * (rare[0]! * (kinds.pairs ?? 0) + rare[1]! * (kinds.authors ?? 0)),
  };
}

/** The text of each column. Keeps the words alone of what the features were read from. */
function termOf(forms: WordForms, space: FeatureSpace, featureOf: Int32Array): Features["term"] {
  const { starts, authorPairs } = space;
  const { terms, spelling } = forms;
  const wordsOf = (list: Int32Array): Int32Array =>
    featureOf.map((feature) => (feature < starts[4] ? -1 : list[feature - starts[4]]!));
  const firsts = wordsOf(space.pairs.firsts);
  const seconds = wordsOf(space.pairs.seconds);
  const ofStem = (stem: number): string => termText(terms, spelling[stem]!);
  const ofPair = (word: number): string =>
    word >= authorPairs ? termText(terms, word - authorPairs) : ofStem(word);
  return (column) => {
    const feature = featureOf[column];
    if (feature === undefined) return "";
    if (feature < starts[1]) return ofStem(feature);
    if (feature < starts[2]) return termText(terms, feature - starts[1]);
    if (feature < starts[3]) return ofStem(feature - starts[2]);
    if (feature < starts[4]) return termText(terms, feature - starts[3]);
    return `${ofPair(firsts[column]!)} ${ofPair(seconds[column]!)}`;
  };
}

/** How a text is placed among the words, stems or spellings, that have columns. */
function placer(forms: WordForms, space: FeatureSpace, columns: Columns): Features["place"] {
  const { starts } = space;
  const from = forms.stemmed ? starts[0] : starts[1];
  const columnOf = columns.columnOf.slice(from, from + forms.stems);
  const idf = new Float64Array(columnOf).map((column) => (column < 0 ? 0 : columns.idf[column]!));
  return (text) => {
    const tokenizer = createTokenizer(1);
    tokenizer.add([text]);
    const { tokens, terms } = tokenizer.finish();
    const counts = new Map<number, number>();
    for (const token of tokens) {
      const word = forms.find(termText(terms, token));
      if (word >= 0 && columnOf[word]! >= 0) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const found = Int32Array.from(counts.keys());
    const values = Float64Array.from(found, (word) => sublinear(counts.get(word)!) * idf[word]!);
    const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    return { columns: found.map((word) => columnOf[word]!), values: values.map((value) => value / length) };
  };
}
