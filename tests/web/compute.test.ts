import { expect, it } from "vitest";
import { asPlanned, compute, measuresFor, planned } from "../../src/web/synthesis/compute.ts";
import { analysis } from "./fake-evidence.ts";

const { set } = analysis();
const plan = planned(set.analysis);
const words = { missing: "missing" };

it("pools what the protocol plans, and the rest without one study", () => {
  const all = compute(set, plan, words);
  expect(all.effects).toHaveLength(3);
  expect(all.pooled?.k).toBe(3);
  expect(all.leaveOneOut).toHaveLength(3);
  const fewer = compute(set, { ...plan, without: ["s1"] }, words);
  expect(fewer.pooled?.k).toBe(2);
  expect(fewer.pooled?.estimate).toBeCloseTo(all.leaveOneOut[0]!.result.estimate, 12);
});

it("tells a departure from the plan, and that the estimator does not matter with a common effect", () => {
  expect(asPlanned(plan, set.analysis)).toBe(true);
  for (const change of [
    { test: "z" },
    { model: "common" },
    { tau2: "DL" },
    { measure: "MD" },
    { without: ["s1"] },
  ] as const) {
    expect(asPlanned({ ...plan, ...change }, set.analysis)).toBe(false);
  }
  const common = { ...set.analysis, model: "common" as const };
  expect(asPlanned({ ...planned(common), tau2: "PM" }, common)).toBe(true);
});

it("offers the measures that the numbers allow", () => {
  expect(measuresFor(set.rows)).toEqual(["SMD", "MD"]);
});

it("says which study has no numbers for a measure, or bad ones, and pools nothing then", () => {
  const odds = compute(set, { ...plan, measure: "OR" }, words);
  expect(odds.pooled).toBeNull();
  expect(odds.failed.map(({ why }) => why)).toEqual(["missing", "missing", "missing"]);
  const row = set.rows[0]!;
  const sd = { ...row.experimentalValues.sd!, number: -1 };
  const rows = [{ ...row, experimentalValues: { ...row.experimentalValues, sd } }, ...set.rows.slice(1)];
  const bad = compute({ ...set, rows }, plan, words);
  expect(bad.pooled?.k).toBe(2);
  expect(bad.failed[0]?.why).toMatch(/-1/);
});

it("shows one study as itself, and none as nothing", () => {
  expect(compute(set, { ...plan, without: ["s1", "s2"] }, words).pooled).toMatchObject({ k: 1 });
  expect(compute(set, { ...plan, without: ["s1", "s2", "s3"] }, words).pooled).toBeNull();
});
