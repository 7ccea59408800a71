import { describe, expect, test } from "vitest";
import type { EventDraft } from "#ledger";
import { type RecordFact, searchQuery } from "#records";
import type { ReviewStore } from "#store";
import {
  fact,
  facts,
  importFacts,
  storeOptions,
  temporaryFolder,
  testEngines,
  undo,
} from "../support/store.ts";

const folder = temporaryFolder();

const amend = (record: string, field: "title" | "abstract", value: string | null): EventDraft => ({
  type: "record.amended",
  by: "kari",
  body: { record, changes: [{ field, value }], source: "page 1" },
});
const judged = (a: string, b: string, verdict: "same" | "different" | "linked"): EventDraft => ({
  type: "duplicates.judged",
  by: "kari",
  body: { pairs: [{ a, b, verdict }] },
});
const ids = async (
  store: ReviewStore,
  filter: Parameters<ReviewStore["read"]["reports"]>[0],
): Promise<string[]> => {
  const rows = await store.read.reports(filter);
  expect(await store.read.countReports(filter)).toBe(rows.length);
  return rows.map(({ id }) => id);
};

const texts: readonly Partial<RecordFact>[] = [
  { title: "Melatonin for søvn", abstract: "Sleeping better. 100% adherence." },
  { title: "Gammel tittel", authors: [{ family: "Ødegård", given: "Åse" }], keywords: ["Circadian rhythm"] },
  { title: "'quoted' under_score; drop table report", abstract: null },
  { title: "褪黑素与睡眠", abstract: "1000 nights", labels: ["Pilot"] },
];
const searches = [
  "melatonin",
  "sleep",
  "sleeping bet",
  "odegard",
  "ÅSE",
  "circadian",
  "100%",
  "100",
  "'quoted'",
  "under_score",
  "under%score",
  "'; drop table report; --",
  'NEAR("*',
  '"* OR 1',
  "睡眠",
  "pilot",
  "10.9999/sim.2",
  "9000003",
  "a-4",
  "sim1",
  "nowhere",
  "\0",
  '"',
];

describe.each(testEngines(folder))("search on $name", (engine) => {
  test("gives the same with and without its index, whatever was typed", async () => {
    const store = await engine.create("search");
    await importFacts(
      store,
      "a",
      texts.map((more, i) => fact("a", i + 1, more)),
    );
    const without = new Map<string, string[]>();
    for (const text of searches) without.set(text, await ids(store, { text }));
    await store.indexSearch();
    for (const text of searches) expect(await ids(store, { text }), text).toEqual(without.get(text));
    expect(Object.fromEntries(without)).toMatchObject({
      melatonin: ["a-1"],
      sleep: ["a-1"],
      "sleeping bet": ["a-1"],
      odegard: ["a-2"],
      ÅSE: ["a-2"],
      circadian: ["a-2"],
      "100%": ["a-1"],
      "100": ["a-1", "a-4"],
      "'quoted'": ["a-3"],
      under_score: ["a-3"],
      "under%score": [],
      "'; drop table report; --": ["a-3"],
      'NEAR("*': [],
      '"* OR 1': [],
      睡眠: ["a-4"],
      pilot: ["a-4"],
      "10.9999/sim.2": ["a-2"],
      "9000003": ["a-3"],
      "a-4": ["a-4"],
      sim1: ["a-1"],
      nowhere: [],
      '"': [],
    });
    await store.close();
    const again = await engine.open("search", storeOptions({ readOnly: true }));
    await again.indexSearch();
    expect(await ids(again, { text: "melatonin" })).toEqual(["a-1"]);
    await again.close();
  });

  test("follows imports, merges, corrections and every undo", async () => {
    const store = await engine.create("follow");
    const first = await importFacts(store, "a", [
      fact("a", 1, { title: "Alpha" }),
      fact("a", 2, { title: "Beta" }),
    ]);
    await store.indexSearch();
    await importFacts(store, "b", [fact("b", 1, { title: "Gamma" })]);
    expect(await ids(store, { text: "gamma" })).toEqual(["b-1"]);
    await store.indexSearch();
    const [word] = await store.append([judged("a-1", "b-1", "same")]);
    for (const indexed of [false, true]) {
      if (indexed) await store.indexSearch();
      expect(await ids(store, { text: "gamma" })).toEqual(["a-1"]);
      expect(await ids(store, { text: "alpha gamma" })).toEqual(["a-1"]);
    }
    const [corrected] = await store.append([amend("b-1", "title", "Delta")]);
    expect(await ids(store, { text: "gamma" })).toEqual([]);
    expect(await ids(store, { text: "delta" })).toEqual(["a-1"]);
    await store.indexSearch();
    await store.append([undo("kari", corrected!)]);
    expect(await ids(store, { text: "gamma" })).toEqual(["a-1"]);
    await store.append([undo("kari", word!)]);
    await store.indexSearch();
    expect(await ids(store, { text: "gamma" })).toEqual(["b-1"]);
    await store.append([undo("kari", first)]);
    expect(await ids(store, { text: "gamma" })).toEqual(["b-1"]);
    expect(await ids(store, { text: "alpha" })).toEqual([]);
    expect((await store.rebuild()).changed).toEqual([]);
    expect(await ids(store, { text: "gamma" })).toEqual(["b-1"]);
    expect(await store.verify()).toEqual([]);
    await store.close();
  });

  test("a run over many pages leaves nothing out; two runs at once are one", async () => {
    const store = await engine.create("pages");
    await importFacts(store, "a", facts("a", 1_203));
    await Promise.all([store.indexSearch(), store.indexSearch()]);
    for (const n of [1, 500, 501, 1_000, 1_203])
      expect(await ids(store, { text: `number ${n} ` })).toContain(`a-${n}`);
    expect(await store.read.countReports({ text: "simulated" })).toBe(1_203);
    await store.close();
  });

  test("filters tell what is missing, merged, linked, corrected, decided elsewhere, and from which years", async () => {
    const store = await engine.create("traits");
    const bare = { abstract: null, year: null, authors: [], journal: null };
    const decisions = [{ tool: "rayyan", by: null, stage: null, decision: "include" as const, reasons: [] }];
    await importFacts(store, "a", [
      fact("a", 1, { year: 1990 }),
      fact("a", 2, { ...bare, ids: { ...fact("a", 2).ids, doi: [] } }),
      fact("a", 3, { year: 2005, decisions }),
      fact("a", 4, { year: 2010 }),
    ]);
    await importFacts(store, "b", [fact("b", 1, { year: 1990 })], "embase");
    await store.append([
      judged("a-1", "b-1", "same"),
      judged("a-3", "a-4", "linked"),
      amend("a-2", "abstract", "Found."),
    ]);
    for (const missing of ["doi", "year", "authors", "journal"] as const)
      expect(await ids(store, { missing }), missing).toEqual(["a-2"]);
    expect(await ids(store, { missing: "abstract" })).toEqual([]);
    expect(await ids(store, { only: "merged" })).toEqual(["a-1"]);
    expect(await ids(store, { only: "linked" })).toEqual(["a-3", "a-4"]);
    expect(await ids(store, { only: "amended" })).toEqual(["a-2"]);
    expect(await ids(store, { only: "decided-elsewhere" })).toEqual(["a-3"]);
    expect(await ids(store, { yearFrom: 1991 })).toEqual(["a-3", "a-4"]);
    expect(await ids(store, { yearFrom: 1990, yearTo: 2005 })).toEqual(["a-1", "a-3"]);
    expect(await ids(store, { only: "merged", source: "embase", yearTo: 1990, text: "simulated" })).toEqual([
      "a-1",
    ]);
    expect(await ids(store, { only: "linked", missing: "year" })).toEqual([]);
    await store.close();
  });
});

test("what a person typed is words or nothing", () => {
  expect(searchQuery("")).toBeNull();
});
