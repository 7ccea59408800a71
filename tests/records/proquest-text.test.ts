import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Problem } from "#kernel";
import { type RecordFact, readWith } from "#records";
import { looksLikeProquestText, proquestTextReader } from "../../src/records/formats/texts/proquest-text.ts";

const text = (name: string): string =>
  readFileSync(new URL(`../../fixtures/records/${name}`, import.meta.url), "utf8");

function read(content: string): { items: RecordFact[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const items = [
    ...readWith(proquestTextReader, content, {
      importId: "i",
      onProblem: (problem) => problems.push(problem),
    }),
  ];
  return { items, problems };
}

test("labels find their place; the title may stand above them alone", () => {
  const { items, problems } = read(text("simulated.proquest.txt"));
  expect(items.map(({ line }) => line)).toEqual([7, 48]);
  expect(items[0]).toMatchObject({
    type: "Scholarly Journals",
    title: "Simulated effects of nothing",
    authors: [
      { family: "Example", given: "Ada B" },
      { family: "Doe", given: "Jane" },
    ],
    year: 2010,
    date: "2010-03",
    journal: "Journal of Simulated Results",
    volume: "24",
    issue: "3",
    pages: "124-130",
    abstract: "Nothing was studied.\nResults: none.",
    keywords: ["Shams", "Nothing"],
    language: "English",
    url: "http://search.example.org/docview/999000001",
  });
  expect(items[0]?.ids).toMatchObject({
    doi: ["10.5555/sim.pq.1"],
    issn: ["1234-5679"],
    source: ["999000001"],
  });
  expect(items[1]).toMatchObject({
    title: "A title that stands above its labels only",
    journal: "Annals of Shams",
    volume: "7",
    issue: null,
    pages: "1-2",
    year: 2011,
  });
  expect(problems).toMatchObject([{ code: "records/wrapping-lines", line: 1 }]);
  for (const { raw } of items) expect(text("simulated.proquest.txt")).toContain(raw);
});

test("records without numbers are parted by the rules", () => {
  const one = (title: string): string =>
    `${"_".repeat(60)}\n\n${title}\n\nAuthor: Doe, J\n\nPublication title: Journal of Shams\n\nProQuest document ID: 1\n\n`;
  const { items } = read(
    `${one("First")}${one("Second")}${"_".repeat(60)}\nContact us at: http://example.org\n`,
  );
  expect(items.map(({ title }) => title)).toEqual(["First", "Second"]);
});

test("it is told by its rules or numbers and its labels", () => {
  expect(looksLikeProquestText(text("simulated.proquest.txt"))).toBe(true);
  for (const other of ["simulated.ris", "simulated.nbib", "simulated.ovid.txt", "simulated.ebsco.txt"])
    expect(looksLikeProquestText(text(other))).toBe(false);
});
