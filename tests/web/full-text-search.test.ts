import { describe, expect, it } from "vitest";
import { findHits, placesOn } from "../../src/web/full-text/pdf/find-hits.ts";
import { linesText, pageText, partsOf } from "../../src/web/full-text/pdf/page-text.ts";

const run = (str: string, hasEOL = false) => ({ str, hasEOL });

describe("text of a page", () => {
  it("joins a word that a hyphen breaks at the end of a line, and no other", () => {
    expect(linesText("has been tri-\nalled before").text).toBe("has been trialled before ");
    expect(linesText("the placebo-\nControlled").text).toBe("the placebo- Controlled ");
    expect(linesText("from 3-\n4 weeks").text).toBe("from 3- 4 weeks ");
  });

  it("resolves ligatures, leaves out soft hyphens and keeps one blank between words", () => {
    expect(pageText([run("The \ufb01rst  ef\u00adfect", true), run(" of it")]).text).toBe(
      "The first effect of it",
    );
  });

  it("tells of each character where it came from", () => {
    const page = pageText([run("The \ufb01"), run("rst", true), run("line")]);
    const from = page.text.indexOf("first");
    expect(partsOf(page, from, from + 5)).toEqual([
      { run: 0, from: 4, to: 5 },
      { run: 1, from: 0, to: 3 },
    ]);
    expect(partsOf(page, from, page.text.length).map((part) => part.run)).toEqual([0, 1, 2]);
  });
});

describe("looking for words", () => {
  it("finds them without regard to case, accents, ligatures and line ends", () => {
    const page = linesText("Na\u00efve raters.\nThe \ufb01rst\noutcome, and NAIVE raters again.");
    expect(placesOn(page, "naive raters")).toHaveLength(2);
    expect(placesOn(page, "  First   outcome ")).toHaveLength(1);
    expect(placesOn(page, "second")).toEqual([]);
    expect(placesOn(page, "  ")).toEqual([]);
  });

  it("takes signs as they stand, not as a pattern", () => {
    expect(placesOn(linesText("p < .05 (95% CI)"), "(95% CI)")).toHaveLength(1);
    expect(placesOn(linesText("abc"), ".*")).toEqual([]);
  });

  it("says on which page, the how manieth there, and what stands around", () => {
    const found = findHits([linesText("sham, then sham"), linesText(""), linesText("a sham")], "sham");
    expect(found.total).toBe(3);
    expect(found.hits.map(({ page, nth }) => [page, nth])).toEqual([
      [1, 0],
      [1, 1],
      [3, 0],
    ]);
    expect(found.hits[1]).toMatchObject({ before: "sham, then ", match: "sham", after: " " });
  });

  it("counts all and lists the first thousand", () => {
    const found = findHits([linesText("a ".repeat(1_500))], "a");
    expect([found.total, found.hits.length]).toEqual([1_500, 1_000]);
  });
});
