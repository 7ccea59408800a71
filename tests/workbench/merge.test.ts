import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openReview, type Workbench } from "#workbench";
import { seededRng } from "../support/events.ts";
import {
  importRis,
  reportIds,
  type TestReview,
  testReview,
  tickingClock,
  votesOn,
} from "../support/review.ts";

const stage = "title-abstract" as const;
let review: TestReview;
let ids: readonly string[];
let opened: Workbench[] = [];
beforeEach(async () => {
  review = await testReview();
  await importRis(review.workbench, 6);
  ids = await reportIds(review.workbench);
});
afterEach(async () => {
  for (const workbench of opened) await workbench.close();
  opened = [];
  await review.drop();
});

const pathOf = (name: string) => join(review.folder, `${name}.evidens`);

/** A copy of the review as it is now, for one person on a device of their own. */
async function copy(name: string, later = 0): Promise<Workbench> {
  await review.workbench.exportTo({ path: pathOf(name), format: "review" });
  const workbench = await openReview(pathOf(name), {
    device: `device-${name}`,
    clock: tickingClock(Date.parse("2026-03-01T10:00:00.000Z") + later),
    rng: seededRng(later + 1),
  });
  opened.push(workbench);
  return workbench;
}

/** Each takes in the other as it was before; both end alike, and alike when everything is folded again. */
async function mergeBoth(left: Workbench, right: Workbench): Promise<void> {
  const before = pathOf("left-before");
  await left.exportTo({ path: before, format: "review" });
  await left.merge({ path: right.location });
  await right.merge({ path: before });
  const digests = [await left.rebuild(), await right.rebuild()];
  expect(digests[0]!.changed).toEqual([]);
  expect(digests[1]!.changed).toEqual([]);
  expect(digests[1]!.digest).toBe(digests[0]!.digest);
  expect(await left.verify()).toEqual([]);
}

const statuses = async (workbench: Workbench) =>
  (await workbench.records({ after: 0, limit: 20 })).rows.map((row) => row.titleAbstract);

describe("two reviewers, each on a copy without a server", () => {
  test("stay sealed from each other until both votes are in, then conflict, settle and merge again", async () => {
    const ann = await copy("ann");
    const bob = await copy("bob", 500);
    for (const id of ids.slice(0, 4)) await votesOn(ann, id, { ann: "include" });
    for (const id of ids.slice(1, 5)) await votesOn(bob, id, { bob: "exclude" });
    await bob.comment({ by: "bob", reportId: ids[4]!, stage, text: "secret thought" });
    await bob.label({ by: "bob", reportId: ids[4]!, stage, label: "secret label", on: true });
    await mergeBoth(ann, bob);
    for (const workbench of [ann, bob]) {
      expect(await statuses(workbench)).toEqual([
        "pending",
        "conflict",
        "conflict",
        "conflict",
        "pending",
        "pending",
      ]);
      const told = JSON.stringify([
        await workbench.report("ann", ids[4]!),
        await workbench.discussion("ann", ids[4]!),
        await workbench.log("ann", { limit: 99 }),
        await workbench.next("ann", stage, { after: 0, limit: 9 }),
      ]);
      expect(told).not.toContain("secret");
      const [seen] = (await workbench.report("ann", ids[4]!)).screening;
      expect(seen).toMatchObject({ votes: [], sealed: 1, status: "pending" });
      expect((await workbench.conflicts("eva", stage)).conflicts).toHaveLength(3);
    }
    await votesOn(ann, ids[4]!, { ann: "exclude" });
    expect((await ann.discussion("ann", ids[4]!)).comments.map(({ text }) => text)).toEqual([
      "secret thought",
    ]);
    await bob.adjudicate({ by: "eva", stage, report: ids[1]!, decision: "include" });
    await mergeBoth(ann, bob);
    expect(await statuses(bob)).toEqual(["pending", "include", "conflict", "conflict", "exclude", "pending"]);
  });

  test("rounds, samples, settings and labels of both come together, whichever takes in the other", async () => {
    await review.workbench.drawSample({ by: "ann", stage, purpose: "calibration", size: 3, seed: 2 });
    const round = (await review.workbench.setup("ann", stage)).samples[0]!.sample;
    const ann = await copy("ann");
    const bob = await copy("bob", 500);
    for (const id of round.reports) await votesOn(ann, id, { ann: "include" }, round.sample);
    for (const id of round.reports) await votesOn(bob, id, { bob: "exclude" }, round.sample);
    await ann.drawSample({ by: "ann", stage, purpose: "random", size: 2, seed: 3 });
    await bob.drawSample({ by: "ann", stage, purpose: "random", size: 2, seed: 3 });
    await ann.setHighlights({ by: "ann", highlights: [{ kind: "outcome", terms: ["pain"] }] });
    await bob.setHighlights({ by: "ann", highlights: [{ kind: "outcome", terms: ["sleep"] }] });
    await bob.allocate({ by: "eva", stage, shares: [], seed: 3 });
    expect(await ann.agreement("ann", stage, { round: round.sample })).toMatchObject({
      all: null,
      waiting: 3,
    });
    await mergeBoth(ann, bob);
    for (const workbench of [ann, bob]) {
      const setup = await workbench.setup("ann", stage);
      expect(setup.samples.map(({ sample: { purpose }, done }) => [purpose, done])).toEqual([
        ["calibration", true],
        ["random", false],
        ["random", false],
      ]);
      expect(new Set(setup.samples.map(({ sample }) => sample.sample)).size).toBe(3);
      expect(setup.allocation).toMatchObject({ by: "eva" });
      const agreement = await workbench.agreement("ann", stage, { round: round.sample });
      expect(agreement.all).toMatchObject({ n: 3 });
      expect(agreement.all?.detailed[0]).toMatchObject({ id: "percent", estimate: 0 });
      // The later word holds, wherever it was said.
      expect((await workbench.highlights("ann")).highlights[0]?.terms).toEqual(["sleep"]);
      expect(await statuses(workbench)).toEqual(Array(6).fill("pending"));
    }
  });

  test("both voted twice and one stopped meanwhile: nothing is lost, nothing is counted twice", async () => {
    const ann = await copy("ann");
    const bob = await copy("bob", 500);
    await votesOn(ann, ids[0]!, { ann: "include" });
    await votesOn(ann, ids[0]!, { ann: "exclude" });
    await votesOn(bob, ids[0]!, { ann: "maybe", bob: "exclude" });
    await ann.stop({ by: "ann", stage, anyway: true });
    await votesOn(bob, ids[1]!, { bob: "include" });
    await mergeBoth(ann, bob);
    for (const workbench of [ann, bob]) {
      const [doc] = (await workbench.report("bob", ids[0]!)).screening;
      expect(doc!.votes).toHaveLength(2);
      expect([...doc!.votes, ...(doc!.earlier ?? [])].map(({ decision }) => decision).sort()).toEqual([
        "exclude",
        "exclude",
        "include",
        "maybe",
      ]);
      expect((await workbench.next("bob", stage, { after: 0, limit: 9 })).stopped).not.toBeNull();
      expect((await workbench.snapshot()).flow.stages[stage].notRead).toBe(4);
    }
  });
});

describe("votes on records that another copy", () => {
  test("merged: they count for the merged report, and go back when that is undone", async () => {
    const ann = await copy("ann");
    const bob = await copy("bob", 500);
    await ann.judge({ by: "ann", a: ids[0]!, b: ids[1]!, verdict: "same" });
    await votesOn(ann, ids[0]!, { ann: "include" });
    await votesOn(bob, ids[1]!, { bob: "include" });
    await bob.comment({ by: "bob", reportId: ids[1]!, stage, text: "of the second" });
    await mergeBoth(ann, bob);
    for (const workbench of [ann, bob]) {
      expect(await statuses(workbench)).toEqual(["include", ...Array(4).fill("pending")]);
      expect((await workbench.discussion("ann", ids[0]!)).comments).toHaveLength(1);
    }
    const judged = (await ann.log("ann", { limit: 50 })).entries.find(
      ({ type }) => type === "duplicates.judged",
    );
    await ann.undo({ by: "ann", eventId: judged!.id });
    expect(await statuses(ann)).toEqual(Array(6).fill("pending"));
    await mergeBoth(ann, bob);
  });

  test("took back with their import: they wait in the log, and count again when it comes back", async () => {
    await importRis(review.workbench, 2, 40);
    const all = await reportIds(review.workbench);
    const ann = await copy("ann");
    const bob = await copy("bob", 500);
    const imported = (await ann.log("ann", { limit: 50 })).entries.find(
      ({ type, body }) => type === "records.imported" && body.fileName === "search-40.ris",
    );
    const { eventId } = await ann.undo({ by: "ann", eventId: imported!.id });
    await votesOn(bob, all[6]!, { bob: "include" });
    await bob.comment({ by: "bob", reportId: all[6]!, stage, text: "secret" });
    await mergeBoth(ann, bob);
    for (const workbench of [ann, bob]) {
      expect((await workbench.records({ after: 0, limit: 20 })).total).toBe(6);
      expect(JSON.stringify(await workbench.log("ann", { limit: 99 }))).not.toContain("secret");
      expect(await workbench.next("ann", stage, { after: 0, limit: 9 })).toMatchObject({
        progress: { inStage: 6 },
      });
      expect((await workbench.check("en")).ok).toBe(true);
    }
    await ann.undo({ by: "ann", eventId });
    expect((await ann.report("bob", all[6]!)).screening[0]).toMatchObject({
      votes: [{ reviewer: "bob", decision: "include" }],
    });
    await mergeBoth(ann, bob);
  });
});
