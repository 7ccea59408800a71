import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Workbench } from "#workbench";
import { importRis, refusal, type TestReview, testReview } from "../support/review.ts";

let review: TestReview;
let workbench: Workbench;
beforeEach(async () => {
  review = await testReview();
  workbench = review.workbench;
});
afterEach(() => review.drop());

const rows = async (query: Partial<Parameters<Workbench["records"]>[0]> = {}) =>
  (await workbench.records({ after: 0, limit: 100, ...query })).rows;
const asked = async () => (await workbench.duplicates({ state: "ask", after: 0, limit: 50 })).pairs;

/** RIS entries with titles of one's own. */
async function importTitles(
  name: string,
  entries: readonly Readonly<Record<string, string>>[],
): Promise<void> {
  const text = entries
    .map((fields) =>
      Object.entries({ TY: "JOUR", ...fields })
        .map(([tag, value]) => `${tag}  - ${value}`)
        .join("\n"),
    )
    .map((entry) => `${entry}\nER  - \n`)
    .join("\n");
  await workbench.importFile({
    by: "ann",
    sourceId: "pubmed",
    fileName: name,
    bytes: new TextEncoder().encode(text),
  });
}
const vote = (by: string, report: string, decision: "include" | "exclude" | "maybe") =>
  workbench.vote({ by, stage: "title-abstract", report, decision });

describe("judging pairs", () => {
  test("same merges, undo restores exactly, and the counts follow", async () => {
    await importTitles("a.ris", [{ TI: "Alpha" }, { TI: "Beta" }]);
    const before = await rows();
    const [a, b] = before.map(({ id }) => id) as [string, string];
    const word = await workbench.judge({ by: "bob", a, b, verdict: "same", note: "Seen" });
    expect(word).toMatchObject({ judged: 1, ask: 0 });
    expect((await rows()).map(({ records }) => records)).toEqual([[a, b]]);
    const merged = await workbench.merged({ after: 0, limit: 10 });
    expect(merged).toMatchObject({
      total: 1,
      next: null,
      clusters: [{ report: { id: a }, basis: [{ rule: "person", value: "bob" }] }],
    });
    expect(merged.clusters[0]!.records.map(({ id, sourceId, reportId }) => [id, sourceId, reportId])).toEqual(
      [
        [a, "pubmed", a],
        [b, "pubmed", a],
      ],
    );
    const answer = await workbench.duplicates({ state: "judged", after: 0, limit: 10 });
    expect(answer.counts).toMatchObject({ records: 2, reports: 1, judged: 1, merged: 1, ask: 0, linked: 0 });
    expect(answer.overlap).toEqual([{ a: "pubmed", b: "pubmed", reports: 1 }]);
    expect(answer.pairs).toMatchObject([{ verdict: "same", judgedBy: "bob", eventId: word.eventId }]);
    await workbench.undo({ by: "bob", eventId: word.eventId });
    expect(await rows()).toEqual(before);
    expect((await workbench.rebuild()).changed).toEqual([]);
  });

  test("linked records show each other, with the relation from either side", async () => {
    await importTitles("a.ris", [{ TI: "Alpha" }, { TI: "Beta" }]);
    const [a, b] = (await rows()).map(({ id }) => id) as [string, string];
    await workbench.judge({ by: "ann", a, b, verdict: "linked", relation: "preprint" });
    expect((await workbench.report("ann", a)).links).toEqual([
      { report: b, title: "Beta", relation: "preprint", forward: true },
    ]);
    expect((await workbench.report("ann", b)).links).toMatchObject([{ report: a, forward: false }]);
    expect((await rows({ only: "linked" })).map(({ id }) => id)).toEqual([a, b]);
    const { pairs } = await workbench.duplicates({ state: "linked", after: 0, limit: 10 });
    expect(pairs).toMatchObject([{ verdict: "linked", relation: "preprint", judgedBy: "ann" }]);
  });

  test("every wrong thing about a judgement is named, and nothing is written", async () => {
    await importTitles("a.ris", [{ TI: "Alpha" }]);
    const [a] = (await rows()).map(({ id }) => id) as [string];
    const { total } = await workbench.log("ann", { limit: 1 });
    const refused = await refusal(
      workbench.judge({ by: "ann", a: "gone-1", b: "gone-1", verdict: "same", relation: "erratum" }),
    );
    expect(refused.problems.map(({ code }) => code)).toEqual([
      "workbench/unknown-record",
      "workbench/unknown-record",
      "workbench/same-record",
      "workbench/relation-without-link",
    ]);
    expect((await refusal(workbench.judge({ by: "nobody", a, b: a, verdict: "same" }))).kind).toBe("invalid");
    expect((await refusal(workbench.separate({ by: "ann", recordId: a }))).code).toBe("workbench/not-merged");
    expect((await refusal(workbench.separate({ by: "ann", recordId: "gone-1" }))).kind).toBe("missing");
    const bulk = workbench.judgeGroup({ by: "ann", group: "title-equal", count: 3, verdict: "same" });
    expect(await refusal(bulk)).toMatchObject({ code: "workbench/group-changed", kind: "conflict" });
    expect((await workbench.log("ann", { limit: 1 })).total).toBe(total);
  });

  test("a record taken out stays out, also when the finder runs again", async () => {
    await importRis(workbench, 3);
    await importRis(workbench, 2, 2);
    await workbench.dedupe({ by: "ann" });
    const [merged] = await rows({ only: "merged" });
    const [first, second] = merged!.records as [string, string];
    const word = await workbench.separate({ by: "ann", recordId: second });
    expect(word.judged).toBe(1);
    const apart = await rows();
    expect(apart.filter(({ id }) => id === first || id === second)).toHaveLength(2);
    await workbench.dedupe({ by: "ann" });
    expect(await rows()).toEqual(apart);
    expect((await workbench.rebuild()).changed).toEqual([]);
    // The second run knew the word; without it, the next one finds the two together again.
    await workbench.undo({ by: "ann", eventId: word.eventId });
    await workbench.dedupe({ by: "ann" });
    expect((await rows({ only: "merged" })).length).toBe(2);
  });

  test("records of an import that was taken back are in no list and no count", async () => {
    await importRis(workbench, 2);
    await importRis(workbench, 2, 2);
    await workbench.dedupe({ by: "ann" });
    const { imports } = await workbench.imports();
    await workbench.undo({ by: "ann", eventId: imports[1]!.eventId });
    const answer = await workbench.duplicates({ state: "ask", after: 0, limit: 10 });
    expect(answer.counts).toMatchObject({ records: 2, reports: 2, merged: 0, ask: 0 });
    expect(answer.overlap).toEqual([]);
  });

  test("a run says when records came after it", async () => {
    expect((await workbench.duplicates({ state: "ask", after: 0, limit: 10 })).run).toBeNull();
    await importRis(workbench, 2);
    await workbench.dedupe({ by: "ann" });
    const run = async () => (await workbench.duplicates({ state: "ask", after: 0, limit: 10 })).run;
    expect(await run()).toMatchObject({ stale: false });
    await importRis(workbench, 1, 9);
    expect(await run()).toMatchObject({ stale: true });
  });
});

describe("decisions stay when a later search is merged into an earlier one", () => {
  test("votes, conflicts, studies, status and retrieval of both; nothing is asked again; separated, all is as before", async () => {
    await importRis(workbench, 4);
    const [a1, a2, a3] = (await rows()).map(({ id }) => id) as [string, string, string];
    await vote("ann", a1, "include");
    await vote("bob", a1, "include");
    await vote("ann", a2, "exclude");
    await importRis(workbench, 3);
    const later = (await rows()).slice(4).map(({ id }) => id) as [string, string, string];
    const [b1, b2, b3] = later;
    await vote("bob", b2, "include");
    await vote("ann", b3, "maybe");
    const { studyId } = await workbench.defineStudy({
      by: "ann",
      label: "Sim 2020",
      reports: [b1, a1],
      questions: ["Q1"],
    });
    await workbench.applyFile({
      by: "ann",
      file: "words.json",
      text: JSON.stringify({
        reportStatuses: [{ report: b1, status: "retracted", source: "Journal" }],
        retrievals: [{ report: a2, retrieved: false, why: "Not held" }],
      }),
    });
    const before = await rows();
    const run = await workbench.dedupe({ by: "ann" });
    expect(run.removed).toBe(3);

    const now = new Map((await rows()).map((row) => [row.id, row]));
    expect(now.get(a1)).toMatchObject({ records: [a1, b1], titleAbstract: "include" });
    expect(now.get(a2)).toMatchObject({ records: [a2, b2], titleAbstract: "conflict" });
    expect(now.get(a3)).toMatchObject({ records: [a3, b3], titleAbstract: "pending" });
    const { conflicts } = await workbench.conflicts("eva", "title-abstract");
    expect(conflicts.map(({ report, votes }) => [report.id, votes.map(({ reviewer }) => reviewer)])).toEqual([
      [a2, ["ann", "bob"]],
    ]);
    const waiting = async (person: string): Promise<string[]> =>
      (await workbench.next(person, "title-abstract", { after: 0, limit: 20 })).items.map(
        ({ report }) => report.id,
      );
    expect(await waiting("ann")).not.toContain(a3);
    expect(await waiting("bob")).toContain(a3);
    for (const gone of later)
      expect([...(await waiting("ann")), ...(await waiting("bob"))]).not.toContain(gone);
    // A report that was merged is found, and voted on, under its old id.
    expect((await workbench.report("ann", b1)).report.id).toBe(a1);
    expect(await workbench.report("ann", a1)).toMatchObject({
      studies: [{ studyId, reports: [a1] }],
      status: { report: a1, status: "retracted" },
    });
    expect(now.get(a1)?.status).toBe("retracted");
    expect((await workbench.report("ann", a2)).retrieval).toMatchObject({ retrieved: false });
    expect(await workbench.snapshot()).toMatchObject({
      studies: [{ reports: [a1] }],
      statuses: [{ report: a1 }],
      flow: { notRetrieved: [a2], duplicatesRemoved: 3 },
    });
    await vote("bob", b3, "maybe");
    expect((await rows()).find(({ id }) => id === a3)?.titleAbstract).toBe("maybe");

    await workbench.separate({ by: "ann", recordId: b2 });
    const apart = new Map((await rows()).map((row) => [row.id, row]));
    expect(apart.get(a2)?.titleAbstract).toBe("pending");
    expect(await waiting("bob")).toContain(a2);
    expect(await waiting("bob")).not.toContain(b2);
    expect((await workbench.rebuild()).changed).toEqual([]);
    await workbench.undo({ by: "ann" });
    await workbench.undo({ by: "bob" });
    await workbench.undo({ by: "ann", eventId: run.eventId });
    expect(await rows()).toEqual(before);
  });
});

describe("correcting a record", () => {
  test("shows the new value, keeps the imported one beside it, is found by it, and undo restores it", async () => {
    await importTitles("a.ris", [{ TI: "Alhpa trial", PY: "2001" }]);
    const [row] = await rows();
    const answer = await workbench.amend({
      by: "bob",
      recordId: row!.id,
      changes: [
        { field: "title", value: "Alpha trial" },
        { field: "year", value: null },
      ],
      source: "Title page",
    });
    expect(answer.report).toMatchObject({ title: "Alpha trial", year: null, amended: ["title", "year"] });
    const { report, records } = await workbench.report("ann", row!.id);
    expect(report.title).toBe("Alpha trial");
    expect(records[0]).toMatchObject({
      title: "Alhpa trial",
      year: 2001,
      amended: [{ by: "bob", source: "Title page", eventId: answer.eventId }],
    });
    expect((await rows({ text: "alpha" })).map(({ id }) => id)).toEqual([row!.id]);
    expect(await rows({ text: "alhpa" })).toEqual([]);
    expect(await rows({ missing: "year" })).toHaveLength(1);
    expect((await workbench.rebuild()).changed).toEqual([]);
    await workbench.undo({ by: "bob", eventId: answer.eventId });
    expect(await rows()).toEqual([row]);
    expect(await rows({ text: "alhpa" })).toHaveLength(1);
  });

  test("every value that cannot be is named, and nothing is written", async () => {
    await importTitles("a.ris", [{ TI: "Alpha" }]);
    const [row] = await rows();
    const refused = await refusal(
      workbench.amend({
        by: "bob",
        recordId: row!.id,
        changes: [
          { field: "year", value: "soon" },
          { field: "doi", value: "none" },
          { field: "title", value: "Beta" },
        ],
        source: "x",
      }),
    );
    expect(refused.problems.map(({ field }) => field)).toEqual(["year", "doi"]);
    expect((await rows())[0]?.title).toBe("Alpha");
    const unknown = workbench.amend({
      by: "bob",
      recordId: "gone-1",
      changes: [{ field: "year", value: "2001" }],
      source: "x",
    });
    expect((await refusal(unknown)).code).toBe("workbench/unknown-record");
  });
});

test("pairs that wait come with evidence, in groups that can be judged at once", async () => {
  await importTitles("a.ris", [
    {
      TI: "Evening light and the timing of sleep in simulated adults",
      AU: "Alpha, A.",
      PY: "2001",
      JO: "J Sim",
    },
    {
      TI: "Evening light and the timing of sleep in simulated adult",
      AU: "Beta, B.",
      PY: "2004",
      JO: "Sim Rev",
    },
  ]);
  await workbench.dedupe({ by: "ann" });
  const answer = await workbench.duplicates({ state: "ask", after: 0, limit: 10 });
  expect(answer.groups.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(answer.counts.ask);
  for (const pair of await asked()) {
    expect(pair.evidence.length).toBeGreaterThan(0);
    expect(answer.groups.map(({ group }) => group)).toContain(pair.group);
  }
  for (const { group, pairs } of answer.groups) {
    const done = await workbench.judgeGroup({ by: "ann", group, count: pairs, verdict: "different" });
    expect(done.judged).toBe(pairs);
  }
  expect(await asked()).toEqual([]);
});
