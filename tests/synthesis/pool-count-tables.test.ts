import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import { mantelHaenszel, type PoolCountOptions, peto, poolCountTables, revmanPool } from "#synthesis";

const tables = {
  events1: [4, 6, 3, 9, 7, 0],
  n1: [20, 30, 25, 40, 22, 12],
  events2: [1, 2, 0, 5, 3, 0],
  n2: [20, 30, 24, 41, 21, 13],
};
const numbers = ["estimate", "se", "p", "ciLow", "ciHigh", "i2"] as const;

describe("tables are pooled", () => {
  it.each(["OR", "RR", "RD"] as const)("%s by Mantel-Haenszel, with all that `pool` gives", (measure) => {
    const ours = poolCountTables(tables, { measure, method: "mantel-haenszel", effects: "common" });
    const theirs = mantelHaenszel(tables, measure);
    for (const name of [...numbers, "statistic", "q", "qDf", "qP", "h2", "k"] as const)
      expect(ours[name], name).toBe(theirs[name]);
    expect(ours.weights).toEqual(theirs.weights);
    expect(ours).toMatchObject({ model: "common", tau2: 0, tau2Method: null, test: "z", df: null });
    expect(ours.predictionLow).toBeNull();
  });
  it.each(["OR", "RR", "RD"] as const)("%s as Review Manager's M-H, Random", (measure) => {
    const ours = poolCountTables(tables, { measure, method: "mantel-haenszel", effects: "random" });
    const theirs = revmanPool(tables, { measure, method: "MH", effects: "random" });
    for (const name of numbers) expect(ours[name], name).toBe(theirs[name]);
    expect(ours).toMatchObject({ tau2: theirs.tau2, q: theirs.chi2, qDf: theirs.df, tau2Method: "DL" });
    expect(Math.abs(ours.statistic!)).toBeCloseTo(theirs.z, 12);
  });
  it("by Peto, at another level", () => {
    const ours = poolCountTables(tables, { measure: "OR", method: "peto", effects: "common", level: 0.9 });
    const theirs = peto(tables, { level: 0.9 });
    for (const name of numbers) expect(ours[name], name).toBe(theirs[name]);
    expect(ours.level).toBe(0.9);
  });
});

it.each([
  ["Peto of a risk ratio", { measure: "RR", method: "peto", effects: "common" }],
  ["Peto with random effects", { measure: "OR", method: "peto", effects: "random" }],
  ["an unknown method", { measure: "OR", method: "x", effects: "common" }],
  ["unknown effects", { measure: "OR", method: "mantel-haenszel", effects: "x" }],
])("%s is refused", (_, options) => {
  const run = (): unknown => poolCountTables(tables, options as PoolCountOptions);
  expect(run).toThrow(EvidensError);
  expect(run).toThrow(expect.objectContaining({ code: "synthesis/bad-options" }));
});
