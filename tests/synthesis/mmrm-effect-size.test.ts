import { describe, expect, it } from "vitest";
import { noncentralTTails } from "../../src/numerics/index.ts";
import {
  contrasts,
  hedgesCorrection,
  type MmrmSpecification,
  mmrm,
  modelEffectSize,
} from "../../src/synthesis/index.ts";
import { storedFrame } from "./mmrm-data.ts";

const trials = storedFrame("data-pooled-trials");
const specification: MmrmSpecification = {
  formula: "CHG ~ ARM * VISIT + BASE + STUDY",
  visit: "VISIT",
  subject: "SUBJ",
  structure: "us",
};
const result = mmrm(trials, specification);
const last = contrasts(result, "ARM", { by: ["VISIT"] }).contrasts[1]!;
const test = last.test!;

describe("modelEffectSize", () => {
  it("divides by the model's SD at the visit", () => {
    const found = modelEffectSize(result, "ARM", last, { standardiser: "model-sd" });
    const sd = Math.sqrt(result.visitCovariance[0]!.matrix.values[3]!);
    expect(found.d).toBeCloseTo(test.estimate / sd, 12);
    expect(found.g).toBeCloseTo((test.estimate / sd) * hedgesCorrection(test.df), 12);
    expect(found.formula).toContain("model SD at the visit");
  });

  it("takes the mean of the arms' variances where they differ", () => {
    const grouped = mmrm(trials, { ...specification, group: "ARM" });
    const one = contrasts(grouped, "ARM", { by: ["VISIT"] }).contrasts[1]!;
    const [a, b] = grouped.visitCovariance.map(({ matrix }) => matrix.values[3]!);
    const found = modelEffectSize(grouped, "ARM", one, { standardiser: "model-sd" });
    expect(found.sd).toBeCloseTo(Math.sqrt((a! + b!) / 2), 12);
  });

  it("divides by the pooled SD of the observed changes", () => {
    const of = (arm: string): number[] =>
      Array.from(trials["CHG"]!.values as ArrayLike<number | null>).filter(
        (value, i): value is number =>
          value !== null &&
          trials["ARM"]!.values[i] === arm &&
          trials["VISIT"]!.values[i] === last.by["VISIT"],
      );
    const squares = (values: number[]): number => {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    };
    const [x, y] = [of("CTRL"), of("ACT")];
    const sd = Math.sqrt((squares(x) + squares(y)) / (x.length + y.length - 2));
    const found = modelEffectSize(result, "ARM", last, { standardiser: "pooled-sd" });
    expect(found.sd).toBeCloseTo(sd, 10);
    expect(found.d).toBeCloseTo(test.estimate / sd, 10);
    expect(found.correctionDf).toBe(x.length + y.length - 2);
  });

  it("follows from t and df, as a paper that gives no SD allows", () => {
    const found = modelEffectSize(result, "ARM", last, { standardiser: "t" });
    expect(found.d).toBeCloseTo((2 * test.statistic) / Math.sqrt(test.df), 12);
    expect(found.sd).toBeNull();
  });

  it.each(["model-sd", "pooled-sd", "t"] as const)("has limits of the noncentral t (%s)", (standardiser) => {
    for (const level of [0.95, 0.8]) {
      const found = modelEffectSize(result, "ARM", last, { standardiser, level });
      const factor = found.d / test.statistic;
      const tail = (1 - level) / 2;
      expect(noncentralTTails(test.statistic, test.df, found.low / factor).upper).toBeCloseTo(tail, 9);
      expect(noncentralTTails(test.statistic, test.df, found.high / factor).lower).toBeCloseTo(tail, 9);
      expect(found.low).toBeLessThan(found.d);
      expect(found.d).toBeLessThan(found.high);
    }
  });

  it("refuses a contrast without a visit, for a visit has the SD", () => {
    const [overall] = contrasts(result, "ARM").contrasts;
    const code = expect.objectContaining({ code: "synthesis/bad-contrast" });
    expect(() => modelEffectSize(result, "ARM", overall!, { standardiser: "model-sd" })).toThrow(code);
    expect(modelEffectSize(result, "ARM", overall!, { standardiser: "t" }).sd).toBeNull();
    const missing = { ...last, test: null };
    expect(() => modelEffectSize(result, "ARM", missing, { standardiser: "t" })).toThrow(code);
  });
});
