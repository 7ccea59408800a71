import { describe, expect, it } from "vitest";
import {
  fTails,
  noncentralChiSquareTails,
  noncentralFTails,
  noncentralTTails,
  normalTails,
  studentisedRangeTails,
  tTails,
} from "#numerics";

const relative = (got: number, want: number): number => Math.abs(got - want) / Math.abs(want);

describe("noncentral distributions", () => {
  it("the square of noncentral t is noncentral F, in both tails", () => {
    for (const [t, df, delta] of [
      [1.3, 4, 0.7],
      [4, 25, 2.2],
      [9, 60, 3],
      [0.2, 11, 1.5],
    ] as const) {
      const f = noncentralFTails(t * t, 1, df, delta * delta);
      const outside = noncentralTTails(t, df, delta).upper + noncentralTTails(-t, df, delta).lower;
      expect(relative(f.upper, outside)).toBeLessThan(1e-12);
    }
  });
  it("one degree of freedom is the square of a shifted normal value", () => {
    for (const [q, lambda] of [
      [0.5, 2],
      [30, 4],
      [400, 9],
    ] as const) {
      const [root, shift] = [Math.sqrt(q), Math.sqrt(lambda)];
      const want = normalTails(root - shift).upper + normalTails(-root - shift).lower;
      expect(relative(noncentralChiSquareTails(q, 1, lambda).upper, want)).toBeLessThan(1e-12);
    }
  });
  it("without noncentrality is central", () => {
    expect(noncentralFTails(2, 3, 9, 0)).toEqual(fTails(2, 3, 9));
    expect(relative(noncentralTTails(2.5, 7, 0).upper, tTails(2.5, 7).upper)).toBeLessThan(1e-13);
    expect(relative(noncentralTTails(-20, 2e6, 0).lower, tTails(-20, 2e6).lower)).toBeLessThan(1e-12);
  });
  it("knows the ends and refuses what lies outside", () => {
    expect(noncentralTTails(Number.NEGATIVE_INFINITY, 3, 1)).toEqual({ lower: 0, upper: 1 });
    expect(noncentralChiSquareTails(0, 3, 1)).toEqual({ lower: 0, upper: 1 });
    expect(noncentralFTails(Number.POSITIVE_INFINITY, 3, 1, 2)).toEqual({ lower: 1, upper: 0 });
    expect(() => noncentralTTails(1, 0, 1)).toThrow(/df is 0/);
    expect(() => noncentralChiSquareTails(1, 2, -1)).toThrow(/noncentrality is -1/);
    expect(() => noncentralFTails(1, 2, 3, Number.POSITIVE_INFINITY)).toThrow(/Infinity/);
  });
});

describe("studentised range", () => {
  it("of two means is t times the root of 2", () => {
    for (const df of [2.5, 14, 300]) {
      const want = 2 * tTails(3 / Math.SQRT2, df).upper;
      expect(relative(studentisedRangeTails(3, 2, df).upper, want)).toBeLessThan(1e-12);
    }
    const normal = 2 * normalTails(8 / Math.SQRT2).upper;
    expect(relative(studentisedRangeTails(8, 2, Number.POSITIVE_INFINITY).upper, normal)).toBeLessThan(1e-12);
  });
  it("knows the ends and refuses what lies outside", () => {
    expect(studentisedRangeTails(0, 3, 5)).toEqual({ lower: 0, upper: 1 });
    expect(studentisedRangeTails(Number.POSITIVE_INFINITY, 3, 5)).toEqual({ lower: 1, upper: 0 });
    expect(() => studentisedRangeTails(1, 1, 5)).toThrow(/means is 1/);
  });
});
