import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Problem } from "#kernel";
import { type Reader, type RecordFact, readWith } from "#records";
// Readers are tested by their own door before the room's table names them.
import {
  clinicaltrialsReader,
  looksLikeClinicaltrials,
} from "../../src/records/formats/json/clinicaltrials.ts";
import { crossrefReader, looksLikeCrossref } from "../../src/records/formats/json/crossref.ts";
import { cslReader, looksLikeCslJson } from "../../src/records/formats/json/csl-json.ts";
import { europepmcReader, looksLikeEuropepmc } from "../../src/records/formats/json/europepmc.ts";
import { jsonlReader, looksLikeJsonl } from "../../src/records/formats/json/jsonl.ts";
import { looksLikeOpenalex, openalexReader } from "../../src/records/formats/json/openalex.ts";

const text = (name: string): string =>
  readFileSync(new URL(`../../fixtures/records/${name}`, import.meta.url), "utf8");

function read(
  reader: Reader,
  content: string,
): { items: RecordFact[]; problems: Problem[]; codes: string[] } {
  const problems: Problem[] = [];
  const items = [
    ...readWith(reader, content, { importId: "i", onProblem: (problem) => problems.push(problem) }),
  ];
  return { items, problems, codes: problems.map(({ code }) => code) };
}

describe("OpenAlex", () => {
  const { items, problems } = read(openalexReader, text("simulated.openalex.json"));

  test("fields find their place, the abstract is put in order", () => {
    expect(items[0]).toMatchObject({
      line: 4,
      type: "article",
      title: "Simulated effects of nothing",
      authors: [
        { family: "Example", given: "Ada B." },
        { family: "Specimen Study Group", given: null },
      ],
      year: 2018,
      date: "2018-05-03",
      journal: "Journal of Simulated Results",
      publisher: "Sham Press",
      volume: "12",
      issue: "3",
      pages: "482-491",
      abstract: "Nothing was studied. Nothing happened.",
      keywords: ["Placebo", "Nothing/therapy", "Humans"],
      labels: ["retracted"],
      url: "https://doi.org/10.5555/sim.oa.1",
    });
    expect(items[0]?.ids).toEqual({
      doi: ["10.5555/sim.oa.1"],
      pmid: ["99900001"],
      pmcid: ["PMC9990001"],
      source: ["W9990000001"],
      openalex: ["W9990000001"],
      issn: ["1234-5679", "2345-6784"],
      isbn: [],
    });
    expect(items[1]).toMatchObject({ year: 2020, journal: "Older Journal", keywords: ["Simulation"] });
    expect(items[1]?.date).toBe(undefined);
  });

  test("raw is the item's own text", () => {
    expect(text("simulated.openalex.json")).toContain(items[0]!.raw);
    expect(JSON.parse(items[0]!.raw)).toMatchObject({ publication_year: 2018 });
  });

  test("what is no work and what has no place is told", () => {
    expect(problems.map(({ code, line, field }) => [code, line, field])).toEqual([
      ["records/json-field", 4, "abstract_inverted_index"],
      ["records/no-title", 25, undefined],
      ["records/json-not-a-record", 35, undefined],
    ]);
  });

  test("a single work, works on lines, and the older form of the abstract", () => {
    const work = '{"id":"https://openalex.org/W9990000009","title":"T","publication_year":2001}';
    expect(read(openalexReader, work).items.length).toBe(1);
    expect(read(openalexReader, `${work}\n${work}\n`).items.length).toBe(2);
    const older = `{"id":"W9990000008","title":"T","abstract_inverted_index":${JSON.stringify('{"IndexLength":2,"InvertedIndex":{"b":[1],"a":[0]}}')}}`;
    expect(read(openalexReader, older).items[0]?.abstract).toBe("a b");
  });
});

describe("Crossref", () => {
  const { items, problems } = read(crossrefReader, text("simulated.crossref.json"));

  test("fields find their place", () => {
    expect(items[0]).toMatchObject({
      type: "journal-article",
      title: "Simulated effects of nothing: A sham trial",
      otherTitles: ["Simulierte Wirkungen"],
      authors: [
        { family: "Example", given: "Ada B. Jr" },
        { family: "Specimen Study Group", given: null },
        { family: "Sham", given: "Bo" },
      ],
      editors: [{ family: "Itor", given: "Ed" }],
      year: 2018,
      date: "2018-05",
      journal: "Journal of Simulated Results",
      journalAbbreviation: "J Sim Res",
      series: "Sham Series",
      conference: "Meeting of Shams",
      pages: "482-491",
      abstract: "Background\nNothing < something.\nMethods\nP0 was 1.",
      labels: ["retraction"],
      notes: ["update-to (retraction): 10.5555/sim.cr.0", "has-preprint: 10.5555/sim.pre.1"],
    });
    expect(items[0]?.ids.registry).toEqual(["ISRCTN99900001"]);
  });

  test("posted content is a preprint, its server its journal, and what became of it a label", () => {
    expect(items[1]).toMatchObject({
      type: "preprint",
      journal: "shamRxiv",
      year: 2017,
      date: "2017-11-30",
      labels: ["retracted"],
      volume: null,
    });
    expect(problems).toMatchObject([{ code: "records/json-field", field: "volume", line: 3 }]);
  });

  test("a message with one work is one record, a registration agency none", () => {
    const one = '{"status":"ok","message":{"DOI":"10.5555/a","title":["T"]}}';
    expect(read(crossrefReader, one).items.map(({ title }) => title)).toEqual(["T"]);
    const agency = '{"status":"ok","message":{"DOI":"10.5555/a","agency":{"id":"crossref"}}}';
    expect(read(crossrefReader, agency).codes).toEqual(["records/json-not-a-record", "records/no-records"]);
  });
});

describe("Europe PMC", () => {
  const { items } = read(europepmcReader, text("simulated.europepmc.json"));

  test("core, preprint and lite results find their place", () => {
    expect(items[0]).toMatchObject({
      type: "Retracted Publication; Journal Article",
      authors: [
        { family: "Example", given: "Ada Bea" },
        { family: "Specimen Study Group", given: null },
      ],
      year: 2018,
      date: "2018-05-03",
      journal: "Journal of simulated results",
      journalAbbreviation: "J Sim Res",
      volume: "12",
      pages: "482-491",
      abstract: "Background\nNothing was studied.\nMethods\nNo one was asked.",
      keywords: ["sham", "Nothing/therapy", "Humans"],
      labels: ["retracted"],
      notes: ["Retraction in: J Sim Res. 2019;13:1 (MED:99900009)"],
    });
    expect(items[1]).toMatchObject({ type: "preprint", journal: "shamRxiv" });
    expect(items[1]?.ids).toMatchObject({ source: ["PPR990001"], pmid: [] });
    expect(items[2]).toMatchObject({ journal: "J Sim Res", volume: "1", issue: "2", pages: "e12" });
    expect(items[2]?.ids.issn).toEqual(["1234-5679", "2345-6784"]);
  });

  test("results as a download tool stores them", () => {
    const wrapped =
      '{"full":{"id":"99900003","source":"MED","title":["T"],"authorList":[{"author":{"lastName":"Doe"}}]}}';
    expect(read(europepmcReader, wrapped).items[0]).toMatchObject({
      title: "T",
      authors: [{ family: "Doe" }],
    });
  });
});

test("ClinicalTrials.gov: a registration with its sponsors, numbers and publications", () => {
  const { items, problems } = read(clinicaltrialsReader, text("simulated.clinicaltrials.json"));
  expect(problems).toEqual([]);
  expect(items[0]).toMatchObject({
    type: "trial-registration",
    title: "Sham Against Nothing",
    otherTitles: ["A Simulated Trial of Sham Against Nothing", "SHAM"],
    authors: [
      { family: "University of Examples", given: null },
      { family: "Sham Foundation", given: null },
    ],
    year: 2018,
    date: "2018-05",
    abstract: "Nothing is studied.\nAge > 18.\nAt length.",
    keywords: ["Nothing", "Sham", "sham"],
    url: "https://clinicaltrials.gov/study/NCT99900001",
    notes: [
      "Status: COMPLETED",
      "Results are posted in the registry.",
      "Publication of results: Example AB. J Sim Res. 2018. (PMID 99900001)",
    ],
  });
  expect(items[0]?.ids.registry).toEqual(["NCT99900001", "EUCTR2099-000446-20"]);
});

describe("CSL-JSON", () => {
  const one = (item: object): RecordFact => read(cslReader, JSON.stringify([item])).items[0]!;

  test("dates in every form", () => {
    const date = (issued: unknown): unknown[] => {
      const { year, date: known } = one({ id: "a", title: "T", issued: issued });
      return [year, known];
    };
    expect(
      date({
        "date-parts": [
          ["2014", 12, 31],
          [2015, 1, 1],
        ],
      }),
    ).toEqual([2014, "2014-12-31"]);
    expect(date({ "date-parts": [[2017, 14]], season: 2 })).toEqual([2017, undefined]);
    expect(date({ "date-parts": [["-12", 13]] })).toEqual([null, undefined]);
    expect(date({ raw: "about June 2020" })).toEqual([2020, "2020-06"]);
    expect(date({ literal: "1998?" })).toEqual([1998, undefined]);
    expect(date("2021-03~")).toEqual([2021, "2021-03"]);
    expect(date({ "date-parts": [[null]] })).toEqual([null, undefined]);
    expect(date(2001)).toEqual([2001, undefined]);
  });

  test("names, abbreviations, series and what Zotero writes into the note", () => {
    const item = one({
      id: "a",
      title: "T",
      "title-short": "Short",
      author: [
        { family: "Beethoven", "dropping-particle": "van", given: "L." },
        "Group",
        { name: "Other" },
        3,
      ],
      editor: [{ literal: "Eds" }],
      "container-title": "Journal",
      "container-title-short": "J.",
      "collection-title": "Series",
      "event-title": "Meeting",
      ISSN: ["1234-5679", "2345-6784"],
      note: "PMID: 99900001\nPMCID: PMC9990001\nNCT: NCT99900001\nread twice\nASReview_relevant",
    });
    expect(item).toMatchObject({
      otherTitles: ["Short"],
      authors: [
        { family: "Beethoven", given: "L. van" },
        { family: "Group", given: null },
        { family: "Other", given: null },
      ],
      editors: [{ family: "Eds", given: null }],
      journalAbbreviation: "J.",
      series: "Series",
      conference: "Meeting",
      notes: ["read twice"],
      decisions: [{ tool: "asreview", decision: "include" }],
    });
    expect(item.ids).toMatchObject({
      pmid: ["99900001"],
      pmcid: ["PMC9990001"],
      registry: ["NCT99900001"],
      issn: ["1234-5679", "2345-6784"],
    });
  });

  test("a number that cannot be held, half a pair and a name that stands twice are told; raw keeps them", () => {
    const odd = '[{"id":"a","title":"x\\ud800","volume":1e999,"issue":"1","issue":"2"}]';
    const { items, codes } = read(cslReader, odd);
    expect(items[0]).toMatchObject({ title: "x\ufffd", volume: null, issue: "2" });
    expect(items[0]?.raw).toBe(odd.slice(1, -1));
    expect(codes).toEqual(["records/json-mended", "records/json-name-twice"]);
  });

  test("lists of Zotero's API and of pandoc, and names that pollute nothing", () => {
    for (const name of ["items", "references"])
      expect(
        read(cslReader, `{"${name}":[{"id":"a","title":"T"},{"id":"b","title":"U"}]}`).items.length,
      ).toBe(2);
    const hostile =
      '[{"id":"a","title":"T","__proto__":{"title":"P","polluted":1},"constructor":{"prototype":{}}}]';
    const { items } = read(cslReader, hostile);
    expect(items[0]?.title).toBe("T");
    expect(JSON.parse(items[0]!.raw)).toHaveProperty("constructor");
    expect(({} as Record<string, unknown>)["polluted"]).toBe(undefined);
  });

  test("a field that our writer did not write is told and the standard one stands", () => {
    const { items, problems } = read(
      cslReader,
      '[{"id":"a","title":"T","custom":{"evidens":{"title":3,"year":2001}}}]',
    );
    expect(items[0]).toMatchObject({ title: "T", year: 2001 });
    expect(problems).toMatchObject([{ code: "records/json-field", field: "custom.evidens.title" }]);
  });
});

describe("JSON Lines", () => {
  const { items, problems } = read(jsonlReader, text("simulated.jsonl"));

  test("our own and looser lines are read, a damaged one costs itself", () => {
    expect(items.map(({ line, title }) => [line, title])).toEqual([
      [1, "Simulated effects of nothing"],
      [3, "Looser lines are read"],
      [5, "Fields of another kind"],
    ]);
    expect(items[0]).toMatchObject({
      abstract: "Nothing was studied.\nNo one was asked.",
      keywords: ["sham"],
    });
    expect(items[1]).toMatchObject({
      authors: [
        { family: "Example", given: "Ada" },
        { family: "Doe", given: "J" },
      ],
      year: 2019,
      volume: "3",
      keywords: ["a", "b"],
    });
    expect(items[1]?.ids).toMatchObject({ doi: ["10.5555/sim.2", "10.5555/sim.3"], pmid: ["99900002"] });
    expect(problems.map(({ code, line, field }) => [code, line, field])).toEqual([
      ["records/jsonl-line", 4, undefined],
      ["records/json-mended", 5, undefined],
      ["records/json-field", 5, "abstract"],
      ["records/json-field", 5, "labels"],
    ]);
  });

  test("raw is the line", () => {
    expect(items.map(({ raw }) => raw)).toEqual(
      [1, 3, 5].map((line) => text("simulated.jsonl").split("\n")[line - 1]),
    );
  });

  test("a line nested a million deep is refused at once", () => {
    const { items: none, codes } = read(jsonlReader, `{"title":${"[".repeat(1_000_000)}\n{"title":"T"}`);
    expect(none.map(({ title }) => title)).toEqual(["T"]);
    expect(codes).toEqual(["records/jsonl-line"]);
  });
});

describe("formats are told apart by what stands in them", () => {
  const looks = {
    openalex: looksLikeOpenalex,
    crossref: looksLikeCrossref,
    europepmc: looksLikeEuropepmc,
    clinicaltrials: looksLikeClinicaltrials,
    csl: looksLikeCslJson,
    jsonl: looksLikeJsonl,
  };
  const told = (head: string): string[] =>
    Object.entries(looks).flatMap(([name, fits]) => (fits(head) ? [name] : []));
  test.each([
    ["simulated.openalex.json", "openalex"],
    ["simulated.crossref.json", "crossref"],
    ["simulated.europepmc.json", "europepmc"],
    ["simulated.clinicaltrials.json", "clinicaltrials"],
    ["simulated.csl.json", "csl"],
    ["simulated.jsonl", "jsonl"],
    ["simulated.ris", undefined],
  ])("%s", (name, format) => {
    const whole = text(name);
    expect(told(whole)).toEqual(format === undefined ? [] : [format]);
    // A head that ends inside the first item.
    if (format !== undefined) expect(told(whole.slice(0, 1_000))).toEqual([format]);
  });
  test.each(["", "[]", "{}", '{"error":"no"}', "[1,2]", "{", '[{"itemType":"book","title":"T"}]'])(
    "%s is none",
    (head) => {
      expect(told(head)).toEqual([]);
    },
  );
});
