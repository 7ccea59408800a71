import { portableLn } from "#numerics";
import { countTerms, type TermCounts } from "./count-terms.ts";
import { latentFeatures } from "./latent.ts";
import type { FeatureExtraction, Features, LearnerDocument } from "./learner.types.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";
import { stemPlural } from "./stem.ts";
import { createTermTable, findTerm, type TermTable, termHash, termNumber, termText } from "./term-table.ts";
import { createTokenizer } from "./tokens.ts";

export interface TextField {
  readonly from: "title" | "abstract" | "keywords" | "authors";
  /** Weight of an occurrence here, default 1. */
  readonly weight?: number;
  /** Weight of the same occurrence as a feature of this field alone, default 0: none. */
  readonly own?: number;
}

export interface TfIdfOptions {
  readonly id: string;
  readonly fields: readonly TextField[];
  /** Whether the fields are read as one text, so that pairs reach from one to the next; default false. */
  readonly joined?: boolean;
  /** Take plural endings off; default true. */
  readonly stem?: boolean;
  /** Words in fewer records are dropped; default 2. */
  readonly leastRecords?: number;
  /** Pairs of words in fewer records are dropped; 0: no pairs; default 2. */
  readonly leastRecordsPair?: number;
  /** What squared weights are multiplied by: of words, of words of a field of its own, of pairs; default 1 each. */
  readonly kinds?: { readonly words: number; readonly own?: number; readonly pairs?: number };
  /** Rows are left as long as they are, for `sideBySide` to scale; default false: unit length. */
  readonly raw?: boolean;
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
    /** Only words in at least so many records; default 5. */
    readonly leastRecords?: number;
  };
}

/**
 * Words and pairs of words, (1 + ln tf) (1 + ln((1 + n) / (1 + df))), rows of unit length; and, when asked for,
 * latent features. Fitted on all records once. Features too rare to be columns count in the length of a row:
 * they tell what else the record is about, though they can say nothing of other records.
 *
 * Source: Salton and Buckley 1988, doi:10.1016/0306-4573(88)90021-0; smoothing of idf as in scikit-learn.
 * Checked: tests/screening/learner-features.test.ts. Linear in the words read.
 */
export function tfIdf(options: TfIdfOptions): FeatureExtraction {
  return { id: options.id, extract: (documents) => extract(documents, options) };
}

function fieldText(document: LearnerDocument, from: TextField["from"]): string {
  switch (from) {
    case "title":
      return document.title ?? "";
    case "abstract":
      return document.abstract ?? "";
    case "keywords":
      return (document.keywords ?? []).join("; ");
    case "authors":
      return (document.authors ?? []).join("; ");
  }
}

function extract(documents: Iterable<LearnerDocument>, options: TfIdfOptions): Features {
  const { fields, joined = false, stem = true, leastRecordsPair = 2, latent } = options;
  const tokenizer = createTokenizer(fields.length);
  for (const document of documents) tokenizer.add(fields.map(({ from }) => fieldText(document, from)));
  const stream = tokenizer.finish();
  const words = wordsOf(stream.terms, stem);
  const counts = countTerms(stream, {
    words: words.table.size,
    wordOf: words.wordOf,
    weights: fields.map(({ weight = 1 }) => weight),
    own: fields.map(({ own = 0 }) => own),
    leastPair: leastRecordsPair,
    joined,
  });
  const { matrix, own, columnOf, featureOf, idf, wordColumns, latentColumns } = weigh(
    counts,
    words.table.size,
    stream.documents,
    options,
  );
  return {
    words: matrix,
    own,
    latent: latent === undefined ? null : latentFeatures(matrix, latentColumns, latent),
    term: (column) => featureText(featureOf[column] ?? -1, words, counts, stream.terms),
    place: (text) => place(text, { words, columnOf, idf, stem, wordColumns }),
  };
}

interface Words {
  /** Distinct words after stemming. */
  readonly table: TermTable;
  readonly wordOf: Int32Array;
  /** For each word the first spelling it was met with. */
  readonly spelling: Int32Array;
}

function wordsOf(terms: TermTable, stem: boolean): Words {
  const { size } = terms;
  const same = Int32Array.from({ length: size }, (_, term) => term);
  if (!stem) return { table: terms, wordOf: same, spelling: same };
  const table = createTermTable();
  const wordOf = new Int32Array(size);
  const spelling = new Int32Array(size);
  for (let term = 0; term < size; term++) {
    const text = stemPlural(termText(terms, term));
    const before = table.size;
    const word = termNumber(table, text, 0, text.length, termHash(text));
    wordOf[term] = word;
    if (table.size > before) spelling[word] = term;
  }
  return { table, wordOf, spelling };
}

interface Weighed {
  readonly matrix: SparseMatrix;
  readonly own: Float64Array;
  /** Column of each counted feature, -1 where it was dropped. */
  readonly columnOf: Int32Array;
  readonly featureOf: Int32Array;
  readonly idf: Float64Array;
  /** Columns that are words of any field; they come first. */
  readonly wordColumns: number;
  /** Those of them that take part in the latent features; they come before the others. */
  readonly latentColumns: number;
}

/** Drops rare and common features and turns counts into weights, rows of unit length. */
function weigh(counts: TermCounts, words: number, rows: number, options: TfIdfOptions): Weighed {
  const { leastRecords = 2, leastRecordsPair = 2, mostRecords = 1, raw = false, latent } = options;
  const factors = factorsOf(options);
  const { documents } = counts;
  const columnOf = new Int32Array(documents.length).fill(-1);
  const featureOf = new Int32Array(documents.length);
  const idf = new Float64Array(documents.length);
  let columns = 0;
  const give = (from: number, to: number, least: number): number => {
    for (let feature = from; feature < to; feature++) {
      const found = documents[feature]!;
      if (columnOf[feature]! >= 0 || found === 0 || found < least || found > mostRecords * rows) continue;
      columnOf[feature] = columns;
      featureOf[columns] = feature;
      idf[columns] = rarity(rows, found) * factors[kindOf(feature, words)]!;
      columns += 1;
    }
    return columns;
  };
  // Words that take part in the latent features come first, then the other words.
  const all = documents.length;
  const latentColumns = give(0, Math.min(words, all), Math.max(leastRecords, latent?.leastRecords ?? 5));
  const wordColumns = give(0, Math.min(words, all), leastRecords);
  give(words, Math.min(2 * words, all), leastRecords);
  give(2 * words, all, leastRecordsPair);
  const { own, ...compressed } = compress(counts, columnOf, idf, { rows, words, mostRecords, factors, raw });
  return {
    matrix: { rows, columns, ...compressed },
    own,
    columnOf,
    featureOf: featureOf.slice(0, columns),
    idf: idf.slice(0, columns),
    wordColumns,
    latentColumns,
  };
}

/** 0 a word, 1 a word of a field of its own, 2 a pair. */
function kindOf(feature: number, words: number): number {
  return feature < words ? 0 : feature < 2 * words ? 1 : 2;
}

function factorsOf({ kinds = { words: 1 } }: TfIdfOptions): readonly number[] {
  return [kinds.words, kinds.own ?? 1, kinds.pairs ?? 1].map((square) => Math.sqrt(square));
}

function rarity(rows: number, found: number): number {
  return portableLn((1 + rows) / (1 + found)) + 1;
}

/** Logarithms of small whole numbers, which nearly all counts are. */
const LN = Float64Array.from({ length: 256 }, (_, count) => portableLn(Math.max(1, count)));

function sublinear(count: number): number {
  if (count < 1) return count;
  return 1 + (count < 256 && Number.isInteger(count) ? LN[count]! : portableLn(count));
}

function compress(
  { starts: from, features, counts, documents, rarePairs }: TermCounts,
  columnOf: Int32Array,
  idf: Float64Array,
  {
    rows,
    words,
    mostRecords,
    factors,
    raw,
  }: { rows: number; words: number; mostRecords: number; factors: readonly number[]; raw: boolean },
): Pick<SparseMatrix, "starts" | "indices" | "values"> & { readonly own: Float64Array } {
  // Few different frequencies are below the least, so their weights are worked out once.
  const rare = Float64Array.from({ length: 64 }, (_, found) => rarity(rows, found));
  const ofPair = factors[2]! * rare[1]!;
  const squareOfPair = ofPair * ofPair;
  const own = new Float64Array(rows);
  let kept = 0;
  for (let at = 0; at < features.length; at++) if (columnOf[features[at]!]! >= 0) kept += 1;
  const starts = new Uint32Array(rows + 1);
  const indices = new Int32Array(kept);
  const values = new Float32Array(kept);
  let end = 0;
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    let unseen = rarePairs[row]! * squareOfPair;
    for (let at = from[row]!; at < from[row + 1]!; at++) {
      const feature = features[at]!;
      const column = columnOf[feature]!;
      if (column < 0) {
        const found = documents[feature]!;
        if (found > mostRecords * rows) continue;
        const value =
          sublinear(counts[at]!) *
          (found < 64 ? rare[found]! : rarity(rows, found)) *
          factors[kindOf(feature, words)]!;
        unseen += value * value;
        continue;
      }
      const value = sublinear(counts[at]!) * idf[column]!;
      indices[end] = column;
      values[end++] = value;
      squares += value * value;
    }
    const scale = raw ? 1 : squares > 0 ? 1 / Math.sqrt(squares + unseen) : 0;
    own[row] = unseen * scale * scale;
    if (!raw) for (let at = starts[row]!; at < end; at++) values[at]! *= scale;
    starts[row + 1] = end;
  }
  return { starts, indices, values, own };
}

function featureText(feature: number, words: Words, counts: TermCounts, terms: TermTable): string {
  const size = words.table.size;
  const spelled = (word: number): string => termText(terms, words.spelling[word]!);
  if (feature < 0) return "";
  if (feature < 2 * size) return spelled(feature < size ? feature : feature - size);
  const { firsts, seconds } = counts.pairs;
  return `${spelled(firsts[feature - 2 * size]!)} ${spelled(seconds[feature - 2 * size]!)}`;
}

function place(
  text: string,
  {
    words,
    columnOf,
    idf,
    stem,
    wordColumns,
  }: { words: Words; stem: boolean } & Pick<Weighed, "columnOf" | "idf" | "wordColumns">,
): { columns: Int32Array; values: Float64Array } {
  const tokenizer = createTokenizer(1);
  tokenizer.add([text]);
  const { tokens, terms } = tokenizer.finish();
  const counts = new Map<number, number>();
  for (const token of tokens) {
    const spelled = termText(terms, token);
    const word = findTerm(words.table, stem ? stemPlural(spelled) : spelled);
    const column = word < 0 ? -1 : (columnOf[word] ?? -1);
    if (column >= 0 && column < wordColumns) counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  const columns = Int32Array.from(counts.keys());
  const values = Float64Array.from(columns, (column) => sublinear(counts.get(column)!) * idf[column]!);
  let squares = 0;
  for (const value of values) squares += value * value;
  for (let i = 0; i < values.length; i++) values[i]! /= Math.sqrt(squares);
  return { columns, values };
}
