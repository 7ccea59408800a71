import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, type EventDraft, effectiveEvents, foldAll } from "#ledger";
import { type AmendmentDoc, amendedFact, fitsQuery, searchQuery, searchWords } from "#records";
import { createReviewFile, openReviewFile, type ReviewStore } from "#store";
import {
  allProjections,
  facts,
  importFacts,
  protocol,
  storeOptions,
  temporaryFolder,
  undo,
  vote,
} from "../support/store.ts";

const folder = temporaryFolder();
let counter = 0;

/** A step in the life of a review; `undo` takes back the event at that place, counted around. */
type Step =
  | { readonly kind: "draft"; readonly draft: EventDraft }
  | { readonly kind: "undo"; readonly place: number }
  | { readonly kind: "import"; readonly records: number }
  | { readonly kind: "index" };

const report = fc.constantFrom("i0-1", "i0-2", "i0-3", "i1-1", "i1-2", "nobody-1");
const person = fc.constantFrom("kari", "ola");
const decision = fc.constantFrom("include", "exclude", "maybe", "await");
const stage = fc.constantFrom("title-abstract", "full-text");
const draft: fc.Arbitrary<EventDraft> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(person, report, decision, stage).map(([by, id, what, at]) => vote(by, id, what, at)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(person, report, stage).map(
      ([by, id, at]): EventDraft => ({
        type: "screening.adjudicated",
        by,
        body: { stage: at, report: id, decision: "include" },
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .uniqueArray(report, { minLength: 2, maxLength: 3 })
      .map((records): EventDraft => ({ type: "records.joined", by: "kari", body: { records } })),
  },
  {
    weight: 1,
    arbitrary: report.map(
      (record): EventDraft => ({ type: "record.separated", by: "kari", body: { record } }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.uniqueArray(report, { minLength: 2, maxLength: 4 }).map(
      (records): EventDraft => ({
        type: "records.deduplicated",
        by: "kari",
        body: { method: "test", clusters: [{ records, rule: "doi", value: "x" }] },
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.uniqueArray(report, { minLength: 2, maxLength: 2 }),
        fc.constantFrom("same" as const, "different" as const, "linked" as const),
      )
      .map(
        ([[a, b], verdict]): EventDraft => ({
          type: "duplicates.judged",
          by: "ola",
          body: { pairs: [{ a: a!, b: b!, verdict }] },
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(report, fc.constantFrom("Corrected title", "Another title", null)).map(
      ([record, value]): EventDraft => ({
        type: "record.amended",
        by: "ola",
        body: { record, changes: [{ field: "title", value }], source: "page 1" },
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 2 }),
        fc.constantFrom(undefined, 0.5, 1),
      )
      .map(([number, reviewers, share]) => protocol(number, reviewers, share)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(person, report, decision, stage).map(
      ([by, id, what, at]): EventDraft => ({
        type: "screening.voted",
        by,
        body: { stage: at, report: id, decision: what, round: "pilot-1" },
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(person, report, stage, fc.boolean()).map(
      ([by, id, at, on]): EventDraft => ({
        type: "report.labelled",
        by,
        body: { stage: at, report: id, label: "rat", on },
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(person, report, stage).map(
      ([by, id, at]): EventDraft => ({
        type: "report.commented",
        by,
        body: { stage: at, report: id, text: "why" },
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(person, report, fc.boolean()).map(
      ([by, id, relevant]): EventDraft => ({
        type: "screening.audited",
        by,
        body: { sample: "audit-1", report: id, relevant },
      }),
    ),
  },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: draft.map((one): Step => ({ kind: "draft", draft: one })) },
  { weight: 3, arbitrary: fc.nat(30).map((place): Step => ({ kind: "undo", place })) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 3 }).map((records): Step => ({ kind: "import", records })),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: "index" }) },
);

async function run(store: ReviewStore, steps: readonly Step[], prefix: string): Promise<void> {
  let imports = 0;
  for (const one of steps) {
    if (one.kind === "draft") await store.append([one.draft]);
    else if (one.kind === "index") await store.indexSearch();
    else if (one.kind === "import") {
      const id = `${prefix}${imports++}`;
      await importFacts(store, id, facts(id, one.records));
    } else {
      const undone = await store.read.undoneIds();
      const able = (await store.read.events()).filter(
        (event) => event.type !== "review.created" && !undone.has(event.id),
      );
      const target = able[one.place % Math.max(1, able.length)];
      if (target !== undefined) await store.append([undo("kari", target)]);
    }
  }
}

/** What the index answers, as far as it goes, is what looking at every record answers. */
async function expectSearch(store: ReviewStore): Promise<void> {
  const amended = new Map(
    (await store.read.documents<AmendmentDoc>("amendment")).map(({ key, doc }) => [key, doc.amendments]),
  );
  for (const text of ["simulated", "number 2", "corrected", "title", "9000001", "10.9999/sim.3", "i1-1"]) {
    const found = (await store.read.reports({ text })).map(({ id }) => id);
    const fits: string[] = [];
    for (const { id } of await store.read.reports({})) {
      const words = new Set<string>();
      for (const fact of await store.read.recordsOf(id))
        for (const word of searchWords(amendedFact(fact, amended.get(fact.id) ?? []))) words.add(word);
      if (fitsQuery(words, searchQuery(text)!)) fits.push(id);
    }
    expect(found, text).toEqual(fits);
  }
}

let begun: string | undefined;

/** A review with the records that the steps speak of, made once. */
async function beginning(): Promise<string> {
  if (begun !== undefined) return begun;
  begun = join(folder(), "begun.evidens");
  const store = await createReviewFile(
    begun,
    { reviewId: "sim", title: "Simulated review", by: "kari" },
    storeOptions(),
  );
  await importFacts(store, "i0", facts("i0", 4));
  await importFacts(store, "i1", facts("i1", 3));
  await store.close();
  return begun;
}

/** Copies of one review on as many devices. */
async function withStores(count: number, body: (stores: ReviewStore[]) => Promise<void>): Promise<void> {
  const first = await beginning();
  const paths = Array.from({ length: count }, () => join(folder(), `copy${counter++}.evidens`));
  for (const path of paths) copyFileSync(first, path);
  const stores = await Promise.all(
    paths.map((path, index) => openReviewFile(path, storeOptions({ device: `device-${index}` }))),
  );
  try {
    await body(stores);
  } finally {
    await Promise.all(stores.map((store) => store.close()));
    for (const path of paths)
      for (const end of ["", "-wal", "-shm"]) rmSync(`${path}${end}`, { force: true });
  }
}

test("after any sequence of steps and undos, the tables are those a rebuild makes and a plain fold gives", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await withStores(1, async ([store]) => {
        await run(store!, steps, "x");
        const before = await store!.projectionDigest();
        const folded = foldAll(effectiveEvents(await store!.read.events()), allProjections);
        for (const { kind } of allProjections) {
          const stored = (await store!.read.documents(kind)).map(
            ({ key, doc }) => `${key} ${canonicalJson(doc)}`,
          );
          expect(stored.sort()).toEqual(
            [...(folded.get(kind) ?? [])].map(([key, doc]) => `${key} ${canonicalJson(doc)}`).sort(),
          );
        }
        await expectSearch(store!);
        expect(await store!.rebuild()).toMatchObject({ changed: [], digest: before });
        await store!.indexSearch();
        await expectSearch(store!);
      });
    }),
    { numRuns: 60, seed: 20260101 },
  );
}, 180_000);

test("merging is commutative, associative and idempotent", async () => {
  const short = fc.array(step, { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(short, short, short, async (x, y, z) => {
      await withStores(6, async (stores) => {
        const [a, b, c, a2, b2, c2] = stores as [
          ReviewStore,
          ReviewStore,
          ReviewStore,
          ReviewStore,
          ReviewStore,
          ReviewStore,
        ];
        await run(a, x, "a");
        await run(b, y, "b");
        await run(c, z, "c");
        // Copies of the three before they meet.
        for (const [copy, of] of [
          [a2, a],
          [b2, b],
          [c2, c],
        ] as const)
          await copy.mergeFrom(of);
        await a.mergeFrom(b);
        await a.mergeFrom(c);
        await c2.mergeFrom(b2);
        await c2.mergeFrom(a2);
        expect(await c2.projectionDigest()).toBe(await a.projectionDigest());
        expect((await c2.read.events()).map((event) => event.hash)).toEqual(
          (await a.read.events()).map((event) => event.hash),
        );
        expect(await a.mergeFrom(c2)).toEqual({ events: 0, records: 0 });
        expect(await a.verify()).toEqual([]);
      });
    }),
    { numRuns: 12, seed: 20260102 },
  );
}, 180_000);
