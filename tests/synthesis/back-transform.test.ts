import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import { backTransform, type EffectMeasureId, effectSize } from "#synthesis";

const value = (measure: EffectMeasureId, y: number, options = {}) => backTransform(measure, y, options).value;

describe("back and forth", () => {
  it.each([
    [3, 17],
    [0, 12],
    [12, 12],
    [1, 400],
    [399, 400],
  ])("%d of %d as a proportion", (events, n) => {
    const p = events / n;
    for (const measure of ["PAS", "PFT"] as const) {
      const { y } = effectSize(measure, { events, n });
      expect(value(measure, y!, { n })).toBeCloseTo(p, 12);
    }
    if (events === 0 || events === n) return;
    for (const measure of ["PR", "PLN", "PLO", "PRZ"] as const)
      expect(value(measure, effectSize(measure, { events, n }).y!)).toBeCloseTo(p, 12);
  });
  it.each([
    [3, 170.5],
    [0, 12],
    [90, 4],
  ])("%d events in %d person-years", (events, time) => {
    const rate = events / time;
    for (const measure of ["IRS", "IRFT"] as const)
      expect(value(measure, effectSize(measure, { events, time }).y!, { time })).toBeCloseTo(rate, 12);
    if (events > 0) expect(value("IRLN", effectSize("IRLN", { events, time }).y!)).toBeCloseTo(rate, 12);
  });
  it("correlations, reliabilities and explained variance", () => {
    expect(value("ZCOR", effectSize("ZCOR", { r: -0.4, n: 20 }).y!)).toBeCloseTo(-0.4, 14);
    const scale = { alpha: 0.83, items: 12, n: 60 };
    for (const measure of ["ARAW", "AHW", "ABT"] as const)
      expect(value(measure, effectSize(measure, scale).y!)).toBeCloseTo(0.83, 14);
    expect(value("ZR2", effectSize("ZR2", { r2: 0.36, n: 60, predictors: 3 }).y!)).toBeCloseTo(0.36, 14);
  });
  it("ratios", () => expect(value("RR", Math.log(1.5))).toBeCloseTo(1.5, 14));
});

it("the double arcsine equals Miller’s formula worked by hand", () => {
  // t = 2 · 0.5, n = 20: sin 1 = 0.8414709848, (sin 1 - 1/sin 1)/20 = -0.0173460212; cos 1 > 0.
  const inner = Math.sin(1) + (Math.sin(1) - 1 / Math.sin(1)) / 20;
  expect(value("PFT", 0.5, { n: 20 })).toBeCloseTo((1 - Math.sqrt(1 - inner ** 2)) / 2, 15);
});

describe("what readers must know", () => {
  const codes = (measure: EffectMeasureId, y: number, options = {}) =>
    backTransform(measure, y, options).caveats.map(({ code }) => code);
  it("says that the double arcsine rests on a stated size", () => {
    expect(codes("PFT", 0.5, { n: 30 })).toEqual(["stated-size"]);
    expect(codes("IRFT", 0.5, { time: 30 })).toEqual(["stated-size"]);
  });
  it("says when a value was set to the end of its scale", () => {
    expect(codes("PFT", 0.001, { n: 30 })).toEqual(["stated-size", "set-to-bound"]);
    expect(backTransform("PAS", -0.1)).toMatchObject({ value: 0 });
    expect(codes("PAS", -0.1)).toContain("set-to-bound");
  });
  it("says that a pooled value is not a mean, and nothing where the scale is the reader’s own", () => {
    expect(codes("PLO", 0.3)).toEqual(["not-the-mean"]);
    expect(codes("MD", 0.3)).toEqual([]);
  });
});

it.each([
  ["PFT", 0.5, {}],
  ["PFT", 0.5, { n: 0 }],
  ["IRFT", 0.5, { n: 10 }],
  ["RR", Number.NaN, {}],
] as const)("%s of %d with %j is refused", (measure, y, options) => {
  expect(() => backTransform(measure, y, options)).toThrow(EvidensError);
});
