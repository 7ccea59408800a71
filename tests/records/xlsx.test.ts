import { utils, write } from "@e965/xlsx";
import { describe, expect, test } from "vitest";
import type { Problem } from "#kernel";
import { type ReaderOptions, type ReadSummary, type RecordFact, readWith } from "#records";
import { guessWorkbookColumns, xlsxReader } from "../../src/records/formats/tables/xlsx.ts";
import { xlsxFile } from "../../src/records/formats/write/write-xlsx.ts";

type Cell = string | number | boolean | Date | null;

function workbook(
  sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>,
  bookType: "xlsx" | "biff8" = "xlsx",
): Uint8Array {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets))
    utils.book_append_sheet(
      book,
      utils.aoa_to_sheet(
        rows.map((row) => [...row]),
        { cellDates: true, UTC: true },
      ),
      name,
    );
  return new Uint8Array(write(book, { type: "array", bookType }) as ArrayBuffer);
}

function read(
  bytes: Uint8Array,
  options: ReaderOptions = {},
): { items: RecordFact[]; problems: Problem[]; lines: ReadSummary["lines"] } {
  const problems: Problem[] = [];
  const reading = readWith(xlsxReader, bytes, {
    importId: "x",
    onProblem: (problem) => void problems.push(problem),
    ...options,
  });
  const items: RecordFact[] = [];
  let step = reading.next();
  for (; !step.done; step = reading.next()) items.push(step.value);
  return { items, problems, lines: step.value.lines };
}

const TABLE: readonly (readonly Cell[])[] = [
  ["SEARCH QUERY", "simulated:ti"],
  ["-----"],
  [],
  [
    "Title",
    "Author Names",
    "Publication Year",
    "ISSN",
    "Medline PMID",
    "Pages",
    "Date of Publication",
    "Odd",
  ],
  [
    "Simulated",
    "Doe J., Roe K.",
    2018,
    3783731,
    99900001,
    new Date(Date.UTC(2024, 9, 1)),
    new Date(Date.UTC(2018, 11, 1)),
    true,
  ],
  [],
  ["Another", "Doe J.", 2019, "2041-2096 (electronic)", null, "e12", "2019", null],
];

describe("workbooks", () => {
  test("headings below other rows, numbers and dates as typed, raw cells as JSON", () => {
    const { items, problems, lines } = read(workbook({ Sheet1: TABLE }));
    expect(items.map(({ title, line }) => [title, line])).toEqual([
      ["Simulated", 5],
      ["Another", 7],
    ]);
    expect(items[0]).toMatchObject({
      year: 2018,
      pages: "1-10",
      date: "2018-12-01",
      ids: { pmid: ["99900001"], issn: ["0378-3731"] },
    });
    expect(JSON.parse(items[0]!.raw)).toEqual({
      Title: "Simulated",
      "Author Names": "Doe J., Roe K.",
      "Publication Year": 2018,
      ISSN: 3783731,
      "Medline PMID": 99900001,
      Pages: "2024-10-01",
      "Date of Publication": "2018-12-01",
      Odd: true,
    });
    expect(problems.map(({ code, line }) => [code, line])).toEqual([["records/table-columns", 4]]);
    expect(lines).toEqual({ total: 5, blank: 0, kept: 2, outside: 3 });
  });

  test("the sheet with headings is read, others are named", () => {
    const { items, problems, lines } = read(
      workbook({ Notes: [["read me"], ["please"]], Data: TABLE, Empty: [] }),
    );
    expect(items.length).toBe(2);
    const other = problems.find(({ code }) => code === "records/xlsx-other-sheet");
    expect(other?.message).toContain('"Notes" holds 2 row(s)');
    expect(lines).toEqual({ total: 7, blank: 0, kept: 2, outside: 5 });
  });

  test("Excel's old format", () => {
    expect(read(workbook({ Data: TABLE }, "biff8")).items.map(({ title }) => title)).toEqual([
      "Simulated",
      "Another",
    ]);
  });

  test("columns are guessed, shown and changed", () => {
    const bytes = workbook({
      Data: [
        ["Alpha", "Beta"],
        ["A simulated title", 2020],
      ],
    });
    const guess = guessWorkbookColumns(bytes);
    expect(guess?.columns.map(({ heading }) => heading)).toContain("Alpha");
    const { items } = read(bytes, { columns: { Alpha: "title", Beta: "year" } });
    expect(items.map(({ title, year }) => [title, year])).toEqual([["A simulated title", 2020]]);
  });

  test("dangerous headings are names", () => {
    const { items } = read(
      workbook({
        Data: [
          ["title", "__proto__", "title"],
          ["a", "b", "c"],
        ],
      }),
    );
    expect(items[0]?.raw).toBe('{"title":"a","__proto__":"b","title (2)":"c"}');
    expect(({} as Record<string, unknown>)["b"]).toBeUndefined();
  });
});

describe("written workbooks", () => {
  const record: RecordFact = {
    ...read(workbook({ Data: TABLE })).items[0]!,
    title: "=1+1",
    abstract: `${"long ".repeat(10_000)}🧪${"x".repeat(40_000)}`,
  };

  test("hold texts as texts, years as numbers, and long texts in further columns", () => {
    const bytes = xlsxFile([record]);
    const [back] = read(bytes).items;
    expect(back?.abstract).toBe(record.abstract);
    const cells = JSON.parse(back!.raw) as Record<string, unknown>;
    expect(cells["title"]).toBe("=1+1");
    expect(cells["year"]).toBe(2018);
    expect(Object.keys(cells).filter((heading) => heading.startsWith("abstract"))).toEqual([
      "abstract",
      "abstract (2)",
      "abstract (3)",
    ]);
  });

  test("are the same bytes each time", async () => {
    const first = xlsxFile([record]);
    await new Promise((done) => setTimeout(done, 2_100));
    expect(xlsxFile([record])).toEqual(first);
  });
});
