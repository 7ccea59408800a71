import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { endnoteXmlReader } from "../../src/records/formats/xml/endnote-xml.ts";
import { pubmedXmlReader } from "../../src/records/formats/xml/pubmed-xml.ts";
import { inPieces, type Reading, readAll } from "./xml-reading.ts";

const seed = 20_263;
const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/records/${name}`, import.meta.url), "utf8");
const files = [
  { name: "EndNote", reader: endnoteXmlReader, text: fixture("simulated.endnote.xml") },
  { name: "damaged EndNote", reader: endnoteXmlReader, text: fixture("damaged.endnote.xml") },
  { name: "PubMed", reader: pubmedXmlReader, text: fixture("simulated.pubmed.xml") },
] as const;

const debris = fc.constantFrom(
  ...'< > & " \' / ! ? <!-- --> <![CDATA[ ]]> <? ?> <record> </record> <records> </xml> <style> </title> <a b=" &nbsp; &# &#x0; &#xD; \u0001 \ufeff \r \n \r\n \ud800 <PubmedArticle> </PubmedArticle> <?xml <!DOCTYPE <!ENTITY </PMID> <__proto__> \u0000'.split(
    " ",
  ),
);
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.oneof({ weight: 4, arbitrary: fc.nat(12) }, { weight: 1, arbitrary: fc.nat(4000) }),
  put: fc.oneof(debris, fc.constant(""), fc.string({ maxLength: 5, unit: "binary" })),
});

function changed(text: string, changes: readonly { at: number; drop: number; put: string }[]): string {
  let result = text;
  for (const { at, drop, put } of changes) {
    const place = Math.floor(at * result.length);
    result = result.slice(0, place) + put + result.slice(place + drop);
  }
  return result;
}

/** The law: `total = blank + kept + outside`, lines outside are told, an entry's text stands in the file. */
function holds(text: string, { records, problems, summary }: Reading): void {
  const plain = text.replaceAll("\0", "");
  const lines = plain.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  // Control characters before the first other character are nothing to the room either.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is tried
  const nothing = /^[\u0001-\u0020\u00a0\ufeff]*/;
  const written = lines.filter((line) => line.replace(nothing, "").trim() !== "").length;
  const { total, blank, kept, outside } = summary.lines;
  expect(total).toBe(lines.length);
  expect(total - blank).toBe(written);
  expect(kept + outside).toBe(written);
  if (outside > 0) expect(problems.length).toBeGreaterThan(0);
  let from = 0;
  for (const { raw } of records) {
    const place = plain.indexOf(raw, from);
    expect(place).toBeGreaterThanOrEqual(0);
    from = place + raw.length;
  }
  for (const { line } of problems)
    if (line !== undefined) expect(line).toBeLessThanOrEqual(Math.max(1, total));
}

test.each(files)(
  "$name, changed anywhere: nothing throws, no line is lost, pieces do not matter",
  ({ reader, text }) => {
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 400 }),
        (changes, size) => {
          const file = changed(text, changes);
          const reading = readAll(reader, file);
          // NUL characters are counted per piece, before the reader sees them.
          if (!file.includes("\0")) {
            holds(file, reading);
            expect(readAll(reader, inPieces(file, size))).toEqual(reading);
          }
        },
      ),
      { seed, numRuns: 300 },
    );
  },
);

test("a change inside one record leaves the others as they are", () => {
  const record = (title: string) =>
    `<record><titles><title>${title}</title></titles><dates><year>2001</year></dates></record>\n`;
  // What is put in cannot end the record: then it would be the file that says so.
  const inside = fc.array(
    debris.filter((text) => !/record|xml|DOCTYPE|ENTITY|\0/.test(text)),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(inside, (parts) => {
      const file = `<xml><records>\n${record("before")}${record(`x ${parts.join(" y ")} z`)}${record("after")}</records></xml>`;
      const { records } = readAll(endnoteXmlReader, file);
      expect(records).toHaveLength(3);
      expect(records[0]?.title).toBe("before");
      expect(records[2]?.title).toBe("after");
    }),
    { seed, numRuns: 300 },
  );
});

test("any text at all", () => {
  const piece = fc.oneof(debris, fc.string({ maxLength: 10 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
      const text = parts.join("");
      for (const { reader } of files) {
        const reading = readAll(reader, text);
        if (!text.includes("\0")) holds(text, reading);
      }
    }),
    { seed, numRuns: 500 },
  );
});
