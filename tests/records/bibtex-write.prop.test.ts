import { parse } from "@retorquere/bibtex-parser";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RecordFact, readWith } from "#records";
import { bibtexReader } from "../../src/records/formats/bibtex/bibtex.ts";
import { bibtexEntry } from "../../src/records/formats/write/write-bibtex.ts";
import { displayText } from "../../src/records/normalise/text.ts";
import { fact } from "./simulated-fact.ts";

const seed = 20_264;

function read(text: string): { records: RecordFact[]; codes: string[] } {
  const codes: string[] = [];
  const onProblem = ({ code }: { code: string }): number => codes.push(code);
  return { records: [...readWith(bibtexReader, text, { importId: "i", onProblem })], codes };
}

/** Words with every sign that TeX or BibTeX gives a meaning. */
const word = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[A-Za-zéüøß]{1,9}$/) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom(..."\\{}$&%#_^~`'\"-,;:=@()[]<>!?.|/*+ab1éÅ–”ﬁ"), { minLength: 1, maxLength: 6 })
      .map((signs) => signs.join("")),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "and",
      "others",
      "\\textbf",
      "{",
      "}",
      "--",
      "''",
      "$x$",
      "p<0.05",
      "@article{x,",
      "de",
    ),
  },
);
/** Text as readers give it: one line, no markup, no filler. */
const text = fc
  .array(word, { minLength: 1, maxLength: 6 })
  .map((words) => words.join(" "))
  .filter(
    (value) => displayText(value) === value && !/^(?:NA|null|undefined|UNKNOWN|\$\{\w+\})$/.test(value),
  );
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
const distinct = <T>(arbitrary: fc.Arbitrary<T>, maxLength: number, minLength = 0): fc.Arbitrary<T[]> =>
  fc.uniqueArray(arbitrary, { minLength, maxLength });
const name = text.filter((value) => /\p{L}/u.test(value) && !/,$/.test(value));
const author = fc.record({ family: name, given: maybe(name) });
const digits = (length: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[1-9]\\d{${length - 1}}$`));
const key = fc.oneof(fc.stringMatching(/^[A-Za-z][A-Za-z0-9:_-]{1,12}$/), text);

const record = fc
  .record(
    {
      type: fc.constantFrom(
        "article",
        "inproceedings",
        "book",
        "JOUR",
        "article-journal",
        "",
        "Journal Article",
        "misc",
      ),
      title: text,
      authors: fc.array(author, { maxLength: 4 }),
      year: maybe(fc.integer({ min: 1500, max: 2100 })),
      journal: maybe(text),
      volume: maybe(text),
      issue: maybe(text),
      pages: maybe(fc.constantFrom("12-34", "482-491", "e12-e15", "S1-S9", "e0123", "3, 17")),
      publisher: maybe(text),
      place: maybe(text),
      edition: maybe(text),
      abstract: maybe(fc.array(text, { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n"))),
      keywords: distinct(text, 4),
      language: maybe(text),
      url: maybe(
        fc.constantFrom("https://a.example/x_y%20z~w?q=1&r=#s", "http://a.example/{x}\\y", "www.example.org"),
      ),
      otherTitles: distinct(text, 3, 1),
      journalAbbreviation: text,
      editors: fc.array(author, { minLength: 1, maxLength: 2 }),
      conference: text,
      series: text,
      notes: distinct(text, 3, 1),
      labels: distinct(text, 3, 1),
      decisions: fc.array(
        fc.record({
          tool: fc.constantFrom("rayyan", "asreview", "covidence", "evidens", ""),
          by: maybe(text),
          stage: fc.constantFrom(null, "title-abstract" as const, "full-text" as const),
          decision: fc.constantFrom(
            "include" as const,
            "exclude" as const,
            "maybe" as const,
            "undecided" as const,
          ),
          reasons: distinct(text, 2),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      ids: fc.record(
        {
          doi: distinct(fc.stringMatching(/^10\.5555\/[a-z0-9_]{1,8}$/), 2),
          pmid: distinct(digits(8), 2),
          pmcid: distinct(
            digits(6).map((number) => `PMC${number}`),
            2,
          ),
          source: distinct(key, 3),
          issn: distinct(
            digits(8).map((number) => `${number.slice(0, 4)}-${number.slice(4)}`),
            2,
          ),
          isbn: distinct(digits(13), 2),
          registry: distinct(
            digits(8).map((number) => `NCT${number}`),
            2,
            1,
          ),
          embase: distinct(
            digits(9).map((number) => `L${number}`),
            2,
            1,
          ),
          central: distinct(
            digits(8).map((number) => `CN-${number}`),
            1,
            1,
          ),
          openalex: distinct(
            digits(10).map((number) => `W${number}`),
            2,
            1,
          ),
          wos: distinct(
            digits(15).map((number) => `WOS:${number}`),
            1,
            1,
          ),
          scopus: distinct(
            digits(11).map((number) => `2-s2.0-${number}`),
            2,
            1,
          ),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ["type", "title"] },
  )
  .map((given) => fact(given))
  .filter(({ title, otherTitles = [] }) => !otherTitles.includes(title));

/** A book's own title is no container, and an abbreviation alone is the journal as well. */
const isOdd = ({ type, title, journal, journalAbbreviation }: RecordFact): boolean =>
  (type === "book" && journal?.toLowerCase() === title.toLowerCase()) ||
  (journal === null && journalAbbreviation !== undefined);

describe("a record written as BibTeX", () => {
  test("is read back with every field", () => {
    fc.assert(
      fc.property(record, (written) => {
        fc.pre(!isOdd(written));
        const { records, codes } = read(bibtexEntry(written));
        expect(codes).toEqual([]);
        const [{ raw: _raw, date: _date, ...fields } = fact({})] = records;
        const { raw: _without, ...expected } = written;
        expect(fields).toEqual(expected);
      }),
      { seed, numRuns: 500 },
    );
  });

  test("is one entry of several", () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 2, maxLength: 6 }), (all) => {
        const { records, codes } = read(all.map(bibtexEntry).join(""));
        expect(codes).toEqual([]);
        expect(records.map(({ title }) => title)).toEqual(all.map(({ title }) => title));
      }),
      { seed, numRuns: 60 },
    );
  });

  test("keeps the date as far as it is known", () => {
    for (const date of ["2016-01", "2016-01-15"])
      expect(read(bibtexEntry(fact({ year: 2016, date }))).records[0]).toMatchObject({ year: 2016, date });
  });

  test("is an entry that Better BibTeX's parser reads as well", () => {
    const entry = bibtexEntry(
      fact({
        title: "Effects of {X} & y_z: 50% of $5 -- a ‘q’",
        authors: [
          { family: "van der Berg", given: "Ida" },
          { family: "Simulated Group, and Friends", given: null },
        ],
        abstract: "One.\nTwo ~20.",
        ids: { source: ["berg2016"], pmid: ["99900001"] },
      }),
    );
    const { entries, errors } = parse(entry, { sentenceCase: false, english: false });
    expect(errors).toEqual([]);
    expect(entries[0]).toMatchObject({
      key: "berg2016",
      fields: {
        title: "Effects of {X} & y_z: 50% of $5 -- a ‘q’",
        author: [
          { prefix: "van der", lastName: "Berg", firstName: "Ida" },
          { name: "Simulated Group, and Friends" },
        ],
        pmid: "99900001",
      },
    });
  });

  test("reads as a person would write it", () => {
    const written = bibtexEntry(
      fact({
        type: "article",
        title: "A simulated study",
        authors: [
          { family: "Berg", given: "Ida" },
          { family: "Simulated Group", given: null },
        ],
        year: 2016,
        journal: "J & K",
        pages: "12-34",
        keywords: ["trauma", "therapy, combined"],
        ids: { source: ["berg2016"], doi: ["10.5555/a_b"] },
        labels: ["A"],
      }),
    );
    expect(written).toBe(`@article{berg2016,
  title = {A simulated study},
  author = {Berg, Ida and {Simulated Group}},
  journal = {J \\& K},
  year = {2016},
  pages = {12--34},
  keywords = {trauma; {therapy, combined}},
  doi = {10.5555/a_b},
  note = {RAYYAN-LABELS: A}
}

`);
  });
});
