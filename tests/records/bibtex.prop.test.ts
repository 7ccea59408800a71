import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Problem } from "#kernel";
import { type ReadSummary, type RecordFact, readWith } from "#records";
import { bibtexReader, looksLikeBibtex } from "../../src/records/formats/bibtex/bibtex.ts";

const seed = 20_263;

interface Outcome {
  readonly records: readonly RecordFact[];
  readonly problems: readonly Problem[];
  readonly summary: ReadSummary;
}

function read(text: string | Iterable<string>): Outcome {
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): number => problems.push(problem);
  const reading = readWith(bibtexReader, text, { importId: "p", onProblem });
  const records: RecordFact[] = [];
  let step = reading.next();
  for (; !step.done; step = reading.next()) records.push(step.value);
  return { records, problems, summary: step.value };
}

const blank = (line: string): boolean => /^[\s\ufeff]*$/.test(line);

/** Each line of the text stands in an entry or is counted outside, and entries stand in the file as they are. */
function checkLines(text: string): void {
  const { records, problems, summary } = read(text);
  const { lines } = summary;
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
  if (starts.at(-1) === text.length) starts.pop();
  const all = starts.map((start, index) => text.slice(start, starts[index + 1] ?? text.length));
  if (all.every(blank)) {
    expect(records.length).toBe(0);
    return;
  }
  const covered = new Set<number>();
  let from = 0;
  for (const { raw, line } of records) {
    const at = text.indexOf(raw, Math.max(from, starts[line - 1]!));
    expect(at).toBeGreaterThanOrEqual(from);
    from = at + raw.length;
    starts.forEach((start, index) => {
      if (start < from && (starts[index + 1] ?? text.length) > at && !blank(all[index]!)) covered.add(index);
    });
    expect(starts[line - 1]! <= at && (starts[line] ?? text.length) > at).toBe(true);
  }
  expect(lines.total).toBe(all.length);
  expect(lines.blank).toBe(all.filter(blank).length);
  expect(lines.blank + lines.kept + lines.outside).toBe(lines.total);
  const written = all.length - lines.blank;
  // A line that an entry shares with `@string` may be counted on either side.
  expect(lines.kept).toBeLessThanOrEqual(covered.size);
  expect(lines.outside).toBeGreaterThanOrEqual(written - covered.size);
  if (lines.outside > 0) expect(problems.length).toBeGreaterThan(0);
  expect(summary.problems).toBe(problems.length);
  expect(Object.prototype).not.toHaveProperty("polluted");
}

const part = fc.constantFrom(
  "@article{a, title = {T}}",
  "@article{b,\n  title = {A {B} c},\n  year = 2001\n}",
  '@misc(c, title = "x")',
  '@string{j = "J"}',
  "@string(k = j # j)",
  "@comment{@article{z, title={Z}}}",
  "@comment ",
  '@preamble{"x"}',
  "@",
  "{",
  "}",
  "(",
  ")",
  '"',
  ",",
  "=",
  "#",
  "\\",
  "%",
  "$",
  "title = {",
  "author = {A and B",
  "__proto__ = {polluted}",
  "\n",
  "\r\n",
  "\r",
  "\n\n",
  " ",
  "\ufeff",
  "journal = j,\n",
  "text",
  "mail@example (x)",
  "\n@article{d,",
  "é",
);

test("lines are conserved and entries are as they stood, whatever the text", () => {
  const text = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(""));
  fc.assert(fc.property(text, checkLines), { seed, numRuns: 1500 });
});

const fixtures = ["simulated.bib", "databases.bib", "broken.bib"].map((name) =>
  readFileSync(`fixtures/records/${name}`, "utf8"),
);
const mutated = fc
  .tuple(
    fc.constantFrom(...fixtures),
    fc.array(
      fc.tuple(fc.nat(), fc.nat({ max: 40 }), fc.oneof(part, fc.string({ unit: "binary", maxLength: 5 }))),
      {
        minLength: 1,
        maxLength: 6,
      },
    ),
  )
  .map(([text, changes]) => {
    let result = text;
    for (const [place, length, insert] of changes) {
      const at = place % (result.length + 1);
      result = result.slice(0, at) + insert + result.slice(at + length);
    }
    // Dropped before any reader sees them.
    return result.replaceAll("\0", "");
  });

test("mutated files lose no line and make nothing throw", () => {
  fc.assert(fc.property(mutated, checkLines), { seed, numRuns: 600 });
});

test("pieces change nothing", () => {
  const cut = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(mutated, cut, (text, lengths) => {
      const pieces: string[] = [];
      for (let at = 0, i = 0; at < text.length; i++) {
        const length = lengths[i % lengths.length]!;
        pieces.push(text.slice(at, at + length));
        at += length;
      }
      const [whole, parts] = [read(text), read(pieces)];
      expect(parts.records).toEqual(whole.records);
      expect(parts.summary.lines).toEqual(whole.summary.lines);
    }),
    { seed, numRuns: 150 },
  );
});

test("any text can be looked at", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      looksLikeBibtex(text);
      read(text);
    }),
    { seed, numRuns: 300 },
  );
});
