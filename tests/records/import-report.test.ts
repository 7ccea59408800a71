import { expect, test } from "vitest";
import type { ImportReportBody } from "#ledger";
import type { RecordFact } from "#records";
import { importTally } from "../../src/records/import-report.ts";
import { isCutOff } from "../../src/records/normalise/abstract.ts";
import { fact } from "./simulated-fact.ts";

const LINES = { total: 9, blank: 1, kept: 8, outside: 0 };
type Given = Parameters<typeof fact>[0];
const plain: Given = {
  authors: [{ family: "Doe", given: "J" }],
  year: 2001,
  journal: "J Sim",
  abstract: "Whole.",
};
const report = (...records: Given[]): ImportReportBody => {
  const tally = importTally({ thisYear: 2026 });
  for (const [index, record] of records.entries())
    tally.add(fact({ ...plain, ...record, id: `i-${index + 1}`, ordinal: index + 1 }));
  return tally.report(LINES);
};
const oddOf = (...records: Given[]): Record<string, readonly number[]> =>
  Object.fromEntries(report(...records).odd.map(({ code, first }) => [code, first]));

test("counts fields, types, years and decisions", () => {
  const decision = { tool: "rayyan", by: null, stage: null, decision: "include" as const, reasons: [] };
  expect(
    report(
      { decisions: [decision], keywords: ["a"], ids: { doi: ["10.5555/a"], registry: ["NCT01234567"] } },
      { year: 1999, decisions: [decision, { ...decision, decision: "maybe" }] },
      { type: "CONF" },
      { type: "__proto__" },
    ),
  ).toEqual({
    fill: {
      title: 4,
      authors: 4,
      year: 4,
      journal: 4,
      abstract: 4,
      keywords: 1,
      type: 4,
      decisions: 2,
      doi: 1,
      registry: 1,
    },
    types: JSON.parse('{"JOUR":2,"CONF":1,"__proto__":1}') as object,
    years: { from: 1999, to: 2001 },
    decisions: { "rayyan include": 2, "rayyan maybe": 1 },
    odd: [],
    lines: LINES,
  });
});

test("an import without records", () => {
  expect(report()).toEqual({ fill: {}, types: {}, years: null, decisions: {}, odd: [], lines: LINES });
});

test.each<[string, Given]>([
  ["no-title", { title: "" }],
  ["capital-title", { title: "A SIMULATED STUDY" }],
  ["no-author", { authors: [] }],
  ["joined-authors", { authors: [{ family: "Doe", given: "J, Roe, R, Poe, E" }] }],
  ["no-year", { year: null }],
  ["future-year", { year: 2062 }],
  ["year-date-apart", { date: "2010-05" }],
  ["no-journal", { journal: null }],
  ["cut-abstract", { abstract: "It stops …" }],
  ["damaged-characters", { title: "CafÃ© and α" }],
  ["damaged-characters", { abstract: "lost \ufffd" }],
  ["bad-doi", { raw: "TY  - JOUR\nDO  - see the paper\nER  - " }],
  ["bad-doi", { raw: '{"DOI": "10.x/1"}' }],
  ["several-dois", { ids: { doi: ["10.5555/a", "10.5555/b"] } }],
  ["date-pages", { pages: "01-Oct" }],
])("%s is odd: %j", (code, record) => {
  expect(oddOf({}, record)).toEqual({ [code]: [2] });
});

test("what is not odd", () => {
  expect(
    oddOf(
      { year: 2027 },
      { date: "2002-01" },
      { journal: null, type: "BOOK" },
      { title: "PTSD" },
      { raw: "DO  - 10.5555/a", ids: { doi: ["10.5555/a"] } },
      { raw: "DO  - " },
      { authors: [{ family: "Ministry of Health, Welfare, Sport, and Examples, Centre 1", given: null }] },
    ),
  ).toEqual({});
});

test("a missing abstract is odd only where others have one", () => {
  expect(oddOf({ abstract: null }, { abstract: null })).toEqual({});
  expect(oddOf({ abstract: null }, {})).toEqual({ "no-abstract": [1] });
});

test("identifiers seen twice", () => {
  const found = oddOf(
    { ids: { doi: ["10.5555/a"], pmid: ["1"] } },
    { ids: { doi: ["10.5555/b"], pmid: ["1"] } },
    { ids: { doi: ["10.5555/a"], pmid: ["2"] } },
  );
  expect(found).toEqual({ "repeated-pmid": [2], "repeated-doi": [3] });
});

test("a hundred thousand types and oddities stay few", () => {
  const tally = importTally({ thisYear: 2026 });
  for (let ordinal = 1; ordinal <= 2000; ordinal++)
    tally.add(fact({ ...plain, ordinal, type: `T${ordinal}`, title: "" } as RecordFact));
  const { types, odd } = tally.report(LINES);
  expect(Object.keys(types).length).toBe(61);
  expect(Object.values(types).reduce((a, b) => a + b, 0)).toBe(2000);
  expect(odd.find(({ code }) => code === "no-title")).toEqual({
    code: "no-title",
    count: 2000,
    first: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  });
});

test("abstracts that were cut off", () => {
  expect(isCutOff("It stops...")).toBe(true);
  expect(isCutOff("Text. (ABSTRACT TRUNCATED AT 250 WORDS)")).toBe(true);
  expect(isCutOff("a".repeat(255))).toBe(true);
  expect(isCutOff(`${"a".repeat(254)}.`)).toBe(false);
  expect(isCutOff("a".repeat(253))).toBe(false);
});
