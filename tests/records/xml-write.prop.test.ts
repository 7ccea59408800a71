import fc from "fast-check";
import { expect, test } from "vitest";
import type { RecordFact } from "#records";
import { entryFields } from "../../src/records/formats/format.ts";
import {
  endnoteXmlClosing,
  endnoteXmlEntry,
  endnoteXmlOpening,
} from "../../src/records/formats/write/write-endnote-xml.ts";
import { endnoteXmlReader } from "../../src/records/formats/xml/endnote-xml.ts";
import { readAll } from "./xml-reading.ts";

const seed = 20_264;

const file = (records: readonly RecordFact[]) =>
  endnoteXmlOpening() +
  records.map((record, index) => endnoteXmlEntry(record, index)).join("") +
  endnoteXmlClosing();

const record = (found: Parameters<typeof entryFields>[0]): RecordFact => ({
  id: "w-1",
  importId: "w",
  ordinal: 1,
  line: 1,
  raw: "",
  ...entryFields(found),
});

/** What was read without what the import adds. */
function fields({
  id: _id,
  importId: _import,
  ordinal: _ordinal,
  line: _line,
  raw: _raw,
  ...rest
}: RecordFact) {
  return rest;
}

const word = fc.constantFrom(
  ..."NF-kappa PTSD naïve 語 😀 p<0.05 <i>x</i> &amp; & \" ' ]]> </record> <![CDATA[ =1+1 10.5555/x NCT99900001 PMC99 RAYYAN-LABELS: , ; | EVIDENS-FIELDS: __proto__".split(
    " ",
  ),
);
const text = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(" "));
const some = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const author = fc.record({ family: text, given: maybe(text) });
const paragraphs = fc.array(text, { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n"));
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."123456789"), minLength: length, maxLength: length });

const anyRecord: fc.Arbitrary<RecordFact> = fc
  .record({
    type: fc.oneof(
      text,
      fc.constantFrom("JOUR", "article-journal", "Journal Article; Review", "Book", "Thesis", ""),
    ),
    title: fc.oneof(text, fc.constant("")),
    authors: some(author),
    year: maybe(fc.integer({ min: 1500, max: 2100 })),
    journal: maybe(text),
    volume: maybe(text),
    issue: maybe(text),
    pages: maybe(fc.oneof(text, fc.constantFrom("482-491", "e123", "S334"))),
    publisher: maybe(text),
    place: maybe(text),
    edition: maybe(fc.oneof(text, fc.constant("2018/11/05"))),
    abstract: maybe(paragraphs),
    keywords: some(text),
    language: maybe(text),
    url: maybe(fc.oneof(text, fc.constant("https://example.org/a?b=1&c=2"))),
    otherTitles: some(text),
    journalAbbreviation: maybe(text),
    date: maybe(fc.constantFrom("2016", "2016-01", "2016-01-15")),
    editors: some(author),
    conference: maybe(text),
    series: maybe(text),
    notes: some(paragraphs),
    labels: some(text),
    decisions: some(
      fc.record({
        tool: fc.constantFrom("rayyan", "asreview", "covidence", "evidens", ""),
        by: maybe(text),
        stage: fc.constantFrom("title-abstract" as const, "full-text" as const, null),
        decision: fc.constantFrom(
          "include" as const,
          "exclude" as const,
          "maybe" as const,
          "undecided" as const,
        ),
        reasons: some(text),
      }),
    ),
    ids: fc.record({
      doi: some(digits(4).map((tail) => `10.5555/sim.${tail}`)),
      pmid: some(digits(8)),
      pmcid: some(digits(7).map((tail) => `PMC${tail}`)),
      source: some(fc.oneof(text, digits(8), digits(2))),
      issn: some(fc.constantFrom("2049-3630", "0000-0019")),
      isbn: some(fc.constantFrom("9780000000002")),
      registry: some(digits(8).map((tail) => `NCT${tail}`)),
      embase: some(digits(9).map((tail) => `L${tail}`)),
      central: some(digits(8).map((tail) => `CN-${tail}`)),
      openalex: some(digits(10).map((tail) => `W${tail}`)),
      wos: some(digits(15).map((tail) => `WOS:${tail}`)),
      scopus: some(digits(11).map((tail) => `2-s2.0-${tail}`)),
    }),
  })
  .map(record);

test("what is written reads back as the same fields, whatever they hold", () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 3 }), (records) => {
      const { records: read, problems } = readAll(endnoteXmlReader, file(records));
      expect(problems.filter(({ code }) => code !== "records/no-title")).toEqual([]);
      expect(read.map(fields)).toEqual(records.map(fields));
    }),
    { seed, numRuns: 150 },
  );
});

const plain = record({
  type: "Journal Article",
  title: "A simulated trial & its p < 0.05",
  authors: [
    { family: "Vik", given: "Ola" },
    { family: "Fjord Trial Group", given: null },
  ],
  year: 2019,
  date: "2019-03-03",
  journal: "Journal of Simulated Studies",
  journalAbbreviation: "J Sim Stud",
  volume: "12",
  issue: "3",
  pages: "482-491",
  abstract: "One.\nTwo.",
  keywords: ["a", "b"],
  labels: ["pilot"],
  notes: ["Read again."],
  decisions: [{ tool: "rayyan", by: "Kari", stage: null, decision: "include", reasons: [] }],
  ids: {
    doi: ["10.5555/sim.1"],
    pmid: ["99900101"],
    pmcid: ["PMC9990001"],
    issn: ["2049-3630"],
    source: ["key1"],
  },
});

test("an ordinary record is written in EndNote's elements alone", () => {
  const text = endnoteXmlEntry(plain, 0);
  expect(text).not.toContain("EVIDENS-FIELDS");
  expect(text).toContain('<ref-type name="Journal Article">17</ref-type>');
  expect(text).toContain(
    '<title><style face="normal" font="default" size="100%">A simulated trial &amp; its p &lt; 0.05</style></title>',
  );
  expect(text).toContain(">One.&#xD;Two.</style></abstract>");
  expect(text).toContain("<rec-number>1</rec-number>");
});

test.each([
  ["JOUR", "Journal Article", 17],
  ["article-journal", "Journal Article", 17],
  ["Journal Article; Randomized Controlled Trial", "Journal Article", 17],
  ["CHAP", "Book Section", 5],
  ["inproceedings", "Conference Paper", 47],
  ["phdthesis", "Thesis", 32],
  ["webpage", "Web Page", 12],
  ["no such type", "Generic", 13],
])("%s is EndNote's %s, number %i", (type, name, number) => {
  expect(endnoteXmlEntry({ ...plain, type })).toContain(`<ref-type name="${name}">${number}</ref-type>`);
});

test("characters that XML forbids become blanks, and the file stays sound", () => {
  const { records, problems } = readAll(
    endnoteXmlReader,
    file([{ ...plain, title: "a\u0000b\u001fc\ufffed\ud800e" }]),
  );
  expect(problems).toEqual([]);
  expect(records[0]?.title).toBe("a b c d e");
});

test("the line of our own is believed in our own file alone", () => {
  const odd = { ...plain, title: "Odd &lt;b&gt; title" };
  const text = file([odd]);
  expect(text).toContain("EVIDENS-FIELDS");
  expect(readAll(endnoteXmlReader, text).records[0]?.title).toBe(odd.title);
  const edited = text.replaceAll(
    '<source-app name="Evidens" version="1">Evidens',
    '<source-app name="EndNote" version="21">EndNote',
  );
  const [read] = readAll(endnoteXmlReader, edited).records;
  expect(read?.title).not.toBe(odd.title);
  expect(read?.notes).toEqual(["Read again."]);
});

test("a type of another format is kept beside EndNote's, without a line of our own", () => {
  const text = file([{ ...plain, type: "JOUR" }]);
  expect(text).not.toContain("EVIDENS-FIELDS");
  expect(readAll(endnoteXmlReader, text).records[0]?.type).toBe("JOUR");
});

test("a forged line costs itself", () => {
  const of = (line: string) =>
    readAll(
      endnoteXmlReader,
      `<xml><records><record><source-app name="Evidens">Evidens</source-app><titles><title>T</title></titles><research-notes>EVIDENS-FIELDS: ${line}</research-notes></record></records></xml>`,
    ).records[0]!;
  for (const line of [
    '{"title":5}',
    '{"__proto__":{"title":"x"}}',
    "{",
    '{"ids":{"doi":"x"}}',
    "null",
    '{"year":1e999}',
  ])
    expect(of(line)).toMatchObject({ title: "T", year: null, ids: { doi: [] } });
});
