import type { Balance } from "./learner.types.ts";

/**
 * All relevant records together count `ratio` times as much as all irrelevant ones, the mean weight
 * being 1: n / ((1 + 1/ratio) n1) and n / ((1 + ratio) n0).
 *
 * Source: the balancer "balanced" of ASReview LAB 2. Checked: tests/screening/learner-svm.test.ts.
 */
export function balancedRatio(ratio: number): Balance {
  return {
    id: `ratio-${ratio}`,
    weights: (relevant, irrelevant) => {
      const all = relevant + irrelevant;
      return {
        relevant: all / ((1 + 1 / ratio) * relevant),
        irrelevant: all / ((1 + ratio) * irrelevant),
      };
    },
  };
}
