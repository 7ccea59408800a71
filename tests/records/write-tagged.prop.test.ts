import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordFact } from "#records";
import type { Reader } from "../../src/records/formats/format.ts";
import { nbibEntry } from "../../src/records/formats/write/write-nbib.ts";
import { risEntry } from "../../src/records/formats/write/write-ris.ts";
import { pageRange } from "../../src/records/normalise/numbers.ts";
import { displayText } from "../../src/records/normalise/text.ts";
import { readText, tagged } from "./read-fixture.ts";

const seed = 20261126;

/**
 * Domain: records as a reader gives them. Texts are normalised (`displayText` changes nothing) and of
 * one line, an abstract of several that are unlike tags and each other; names have no comma, semicolon
 * or digit; a date lies in the year, which there is; an abbreviation or series has a journal.
 */
const trap = fc.constantFrom(
  "TY  - JOUR",
  "ER  - ",
  "PMID- 1",
  "=HYPERLINK(1)",
  "+1 -2",
  "%0 Book",
  "PT J",
  "p < 0.05 & n > 3",
  "a | b, c; d",
  'say "x"=>"y"',
  "__proto__",
  "Ærøskøbing ≥ 5 µg – “q”",
);
const word = fc.stringMatching(/^[A-Za-z][a-z]{1,8}$/);
const text = fc
  .array(fc.oneof({ weight: 4, arbitrary: word }, { weight: 1, arbitrary: trap }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((words) => displayText(words.join(" ")))
  .filter((value) => value !== "NA" && displayText(value) === value);
/** A text that begins with a word: a bare number or link in its place would be read as such. */
const plain = fc.tuple(word, text).map((parts) => parts.join(" "));
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null });
const list = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.uniqueArray(of, { maxLength: 3 });

const name = fc.stringMatching(/^[A-Z][a-z]{2,9}$/).filter((part) => part !== "None");
const author = fc.oneof(
  fc.record({ family: name, given: fc.constantFrom("Ada", "J. R.", "Ada B.", "Éva") }),
  fc.record({ family: name.map((part) => `${part} Study Group`), given: fc.constant(null) }),
);
const authors = fc.uniqueArray(author, { maxLength: 4, selector: ({ family }) => family });

const digits = (from: number, to: number): fc.Arbitrary<string> =>
  fc.integer({ min: from, max: to }).map(String);
const month = fc.integer({ min: 1, max: 12 }).map((value) => String(value).padStart(2, "0"));
const day = fc.integer({ min: 1, max: 28 }).map((value) => String(value).padStart(2, "0"));
const dated = fc.oneof(
  fc.constant({ year: null }),
  fc.record({ year: fc.integer({ min: 1900, max: 2100 }) }),
  fc
    .tuple(fc.integer({ min: 1900, max: 2100 }), month, maybe(day))
    .map(([year, ...rest]) => ({ year, date: [year, ...rest.filter((part) => part !== null)].join("-") })),
);
const pages = fc
  .oneof(
    fc.tuple(digits(1, 999), digits(1, 999)).map(([a, b]) => pageRange(a, String(Number(a) + Number(b)))!),
    fc.constantFrom("e123", "S334", "1-3, 7-9", "iii-ix", "12345"),
  )
  .filter((value) => pageRange(value, "") === value);

const decision = fc.record({
  tool: fc.constantFrom("rayyan", "asreview", "evidens", "covidence", ""),
  by: maybe(fc.oneof(word, text)),
  stage: fc.constantFrom("title-abstract", "full-text", null),
  decision: fc.constantFrom("include", "exclude", "maybe", "undecided"),
  reasons: list(text),
});
const ids = fc.record({
  doi: list(fc.stringMatching(/^10\.\d{4}\/[a-z0-9]{1,12}$/)),
  pmid: list(digits(1, 99_999_999)),
  pmcid: list(digits(1, 9_999_999).map((number) => `PMC${number}`)),
  source: list(fc.stringMatching(/^[a-z]{3,8}[A-Z]$/)),
  issn: list(fc.stringMatching(/^\d{4}-\d{4}$/)),
  isbn: list(fc.stringMatching(/^\d{13}$/)),
});
const typed = fc.record(
  {
    registry: list(fc.stringMatching(/^NCT\d{8}$/)),
    embase: list(fc.stringMatching(/^L\d{9}$/)),
    central: list(fc.stringMatching(/^CN-\d{8}$/)),
    openalex: list(fc.stringMatching(/^W[1-9]\d{8}$/)),
    wos: list(fc.stringMatching(/^WOS:\d{15}$/)),
    scopus: list(fc.stringMatching(/^2-s2\.0-\d{11}$/)),
  },
  { requiredKeys: [] },
);
const contained = fc.record({
  journal: plain,
  journalAbbreviation: fc.option(plain, { nil: undefined }),
});
const record = fc
  .record({
    type: fc.constantFrom("JOUR", "CHAP", "Journal Article; Review", "article-journal", "Dataset"),
    title: plain,
    authors,
    editors: authors,
    dated,
    contained: maybe(contained),
    volume: maybe(digits(1, 999)),
    issue: maybe(fc.constantFrom("3", "1 Pt 3", "Suppl 1")),
    pages: maybe(pages),
    publisher: maybe(plain),
    place: maybe(plain),
    edition: maybe(plain),
    abstract: maybe(list(plain)),
    keywords: list(plain.filter((value) => !value.includes(";"))),
    language: maybe(word),
    url: maybe(word.map((path) => `https://example.org/${path}`)),
    otherTitles: list(plain),
    conference: maybe(plain),
    series: maybe(plain),
    notes: list(text),
    labels: list(text),
    decisions: fc.uniqueArray(decision, { maxLength: 3, selector: (each) => JSON.stringify(each) }),
    ids,
    typed,
  })
  .map(({ dated: when, contained: within, typed: more, abstract, ...rest }) => {
    const all: Record<string, unknown> = {
      journal: null,
      ...rest,
      ...when,
      ...within,
      abstract: abstract?.join("\n") || null,
      otherTitles: rest.otherTitles.filter((other) => other !== rest.title),
      ids: { ...rest.ids, ...more },
    };
    return withoutEmpty(all) as unknown as RecordFact;
  })
  .filter(
    ({ otherTitles = [], title }) =>
      !otherTitles.some((other) => other.toLowerCase() === title.toLowerCase()),
  );

const OPTIONAL = new Set(
  "otherTitles journalAbbreviation date editors conference series notes labels decisions registry embase central openalex wos scopus".split(
    " ",
  ),
);

/** Fields that are absent when they are empty. */
function withoutEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(
        ([key, value]) =>
          !OPTIONAL.has(key) ||
          !(value === null || value === undefined || (Array.isArray(value) && value.length === 0)),
      )
      .map(([key, value]) => [key, key === "ids" ? withoutEmpty(value as Record<string, unknown>) : value]),
  );
}

function fieldsOf(fact: RecordFact): Record<string, unknown> {
  const { id: _id, importId: _import, ordinal: _ordinal, line: _line, raw: _raw, ...fields } = fact;
  return fields;
}

describe("what is written reads back as the same fields", () => {
  const check = (reader: Reader, entry: (record: RecordFact) => string): void => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 3 }), (records) => {
        const written = records.map(entry).join("");
        const { items, problems } = readText(reader, written);
        expect(problems).toEqual([]);
        expect(items.map(fieldsOf)).toEqual(records);
        expect(items.map(entry).join("")).toBe(written);
      }),
      { seed, numRuns: 150 },
    );
  };
  test("RIS", () => check(tagged.ris, risEntry));
  test("NBIB", () => check(tagged.nbib, nbibEntry));
});
