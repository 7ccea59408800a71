import { describe, expect, it } from "vitest";
import {
  betaDensity,
  betaQuantile,
  betaTails,
  chiSquareDensity,
  chiSquareLogTails,
  chiSquareQuantile,
  chiSquareTails,
  digamma,
  fDensity,
  fLogTails,
  fQuantile,
  fTails,
  gammaDensity,
  gammaFunction,
  gammaQuantile,
  gammaTails,
  hypergeometric2F1,
  logBeta,
  logChoose,
  logGamma,
  normalLogTails,
  normalTails,
  tDensity,
  tLogTails,
  tQuantile,
  trigamma,
  tTails,
} from "#numerics";

const inf = Number.POSITIVE_INFINITY;
const relative = (got: number, want: number): number => Math.abs(got - want) / Math.abs(want);

describe("ends of the range", () => {
  it("areas", () => {
    expect(tTails(-inf, 3)).toEqual({ lower: 0, upper: 1 });
    expect(tTails(inf, 3)).toEqual({ lower: 1, upper: 0 });
    expect(tTails(1.5, inf)).toEqual(normalTails(1.5));
    expect(fTails(0, 2, 3)).toEqual({ lower: 0, upper: 1 });
    expect(fTails(inf, 2, 3)).toEqual({ lower: 1, upper: 0 });
    expect(chiSquareTails(0, 1)).toEqual({ lower: 0, upper: 1 });
    expect(gammaTails(inf, 1)).toEqual({ lower: 1, upper: 0 });
    expect(betaTails(0, 2, 3)).toEqual({ lower: 0, upper: 1 });
    expect(betaTails(1, 2, 3)).toEqual({ lower: 1, upper: 0 });
  });
  it("logarithms of areas", () => {
    expect(normalLogTails(inf).upper).toBe(-inf);
    expect(normalLogTails(inf).lower).toBeCloseTo(0, 300);
    expect(tLogTails(-inf, 4).lower).toBe(-inf);
    expect(chiSquareLogTails(0, 1).lower).toBe(-inf);
    expect(chiSquareLogTails(inf, 1).upper).toBe(-inf);
    expect(fLogTails(inf, 1, 1).upper).toBe(-inf);
    // Far below the smallest double.
    expect(relative(normalLogTails(1e6).upper, -5e11)).toBeLessThan(1e-10);
    expect(relative(chiSquareLogTails(1e6, 2).upper, -5e5)).toBeLessThan(1e-15);
  });
  it("densities", () => {
    expect([chiSquareDensity(0, 1), chiSquareDensity(0, 2), chiSquareDensity(0, 3)]).toEqual([inf, 0.5, 0]);
    expect([chiSquareDensity(-1, 3), gammaDensity(inf, 2), fDensity(inf, 2, 2), fDensity(-1, 2, 2)]).toEqual([
      0, 0, 0, 0,
    ]);
    expect([fDensity(0, 1, 4), fDensity(0, 2, 4), fDensity(0, 3, 4)]).toEqual([inf, 1, 0]);
    expect([betaDensity(0, 0.5, 1), betaDensity(0, 1, 3), betaDensity(0, 2, 3)]).toEqual([inf, 3, 0]);
    expect([
      betaDensity(1, 1, 0.5),
      betaDensity(1, 3, 1),
      betaDensity(1, 2, 3),
      betaDensity(2, 2, 3),
    ]).toEqual([inf, 3, 0, 0]);
    expect([tDensity(inf, 3), tDensity(-inf, 3)]).toEqual([0, 0]);
    expect(relative(tDensity(1e150, 1), 1e-300 / Math.PI)).toBeLessThan(1e-12);
  });
  it("Cauchy tails far out, where t squared overflows", () => {
    expect(relative(tTails(1e200, 1).upper, 1e-200 / Math.PI)).toBeLessThan(1e-12);
    expect(relative(tLogTails(-1e305, 2).lower, -610 * Math.LN10 - Math.LN2)).toBeLessThan(1e-12);
  });
  it("quantiles that are no double are 0, 1 or Infinity", () => {
    expect(gammaQuantile(1e-5, 1e-3)).toBe(0);
    expect(betaQuantile(1e-5, 1e-3, 2)).toBe(0);
    expect(betaQuantile(1e-5, 2, 1e-3, "upper")).toBe(1);
    expect(fQuantile(1e-200, 1, 0.1, "upper")).toBe(inf);
  });
  it("quantiles next to the middle keep their digits", () => {
    const step = 2 ** -40;
    expect(relative(tQuantile(0.5 + step, 1), Math.tan(Math.PI * step))).toBeLessThan(1e-14);
    expect(relative(tQuantile(0.5 - step, 2), -2 * Math.SQRT2 * step)).toBeLessThan(1e-14);
    expect(relative(chiSquareQuantile(1 - 2 ** -45, 2), 90 * Math.LN2)).toBeLessThan(1e-14);
  });
});

describe("functions", () => {
  it("known values", () => {
    expect(gammaFunction(0.5)).toBeCloseTo(Math.sqrt(Math.PI), 14);
    expect([gammaFunction(1), gammaFunction(2), gammaFunction(5)]).toEqual([1, 1, 24]);
    expect(gammaFunction(172)).toBe(inf);
    expect(logGamma(1e300)).toBeCloseTo(1e300 * (300 * Math.LN10 - 1), -290);
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 15);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 14);
    expect(logBeta(1, 1)).toBeCloseTo(0, 15);
    expect([logChoose(5, 0), logChoose(5, 5)]).toEqual([0, 0]);
    expect(hypergeometric2F1(1, 1, 2, 0.5)).toBeCloseTo(2 * Math.LN2, 14);
    expect(hypergeometric2F1(0.5, 0.5, 1.5, 1)).toBeCloseTo(Math.PI / 2, 14);
    expect(hypergeometric2F1(3, -1, 2, 1)).toBeCloseTo(-0.5, 15);
  });
  it("the hypergeometric function satisfies its contiguous relation near 1, where methods change", () => {
    for (const z of [0.89, 0.9, 0.91, 0.99, 1 - 1e-9]) {
      const [a, b, c] = [0.5, 0.5, 2.5];
      // DLMF 15.5.11.
      const sum =
        (c - a) * hypergeometric2F1(a - 1, b, c, z) +
        (2 * a - c + (b - a) * z) * hypergeometric2F1(a, b, c, z) +
        a * (z - 1) * hypergeometric2F1(a + 1, b, c, z);
      expect(Math.abs(sum)).toBeLessThan(1e-13);
    }
  });
  it("refuse what lies outside their domain", () => {
    expect(() => logGamma(0)).toThrow(/x is 0/);
    expect(() => gammaFunction(-1.5)).toThrow(/x is -1.5/);
    expect(() => digamma(Number.NaN)).toThrow(/NaN/);
    expect(() => trigamma(0)).toThrow(/x is 0/);
    expect(() => logBeta(0, 1)).toThrow(/0/);
    expect(() => logChoose(3, 4)).toThrow(/k is 4/);
    expect(() => hypergeometric2F1(1, 1, -1, 0.5)).toThrow(/c is -1/);
    expect(() => hypergeometric2F1(1, 1, 2, 1.5)).toThrow(/z is 1.5/);
    expect(() => hypergeometric2F1(1, 1, 2, 1)).toThrow(/c - a - b is 0/);
    expect(() => tTails(Number.NaN, 2)).toThrow(/NaN/);
    expect(() => fQuantile(0, 1, 1)).toThrow(/p is 0/);
    expect(() => betaQuantile(0.5, -1, 1)).toThrow(/a is -1/);
    expect(() => gammaTails(1, 0)).toThrow(/shape is 0/);
  });
});
