import { describe, expect, test } from "vitest";
import { facts, importFacts, protocol, temporaryFolder, testEngines, undo, vote } from "../support/store.ts";

const folder = temporaryFolder();

describe.each(testEngines(folder))("queues and counts on $name", (engine) => {
  test("the queue gives what the reviewer has not read, after a position, and wraps once", async () => {
    const store = await engine.create("queue");
    await importFacts(store, "a", facts("a", 1_000));
    const next = async (after: number, limit: number, reviewer = "kari"): Promise<number[]> =>
      (await store.read.nextToScreen("title-abstract", reviewer, after, limit)).map((row) => row.position);
    expect(await next(0, 3)).toEqual([1, 2, 3]);
    await store.append(Array.from({ length: 600 }, (_, index) => vote("kari", `a-${index + 1}`, "exclude")));
    expect(await next(0, 2)).toEqual([601, 602]);
    expect(await next(998, 4)).toEqual([999, 1_000, 601, 602]);
    expect(await next(5_000, 1)).toEqual([601]);
    // One vote is enough without a protocol that asks for more: what kari has decided waits for nobody.
    expect(await next(0, 2, "ola")).toEqual([601, 602]);
    expect(await store.read.screeningCounts("title-abstract", "ola")).toMatchObject({ read: 0, toRead: 400 });
    const [again] = await store.append([vote("kari", "a-300", "include")]);
    expect(await next(0, 1)).toEqual([601]);
    await store.append([undo("kari", again!)]);
    expect(await next(0, 1)).toEqual([601]);
    await store.append(
      Array.from({ length: 400 }, (_, index) => vote("kari", `a-${index + 601}`, "exclude")),
    );
    expect(await next(17, 5)).toEqual([]);
    expect(await store.read.screeningCounts("title-abstract", "kari")).toMatchObject({
      inStage: 1_000,
      read: 1_000,
      toRead: 0,
    });
    expect((await store.rebuild()).changed).toEqual([]);
    await store.close();
  });

  test("full text holds what title and abstract included, and lets go of it again", async () => {
    const store = await engine.create("stages");
    await importFacts(store, "a", facts("a", 6));
    await store.append([
      vote("kari", "a-2", "include"),
      vote("kari", "a-5", "include"),
      vote("kari", "a-6", "exclude"),
    ]);
    const queue = async (): Promise<string[]> =>
      (await store.read.nextToScreen("full-text", "kari", 0, 10)).map((row) => row.id);
    expect(await queue()).toEqual(["a-2", "a-5"]);
    await store.append([
      vote("kari", "a-2", "exclude", "full-text", "population"),
      vote("kari", "a-5", "include", "full-text"),
    ]);
    expect(await queue()).toEqual([]);
    expect(await store.read.screeningCounts("full-text", "kari")).toEqual({
      inStage: 2,
      read: 2,
      toRead: 0,
      byStatus: { pending: 0, include: 1, exclude: 1, maybe: 0, await: 0, conflict: 0 },
      excludedByReason: { population: 1 },
    });
    const [changed] = await store.append([vote("kari", "a-5", "exclude")]);
    expect(await store.read.screeningCounts("full-text", "kari")).toMatchObject({
      inStage: 1,
      read: 1,
      byStatus: { include: 0, exclude: 1 },
    });
    await store.append([undo("kari", changed!)]);
    expect(await store.read.screeningCounts("full-text", "kari")).toMatchObject({ inStage: 2, read: 2 });
    expect(
      (await store.read.screeningOf("full-text", ["include"])).map((doc) => [doc.report, doc.status]),
    ).toEqual([["a-5", "include"]]);
    expect((await store.read.screeningOf("title-abstract")).map((doc) => doc.report)).toEqual([
      "a-2",
      "a-5",
      "a-6",
    ]);
    expect((await store.rebuild()).changed).toEqual([]);
    await store.close();
  });

  test("the protocol decides how many votes a decision needs, and so does its undo", async () => {
    const store = await engine.create("protocol");
    await importFacts(store, "a", facts("a", 3));
    await store.append([protocol(1, 1)]);
    await store.append([
      vote("kari", "a-1", "include"),
      vote("kari", "a-2", "exclude"),
      vote("ola", "a-2", "include"),
    ]);
    const counts = async (): Promise<unknown> =>
      (await store.read.screeningCounts("title-abstract", "kari")).byStatus;
    const one = { pending: 1, include: 1, exclude: 0, maybe: 0, await: 0, conflict: 1 };
    expect(await counts()).toEqual(one);
    const [two] = await store.append([protocol(2, 2)]);
    expect(await counts()).toEqual({ pending: 2, include: 0, exclude: 0, maybe: 0, await: 0, conflict: 1 });
    expect(await store.read.screeningCounts("full-text", "kari")).toMatchObject({ inStage: 0 });
    const waiting = async (reviewer: string) =>
      (await store.read.nextToScreen("title-abstract", reviewer, 0, 9)).map(({ id }) => id);
    expect([await waiting("kari"), await waiting("ola")]).toEqual([["a-3"], ["a-1", "a-3"]]);
    expect((await store.read.screeningCounts("title-abstract", "kari")).toRead).toBe(1);
    expect((await store.read.screeningCounts("title-abstract", "ola")).toRead).toBe(2);
    await store.append([undo("kari", two!)]);
    expect(await counts()).toEqual(one);
    await store.append([
      {
        type: "screening.adjudicated",
        by: "kari",
        body: { stage: "title-abstract", report: "a-2", decision: "include" },
      },
    ]);
    expect(await counts()).toEqual({ pending: 1, include: 2, exclude: 0, maybe: 0, await: 0, conflict: 0 });
    expect((await store.rebuild()).changed).toEqual([]);
    await store.close();
  });

  test("with two votes asked, a report waits for those who have not voted, until both are in", async () => {
    const store = await engine.create("waiting");
    await importFacts(store, "a", facts("a", 3));
    await store.append([protocol(1, 2)]);
    await store.append([vote("kari", "a-1", "include"), vote("kari", "a-2", "include")]);
    const state = async (reviewer: string): Promise<unknown> => {
      const { read, toRead } = await store.read.screeningCounts("title-abstract", reviewer);
      const next = await store.read.nextToScreen("title-abstract", reviewer, 0, 9);
      return [read, toRead, next.map((row) => row.id)];
    };
    expect(await state("kari")).toEqual([2, 1, ["a-3"]]);
    expect(await state("ola")).toEqual([0, 3, ["a-1", "a-2", "a-3"]]);
    const [settling] = await store.append([vote("ola", "a-2", "include")]);
    expect(await state("kari")).toEqual([2, 1, ["a-3"]]);
    expect(await state("ola")).toEqual([1, 2, ["a-1", "a-3"]]);
    expect(await state("third")).toEqual([0, 2, ["a-1", "a-3"]]);
    await store.append([undo("ola", settling!)]);
    expect(await state("third")).toEqual([0, 3, ["a-1", "a-2", "a-3"]]);
    expect((await store.rebuild()).changed).toEqual([]);
    await store.close();
  });

  test("a second vote of one reviewer takes the place of the first; both stay in the ledger", async () => {
    const store = await engine.create("revote");
    await importFacts(store, "a", facts("a", 1));
    await store.append([vote("kari", "a-1", "include")]);
    const [second] = await store.append([vote("kari", "a-1", "maybe")]);
    const doc = await store.read.screening("title-abstract", "a-1");
    expect(doc?.votes.map((one) => [one.reviewer, one.decision, one.eventId])).toEqual([
      ["kari", "maybe", second!.id],
    ]);
    expect(await store.read.events({ types: ["screening.voted"] })).toHaveLength(2);
    expect(await store.read.screeningCounts("title-abstract", "kari")).toMatchObject({
      read: 1,
      byStatus: { maybe: 1 },
    });
    await store.close();
  });

  test("votes on a report that became part of another stay in force for the merged report, and go back with it", async () => {
    const store = await engine.create("vanish");
    await importFacts(store, "a", facts("a", 2));
    await store.append([vote("kari", "a-2", "include")]);
    const [joined] = await store.append([
      { type: "records.joined", by: "kari", body: { records: ["a-1", "a-2"] } },
    ]);
    expect(await store.read.screeningCounts("title-abstract", "kari")).toMatchObject({ inStage: 1, read: 1 });
    expect(await store.read.screening("title-abstract", "a-1")).toMatchObject({
      report: "a-1",
      votes: [{ reviewer: "kari", decision: "include" }],
    });
    expect(await store.read.nextToScreen("title-abstract", "kari", 0, 5)).toEqual([]);
    await store.append([undo("kari", joined!)]);
    expect(await store.read.screening("title-abstract", "a-1")).toBeNull();
    expect(await store.read.screeningCounts("title-abstract", "kari")).toMatchObject({
      inStage: 2,
      read: 1,
      byStatus: { include: 1 },
    });
    expect((await store.rebuild()).changed).toEqual([]);
    await store.close();
  });

  test("a vote cast before its import arrives counts when it does", async () => {
    const store = await engine.create("early");
    await store.append([vote("kari", "a-2", "include")]);
    expect(await store.read.screeningCounts("title-abstract", "kari")).toMatchObject({ inStage: 0, read: 0 });
    await importFacts(store, "a", facts("a", 3));
    expect(await store.read.screeningCounts("title-abstract", "kari")).toMatchObject({ inStage: 3, read: 1 });
    expect((await store.rebuild()).changed).toEqual([]);
    await store.close();
  });
});
