import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ReadSummary, type RecordFact, type RecordFormat, readRecords } from "#records";
// The scanner's own test needs the room's inside.
import { jsonFault } from "../../src/records/formats/json/json-items.ts";

const seed = 20_261;

interface Outcome {
  readonly records: readonly RecordFact[];
  readonly problems: number;
  readonly summary: ReadSummary;
}

function read(text: string, format: RecordFormat): Outcome {
  let problems = 0;
  const onProblem = (): void => {
    problems += 1;
  };
  const reading = readRecords(text, { format, importId: "p", onProblem });
  const records: RecordFact[] = [];
  let step = reading.next();
  for (; !step.done; step = reading.next()) records.push(step.value);
  return { records, problems, summary: step.value };
}

const lines = (text: string): string[] => {
  const all = text.split(/\r\n|\n|\r/);
  return all.at(-1) === "" ? all.slice(0, -1) : all;
};
const written = (text: string): number => lines(text).filter((line) => line.trim() !== "").length;

const word = fc.constantFrom(
  "NF-kappa B",
  "ER-20 ETY Plugs",
  "AB",
  "é",
  "10.1000/x",
  "<i>a</i>",
  "&amp;",
  "PTSD-related",
  "",
);
const value = fc.array(word, { maxLength: 4 }).map((words) => words.join(" "));
const end = fc.constantFrom("\n", "\r\n", "\r");

const risLine = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom("TI", "AU", "AB", "KW", "PY", "DO", "N2", "SP", "XX"),
        fc.constantFrom("  - ", "  -", " - ", "  -  "),
        value,
      )
      .map((parts) => parts.join("")),
  },
  { weight: 1, arbitrary: fc.constantFrom("TY  - JOUR", "TY  -  CHAP", "TY  -") },
  { weight: 1, arbitrary: fc.constantFrom("ER  - ", "ER  -", "ER - ") },
  {
    weight: 1,
    arbitrary: fc.oneof(
      value,
      value.map((text) => `      ${text}`),
      fc.constantFrom("", "  ", "1. ", "Record #1 of 2", "\ufeff"),
    ),
  },
);
const nbibLine = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom("TI  - ", "AU  - ", "AB  -", "PMC - ", "OWN - ", "GN -", "XYZW- "), value)
      .map((parts) => parts.join("")),
  },
  { weight: 1, arbitrary: fc.constantFrom("PMID- 99900001", "PMID-99900002", "PMID- 1e5") },
  {
    weight: 1,
    arbitrary: fc.oneof(
      value,
      value.map((text) => `      ${text}`),
      fc.constantFrom("", " "),
    ),
  },
);

describe("no line is lost", () => {
  const check = (format: "ris" | "nbib", line: fc.Arbitrary<string>): void => {
    const file = fc
      .array(fc.tuple(line, end), { minLength: 1, maxLength: 40 })
      .map((parts) => parts.flat().join(""));
    fc.assert(
      fc.property(file, (text) => {
        const { records, problems, summary } = read(text, format);
        const inRecords = records.reduce((sum, { raw }) => sum + written(raw), 0);
        expect(summary.problems).toBe(problems);
        expect(summary.records).toBe(records.length);
        if (written(text) === 0) {
          expect([records.length, problems]).toEqual([0, 1]);
          return;
        }
        expect(summary.lines.total).toBe(lines(text).length);
        expect(summary.lines.kept).toBe(inRecords);
        expect(summary.lines.blank + summary.lines.kept + summary.lines.outside).toBe(summary.lines.total);
        expect(inRecords + summary.lines.outside).toBe(written(text));
        if (summary.lines.outside > 0) expect(problems).toBeGreaterThan(0);
        let from = 0;
        for (const { raw, line: at } of records) {
          const place = text.indexOf(raw, from);
          expect(place).toBeGreaterThanOrEqual(from);
          expect(lines(text)[at - 1]?.replace("\ufeff", "").startsWith(lines(raw)[0]!)).toBe(true);
          from = place + raw.length;
        }
      }),
      { seed, numRuns: 400 },
    );
  };
  test("RIS", () => check("ris", risLine));
  test("NBIB", () => check("nbib", nbibLine));
});

test("no text makes a reader throw", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.constantFrom("ris", "nbib", "csl-json"),
      (text, format) => {
        const { records, problems } = read(text, format as RecordFormat);
        expect(records.length + problems).toBeGreaterThan(0);
      },
    ),
    { seed, numRuns: 500 },
  );
});

test("RIS written from fields is read back", () => {
  const plain = fc
    .stringMatching(/^[A-Za-z][A-Za-z0-9 ]{0,30}[a-z]$/)
    .map((text) => text.replace(/ +/g, " "));
  const entry = fc.record({
    title: plain.filter((title) => title !== "NA"),
    year: fc.integer({ min: 1500, max: 2100 }),
    families: fc.array(fc.stringMatching(/^[A-Z][a-z]{1,10}$/), { maxLength: 5 }),
    doi: fc.stringMatching(/^10\.\d{4}\/[a-z0-9]{1,12}$/),
  });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 5 }), end, (entries, eol) => {
      const text = entries
        .flatMap(({ title, year, families, doi }) => [
          "TY  - JOUR",
          `TI  - ${title}`,
          ...families.map((family) => `AU  - ${family}, A.`),
          `PY  - ${year}`,
          `DO  - https://doi.org/${doi.toUpperCase()}`,
          "ER  - ",
          "",
        ])
        .join(eol);
      const { records, problems } = read(text, "ris");
      expect(problems).toBe(0);
      expect(
        records.map(({ title, year, authors, ids }) => ({
          title,
          year,
          families: authors.map(({ family }) => family),
          doi: ids.doi[0],
        })),
      ).toEqual(entries);
    }),
    { seed, numRuns: 200 },
  );
});

describe("jsonFault", () => {
  test("finds nothing in JSON", () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, indent) => {
        expect(jsonFault(JSON.stringify(JSON.parse(text), null, indent))).toBe(null);
      }),
      { seed },
    );
  });

  test("agrees with JSON.parse on damaged text", () => {
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", '"', "}", "]", "x", "\n", "0", "\\"))
      .map(([text, at, mark]) => {
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + mark + text.slice(cut + (mark === "" ? 1 : 0));
      });
    fc.assert(
      fc.property(damaged, (text) => {
        let whole = true;
        try {
          JSON.parse(text);
        } catch {
          whole = false;
        }
        expect(jsonFault(text) === null).toBe(whole);
      }),
      { seed, numRuns: 2000 },
    );
  });
});
