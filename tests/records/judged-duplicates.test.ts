import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkBody, effectiveEvents, eventTypes, type LedgerEvent } from "#ledger";
import { type DuplicatesDoc, foldClusters } from "#records";

let count = 0;
function event(type: LedgerEvent["type"], body: unknown, more: Partial<LedgerEvent> = {}): LedgerEvent {
  count += 1;
  return {
    id: `00000000-0000-7000-8000-${String(count).padStart(12, "0")}`,
    type,
    version: eventTypes[type].version,
    at: "2026-01-01T00:00:00.000Z",
    by: "anna",
    device: "d",
    prev: null,
    hash: "",
    body: checkBody(type, eventTypes[type].version, body),
    ...more,
  } as LedgerEvent;
}

interface Found {
  readonly clusters?: readonly (readonly string[])[];
  readonly ask?: readonly (readonly [string, string, number])[];
  readonly links?: readonly (readonly [string, string])[];
}
const run = ({ clusters = [], ask = [], links = [] }: Found): LedgerEvent =>
  event("records.deduplicated", {
    method: "test",
    clusters: clusters.map((records) => ({ records, rule: "match", value: "" })),
    thresholds: { merge: 30, ask: 20 },
    ask: ask.map(([a, b, score]) => ({ a, b, score, reasons: ["title-similar"] })),
    links: links.map(([a, b]) => ({ a, b, relation: "preprint", reasons: ["preprint"] })),
  });
const judged = (
  ...pairs: readonly (readonly [string, string, "same" | "different" | "linked"])[]
): LedgerEvent => event("duplicates.judged", { pairs: pairs.map(([a, b, verdict]) => ({ a, b, verdict })) });
const clusters = (...events: LedgerEvent[]): (readonly string[])[] =>
  foldClusters(events).clusters.map(({ records }) => records);

describe("what people said about pairs", () => {
  test("same joins, also what the finder did not see, and names the person", () => {
    const doc = foldClusters([run({ clusters: [["a-1", "a-2"]] }), judged(["a-2", "b-1", "same"])]);
    expect(doc.clusters).toEqual([
      {
        records: ["a-1", "a-2", "b-1"],
        basis: [
          { rule: "match", value: "" },
          { rule: "person", value: "anna" },
        ],
      },
    ]);
  });

  test("different keeps apart, against later runs too", () => {
    const word = judged(["a-1", "a-2", "different"]);
    expect(clusters(run({ clusters: [["a-1", "a-2"]] }), word)).toEqual([]);
    expect(clusters(word, run({ clusters: [["a-1", "a-2"]] }))).toEqual([]);
  });

  test("a third record does not chain two that are kept apart; it goes with the earlier one", () => {
    const word = judged(["a-1", "a-2", "different"]);
    expect(
      clusters(
        word,
        run({
          clusters: [
            ["a-1", "b-1"],
            ["a-2", "b-1"],
          ],
        }),
      ),
    ).toEqual([["a-1", "b-1"]]);
    expect(clusters(word, run({ clusters: [["a-1", "a-2", "b-1"]] }))).toEqual([["a-1", "b-1"]]);
    expect(
      clusters(run({ clusters: [["a-1", "a-2", "b-1"]] }), word, judged(["a-2", "b-1", "same"])),
    ).toEqual([["a-2", "b-1"]]);
  });

  test("kept apart are whole documents, not only the two records named", () => {
    const doc = foldClusters([
      run({
        clusters: [
          ["a-1", "a-2"],
          ["b-1", "b-2"],
        ],
        ask: [["a-2", "b-2", 25]],
      }),
      judged(["a-1", "b-1", "different"]),
    ]);
    expect(doc.clusters).toHaveLength(2);
    expect(doc.ask).toEqual([]);
  });

  test("linked is different and a link, with the relation said", () => {
    const word = event("duplicates.judged", {
      pairs: [{ a: "a-1", b: "a-2", verdict: "linked", relation: "erratum" }],
    });
    const doc = foldClusters([run({ clusters: [["a-1", "a-2"]], links: [["a-1", "a-2"]] }), word]);
    expect(doc.clusters).toEqual([]);
    expect(doc.links).toEqual([
      { a: "a-1", b: "a-2", relation: "erratum", reasons: [], by: "anna", at: word.at, eventId: word.id },
    ]);
  });

  test("the newest word on a pair stands", () => {
    const [same, different] = [
      (): LedgerEvent => judged(["a-1", "a-2", "same"]),
      (): LedgerEvent => judged(["a-2", "a-1", "different"]),
    ];
    expect(clusters(same(), different())).toEqual([]);
    expect(clusters(different(), same())).toEqual([["a-1", "a-2"]]);
    expect(foldClusters([same(), different()]).judged).toMatchObject([{ verdict: "different" }]);
  });

  test("a finder's link goes when a person says the two have nothing to do with each other", () => {
    const found = run({ links: [["a-1", "a-2"]] });
    expect(foldClusters([found]).links).toMatchObject([{ relation: "preprint", by: null }]);
    expect(foldClusters([found, judged(["a-1", "a-2", "different"])]).links).toEqual([]);
    expect(foldClusters([found, judged(["a-1", "a-2", "same"])]).links).toEqual([]);
  });

  test("asked is what nobody judged and nothing settled, each two documents once", () => {
    const found = run({
      clusters: [["a-1", "a-2"]],
      ask: [
        ["a-1", "b-1", 29],
        ["a-2", "b-1", 28],
        ["a-2", "c-1", 27],
        ["b-1", "c-1", 26],
      ],
    });
    const asked = (...events: LedgerEvent[]): string[] =>
      foldClusters([found, ...events]).ask.map(({ a, b }) => `${a} ${b}`);
    expect(asked()).toEqual(["a-1 b-1", "a-2 c-1", "b-1 c-1"]);
    expect(asked(judged(["a-1", "b-1", "same"]))).toEqual(["a-2 c-1"]);
    expect(asked(judged(["a-1", "b-1", "different"]))).toEqual(["a-2 c-1", "b-1 c-1"]);
    expect(asked(judged(["a-1", "b-1", "same"], ["a-2", "c-1", "different"]))).toEqual([]);
  });

  test("a record that was separated stays apart from those it was with, and may join others", () => {
    const separated = event("record.separated", { record: "a-2" });
    const first = run({ clusters: [["a-1", "a-2", "a-3"]] });
    expect(clusters(first, separated)).toEqual([["a-1", "a-3"]]);
    expect(clusters(first, separated, judged(["a-2", "b-1", "same"]))).toEqual([
      ["a-1", "a-3"],
      ["a-2", "b-1"],
    ]);
    expect(clusters(first, separated, judged(["a-2", "a-1", "same"]))).toEqual([["a-1", "a-2"]]);
  });

  test("the newest run tells its thresholds; an older one is as if it had not been", () => {
    const doc = foldClusters([run({ clusters: [["a-1", "a-2"]], ask: [["a-3", "a-4", 22]] }), run({})]);
    expect(doc).toMatchObject({
      clusters: [],
      ask: [],
      run: { method: "test", thresholds: { merge: 30, ask: 20 } },
    });
  });
});

const record = fc.nat(7).map((n) => `a-${n + 1}`);
const pair = fc.uniqueArray(record, { minLength: 2, maxLength: 2 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(pair, fc.constantFrom("same" as const, "different" as const, "linked" as const)).map(
      ([[a, b], verdict]) =>
        () =>
          judged([a!, b!, verdict]),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.array(fc.uniqueArray(record, { minLength: 2, maxLength: 4 }), { maxLength: 3 }),
        fc.array(pair, { maxLength: 3 }),
      )
      .map(
        ([found, ask]) =>
          () =>
            run({ clusters: found, ask: ask.map(([a, b]) => [a!, b!, 25] as const) }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .uniqueArray(record, { minLength: 2, maxLength: 3 })
      .map((records) => () => event("records.joined", { records })),
  },
  { weight: 1, arbitrary: record.map((one) => () => event("record.separated", { record: one })) },
);
const steps = fc.array(step, { maxLength: 12 });

/** A newest word `different` or `linked` is never broken; clusters never overlap. */
function expectLaw(doc: DuplicatesDoc): void {
  const clusterOf = new Map(doc.clusters.flatMap(({ records }, i) => records.map((id) => [id, i] as const)));
  expect(clusterOf.size).toBe(doc.clusters.reduce((sum, { records }) => sum + records.length, 0));
  for (const { a, b, verdict } of doc.judged)
    if (verdict !== "same") expect(clusterOf.has(a) && clusterOf.get(a) === clusterOf.get(b)).toBe(false);
  for (const { a, b } of doc.ask) {
    expect(doc.judged.some((word) => [word.a, word.b].sort().join() === [a, b].sort().join())).toBe(false);
    expect(clusterOf.has(a) && clusterOf.get(a) === clusterOf.get(b)).toBe(false);
  }
  expect(doc.clusters.every(({ records, basis }) => records.length > 1 && basis.length > 0)).toBe(true);
}

describe("for any sequence of runs and words", () => {
  test("nothing joins what a person keeps apart", () => {
    fc.assert(
      fc.property(steps, (makers) => expectLaw(foldClusters(makers.map((make) => make())))),
      { seed: 21, numRuns: 500 },
    );
  });

  test("the same events give the same document in whatever order copies hold them; a run again changes nothing", () => {
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.nat(1000)), (makers, keys) => {
        const events = makers.map((make) => make());
        const shuffled = events
          .map((one) => ({ one, key: keys.next().value ?? 0 }))
          .sort((x, y) => x.key - y.key)
          .map(({ one }) => one);
        expect(foldClusters(effectiveEvents([...shuffled, ...events.slice(0, 0)]))).toEqual(
          foldClusters(events),
        );
        const last = events.findLast(({ type }) => type === "records.deduplicated");
        if (last === undefined) return;
        const again = { ...last, id: "00000000-0000-7000-9000-000000000000" } as LedgerEvent;
        expect(foldClusters([...events, again]).clusters).toEqual(foldClusters(events).clusters);
      }),
      { seed: 22, numRuns: 300 },
    );
  });

  test("undo of the last step restores the document exactly", () => {
    fc.assert(
      fc.property(steps, step, (makers, extra) => {
        const events = makers.map((make) => make());
        const added = extra();
        const undo = event("ledger.undone", { type: added.type }, { undoes: added.id });
        expect(foldClusters(effectiveEvents([...events, added, undo]))).toEqual(foldClusters(events));
      }),
      { seed: 23, numRuns: 300 },
    );
  });
});
