import type { OrderSet, Stage } from "#ledger";

/** The order where nobody has chosen one: the learner on titles and abstracts, import at full text. */
export function defaultOrder(stage: Stage): OrderSet {
  return {
    stage,
    order: stage === "title-abstract" ? "ranked" : "import",
    model: "evidens",
    seed: 0,
    start: "words",
    relevant: [],
    stopping: { rule: "recall-test", target: 0.95, confidence: 0.95 },
  };
}
