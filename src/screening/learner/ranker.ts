import { EvidensError } from "#kernel";
import { coldScores, likenessTo } from "./cold-start.ts";
import type {
  Classifier,
  FeatureSpace,
  LearnerDocument,
  LearnerModel,
  Ranker,
  RankerOptions,
} from "./learner.types.ts";

/** Documents made ready for a model; several rankers may share it. */
export interface LearnerCorpus {
  readonly ids: readonly string[];
  readonly space: FeatureSpace;
}

/**
 * Reads the words of all documents.
 *
 * @param documents in the order of the rows
 * Cost: time and memory linear in the text. Checked: tests/screening/learner-ranker.test.ts.
 */
export function prepareLearner(documents: Iterable<LearnerDocument>, model: LearnerModel): LearnerCorpus {
  const ids: string[] = [];
  const seen = function* (): Generator<LearnerDocument> {
    for (const document of documents) {
      ids.push(document.id);
      yield document;
    }
  };
  const space = model.features.extract(seen());
  return { ids, space };
}

/**
 * A learner over documents that were made ready. Deterministic: the same documents, labels, model and
 * seed give the same order on any machine; what was learned on the way does not matter beyond the
 * tolerance of the classifier, and for the same sequence of labels not at all.
 *
 * Checked: tests/screening/learner-ranker.test.ts, learner-ranker.prop.test.ts.
 */
export function createRanker(corpus: LearnerCorpus, model: LearnerModel, options: RankerOptions): Ranker {
  return new LearningRanker(corpus, model, options);
}

class LearningRanker implements Ranker {
  readonly rows: number;
  readonly #corpus: LearnerCorpus;
  readonly #model: LearnerModel;
  readonly #options: RankerOptions;
  readonly #scores: Float64Array;
  readonly #labels: Int8Array;
  /** Labelled rows in the order their labels came. */
  #labelled: number[] = [];
  #classifier: Classifier | null = null;
  #trained = false;

  constructor(corpus: LearnerCorpus, model: LearnerModel, options: RankerOptions) {
    this.rows = corpus.ids.length;
    this.#corpus = corpus;
    this.#model = model;
    this.#options = options;
    this.#scores = new Float64Array(this.rows);
    this.#labels = new Int8Array(this.rows).fill(-1);
    this.#scoreCold([]);
  }

  get trained(): boolean {
    return this.#trained;
  }

  train(labels: Int8Array): void {
    this.#takeIn(labels);
    let relevant = 0;
    for (const row of this.#labelled) relevant += this.#labels[row]!;
    const irrelevant = this.#labelled.length - relevant;
    this.#trained = relevant > 0 && irrelevant > 0;
    if (!this.#trained) {
      this.#scoreCold(this.#labelled.filter((row) => this.#labels[row] === 1));
      return;
    }
    this.#classifier ??= this.#model.classifier.create(this.#corpus.space.matrix);
    const weights = this.#model.balance.weights(relevant, irrelevant);
    this.#classifier.fit(Int32Array.from(this.#labelled), this.#labels, weights);
    this.#classifier.score(this.#scores);
  }

  scores(): Float64Array {
    return this.#scores;
  }

  next(): number {
    return this.#model.query.next(this.#scores, this.#labels);
  }

  order(): Uint32Array {
    return this.#model.query.order(this.#scores);
  }

  explain(row: number, limit: number): readonly { readonly term: string; readonly weight: number }[] {
    const { space } = this.#corpus;
    const { starts, indices, values, rows } = space.matrix;
    if (!this.#trained || this.#classifier === null || row < 0 || row >= rows) return [];
    const weights = this.#classifier.columnWeights;
    const byTerm = new Map<string, number>();
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const weight = weights[indices[at]!]! * values[at]!;
      if (weight === 0) continue;
      const term = space.termOf(indices[at]!);
      byTerm.set(term, (byTerm.get(term) ?? 0) + weight);
    }
    return [...byTerm]
      .map(([term, weight]) => ({ term, weight }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.term < b.term ? -1 : 1))
      .slice(0, limit);
  }

  /** Keeps the order in which labels came; labels that came together stand in the order of the documents. */
  #takeIn(labels: Int8Array): void {
    if (labels.length !== this.rows) throw badLabels(`${labels.length} labels for ${this.rows} records`);
    let gone = false;
    const come: number[] = [];
    for (let row = 0; row < this.rows; row++) {
      const label = labels[row]!;
      const before = this.#labels[row]!;
      if (label === before) continue;
      if (label !== 0 && label !== 1 && label !== -1) throw badLabels(`label ${label} of record ${row}`);
      if (before === -1) come.push(row);
      else if (label === -1) gone = true;
    }
    this.#labels.set(labels);
    if (gone) this.#labelled = this.#labelled.filter((row) => labels[row] !== -1);
    for (const row of come) this.#labelled.push(row);
  }

  #scoreCold(relevant: readonly number[]): void {
    const { seed, start = { kind: "order" } } = this.#options;
    const { space, ids } = this.#corpus;
    this.#scores.set(relevant.length > 0 ? likenessTo(space, relevant) : coldScores(space, ids, start, seed));
  }
}

function badLabels(what: string): EvidensError {
  return new EvidensError({
    code: "screening/learner-labels",
    kind: "invalid",
    message: `The learner was given ${what}.`,
    remedy: "Give one label for each record: 1 relevant, 0 irrelevant, -1 none.",
  });
}
