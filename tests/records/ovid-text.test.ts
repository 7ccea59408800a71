import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Problem } from "#kernel";
import { type RecordFact, readWith } from "#records";
// Readers are tested by their own door before the room's table names them.
import { citationSource } from "../../src/records/formats/texts/citation-source.ts";
import { looksLikeOvidText, ovidTextReader } from "../../src/records/formats/texts/ovid-text.ts";

const text = (name: string): string =>
  readFileSync(new URL(`../../fixtures/records/${name}`, import.meta.url), "utf8");

function read(content: string): { items: RecordFact[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const items = [
    ...readWith(ovidTextReader, content, { importId: "i", onProblem: (problem) => problems.push(problem) }),
  ];
  return { items, problems };
}

describe("records with field names on lines of their own", () => {
  const { items, problems } = read(text("simulated.ovid.txt"));

  test("fields find their place", () => {
    expect(items.map(({ line }) => line)).toEqual([6, 29]);
    expect(items[0]).toMatchObject({
      type: "Journal Article; Review",
      title: "Simulated effects of nothing",
      authors: [
        { family: "Example", given: "Ada B" },
        { family: "Doe", given: "Jane" },
        { family: "van der Berg" },
      ],
      year: 2004,
      date: "2004-03",
      journal: "Journal of Simulated Results",
      volume: "24",
      issue: "3",
      pages: "124-130",
      abstract: "BACKGROUND: Nothing was studied.\nMETHODS: No one was asked.",
    });
    expect(items[0]?.ids).toMatchObject({ doi: ["10.5555/sim.ovid.1"], pmid: ["99900001"] });
    expect(items[1]).toMatchObject({
      type: "Editorial",
      title: "Sham: a simulated editorial",
      authors: [
        { family: "Example", given: "Ada B." },
        { family: "Doe", given: "Jane" },
      ],
      year: 2015,
      date: "2015-04",
      journal: "Simulated Science Quarterly",
      volume: "28",
      issue: "2",
      pages: "103-106",
      keywords: ["sham", "nothing"],
      url: "http://ovid.example.org/record?AN=01234567-201504000-00002",
    });
    expect(items[1]?.ids).toMatchObject({
      doi: ["10.5555/sim.ovid.2"],
      issn: ["1234-5679"],
      source: ["01234567-201504000-00002"],
      pmid: [],
    });
  });

  test("a field that is not known stays in raw and out of the one above it", () => {
    expect(items[0]?.raw).toContain("Strange New Field\n  What stands here is no abstract.");
    expect(text("simulated.ovid.txt")).toContain(items[0]!.raw);
  });

  test("the search above the records is told as the platform's", () => {
    expect(problems).toMatchObject([{ code: "records/wrapping-lines", line: 1 }]);
  });

  test("short labels, degrees parted by semicolons, and books", () => {
    const { items: found } = read(
      "<1>\nAU\n  Example, Ada RN; PhD; FAAN 1\nTI\n  T\nAB\n  A\n\n<2>\nPublication Type\n  Book\nSource\n  Editor(2015). A Book of Shams. (pp. 103-106) X pp. Nowhere: Sham Press\n",
    );
    expect(found[0]).toMatchObject({
      title: "T",
      abstract: "A",
      authors: [{ family: "Example", given: "Ada" }],
    });
    expect(found[1]).toMatchObject({
      title: "A Book of Shams",
      journal: null,
      year: 2015,
      pages: "103-106",
      place: "Nowhere",
      publisher: "Sham Press",
    });
  });
});

test("the tagged form, with lines that go on and Embase's numbers", () => {
  const { items, problems } = read(text("simulated.ovid-tagged.txt"));
  expect(problems).toEqual([]);
  expect(items.map(({ line }) => line)).toEqual([1, 14]);
  expect(items[0]).toMatchObject({
    title: "Simulated effects of nothing in a title that goes on.",
    authors: [
      { family: "Example", given: "A.B." },
      { family: "Doe", given: "J." },
    ],
    year: 2012,
    journal: "Annals of Shams",
    volume: "34",
    issue: "SUPPL. 1",
    pages: "S12-S13",
    abstract: "Nothing was studied.",
  });
  expect(items[0]?.ids).toMatchObject({ doi: ["10.5555/sim.ovid.3"], embase: ["L999000001"] });
});

test("it is told by its numbers with a label below, or by the vendor's name", () => {
  expect(looksLikeOvidText(text("simulated.ovid.txt"))).toBe(true);
  expect(looksLikeOvidText(text("simulated.ovid-tagged.txt"))).toBe(true);
  for (const other of ["simulated.ris", "simulated.nbib", "simulated.ebsco.txt", "simulated.proquest.txt"])
    expect(looksLikeOvidText(text(other))).toBe(false);
  expect(looksLikeOvidText("<1>\n<p>HTML</p>")).toBe(false);
});

describe("citationSource", () => {
  test.each([
    ["Lancet. 24(3):124-30, 2004 Mar.", ["Lancet", "24", "3", "124-130", 2004, "2004-03"]],
    [
      "Journal of Marine Shams. 8(6):1048-1064, September 2015.",
      ["Journal of Marine Shams", "8", "6", "1048-1064", 2015, "2015-09"],
    ],
    ["A Title. Vol 28(2) April 2015, 103-106.", ["A Title", "28", "2", "103-106", 2015, "2015-04"]],
    [
      "Journal of Shams. Vol.112(3), 2003, pp. 123-131.",
      ["Journal of Shams", "112", "3", "123-131", 2003, ""],
    ],
    [
      "Journal of Sepsis, Vol 24(3), Mar, 2010. pp. 124-130.",
      ["Journal of Sepsis", "24", "3", "124-130", 2010, "2010-03"],
    ],
    [
      "Shams. Mar2010, Vol. 24 Issue 3, p124-130. 7p. 1 Chart.",
      ["Shams", "24", "3", "124-130", 2010, "2010-03"],
    ],
    [
      "Sham Research, Mar/Apr2009; 58(2): 101-110. 10p.",
      ["Sham Research", "58", "2", "101-110", 2009, "2009-03"],
    ],
    [
      "The journal [J Sham] 2012 May 3; Vol. 366 (18), pp. 1-9.",
      ["The journal", "366", "18", "1-9", 2012, "2012-05-03"],
    ],
    [
      "Annals. Conference: 12th Meeting. 34 (SUPPL. 1) (pp S12-S13), 2012.",
      ["Annals", "34", "SUPPL. 1", "S12-S13", 2012, ""],
    ],
    ["Sham ONE. 5(3):e9999, 2010", ["Sham ONE", "5", "3", "e9999", 2010, ""]],
    ["Shams. 26(no pagination), 2011", ["Shams", "26", "", "", 2011, ""]],
    ["Journal of Shams.", ["Journal of Shams", "", "", "", null, ""]],
    ["", ["", "", "", "", null, ""]],
  ])("%s", (source, expected) => {
    const { journal, volume, issue, pages, year, date } = citationSource(source);
    expect([journal, volume, issue, pages, year, date]).toEqual(expected);
  });
});
