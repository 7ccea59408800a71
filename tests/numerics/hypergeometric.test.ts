import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hypergeometricLogMass, hypergeometricTails, type Urn, walleniusCdf } from "#numerics";

interface Case extends Urn {
  readonly x: number;
  readonly lower: number;
}
const golden = JSON.parse(
  readFileSync(new URL("../golden/numerics/hypergeometric.json", import.meta.url), "utf8"),
) as {
  readonly tolerance: { readonly relative: number; readonly wallenius: number };
  readonly central: readonly (Case & { readonly mass: number; readonly upper: number })[];
  readonly wallenius: readonly (Case & { readonly odds: number })[];
};
const relative = (got: number, want: number) => (got === want ? 0 : Math.abs(got - want) / Math.abs(want));

describe("hypergeometric distribution", () => {
  it.each(golden.central)("x $x of $population, $marked marked, $draws drawn", (one) => {
    const tails = hypergeometricTails(one.x, one);
    const bar = golden.tolerance.relative;
    expect(relative(Math.exp(hypergeometricLogMass(one.x, one)), one.mass)).toBeLessThan(bar);
    // The smaller tail keeps its digits; the larger is what it leaves.
    expect(relative(tails.lower, one.lower)).toBeLessThan(bar);
    expect(relative(tails.upper, one.upper)).toBeLessThan(one.upper < 1e-4 && one.lower > 0.9 ? bar : 1e-11);
  });

  it("is 0 or 1 outside the support, and for urns that are empty or drawn whole", () => {
    expect(hypergeometricTails(-1, { population: 10, marked: 3, draws: 4 })).toEqual({ lower: 0, upper: 1 });
    expect(hypergeometricTails(3, { population: 10, marked: 3, draws: 4 })).toEqual({ lower: 1, upper: 0 });
    expect(hypergeometricTails(1, { population: 10, marked: 9, draws: 4 }).lower).toBe(0);
    expect(hypergeometricTails(0, { population: 0, marked: 0, draws: 0 }).lower).toBe(1);
    expect(hypergeometricTails(2, { population: 5, marked: 3, draws: 5 }).lower).toBe(0);
    expect(hypergeometricLogMass(3, { population: 5, marked: 3, draws: 5 })).toBe(0);
  });

  it("refuses urns that cannot be", () => {
    expect(() => hypergeometricTails(0, { population: 5, marked: 6, draws: 1 })).toThrow(/marked is 6/);
    expect(() => hypergeometricTails(0, { population: 5, marked: 1, draws: 1.5 })).toThrow(/draws is 1.5/);
    expect(() => hypergeometricTails(Number.NaN, { population: 5, marked: 1, draws: 1 })).toThrow(/x is NaN/);
  });
});

describe("Wallenius' noncentral hypergeometric distribution", () => {
  it.each(golden.wallenius)("x $x of $population, $marked marked, $draws drawn, odds $odds", (one) => {
    expect(relative(walleniusCdf(one.x, one, one.odds), one.lower)).toBeLessThan(golden.tolerance.wallenius);
  });

  it("comes to the central distribution as the odds come to 1", () => {
    for (const one of golden.central.filter(({ population }) => population <= 2000)) {
      const near = walleniusCdf(one.x, one, 1 + 1e-12);
      expect(relative(near, hypergeometricTails(one.x, one).lower)).toBeLessThan(1e-8);
    }
  });

  it("refuses odds that are none", () => {
    expect(() => walleniusCdf(0, { population: 5, marked: 1, draws: 1 }, 0)).toThrow(/odds is 0/);
  });
});
