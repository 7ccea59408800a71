import { EvidensError } from "#kernel";
import { seededRng } from "#numerics";
import { coldContributions, coldScores } from "./cold-start.ts";
import type {
  Classifier,
  Features,
  LearnerDocument,
  LearnerModel,
  Ranker,
  RankerOptions,
  TermWeight,
  TrainingSet,
} from "./learner.types.ts";
import { orderRows } from "./order-rows.ts";
import { fitSigmoid, type Sigmoid, sigmoidAt } from "./sigmoid.ts";

/** Documents made ready for a model; several rankers may share it. */
export interface LearnerCorpus {
  readonly ids: readonly string[];
  readonly features: Features;
}

/** Takes documents in, one at a time. */
export interface CorpusReader {
  add(document: LearnerDocument): void;
  /** What was added, made ready; add no more afterwards. */
  finish(): LearnerCorpus;
}

/**
 * Reads the words of documents, once, for a model. Documents with the same id, and documents without any text,
 * are rows like others. A later import needs a new corpus.
 *
 * Cost: time and memory linear in the text, which is not kept. Checked: tests/screening/learner-ranker.test.ts.
 */
export function readCorpus(model: LearnerModel): CorpusReader {
  const ids: string[] = [];
  const reader = model.features.read();
  return {
    add: (document) => {
      ids.push(document.id);
      reader.add(document);
    },
    finish: () => ({ ids, features: reader.finish() }),
  };
}

/**
 * `readCorpus` of documents that are at hand.
 *
 * @param documents in the order of the rows
 * Checked: tests/screening/learner-ranker.test.ts.
 */
export function prepareLearner(documents: Iterable<LearnerDocument>, model: LearnerModel): LearnerCorpus {
  const reader = readCorpus(model);
  for (const document of documents) reader.add(document);
  return reader.finish();
}

/**
 * A learner over documents. Same documents, model, seed and calls: same scores to the bit, on every engine; another way to the same labels gives the same scores within the tolerance of the classifier.
 *
 * @param documents what `prepareLearner` made of them for the same model, or the documents
 * @throws EvidensError `screening/labels` (train: one of -1, 0, 1 for each row), `screening/row` (explain,
 *   probability: a row there is)
 * Checked: tests/screening/learner-ranker.test.ts, learner-ranker.prop.test.ts.
 */
export function createRanker(
  documents: LearnerCorpus | Iterable<LearnerDocument>,
  model: LearnerModel,
  { seed, start = { kind: "order" } }: RankerOptions,
): Ranker {
  const { features } = "features" in documents ? documents : prepareLearner(documents, model);
  const { rows } = features.words;
  const rng = seededRng(`query ${seed}`);
  const labels = new Int8Array(rows).fill(-1);
  const scores = new Float64Array(rows);
  const training = createTraining(features, model, seed);
  let classifier: Classifier | null = null;
  let learned: Classifier | null = null;
  let curve: Sigmoid | null = null;
  /** Scores are worked out when they are asked for; the next record is found without most of them. */
  let stale = false;
  const scored = (): Float64Array => {
    if (stale) {
      learned!.score(scores);
      round(scores);
      stale = false;
    }
    return scores;
  };
  const train = (given: Int8Array): void => {
    checkLabels(given, rows);
    labels.set(given);
    curve = null;
    const set = training(labels);
    learned = null;
    if (set === null) coldScores(features, labels, start, seed, scores);
    else {
      classifier ??= model.classifier.create(features);
      learned = classifier;
      classifier.fit(set);
    }
    stale = learned !== null;
    if (!stale) round(scores);
  };
  train(labels.slice());
  return {
    rows,
    get trained() {
      return learned !== null;
    },
    train,
    scores: scored,
    order: () => orderRows(scored()),
    next: () =>
      stale && model.query.highest === true && learned?.highest !== undefined
        ? learned.highest(labels)
        : model.query.next(scored(), labels, rng),
    probability: (row) => {
      checkRow(row, rows);
      const model = learned;
      if (model === null) return null;
      curve ??= curveOf(labels, (one) => model.heldOut(one));
      return sigmoidAt(curve, labels[row] === -1 ? scored()[row]! : model.heldOut(row));
    },
    explain: (row, limit) => {
      checkRow(row, rows);
      const parts =
        learned === null ? coldContributions(features, labels, start, row) : learned.contributions(row);
      return strongest(features, parts, limit);
    },
  };
}

/** To single precision, in which scores are compared; a score that is not a number cannot be. */
function round(scores: Float64Array): void {
  for (let row = 0; row < scores.length; row++) {
    const score = Math.fround(scores[row]!);
    if (Number.isNaN(score))
      throw new EvidensError({
        code: "screening/score-not-a-number",
        kind: "numerical",
        message: `The score of row ${row} is not a number.`,
        remedy: "Report the classifier and its parameters.",
      });
    scores[row] = score === 0 ? 0 : score;
  }
}

function checkLabels(labels: Int8Array, rows: number): void {
  const wrong =
    labels.length !== rows
      ? `${labels.length} labels were given for ${rows} records.`
      : labels.some((label) => label < -1 || label > 1)
        ? `A label is ${labels.find((label) => label < -1 || label > 1)}.`
        : null;
  if (wrong === null) return;
  throw new EvidensError({
    code: "screening/labels",
    kind: "invalid",
    message: wrong,
    remedy: "Give one label per record: 1 relevant, 0 irrelevant, -1 unlabelled.",
  });
}

function checkRow(row: number, rows: number): void {
  if (Number.isInteger(row) && row >= 0 && row < rows) return;
  throw new EvidensError({
    code: "screening/row",
    kind: "invalid",
    message: `Row ${row} is not one of ${rows} records.`,
    remedy: "Ask for a row from 0 to one less than the number of records.",
  });
}

/** Chooses what a classifier is fitted to: labelled rows, and presumed irrelevant ones where the balance wants them. */
function createTraining(
  { words: { rows } }: Features,
  { balance }: LearnerModel,
  seed: number,
): (labels: Int8Array) => TrainingSet | null {
  const relevant = new Uint8Array(rows);
  let drawn: Uint32Array | null = null;
  return (labels) => {
    let one = 0;
    let zero = 0;
    for (let row = 0; row < rows; row++) {
      if (labels[row] === 1) one += 1;
      else if (labels[row] === 0) zero += 1;
    }
    const presumed = one === 0 ? 0 : Math.min(rows - one - zero, balance.presumed(one, zero, rows));
    if (one === 0 || zero + presumed === 0) return null;
    const set = new Int32Array(one + zero + presumed);
    let at = 0;
    for (let row = 0; row < rows; row++)
      if (labels[row] !== -1) {
        relevant[row] = labels[row]!;
        set[at++] = row;
      }
    if (presumed > 0) {
      drawn ??= shuffled(rows, seed);
      for (let i = 0; at < set.length; i++)
        if (labels[drawn[i]!] === -1) {
          relevant[drawn[i]!] = 0;
          set[at++] = drawn[i]!;
        }
    }
    return { rows: set, relevant, weights: balance.weights(one, zero + presumed) };
  };
}

function shuffled(length: number, seed: number): Uint32Array {
  const rows = Uint32Array.from({ length }, (_, row) => row);
  const rng = seededRng(`presumed ${seed}`);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(rng.next() * (i + 1));
    [rows[i], rows[j]] = [rows[j]!, rows[i]!];
  }
  return rows;
}

function curveOf(labels: Int8Array, heldOut: (row: number) => number): Sigmoid {
  const rows: number[] = [];
  for (let row = 0; row < labels.length; row++) if (labels[row] !== -1) rows.push(row);
  return fitSigmoid(
    Float64Array.from(rows, heldOut),
    Uint8Array.from(rows, (row) => labels[row]!),
  );
}

function strongest(
  features: Features,
  { columns, values }: { readonly columns: Int32Array; readonly values: Float64Array },
  limit: number,
): TermWeight[] {
  // A word of the title counts as a word and as a word of the title: one line.
  const byTerm = new Map<string, number>();
  for (const [i, column] of columns.entries()) {
    const term = features.term(column);
    byTerm.set(term, (byTerm.get(term) ?? 0) + values[i]!);
  }
  return [...byTerm]
    .map(([term, weight]) => ({ term, weight }))
    .filter(({ weight }) => weight !== 0)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, Math.max(0, limit));
}
