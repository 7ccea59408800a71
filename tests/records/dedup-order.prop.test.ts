import fc from "fast-check";
import { expect, test } from "vitest";
import { type DuplicateInput, findDuplicates } from "#records";

/** Records that are alike in every way that matters, so that pairs fall in all bands. */
const record = fc.record({
  title: fc.constantFrom(
    "Honey dressings for pressure ulcers in simulated homes",
    "Honey dressings for pressure ulcers in simulated homes: women",
    "Honey dresings for pressure ulcers in simulated homes",
    "Erratum: Honey dressings for pressure ulcers in simulated homes",
    "Editorial",
    "",
  ),
  people: fc.constantFrom("Alfa", "Bravo", ""),
  year: fc.constantFrom(2010, 2011, 2014, null),
  journal: fc.constantFrom("Synthetic Nursing", "Synth Nurs", "Annals of Wounds", null),
  volume: fc.constantFrom("14", "15", null),
  pages: fc.constantFrom("334-341", "334-41", "S12", "77", null),
  doi: fc.constantFrom("10.5555/a", "10.5555/b", ""),
});

test("the records decide, not their order", () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 14 }), fc.infiniteStream(fc.nat(1000)), (rows, keys) => {
      const records = rows.map(
        ({ people, doi, ...fields }, i): DuplicateInput => ({
          ...fields,
          id: `a-${i + 1}`,
          type: "JOUR",
          authors: people === "" ? [] : [{ family: people, given: "A." }],
          ids: { doi: doi === "" ? [] : [doi], pmid: [], pmcid: [], source: [], issn: [], isbn: [] },
        }),
      );
      const shuffled = records
        .map((one) => ({ one, key: keys.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      expect(findDuplicates(shuffled)).toEqual(findDuplicates(records));
    }),
    { seed: 13, numRuns: 300 },
  );
});

test("clusters are disjoint but for their evidence, and no pair is both merged and asked", () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 14 }), (rows) => {
      const records = rows.map(
        ({ people, doi, ...fields }, i): DuplicateInput => ({
          ...fields,
          id: `a-${i + 1}`,
          authors: people === "" ? [] : [{ family: people, given: "A." }],
          ids: { doi: doi === "" ? [] : [doi], pmid: [], pmcid: [], source: [], issn: [], isbn: [] },
        }),
      );
      const { clusters, ask = [], links = [] } = findDuplicates(records);
      for (const { a, b } of [...ask, ...links]) {
        expect(a).not.toBe(b);
        expect(clusters.some(({ records: all }) => all.includes(a) && all.includes(b))).toBe(false);
      }
    }),
    { seed: 17, numRuns: 300 },
  );
});
