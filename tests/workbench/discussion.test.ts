import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { importRis, refusal, reportIds, type TestReview, testReview, votesOn } from "../support/review.ts";

const stage = "title-abstract" as const;
let review: TestReview;
let ids: readonly string[];
beforeEach(async () => {
  review = await testReview();
  await importRis(review.workbench, 4);
  ids = await reportIds(review.workbench);
});
afterEach(() => review.drop());

const said = async (person: string, id: string) => {
  const { comments, labels, known } = await review.workbench.discussion(person, id);
  return {
    comments: comments.map(({ by, text }) => `${by}: ${text}`),
    labels: labels.map(({ by, label, on }) => `${by}: ${on ? "" : "not "}${label}`),
    known,
  };
};
const say = (by: string, id: string, text: string, at: "title-abstract" | "full-text" = stage) =>
  review.workbench.comment({ by, reportId: id, stage: at, text });
const put = (by: string, id: string, label: string, on = true) =>
  review.workbench.label({ by, reportId: id, stage, label, on });

describe("the discussion of a report", () => {
  test("shows one's own words at once, others' when the votes are in, and adjudicators' likewise", async () => {
    const [a] = ids;
    await say("ann", a!, "Is it randomised?");
    await say("bob", a!, "I would include it");
    await put("bob", a!, "include me");
    await say("eva", a!, "Look at page 3");
    expect(await said("ann", a!)).toEqual({ comments: ["ann: Is it randomised?"], labels: [], known: [] });
    expect(await said("bob", a!)).toEqual({
      comments: ["bob: I would include it"],
      labels: ["bob: include me"],
      known: ["include me"],
    });
    await votesOn(review.workbench, a!, { ann: "exclude" });
    expect((await said("ann", a!)).comments).toHaveLength(1);
    await votesOn(review.workbench, a!, { bob: "include" });
    expect(await said("ann", a!)).toEqual({
      comments: ["ann: Is it randomised?", "bob: I would include it", "eva: Look at page 3"],
      labels: ["bob: include me"],
      known: ["include me"],
    });
    // What is said of it at full text waits for the votes of that stage.
    await say("bob", a!, "Table 2 is odd", "full-text");
    expect((await said("ann", a!)).comments).toHaveLength(3);
  });

  test("labels go on and off, and what is undone is gone", async () => {
    const [a, b] = ids;
    for (const id of [a!, b!]) await votesOn(review.workbench, id, { ann: "include", bob: "include" });
    await put("ann", a!, "rat");
    await put("ann", b!, "rat");
    await put("bob", a!, "dose");
    expect((await said("eva", b!)).known).toEqual(["dose", "rat"]);
    await put("ann", a!, "rat", false);
    expect((await said("eva", a!)).labels).toEqual(["bob: dose", "ann: not rat"]);
    await put("ann", b!, "rat", false);
    expect((await said("eva", a!)).known).toEqual(["dose"]);
    await review.workbench.undo({ by: "bob" });
    expect((await said("eva", a!)).labels).toEqual(["ann: not rat"]);
  });

  test("follows when records are merged and goes back when they are separated", async () => {
    const { workbench } = review;
    const [a, b] = ids;
    for (const id of [a!, b!]) await votesOn(workbench, id, { ann: "include", bob: "include" });
    await say("ann", a!, "first");
    await say("bob", b!, "second");
    await put("bob", b!, "rat");
    await workbench.judge({ by: "ann", a: a!, b: b!, verdict: "same" });
    expect(await said("ann", b!)).toEqual({
      comments: ["ann: first", "bob: second"],
      labels: ["bob: rat"],
      known: ["rat"],
    });
    await put("bob", a!, "rat", false);
    expect((await said("ann", a!)).known).toEqual([]);
    await workbench.undo({ by: "bob" });
    await workbench.undo({ by: "ann" });
    expect(await said("ann", b!)).toMatchObject({ comments: ["bob: second"], labels: ["bob: rat"] });
  });

  test("unknown reports, stages and persons are refused, and nothing is written", async () => {
    const { workbench } = review;
    const before = (await workbench.log("ann", { limit: 1 })).total;
    expect((await refusal(say("ann", "nope", "x"))).code).toBe("workbench/unknown-report");
    expect((await refusal(say("zoe", ids[0]!, "x"))).code).toBe("workbench/unknown-person");
    expect((await refusal(put("ann", "nope", "x"))).code).toBe("workbench/unknown-report");
    expect((await refusal(put("zoe", ids[0]!, "x"))).code).toBe("workbench/unknown-person");
    expect((await refusal(workbench.discussion("zoe", ids[0]!))).code).toBe("workbench/unknown-person");
    expect((await refusal(say("ann", ids[0]!, " "))).code).toBe("ledger/bad-body");
    expect((await workbench.log("ann", { limit: 1 })).total).toBe(before);
  });

  test("stays sealed at a stage that the protocol does not plan any more, as its votes do", async () => {
    const { workbench } = review;
    const [a] = ids;
    await votesOn(workbench, a!, { bob: "include" });
    await say("bob", a!, "secret");
    const { text } = await workbench.protocol();
    await workbench.setProtocol({
      by: "ann",
      text: text.replace("  - {stage: title-abstract, reviewers: 2}\n", ""),
      file: "p.yaml",
      reason: "Simulated",
    });
    expect((await said("ann", a!)).comments).toEqual([]);
    expect((await workbench.report("ann", a!)).screening[0]).toMatchObject({
      votes: [],
      sealed: 1,
      status: "pending",
    });
    expect((await workbench.records({ after: 0, limit: 1 })).rows[0]!.titleAbstract).toBe("pending");
    expect(JSON.stringify(await workbench.log("ann", { limit: 9 }))).not.toContain("secret");
    expect((await refusal(say("ann", a!, "x"))).code).toBe("workbench/comment-refused");
    // Full text takes every report then, also from a bulk file.
    const file = (votes: string) => workbench.applyFile({ by: "ann", file: "votes.yaml", text: votes });
    expect(await file(`votes:\n  - {stage: full-text, report: "${a}", decision: include}\n`)).toEqual({
      written: { "screening.voted": 1 },
    });
    const refused = await refusal(
      file(`votes:\n  - {stage: title-abstract, report: "${a}", decision: include}\n`),
    );
    expect(refused.problems.map(({ code }) => code)).toEqual(["screening/stage-not-planned"]);
  });
});
