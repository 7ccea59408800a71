import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cohensBetween, cohensWithin } from "#participants";
import { effectSize } from "#synthesis";

const golden = JSON.parse(
  readFileSync(new URL("../golden/synthesis/tests-classic.json", import.meta.url), "utf8"),
) as { input: Record<string, number[]>; cases: { id: string; expected: Record<string, number> }[] };
const { x, y, pre, post } = golden.input as Record<"x" | "y" | "pre" | "post", number[]>;

const near = (value: number, expected: number): void => {
  expect(Math.abs(value - expected)).toBeLessThan(1e-10 * Math.max(1, Math.abs(expected)));
};

test("d and g of two groups as in R, with their intervals", () => {
  const { expected } = golden.cases.find(({ id }) => id === "smd-from-raw")!;
  const { d, g, n } = cohensBetween(x, y);
  near(d.estimate, expected["d"]!);
  near(g.estimate, expected["g"]!);
  near(g.se ** 2, expected["var_g"]!);
  near(g.ciHigh - g.estimate, 1.959963984540054 * Math.sqrt(expected["var_g"]!));
  near(d.se ** 2, 1 / 12 + 1 / 10 + d.estimate ** 2 / 44);
  expect(n).toEqual([12, 10]);
});

const moments = (values: readonly number[]) => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1)) };
};

test.each([
  ["first-sd", "SMCR"],
  ["average-sd", "SMCRP"],
  ["change-sd", "SMCC"],
] as const)("within, by %s, is the measure %s with the correlation of the data", (by, measure) => {
  const within = cohensWithin(pre, post, { by });
  const [one, two] = [moments(pre), moments(post)];
  const effect = effectSize(measure, {
    meanPre: one.mean,
    sdPre: one.sd,
    meanPost: two.mean,
    sdPost: two.sd,
    n: pre.length,
    r: within.correlation,
  });
  near(within.g.estimate, effect.y!);
  near(within.g.se ** 2, effect.v!);
});

test("pairs that do not fit, groups without spread, levels that are none", () => {
  expect(() => cohensWithin([1, 2, 3], [1, 2])).toThrow(
    expect.objectContaining({ code: "participants/bad-pairs" }),
  );
  expect(() => cohensWithin([1, 2, 3], [2, 3, 4])).toThrow(
    expect.objectContaining({ code: "participants/bad-pairs" }),
  );
  expect(() => cohensBetween([1, 1], [2, 3])).toThrow(
    expect.objectContaining({ code: "synthesis/bad-data" }),
  );
  expect(() => cohensBetween([1, 2], [2, 3], { level: 95 })).toThrow(
    expect.objectContaining({ code: "participants/bad-level" }),
  );
});
