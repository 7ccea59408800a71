import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RecordFact, readWith } from "#records";
import { tableReader } from "../../src/records/formats/tables/table.ts";
import { guarded, unguarded } from "../../src/records/formats/tables/table-guard.ts";
import { xlsxReader } from "../../src/records/formats/tables/xlsx.ts";
import { csvHeader, csvRow } from "../../src/records/formats/write/write-csv.ts";
import { xlsxFile } from "../../src/records/formats/write/write-xlsx.ts";

const seed = 20_263;

/** Any text at all: formulas, quotation marks, line ends, control characters, half surrogates. */
const text = fc.oneof(
  fc.constantFrom(
    '=HYPERLINK("http://example.org")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "-5",
    "@SUM(1)",
    "'=1",
    "''=1",
    "'quoted'",
    "\t=1",
    "\r1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    '"=1"',
    " =1",
    "NA",
    "a; b",
    "Doe, J; Roe, K",
    "first\r\nsecond\n\nthird",
    "_x0041_",
    "\ufeffmark",
    "line\n\ufeffmark",
    "nul\0nul",
    "half \ud800 surrogate",
    "bell\u0007",
    " blanks around ",
    "1.0",
    "ærlig talt 🧪",
  ),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ maxLength: 30 }),
);
const filled = text.filter((value) => value !== "");
const nullable = fc.option(filled, { nil: null });
const list = fc.array(filled, { maxLength: 3 });
const author = fc.record({ family: filled, given: nullable });
const decision = fc.record({
  tool: fc.constantFrom("rayyan", "asreview", "evidens", ""),
  by: nullable,
  stage: fc.constantFrom("title-abstract" as const, "full-text" as const, null),
  decision: fc.constantFrom("include" as const, "exclude" as const, "maybe" as const, "undecided" as const),
  reasons: list,
});
const some = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(values, { minLength: 1, maxLength: 3 });

const record: fc.Arbitrary<RecordFact> = fc
  .record(
    {
      type: text,
      title: text,
      authors: fc.array(author, { maxLength: 3 }),
      year: fc.option(fc.integer({ min: 1500, max: 2100 }), { nil: null }),
      journal: nullable,
      volume: nullable,
      issue: nullable,
      pages: nullable,
      publisher: nullable,
      place: nullable,
      edition: nullable,
      abstract: nullable,
      keywords: list,
      language: nullable,
      url: nullable,
      ids: fc.record(
        {
          doi: list,
          pmid: list,
          pmcid: list,
          source: list,
          issn: list,
          isbn: list,
          registry: some(filled),
          wos: some(filled),
        },
        { requiredKeys: ["doi", "pmid", "pmcid", "source", "issn", "isbn"] },
      ),
      otherTitles: some(filled),
      journalAbbreviation: filled,
      date: filled,
      editors: some(author),
      conference: filled,
      series: filled,
      notes: some(filled),
      labels: some(filled),
      decisions: some(decision),
    },
    {
      requiredKeys: [
        "type",
        "title",
        "authors",
        "year",
        "journal",
        "volume",
        "issue",
        "pages",
        "publisher",
        "place",
        "edition",
        "abstract",
        "keywords",
        "language",
        "url",
        "ids",
      ],
    },
  )
  .map((fields) => ({ id: "x-1", importId: "x", ordinal: 1, line: 1, raw: "raw", ...fields }));

function fieldsOf({ id, importId, ordinal, line, raw, ...fields }: RecordFact): unknown {
  return fields;
}

function readBack(content: string | Uint8Array): { fields: unknown[]; codes: string[] } {
  const codes: string[] = [];
  const options = { importId: "y", onProblem: ({ code }: { code: string }) => codes.push(code) };
  const reader = typeof content === "string" ? tableReader : xlsxReader;
  const fields = [...readWith(reader, content, options)].map(fieldsOf);
  // A text may well hold the sign of what could not be decoded.
  return { fields, codes: codes.filter((code) => code !== "records/wrong-encoding") };
}

const csvOf = (records: readonly RecordFact[]): string => csvHeader() + records.map(csvRow).join("");

describe("what is written is read back", () => {
  test("CSV", () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 4 }), (records) => {
        const { fields, codes } = readBack(csvOf(records));
        expect(fields).toEqual(records.map(fieldsOf));
        expect(codes).toEqual(["records/table-columns"]);
      }),
      { seed, numRuns: 300 },
    );
  });

  test("XLSX", () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 3 }), (records) => {
        const { fields, codes } = readBack(xlsxFile(records));
        expect(fields).toEqual(records.map(fieldsOf));
        expect(codes).toEqual(["records/table-columns"]);
      }),
      { seed, numRuns: 60 },
    );
  });
});

test("no cell of a CSV begins a formula, and a guard comes off exactly once", () => {
  fc.assert(
    fc.property(text, (value) => {
      const cell = guarded(value);
      expect(unguarded(cell)).toBe(value);
      if (/^["']*[=+\-@\t\r＝＋－＠]/.test(value) && !/^-\d+(?:\.\d+)?$/.test(value))
        expect(cell).toBe(`'${value}`);
    }),
    { seed, numRuns: 1_000 },
  );
});
