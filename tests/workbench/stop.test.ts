import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { importRis, refusal, reportIds, type TestReview, testReview, votesOn } from "../support/review.ts";

const stage = "title-abstract" as const;
let review: TestReview;
let ids: readonly string[];
beforeEach(async () => {
  review = await testReview();
  await importRis(review.workbench, 30);
  ids = await reportIds(review.workbench);
});
afterEach(() => review.drop());

const both = (id: string, decision: "include" | "exclude" | "await") =>
  votesOn(review.workbench, id, { ann: decision, bob: decision });
const rule = (name: string, target = 0.95) =>
  review.workbench.setOrder({
    by: "ann",
    stage,
    order: "import",
    model: "evidens",
    seed: 1,
    start: "words",
    relevant: [],
    stopping: { rule: name, target, confidence: 0.95 },
  });
const events = async () => (await review.workbench.log("ann", { limit: 1 })).total;
const warnings = async () => (await review.workbench.check("en")).problems.map(({ code }) => code);
const flow = async () => {
  const { flowDescription, flowProblems } = await review.workbench.overview("ann", "en");
  expect(flowProblems).toEqual([]);
  return flowDescription;
};

describe("stopping a stage", () => {
  test("against the rule is refused until it is meant, then ends the queue and can be taken back", async () => {
    const { workbench } = review;
    for (const id of ids.slice(0, 3)) await both(id, "include");
    for (const id of ids.slice(3, 8)) await both(id, "exclude");
    await votesOn(workbench, ids[8]!, { ann: "include" });
    const before = await events();
    const refused = await refusal(workbench.stop({ by: "ann", stage, anyway: false }));
    expect(refused.code).toBe("workbench/stop-refused");
    expect(refused.problems.map(({ code }) => code)).toEqual(["workbench/stop-unsupported"]);
    expect(refused.problems[0]!.message).toContain("22 reports are not decided");
    expect(await events()).toBe(before);
    const other = await refusal(workbench.stop({ by: "eva", stage, anyway: true }));
    expect(other.problems.map(({ code }) => code)).toEqual(["workbench/not-allowed"]);
    await workbench.stop({ by: "ann", stage, anyway: true, note: "Simulated budget spent" });
    const { items, stopped } = await workbench.next("bob", stage, { after: 0, limit: 5 });
    expect(items).toEqual([]);
    expect(stopped).toMatchObject({
      by: "ann",
      rule: "recall-test",
      total: 30,
      screened: 8,
      relevant: 3,
      supported: false,
      note: "Simulated budget spent",
    });
    expect((await workbench.setup("bob", stage)).stopped).toEqual(stopped);
    expect((await workbench.progress("bob", stage)).stopped).toEqual(stopped);
    expect(await warnings()).toContain("check/stopped-without-support");
    const next = (await workbench.overview("bob", "en")).next.map(({ id }) => id);
    expect(next).not.toContain("screen-title-abstract");
    expect((await refusal(workbench.stop({ by: "ann", stage, anyway: true }))).problems[0]!.code).toBe(
      "workbench/stopped-already",
    );
    await workbench.undo({ by: "ann", eventId: stopped!.eventId });
    expect((await workbench.next("bob", stage, { after: 0, limit: 5 })).items).toHaveLength(5);
    expect(await warnings()).not.toContain("check/stopped-without-support");
  });

  test("the flow counts what nobody read apart, and the report says how it ended, in both languages", async () => {
    const { workbench } = review;
    await both(ids[0]!, "include");
    for (const id of ids.slice(1, 8)) await both(id, "exclude");
    await both(ids[8]!, "await");
    await votesOn(workbench, ids[9]!, { ann: "include" });
    expect(await flow()).not.toContain("not screened");
    await workbench.stop({ by: "ann", stage, anyway: true });
    const told = await flow();
    expect(told).toContain("Records not screened: screening was stopped");
    const { flow: facts } = await workbench.snapshot();
    expect(facts.stages[stage]).toMatchObject({ notRead: 20, byStatus: { pending: 21, await: 1 } });
    const english = new TextDecoder().decode(await workbench.renderReport("en", "html"));
    expect(english).toContain("Screening at title and abstract was stopped on");
    expect(english).toContain("The rule did not support stopping");
    const norsk = new TextDecoder().decode(await workbench.renderReport("nb", "html"));
    expect(norsk).toContain("Screeningen ved tittel og sammendrag ble stanset");
    expect(norsk).toContain("Regelen ga ikke grunnlag for å stanse");
    expect(new TextDecoder().decode(await workbench.renderReport("nb", "html"))).toBe(norsk);
    expect(await warnings()).toContain("check/awaiting");
    const waits = (await workbench.overview("ann", "en")).next.find(({ id }) => id === "await-information");
    expect(waits).toMatchObject({ count: 1 });
    // A vote that was cast offline before the stop, and comes in after it, still counts.
    await votesOn(workbench, ids[9]!, { bob: "include" });
    expect((await workbench.snapshot()).flow.stages[stage]).toMatchObject({
      notRead: 20,
      byStatus: { include: 2, pending: 20 },
    });
  });

  test("a rule that says stop is followed without more", async () => {
    const { workbench } = review;
    await rule("recall-test", 0.5);
    await both(ids[0]!, "include");
    for (const id of ids.slice(1, 29)) await both(id, "exclude");
    await workbench.stop({ by: "ann", stage, anyway: false });
    const { stopped } = await workbench.setup("ann", stage);
    expect(stopped).toMatchObject({ supported: true, total: 30, screened: 29, relevant: 1, target: 0.5 });
    expect(stopped!.values.p).toBeLessThan(0.05);
    const html = new TextDecoder().decode(await workbench.renderReport("en", "html"));
    expect(html).toContain("The rule supported stopping.");
  });

  test("where everything is decided there is nothing to stop", async () => {
    const { workbench } = review;
    for (const id of ids) await both(id, "exclude");
    const refused = await refusal(workbench.stop({ by: "ann", stage, anyway: true }));
    expect(refused.problems.map(({ code }) => code)).toEqual(["workbench/nothing-to-stop"]);
  });

  test("is judged on what is open to all: a sealed vote moves neither the answer nor its numbers", async () => {
    const { workbench } = review;
    await both(ids[0]!, "include");
    const refused = async () => {
      const { problems } = await refusal(workbench.stop({ by: "ann", stage, anyway: false }));
      return JSON.stringify(problems);
    };
    const before = await refused();
    for (const id of ids.slice(1)) await votesOn(workbench, id, { bob: "exclude" });
    expect(await refused()).toBe(before);
    await workbench.stop({ by: "ann", stage, anyway: true });
    expect((await workbench.setup("ann", stage)).stopped).toMatchObject({ screened: 1, relevant: 1 });
  });
});

describe("how conflicts were settled", () => {
  test("is counted by consensus and third person, each report once", async () => {
    const { workbench } = review;
    for (const id of ids.slice(0, 3)) await votesOn(workbench, id, { ann: "include", bob: "exclude" });
    const settle = (by: string, report: string, how?: "consensus" | "third-person") =>
      workbench.adjudicate({
        by,
        stage,
        report,
        decision: "include",
        ...(how === undefined ? {} : { how }),
      });
    await settle("bob", ids[0]!, "consensus");
    await settle("eva", ids[1]!);
    await settle("eva", ids[2]!, "third-person");
    await settle("eva", ids[2]!, "third-person");
    const refused = await refusal(settle("bob", ids[1]!));
    expect(refused.problems.map(({ code }) => code)).toEqual(["screening/not-allowed"]);
    const [facts] = (await workbench.snapshot()).screening!;
    expect(facts).toMatchObject({ stage, settled: { consensus: 1, thirdPerson: 2 } });
    const html = new TextDecoder().decode(await workbench.renderReport("en", "html"));
    expect(html.replaceAll(/<[^>]*>/g, "")).toContain(
      "Of the conflicts at title and abstract, one was settled by consensus and two by a third person.",
    );
  });

  test("a retracted report among the included is a warning of its own", async () => {
    const { workbench } = review;
    await both(ids[0]!, "include");
    for (const by of ["ann", "bob"])
      await workbench.vote({ by, stage: "full-text", report: ids[0]!, decision: "include" });
    expect(await warnings()).not.toContain("check/retracted-included");
    await workbench.applyFile({
      by: "ann",
      file: "status.yaml",
      text: `reportStatuses:\n  - {report: "${ids[0]}", status: retracted, source: Simulated notice}\n`,
    });
    expect(await warnings()).toContain("check/retracted-included");
  });
});
