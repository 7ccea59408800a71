import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SampleState } from "#contract";
import {
  importRis,
  protocolText,
  refusal,
  reportIds,
  type TestReview,
  testReview,
  votesOn,
} from "../support/review.ts";

const stage = "title-abstract" as const;
const text = protocolText.replace(
  "{stage: title-abstract, reviewers: 2}",
  "{stage: title-abstract, reviewers: 2, calibration: {reports: 4, statistic: percent, threshold: 75}}",
);

let review: TestReview;
let ids: readonly string[];
beforeEach(async () => {
  review = await testReview({}, text);
  await importRis(review.workbench, 12);
  ids = await reportIds(review.workbench);
});
afterEach(() => review.drop());

async function drawn(
  purpose: SampleState["sample"]["purpose"],
  size: number,
  more: object = {},
): Promise<SampleState["sample"]> {
  await review.workbench.drawSample({ by: "ann", stage, purpose, size, seed: 9, ...more });
  return (await review.workbench.setup("ann", stage)).samples.at(-1)!.sample;
}
const stateOf = async (id: string) => (await review.workbench.sample("ann", stage, id)).state;
const events = async () => (await review.workbench.log("ann", { limit: 1 })).total;
const warnings = async () => (await review.workbench.check("en")).problems.map(({ code }) => code);

describe("a calibration round", () => {
  test("is read first by both, decides nothing, and opens when both are done", async () => {
    const { workbench } = review;
    const round = await drawn("calibration", 4);
    expect(round).toMatchObject({
      purpose: "calibration",
      population: 12,
      seed: 9,
      reviewers: [],
      by: "ann",
    });
    expect(new Set(round.reports).size).toBe(4);
    const { items } = await workbench.next("bob", stage, { after: 0, limit: 6 });
    expect(items.slice(0, 4).map(({ report, because, round: id }) => [report.id, because, id])).toEqual(
      round.reports.map((id) => [id, "round", round.sample]),
    );
    const [first, ...rest] = round.reports;
    for (const id of round.reports) await votesOn(workbench, id, { ann: "include" }, round.sample);
    await votesOn(workbench, first!, { bob: "exclude" }, round.sample);
    expect(await stateOf(round.sample)).toMatchObject({
      done: false,
      read: [
        { person: "ann", reports: 4 },
        { person: "bob", reports: 1 },
      ],
    });
    const early = await workbench.agreement("ann", stage, { round: round.sample });
    expect(early).toMatchObject({
      all: null,
      pairs: [],
      sentence: null,
      calibration: null,
      waiting: 3,
      disagreements: { total: 0, items: [] },
    });
    expect((await workbench.sample("ann", stage, round.sample)).items).toEqual([]);
    const sealed = (await workbench.log("ann", { limit: 9 })).entries.filter(({ by }) => by === "bob");
    expect(sealed.map(({ sealed: hidden }) => hidden)).toEqual([true]);
    for (const id of rest) await votesOn(workbench, id, { bob: "include" }, round.sample);
    expect((await stateOf(round.sample)).done).toBe(true);
    const open = (await workbench.log("ann", { limit: 9 })).entries.filter(({ by }) => by === "bob");
    expect(open.every(({ sealed: hidden }) => !hidden)).toBe(true);
    // None of this is a vote in the review.
    expect((await workbench.records({ after: 0, limit: 20 })).rows.map((row) => row.titleAbstract)).toEqual(
      ids.map(() => "pending"),
    );
    expect((await workbench.next("bob", stage, { after: 0, limit: 20 })).items).toHaveLength(12);
  });

  test("tells the agreement, whether it is what the protocol asks, and where it was not", async () => {
    const { workbench } = review;
    const round = await drawn("calibration", 4);
    for (const [at, id] of round.reports.entries())
      await votesOn(workbench, id, { ann: "include", bob: at === 0 ? "exclude" : "include" }, round.sample);
    const agreement = await workbench.agreement("bob", stage, { round: round.sample });
    expect(agreement).toMatchObject({ round: round.sample, waiting: 0, all: { n: 4 } });
    expect(agreement.all?.detailed[0]).toMatchObject({ id: "percent", estimate: 75 });
    expect(agreement.pairs).toHaveLength(1);
    expect(agreement.pairs[0]).toMatchObject({
      reviewers: ["ann", "bob"],
      categories: ["include", "exclude"],
      table: [
        [3, 1],
        [0, 0],
      ],
    });
    expect(agreement.pairs[0]!.numbers.kept.map(({ id }) => id)).toEqual([
      "percent",
      "kappa",
      "pabak",
      "ac1",
      "alpha",
      "positive",
      "negative",
    ]);
    expect(agreement.disagreements).toMatchObject({
      total: 1,
      items: [
        {
          report: { id: round.reports[0] },
          votes: [
            { reviewer: "ann", decision: "include" },
            { reviewer: "bob", decision: "exclude" },
          ],
        },
      ],
    });
    expect(agreement.calibration).toMatchObject({ plan: { reports: 4, threshold: 75 }, met: true });
    expect(agreement.sentence?.en).toContain("75.0%");
    expect(agreement.sentence?.nb).toContain("75,0");
    expect((await workbench.sample("bob", stage, round.sample)).items).toHaveLength(4);
  });

  test("a vote changed once the round is open changes nothing of its agreement", async () => {
    const { workbench } = review;
    const round = await drawn("calibration", 4);
    for (const id of round.reports)
      await votesOn(workbench, id, { ann: "maybe", bob: "exclude" }, round.sample);
    // Before the round was open, ann changed her mind; that counts.
    const before = (await workbench.agreement("ann", stage, { round: round.sample })).pairs;
    expect(before[0]!.table).toHaveLength(3);
    for (const id of round.reports) await votesOn(workbench, id, { ann: "exclude" }, round.sample);
    expect((await workbench.agreement("ann", stage, { round: round.sample })).pairs).toEqual(before);
  });

  test("changed while it was sealed, the newer vote counts", async () => {
    const { workbench } = review;
    const round = await drawn("calibration", 2);
    const [one, two] = round.reports;
    await votesOn(workbench, one!, { ann: "include", bob: "exclude" }, round.sample);
    await votesOn(workbench, one!, { ann: "exclude" }, round.sample);
    await votesOn(workbench, two!, { ann: "exclude", bob: "exclude" }, round.sample);
    const { all } = await workbench.agreement("ann", stage, { round: round.sample });
    expect(all?.detailed[0]).toMatchObject({ id: "percent", estimate: 100 });
  });

  test("with a round that two of its reports left or that were merged, nobody waits for ever", async () => {
    const { workbench } = review;
    await importRis(workbench, 2, 50);
    const round = await drawn("calibration", 14);
    await workbench.judge({ by: "ann", a: ids[0]!, b: ids[1]!, verdict: "same" });
    const imported = (await workbench.log("ann", { limit: 50 })).entries.find(
      ({ type, body }) => type === "records.imported" && body.fileName === "search-50.ris",
    );
    await workbench.undo({ by: "ann", eventId: imported!.id });
    const left = await reportIds(workbench);
    expect(left).toHaveLength(11);
    for (const person of ["ann", "bob"]) {
      for (;;) {
        const { items } = await workbench.next(person, stage, { after: 0, limit: 1 });
        const [item] = items;
        if (item?.because !== "round") break;
        await votesOn(workbench, item.report.id, { [person]: "exclude" }, item.round);
      }
    }
    const state = await stateOf(round.sample);
    expect(state).toMatchObject({
      done: true,
      read: [
        { person: "ann", reports: 11 },
        { person: "bob", reports: 11 },
      ],
    });
    expect((await workbench.agreement("ann", stage, { round: round.sample })).all?.n).toBe(11);
  });

  test("is owed where the protocol plans it and people vote without; below the threshold it says so", async () => {
    const { workbench } = review;
    expect(await warnings()).not.toContain("check/calibration-missing");
    await votesOn(workbench, ids[0]!, { ann: "include" });
    expect(await warnings()).toContain("check/calibration-missing");
    const round = await drawn("calibration", 4);
    for (const id of round.reports)
      await votesOn(workbench, id, { ann: "include", bob: "exclude" }, round.sample);
    expect(await warnings()).toContain("check/calibration-below");
    const html = new TextDecoder().decode(await workbench.renderReport("en", "html"));
    expect(html).toContain("calibration");
    const again = await drawn("calibration", 4, { seed: 10 });
    for (const id of again.reports)
      await votesOn(workbench, id, { ann: "include", bob: "include" }, again.sample);
    const now = await warnings();
    expect(now.filter((code) => code.startsWith("check/calibration"))).toEqual([]);
  });
});

describe("drawing", () => {
  test("random samples come of what nobody has voted on, and are read next within the review", async () => {
    const { workbench } = review;
    await votesOn(workbench, ids[0]!, { ann: "exclude" });
    const sample = await drawn("random", 5);
    expect(sample).toMatchObject({ population: 11 });
    expect(sample.reports).not.toContain(ids[0]);
    const { items } = await workbench.next("bob", stage, { after: 0, limit: 6 });
    expect(items.map(({ because }) => because)).toEqual([...Array(5).fill("sample"), "order"]);
    expect(items.slice(0, 5).map(({ report }) => report.id)).toEqual(sample.reports);
    const steps = async (person: string) =>
      (await workbench.overview(person, "en")).next
        .filter(({ id }) => id.startsWith("read-"))
        .map(({ id, count }) => [id, count]);
    expect(await steps("bob")).toEqual([["read-sample", 5]]);
    for (const id of sample.reports) await votesOn(workbench, id, { bob: "exclude" });
    expect(await steps("bob")).toEqual([]);
    expect((await stateOf(sample.sample)).done).toBe(false);
    for (const id of sample.reports) await votesOn(workbench, id, { ann: "exclude" });
    expect((await stateOf(sample.sample)).done).toBe(true);
    expect((await workbench.sample("ann", stage, sample.sample)).items).toEqual([]);
  });

  test("the same seed draws the same, and the draw is undone like anything", async () => {
    const first = await drawn("pilot", 5);
    await review.workbench.undo({ by: "ann" });
    expect((await review.workbench.setup("ann", stage)).samples).toEqual([]);
    const second = await drawn("pilot", 5);
    expect(second.reports).toEqual(first.reports);
    expect(second.sample).not.toBe(first.sample);
    expect((await drawn("pilot", 5, { seed: 10 })).reports).not.toEqual(first.reports);
  });

  test("more than there is, readers who cannot, and persons who may not are refused at once", async () => {
    const before = await events();
    const refused = await refusal(
      review.workbench.drawSample({
        by: "bob",
        stage,
        purpose: "audit",
        size: 3,
        reviewers: ["eva", "zoe"],
      }),
    );
    expect(refused.code).toBe("workbench/sample-refused");
    expect(refused.problems.map(({ code }) => code)).toEqual([
      "workbench/not-allowed",
      "workbench/unknown-person",
      "workbench/not-a-reviewer",
      "workbench/sample-too-large",
    ]);
    expect(refused.problems.at(-1)!.message).toContain("there are 0 excluded reports");
    const alone = await refusal(
      review.workbench.drawSample({ by: "ann", stage, purpose: "calibration", size: 13, reviewers: ["ann"] }),
    );
    expect(alone.problems.map(({ code }) => code)).toEqual([
      "workbench/too-few-readers",
      "workbench/sample-too-large",
    ]);
    expect(await events()).toBe(before);
    expect((await refusal(review.workbench.sample("ann", stage, "nope"))).code).toBe(
      "workbench/unknown-sample",
    );
    expect((await refusal(review.workbench.agreement("ann", stage, { round: "nope" }))).code).toBe(
      "workbench/unknown-sample",
    );
  });

  test("a vote outside the round, by one who does not read it, is refused", async () => {
    const { workbench } = review;
    const round = await drawn("pilot", 3, { reviewers: ["ann"] });
    const other = ids.find((id) => !round.reports.includes(id))!;
    const vote = (by: string, report: string) =>
      workbench.vote({ by, stage, report, decision: "include", round: round.sample });
    expect((await refusal(vote("ann", other))).problems.map(({ code }) => code)).toEqual([
      "screening/not-in-round",
    ]);
    expect((await refusal(vote("bob", round.reports[0]!))).problems.map(({ code }) => code)).toEqual([
      "screening/not-in-round",
    ]);
    expect((await workbench.next("bob", stage, { after: 0, limit: 20 })).items[0]!.because).toBe("order");
  });
});

describe("an audit of excluded reports", () => {
  test("is answered report by report, and bounds what was missed", async () => {
    const { workbench } = review;
    for (const [at, id] of ids.entries())
      await votesOn(
        workbench,
        id,
        at < 2 ? { ann: "include", bob: "include" } : { ann: "exclude", bob: "exclude" },
      );
    const audit = await drawn("audit", 5);
    expect(audit).toMatchObject({ population: 10 });
    expect(audit.reports.some((id) => ids.slice(0, 2).includes(id))).toBe(false);
    expect((await workbench.sample("ann", stage, audit.sample)).bound).toBeNull();
    expect(await warnings()).toContain("check/audit-unread");
    const answer = (report: string, relevant: boolean, by = "bob") =>
      workbench.audit({ by, stage, sample: audit.sample, report, relevant });
    const step = async () =>
      (await workbench.overview("bob", "en")).next.find(({ id }) => id === "read-audit") ?? null;
    expect(await step()).toMatchObject({ count: 5, page: `screen/audit/${audit.sample}` });
    for (const [at, id] of audit.reports.entries()) await answer(id, at === 0);
    expect(await step()).toBeNull();
    const done = await workbench.sample("ann", stage, audit.sample);
    expect(done.state).toMatchObject({ done: true });
    expect(done.items.map(({ report, relevant }) => [report.id, relevant])).toEqual(
      audit.reports.map((id, at) => [id, at === 0]),
    );
    // By hand: of 10 with 6 relevant, five drawn hold at most one with a chance of 6/252 < .05; with 5, 26/252.
    expect(done.bound).toMatchObject({ sampled: 5, found: 1, population: 10, confidence: 0.95, atMost: 5 });
    expect(done.bound?.text.en).toContain("at most 5 of all the excluded reports");
    expect(await warnings()).not.toContain("check/audit-unread");
    await answer(audit.reports[0]!, false, "ann");
    expect((await workbench.sample("ann", stage, audit.sample)).bound).toMatchObject({ found: 0 });
    const html = new TextDecoder().decode(await workbench.renderReport("en", "html"));
    expect(html).toContain("drawn at random were read again");
  });

  test("answers for other reports, samples and stages are refused", async () => {
    const { workbench } = review;
    for (const id of ids.slice(0, 4)) await votesOn(workbench, id, { ann: "exclude", bob: "exclude" });
    const audit = await drawn("audit", 2, { reviewers: ["bob"] });
    const pilot = await drawn("pilot", 2);
    const before = await events();
    const answer = (by: string, sample: string, report: string) =>
      refusal(workbench.audit({ by, stage, sample, report, relevant: true }));
    expect((await answer("ann", audit.sample, ids[9]!)).problems.map(({ code }) => code)).toEqual([
      "workbench/not-in-sample",
      "workbench/not-a-reader",
    ]);
    expect((await answer("bob", pilot.sample, pilot.reports[0]!)).problems.map(({ code }) => code)).toEqual([
      "workbench/not-in-sample",
    ]);
    expect((await answer("bob", "nope", ids[0]!)).code).toBe("workbench/unknown-sample");
    expect(await events()).toBe(before);
  });
});

describe("agreement at a stage", () => {
  test("rests on the votes before anyone could see another's, also in the overview and the report", async () => {
    const { workbench } = review;
    for (const [at, id] of ids.slice(0, 10).entries())
      await votesOn(workbench, id, {
        ann: at < 5 ? "include" : "exclude",
        bob: at < 4 ? "include" : "exclude",
      });
    const before = await workbench.agreement("ann", stage, {});
    expect(before.all).toMatchObject({ n: 10 });
    expect(before.all?.detailed[0]).toMatchObject({ id: "percent", estimate: 90 });
    expect(before.waiting).toBe(2);
    const overview = (await workbench.overview("ann", "en")).agreement;
    expect(overview).toMatchObject({ stage, both: 10, percent: 90 });
    // By hand: p_e = .5 × .4 + .5 × .6 = .5, kappa = (.9 - .5) / .5.
    expect(overview?.kappa).toBeCloseTo(0.8, 12);
    await votesOn(workbench, ids[4]!, { bob: "include" });
    expect((await workbench.agreement("ann", stage, {})).all).toEqual(before.all);
    expect((await workbench.overview("ann", "en")).agreement).toEqual(overview);
    const html = new TextDecoder().decode(await workbench.renderReport("en", "html"));
    expect(html).toContain(before.sentence!.en.slice(0, 40));
  });

  test("is none where nobody has judged the same", async () => {
    const { workbench } = review;
    await votesOn(workbench, ids[0]!, { ann: "include" });
    expect(await workbench.agreement("ann", stage, {})).toMatchObject({
      all: null,
      pairs: [],
      sentence: null,
    });
    expect((await workbench.overview("ann", "en")).agreement).toBeNull();
  });
});
