import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Reader, type ReadSummary, type RecordFact, readWith } from "#records";
import { clinicaltrialsReader } from "../../src/records/formats/json/clinicaltrials.ts";
import { crossrefReader } from "../../src/records/formats/json/crossref.ts";
import { cslReader } from "../../src/records/formats/json/csl-json.ts";
import { europepmcReader } from "../../src/records/formats/json/europepmc.ts";
import { jsonlReader } from "../../src/records/formats/json/jsonl.ts";
import { openalexReader } from "../../src/records/formats/json/openalex.ts";
import { ebscoTextReader } from "../../src/records/formats/texts/ebsco-text.ts";
import { ovidTextReader } from "../../src/records/formats/texts/ovid-text.ts";
import { proquestTextReader } from "../../src/records/formats/texts/proquest-text.ts";

const seed = 20_263;
const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/records/${name}`, import.meta.url), "utf8");

interface Outcome {
  readonly records: readonly RecordFact[];
  readonly problems: number;
  readonly summary: ReadSummary;
}

function read(reader: Reader, text: string | readonly string[]): Outcome {
  let problems = 0;
  const reading = readWith(reader, text, { importId: "f", onProblem: () => (problems += 1) });
  const records: RecordFact[] = [];
  let step = reading.next();
  for (; !step.done; step = reading.next()) records.push(step.value);
  return { records, problems, summary: step.value };
}

const lines = (text: string): string[] => {
  const all = text.split(/\r\n|\n|\r/);
  return all.at(-1) === "" ? all.slice(0, -1) : all;
};
const isBlank = (line: string): boolean => line.replaceAll("\ufeff", "").trim() === "";
const written = (text: string): number => lines(text).filter((line) => !isBlank(line)).length;

/** Characters and words that mean something to one of the formats, put in, taken out, or doubled. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.nat({ max: 30 }),
  put: fc.oneof(
    fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      "\\",
      "\n",
      "\r\n",
      "\r",
      "\t",
      "\ufeff",
      "null",
      "1e999",
      "\\ud800",
    ),
    fc.constantFrom(
      "<1>\n",
      "Record: 3\n",
      `${"_".repeat(60)}\n`,
      "Document 3 of 9\n",
      "Title:\n",
      "VN  - Ovid\n",
      "3. \n",
    ),
    fc.string({ unit: "binary", maxLength: 5 }),
    fc.constant(""),
  ),
});
const mutated = (text: string): fc.Arbitrary<string> =>
  fc.array(change, { minLength: 1, maxLength: 5 }).map((changes) =>
    changes.reduce((current, { at, drop, put }) => {
      const place = Math.floor(at * current.length);
      return current.slice(0, place) + put + current.slice(place + drop);
    }, text),
  );

const json: readonly (readonly [string, Reader, string])[] = [
  ["CSL-JSON", cslReader, "simulated.csl.json"],
  ["OpenAlex", openalexReader, "simulated.openalex.json"],
  ["Crossref", crossrefReader, "simulated.crossref.json"],
  ["Europe PMC", europepmcReader, "simulated.europepmc.json"],
  ["ClinicalTrials.gov", clinicaltrialsReader, "simulated.clinicaltrials.json"],
  ["JSON Lines", jsonlReader, "simulated.jsonl"],
];
const texts: readonly (readonly [string, Reader, string])[] = [
  ["Ovid", ovidTextReader, "simulated.ovid.txt"],
  ["Ovid, tagged", ovidTextReader, "simulated.ovid-tagged.txt"],
  ["EBSCO", ebscoTextReader, "simulated.ebsco.txt"],
  ["ProQuest", proquestTextReader, "simulated.proquest.txt"],
];

describe("damaged files: nothing thrown, lines conserved, pieces make no difference", () => {
  test.each([...json, ...texts])(
    "%s",
    (name, reader, file) => {
      fc.assert(
        fc.property(mutated(fixture(file)), fc.integer({ min: 1, max: 40 }), (text, size) => {
          const { records, problems, summary } = read(reader, text);
          const { total, blank, kept, outside } = summary.lines;
          expect(blank + kept + outside).toBe(total);
          expect(total).toBe(lines(text.replaceAll("\0", "")).length);
          expect(kept + outside).toBe(written(text.replaceAll("\0", "")));
          if (outside > 0 || records.length === 0) expect(problems).toBeGreaterThan(0);
          if (texts.some(([one]) => one === name))
            expect(kept).toBe(records.reduce((sum, { raw }) => sum + written(raw), 0));
          const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [];
          expect(read(reader, pieces)).toEqual({ records, problems, summary });
        }),
        { seed, numRuns: 150 },
      );
    },
    60_000,
  );

  test.each([...json, ...texts])("%s: any text", (_name, reader) => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const { records, problems } = read(reader, text);
        expect(records.length + problems).toBeGreaterThan(0);
      }),
      { seed, numRuns: 150 },
    );
  });
});

describe("size", () => {
  test.each([...json, ...texts])(
    "%s: a line of 20 MB in an entry ends soon",
    (_name, reader, file) => {
      const long = "word <i>x</i>; &amp; (".repeat(1_000_000);
      const text = fixture(file).replace(/nothing/, () => long);
      const started = performance.now();
      expect(read(reader, text).records.length).toBeGreaterThan(0);
      expect(performance.now() - started).toBeLessThan(15_000);
    },
    60_000,
  );
});
