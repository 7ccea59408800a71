import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  agreementCoefficient,
  agreementOf,
  type Coefficient,
  type IndependentVote,
  unitsOf,
  type WeightScheme,
} from "#screening";

const seed = { seed: 20261126, numRuns: 150 };
const CATEGORIES = 4;
const ALL: readonly Coefficient[] = ["percent", "kappa", "fleiss", "ac", "brennan-prediger", "alpha"];

type Row = readonly (number | null)[];
const rating = fc.option(fc.nat(CATEGORIES - 1), { freq: 4 });
const rows = fc
  .integer({ min: 2, max: 4 })
  .chain((raters) => fc.array(fc.array(rating, { minLength: raters, maxLength: raters }), { maxLength: 30 }));
const completePair = fc.array(fc.tuple(fc.nat(CATEGORIES - 1), fc.nat(CATEGORIES - 1)), {
  minLength: 2,
  maxLength: 40,
});

const of = (coefficient: Coefficient, given: readonly Row[], weights: WeightScheme = "unweighted") =>
  agreementCoefficient(coefficient, unitsOf(given), { categories: CATEGORIES, weights });

function same(a: ReturnType<typeof of>, b: ReturnType<typeof of>): void {
  expect([b.n, b.gap]).toEqual([a.n, a.gap]);
  for (const part of ["value", "se", "low", "high"] as const) {
    if (a[part] === null) expect(b[part]).toBeNull();
    else expect(b[part]).toBeCloseTo(a[part], 9);
  }
}

describe("every coefficient", () => {
  it("does not depend on the order of raters, of reports, or on names of categories", () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(...ALL), (given, coefficient) => {
        const before = of(coefficient, given);
        same(
          before,
          of(
            coefficient,
            given.map((row) => row.toReversed()),
          ),
        );
        same(before, of(coefficient, given.toReversed()));
        const renamed = given.map((row) => row.map((x) => (x === null ? null : (x * 3 + 1) % CATEGORIES)));
        same(before, of(coefficient, renamed));
      }),
      seed,
    );
  });

  it("keeps its order when weighted categories are turned round", () => {
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(...ALL),
        fc.constantFrom<WeightScheme>("linear", "quadratic", "ordinal"),
        (given, coefficient, weights) => {
          const turned = given.map((row) => row.map((x) => (x === null ? null : CATEGORIES - 1 - x)));
          same(of(coefficient, given, weights), of(coefficient, turned, weights));
        },
      ),
      seed,
    );
  });

  it("is at most 1, finite or null, with its interval around it", () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(...ALL), (given, coefficient) => {
        const { value, se, low, high, gap } = of(coefficient, given);
        for (const x of [value, se, low, high]) expect(x === null || Number.isFinite(x)).toBe(true);
        expect(value === null || low === null).toBe(gap !== null);
        if (value === null) return;
        expect(value).toBeLessThanOrEqual(1);
        expect(value).toBeGreaterThanOrEqual(coefficient === "percent" ? 0 : -1 - 1e-12);
        if (low !== null) expect(low).toBeLessThanOrEqual(value);
        if (high !== null) expect(high).toBeGreaterThanOrEqual(value);
      }),
      seed,
    );
  });
});

describe("two raters without missing ratings", () => {
  it("alpha equals one less observed by expected disagreement, over all pairs of ratings", () => {
    fc.assert(
      fc.property(completePair, (pairs) => {
        const values = pairs.flat();
        const observed = pairs.filter(([a, b]) => a !== b).length / pairs.length;
        let differ = 0;
        for (const a of values) for (const b of values) if (a !== b) differ += 1;
        const expected = differ / (values.length * (values.length - 1));
        const { value } = of("alpha", pairs);
        if (expected === 0) expect(value).toBeNull();
        else expect(value).toBeCloseTo(1 - observed / expected, 10);
      }),
      seed,
    );
  });

  it("kappa equals the share agreed on beyond the product of margins", () => {
    fc.assert(
      fc.property(completePair, (pairs) => {
        const n = pairs.length;
        const same = pairs.filter(([a, b]) => a === b).length / n;
        let chance = 0;
        for (const [a] of pairs) for (const [, b] of pairs) if (a === b) chance += 1 / n ** 2;
        const { value } = of("kappa", pairs);
        if (value === null) expect(chance).toBeCloseTo(1, 12);
        else expect(value).toBeCloseTo((same - chance) / (1 - chance), 9);
      }),
      seed,
    );
  });
});

describe("the standard error", () => {
  it("is that of the jackknife for many reports", () => {
    // A second way to the spread: leave out one report at a time.
    const given: Row[] = Array.from({ length: 200 }, (_, i) => {
      const truth = (i * 7) % 4;
      return [truth, i % 5 === 0 ? (truth + 1) % 4 : truth, i % 3 === 0 ? null : i % 7 === 0 ? 0 : truth];
    });
    for (const coefficient of ALL) {
      const without = given.map((_row, i) => of(coefficient, given.toSpliced(i, 1)).value!);
      const mean = without.reduce((sum, x) => sum + x, 0) / without.length;
      const spread = without.reduce((sum, x) => sum + (x - mean) ** 2, 0);
      const jackknife = Math.sqrt((spread * (given.length - 1)) / given.length);
      expect(of(coefficient, given).se! / jackknife, coefficient).toBeCloseTo(1, 1.5);
    }
  });
});

describe("agreementOf", () => {
  const vote = fc.record<IndependentVote>({
    report: fc.constantFrom(..."abcdefghij"),
    reviewer: fc.constantFrom("ann", "bo", "cy"),
    decision: fc.constantFrom("include", "exclude", "maybe", "await"),
  });

  it("does not depend on who is named first, nor on the order of reports", () => {
    fc.assert(
      fc.property(fc.uniqueArray(vote, { selector: (one) => one.report + one.reviewer }), (votes) => {
        const one = agreementOf(
          { basis: "independent", votes },
          { stage: "title-abstract", reviewers: ["ann", "bo"] },
        );
        const other = agreementOf(
          { basis: "independent", votes: votes.toReversed() },
          { stage: "title-abstract", reviewers: ["bo", "ann"] },
        );
        for (const view of ["decisions", "kept"] as const) {
          for (const name of ["observed", "kappa", "pabak", "ac1", "alpha"] as const) {
            same(one[view].pairs[0]![name], other[view].pairs[0]![name]);
          }
        }
      }),
      seed,
    );
  });
});
