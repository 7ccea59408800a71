import { readFileSync } from "node:fs";
import fc from "fast-check";
import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { detectEncoding, type ReadSummary, type RecordFact, readWith } from "#records";
import { guessColumns, looksLikeTable, tableReader } from "../../src/records/formats/tables/table.ts";

const seed = 20_262;
const lines = (text: string): string[] => {
  const all = text.split(/\r\n|\n|\r/);
  return all.at(-1) === "" ? all.slice(0, -1) : all;
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: a line of control characters counts as blank
const isBlank = (line: string): boolean => /^[\u0000-\u0020\s]*$/.test(line);
const written = (text: string): number => lines(text).filter((line) => !isBlank(line)).length;

function conserved(text: string): void {
  const problems: string[] = [];
  const reading = readWith(tableReader, text, {
    importId: "p",
    onProblem: ({ code }) => void problems.push(code),
  });
  const records: RecordFact[] = [];
  let step = reading.next();
  for (; !step.done; step = reading.next()) records.push(step.value);
  const tally: ReadSummary["lines"] = step.value.lines;
  const clean = text.replaceAll("\0", "");
  const kept = records.reduce((sum, { raw }) => sum + written(raw), 0);
  expect(tally.kept).toBe(kept);
  expect(tally.blank + tally.kept + tally.outside).toBe(tally.total);
  expect(kept + tally.outside).toBe(written(clean));
  expect(tally.total).toBe(lines(clean).length);
  if (tally.outside > 0) expect(problems.length).toBeGreaterThan(0);
  let from = 0;
  for (const { raw } of records) {
    const at = clean.indexOf(raw, from);
    expect(at).toBeGreaterThanOrEqual(from);
    from = at + raw.length;
  }
  expect(() => guessColumns(text)).not.toThrow();
  expect(() => looksLikeTable(text)).not.toThrow();
}

const cell = fc.oneof(
  fc.constantFrom(
    "title",
    "doi",
    "year",
    "authors",
    "",
    " ",
    '"',
    '""',
    '"a',
    'a"',
    '"a,b"',
    '"a\nb"',
    '"a\r\n\r\nb"',
    "2020",
    "10.5555/x",
    "=1",
    "__proto__",
    "----",
  ),
  fc.string({ maxLength: 8 }),
);
const table = fc
  .array(
    fc.tuple(
      fc.array(cell, { maxLength: 5 }),
      fc.constantFrom(",", ",", ",", ";", "\t"),
      fc.constantFrom("\n", "\n", "\r\n", "\r"),
    ),
    { maxLength: 25 },
  )
  .map((rows) => rows.map(([cells, delimiter, end]) => cells.join(delimiter) + end).join(""));

test("no line of any table is lost", () => {
  fc.assert(fc.property(table, conserved), { seed, numRuns: 300 });
});

test("no line is lost under known headings", () => {
  fc.assert(
    fc.property(table, (text) => conserved(`title,authors,year,doi\n${text}`)),
    { seed, numRuns: 300 },
  );
});

test("no text makes it throw", () => {
  // Texts full of NUL characters are refused before any reader sees them.
  const text = fc.string({ unit: "binary", maxLength: 200 }).map((raw) => raw.replaceAll("\0", ""));
  fc.assert(fc.property(text, conserved), { seed, numRuns: 300 });
});

test("damaged real tables neither throw nor lose lines", () => {
  const fixtures = ["table-embase.csv", "table-rayyan.csv", "table-trials.csv", "table-wos-utf-16le.tsv"].map(
    (name) => {
      const bytes = readFileSync(new URL(`../../fixtures/records/${name}`, import.meta.url));
      return iconv.decode(bytes, detectEncoding(bytes).encoding);
    },
  );
  const damaged = fc
    .tuple(
      fc.constantFrom(...fixtures),
      fc.array(
        fc.tuple(
          fc.nat(),
          fc.constantFrom('"', "", ",", "\n", "\r", "\r\n", "\t", ";", "\ufeff", "x", "\u0001"),
        ),
        { minLength: 1, maxLength: 8 },
      ),
      fc.option(fc.nat()),
    )
    .map(([text, edits, cut]) => {
      let out = text;
      for (const [at, mark] of edits) {
        const place = at % (out.length + 1);
        out = out.slice(0, place) + mark + out.slice(place + (mark === "" ? 3 : 0));
      }
      return cut === null ? out : out.slice(0, cut % (out.length + 1));
    });
  fc.assert(fc.property(damaged, conserved), { seed, numRuns: 300 });
});
