import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import { describePooled, genericEffect, type PoolOptions, pool } from "#synthesis";

const of = (...values: number[]) => Float64Array.from(values);

describe("edges", () => {
  it("one study gives itself, and null for what needs two", () => {
    for (const model of ["common", "random"] as const) {
      const result = pool(of(-0.5), of(0.04), { model, test: "knha" });
      expect(result).toMatchObject({ k: 1, test: "z", estimate: -0.5, df: null, q: 0, qDf: 0, qP: null });
      expect(result).toMatchObject({ i2: null, h2: null, predictionLow: null, seTau2: null, weights: [100] });
      expect(result.se).toBeCloseTo(0.2, 15);
      expect(result.ciHigh).toBeCloseTo(-0.5 + 1.959963984540054 * 0.2, 12);
      expect(result.tau2).toBe(model === "common" ? 0 : null);
    }
  });
  it("identical effects: tau2 is 0 and Hartung-Knapp has no statistic rather than an infinite one", () => {
    const result = pool(of(0.3, 0.3, 0.3), of(0.1, 0.2, 0.3));
    expect(result).toMatchObject({ tau2: 0, se: 0, statistic: null, p: null, tau2IntervalEmpty: true });
    expect(result.ciLow).toBe(result.ciHigh);
    expect(pool(of(0.3, 0.3, 0.3), of(0.1, 0.2, 0.3), { test: "adhoc" }).se).toBeGreaterThan(0);
  });
  it("identical effects under every estimator stay finite", () => {
    for (const tau2 of [
      "DL",
      "REML",
      "ML",
      "EB",
      "PM",
      "PMM",
      "HE",
      "HS",
      "HSk",
      "SJ",
      "DLIT",
      "SJIT",
    ] as const) {
      const result = pool(of(1, 1), of(0.1, 0.2), { tau2, test: "z" });
      expect(result.tau2).toBe(0);
      expect(Number.isFinite(result.se)).toBe(true);
    }
  });
  it("extreme weights do not spoil the digits", () => {
    const result = pool(of(1000, 1000.1, 999.8), of(1e-6, 4, 9), { model: "common" });
    const w = [1e6, 1 / 4, 1 / 9];
    const mean = 1000 + (0.1 * w[1]! - 0.2 * w[2]!) / (w[0]! + w[1]! + w[2]!);
    expect(Math.abs(result.estimate - mean)).toBeLessThan(1e-12 * 1000);
  });
  it("many studies converge", () => {
    const k = 5000;
    const y = Float64Array.from({ length: k }, (_, i) => Math.sin(i * 12.9898) * 0.5);
    const v = Float64Array.from({ length: k }, (_, i) => 0.05 + 0.04 * Math.cos(i * 78.233));
    const result = pool(y, v);
    expect(result.converged).toBe(true);
    expect(result.tau2).toBeGreaterThan(0.05);
    expect(result.weights.reduce((a, b) => a + b, 0)).toBeCloseTo(100, 9);
  });
});

describe("broken calls are refused with the value and what to do", () => {
  it.each([
    [of(), of(), /no effect/],
    [of(1, 2), of(1), /2 effects but 1 variances/],
    [of(1, Number.NaN), of(1, 1), /Effect 2 of 2 is NaN/],
    [of(1, 2), of(1, 0), /Variance 2 of 2 is 0/],
    [of(1, 2), of(-1, 1), /Variance 1 of 2 is -1/],
    [of(1, 2), of(Number.POSITIVE_INFINITY, 1), /Variance 1 of 2 is Infinity/],
  ])("effects %#", (y, v, message) => {
    expect(() => pool(y, v)).toThrow(message);
    expect(() => pool(y, v)).toThrow(EvidensError);
  });
  it.each([
    [{ level: 95 }, /level is 95/],
    [{ level: 0 }, /level is 0/],
    [{ tau2: "XX" }, /tau2 method XX/],
    [{ tau2: "GENQ" }, /GENQ needs own weights/],
    [{ model: "fixed" }, /model fixed/],
    [{ test: "wald" }, /test wald/],
    [{ prediction: "x" }, /prediction x/],
  ])("options %#", (options, message) => {
    expect(() => pool(of(1, 2), of(1, 1), options as PoolOptions)).toThrow(message);
  });
});

describe("describePooled", () => {
  it("a clear result of many studies", () => {
    const y = Float64Array.from({ length: 12 }, (_, i) => -1 + 0.01 * i);
    expect(describePooled(pool(y, new Float64Array(12).fill(0.01), { test: "z" }))).toEqual({
      k: 12,
      singleStudy: false,
      fewStudies: false,
      tooFewForSmallStudyTests: false,
      direction: "below",
      intervalCrossesNull: false,
      predictionCrossesNull: false,
      tau2Zero: true,
      heterogeneityUncertain: false,
    });
  });
  it("a scattered result of few studies", () => {
    expect(describePooled(pool(of(-1, 0.2, 1.5), of(0.01, 0.01, 0.01)))).toMatchObject({
      fewStudies: true,
      tooFewForSmallStudyTests: true,
      direction: "above",
      intervalCrossesNull: true,
      predictionCrossesNull: true,
      tau2Zero: false,
    });
  });
  it("homogeneous on the face of it, but few studies cannot show that", () => {
    const facts = describePooled(pool(of(0.3, 0.5, 0.1), of(0.04, 0.05, 0.06)));
    expect(facts).toMatchObject({ tau2Zero: true, heterogeneityUncertain: true });
  });
  it("knows nothing of heterogeneity from one study or a common-effect model", () => {
    const single = describePooled(pool(of(0.3), of(0.04)));
    expect(single).toMatchObject({ singleStudy: true, tau2Zero: null, predictionCrossesNull: null });
    const common = describePooled(pool(of(0.3, 0.4), of(0.04, 0.04), { model: "common" }));
    expect(common).toMatchObject({ tau2Zero: null, heterogeneityUncertain: null });
  });
});

it("generic effects pool as their squares", () => {
  const effect = genericEffect(0.4, 0.2, "RR");
  expect(effect).toMatchObject({ measure: "RR", y: 0.4, se: 0.2 });
  expect(effect.v).toBeCloseTo(0.04, 15);
});
