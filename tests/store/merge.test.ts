import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createReviewFile, openReviewFile } from "#store";
import {
  collect,
  facts,
  importFacts,
  storeOptions,
  temporaryFolder,
  testEngines,
  undo,
  vote,
} from "../support/store.ts";

const folder = temporaryFolder();

describe.each(testEngines(folder))("copies and merging on $name", (engine) => {
  test("an export is one file with the whole review, byte for byte in every document", async () => {
    const store = await engine.create("export");
    await importFacts(store, "a", facts("a", 300));
    await store.append([vote("kari", "a-1", "include"), vote("ola", "a-1", "exclude")]);
    const kept = await store.putBlob(new TextEncoder().encode("full text"));
    const path = join(folder(), `copy-${engine.name}.evidens`);
    await store.exportFile(path);
    await store.exportFile(path);
    const copy = await openReviewFile(path, storeOptions());
    expect(copy.reviewId).toBe(store.reviewId);
    expect(await copy.read.events()).toEqual(await store.read.events());
    expect(await copy.projectionDigest()).toBe(await store.projectionDigest());
    expect(await collect(copy.read.allRecords())).toEqual(await collect(store.read.allRecords()));
    expect(new TextDecoder().decode((await copy.getBlob(kept.hash))!)).toBe("full text");
    expect(await copy.verify()).toEqual([]);
    expect(await store.mergeFrom(copy)).toEqual({ events: 0, records: 0 });
    await copy.close();
    await store.close();
  });

  test("two copies edited apart merge to the same review, whichever takes in the other, also twice", async () => {
    const store = await engine.create("apart");
    await importFacts(store, "a", facts("a", 5));
    const left = join(folder(), `left-${engine.name}.evidens`);
    const right = join(folder(), `right-${engine.name}.evidens`);
    await store.exportFile(left);
    await store.exportFile(right);
    await store.close();
    const a = await openReviewFile(left, storeOptions({ device: "device-l" }));
    const b = await openReviewFile(right, storeOptions({ device: "device-r" }));
    const [cast] = await a.append([vote("kari", "a-1", "include")]);
    await a.append([undo("kari", cast!)]);
    await importFacts(b, "b", facts("b", 4), "embase");
    await b.append([
      vote("kari", "a-1", "exclude"),
      { type: "records.joined", by: "ola", body: { records: ["a-2", "b-2"] } },
    ]);
    await b.putBlob(new Uint8Array([1, 2, 3]));
    const third = join(folder(), `third-${engine.name}.evidens`);
    await a.exportFile(third);
    const c = await openReviewFile(third, storeOptions({ device: "device-c" }));
    expect(await a.mergeFrom(b)).toEqual({ events: 3, records: 4 });
    expect(await b.mergeFrom(c)).toEqual({ events: 2, records: 0 });
    expect(await a.read.events()).toEqual(await b.read.events());
    expect(await a.projectionDigest()).toBe(await b.projectionDigest());
    const head = await a.read.head();
    expect(await a.mergeFrom(b)).toEqual({ events: 0, records: 0 });
    expect(await a.read.head()).toBe(head);
    expect(await a.verify()).toEqual([]);
    expect(await b.verify()).toEqual([]);
    expect(a.openingProblems).toEqual([]);
    for (const one of [a, b, c]) await one.close();
  });

  test("another review, a forged event and foreign records are refused and change nothing", async () => {
    const store = await engine.create("mine");
    await importFacts(store, "a", facts("a", 2));
    const digest = await store.projectionDigest();
    const other = await createReviewFile(
      join(folder(), `other-${engine.name}.evidens`),
      { title: "Another", by: "ola" },
      storeOptions(),
    );
    await expect(store.mergeFrom(other)).rejects.toMatchObject({
      code: "ledger/other-review",
      kind: "conflict",
    });
    await other.close();
    await expect(store.mergeFrom({} as never)).rejects.toMatchObject({ code: "store/foreign-store" });
    expect(await store.projectionDigest()).toBe(digest);
    expect(await store.read.countEvents()).toBe(2);
    await store.close();
  });
});
