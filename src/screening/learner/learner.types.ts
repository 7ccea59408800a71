import type { Rng } from "#kernel";
import type { StoppingRule } from "../stopping/stopping.types.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

/** What a ranker reads of one record. */
export interface LearnerDocument {
  readonly id: string;
  readonly title: string;
  /** Empty when there is none. */
  readonly abstract: string;
  readonly keywords?: readonly string[];
  readonly authors?: readonly string[];
  readonly journal?: string;
  readonly year?: number;
}

/** Dense features of every document: `values = scale ((words of the row) length loadings - centre)`. */
export interface LatentFeatures {
  readonly dimensions: number;
  /** `rows * dimensions`, row after row; each row of length `weight`, or 0 where a row has no words. */
  readonly values: Float32Array;
  /** `columns * dimensions`, of the columns that take part (the first `columns` of the matrix). */
  readonly loadings: Float32Array;
  readonly centre: Float64Array;
  readonly columns: number;
  /** What the words of each row are multiplied by to be of unit length; 0 where there are none. */
  readonly lengths: Float64Array;
  /** What each row was multiplied by to reach its length. */
  readonly scales: Float64Array;
}

/** Documents as numbers. */
export interface Features {
  readonly words: SparseMatrix;
  /** Per row: the squared length of what is in no column, because (nearly) no other record has it. */
  readonly own: Float64Array;
  readonly latent: LatentFeatures | null;
  /** The words of a column as a reader would write them. */
  readonly term: (column: number) => string;
  /** The row a text would have, as columns and values of unit length; words that no document has are left out. */
  readonly place: (text: string) => { readonly columns: Int32Array; readonly values: Float64Array };
}

/** Takes documents in, one at a time, in the order of the rows; their texts are not kept. */
export interface FeatureReader {
  add(document: LearnerDocument): void;
  /** Features of all that were added; add no more afterwards. */
  finish(): Features;
}

/** Part 1: documents to numbers. */
export interface FeatureExtraction {
  readonly id: string;
  read(): FeatureReader;
}

/** What a classifier is fitted to. */
export interface TrainingSet {
  /** Rows, relevant and irrelevant. */
  readonly rows: Int32Array;
  /** One entry per row of the features; 1 relevant, 0 irrelevant; read at `rows` alone. */
  readonly relevant: Uint8Array;
  /** Weights of one relevant and one irrelevant row, > 0. */
  readonly weights: ClassWeights;
}

export interface ClassWeights {
  readonly relevant: number;
  readonly irrelevant: number;
}

/** A fitted model that keeps its state, so that the next fit costs little. */
export interface Classifier {
  fit(training: TrainingSet): void;
  /** Writes a score for every row, higher for likelier relevant. */
  score(out: Float64Array): void;
  /**
   * The unlabelled row (label -1) with the highest score in single precision, the first of equals; -1 when all are
   * labelled. Left out where that costs no less than the scores of all rows.
   */
  highest?(labels: Int8Array): number;
  /** Score of a row of the training set as if it had not been trained on, approximately. */
  heldOut(row: number): number;
  /** What each column adds to the score of a row; the rest of the score does not depend on the row's words. */
  contributions(row: number): {
    readonly columns: Int32Array;
    readonly values: Float64Array;
    readonly rest: number;
  };
}

/** Part 2. */
export interface ClassifierSpec {
  readonly id: string;
  create(features: Features): Classifier;
}

/** Part 3: how much each class counts, and which unread records are taken as irrelevant for now. */
export interface Balance {
  readonly id: string;
  weights(relevant: number, irrelevant: number): ClassWeights;
  /** How many unread records, drawn once at random, are taken as irrelevant; 0 for none. */
  presumed(relevant: number, irrelevant: number, total: number): number;
}

/** Part 4: which record is read next. */
export interface Query {
  readonly id: string;
  /** Whether it is the unlabelled row with the highest score, the first of equals, that is read next. */
  readonly highest?: boolean;
  /** Row to read next, -1 when all are labelled. Labels as in `Ranker.train`. */
  next(scores: Float64Array, labels: Int8Array, rng: Rng): number;
}

/** Five replaceable parts; `stop` null leaves stopping to the user. */
export interface LearnerModel {
  readonly id: string;
  readonly features: FeatureExtraction;
  readonly classifier: ClassifierSpec;
  readonly balance: Balance;
  readonly query: Query;
  readonly stop: StoppingRule | null;
}

/** Order before both classes are known. */
export type ColdStart =
  /** The protocol's own words: question, criteria. */
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "random" }
  | { readonly kind: "order" };

export interface RankerOptions {
  readonly seed: number;
  /** Default `{ kind: "order" }`. */
  readonly start?: ColdStart;
}

/** One word or pair of words and what it adds to a score. */
export interface TermWeight {
  readonly term: string;
  readonly weight: number;
}

export interface Ranker {
  readonly rows: number;
  /** Whether it has learned from both classes; before, the order is that of the start. */
  readonly trained: boolean;
  /**
   * Learns from all labels at once; keeps what it learned from the last call, so one new label costs little.
   *
   * @param labels one per row: 1 relevant, 0 irrelevant, -1 unlabelled ("maybe" and "await information" are -1)
   */
  train(labels: Int8Array): void;
  /** Higher is likelier relevant; every row; never NaN. The array is written anew by `train`; do not change it. */
  scores(): Float64Array;
  /** All rows, best first; equal scores keep the order of the documents. */
  order(): Uint32Array;
  /** Row to read next as the model's query says; -1 when all are labelled. */
  next(): number;
  /** In (0, 1); null until both classes are known. */
  probability(row: number): number | null;
  /** The terms that add most to the score of a row, up or down; none before there is something to learn from. */
  explain(row: number, limit: number): readonly TermWeight[];
}
