import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Problem } from "#kernel";
import { type RecordFact, readWith } from "#records";
import { ebscoTextReader, looksLikeEbscoText } from "../../src/records/formats/texts/ebsco-text.ts";

const text = (name: string): string =>
  readFileSync(new URL(`../../fixtures/records/${name}`, import.meta.url), "utf8");

function read(content: string): { items: RecordFact[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const items = [
    ...readWith(ebscoTextReader, content, { importId: "i", onProblem: (problem) => problems.push(problem) }),
  ];
  return { items, problems };
}

test("values beside and below their labels find their place", () => {
  const { items, problems } = read(text("simulated.ebsco.txt"));
  expect(items.map(({ line }) => line)).toEqual([3, 35]);
  expect(items[0]).toMatchObject({
    type: "Article",
    title: "Simulated effects of nothing.",
    authors: [
      { family: "Example", given: "Ada B." },
      { family: "Doe", given: "Jane" },
    ],
    year: 2010,
    date: "2010-03",
    journal: "Journal of Marine Shams",
    volume: "24",
    issue: "3",
    pages: "124-130",
    abstract: "Background: Nothing was studied.\nMethods:\nNo one was asked.",
    keywords: ["NOTHING", "SHAMS"],
    url: "http://search.example.org/login.aspx?AN=99900001",
  });
  expect(items[0]?.ids).toMatchObject({
    doi: ["10.5555/sim.ebsco.1"],
    source: ["99900001"],
    issn: ["1234-5679"],
    pmid: [],
  });
  expect(items[0]?.raw).toContain("What stands here is no abstract.");
  expect(items[1]).toMatchObject({
    authors: [{ family: "Roe", given: "R" }],
    journal: "The journal of shams",
    journalAbbreviation: "J Shams",
    volume: "6",
    issue: "18",
    pages: "1-9",
    date: "2012-05-03",
  });
  expect(items[1]?.ids.pmid).toEqual(["99900002"]);
  expect(problems).toMatchObject([{ code: "records/wrapping-lines", line: 1 }]);
});

test("a list of formatted references is refused with what to do instead", () => {
  const brief = "Example, A. B., & Doe, J. (2010). Simulated effects. Journal of Shams, 24(3), 124–130.\n\n";
  const { items, problems } = read(brief.repeat(3));
  expect(items).toEqual([]);
  const told = problems.find(({ code }) => code === "records/ebsco-brief-list");
  expect(told?.remedy).toContain("RIS");
  expect(looksLikeEbscoText(brief)).toBe(false);
});

test("it is told by its record numbers with labels below", () => {
  expect(looksLikeEbscoText(text("simulated.ebsco.txt"))).toBe(true);
  for (const other of ["simulated.ris", "simulated.nbib", "simulated.ovid.txt", "simulated.proquest.txt"])
    expect(looksLikeEbscoText(text(other))).toBe(false);
  // Cochrane numbers its RIS records likewise.
  expect(looksLikeEbscoText("Record #3 of 18\nProvider: John Wiley & Sons, Ltd.\nTY  - JOUR\n")).toBe(false);
});
