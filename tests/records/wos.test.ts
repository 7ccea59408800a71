import { describe, expect, test } from "vitest";
import { looksLikeWos } from "../../src/records/formats/tagged/wos.ts";
import { fixture, readText, tagged } from "./read-fixture.ts";

const read = (text: string) => readText(tagged.wos, text);

describe("Web of Science tagged", () => {
  const { items, problems } = read(fixture("web-of-science.ciw"));

  test("fields find their place", () => {
    expect(items[0]).toMatchObject({
      line: 3,
      type: "Article",
      title: "Simulated effects of nothing on everything",
      authors: [
        { family: "Example", given: "Ada B." },
        { family: "Doe", given: "John" },
        { family: "Simulated Trial Grp", given: null },
      ],
      year: 2015,
      date: "2015-06-14",
      journal: "JOURNAL OF SIMULATED RESULTS",
      journalAbbreviation: "J. Simul. Results",
      volume: "42",
      issue: "6",
      pages: "761-774",
      abstract: "A simulated abstract that is wrapped at the margin.",
      keywords: ["simulation", "placebo", "a keyword that is so long that it wraps", "NOTHING", "EVERYTHING"],
      place: "NOWHERE",
    });
    expect(items[0]?.ids).toEqual({
      doi: ["10.5555/sim.ciw"],
      pmid: ["99900021"],
      pmcid: [],
      source: ["WOS:999000123400002"],
      issn: ["1234-5679", "1234-5687"],
      isbn: [],
      wos: ["WOS:999000123400002"],
    });
    expect(items[1]).toMatchObject({
      type: "Book in series",
      editors: [{ family: "Editor", given: "E" }],
      series: "Simulated Lecture Notes",
      conference: "Conference on Simulated Matters",
      date: "2016-05",
      pages: "17",
      ids: { pmid: ["99900022"] },
    });
  });

  test("the file's own lines are told once, and raw is the entry", () => {
    expect(problems.map(({ code }) => code)).toEqual(["records/wrapping-lines"]);
    expect(items[0]?.raw.startsWith("PT J\nAU Example, AB")).toBe(true);
    expect(items[0]?.raw.endsWith("\nER")).toBe(true);
  });

  test("an entry that is cut off is kept and told; the next one is whole", () => {
    const cut = read("PT J\nTI One\nAU Doe, J\n\nPT J\nTI Two\nER\n");
    expect(cut.items.map(({ title }) => title)).toEqual(["One", "Two"]);
    expect(cut.problems).toMatchObject([{ code: "records/wos-missing-end", line: 1 }]);
  });

  test("names on one line, old identifiers, Inspec's codes", () => {
    const { items: found } = read(
      "FN ISI Export Format\nPT J\nAU Doe, Jane; Roe, R. S.\nTI T\nUT ISI:000999592600006\nER\n" +
        "PT J\nTI T2\nDE one; two\nID 0003-6951/2006/$23.00],[0003(2006)1:1;1-T],[10.5555/sim.insp]\n" +
        "PS 467-72\nUT INSPEC:9990438\nER\nEF\n",
    );
    expect(found[0]?.authors.map(({ family }) => family)).toEqual(["Doe", "Roe"]);
    expect(found[0]?.ids.wos).toEqual(["WOS:000999592600006"]);
    expect(found[1]).toMatchObject({
      keywords: ["one", "two"],
      pages: "467-472",
      ids: { doi: ["10.5555/sim.insp"] },
    });
  });

  test("lines around entries make no record", () => {
    const { items: found, lines } = read("hello\nVR 1.0\nER\n\nXX alone\nPT J\nTI T\nER\nEF");
    expect(found.map(({ title }) => title)).toEqual(["T"]);
    expect(lines).toEqual({ total: 9, blank: 1, kept: 3, outside: 5 });
  });
});

test.each([
  [fixture("web-of-science.ciw"), true],
  ["\ufeffFN ISI Export Format\nVR 1.0\n\nEF", true],
  ["PT J\nAU Doe, J\nTI T\nER\n", true],
  [fixture("dialects.ris"), false],
  [fixture("pmc-eric.nbib"), false],
  [fixture("endnote.enw"), false],
  ["PT J is a plain sentence", false],
])("is told by content", (head, expected) => {
  expect(looksLikeWos(head)).toBe(expected);
});
