import { describe, expect, test } from "vitest";
import { fixture, readText, tagged } from "./read-fixture.ts";

const read = (text: string) => readText(tagged.nbib, text);

describe("NBIB of PMC, ERIC and books", () => {
  const { items, problems } = read(fixture("pmc-eric.nbib"));
  const [pmc, eric, book] = items;

  test("entries without a PMID are parted where they begin", () => {
    expect(problems).toEqual([]);
    expect(items.map(({ title }) => title)).toEqual([
      "A simulated entry as PMC writes it",
      "A simulated entry as ERIC writes it",
      "A simulated book",
    ]);
  });

  test("fields find their place", () => {
    expect(pmc).toMatchObject({
      date: "2018-03",
      pages: "18",
      abstract: null,
      authors: [
        { family: "Example", given: "Ada" },
        { family: "Simulated Group, Nowhere", given: null },
      ],
      editors: [{ family: "Editor", given: "Eve" }],
      journal: "Simulated journal",
      journalAbbreviation: "Simul J",
      notes: ["A general note"],
    });
    expect(pmc?.ids).toMatchObject({
      pmid: ["99900041"],
      pmcid: ["PMC9990041"],
      doi: ["10.5555/sim.pmc"],
      registry: ["NCT09990041"],
    });
    expect(eric?.ids).toMatchObject({ doi: ["10.5555/sim.eric"], source: ["EJ9990041"] });
    expect(book).toMatchObject({ journal: "Simulated collection", otherTitles: ["Ein simuliertes Buch"] });
    expect(book?.series).toBeUndefined();
  });

  test.each([
    ["a repeated first tag", "PT  - Review\nTI  - One\n\nPT  - Review\nTI  - Two\n", 2],
    ["a second title", "DP  - 2000\nTI  - One\n\nVI  - 1\nTI  - One\n\nTI  - Two\n", 2],
    ["a PMID without a blank line", "PMID- 99900001\nTI  - One\nPMID- 99900002\nTI  - Two\n", 2],
    ["no more than a stray blank line", "PMID- 99900001\nTI  - One\n\nAB  - Text\n", 1],
  ])("%s decides where an entry begins", (_name, text, count) => {
    expect(read(text).items.length).toBe(count);
  });

  test("titles and abstracts in several fields, odd line ends inside a line", () => {
    const [record] = read(
      "PMID- 99900001\nTI  - One:\nTI  - two.\nAB  - A\nAB  - B\nCOIS- x\u2028y\nVI  - 7\n",
    ).items;
    expect(record).toMatchObject({ title: "One: two.", abstract: "A\nB", volume: "7" });
  });
});
