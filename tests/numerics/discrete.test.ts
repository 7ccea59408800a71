import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  binomialMass,
  binomialQuantile,
  binomialTails,
  choose,
  poissonMass,
  poissonQuantile,
  poissonTails,
} from "#numerics";

const run = { seed: 20260303, numRuns: 300 };
const area = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });

describe("quantiles of counts", () => {
  it("binomial: the first count whose area reaches p", () => {
    fc.assert(
      fc.property(
        area,
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (p, n, share) => {
          const x = binomialQuantile(p, n, share);
          expect(binomialTails(x, n, share).lower).toBeGreaterThanOrEqual(p * (1 - 1e-13));
          if (x > 0) expect(binomialTails(x - 1, n, share).lower).toBeLessThan(p);
          const above = binomialQuantile(p, n, share, "upper");
          expect(binomialTails(above, n, share).upper).toBeLessThanOrEqual(p * (1 + 1e-13));
          if (above > 0) expect(binomialTails(above - 1, n, share).upper).toBeGreaterThan(p);
        },
      ),
      run,
    );
  });
  it("Poisson: the first count whose area reaches p", () => {
    fc.assert(
      fc.property(area, fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (p, mean) => {
        const x = poissonQuantile(p, mean);
        expect(poissonTails(x, mean).lower).toBeGreaterThanOrEqual(p * (1 - 1e-13));
        if (x > 0) expect(poissonTails(x - 1, mean).lower).toBeLessThan(p);
      }),
      run,
    );
  });
  it("at the ends", () => {
    expect([binomialQuantile(0, 9, 0.2), binomialQuantile(1, 9, 0.2)]).toEqual([0, 9]);
    expect([poissonQuantile(0, 3), poissonQuantile(1, 3)]).toEqual([0, Number.POSITIVE_INFINITY]);
    expect([binomialQuantile(0.5, 9, 0), binomialQuantile(0.5, 9, 1), poissonQuantile(0.5, 0)]).toEqual([
      0, 9, 0,
    ]);
  });
});

describe("counts", () => {
  it("masses add up to areas", () => {
    let sum = 0;
    for (let x = 0; x <= 30; x++) {
      sum += binomialMass(x, 30, 0.17);
      expect(binomialTails(x, 30, 0.17).lower).toBeCloseTo(sum, 13);
    }
    sum = 0;
    for (let x = 0; x <= 30; x++) {
      sum += poissonMass(x, 5.5);
      expect(poissonTails(x, 5.5).lower).toBeCloseTo(sum, 13);
    }
  });
  it("that cannot be have no mass, and broken arguments are refused", () => {
    expect([
      binomialMass(-1, 3, 0.5),
      binomialMass(1.5, 3, 0.5),
      poissonMass(-2, 1),
      poissonMass(1, 0),
    ]).toEqual([0, 0, 0, 0]);
    expect([binomialMass(0, 3, 0), binomialMass(3, 3, 1), poissonMass(0, 0)]).toEqual([1, 1, 1]);
    expect([
      binomialTails(-1, 3, 0.5).upper,
      binomialTails(3, 3, 0.5).lower,
      poissonTails(-1, 2).upper,
    ]).toEqual([1, 1, 1]);
    expect(() => binomialTails(1, 2.5, 0.5)).toThrow(/n is 2.5/);
    expect(() => binomialMass(1, 2, 1.5)).toThrow(/p is 1.5/);
    expect(() => poissonTails(1, -1)).toThrow(/mean is -1/);
  });
  it("ways to choose are exact", () => {
    let row = [1n];
    for (let n = 0; n <= 60; n++) {
      for (const [k, exact] of row.entries()) if (exact < 2n ** 53n) expect(choose(n, k)).toBe(Number(exact));
      row = [1n, ...row.slice(1).map((value, k) => value + row[k]!), 1n];
    }
    expect([choose(5, -1), choose(5, 6), choose(0, 0)]).toEqual([0, 0, 1]);
  });
});
