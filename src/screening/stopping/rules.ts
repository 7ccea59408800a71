import { certification } from "./certification.ts";
import { budget, consecutiveIrrelevant, knee, rule2399 } from "./heuristics.ts";
import { recallTest } from "./recall-test.ts";
import { safe } from "./safe.ts";
import type { StoppingRule } from "./stopping.types.ts";

interface Levels {
  /** Share of the relevant records to be found, in (0, 1]. */
  readonly target: number;
  /** In (0, 1). */
  readonly confidence: number;
}

/** The rules that judge from labels alone, by id; those that aim at no target take no notice of the levels. */
const RULES: Readonly<Record<string, (levels: Levels) => StoppingRule>> = {
  "recall-test": (levels) => recallTest(levels),
  certification: (levels) => certification(levels),
  safe: () => safe(),
  "consecutive-irrelevant": () => consecutiveIrrelevant({ count: 100 }),
  knee: () => knee(),
  budget: () => budget(),
  "rule-2399": () => rule2399(),
};

/** Ids of the rules that a review may stop by. */
export const stoppingRuleIds: readonly string[] = Object.keys(RULES);

/** The rule of that id at these levels; null when there is none. */
export function stoppingRule(id: string, levels: Levels): StoppingRule | null {
  return Object.hasOwn(RULES, id) ? RULES[id]!(levels) : null;
}
