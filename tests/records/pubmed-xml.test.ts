import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { looksLikePubmedXml, pubmedXmlReader } from "../../src/records/formats/xml/pubmed-xml.ts";
import { readAll } from "./xml-reading.ts";

const fixture = readFileSync(new URL("../../fixtures/records/simulated.pubmed.xml", import.meta.url), "utf8");
const cite = (inside: string) =>
  readAll(
    pubmedXmlReader,
    `<PubmedArticleSet><PubmedArticle><MedlineCitation>${inside}</MedlineCitation></PubmedArticle></PubmedArticleSet>`,
  ).records[0]!;

describe("PubMed's own file, in two pieces", () => {
  const { records, problems } = readAll(pubmedXmlReader, fixture);
  const [article, chapter, vernacular] = records;

  test("holds three records and nothing to complain of", () => {
    expect(records).toHaveLength(3);
    expect(problems).toEqual([]);
  });

  test("titles with markup, and the original title beside it", () => {
    expect(article?.title).toBe("Uptake of H2O in Simulata example: a trial.");
    expect(article?.otherTitles).toEqual(["Opptak av vann."]);
    expect(vernacular?.title).toBe("Uten engelsk tittel.");
  });

  test("authors in force, bodies, suffixes; investigators are none", () => {
    expect(article?.authors).toEqual([
      { family: "Strand", given: "Kari L Jr" },
      { family: "Fjord Trial Group", given: null },
      { family: "de la Vik", given: "O" },
    ]);
  });

  test("an abstract with labels, formulae as text, without the copyright", () => {
    expect(article?.abstract).toBe("BACKGROUND: Made up.\nRESULTS: p < 0.05 in n=4.");
  });

  test("journal, numbers, dates", () => {
    expect(article).toMatchObject({
      journal: "Journal of simulated studies",
      journalAbbreviation: "J Sim Stud",
      volume: "7",
      issue: "1 Pt 3",
      pages: "482-491",
      year: 2014,
      date: "2014-02-28",
      language: "nor",
      place: "Norway",
      type: "Journal Article; Randomized Controlled Trial",
    });
    expect(vernacular).toMatchObject({ year: 2020, journal: "Sim letters" });
    expect(vernacular?.date).toBeUndefined();
  });

  test("identifiers of the record, none of the works it cites or is retracted in", () => {
    expect(article?.ids).toEqual({
      doi: ["10.5555/sim.201"],
      pmid: ["99900201"],
      pmcid: ["PMC9990201"],
      source: [],
      issn: ["2049-3630", "0000-0019"],
      isbn: [],
      registry: ["NCT99900001"],
    });
    expect(article?.notes).toEqual(["Retraction In: J Sim Stud. 2015;8:1 PMID 99900299"]);
  });

  test("keywords before headings, major topics starred", () => {
    expect(article?.keywords).toEqual(["uptake", "Water/*metabolism"]);
  });

  test("a chapter in a book", () => {
    expect(chapter).toMatchObject({
      title: "A chapter",
      journal: "The made-up handbook",
      series: "Handbooks of nothing",
      authors: [{ family: "Vik", given: "Ola" }],
      editors: [{ family: "Berg", given: "Ane" }],
      publisher: "Sim Press",
      place: "Bergen",
      year: 2009,
      date: "2009-02",
      abstract: "About nothing.",
    });
    expect(chapter?.ids).toMatchObject({
      pmid: ["99900202"],
      isbn: ["9780000000002"],
      source: ["NBK999001"],
    });
  });

  test("raw is the record character for character", () => {
    for (const record of records) expect(fixture).toContain(record.raw);
  });
});

describe("other files", () => {
  test("citation sets and book documents without the elements around them", () => {
    const { records } = readAll(
      pubmedXmlReader,
      "<MedlineCitationSet><MedlineCitation><PMID>99900301</PMID><Article><ArticleTitle>A</ArticleTitle></Article></MedlineCitation></MedlineCitationSet>" +
        "<BookDocumentSet><BookDocument><PMID>99900302</PMID><Book><BookTitle>B</BookTitle></Book></BookDocument></BookDocumentSet>",
    );
    expect(records.map(({ title, ids }) => [title, ids.pmid[0]])).toEqual([
      ["A", "99900301"],
      ["B", "99900302"],
    ]);
  });

  test("an abstract in another language stands in when there is no other", () => {
    const other = "<OtherAbstract Language='nor'><AbstractText>Annet</AbstractText></OtherAbstract>";
    expect(cite(`<Article><ArticleTitle>T</ArticleTitle></Article>${other}`).abstract).toBe("Annet");
    const own = "<Article><Abstract><AbstractText>Own</AbstractText></Abstract></Article>";
    expect(cite(own + other).abstract).toBe("Own");
  });

  test("the newest version of a PMID comes first; a deleted citation is no record", () => {
    expect(cite('<PMID Version="1">99900401</PMID><PMID Version="2">99900402</PMID>').ids.pmid).toEqual([
      "99900402",
      "99900401",
    ]);
    const { records, problems, summary } = readAll(
      pubmedXmlReader,
      "<PubmedArticleSet>\n<DeleteCitation>\n<PMID>99900501</PMID>\n</DeleteCitation>\n</PubmedArticleSet>\n",
    );
    expect(records).toEqual([]);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ["records/xml-outside", 3],
      ["records/no-records", undefined],
    ]);
    expect(summary.lines).toEqual({ total: 5, blank: 0, kept: 4, outside: 1 });
  });

  test("a prefix before every name", () => {
    const { records } = readAll(
      pubmedXmlReader,
      '<p:PubmedArticleSet xmlns:p="urn:x"><p:PubmedArticle><p:MedlineCitation><p:Article><p:ArticleTitle>T</p:ArticleTitle></p:Article></p:MedlineCitation></p:PubmedArticle></p:PubmedArticleSet>',
    );
    expect(records.map(({ title }) => title)).toEqual(["T"]);
  });

  test("what looks like PubMed", () => {
    expect(looksLikePubmedXml(fixture)).toBe(true);
    expect(looksLikePubmedXml("<eSearchResult><Count>1</Count></eSearchResult>")).toBe(false);
    expect(looksLikePubmedXml("title,abstract\nx,<PubmedArticleSet>")).toBe(false);
  });
});
