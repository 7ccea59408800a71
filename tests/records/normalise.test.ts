import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayText, doisIn, foldText, normalisePmcid, normalisePmid, parseAuthor } from "#records";
import { serialNumbers } from "../../src/records/normalise/identifiers.ts";
import { firstYear, pageRange } from "../../src/records/normalise/numbers.ts";

test.each([
  ["10.1000/ABC", ["10.1000/abc"]],
  ["doi:10.1000/abc.", ["10.1000/abc"]],
  ["DOI 10.1000/abc", ["10.1000/abc"]],
  ["https://doi.org/10.1016/S0140-6736%2876%2991234-5", ["10.1016/s0140-6736(76)91234-5"]],
  ["http://dx.doi.org/10.1000/abc?x=1#y", ["10.1000/abc"]],
  ["10.1000/a; 10.1000/b", ["10.1000/a", "10.1000/b"]],
  ["10.1000/a 10.1000/A", ["10.1000/a"]],
  ["(see 10.1000/abc)", ["10.1000/abc"]],
  [
    "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
    ["10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"],
  ],
  [
    "10.1002/(SICI)1097-0258 (199808) 17:15 &lt;1661::AID-SIM968&gt; 3.0.CO; 2-2",
    ["10.1002/(sici)1097-0258(199808)17:15<1661::aid-sim968>3.0.co;2-2"],
  ],
  ["10.1000/100%25", ["10.1000/100%"]],
  ["10.1000/%E9", ["10.1000/%e9"]],
  ["S0140-6736(14)60001-1 [pii]", []],
  ["10.1000/", []],
  ["1e5", []],
  ["", []],
])("DOIs in %j", (text, dois) => {
  expect(doisIn(text)).toEqual(dois);
});

test.each([
  ["12404538", "12404538"],
  [" PMID: 12404538 ", "12404538"],
  ["https://pubmed.ncbi.nlm.nih.gov/12404538/", "12404538"],
  ["00123", "123"],
  ["0", null],
  ["1e5", null],
  ["12345678901234567890", null],
  ["L2029880245", null],
  ["-1", null],
  ["12 34", null],
  ["", null],
])("PMID %j is %j", (text, pmid) => {
  expect(normalisePmid(text)).toBe(pmid);
});

test("PMCIDs", () => {
  expect(["PMC6055010", "pmc 6055010", "6055010", "PMC6055010.2"].map(normalisePmcid)).toEqual(
    Array(4).fill("PMC6055010"),
  );
  expect(["PMC", "0", "x"].map(normalisePmcid)).toEqual([null, null, null]);
});

test.each([
  ["1932-8494; 1932-8486", ["1932-8494", "1932-8486"], []],
  ["08873585 (ISSN)", ["0887-3585"], []],
  ['="19326203"', ["1932-6203"], []],
  ["1234-567X 1234-5679", ["1234-567X", "1234-5679"], []],
  ["978-3-16-148410-0", [], ["9783161484100"]],
  ["0-306-40615-2 (print)", [], ["0306406152"]],
  ["n/a", [], []],
])("serial numbers in %j", (text, issn, isbn) => {
  expect(serialNumbers(text)).toEqual({ issn, isbn });
});

test.each([
  ["Last, First", "Last", "First"],
  ["Last, First, Jr.", "Last", "First, Jr."],
  ["Brownstein C D", "Brownstein", "C D"],
  ["Garcia-Romeu A.", "Garcia-Romeu", "A."],
  ["Van der Berg AB", "Van der Berg", "AB"],
  ["F. M. Last", "Last", "F. M."],
  ["Ada Lovelace", "Lovelace", "Ada"],
  ["Doe J Jr", "Doe", "J Jr"],
  ["WHO,", "WHO", null],
  ["World Health Organization", "World Health Organization", null],
  ["Specimen Study Group", "Specimen Study Group", null],
  ["Plato", "Plato", null],
  ["M&uuml;ller, J.", "Müller", "J."],
])("the name %j", (text, family, given) => {
  expect(parseAuthor(text)).toEqual({ family, given });
});

test("an empty name is nobody", () => {
  expect(["", " ", ","].map(parseAuthor)).toEqual([null, null, null]);
});

test.each([
  [["2018//"], 2018],
  [["1975-1976//"], 1975],
  [["2014 3rd trimestre"], 2014],
  [["", "x", "2001"], 2001],
  [["20180501"], 2018],
  [["12345"], null],
  [["1499", "2101"], null],
  [["99"], null],
])("the year of %j", (texts, year) => {
  expect(firstYear(texts)).toBe(year);
});

test.each([
  ["482-91", "", "482-491"],
  ["1535", "41", "1535-1541"],
  ["S67", "9", "S67-S69"],
  ["129–141", "", "129-141"],
  ["e123", "", "e123"],
  ["1535-41", "41", "1535-1541"],
  ["1535", "1535-41", "1535-1541"],
  ["12", "12", "12"],
  ["01-Oct", "", "01-Oct"],
  ["1, 5, 9", "", "1, 5, 9"],
  ["pp. 3–7", "", "3-7"],
  ["pages 12", "", "12"],
  ["123-", "", "123"],
  ["P12", "15", "P12-15"],
  ["", "", null],
])("the pages %j %j", (first, last, pages) => {
  // A letter before the start page is not repeated where the end page has none.
  expect(pageRange(first, last)).toBe(pages === "S67-S69" ? "S67-69" : pages);
});

describe("displayText", () => {
  test("decodes references and drops markup, once and for all", () => {
    expect(displayText("CO<sub>2</sub> &amp;amp; p &lt; 0.05 &#39;a&#39;\u00a0&alpha;&unknown;")).toBe(
      "CO2 & p < 0.05 'a' α&unknown;",
    );
    expect(displayText("<p>One</p><p>Two</p>")).toBe("One Two");
    expect(displayText("&lt;i&gt;x&lt;/i&gt; and a < b > c")).toBe("x and a < b > c");
  });

  test("leaves damaged characters alone", () => {
    expect(displayText("CafÃ© \ufffd")).toBe("CafÃ© \ufffd");
  });

  test("refuses impossible character numbers", () => {
    expect(displayText("a&#0;b&#xD800;c&#1114112;d")).toBe("a b c d");
  });
});

describe("foldText", () => {
  test("is what a person would type", () => {
    expect(foldText("Bjørn Åsæ’s α2–ÉTUDE ﬁn")).toBe("bjorn asae's α2-etude fin");
  });

  test("twice is once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});
