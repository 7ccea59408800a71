import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Reader, type RecordFact, readWith } from "#records";
import { cslReader } from "../../src/records/formats/json/csl-json.ts";
import { cslType } from "../../src/records/formats/json/csl-types.ts";
import { jsonlReader } from "../../src/records/formats/json/jsonl.ts";
import { cslClosing, cslEntry, cslItem, cslOpening } from "../../src/records/formats/write/write-csl.ts";
import { jsonlLine } from "../../src/records/formats/write/write-jsonl.ts";

const seed = 20_262;

const plain = fc.oneof(
  // U+FFFD and NUL in a file are told as damage of its encoding.
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((text) => !/[\0\ufffd]/.test(text)),
  fc.constantFrom(
    "<i>a</i> & b",
    "&amp;",
    "a\nb",
    "  two  blanks ",
    "PMID: 1",
    "EVIDENS-LABELS: []",
    "=1+1",
    "10.5555/x",
  ),
);
const orNull = fc.option(fc.oneof(plain, fc.constantFrom("12", "482-491", "2016")), { nil: null });
const texts = fc.array(plain, { maxLength: 3 });
const some = fc.array(plain, { minLength: 1, maxLength: 3 });
const author = fc.record({ family: plain, given: fc.option(plain, { nil: null }) });
const decision = fc.record({
  tool: fc.constantFrom("rayyan", "asreview", ""),
  by: fc.option(plain, { nil: null }),
  stage: fc.constantFrom("title-abstract" as const, "full-text" as const, null),
  decision: fc.constantFrom("include" as const, "exclude" as const, "maybe" as const, "undecided" as const),
  reasons: texts,
});
const ids = fc.record(
  {
    doi: texts,
    pmid: fc.array(fc.constantFrom("99900001", "7"), { maxLength: 2 }),
    pmcid: texts,
    source: texts,
    issn: fc.array(fc.constantFrom("1234-5679", "2345-678X"), { maxLength: 2 }),
    isbn: texts,
    registry: some,
    embase: some,
    central: some,
    openalex: some,
    wos: some,
    scopus: some,
  },
  { requiredKeys: ["doi", "pmid", "pmcid", "source", "issn", "isbn"] },
);
const record: fc.Arbitrary<RecordFact> = fc.record(
  {
    id: fc.constant("i-1"),
    importId: fc.constant("i"),
    ordinal: fc.constant(1),
    line: fc.constant(1),
    raw: fc.constant("raw"),
    type: fc.constantFrom("JOUR", "article-journal", "Journal Article; Review", "", "trial-registration"),
    title: fc.oneof(fc.constant(""), plain),
    authors: fc.array(author, { maxLength: 3 }),
    year: fc.option(fc.integer({ min: 1, max: 3000 }), { nil: null }),
    journal: orNull,
    volume: orNull,
    issue: orNull,
    pages: orNull,
    publisher: orNull,
    place: orNull,
    edition: orNull,
    abstract: orNull,
    keywords: texts,
    language: orNull,
    url: orNull,
    ids,
    otherTitles: some,
    journalAbbreviation: plain,
    date: fc.constantFrom("2016", "2016-01", "2016-01-15"),
    editors: fc.array(author, { minLength: 1, maxLength: 2 }),
    conference: plain,
    series: plain,
    notes: some,
    labels: some,
    decisions: fc.array(decision, { minLength: 1, maxLength: 2 }),
  },
  {
    requiredKeys: [
      "id",
      "importId",
      "ordinal",
      "line",
      "raw",
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
);

function readBack(reader: Reader, text: string): { fields: unknown[]; codes: string[] } {
  const codes: string[] = [];
  const records = [...readWith(reader, text, { importId: "i", onProblem: ({ code }) => codes.push(code) })];
  return { fields: records.map(fieldsOf), codes: codes.filter((code) => code !== "records/no-title") };
}

function fieldsOf({ id: _i, importId: _m, ordinal: _o, line: _l, raw: _r, ...fields }: RecordFact): unknown {
  return fields;
}

describe("what is written is read back, decisions, labels, notes and identifiers with it", () => {
  test("CSL-JSON", () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 3 }), (records) => {
        const text = `${cslOpening()}${records.map(cslEntry).join("")}${cslClosing()}`;
        expect(JSON.parse(text)).toHaveLength(records.length);
        const { fields, codes } = readBack(cslReader, text);
        expect(fields).toEqual(records.map(fieldsOf));
        expect(codes.filter((code) => code !== "records/bad-identifier")).toEqual([]);
      }),
      { seed, numRuns: 300 },
    );
  });

  test("JSON Lines", () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 3 }), (records) => {
        const text = records.map(jsonlLine).join("");
        expect(text.split("\n").length).toBe(records.length + 1);
        const { fields, codes } = readBack(jsonlReader, text);
        expect(fields).toEqual(records.map(fieldsOf));
        expect(codes).toEqual([]);
      }),
      { seed, numRuns: 300 },
    );
  });
});

test("an ordinary record is plain CSL that other programs understand", () => {
  const ordinary: RecordFact = {
    id: "i-1",
    importId: "i",
    ordinal: 1,
    line: 1,
    raw: "",
    type: "article-journal",
    title: "Simulated effects of nothing",
    authors: [
      { family: "Example", given: "Ada B." },
      { family: "Specimen Group", given: null },
    ],
    year: 2018,
    journal: "Journal of Simulated Results",
    volume: "12",
    issue: "3",
    pages: "482-491",
    publisher: null,
    place: null,
    edition: null,
    abstract: null,
    keywords: ["sham", "nothing"],
    language: "en",
    url: null,
    ids: {
      doi: ["10.5555/sim.1"],
      pmid: ["99900001"],
      pmcid: [],
      source: ["key"],
      issn: ["1234-5679"],
      isbn: [],
      registry: ["NCT99900001"],
    },
    date: "2018-05",
    notes: ["read twice"],
  };
  expect(cslItem(ordinary)).toEqual({
    id: "key",
    type: "article-journal",
    title: "Simulated effects of nothing",
    author: [{ family: "Example", given: "Ada B." }, { literal: "Specimen Group" }],
    issued: { "date-parts": [[2018, 5]] },
    "container-title": "Journal of Simulated Results",
    volume: "12",
    issue: "3",
    page: "482-491",
    keyword: "sham; nothing",
    language: "en",
    DOI: "10.5555/sim.1",
    PMID: "99900001",
    ISSN: "1234-5679",
    note: "Registration: NCT99900001\nread twice",
  });
  expect(JSON.parse(jsonlLine(ordinary))).toMatchObject({
    doi: "10.5555/sim.1",
    pmid: "99900001",
    year: 2018,
  });
});

test.each([
  ["JOUR", "article-journal"],
  ["Journal Article; Randomized Controlled Trial", "article-journal"],
  ["Randomized Controlled Trial; Journal Article", "article-journal"],
  ["CHAP", "chapter"],
  ["posted-content", "article"],
  ["proceedings-article", "paper-conference"],
  ["thesis", "thesis"],
  ["something else", "document"],
  ["", "document"],
])("the type %s is %s in CSL", (type, csl) => {
  expect(cslType(type)).toBe(csl);
});
