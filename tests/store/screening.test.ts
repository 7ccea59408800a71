import { describe, expect, test } from "vitest";
import { requiredVotes } from "#screening";
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
      begun: 0,
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
    const docs = await store.read.screeningDocs("title-abstract", ["a-2", "a-1", "nowhere"]);
    expect([...docs].map(([id, doc]) => [id, doc.report, doc.votes.length])).toEqual(
      expect.arrayContaining([
        ["a-1", "a-1", 1],
        ["a-2", "a-1", 1],
      ]),
    );
    expect(docs.size).toBe(2);
    expect(await store.read.screeningDocs("full-text", ["a-1"])).toEqual(new Map());
    const rows = await store.read.reportsOf(["a-2", "nowhere"]);
    expect([...rows].map(([id, row]) => [id, row.id])).toEqual([["a-2", "a-1"]]);
    expect(rows.get("a-2")).toEqual(await store.read.report("a-2"));
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

  test("of the reports asked about, those that wait are given in the order asked", async () => {
    const store = await engine.create("waits");
    await importFacts(store, "a", facts("a", 300));
    await store.append([protocol(1, 2)]);
    const waiting = async (
      reviewer: string,
      among: Parameters<typeof store.read.waiting>[2],
      limit = 9,
      stage: "title-abstract" | "full-text" = "title-abstract",
    ): Promise<string[]> => (await store.read.waiting(stage, reviewer, among, limit)).map(({ id }) => id);
    await store.append([
      vote("kari", "a-200", "include"),
      vote("kari", "a-7", "exclude"),
      vote("ola", "a-7", "exclude"),
      vote("kari", "a-9", "include"),
      vote("ola", "a-9", "include"),
    ]);
    expect(await waiting("kari", { positions: [200, 7, 100, 1] })).toEqual(["a-100", "a-1"]);
    expect(await waiting("ola", { positions: Uint32Array.of(200, 7, 100, 1) })).toEqual([
      "a-200",
      "a-100",
      "a-1",
    ]);
    expect(await waiting("third", { ids: ["a-7", "a-200", "nowhere", "a-3"] })).toEqual(["a-200", "a-3"]);
    const down = Array.from({ length: 300 }, (_, index) => 300 - index);
    expect(await waiting("ola", { positions: down }, 3)).toEqual(["a-300", "a-299", "a-298"]);
    // Those asked about are looked at in parts; the end of the list is reached too.
    expect(await waiting("ola", { positions: down }, 400)).toHaveLength(298);
    expect(await waiting("ola", { ids: [] })).toEqual([]);
    const [joined] = await store.append([
      { type: "records.joined", by: "kari", body: { records: ["a-3", "a-4"] } },
    ]);
    expect(await waiting("ola", { ids: ["a-5", "a-4", "a-3", "a-6"] })).toEqual(["a-5", "a-3", "a-6"]);
    await store.append([undo("kari", joined!)]);
    expect(await waiting("ola", { positions: down }, 9, "full-text")).toEqual(["a-9"]);
    await store.append([
      vote("ola", "a-9", "exclude", "full-text", "population"),
      vote("kari", "a-9", "include", "full-text"),
    ]);
    expect(await waiting("third", { positions: down }, 9, "full-text")).toEqual([]);
    await store.close();
  });

  test("a share of reports needs one vote more, and the queue, the counts and full text know which", async () => {
    const store = await engine.create("partial");
    await importFacts(store, "a", facts("a", 40));
    await store.append([protocol(1, 1, 0.3)]);
    const ids = Array.from({ length: 40 }, (_, index) => `a-${index + 1}`);
    const needed = new Map(ids.map((id) => [id, requiredVotes({ reviewers: 1, secondShare: 0.3 }, id)]));
    const double = ids.filter((id) => needed.get(id) === 2);
    expect(double.length).toBeGreaterThan(3);
    expect(double.length).toBeLessThan(30);
    await store.append(ids.map((id) => vote("kari", id, "include")));
    const queue = async (reviewer: string, stage: "title-abstract" | "full-text" = "title-abstract") =>
      (await store.read.nextToScreen(stage, reviewer, 0, 99)).map(({ id }) => id);
    expect(await queue("kari")).toEqual([]);
    expect(await queue("ola")).toEqual(double);
    expect(await queue("ola", "full-text")).toEqual(ids.filter((id) => !double.includes(id)));
    expect(await store.read.screeningCounts("title-abstract", "ola")).toMatchObject({
      toRead: double.length,
      begun: double.length,
      byStatus: { pending: double.length, include: 40 - double.length },
    });
    await store.append(double.map((id) => vote("ola", id, "exclude")));
    expect(await store.read.screeningCounts("title-abstract", "ola")).toMatchObject({
      toRead: 0,
      begun: 0,
      byStatus: { pending: 0, conflict: double.length },
    });
    // The share goes: one vote is enough, and what both said stays.
    const [amended] = await store.append([protocol(2, 1)]);
    expect((await store.read.screeningCounts("title-abstract", "ola")).byStatus.conflict).toBe(double.length);
    await store.append([undo("kari", amended!), protocol(2, 1, 1)]);
    expect((await store.read.screeningCounts("title-abstract", "ola")).byStatus.pending).toBe(
      40 - double.length,
    );
    expect((await store.rebuild()).changed).toEqual([]);
    await store.close();
  });

  test("what waits for information is a status of its own, and votes of a round are none", async () => {
    const store = await engine.create("await");
    await importFacts(store, "a", facts("a", 4));
    await store.append([protocol(1, 2)]);
    await store.append([
      vote("kari", "a-1", "await"),
      vote("ola", "a-1", "await"),
      vote("kari", "a-2", "await"),
      vote("ola", "a-2", "include"),
      vote("kari", "a-3", "await"),
      {
        type: "screening.voted",
        by: "kari",
        body: { stage: "title-abstract", report: "a-4", decision: "include", round: "pilot-1" },
      },
    ]);
    expect(await store.read.screeningCounts("title-abstract", "kari")).toEqual({
      inStage: 4,
      read: 3,
      toRead: 1,
      begun: 1,
      byStatus: { pending: 2, include: 0, exclude: 0, maybe: 1, await: 1, conflict: 0 },
      excludedByReason: {},
    });
    expect(
      (await store.read.reports({ stage: "title-abstract", status: "await" })).map(({ id }) => id),
    ).toEqual(["a-1"]);
    expect((await store.read.nextToScreen("title-abstract", "kari", 0, 9)).map(({ id }) => id)).toEqual([
      "a-4",
    ]);
    expect(await store.read.screening("title-abstract", "a-4")).toBeNull();
    expect(await store.read.document("round", "pilot-1/a-4")).toMatchObject({
      round: "pilot-1",
      votes: [{ reviewer: "kari", decision: "include" }],
    });
    expect((await store.rebuild()).changed).toEqual([]);
    await store.close();
  });

  test("the reports of a stage: all, those nobody has voted on, those excluded", async () => {
    const store = await engine.create("among");
    await importFacts(store, "a", facts("a", 5));
    await store.append([protocol(1, 2)]);
    await store.append([
      vote("kari", "a-2", "include"),
      ...["kari", "ola"].map((by) => vote(by, "a-3", "exclude")),
      ...["kari", "ola"].map((by) => vote(by, "a-5", "include")),
    ]);
    const among = (
      which: "all" | "unread" | "excluded",
      stage: "title-abstract" | "full-text" = "title-abstract",
    ) => store.read.stageReports(stage, which);
    expect(await among("all")).toEqual(["a-1", "a-2", "a-3", "a-4", "a-5"]);
    expect(await among("unread")).toEqual(["a-1", "a-4"]);
    expect(await among("excluded")).toEqual(["a-3"]);
    expect(await among("all", "full-text")).toEqual(["a-5"]);
    expect(await among("unread", "full-text")).toEqual(["a-5"]);
    expect(await among("excluded", "full-text")).toEqual([]);
    await store.close();
  });
});
