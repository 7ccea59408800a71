import { expect, test } from "vitest";
import { type ReportRow, readRecords, writeRis } from "#records";
import { risEntry } from "../../src/records/formats/write/write-ris.ts";
import { fixture, readText, tagged } from "./read-fixture.ts";

const report: ReportRow = {
  id: "x-1",
  position: 1,
  records: ["x-1"],
  sources: ["s"],
  title: "A title\nTY  - JOUR with a trap",
  authors: [
    { family: "Ærlig", given: "Å. B." },
    { family: "Study Group", given: null },
  ],
  year: 2020,
  journal: "Journal of Simulated Results",
  volume: "3",
  issue: "2",
  pages: "10-19",
  abstract: "Line one.\r\nER  - not the end",
  doi: "10.1000/xyz",
  pmid: "123",
  type: "article-journal",
  keys: ["key2020"],
};

test("what is written reads back as the same fields, also with text that looks like tags", () => {
  const text = writeRis([report, { ...report, title: "Second", doi: null }]);
  const problems: unknown[] = [];
  const read = [...readRecords(text, { format: "ris", importId: "i", onProblem: (p) => problems.push(p) })];
  expect(problems).toEqual([]);
  expect(read).toHaveLength(2);
  const [first] = read;
  expect(first).toMatchObject({
    title: "A title TY - JOUR with a trap",
    authors: report.authors,
    year: 2020,
    journal: report.journal,
    volume: "3",
    issue: "2",
    pages: "10-19",
    abstract: "Line one. ER - not the end",
  });
  expect(first!.ids.doi).toEqual(["10.1000/xyz"]);
  expect(first!.ids.source).toContain("key2020");
});

test("decisions, labels and identifiers as other programs find them", () => {
  const [judged] = readText(tagged.ris, fixture("rayyan.ris")).items;
  const entry = risEntry({
    ...judged!,
    ids: { ...judged!.ids, pmid: ["99900001"], registry: ["NCT09990001"] },
  });
  expect(entry.startsWith("TY  - JOUR\nID  - rayyan-99900001\n")).toBe(true);
  expect(entry).toContain(
    '\nN1  - RAYYAN-INCLUSION: {"Ada"=>"Excluded", "Bo"=>"Included"} | RAYYAN-LABELS: needs full text,animal | RAYYAN-EXCLUSION-REASONS: wrong population\n',
  );
  expect(entry).toContain("\nU1  - 99900001[pmid]\n");
  expect(entry).toContain("\nU3  - NCT09990001[registry]\n");
  expect(entry).not.toContain("EVIDENS");
  expect(entry.endsWith("\nER  - \n\n")).toBe(true);
});

test("reports keep their labels and decisions", () => {
  const decisions = [
    { tool: "evidens", by: "Ada", stage: "full-text" as const, decision: "include" as const, reasons: [] },
  ];
  const { items } = readText(tagged.ris, writeRis([{ ...report, labels: ["a"], decisions }]));
  expect(items[0]).toMatchObject({ labels: ["a"], decisions, ids: { pmid: ["123"] } });
});

test("paragraphs of an abstract stay apart unless one looks like a tag", () => {
  const [judged] = readText(tagged.ris, fixture("rayyan.ris")).items;
  const entry = risEntry({ ...judged!, abstract: "Aims: none.\nMethods: none.\nTY  - JOUR\nti - x" });
  expect(entry).toContain("\nAB  - Aims: none.\nMethods: none. TY - JOUR ti - x\n");
  expect(readText(tagged.ris, entry).items).toHaveLength(1);
});
