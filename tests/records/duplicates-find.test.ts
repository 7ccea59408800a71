import { describe, expect, test } from "vitest";
import { EvidensError } from "#kernel";
import { checkBody } from "#ledger";
import { type DuplicateInput, findDuplicates } from "#records";

const TITLE = "Honey dressings for pressure ulcers among simulated nursing home residents";
const record = (
  id: string,
  changes: Partial<Omit<DuplicateInput, "ids">> & { doi?: string } = {},
): DuplicateInput => {
  const { doi, ...fields } = changes;
  return {
    id,
    title: TITLE,
    type: "JOUR",
    authors: [
      { family: "Alfa", given: "A." },
      { family: "Bravo", given: "C." },
    ],
    year: 2011,
    journal: "Synthetic Journal of Nursing",
    volume: "14",
    issue: "3",
    pages: "334-341",
    ...fields,
    ids: { doi: doi === undefined ? [] : [doi], pmid: [], pmcid: [], source: [], issn: [], isbn: [] },
  };
};
const joined = (records: readonly DuplicateInput[], options = {}): string[][] =>
  findDuplicates(records, options).clusters.map((cluster) => [...cluster.records]);

describe("findDuplicates", () => {
  test("clusters with rule, value and score; the body is a valid event", () => {
    const found = findDuplicates([
      record("a-1"),
      record("b-1", { pages: "334-41" }),
      record("a-2", { title: "Salt" }),
    ]);
    expect(found).toMatchObject({ method: "evidence/1", thresholds: { merge: 30, ask: 20 } });
    expect(found.clusters).toEqual([
      {
        records: ["a-1", "b-1"],
        rule: "match",
        value: "title-equal authors-same year-same journal-same volume-same issue-same page-same",
        score: 60.5,
      },
    ]);
    expect(checkBody("records.deduplicated", 2, found)).toEqual(found);
  });

  test("likeness does not chain: what contradicts a member stays out and is asked about", () => {
    const bare = { volume: null, issue: null, pages: null };
    const found = findDuplicates([
      record("a-1", { doi: "10.5555/a" }),
      record("a-2", { ...bare }),
      record("a-3", { doi: "10.5555/b", volume: "16", pages: "12-18", year: 2012 }),
    ]);
    expect(found.clusters.map((cluster) => cluster.records)).toEqual([["a-1", "a-2"]]);
    expect(found.clusters.flatMap((cluster) => cluster.records)).not.toContain("a-3");
  });

  test("what people said goes before what was found", () => {
    const pair = [record("a-1"), record("b-1")];
    const judged = (verdict: string) => ({ judged: [{ a: "b-1", b: "a-1", verdict }] });
    expect(joined(pair, judged("different"))).toEqual([]);
    expect(findDuplicates(pair, { judged: [{ a: "a-1", b: "b-1", verdict: "linked" }] }).ask).toEqual([]);
    const other = [record("a-1"), record("b-1", { title: "Editorial", pages: "12" }), record("c-1")];
    expect(joined(other, judged("same"))).toEqual([["a-1", "c-1"]]);
    // The second record goes with the one it was joined to, and takes no one against a third.
    const third = findDuplicates([...pair, record("c-1")], {
      judged: [
        { a: "a-1", b: "c-1", verdict: "different" },
        { a: "b-1", b: "c-1", verdict: "same" },
      ],
    });
    expect(third.clusters).toEqual([]);
    expect(third.ask).toEqual([]);
  });

  test("an editorial column is not one document", () => {
    const many = Array.from({ length: 60 }, (_, i) =>
      record(`a-${i + 1}`, {
        title: "Editorial",
        volume: String(1 + Math.floor(i / 6)),
        year: 2000 + Math.floor(i / 6),
        pages: String(1 + (i % 6) * 40),
      }),
    );
    expect(joined(many)).toEqual([]);
    const again = [...many, { ...many[7]!, id: "b-1" }];
    expect(joined(again)).toEqual([["a-8", "b-1"]]);
  });

  test("sixty entries for one document are one cluster", () => {
    const copies = Array.from({ length: 60 }, (_, i) => record(`a-${i + 1}`, { doi: "10.5555/a" }));
    expect(joined(copies)).toEqual([copies.map(({ id }) => id)]);
  });

  test("an issue of abstracts under one DOI stays apart, each with its copy", () => {
    const titles = [
      "Honey and gauze",
      "Salt baths at dusk",
      "Wool socks for nurses",
      "Lamps against winter gloom",
      "Dance in simulated wards",
    ];
    const issue = (source: string) =>
      titles.map((title, i) =>
        record(`${source}-${i + 1}`, {
          title,
          doi: "10.5555/issue",
          pages: String(300 + i),
          authors: [{ family: `Author${"abcde"[i]}`, given: "A." }],
        }),
      );
    expect(joined([...issue("a"), ...issue("b")])).toEqual(
      titles.map((_, i) => [`a-${i + 1}`, `b-${i + 1}`]),
    );
  });

  test("thresholds are the caller's, in order; ids are distinct", () => {
    expect(joined([record("a-1"), record("b-1")], { merge: 200, ask: 100 })).toEqual([]);
    expect(() => findDuplicates([], { merge: 10, ask: 20 })).toThrow(EvidensError);
    expect(() => findDuplicates([record("a-1"), record("a-1")])).toThrow(EvidensError);
  });

  test("a link names the preprint, the erratum, the abstract first", () => {
    const { links } = findDuplicates([
      record("a-1"),
      record("a-2", { title: `Erratum: ${TITLE}`, pages: "12" }),
      record("a-3", { journal: "medRxiv", volume: null, pages: null }),
    ]);
    expect(links?.map(({ a, b, relation }) => [a, b, relation])).toEqual(
      expect.arrayContaining([
        ["a-2", "a-1", "erratum"],
        ["a-3", "a-1", "preprint"],
      ]),
    );
  });
});

test("hostile input takes linear time", () => {
  const deep = "[".repeat(20_000) + "(".repeat(20_000);
  const words = Array.from({ length: 20_000 }, (_, i) => `w${i}`).join(" ");
  const records = [
    deep,
    words,
    "vol 1, ".repeat(5_000),
    "erratum ".repeat(5_000),
    "=".repeat(50_000),
  ].flatMap((title, i) => [
    record(`a-${i + 1}`, { title, pages: title, volume: title, journal: title, abstract: title }),
    record(`b-${i + 1}`, {
      title: `${title}x`,
      pages: title,
      volume: title,
      journal: title,
      abstract: title,
    }),
  ]);
  const start = performance.now();
  findDuplicates(records);
  expect(performance.now() - start).toBeLessThan(2_000);
});
