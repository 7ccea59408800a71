import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "#ledger";
import { canonical, quickCanonical } from "../../src/store/digests.ts";
import { fact } from "../support/store.ts";

test("the quick canonical JSON is the ledger's, or steps aside", () => {
  const attempt = (run: () => string): string => {
    try {
      return run();
    } catch {
      return "refused";
    }
  };
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue({ stringUnit: "binary" }),
        fc.object({ withNullPrototype: true, withDate: true }),
        fc.string({ unit: "binary" }),
      ),
      (value) => {
        const portable = attempt(() => canonicalJson(value));
        expect(attempt(() => canonical(value, "It"))).toBe(portable);
        const quick = quickCanonical(value);
        if (quick !== null) expect(quick).toBe(portable);
      },
    ),
    { numRuns: 2_000, seed: 20260103 },
  );
  for (const value of [
    { 10: 1, 9: 2, a: 3 },
    { b: undefined, a: [undefined] },
    "\ud800",
    Number.NaN,
    -0,
    1e21,
    { é: 1, z: 2, "\u{1f600}": 3, "\uffff": 4 },
  ]) {
    expect(attempt(() => canonical(value, "It"))).toBe(attempt(() => canonicalJson(value)));
  }
});

test("a record takes the quick way", () => {
  expect(quickCanonical(fact("imp", 1))).toBe(canonicalJson(fact("imp", 1)));
});
