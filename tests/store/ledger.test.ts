import { describe, expect, test } from "vitest";
import { canonicalJson, effectiveEvents, foldAll, verifyChain } from "#ledger";
import type { ScreeningDoc } from "#screening";
import {
  allProjections,
  facts,
  importFacts,
  protocol,
  storeOptions,
  temporaryFolder,
  testEngines,
  undo,
  vote,
} from "../support/store.ts";

const folder = temporaryFolder();

describe.each(testEngines(folder))("the ledger on $name", (engine) => {
  test("a new review holds its first event and nothing else", async () => {
    const store = await engine.create("fresh", { title: "Søvn" });
    const events = await store.read.events();
    expect(events.map((event) => [event.type, event.by, event.device, event.prev])).toEqual([
      ["review.created", "kari", "device-a", null],
    ]);
    expect(events[0]!.body).toEqual({ reviewId: store.reviewId, title: "Søvn" });
    expect(await store.read.head()).toBe(events[0]!.id);
    expect(await store.read.countEvents()).toBe(1);
    expect(store.openingProblems).toEqual([]);
    expect(await store.verify()).toEqual([]);
    await store.close();
  });

  test("events are chained, in order, and there again after reopening", async () => {
    const store = await engine.create("chain");
    await importFacts(store, "imp", facts("imp", 3));
    await store.append([vote("kari", "imp-1", "include"), vote("ola", "imp-1", "exclude")]);
    await store.append([vote("kari", "imp-2", "maybe")]);
    const events = await store.read.events();
    expect(verifyChain(events)).toEqual([]);
    expect(events.slice(1).map((event) => event.prev)).toEqual(
      events.slice(0, -1).map((event) => event.hash),
    );
    expect([...events].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(events);
    await store.close();
    const again = await engine.open("chain");
    expect(await again.read.events()).toEqual(events);
    expect(
      (await again.read.events({ types: ["screening.voted"], order: "newest", limit: 2 })).map((e) => e.id),
    ).toEqual([events.at(-1)!.id, events.at(-2)!.id]);
    expect((await again.read.events({ before: events[2]!.id })).map((e) => e.id)).toEqual([
      events[1]!.id,
      events[0]!.id,
    ]);
    expect(await again.read.event(events[1]!.id)).toEqual(events[1]);
    expect(await again.read.event("no such id")).toBeNull();
    await again.close();
  });

  test("a clock that goes back does not turn the order around", async () => {
    let now = Date.UTC(2026, 5, 1);
    const store = await engine.create(
      "clock",
      {},
      storeOptions({ clock: { now: () => new Date(now).toISOString() } }),
    );
    const [a] = await store.append([vote("kari", "x-1", "include")]);
    now -= 86_400_000;
    const [b] = await store.append([vote("kari", "x-1", "exclude")]);
    expect(b!.id > a!.id).toBe(true);
    expect(b!.at < a!.at).toBe(true);
    const doc = await store.read.screening("title-abstract", "x-1");
    expect(doc?.votes.map((v) => v.decision)).toEqual(["exclude"]);
    await store.close();
  });

  test("undo, redo and undo of redo each turn the document round; the ledger only grows", async () => {
    const store = await engine.create("undo");
    const [cast] = await store.append([vote("kari", "x-1", "include")]);
    const read = async (): Promise<number | undefined> =>
      (await store.read.screening("title-abstract", "x-1"))?.votes.length;
    const [undone] = await store.append([undo("kari", cast!)]);
    expect(await read()).toBeUndefined();
    expect(await store.read.undoneIds()).toEqual(new Set([cast!.id]));
    const [redone] = await store.append([undo("kari", undone!)]);
    expect(await read()).toBe(1);
    await store.append([undo("kari", redone!)]);
    expect(await read()).toBeUndefined();
    await expect(store.append([undo("kari", cast!)])).rejects.toMatchObject({
      code: "store/already-undone",
      kind: "conflict",
    });
    expect(await store.read.countEvents()).toBe(5);
    expect((await store.rebuild()).changed).toEqual([]);
    await store.close();
  });

  test("what cannot be undone is refused and writes nothing", async () => {
    const store = await engine.create("refused");
    const [first] = await store.read.events();
    const [cast] = await store.append([vote("kari", "x-1", "include")]);
    await expect(store.append([undo("kari", first!)])).rejects.toMatchObject({ code: "store/cannot-undo" });
    await expect(store.append([undo("kari", { ...cast!, id: "nobody" })])).rejects.toMatchObject({
      code: "store/unknown-event",
      kind: "missing",
    });
    await expect(store.append([undo("kari", cast!), undo("ola", cast!)])).rejects.toMatchObject({
      code: "store/already-undone",
    });
    await expect(
      store.append([
        { type: "ledger.undone", by: "kari", undoes: cast!.id, body: { type: "study.defined" } },
      ]),
    ).rejects.toMatchObject({ code: "store/bad-undo" });
    await expect(
      store.append([{ ...vote("kari", "x-1", "maybe"), undoes: cast!.id } as never]),
    ).rejects.toMatchObject({ code: "store/bad-undo" });
    expect(await store.read.countEvents()).toBe(2);
    await store.close();
  });

  test("a bad body, an unknown type or a broken text anywhere in a step stops the whole step", async () => {
    const store = await engine.create("bad");
    const good = vote("kari", "x-1", "include");
    await expect(
      store.append([
        good,
        { type: "screening.voted", by: "kari", body: { stage: "title-abstract" } } as never,
      ]),
    ).rejects.toMatchObject({ code: "ledger/bad-body", kind: "invalid" });
    await expect(
      store.append([good, { type: "vote.cast", by: "kari", body: {} } as never]),
    ).rejects.toMatchObject({ code: "ledger/unknown-event", kind: "unsupported" });
    await expect(
      store.append([good, { ...vote("kari", "x-1", "maybe"), reason: "half a \ud83d" }]),
    ).rejects.toMatchObject({ code: "store/bad-text", kind: "invalid" });
    await expect(store.append([good, vote("k\0", "x-1", "maybe")])).rejects.toMatchObject({
      code: "store/bad-key",
    });
    await expect(
      store.append(async (read) => {
        expect(await read.countEvents()).toBe(1);
        throw new Error("rule broken");
      }),
    ).rejects.toThrow("rule broken");
    expect(await store.read.countEvents()).toBe(1);
    expect(await store.read.documents("screening")).toEqual([]);
    await store.append([good]);
    expect(await store.read.countEvents()).toBe(2);
    await store.close();
  });

  test("text with NUL, emoji, RTL marks and quotes comes back as it was", async () => {
    const store = await engine.create("text");
    const note = "a\0b \u202egnp.exe 👩‍🔬 ' \" \\ '; drop table event; --";
    const [event] = await store.append([
      {
        type: "screening.voted",
        by: "kari",
        body: { stage: "full-text", report: "x-1", decision: "maybe", note },
        reason: note,
      },
    ]);
    expect((await store.read.event(event!.id))?.reason).toBe(note);
    expect((await store.read.screening("full-text", "x-1"))?.votes[0]?.note).toBe(note);
    expect(await store.verify()).toEqual([]);
    await store.close();
  });

  test("the builder reads inside the write: two rules at once cannot both pass", async () => {
    const store = await engine.create("rule");
    const once = store.append(async (read) =>
      (await read.screening("title-abstract", "x-1")) === null ? [vote("kari", "x-1", "include")] : [],
    );
    const twice = store.append(async (read) =>
      (await read.screening("title-abstract", "x-1")) === null ? [vote("ola", "x-1", "include")] : [],
    );
    const written = (await Promise.all([once, twice])).flat();
    expect(written).toHaveLength(1);
    await store.close();
  });

  test("documents are byte for byte what a fold of the ledger gives", async () => {
    const store = await engine.create("fold");
    await importFacts(store, "imp", facts("imp", 4));
    await store.append([protocol(1, 2)]);
    await store.append([
      vote("kari", "imp-1", "include"),
      vote("ola", "imp-1", "exclude"),
      {
        type: "study.defined",
        by: "kari",
        body: {
          studyId: "S1",
          label: "One",
          reports: ["imp-1"],
          questions: [],
          tags: [],
          characteristics: {},
          pools: [],
        },
      },
      { type: "records.joined", by: "kari", body: { records: ["imp-1", "imp-3"] } },
    ]);
    const folded = foldAll(effectiveEvents(await store.read.events()), allProjections);
    for (const { kind } of allProjections) {
      const stored = await store.read.documents(kind);
      expect(stored.map(({ key, doc }) => [key, canonicalJson(doc)])).toEqual(
        [...(folded.get(kind) ?? [])]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, doc]) => [key, canonicalJson(doc)]),
      );
    }
    const before = await store.projectionDigest();
    expect(await store.rebuild()).toMatchObject({ changed: [], digest: before });
    await store.close();
  });

  test("a program that keeps other documents folds them when it opens the review", async () => {
    const first = await engine.create("kinds", {}, storeOptions({ projections: [] }));
    await first.append([vote("kari", "x-1", "include")]);
    expect(await first.read.documents<ScreeningDoc>("screening")).toEqual([]);
    await first.close();
    const second = await engine.open("kinds");
    expect(await second.read.documents<ScreeningDoc>("screening")).toHaveLength(1);
    await second.close();
  });

  test("read-only: everything can be read, nothing written", async () => {
    await (await engine.create("ro")).close();
    const store = await engine.open("ro", storeOptions({ readOnly: true }));
    expect(await store.read.countEvents()).toBe(1);
    await expect(store.append([vote("kari", "x-1", "include")])).rejects.toMatchObject({
      code: "store/read-only",
      kind: "storage",
    });
    await expect(store.rebuild()).rejects.toMatchObject({ code: "store/read-only" });
    expect(await store.verify()).toEqual([]);
    await store.close();
  });
});
