import { describe, expect, test } from "vitest";
import type { EventDraft } from "#ledger";
import { deriveReports } from "#records";
import {
  collect,
  fact,
  facts,
  importFacts,
  recordsHash,
  temporaryFolder,
  testEngines,
  undo,
  vote,
} from "../support/store.ts";

const folder = temporaryFolder();

const dedupe = (...clusters: readonly string[][]): EventDraft => ({
  type: "records.deduplicated",
  by: "kari",
  body: { method: "test", clusters: clusters.map((records) => ({ records, rule: "doi", value: "x" })) },
});

describe.each(testEngines(folder))("records and reports on $name", (engine) => {
  test("an import is one event; its facts, raw file and reports are all there", async () => {
    const store = await engine.create("import");
    const all = facts("imp", 1_201);
    const event = await importFacts(store, "imp", all);
    expect(event.type).toBe("records.imported");
    expect((event.body as { recordsHash: string }).recordsHash).toBe(recordsHash(all));
    expect(await collect(store.read.allRecords())).toEqual(all);
    expect(await store.read.countRecords()).toEqual([{ importId: "imp", records: 1_201 }]);
    const expected = [...deriveReports(all, [], new Map([["imp", "pubmed"]]))];
    expect(await store.read.reports({})).toEqual(expected);
    expect(await store.read.reports({ after: 1_199, limit: 5 })).toEqual(expected.slice(1_199));
    expect(await store.read.report("imp-7")).toEqual(expected[6]);
    expect(await store.read.recordsOf("imp-7")).toEqual([all[6]]);
    const { fileHash } = event.body as { fileHash: string };
    expect(new TextDecoder().decode((await store.getBlob(fileHash))!)).toContain("file of imp");
    expect(await store.read.countEvents()).toBe(2);
    expect(await store.verify()).toEqual([]);
    await store.close();
  });

  test("an import that does not fit its event, or breaks half-way, leaves nothing", async () => {
    const store = await engine.create("broken");
    const digest = await store.projectionDigest();
    async function* breaking(): AsyncGenerator<ReturnType<typeof facts>> {
      yield facts("imp", 600);
      throw new Error("the file ends here");
    }
    const input = { by: "kari", sourceId: "pubmed", raw: new Uint8Array(), finish: () => ({}) as never };
    await expect(store.importRecords({ ...input, batches: breaking() })).rejects.toThrow(
      "the file ends here",
    );
    await expect(store.importRecords({ ...input, batches: [facts("imp", 3)] })).rejects.toMatchObject({
      kind: "invalid",
    });
    await expect(store.importRecords({ ...input, batches: [[fact("imp", 2)]] })).rejects.toMatchObject({
      code: "store/bad-record",
    });
    await expect(
      store.importRecords({ ...input, batches: [[fact("imp", 1, { title: "\ud800" })]] }),
    ).rejects.toMatchObject({ code: "store/bad-text" });
    await expect(
      store.append([{ type: "records.imported", by: "kari", body: {} } as never]),
    ).rejects.toMatchObject({ kind: "invalid" });
    expect(await store.read.countEvents()).toBe(1);
    expect(await collect(store.read.allRecords())).toEqual([]);
    expect(await store.projectionDigest()).toBe(digest);
    await importFacts(store, "imp", facts("imp", 3));
    await expect(importFacts(store, "imp", facts("imp", 3))).rejects.toMatchObject({
      code: "store/import-exists",
      kind: "conflict",
    });
    expect(await store.read.countReports({})).toBe(3);
    await store.close();
  });

  test("an import of no records is an import all the same", async () => {
    const store = await engine.create("empty");
    await importFacts(store, "imp", []);
    expect(await store.read.countRecords()).toEqual([{ importId: "imp", records: 0 }]);
    expect(await store.read.reports({})).toEqual([]);
    expect(await store.verify()).toEqual([]);
    await store.close();
  });

  test("reports follow dedupe, joins, separations, later imports and every undo, as a rebuild has them", async () => {
    const store = await engine.create("dedupe");
    const a = await importFacts(store, "a", facts("a", 5), "pubmed");
    await importFacts(store, "b", facts("b", 3), "embase");
    const ids = async (): Promise<string[]> =>
      (await store.read.reports({})).map((row) => `${row.position} ${row.records.join("+")}`);
    const apart = ["1 a-1", "2 a-2", "3 a-3", "4 a-4", "5 a-5", "6 b-1", "7 b-2", "8 b-3"];
    expect(await ids()).toEqual(apart);
    const [run] = await store.append([dedupe(["a-2", "b-2"], ["a-3", "b-3"])]);
    expect(await ids()).toEqual(["1 a-1", "2 a-2+b-2", "3 a-3+b-3", "4 a-4", "5 a-5", "6 b-1"]);
    expect((await store.read.report("a-2"))?.sources).toEqual(["pubmed", "embase"]);
    expect(await store.read.recordsOf("a-2")).toHaveLength(2);
    const [separated] = await store.append([
      { type: "record.separated", by: "kari", body: { record: "b-3" } },
    ]);
    expect(await ids()).toEqual(["1 a-1", "2 a-2+b-2", "3 a-3", "4 a-4", "5 a-5", "6 b-1", "8 b-3"]);
    await importFacts(store, "c", facts("c", 2), "cinahl");
    expect((await ids()).slice(-2)).toEqual(["9 c-1", "10 c-2"]);
    await store.append([{ type: "records.joined", by: "ola", body: { records: ["a-1", "c-1"] } }]);
    expect((await ids())[0]).toBe("1 a-1+c-1");
    await store.append([undo("kari", separated!)]);
    const full = await ids();
    expect(full).toEqual(["1 a-1+c-1", "2 a-2+b-2", "3 a-3+b-3", "4 a-4", "5 a-5", "6 b-1", "10 c-2"]);
    const [gone] = await store.append([undo("kari", a)]);
    expect(await ids()).toEqual(["1 b-1", "2 b-2", "3 b-3", "4 c-1", "5 c-2"]);
    expect((await store.read.countRecords()).map((one) => one.importId)).toEqual(["b", "c"]);
    expect(await collect(store.read.allRecords())).toHaveLength(5);
    await store.append([undo("kari", gone!)]);
    expect(await ids()).toEqual(full);
    await store.append([undo("kari", run!)]);
    expect((await store.rebuild()).changed).toEqual([]);
    expect(await store.verify()).toEqual([]);
    await store.close();
  });

  test("reports are found by every name people know them by", async () => {
    const store = await engine.create("find");
    const long = `10.1/${"x".repeat(3_000)}`;
    await importFacts(store, "a", [
      fact("a", 1),
      fact("a", 2, { ids: { ...fact("a", 2).ids, source: ["Gamma2000", "nul\0key"], doi: [long] } }),
    ]);
    await store.append([dedupe(["a-1", "a-2"])]);
    const found = async (key: string): Promise<string[]> =>
      (await store.read.findReports(key)).map((row) => row.id);
    for (const key of [
      "a-1",
      "a-2",
      "sim1",
      "Gamma2000",
      "10.9999/sim.1",
      "https://doi.org/10.9999/SIM.1",
      "9000002",
      "PMID: 9000002",
      "nul\0key",
      long,
    ]) {
      expect(await found(key), key).toEqual(["a-1"]);
    }
    for (const key of ["gamma2000", "sim", "%", "", "a-3", "' or 1=1 --"])
      expect(await found(key), key).toEqual([]);
    await store.close();
  });

  test("text filters match literally, folded, and together with source and status", async () => {
    const store = await engine.create("filter");
    await importFacts(store, "a", [
      fact("a", 1, { title: "100% søvn og ÅNGSTRÖM" }),
      fact("a", 2, { title: "A 1000 nights of sleep", journal: "Sleep" }),
      fact("a", 3, { title: "under_score 'quoted'" }),
    ]);
    await importFacts(store, "b", [fact("b", 1, { title: "Sleep again" })], "embase");
    await store.append([vote("kari", "a-2", "include"), vote("kari", "b-1", "exclude")]);
    const ids = async (filter: Parameters<typeof store.read.reports>[0]): Promise<string[]> => {
      const rows = await store.read.reports(filter);
      const { after: _after, limit: _limit, ...rest } = filter;
      expect(await store.read.countReports(rest)).toBe(rows.length);
      return rows.map((row) => row.id);
    };
    expect(await ids({ text: "100%" })).toEqual(["a-1"]);
    expect(await ids({ text: "SØVN angstrom" })).toEqual(["a-1"]);
    expect(await ids({ text: "sleep" })).toEqual(["a-2", "b-1"]);
    expect(await ids({ text: "under_score" })).toEqual(["a-3"]);
    expect(await ids({ text: "under%score" })).toEqual([]);
    expect(await ids({ text: "'quoted'" })).toEqual(["a-3"]);
    expect(await ids({ text: 'NEAR("* \0' })).toEqual([]);
    expect(await ids({ source: "embase" })).toEqual(["b-1"]);
    expect(await ids({ anySource: ["embase", "pubmed"] })).toHaveLength(4);
    expect(await ids({ anySource: [] })).toEqual([]);
    expect(await ids({ stage: "title-abstract", status: "include" })).toEqual(["a-2"]);
    expect(await ids({ stage: "title-abstract", status: "pending" })).toEqual(["a-1", "a-3"]);
    expect(await ids({ stage: "full-text" })).toEqual(["a-2"]);
    expect(await ids({ stage: "full-text", status: "pending", text: "nights" })).toEqual(["a-2"]);
    await store.close();
  });

  test("blobs come back as they were, once each, and none is made up", async () => {
    const store = await engine.create("blobs");
    const bytes = new Uint8Array(3 * 1024 * 1024 + 17).map((_, index) => (index * 31) % 251);
    const kept = await store.putBlob(bytes);
    expect(await store.putBlob(bytes)).toEqual(kept);
    expect(kept.size).toBe(bytes.byteLength);
    expect(Buffer.from((await store.getBlob(kept.hash))!).equals(Buffer.from(bytes))).toBe(true);
    const none = await store.putBlob(new Uint8Array());
    expect(await store.getBlob(none.hash)).toEqual(new Uint8Array());
    expect(await store.getBlob("0".repeat(64))).toBeNull();
    expect(await store.verify()).toEqual([]);
    await store.close();
  });
});
