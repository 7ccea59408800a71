import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { endnoteXmlReader, looksLikeEndnoteXml } from "../../src/records/formats/xml/endnote-xml.ts";
import { readAll } from "./xml-reading.ts";

const fixture = readFileSync(
  new URL("../../fixtures/records/simulated.endnote.xml", import.meta.url),
  "utf8",
);
const one = (inside: string) =>
  readAll(endnoteXmlReader, `<xml><records><record>${inside}</record></records></xml>`).records[0]!;

describe("EndNote's own file", () => {
  const { records, problems } = readAll(endnoteXmlReader, fixture);
  const [article, chapter] = records;

  test("holds two records and nothing to complain of", () => {
    expect(records).toHaveLength(2);
    expect(problems).toEqual([]);
  });

  test("a title in several styles is one text", () => {
    expect(article?.title).toBe("Effects of Simulata example on H2O uptake: p < 0.05");
    expect(article?.otherTitles).toEqual(["Effects of S. example"]);
  });

  test("names, bodies with a trailing comma, the journal in full and abbreviated", () => {
    expect(article?.authors).toEqual([
      { family: "Strand", given: "K. L." },
      { family: "Fjord Trial Group", given: null },
    ]);
    expect(article?.journal).toBe("Journal of Simulated Studies");
    expect(article?.journalAbbreviation).toBe("J Sim Stud");
  });

  test("dates, numbers and pages; an epub date is no edition", () => {
    expect(article).toMatchObject({
      year: 2019,
      date: "2019-03-03",
      volume: "12",
      issue: "3 Suppl",
      pages: "482-491",
    });
    expect(article?.edition).toBeNull();
    expect(article?.language).toBe("eng");
  });

  test("carriage returns part serial numbers, keywords, links and notes", () => {
    expect(article?.ids.issn).toEqual(["2049-3630", "0000-0019"]);
    expect(article?.keywords).toEqual(["Simulation", "Water", "Uptake"]);
    expect(article?.url).toBe("https://example.org/a");
    expect(article?.notes).toEqual(["Second line of the notes", "Read again."]);
    expect(article?.abstract).toBe("BACKGROUND: Made up.\nRESULTS: I2 was 0%.");
  });

  test("identifiers by kind, a PMID only because the database is PubMed", () => {
    expect(article?.ids).toMatchObject({
      doi: ["10.5555/sim.1"],
      pmid: ["99900101"],
      pmcid: ["PMC9990001"],
      source: ["41"],
    });
    expect(one("<accession-num>99900101</accession-num>").ids).toMatchObject({
      pmid: [],
      source: ["99900101"],
    });
    const embase = one(
      "<accession-num>2001234567</accession-num><remote-database-name>Embase</remote-database-name>",
    );
    expect(embase.ids).toMatchObject({ pmid: [], embase: ["L2001234567"] });
    expect(one("<accession-num>WOS:000123456700001</accession-num>").ids.wos).toEqual([
      "WOS:000123456700001",
    ]);
    expect(one("<accession-num>CN-01234567</accession-num>").ids.central).toEqual(["CN-01234567"]);
  });

  test("decisions and labels that other programs wrote", () => {
    expect(article?.labels).toEqual(["pilot", "ask Kari", "animal"]);
    expect(article?.decisions).toEqual([
      { tool: "rayyan", by: "Kari", stage: null, decision: "include", reasons: [] },
    ]);
  });

  test("a chapter without any style", () => {
    expect(chapter).toMatchObject({
      type: "Book Section",
      title: "A chapter without styles",
      authors: [{ family: "Vik", given: "Ola" }],
      editors: [{ family: "Berg", given: "Ane" }],
      journal: "The made-up handbook",
      series: "Handbooks of nothing",
      edition: "2nd",
      publisher: "Sim Press",
      place: "Bergen",
      year: 2001,
    });
    expect(chapter?.ids.isbn).toEqual(["9780000000002"]);
  });

  test("raw is the record character for character", () => {
    for (const record of records) expect(fixture).toContain(record.raw);
    expect(article?.raw.startsWith("<record><database")).toBe(true);
    expect(article?.raw.endsWith("</record>")).toBe(true);
  });
});

describe("dialects", () => {
  test("EndNote 7: capitals, underscores, no groups", () => {
    const { records } = readAll(
      endnoteXmlReader,
      "<XML><RECORDS><RECORD><REFERENCE_TYPE>0</REFERENCE_TYPE><REFNUM>9</REFNUM><AUTHORS><AUTHOR>Vik, O.</AUTHOR></AUTHORS>" +
        "<YEAR>1999</YEAR><TITLE>Old</TITLE><SECONDARY_TITLE>J Sim</SECONDARY_TITLE><KEYWORDS><KEYWORD>a</KEYWORD></KEYWORDS></RECORD></RECORDS></XML>",
    );
    expect(records[0]).toMatchObject({ title: "Old", year: 1999, journal: "J Sim", keywords: ["a"] });
    expect(records[0]?.authors).toEqual([{ family: "Vik", given: "O." }]);
  });

  test("pretty-printed text is one line, in words and between styles", () => {
    const record = one(
      "\n <titles>\n  <title>\n   <style>H</style>\n   <style>2</style>\n   <style>O in a\n       long line\n   </style>\n  </title>\n </titles>",
    );
    expect(record.title).toBe("H2O in a long line");
  });

  test("a type given by number alone, and the type of work", () => {
    expect(one("<ref-type>17</ref-type><work-type>Review</work-type>").type).toBe("Journal Article; Review");
  });

  test("names in attributes, several in one element, all capitals", () => {
    const of = (inside: string) => one(`<contributors><authors>${inside}</authors></contributors>`).authors;
    expect(of('<author last-name="Vik" first-name="Ola"/>')).toEqual([{ family: "Vik", given: "Ola" }]);
    expect(of("<author>Vik, O.&#xD;Berg, A.</author>").map(({ family }) => family)).toEqual(["Vik", "Berg"]);
    expect(
      of("<author>VIK, O.</author><author>VAN DER BERG, A.</author>").map(({ family }) => family),
    ).toEqual(["Vik", "van der Berg"]);
  });

  test("a book's secondary title is its series, a journal's its journal", () => {
    const titles = "<titles><title>T</title><secondary-title>S</secondary-title></titles>";
    expect(one(`<ref-type name="Book">6</ref-type>${titles}`)).toMatchObject({ journal: null, series: "S" });
    expect(one(`<ref-type name="Journal Article">17</ref-type>${titles}`)).toMatchObject({ journal: "S" });
    const both = `<ref-type name="Conference Paper">47</ref-type>${titles}<periodical><full-title>Proceedings of X</full-title></periodical>`;
    expect(one(both)).toMatchObject({ journal: "Proceedings of X", conference: "S" });
  });

  test("a record without a title is kept and told", () => {
    const { records, problems } = readAll(
      endnoteXmlReader,
      "<xml><records><record/><record></record></records></xml>",
    );
    expect(records.map(({ title }) => title)).toEqual(["", ""]);
    expect(problems.map(({ code }) => code)).toEqual(["records/no-title", "records/no-title"]);
  });

  test("names of the object prototype are names like any other", () => {
    const record = one(
      "<__proto__>x</__proto__><constructor><title>y</title></constructor><titles><title>T</title></titles>",
    );
    expect(record.title).toBe("T");
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
    expect(record.ids.source).toEqual([]);
  });
});

describe("looksLikeEndnoteXml", () => {
  test.each([
    [fixture, true],
    ["<?xml version='1.0'?><xml><records/></xml>", true],
    ["\ufeff\n<XML><RECORDS><RECORD><REFERENCE_TYPE>0</REFERENCE_TYPE>", true],
    ["<collection><record><leader>00000nam</leader><controlfield/></record></collection>", false],
    ["TY  - JOUR\nTI  - <record><ref-type>", false],
    ["<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>", false],
  ])("case %#", (head, expected) => {
    expect(looksLikeEndnoteXml(head)).toBe(expected);
  });
});
