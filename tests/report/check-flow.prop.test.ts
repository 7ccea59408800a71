import fc from "fast-check";
import { expect, test } from "vitest";
import { checkFlow, type FlowNumbers } from "#report";

/** A flow that adds up by construction, from the bottom to the top. */
const consistent = fc
  .record({
    included: fc.nat(50),
    reasons: fc.array(fc.nat(20), { maxLength: 4 }),
    fullTextUndecided: fc.nat(5),
    notRetrieved: fc.nat(9),
    excluded: fc.nat(500),
    undecided: fc.nat(9),
    removed: fc.nat(99),
    notScreened: fc.nat(99),
    notAssessed: fc.nat(9),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map((made): FlowNumbers => {
    const assessed = made.included + made.fullTextUndecided + made.reasons.reduce((all, one) => all + one, 0);
    const sought = assessed + made.notRetrieved + made.notAssessed;
    const screened = sought + made.excluded + made.undecided;
    const identified = screened + made.removed + made.notScreened;
    const first = Math.floor(identified * made.cut);
    return {
      bySource: [first, identified - first],
      identified,
      removed: made.removed,
      notScreened: made.notScreened,
      screened,
      excluded: made.excluded,
      undecided: made.undecided,
      sought,
      notRetrieved: made.notRetrieved,
      notAssessed: made.notAssessed,
      assessed,
      excludedByReason: made.reasons,
      fullTextUndecided: made.fullTextUndecided,
      includedReports: made.included,
    };
  });

test("a flow that adds up has no problem", () => {
  fc.assert(
    fc.property(consistent, (numbers) => {
      expect(checkFlow(numbers)).toEqual([]);
    }),
    { seed: 3 },
  );
});

test("one wrong number is always found", () => {
  const keys = [
    "identified",
    "removed",
    "notScreened",
    "screened",
    "excluded",
    "sought",
    "notRetrieved",
    "notAssessed",
    "assessed",
    "includedReports",
  ] as const;
  fc.assert(
    fc.property(consistent, fc.constantFrom(...keys), fc.integer({ min: 1, max: 9 }), (numbers, key, by) => {
      expect(checkFlow({ ...numbers, [key]: (numbers[key] ?? 0) + by })).not.toEqual([]);
    }),
    { seed: 4 },
  );
});

test("what is not known is not blamed", () => {
  fc.assert(
    fc.property(
      consistent,
      fc.constantFrom("identified", "screened", "assessed" as const),
      (numbers, key) => {
        expect(checkFlow({ ...numbers, [key]: null })).toEqual([]);
      },
    ),
    { seed: 5 },
  );
});
