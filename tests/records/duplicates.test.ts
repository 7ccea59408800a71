import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EvidensError } from "#kernel";
import { checkBody, foldAll, type LedgerEvent } from "#ledger";
import {
  compareRecordIds,
  type DuplicateInput,
  deriveReports,
  findDuplicates,
  foldClusters,
  type RecordFact,
  recordsProjections,
  reportDeriver,
} from "#records";

const entry = (
  id: string,
  title: string,
  doi: readonly string[],
  pmid: readonly string[] = [],
): DuplicateInput => ({
  id,
  title,
  ids: { doi, pmid, pmcid: [], source: [], issn: [], isbn: [] },
});

const fact = (id: string, values: Partial<RecordFact> = {}): RecordFact => ({
  ...entry(id, `Title ${id}`, []),
  importId: id.slice(0, id.lastIndexOf("-")),
  ordinal: Number(id.slice(id.lastIndexOf("-") + 1)),
  line: 1,
  type: "JOUR",
  authors: [],
  year: null,
  journal: null,
  volume: null,
  issue: null,
  pages: null,
  publisher: null,
  place: null,
  edition: null,
  abstract: null,
  keywords: [],
  language: null,
  url: null,
  raw: "",
  ...values,
});

let count = 0;
function event(type: LedgerEvent["type"], body: unknown, by = "anna"): LedgerEvent {
  count += 1;
  const id = `00000000-0000-7000-8000-${String(count).padStart(12, "0")}`;
  return {
    id,
    type,
    version: 1,
    at: "2026-01-01T00:00:00.000Z",
    by,
    device: "d",
    prev: null,
    hash: "",
    body,
  } as LedgerEvent;
}

describe("findDuplicates", () => {
  test("joins by DOI and by PMID, and says which", () => {
    const found = findDuplicates([
      entry("a-1", "One study", ["10.1/x"], ["7"]),
      entry("a-2", "Alone", []),
      entry("b-1", "One study.", ["10.1/x"], ["7"]),
      entry("b-2", "Another", [], ["8"]),
      entry("c-1", "Another, in other words", [], ["8"]),
    ]);
    expect(found.clusters).toMatchObject([
      { records: ["a-1", "b-1"], rule: "doi", value: "10.1/x" },
      { records: ["b-2", "c-1"], rule: "pmid", value: "8" },
    ]);
    expect(checkBody("records.deduplicated", 2, found)).toEqual(found);
  });

  test("a chain over two identifiers is two pieces of evidence and one cluster", () => {
    const found = findDuplicates([
      entry("a-1", "T", ["10.1/x"]),
      entry("a-2", "T", ["10.1/x"], ["9"]),
      entry("a-3", "T", [], ["9"]),
    ]);
    expect(found.clusters.length).toBe(2);
    expect(foldClusters([event("records.deduplicated", found)]).clusters).toEqual([
      {
        records: ["a-1", "a-2", "a-3"],
        basis: [
          { rule: "doi", value: "10.1/x" },
          { rule: "pmid", value: "9" },
        ],
      },
    ]);
  });

  test("an abstract issue that shares one DOI is not one document", () => {
    const titles = [
      "Insulin pumps in children",
      "Foot ulcers after surgery",
      "Screening for retinopathy",
      "",
    ];
    const records = titles.map((title, index) => entry(`a-${index + 1}`, title, ["10.1/issue"]));
    expect(findDuplicates(records).clusters).toEqual([]);
    const twice = [...records, entry("b-1", "Foot Ulcers after Surgery.", ["10.1/issue"])];
    expect(findDuplicates(twice).clusters.map(({ records: joined }) => joined)).toEqual([["a-2", "b-1"]]);
  });

  test("part one and part two with one DOI stay two; a cut or translated title joins", () => {
    const pair = (a: string, b: string): number =>
      findDuplicates([entry("a-1", a, ["10.1/x"]), entry("a-2", b, ["10.1/x"])]).clusters.length;
    expect(pair("Cardiac effects. Part 1", "Cardiac effects. Part 2")).toBe(0);
    expect(pair("Cardiac effects: a randomised trial", "CARDIAC EFFECTS")).toBe(1);
    expect(pair("[Cardiac effects of it]", "Wirkung aufs Herz = Cardiac effects of it")).toBe(1);
    expect(pair("", "Cardiac effects")).toBe(1);
    expect(pair("", "")).toBe(1);
  });

  test("the same clusters whatever the order of the records", () => {
    const record = fc.tuple(
      fc.nat(5),
      fc.option(fc.nat(5)),
      fc.constantFrom("T one", "T one.", "Quite other words", ""),
    );
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), fc.infiniteStream(fc.nat(1000)), (rows, keys) => {
        const records = rows.map(([doi, pmid, title], index) =>
          entry(`a-${index + 1}`, title, [`10.1/${doi}`], pmid === null ? [] : [`${pmid + 1}`]),
        );
        const shuffled = records
          .map((one) => ({ one, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const joined = (list: readonly DuplicateInput[]): string[][] =>
          foldClusters([event("records.deduplicated", findDuplicates(list))]).clusters.map(
            ({ records: all }) => [...all],
          );
        expect(joined(shuffled)).toEqual(joined(records));
      }),
      { seed: 11 },
    );
  });
});

describe("foldClusters", () => {
  const run = (...clusters: string[][]): LedgerEvent =>
    event("records.deduplicated", {
      method: "m",
      clusters: clusters.map((records, index) => ({ records, rule: "doi", value: `10.1/${index}` })),
    });
  const joined = (...records: string[]): LedgerEvent => event("records.joined", { records });
  const separated = (record: string): LedgerEvent => event("record.separated", { record });
  const records = (...events: LedgerEvent[]): (readonly string[])[] =>
    foldClusters(events).clusters.map((c) => c.records);

  test("the newest run replaces earlier ones", () => {
    expect(records(run(["a-1", "a-2"]), run(["a-3", "a-4"]))).toEqual([["a-3", "a-4"]]);
  });

  test("the later word of a person wins, also over later runs", () => {
    expect(records(run(["a-1", "a-2", "a-3"]), separated("a-2"))).toEqual([["a-1", "a-3"]]);
    expect(records(separated("a-2"), run(["a-1", "a-2"]))).toEqual([]);
    expect(records(run(["a-1", "a-2"]), separated("a-2"), joined("a-1", "a-2"))).toEqual([["a-1", "a-2"]]);
    expect(records(run(["a-1", "a-2"]), joined("a-2", "a-10"), separated("a-10"))).toEqual([["a-1", "a-2"]]);
  });

  test("joining two clusters joins all their records; ids sort by number", () => {
    expect(records(run(["a-10", "a-9"], ["b-1", "a-2"]), joined("a-9", "b-1"))).toEqual([
      ["a-2", "a-9", "a-10", "b-1"],
    ]);
  });

  test("the basis names the evidence and the person", () => {
    expect(foldClusters([run(["a-1", "a-2"]), joined("a-2", "a-3")]).clusters[0]?.basis).toEqual([
      { rule: "doi", value: "10.1/0" },
      { rule: "person", value: "anna" },
    ]);
  });

  test("records left together by a separation keep a basis", () => {
    const chain = run(["a-1", "a-2"], ["a-2", "a-3"]);
    expect(foldClusters([chain, separated("a-2")]).clusters).toEqual([
      {
        records: ["a-1", "a-3"],
        basis: [{ rule: "doi", value: "10.1/0" }],
      },
    ]);
  });

  test("clusters never overlap, and hold two records or more", () => {
    const ids = fc.uniqueArray(
      fc.nat(8).map((n) => `a-${n + 1}`),
      { minLength: 2, maxLength: 4 },
    );
    const step = fc.oneof(
      fc.array(ids, { maxLength: 3 }).map((clusters) => () => run(...clusters)),
      ids.map((list) => () => joined(...list)),
      ids.map((list) => () => separated(list[0]!)),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const { clusters } = foldClusters(steps.map((make) => make()));
        const all = clusters.flatMap((cluster) => cluster.records);
        expect(new Set(all).size).toBe(all.length);
        expect(clusters.every((cluster) => cluster.records.length >= 2 && cluster.basis.length > 0)).toBe(
          true,
        );
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe("deriveReports", () => {
  const sources = new Map([
    ["a", "pubmed"],
    ["b", "embase"],
  ]);
  const clusters = [{ records: ["a-1", "b-1"], basis: [] }];

  test("one report per cluster or lone record, at the place of its first record among all", () => {
    const facts = [fact("a-1"), fact("a-2"), fact("b-1"), fact("b-2")];
    const rows = [...deriveReports(facts, clusters, sources)].sort((x, y) => x.position - y.position);
    expect(rows.map(({ id, position, records, sources: from }) => [id, position, records, from])).toEqual([
      ["a-1", 1, ["a-1", "b-1"], ["pubmed", "embase"]],
      ["a-2", 2, ["a-2"], ["pubmed"]],
      ["b-2", 4, ["b-2"], ["embase"]],
    ]);
  });

  test("fields come from the first record that has them, the abstract from the longest", () => {
    const facts = [
      fact("a-1", {
        title: "",
        abstract: "Short",
        ids: { ...entry("", "", ["10.1/x"]).ids, source: ["k1"] },
      }),
      fact("b-1", {
        title: "Named",
        abstract: "Longer text",
        year: 2001,
        authors: [{ family: "Doe", given: null }],
        ids: { ...entry("", "", ["10.1/y"], ["7"]).ids, source: ["k2", "k1"] },
      }),
    ];
    expect([...deriveReports(facts, clusters, sources)]).toMatchObject([
      {
        id: "a-1",
        title: "Named",
        abstract: "Longer text",
        year: 2001,
        doi: "10.1/x",
        pmid: "7",
        keys: ["k1", "k2"],
      },
    ]);
  });

  test("a cluster whose other record is gone still gives its report", () => {
    const deriver = reportDeriver(clusters, sources);
    expect(deriver.add(fact("b-1"))).toBe(null);
    expect(deriver.add(fact("b-2"))).toMatchObject({ id: "b-2", position: 2 });
    expect(deriver.finish()).toMatchObject([{ id: "b-1", position: 1, records: ["b-1"] }]);
  });

  test("a record of an unknown import is refused", () => {
    expect(() => [...deriveReports([fact("zz-1")], [], sources)]).toThrow(EvidensError);
  });

  test("every record is in exactly one report", () => {
    const size = 12;
    const ids = Array.from({ length: size }, (_, index) => `a-${index + 1}`);
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: size, maxLength: size }), (groups) => {
        const together = [1, 2, 3, 4]
          .map((group) => ({ records: ids.filter((_, index) => groups[index] === group), basis: [] }))
          .filter(({ records }) => records.length > 1);
        const rows = [
          ...deriveReports(
            ids.map((id) => fact(id)),
            together,
            sources,
          ),
        ];
        expect(rows.flatMap(({ records }) => records).sort(compareRecordIds)).toEqual(ids);
        expect(rows.map(({ id, position }) => [id, position])).toEqual(
          rows.map(({ id }) => [id, ids.indexOf(id) + 1]),
        );
        const inOrder = [...rows].sort((x, y) => x.position - y.position).map(({ id }) => id);
        expect(inOrder).toEqual([...inOrder].sort(compareRecordIds));
      }),
      { seed: 5 },
    );
  });
});

test("the room's documents fold from events", () => {
  const study = {
    studyId: "s1",
    label: "S",
    reports: [],
    questions: [],
    tags: [],
    characteristics: {},
    pools: [],
  };
  const documents = foldAll(
    [
      event("study.defined", study),
      event("study.defined", { ...study, label: "S2" }),
      event("report.status-set", { report: "a-1", status: "retracted", source: "journal" }),
      event("report.retrieval-set", { report: "a-1", retrieved: true }),
      event("records.joined", { records: ["a-1", "a-2"] }),
    ],
    recordsProjections,
  );
  expect([...documents.keys()]).toEqual([
    "import",
    "duplicates",
    "amendment",
    "report-status",
    "retrieval",
    "full-text",
    "study",
  ]);
  expect(documents.get("study")?.get("s1")).toMatchObject({ label: "S2", by: "anna" });
  expect(documents.get("report-status")?.get("a-1")).toMatchObject({ status: "retracted" });
  expect(documents.get("retrieval")?.get("a-1")).toMatchObject({ retrieved: true });
  expect(documents.get("duplicates")?.get("all")).toMatchObject({ clusters: [{ records: ["a-1", "a-2"] }] });
});
