import fc from "fast-check";
import { expect, test } from "vitest";
import { holdsSeveral, parseAuthor, parseAuthors } from "../../src/records/normalise/author.ts";
import { parseAuthorList } from "../../src/records/normalise/author-list.ts";
import { partialDate } from "../../src/records/normalise/date.ts";
import { doisIn } from "../../src/records/normalise/identifiers.ts";
import { prepareJournal } from "../../src/records/normalise/journal.ts";
import { pageRange } from "../../src/records/normalise/numbers.ts";
import { parsePages, samePages, startPage } from "../../src/records/normalise/pages.ts";
import { displayText } from "../../src/records/normalise/text.ts";
import { isTranslatedTitle, titleNotes } from "../../src/records/normalise/title.ts";
import { registryIds, typedIds } from "../../src/records/normalise/typed-ids.ts";

const wild = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        ..."Doe J. JAB Jr , ; | and & van der et al ( ) [ ] 1 2 * \n ' \" Group Ñ 王 10.1000/x NCT01234567 2016 Jan - / : = RETRACTED <i> &eacute; é".split(
          " ",
        ),
        " ",
      ),
      { maxLength: 25 },
    )
    .map((parts) => parts.join("")),
  fc
    .array(
      fc.constantFrom(
        "Doe",
        "Roe",
        "van",
        "der",
        "J.",
        "R. B.",
        ",",
        ";",
        "and",
        "MD",
        "PhD",
        "III",
        "Study Group",
      ),
      {
        maxLength: 14,
      },
    )
    .map((parts) => parts.join(" ")),
);

test("nothing throws, whatever the text", () => {
  fc.assert(
    fc.property(wild, wild, (a, b) => {
      parseAuthor(a);
      for (const author of parseAuthorList([a, b])) {
        expect(author.family).not.toBe("");
        expect(author.given).not.toBe("");
        holdsSeveral(author);
      }
      titleNotes(a);
      isTranslatedTitle(a);
      prepareJournal(a);
      parsePages(a);
      startPage(a);
      samePages(a, b);
      pageRange(a, b);
      typedIds(a);
      expect(partialDate([a, b]) ?? "2016").toMatch(/^\d{4}(?:-\d\d){0,2}$/);
      for (const doi of doisIn(a)) expect(doi).toMatch(/^10\.\d{4,9}(?:\.\d+)*\/[^\s"]+$/);
    }),
    { seed: 23, numRuns: 3000 },
  );
});

const written = ({ family, given }: { family: string; given: string | null }): string =>
  `${family}, ${given ?? ""}`;

test("a name written as `Family, Given` is read as it was", () => {
  const family = fc.constantFrom(
    "Doe",
    "O'Roe",
    "van der Berg",
    "García López",
    "Åsen",
    "Jean-Test",
    "MCTEST",
    "al-Probe",
    "Lee",
  );
  const given = fc.constantFrom(
    "J",
    "J.",
    "JA",
    "J. A.",
    "Jane",
    "Jane B.",
    "Jean-Paul",
    "J.-P.",
    "Åse",
    "Yu. A.",
  );
  fc.assert(
    fc.property(fc.array(fc.record({ family, given }), { minLength: 1, maxLength: 6 }), (authors) => {
      expect(parseAuthors(authors.map(written).join("; "))).toEqual(authors);
      expect(parseAuthors(authors.map(written).join("\n"))).toEqual(authors);
      for (const author of authors) expect(parseAuthor(written(author))).toEqual(author);
    }),
    { seed: 29, numRuns: 500 },
  );
});

test("words of a name are neither lost nor invented", () => {
  const word = fc.constantFrom("Doe", "Roe", "Anna", "Åsen", "van", "der", "J.", "JA", "Berg", "O'Test");
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      const author = parseAuthor(words.join(" "));
      const found = author === null ? [] : `${author.family} ${author.given ?? ""}`.split(" ");
      expect(found.filter((one) => one !== "").sort()).toEqual([...words].sort());
    }),
    { seed: 31, numRuns: 2000 },
  );
});

test("what was read once is read again as it is", () => {
  const page = fc.tuple(
    fc.constantFrom("", "S", "e", "A"),
    fc.nat(9999),
    fc.constantFrom("-", "–", ", "),
    fc.nat(9999),
  );
  fc.assert(
    fc.property(page, ([letter, from, dash, to]) => {
      const once = pageRange(`${letter}${from}${dash}${to}`, "")!;
      expect(pageRange(once, "")).toBe(once);
    }),
    { seed: 37, numRuns: 1000 },
  );
  fc.assert(
    fc.property(wild, (text) => {
      const dois = doisIn(text);
      expect(dois.flatMap(doisIn)).toEqual(dois);
      const ids = registryIds(text);
      expect(ids.flatMap(registryIds)).toEqual(ids);
      const { plain } = titleNotes(displayText(text));
      expect(titleNotes(plain).plain).toBe(plain);
    }),
    { seed: 41, numRuns: 2000 },
  );
});

test("hostile lengths cost no more than their share", () => {
  const long = [
    "a".repeat(1_000_000),
    "Doe, J.; ".repeat(100_000),
    "Doe J, ".repeat(100_000),
    "(".repeat(500_000),
    "[".repeat(500_000),
    " and ".repeat(100_000),
    "A.B".repeat(200_000),
    "McDoeRoe".repeat(50_000),
    `${" ".repeat(500_000)}x`,
    "0000-".repeat(100_000),
    "a@".repeat(200_000),
    "' , '".repeat(100_000),
  ];
  for (const text of long)
    for (const read of [
      parseAuthors,
      titleNotes,
      prepareJournal,
      parsePages,
      doisIn,
      registryIds,
      displayText,
    ]) {
      const started = performance.now();
      read(text);
      expect(performance.now() - started, `${read.name} of ${text.slice(0, 12)}`).toBeLessThan(3000);
    }
  expect(partialDate(["1 Jan ".repeat(100_000)])).toBe(null);
}, 60_000);
