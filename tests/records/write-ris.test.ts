import { expect, test } from "vitest";
import { type ReportRow, readRecords, writeRis } from "#records";

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
