import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  chiSquareQuantile,
  chiSquareUpper,
  fUpper,
  normalQuantile,
  normalUpper,
  tQuantile,
  tUpper,
} from "#numerics";

const area = fc.double({ min: -280, max: -0.31, noNaN: true }).map((exponent) => 10 ** exponent);
const df = fc.double({ min: 0.5, max: 2000, noNaN: true });
const run = { seed: 20261126, numRuns: 300 };
const relative = (a: number, b: number) => Math.abs(a - b) / b;

// Far out one rounding of the argument moves the area a thousandfold; 1e-9 allows for that, not for a wrong digit.
describe("a tail is the inverse of its quantile", () => {
  it("normal", () => {
    fc.assert(
      fc.property(area, (p) => {
        expect(relative(normalUpper(normalQuantile(p, "upper")), p)).toBeLessThan(1e-11);
      }),
      run,
    );
  });
  it("t, where the answer is a double", () => {
    fc.assert(
      fc.property(area, fc.double({ min: 3, max: 2000, noNaN: true }), (p, n) => {
        expect(relative(tUpper(tQuantile(p, n, "upper"), n), p)).toBeLessThan(1e-9);
      }),
      run,
    );
  });
  it("chi-square", () => {
    fc.assert(
      fc.property(area, df, (p, n) => {
        expect(relative(chiSquareUpper(chiSquareQuantile(p, n, "upper"), n), p)).toBeLessThan(1e-9);
      }),
      run,
    );
  });
  it("F with one numerator degree of freedom is the square of t", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 40, noNaN: true }), df, (t, n) => {
        expect(relative(fUpper(t * t, 1, n), 2 * tUpper(t, n))).toBeLessThan(1e-10);
      }),
      run,
    );
  });
});

it("refuses what lies outside the domain", () => {
  expect(() => tUpper(1, 0)).toThrow(/df is 0/);
  expect(() => chiSquareUpper(-1, 2)).toThrow(/q is -1/);
  expect(() => normalQuantile(1.1)).toThrow(/p is 1.1/);
  expect(() => tUpper(Number.NaN, 3)).toThrow(/NaN/);
});
