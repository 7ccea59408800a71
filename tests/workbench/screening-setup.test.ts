import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { importRis, refusal, reportIds, type TestReview, testReview, votesOn } from "../support/review.ts";

let review: TestReview;
let ids: readonly string[];
beforeEach(async () => {
  review = await testReview();
  await importRis(review.workbench, 8);
  ids = await reportIds(review.workbench);
});
afterEach(() => review.drop());

const stage = "title-abstract" as const;
const stopping = { rule: "recall-test", target: 0.9, confidence: 0.9 };
const order = (more: object = {}) => ({
  by: "ann",
  stage,
  order: "random" as const,
  model: "evidens",
  seed: 4,
  start: "words" as const,
  relevant: [] as string[],
  stopping,
  ...more,
});
const events = async () => (await review.workbench.log("ann", { limit: 1 })).total;

describe("set-up of a stage", () => {
  test("shows the program's own order until one is chosen, who may read, and what may be chosen", async () => {
    const { workbench } = review;
    const before = await workbench.setup("bob", stage);
    expect(before).toMatchObject({
      stage,
      orderSet: null,
      allocation: null,
      samples: [],
      calibration: null,
      stopped: null,
      reviewers: ["ann", "bob"],
      required: 2,
      secondReviewerShare: 0,
    });
    expect(before.rules).toContain(before.order.stopping.rule);
    expect(before.models).toContain(before.order.model);
    await workbench.setOrder(order({ relevant: [ids[2]!, ids[2]!] }));
    const after = await workbench.setup("bob", stage);
    expect(after.orderSet).toMatchObject({ by: "ann", order: "random", relevant: [ids[2]] });
    expect(after.order).toEqual(after.orderSet);
    expect((await workbench.setup("bob", "full-text")).orderSet).toBeNull();
    await workbench.undo({ by: "ann" });
    expect((await workbench.setup("bob", stage)).orderSet).toBeNull();
  });

  test("an order with anything wrong is refused with every reason, and nothing is written", async () => {
    const before = await events();
    const refused = await refusal(
      review.workbench.setOrder(
        order({
          by: "bob",
          model: "oracle",
          relevant: ["nope", ids[0]!],
          stopping: { ...stopping, rule: "tired" },
        }),
      ),
    );
    expect(refused.code).toBe("workbench/order-refused");
    expect(refused.problems.map(({ code, field }) => [code, field])).toEqual([
      ["workbench/not-allowed", "by"],
      ["workbench/unknown-model", "model"],
      ["workbench/unknown-rule", "stopping.rule"],
      ["workbench/unknown-report", "relevant"],
    ]);
    expect(await events()).toBe(before);
    await review.workbench.setOrder(order({ by: "eva" }));
    expect((await refusal(review.workbench.setOrder(order({ by: "zoe" })))).problems[0]!.code).toBe(
      "workbench/unknown-person",
    );
  });

  test("known relevant reports that were merged are kept as the report they are now", async () => {
    const { workbench } = review;
    await workbench.judge({ by: "ann", a: ids[0]!, b: ids[1]!, verdict: "same" });
    await workbench.setOrder(order({ relevant: [ids[0]!, ids[1]!] }));
    const now = (await reportIds(workbench))[0];
    expect((await workbench.setup("ann", stage)).order.relevant).toEqual([now]);
  });
});

describe("allocation", () => {
  test("gives each their share, and every report as many readers as it needs votes", async () => {
    const { workbench } = review;
    const shares = [
      { person: "ann", weight: 1 },
      { person: "bob", weight: 1 },
    ];
    await workbench.allocate({ by: "eva", stage, shares, seed: 3 });
    expect((await workbench.setup("ann", stage)).allocation).toMatchObject({ shares, seed: 3, by: "eva" });
    // Two votes and two people: all is for both.
    for (const person of ["ann", "bob"])
      expect((await workbench.next(person, stage, { after: 0, limit: 20 })).items).toHaveLength(8);
  });

  test("shares one report to one person where one vote is enough, and the next to another", async () => {
    const { workbench } = review;
    const { text } = await workbench.protocol();
    await workbench.setProtocol({
      by: "ann",
      text: text.replace("{stage: title-abstract, reviewers: 2}", "{stage: title-abstract, reviewers: 1}"),
      file: "p.yaml",
      reason: "Simulated",
    });
    const shares = ["ann", "bob"].map((person) => ({ person, weight: 1 }));
    await workbench.allocate({ by: "ann", stage, shares, seed: 5 });
    const queue = async (person: string) =>
      (await workbench.next(person, stage, { after: 0, limit: 20 })).items.map(({ report }) => report.id);
    const [ann, bob] = [await queue("ann"), await queue("bob")];
    expect([...ann, ...bob].sort()).toEqual([...ids].sort());
    expect(ann.filter((id) => bob.includes(id))).toEqual([]);
    await workbench.allocate({ by: "ann", stage, shares: [], seed: 5 });
    expect(await queue("bob")).toHaveLength(8);
  });

  test("too few, unknown or repeated people and people who do not review are refused at once", async () => {
    const before = await events();
    const refused = await refusal(
      review.workbench.allocate({
        by: "bob",
        stage,
        shares: [
          { person: "zoe", weight: 1 },
          { person: "eva", weight: 1 },
          { person: "ann", weight: 1 },
          { person: "ann", weight: 2 },
        ],
        seed: 1,
      }),
    );
    expect(refused.code).toBe("workbench/allocation-refused");
    expect(refused.problems.map(({ code }) => code)).toEqual([
      "workbench/not-allowed",
      "workbench/unknown-person",
      "workbench/not-a-reviewer",
      "workbench/named-twice",
    ]);
    const alone = await refusal(
      review.workbench.allocate({ by: "ann", stage, shares: [{ person: "ann", weight: 1 }], seed: 1 }),
    );
    expect(alone.problems.map(({ code }) => code)).toEqual(["workbench/too-few-readers"]);
    expect(await events()).toBe(before);
  });
});

describe("highlights", () => {
  test("are the protocol's until a person sets their own, for that person alone", async () => {
    const { workbench } = review;
    expect(await workbench.highlights("ann")).toEqual({ highlights: [], protocol: [], own: false });
    const own = [{ kind: "outcome" as const, terms: ["pain*"] }];
    await workbench.setHighlights({ by: "ann", highlights: own });
    expect(await workbench.highlights("ann")).toEqual({ highlights: own, protocol: [], own: true });
    expect((await workbench.highlights("bob")).own).toBe(false);
    await workbench.undo({ by: "ann" });
    expect((await workbench.highlights("ann")).own).toBe(false);
    expect((await refusal(workbench.highlights("zoe"))).code).toBe("workbench/unknown-person");
  });
});

describe("without a learner", () => {
  test("progress tells rule and stop, nothing is explained, and the order is that of import", async () => {
    const { workbench } = review;
    await votesOn(workbench, ids[0]!, { ann: "include" });
    await workbench.setOrder(order());
    expect(await workbench.progress("ann", stage)).toEqual({ progress: null, rule: stopping, stopped: null });
    expect(await workbench.explain("ann", stage, ids[0]!)).toEqual({ explanation: null });
    expect((await refusal(workbench.explain("ann", stage, "nope"))).code).toBe("workbench/unknown-report");
    expect(await workbench.rankingSettled("ann", stage)).toMatchObject({ state: "off" });
  });
});
