import { describe, expect, test } from "vitest";
import { comparePair, type DuplicateInput } from "#records";

// A made-up paper; each test says how two entries differ from it.
const TITLE = "Honey dressings for pressure ulcers among simulated nursing home residents";
const paper = (
  changes: Partial<Omit<DuplicateInput, "ids">> & { doi?: string; pmid?: string; registry?: string } = {},
): DuplicateInput => {
  const { doi, pmid, registry, ...fields } = changes;
  return {
    id: "a-1",
    title: TITLE,
    type: "JOUR",
    authors: [
      { family: "Alfa", given: "Anna B." },
      { family: "Bravo", given: "Carl" },
      { family: "Charlie", given: "Dora" },
    ],
    year: 2011,
    journal: "Synthetic Journal of Nursing",
    volume: "14",
    issue: "3",
    pages: "334-341",
    abstract: null,
    language: null,
    url: null,
    ...fields,
    ids: {
      doi: doi === undefined ? [] : [doi],
      pmid: pmid === undefined ? [] : [pmid],
      pmcid: [],
      source: [],
      issn: [],
      isbn: [],
      ...(registry === undefined ? {} : { registry: [registry] }),
    },
  };
};
type Changes = Parameters<typeof paper>[0];
const judged = (a: Changes, b: Changes) => comparePair(paper(a), paper({ ...b, id: "b-1" }));
const band = (a: Changes, b: Changes): string => judged(a, b).band;
const ABSTRACT =
  "Simulated residents of twelve homes received honey or gauze during ninety evenings while trained observers measured wound area, pain, odour, costs, comfort, sleep, appetite and mood; differences were analysed with mixed models.";

describe("one document, printed differently", () => {
  test.each<[string, Changes, Changes]>([
    ["nothing differs", {}, {}],
    [
      "no DOI, no abstract, abbreviations, capitals",
      {},
      {
        title: TITLE.toUpperCase(),
        journal: "Synth J Nurs",
        pages: "334-41",
        authors: [
          { family: "ALFA", given: "A B" },
          { family: "BRAVO", given: "C" },
          { family: "CHARLIE", given: "D" },
        ],
      },
    ],
    ["two DOIs for one paper", { doi: "10.5555/a" }, { doi: "10.5555/mirror.a" }],
    [
      "lost accents",
      { authors: [{ family: "Älfå", given: "A" }] },
      { authors: [{ family: "Alfa", given: "A" }] },
    ],
    ["year of online publication", {}, { year: 2010, volume: null, issue: null, pages: null }],
    ["notes and brackets", {}, { title: `[${TITLE}]. [Chinese]` }],
    [
      "a translated title beside the original",
      { title: `Honig gegen simulierte Druckgeschwüre = ${TITLE}` },
      { title: `[${TITLE}]` },
    ],
    [
      "titles in two languages on the same pages",
      { title: "Honigverbände bei Dekubitus simulierter Heimbewohner", language: "German" },
      {},
    ],
    ["the subtitle dropped", { title: `${TITLE}: findings of a pragmatic comparison` }, {}],
    ["authors missing in one", { authors: [] }, {}],
    ["a damaged volume", { volume: "1)" }, {}],
    ["issue numbers that count the export", { issue: "1717" }, { issue: "1718" }],
    ["a misprint", { title: TITLE.replace("pressure", "presure") }, {}],
    ["pages a spreadsheet made a date", { pages: "1-10" }, { pages: "01-Oct" }],
    ["journals under two names, same place", { journal: "Zeitschrift für Pflege" }, {}],
    [
      "identifier alone",
      { doi: "10.5555/a", authors: [], year: null, journal: null, volume: null, pages: null },
      { doi: "10.5555/a", title: "", authors: [], year: null, journal: null, volume: null, pages: null },
    ],
    [
      "PMID with a title in other words",
      { pmid: "17", title: "Honey for simulated residents" },
      { pmid: "17" },
    ],
    [
      "identical entries with title and year alone",
      { authors: [], journal: null, volume: null, pages: null },
      { authors: [], journal: null, volume: null, pages: null },
    ],
    [
      "versions of a Cochrane review",
      {
        journal: "Cochrane Database of Systematic Reviews",
        pages: "CD001234",
        year: 2009,
        volume: null,
        issue: "2",
        doi: "10.1002/14651858.CD001234.pub2",
      },
      {
        journal: "Cochrane Database Syst Rev",
        pages: "CD001234",
        year: 2014,
        volume: null,
        issue: "5",
        doi: "10.1002/14651858.CD001234.pub3",
      },
    ],
    ["the retracted paper itself", { title: `RETRACTED: ${TITLE}` }, {}],
  ])("%s: merged", (_name, a, b) => {
    expect(judged(a, b)).toMatchObject({ band: "merge" });
  });
});

describe("two documents that look alike", () => {
  test.each<[string, Changes, Changes]>([
    ["numbers-differ", { title: `${TITLE}. Part 1` }, { title: `${TITLE}. Part 2`, pages: "342-350" }],
    ["numbers-differ", { title: `${TITLE}: 12 months` }, { title: `${TITLE}: 24 months`, pages: null }],
    ["number-extra", { title: `${TITLE} 2` }, { pages: null, volume: null, issue: null, year: 2012 }],
    ["opposites-differ", { title: `${TITLE}: women` }, { title: `${TITLE}: men`, pages: "342-350" }],
    [
      "opposites-differ",
      { title: "Honey kills synthetic bacilli in vitro" },
      { title: "Honey kills synthetic bacilli in vivo", pages: null },
    ],
    [
      "opposites-differ",
      { title: "Morning hypotension in synthetic adults of cardboard towns under simulated rain" },
      {
        title: "Morning hypertension in synthetic adults of cardboard towns under simulated rain",
        pages: null,
      },
    ],
    ["years-apart", { pages: null }, { pages: null, volume: "19", year: 2016 }],
    ["elsewhere", {}, { volume: "16", pages: "77-82", year: 2012 }],
    ["authors-differ", {}, { authors: [{ family: "Xray", given: "X." }], pages: null }],
    ["two-dois", { doi: "10.5555/a" }, { doi: "10.5555/b", pages: "377-380" }],
    ["two-pmids", { pmid: "17" }, { pmid: "18", pages: "377-380" }],
    [
      "shared-identifier",
      { doi: "10.5555/issue", pages: "10" },
      {
        doi: "10.5555/issue",
        title: "Screening for simulated retinopathy",
        authors: [{ family: "Xray", given: "X." }],
        pages: "11",
      },
    ],
    [
      "title-other-words",
      { title: "Honey for simulated ulcers in cardboard homes" },
      { title: "Honey for simulated burns in cardboard homes", pages: null },
    ],
    ["weak-title", { title: "Editorial" }, { title: "Editorial", journal: "Annals of Wounds" }],
    [
      "weak-title",
      { title: "Letter to the editor" },
      { title: "Letter to the Editor", authors: [{ family: "Xray", given: "X." }] },
    ],
    [
      "registry-differs",
      { type: "CTLI", journal: "https://clinicaltrials.gov/show/NCT00000001", registry: "NCT00000001" },
      { type: "CTLI", journal: "https://clinicaltrials.gov/show/NCT00000002", registry: "NCT00000002" },
    ],
  ])("%s", (code, a, b) => {
    const { band: found, evidence } = judged(a, b);
    expect(["distinct", "linked"]).toContain(found);
    expect(evidence.map(({ reason }) => reason)).toContain(code);
  });

  test("generic titles are one in the very same place alone", () => {
    expect(band({ title: "Editorial" }, { title: "Editorial." })).toBe("merge");
    expect(band({ title: "Editorial" }, { title: "Editorial", pages: "400-401" })).toBe("distinct");
    expect(band({ title: "Editorial", pages: null }, { title: "Editorial", pages: null })).toBe("distinct");
  });
});

describe("a person is asked", () => {
  test.each<[string, Changes, Changes]>([
    [
      "thin",
      { authors: [], journal: null, volume: null, pages: null },
      { journal: null, volume: null, pages: null },
    ],
    ["two-dois", { doi: "10.5555/a", pages: null }, { doi: "10.5555/b", volume: null }],
    ["two-pmids", { pmid: "17" }, { pmid: "18" }],
    ["other-page", {}, { pages: "77-82" }],
    ["volume-differs", { pages: null }, { volume: "15" }],
    ["journal-differs", { pages: null, volume: null }, { journal: "Annals of Wounds" }],
    [
      "title-misprint",
      { title: TITLE.replace("pressure", "presure"), journal: null },
      { pages: null, volume: null },
    ],
    ["title-extra-words", { title: `${TITLE}: findings of a comparison`, pages: null, volume: null }, {}],
    [
      "shared-identifier",
      { doi: "10.5555/a", title: "Screening for simulated retinopathy" },
      { doi: "10.5555/a", pages: null },
    ],
    [
      "document-differs",
      { title: `${TITLE}: protocol`, doi: "10.5555/a", pages: "77" },
      { doi: "10.5555/a" },
    ],
    ["title-differs", { title: "Gauze and costs over ninety evenings" }, {}],
    [
      "thesis-listed",
      {
        type: "THES",
        journal: "Dissertation Abstracts International",
        authors: [{ family: "Alfa", given: "A" }],
      },
      {
        type: "THES",
        journal: null,
        volume: "Ph.D.",
        pages: "94 p",
        authors: [{ family: "Alfa", given: "A" }],
      },
    ],
    ["years-apart", { volume: null, pages: null }, { volume: null, pages: null, year: 2012 }],
  ])("%s", (code, a, b) => {
    const { band: found, evidence } = judged(a, b);
    expect(found).toBe("ask");
    expect(evidence.map(({ reason }) => reason)).toContain(code);
  });
});

describe("documents of one study are linked, not merged", () => {
  test.each<[string, Changes, Changes]>([
    ["erratum", { title: `Erratum: ${TITLE}`, pages: "12" }, {}],
    ["erratum", { title: `"${TITLE}": Correction`, pages: "12", year: 2013, volume: "16" }, {}],
    ["erratum", { title: `Retraction of: ${TITLE}`, pages: "12", year: 2013 }, {}],
    [
      "comment",
      { title: `Comment on: ${TITLE}`, authors: [{ family: "Xray", given: "X." }], pages: "342" },
      {},
    ],
    ["preprint", { journal: "medRxiv", volume: null, pages: null, year: 2010 }, {}],
    [
      "preprint",
      { doi: "10.1101/2010.01.01.10000001", journal: null, volume: null, pages: null },
      { doi: "10.5555/a" },
    ],
    [
      "registration",
      {
        type: "CTLI",
        journal: "https://clinicaltrials.gov/show/NCT00000001",
        authors: [{ family: "Nct", given: null }],
        registry: "NCT00000001",
        title: "Honey for ulcers",
        volume: null,
        pages: null,
      },
      { registry: "NCT00000001" },
    ],
    [
      "conference-abstract",
      { journal: "Synthetic Congress Letters", volume: "3", pages: "S334", abstract: ABSTRACT },
      { abstract: ABSTRACT },
    ],
    [
      "conference-abstract",
      { journal: "Synthetic Congress Letters", volume: "3", pages: "S34", abstract: ABSTRACT },
      { journal: "Diabetes of Simulation", volume: "9", pages: "A254", abstract: ABSTRACT },
    ],
    ["conference-abstract", { pages: "S12" }, {}],
    ["other", { journal: "Annals of Wounds", volume: "3", pages: "12-19" }, {}],
  ])("%s", (relation, a, b) => {
    expect(judged(a, b)).toMatchObject({ band: "linked", relation });
  });
});

test("the score is the sum of the points, whichever record comes first", () => {
  const { score, evidence } = judged({ pages: "77" }, { year: 2012 });
  expect(score).toBeCloseTo(
    evidence.reduce((sum, { points }) => sum + points, 0),
    1,
  );
  expect(judged({ year: 2012 }, { pages: "77" }).score).toBe(score);
});
