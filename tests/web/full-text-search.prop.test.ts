import fc from "fast-check";
import { expect, it } from "vitest";
import { placesOn } from "../../src/web/full-text/pdf/find-hits.ts";
import { linesText, pageText, partsOf } from "../../src/web/full-text/pdf/page-text.ts";

it("keeps text and folded text of one length, and every place inside its run", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: "binary" }), fc.boolean())), (given) => {
      const runs = given.map(([str, hasEOL]) => ({ str, hasEOL }));
      const page = pageText(runs);
      expect(page.folded.length).toBe(page.text.length);
      expect([page.run.length, page.at.length]).toEqual([page.text.length, page.text.length]);
      for (const part of partsOf(page, 0, page.text.length)) {
        expect(part.to).toBeLessThanOrEqual(runs[part.run]!.str.length);
        expect(part.from).toBeLessThan(part.to);
      }
    }),
    { seed: 4, numRuns: 300 },
  );
});

it("finds whatever stands in a text", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[A-Za-z]{1,8}$/), { minLength: 1 }), fc.nat(), (words, at) => {
      const word = words[at % words.length]!;
      expect(placesOn(linesText(words.join("\n")), word).length).toBeGreaterThan(0);
    }),
    { seed: 4, numRuns: 200 },
  );
});
