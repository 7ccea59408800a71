import { expect, test } from "vitest";
import { effectFromStatistics, genericEffect, riskRatio, standardisedMeanDifference } from "#synthesis";

const empty = { experimental: {}, comparator: {}, contrast: {} };

test("each measure takes its own statistics, experimental first", () => {
  const means = {
    experimental: { mean: 10, sd: 2, n: 20 },
    comparator: { mean: 12, sd: 3, n: 25 },
    contrast: {},
  };
  expect(effectFromStatistics("SMD", means)).toEqual(
    standardisedMeanDifference({ m1: 10, sd1: 2, n1: 20, m2: 12, sd2: 3, n2: 25 }),
  );
  const counts = {
    experimental: { events: 3, total: 9 },
    comparator: { events: 5, total: 10 },
    contrast: {},
  };
  expect(effectFromStatistics("RR", counts)).toEqual(riskRatio({ events1: 3, n1: 9, events2: 5, n2: 10 }));
  expect(effectFromStatistics("GEN", { ...empty, contrast: { estimate: -0.5, se: 0.2 } })).toEqual(
    genericEffect(-0.5, 0.2),
  );
});

test("what is missing is named", () => {
  expect(() => effectFromStatistics("SMD", { ...empty, experimental: { mean: 1, n: 5 } })).toThrow(
    /experimental arm; missing: sd/,
  );
  expect(() => effectFromStatistics("GEN", empty)).toThrow(/missing: estimate, se/);
});
