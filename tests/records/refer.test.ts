import { describe, expect, test } from "vitest";
import { looksLikeRefer } from "../../src/records/formats/tagged/refer.ts";
import { fixture, readText, tagged } from "./read-fixture.ts";

const read = (text: string) => readText(tagged.refer, text);

describe("Refer", () => {
  const { items, problems } = read(fixture("endnote.enw"));

  test("fields find their place, also behind blank lines of an abstract", () => {
    expect(problems).toEqual([]);
    expect(items.length).toBe(2);
    expect(items[0]).toMatchObject({
      type: "Journal Article",
      title: "A simulated article as EndNote writes it",
      authors: [
        { family: "Example", given: "Ada" },
        { family: "Simulated Study Group", given: null },
      ],
      year: 2017,
      date: "2017-04-15",
      journal: "Journal of Simulated Results",
      journalAbbreviation: "J Simul Results",
      pages: "1535-1541",
      keywords: ["simulation", "placebo"],
      abstract: "First paragraph.\nSecond paragraph, which mentions 50\n%5of it without being a tag.",
      notes: ["A note"],
    });
    expect(items[0]?.ids).toMatchObject({
      doi: ["10.5555/sim.enw"],
      pmid: ["99900031"],
      issn: ["1234-5679"],
      source: ["99900031", "example2017"],
    });
    expect(items[1]).toMatchObject({
      journal: "A Simulated Book",
      editors: [{ family: "Editor", given: "Eve" }],
      edition: "2nd",
      otherTitles: ["Chapter"],
      ids: { isbn: ["9783161484100"] },
    });
  });

  test("entries that have their type below the title or none are parted at blank lines", () => {
    const { items: found } = read(fixture("repository.enw"));
    expect(found.map(({ title, type, journal }) => [title, type, journal])).toEqual([
      ["A simulated article whose type stands below its title", "Journal Article", "Simulated Quarterly"],
      ["Simulated table of contents", "", "Simulated Quarterly"],
      ["Simulated proceedings without a type", "", "Simulated Proceedings"],
    ]);
    expect(found[0]?.date).toBe("2021-09-01");
  });

  test("each %0 begins an entry, also without a blank line", () => {
    expect(read("%0 Book\n%T One\n%0 Book\n%T Two\n%0 Thesis\n").items.length).toBe(3);
  });

  test("refer's own form: a body as author, other matters as notes", () => {
    const { items: found } = read("%Q Simulated Bureau\n%T T\n%R 10.5555/x\n%O Out of print\n");
    expect(found[0]).toMatchObject({
      authors: [{ family: "Simulated Bureau", given: null }],
      notes: ["Out of print"],
    });
  });

  test("an article number stands for pages", () => {
    expect(read("%0 Journal Article\n%T T\n%O Artn e123\n").items[0]?.pages).toBe("e123");
  });

  test("lines before the first entry are told", () => {
    const { items: found, problems: told } = read("hello\n%T T\n");
    expect(found.length).toBe(1);
    expect(told).toMatchObject([{ code: "records/refer-outside", line: 1 }]);
  });
});

test.each([
  [fixture("endnote.enw"), true],
  [fixture("repository.enw"), true],
  ["%A Doe, J.\n%T T\n", true],
  ["% Encoding: UTF-8\n@article{x, title={T}}", false],
  ["%PDF-1.4", false],
  [fixture("dialects.ris"), false],
])("is told by content", (head, expected) => {
  expect(looksLikeRefer(head)).toBe(expected);
});
