import { describe, expect, test } from "vitest";
import type { RecordFact } from "#records";
import { fixture, readText, tagged } from "./read-fixture.ts";

const read = (text: string | Iterable<string>) => readText(tagged.ris, text);
const one = (body: string): RecordFact => read(`TY  - JOUR\nTI  - T\n${body}\nER  - `).items[0]!;

describe("dialects", () => {
  const { items, problems } = read(fixture("dialects.ris"));
  const [ovid, psycinfo, central, registration, embase, wos, zotero, other] = items;

  test("each has its records, and what stands between them makes none", () => {
    expect(items.length).toBe(8);
    expect(problems.map(({ code }) => code)).toEqual(["records/wrapping-lines"]);
  });

  test("Ovid MEDLINE: notes are told from registry numbers, links are no notes", () => {
    expect(ovid).toMatchObject({
      authors: [
        { family: "Example", given: "Ada B" },
        { family: "Doe", given: "John" },
      ],
      year: 2019,
      journal: "Journal of Simulated Results",
      journalAbbreviation: "J Simul Results",
      pages: "121-129",
      abstract: "First sentence of a simulated abstract.",
      notes: ["A simulated research note"],
    });
    expect(ovid?.ids).toMatchObject({ doi: ["10.5555/sim.ovid"], pmid: ["99900011"] });
  });

  test("PsycINFO: authors of tests are neither authors nor editors", () => {
    expect(psycinfo?.authors).toEqual([{ family: "Example", given: "Ada" }]);
    expect(psycinfo?.editors).toBeUndefined();
  });

  test("CENTRAL: accession number, sources and registrations", () => {
    expect(central).toMatchObject({ journal: "Trials", pages: "39", type: "JOUR" });
    expect(central?.ids).toMatchObject({
      central: ["CN-09990001"],
      pmid: ["99900012"],
      embase: ["L999000123"],
    });
    expect(registration?.ids.registry).toEqual(["NCT09990001"]);
  });

  test("Embase: PMID in C5, its own number in U2", () => {
    expect(embase).toMatchObject({
      journal: "Nature Simulations",
      journalAbbreviation: "Nat. Simul.",
      abstract: "A simulated abstract.",
    });
    expect(embase?.ids).toMatchObject({ embase: ["L9990002988"], pmid: ["99900013"] });
  });

  test("Web of Science: institutions are no conference, the month stands without its year", () => {
    expect(wos).toMatchObject({
      journal: "SIMULATED SCIENCE",
      journalAbbreviation: "Simul. Sci.",
      date: "2010-09-22",
      pages: "e99999",
      publisher: "SIMULATED PRESS",
      place: "NOWHERE",
      abstract: "Background: simulated text that goes on on an indented line.",
    });
    expect(wos?.conference).toBeUndefined();
    expect(wos?.ids).toMatchObject({ wos: ["WOS:999000123400001"], pmid: ["99900014"] });
  });

  test("Zotero: conference, proceedings, series, editors", () => {
    expect(zotero).toMatchObject({
      journal: "Proceedings of Simulated Matters",
      conference: "Conference on Simulated Matters",
      series: "Simulated Lecture Notes",
      editors: [{ family: "Editor", given: "Eve" }],
      date: "2015-06-12",
      pages: "1-8",
    });
    expect(zotero?.ids).toMatchObject({ pmid: ["99900015"], pmcid: ["PMC9990015"] });
  });

  test("titles in another language, page marks, tags of four letters, dates for editions", () => {
    expect(other).toMatchObject({
      type: "JOUR",
      otherTitles: ["Simulierter deutscher Titel"],
      pages: "37-64",
      edition: null,
    });
    expect(other?.ids).toMatchObject({ pmid: ["99900016"], scopus: ["2-s2.0-99900000001"] });
  });
});

describe("what other programs noted", () => {
  const [judged, unsure, prior, unseen] = read(fixture("rayyan.ris")).items;

  test("Rayyan: decisions by name, reasons with those who exclude, labels, notes", () => {
    expect(judged).toMatchObject({
      date: "2017-04-15",
      notes: ["A plain note", "Ada: see table 2"],
      labels: ["needs full text", "animal"],
      decisions: [
        { tool: "rayyan", by: "Ada", stage: null, decision: "exclude", reasons: ["wrong population"] },
        { tool: "rayyan", by: "Bo", stage: null, decision: "include", reasons: [] },
      ],
    });
    expect(unsure?.decisions).toMatchObject([{ by: "Ada", decision: "maybe" }]);
  });

  test("Rayyan: tags that had lost their line are found inside values", () => {
    expect(judged?.url).toBe("https://example.org/records?id=L9990000001");
    expect(judged?.ids).toMatchObject({ doi: ["10.5555/sim.rayyan"], embase: ["L9990000001"] });
    expect(judged?.raw).toContain("     LK  - https://example.org/link");
  });

  test("ASReview: its words become decisions, what stands around them stays", () => {
    expect(prior).toMatchObject({
      decisions: [{ tool: "asreview", by: null, decision: "include" }],
      labels: ["ASReview_prior"],
      notes: ["Additional notes 1. Additional notes 2."],
    });
    expect(unseen).toMatchObject({ decisions: [{ decision: "undecided" }] });
    expect(unseen?.notes).toBeUndefined();
  });
});

describe("lines bent out of shape", () => {
  test.each([
    ["small letters", "ty  - jour\nti  - T\nau  - Doe, J\ner  - \n"],
    ["indented as a whole", "   TY  - JOUR\n   TI  - T\n   AU  - Doe, J\n   ER  - \n"],
    ["indented in part", "  TY  - JOUR\nTI  - T\n  AU  - Doe, J\nER  - \n"],
    ["hard blanks", "TY\u00a0\u00a0- JOUR\nTI\u00a0\u00a0- T\nAU\u00a0\u00a0- Doe, J\nER\u00a0\u00a0-\n"],
    ["dashes", "TY  – JOUR\nTI  – T\nAU  – Doe, J\nER  –\n"],
    ["a byte-order mark in the middle", "TY  - JOUR\nTI  - T\n\ufeffAU  - Doe, J\nER  - \n"],
  ])("%s", (_name, text) => {
    const { items, problems } = read(text);
    expect(items.map(({ title, authors }) => [title, authors[0]?.family])).toEqual([["T", "Doe"]]);
    expect(items[0]?.type).toMatch(/^jour$/i);
    expect(problems).toEqual([]);
  });

  test("small letters inside an entry in capitals are text, and `ER` with words is too", () => {
    const { abstract } = one("AB  - First\nti  - of the title\nER - the emergency room\nER-20 plugs");
    expect(abstract).toBe("First\nti - of the title\nER - the emergency room\nER-20 plugs");
  });

  test("a file of tags without any TY gives no half record", () => {
    const { items, problems, lines } = read("ti  - T\nau  - Doe, J\ner  - \nTI  - Two\nAU  - Roe, R");
    expect(items).toEqual([]);
    expect(problems.map(({ code }) => code)).toContain("records/ris-missing-type");
    expect(lines).toMatchObject({ total: 5, outside: 5 });
  });

  test("a line of 50 MB and NUL characters cost neither record nor time", () => {
    const pieces = function* (): Generator<string> {
      yield `${" ".repeat(200)}\nTY  - JOUR\nTI  - T\u0000\nAB  - `;
      for (let i = 0; i < 50; i++) yield "lorem < ipsum ".repeat(75_000);
      yield "\nER  - \nTY  - JOUR\nTI  - Next\nER  - \n";
    };
    const { items, problems } = read(pieces());
    expect(items.map(({ title }) => title)).toEqual(["T", "Next"]);
    expect(items[0]?.abstract?.length).toBeGreaterThan(50_000_000);
    expect(problems.map(({ code }) => code)).toEqual(["records/nul-characters"]);
  }, 20_000);

  test("names of object properties are text like any other", () => {
    const record = one("KW  - __proto__\nN1  - constructor\nU1  - x[__proto__]\nID  - toString");
    expect(record).toMatchObject({ keywords: ["__proto__"], notes: ["constructor"] });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

test("fields that differ from program to program", () => {
  expect(one("AB  - Same text\nN2  - Same text, but longer").abstract).toBe("Same text, but longer");
  expect(one("N2  - One\nAB  - Two").abstract).toBe("Two\nOne");
  expect(one("JF  - J. Sim. Res.\nJO  - Journal of Simulated Results")).toMatchObject({
    journal: "Journal of Simulated Results",
    journalAbbreviation: "J. Sim. Res.",
  });
  expect(one("JF  - Journal of X\nT2  - Annual Meeting of the Society of Everything")).toMatchObject({
    journal: "Journal of X",
    series: "Annual Meeting of the Society of Everything",
  });
  expect(one("M1  - 10").issue).toBe("10");
  expect(one("M1  - Copyright of nobody").issue).toBe(null);
  expect(one("PY  - 2018\nY1  - 2017/12/20").date).toBeUndefined();
  expect(one("N1  - doi: 10.5555/x\nDO  - 10.5555/x").notes).toBeUndefined();
  expect(one("TI  - Second title").otherTitles).toEqual(["Second title"]);
  expect(one("U3  - L9990001[embase]\nLB  - to check")).toMatchObject({
    ids: { embase: ["L9990001"] },
    labels: ["to check"],
  });
});
