import type { ExplainResponse } from "#contract";
import type { OrderSet } from "#ledger";
import type { ReportRow } from "#records";
import type { Protocol } from "#review";
import {
  createRanker,
  type LearnerCorpus,
  type LearnerDocument,
  type LearnerModel,
  learnerModels,
  readCorpus,
} from "#screening";

/** One person's learner. */
export interface PersonLearner {
  /** Whether it has learned from both relevant and irrelevant reports, so that its scores can be explained. */
  readonly trained: boolean;
  train(labels: Int8Array): void;
  /** Rows, likeliest relevant first. */
  order(): Uint32Array;
  scoreOf(row: number): number;
  explain(row: number, limit: number): NonNullable<ExplainResponse["explanation"]>["terms"];
}

/** Features of all reports, shared by everybody's learner. */
export interface SharedLearner {
  forPerson(order: OrderSet): PersonLearner;
}

/** Takes reports in, in the order of the rows; their texts are not kept. */
export interface LearnerReader {
  readonly model: string;
  add(report: ReportRow): void;
  finish(protocol: Protocol | null): SharedLearner;
}

/** Reads the words of all reports once; the cost of it is that of the first order. */
export function readLearner(order: OrderSet): LearnerReader {
  const model = learnerModels[order.model] ?? learnerModels["evidens"]!;
  const reader = readCorpus(model);
  return {
    model: order.model,
    add: (report) => reader.add(documentOf(report)),
    finish: (protocol) => sharedLearner(reader.finish(), model, protocol),
  };
}

function sharedLearner(corpus: LearnerCorpus, model: LearnerModel, protocol: Protocol | null): SharedLearner {
  const words = protocol === null ? [] : wordsOf(protocol);
  return {
    forPerson: (set) => {
      const ranker = createRanker(corpus, model, {
        seed: set.seed,
        start: set.start === "words" && words.length > 0 ? { kind: "words", words } : { kind: "random" },
      });
      let trained = false;
      return {
        get trained() {
          return trained;
        },
        train: (labels) => {
          ranker.train(labels);
          trained = labels.includes(1) && labels.includes(0);
        },
        order: () => ranker.order(),
        scoreOf: (row) => ranker.scores()[row] ?? 0,
        explain: (row, limit) => ranker.explain(row, limit),
      };
    },
  };
}

function documentOf(report: ReportRow): LearnerDocument {
  return {
    id: report.id,
    title: report.title,
    abstract: report.abstract ?? "",
    authors: report.authors.map(({ family, given }) => (given === null ? family : `${family}, ${given}`)),
    ...(report.journal === null ? {} : { journal: report.journal }),
    ...(report.year === null ? {} : { year: report.year }),
  };
}

/** What the protocol itself says it looks for: questions, criteria of inclusion, words to highlight. */
function wordsOf(protocol: Protocol): readonly string[] {
  const texts = [
    protocol.title,
    ...protocol.questions.flatMap(({ text, population, intervention, comparator }) => [
      text,
      population,
      intervention,
      comparator,
    ]),
    ...protocol.criteria.filter(({ kind }) => kind === "include").map(({ text }) => text),
    ...protocol.outcomes.map(({ label }) => label),
  ].flatMap((text) => (text === null ? [] : Object.values(text)));
  const terms = protocol.highlights
    .filter(({ kind }) => kind !== "exclude")
    .flatMap((highlight) => highlight.terms);
  return [...texts, ...terms].filter((text) => text.trim() !== "");
}
