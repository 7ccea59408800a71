import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chiSquareTails, fTails, quadraticFormTails } from "#numerics";

const relative = (got: number, want: number): number => Math.abs(got - want) / Math.abs(want);
const run = { seed: 20260302, numRuns: 150 };
const size = fc.double({ min: -3, max: 3, noNaN: true }).map((e) => 10 ** e);

/** Distinct weights in pairs: a mixture of exponentials in closed form. */
function pairs(q: number, weights: readonly number[]): number {
  return weights.reduce((sum, w, i) => {
    const share = weights.reduce((product, v, j) => (i === j ? product : (product * w) / (w - v)), 1);
    return sum + share * Math.exp(-q / (2 * w));
  }, 0);
}

describe("the distribution of a quadratic form", () => {
  it("with equal weights is a scaled chi-square, in both tails", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), size, size, (k, weight, ratio) => {
        const q = k * weight * ratio;
        const want = chiSquareTails(q / weight, k);
        const got = quadraticFormTails(q, new Array(k).fill(weight));
        for (const side of ["lower", "upper"] as const)
          if (want[side] > 1e-290) expect(relative(got[side], want[side])).toBeLessThan(1e-12);
      }),
      run,
    );
  });
  it("with weights in pairs is a mixture of exponentials", () => {
    const weights = [5, 2, 0.7, 0.1];
    for (const q of [20, 60, 200, 2000])
      expect(
        relative(
          quadraticFormTails(
            q,
            weights.flatMap((w) => [w, w]),
          ).upper,
          pairs(q, weights),
        ),
      ).toBeLessThan(1e-12);
  });
  it("with weights of both signs compares two chi-squares", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), size, (m, n, c) => {
        // P(X - c Y > 0) = P(F > c n / m).
        const got = quadraticFormTails(0, [...new Array(m).fill(1), ...new Array(n).fill(-c)]);
        const want = fTails((c * n) / m, m, n);
        expect(relative(got.upper, want.upper)).toBeLessThan(1e-11);
        expect(relative(got.lower, want.lower)).toBeLessThan(1e-11);
      }),
      run,
    );
  });
  it("turns with the sign of everything, and ignores zero weights and the unit", () => {
    const weights = [3, 1, -0.5, -2, 0.2];
    for (const q of [-9, -1, 0, 2, 14]) {
      const there = quadraticFormTails(q, weights);
      const turned = quadraticFormTails(
        -q,
        weights.map((w) => -w),
      );
      expect(relative(there.lower, turned.upper)).toBeLessThan(1e-12);
      const other = quadraticFormTails(q * 1e-7, [0, ...weights.map((w) => w * 1e-7)]);
      expect(relative(other.upper, there.upper)).toBeLessThan(1e-12);
    }
  });
  it("works for a thousand weights and for weights a million apart", () => {
    const many = Array.from({ length: 1000 }, (_, i) => 1 + i / 1000);
    const { upper } = quadraticFormTails(1500, many);
    // Mean 1499.5 and skewness 0.09: just under a half.
    expect(upper).toBeGreaterThan(0.47);
    expect(upper).toBeLessThan(0.5);
    const far = quadraticFormTails(9, [1, 1e-6]);
    expect(relative(far.upper, chiSquareTails(9, 1).upper)).toBeLessThan(1e-5);
  });
  it("knows the ends and refuses what is no form", () => {
    expect(quadraticFormTails(0, [1, 2])).toEqual({ lower: 0, upper: 1 });
    expect(quadraticFormTails(-1, [1, 2])).toEqual({ lower: 0, upper: 1 });
    expect(quadraticFormTails(1, [-1, -2])).toEqual({ lower: 1, upper: 0 });
    expect(quadraticFormTails(Number.POSITIVE_INFINITY, [1])).toEqual({ lower: 1, upper: 0 });
    expect(() => quadraticFormTails(1, [0, 0])).toThrow(/weights are \(0, 0\)/);
    expect(() => quadraticFormTails(1, [1, Number.NaN])).toThrow(/NaN/);
    expect(() => quadraticFormTails(Number.NaN, [1])).toThrow(/q is NaN/);
  });
});
