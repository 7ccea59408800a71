import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { endnoteXmlReader } from "../../src/records/formats/xml/endnote-xml.ts";
import { pubmedXmlReader } from "../../src/records/formats/xml/pubmed-xml.ts";
import { inPieces, readAll } from "./xml-reading.ts";

const damaged = readFileSync(new URL("../../fixtures/records/damaged.endnote.xml", import.meta.url), "utf8");
const file = (...records: readonly string[]) =>
  `<?xml version="1.0"?>\n<xml><records>\n${records.join("\n")}\n</records></xml>\n`;
const titled = (title: string) => `<record><titles><title>${title}</title></titles></record>`;
const titles = (text: string) => readAll(endnoteXmlReader, text).records.map(({ title }) => title);

describe("a damaged file", () => {
  const { records, problems, summary } = readAll(endnoteXmlReader, damaged);

  test("each record costs at most itself, and is read as far as can be told", () => {
    expect(records.map(({ title, year }) => [year, title])).toEqual([
      [2001, "Sound before"],
      [2002, "Cats & dogs with p < 0.05"],
      [2003, "Style not closed here"],
      [2004, "End tag missing"],
      [2005, "CDATA not closed"],
      [2006, "Sound & <well>"],
      [2007, "Cut off"],
    ]);
  });

  test("each damage is told with its line", () => {
    expect(problems.map(({ code, line }) => [line, code])).toEqual([
      [4, "records/xml-damaged"],
      [6, "records/xml-damaged"],
      [8, "records/xml-cut-off"],
      [9, "records/xml-damaged"],
      [11, "records/xml-outside"],
      [12, "records/xml-cut-off"],
    ]);
  });

  test("the half value before the cut is not read", () => {
    expect(records.at(-1)?.abstract).toBeNull();
  });

  test("no line is lost", () => {
    expect(summary.lines).toEqual({ total: 12, blank: 0, kept: 11, outside: 1 });
    for (const { raw } of records) expect(damaged).toContain(raw);
  });

  test("pieces of any size give the same", () => {
    for (const size of [1, 7, 100])
      expect(readAll(endnoteXmlReader, inPieces(damaged, size))).toEqual({ records, problems, summary });
  });
});

describe("sound XML in every form", () => {
  test("CDATA, comments and instructions with records in them", () => {
    const text = file(
      `<!-- ${titled("in a comment")} -->`,
      titled("<![CDATA[a </titles></record><record> b]]>"),
      titled("c<!-- </record> -->d<?x </record> ?>e"),
    );
    expect(titles(text)).toEqual(["a </titles></record><record> b", "cde"]);
  });

  test("namespaces, attributes with `>` and `/>`", () => {
    const text =
      '<e:xml xmlns:e="urn:e"><e:records><e:record a="x > y" b="/>"><e:titles><e:title>T</e:title></e:titles></e:record></e:records></e:xml>';
    expect(titles(text)).toEqual(["T"]);
  });

  test("numeric references, also above the basic plane", () => {
    expect(titles(file(titled("&#x1F600;&#229;&amp;lt;")))).toEqual(["😀å<"]);
  });

  test("lone CR and CR LF, BOM in the middle, several roots", () => {
    const text = `\ufeff${file(titled("a")).replaceAll("\n", "\r")}\ufeff${file(titled("b")).replaceAll("\n", "\r\n")}`;
    const { records, problems, summary } = readAll(endnoteXmlReader, text);
    expect(records.map(({ title, line }) => [title, line])).toEqual([
      ["a", 3],
      ["b", 7],
    ]);
    expect(problems).toEqual([]);
    expect(summary.lines).toEqual({ total: 8, blank: 0, kept: 8, outside: 0 });
  });
});

describe("damage", () => {
  test("an end tag without a beginning does not end the record", () => {
    const { records, problems } = readAll(
      endnoteXmlReader,
      file("<record></b><titles><title>T</title></titles></record>"),
    );
    expect(records.map(({ title }) => title)).toEqual(["T"]);
    expect(problems.map(({ code }) => code)).toEqual(["records/xml-damaged"]);
  });

  test("control characters become blanks, lone surrogates and forbidden references cost themselves", () => {
    expect(
      titles(file(titled("a\u0001b"), titled("c\ud800d"), titled("e&#x1F;f"), titled("&constructor;"))),
    ).toEqual(["a b", "c\ufffdd", "e f", "&constructor;"]);
  });

  test("an unclosed comment or instruction does not swallow the records behind it", () => {
    expect(titles(file("<!-- a", titled("b"), titled("c")))).toEqual(["b", "c"]);
    expect(titles(file(titled("a <?php b"), titled("c")))).toEqual(["a <?php b", "c"]);
    expect(titles(file(titled("a <!-- b"), titled("c <!-- d"), titled("e <!-- f --> g")))).toEqual([
      "a b",
      "c d",
      "e g",
    ]);
  });

  test("the same attribute twice", () => {
    expect(titles(file('<record><titles><title a="1" a="2">T</title></titles></record>'))).toEqual(["T"]);
  });

  test("a record cut off inside a name keeps the whole names before it", () => {
    const text =
      "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>99900601</PMID><Article><ArticleTitle>T</ArticleTitle><AuthorList>" +
      "<Author><LastName>Vik</LastName></Author><Author><LastName>Ber";
    const [record] = readAll(pubmedXmlReader, text).records;
    expect(record).toMatchObject({ title: "T", authors: [{ family: "Vik", given: null }] });
  });

  test("a file cut off at any place", () => {
    const whole = file(titled("one"), titled("two"));
    for (let end = 0; end <= whole.length; end += 1) {
      const { records } = readAll(endnoteXmlReader, whole.slice(0, end));
      for (const { title } of records) expect(["one", "two", ""]).toContain(title);
    }
  });

  test("text that is no XML at all is told and gives no record", () => {
    const { records, problems } = readAll(endnoteXmlReader, "TY  - JOUR\nTI  - a < b\nER  - \n");
    expect(records).toEqual([]);
    expect(problems.map(({ code }) => code)).toEqual(["records/xml-outside", "records/no-records"]);
  });
});
