import { balanced } from "./balance.ts";
import type { LearnerModel } from "./learner.types.ts";
import { linearSvm } from "./linear-svm.ts";
import { naiveBayes } from "./naive-bayes.ts";
import { maximum } from "./query.ts";
import { tfIdf } from "./tf-idf.ts";

/**
 * Models by id, the default first. `evidens` is the default; `elas-u4` is the default of ASReview LAB 3.0.5 with its parameters;
 * `naive-bayes` is in the manner of that program's first version.
 *
 * Source: asreview/models/models.py of ASReview LAB 3.0.5; docs/methods/screening.md for `evidens`.
 * Checked: tests/screening/learner-ranker.test.ts; `npm run conformance -- screening DIR`.
 */
export const learnerModels: Readonly<Record<string, LearnerModel>> = {
  evidens: {
    id: "evidens",
    features: tfIdf({
      id: "words-titles-pairs-authors-latent",
      kinds: { stems: 0.5, spellings: 0.5, titles: 2, pairs: 3, authors: 0.2 },
      latent: { dimensions: 32, weight: Math.sqrt(0.5), half: 6000, power: 2 },
    }),
    classifier: linearSvm({ id: "svm-0.11", cost: 0.11 }),
    balance: balanced({ id: "balanced-9.8", ratio: 9.8 }),
    query: maximum,
    stop: null,
  },
  "elas-u4": {
    id: "elas-u4",
    features: tfIdf({
      id: "elas-u4",
      kinds: { spellings: 1, pairs: 1 },
      joined: true,
      leastRecords: 1,
      leastRecordsPair: 1,
      mostRecords: 0.95,
    }),
    classifier: linearSvm({ id: "elas-u4", cost: 0.11, tolerance: 1e-3 }),
    balance: balanced({ id: "balanced-9.8", ratio: 9.8 }),
    query: maximum,
    stop: null,
  },
  "naive-bayes": {
    id: "naive-bayes",
    features: tfIdf({ id: "words", kinds: { spellings: 1 }, leastRecords: 1 }),
    classifier: naiveBayes({ id: "multinomial-3.822", smoothing: 3.822 }),
    balance: balanced({ id: "balanced-1.2", ratio: 1.2 }),
    query: maximum,
    stop: null,
  },
};
