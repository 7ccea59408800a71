import { balancedRatio } from "./balance.ts";
import { textFeatures } from "./features.ts";
import type { LearnerModel } from "./learner.types.ts";
import { linearSvm } from "./linear-svm.ts";
import { mostRelevant } from "./query.ts";

/** The default of ASReview LAB 2 and 3, part by part: what others are compared with. */
const elasU4: LearnerModel = {
  id: "elas-u4",
  features: textFeatures({
    id: "tfidf-pairs",
    pairs: true,
    joined: true,
    title: 0,
    keywords: false,
    authors: false,
    minDocuments: 1,
    minDocumentsOfPair: 1,
    maxShare: 0.95,
  }),
  classifier: linearSvm({ id: "svm", cost: 0.11, tolerance: 1e-4, maxRounds: 1000 }),
  balance: balancedRatio(9.8),
  query: mostRelevant,
  stop: null,
};

/** Our default. */
const evidens: LearnerModel = {
  id: "evidens",
  features: textFeatures({
    id: "tfidf-pairs-title",
    pairs: true,
    joined: false,
    title: 1,
    keywords: false,
    authors: false,
    minDocuments: 2,
    minDocumentsOfPair: 2,
    maxShare: 0.95,
  }),
  classifier: linearSvm({ id: "svm-warm", cost: 0.11, tolerance: 1e-2, maxRounds: 200 }),
  balance: balancedRatio(9.8),
  query: mostRelevant,
  stop: null,
};

/** Models by id, the default first. */
export const learnerModels: Readonly<Record<string, LearnerModel>> = { evidens, "elas-u4": elasU4 };
