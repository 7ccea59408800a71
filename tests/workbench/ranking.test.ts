import { afterEach, describe, expect, test } from "vitest";
import type { Workbench } from "#workbench";
import { type TestReview, testReview } from "../support/review.ts";

let review: TestReview | undefined;
afterEach(async () => {
  await review?.drop();
  review = undefined;
});

const THEMES = {
  sleep: "sleep apnoea airway pressure oxygen night breathing snoring",
  heart: "heart failure ejection fraction cardiac output ventricular beta blocker",
} as const;

/** Simulated records in two themes, taking turns: odd numbers are about sleep, even ones about the heart. */
function themed(count: number): Uint8Array {
  const entries = Array.from({ length: count }, (_, i) => {
    const words = (i % 2 === 0 ? THEMES.sleep : THEMES.heart).split(" ");
    const text = Array.from({ length: 20 }, (_word, at) => words[(i * 3 + at * 5) % words.length]).join(" ");
    return `TY  - JOUR\nID  - key${i + 1}\nTI  - Simulated ${words[i % words.length]} trial ${i + 1}\nPY  - 2020\nDO  - 10.1234/sim.${i + 1}\nAB  - ${text}.\nER  - \n`;
  });
  return new TextEncoder().encode(entries.join("\n"));
}

async function ready(count = 20): Promise<{ workbench: Workbench; ids: readonly string[] }> {
  review = await testReview({ learn: true });
  const { workbench } = review;
  await workbench.importFile({ by: "ann", sourceId: "pubmed", fileName: "themes.ris", bytes: themed(count) });
  const { rows } = await workbench.records({ after: 0, limit: 500 });
  return { workbench, ids: rows.map(({ id }) => id) };
}

const vote = (workbench: Workbench, by: string, report: string, decision: "include" | "exclude" | "maybe") =>
  workbench.vote({ by, stage: "title-abstract", report, decision });

async function orderOf(workbench: Workbench, person: string): Promise<readonly string[]> {
  await workbench.rankingSettled(person, "title-abstract");
  const { items } = await workbench.next(person, "title-abstract", { after: 0, limit: 20 });
  return items.map(({ report }) => report.keys[0]!);
}

describe("the order a person reads in", () => {
  test("follows what the person decided: what is like the included comes first", async () => {
    const { workbench, ids } = await ready();
    await vote(workbench, "ann", ids[0]!, "include");
    await vote(workbench, "ann", ids[1]!, "exclude");
    const state = await workbench.rankingSettled("ann", "title-abstract");
    expect(state).toMatchObject({ state: "ready", trainedOn: 2, relevant: 1, model: "evidens" });
    const first = (await orderOf(workbench, "ann")).slice(0, 9);
    expect(first.every((key) => Number(key.slice(3)) % 2 === 1)).toBe(true);
    const { items } = await workbench.next("ann", "title-abstract", { after: 0, limit: 3 });
    expect(items.map(({ because }) => because)).toEqual(["ranked", "ranked", "ranked"]);
  });

  test("turns round when the votes are taken back and cast the other way", async () => {
    const { workbench, ids } = await ready();
    const first = await vote(workbench, "ann", ids[0]!, "include");
    const second = await vote(workbench, "ann", ids[1]!, "exclude");
    await workbench.undo({ by: "ann", eventId: second.eventId });
    await workbench.undo({ by: "ann", eventId: first.eventId });
    expect((await workbench.rankingSettled("ann", "title-abstract")).trainedOn).toBe(0);
    await vote(workbench, "ann", ids[0]!, "exclude");
    await vote(workbench, "ann", ids[1]!, "include");
    const order = (await orderOf(workbench, "ann")).slice(0, 9);
    expect(order.every((key) => Number(key.slice(3)) % 2 === 0)).toBe(true);
  });

  test("a maybe trains nothing and is not shown again", async () => {
    const { workbench, ids } = await ready();
    await vote(workbench, "ann", ids[0]!, "include");
    await vote(workbench, "ann", ids[1]!, "exclude");
    const before = await orderOf(workbench, "ann");
    await vote(workbench, "ann", ids[2]!, "maybe");
    expect((await workbench.rankingSettled("ann", "title-abstract")).trainedOn).toBe(2);
    expect(await orderOf(workbench, "ann")).toEqual(before.filter((key) => key !== "key3"));
  });

  test("what one person is told is the same whatever the other's sealed votes are", async () => {
    const told: unknown[] = [];
    for (const sealed of [[], ["include", "exclude", "include"], ["exclude", "include", "maybe"]] as const) {
      const { workbench, ids } = await ready();
      await vote(workbench, "ann", ids[0]!, "include");
      await vote(workbench, "ann", ids[1]!, "exclude");
      for (const [at, decision] of sealed.entries()) await vote(workbench, "bob", ids[10 + at]!, decision);
      told.push({
        order: await orderOf(workbench, "ann"),
        progress: await workbench.progress("ann", "title-abstract"),
        why: await workbench.explain("ann", "title-abstract", ids[4]!),
        setup: (await workbench.setup("ann", "title-abstract")).order,
      });
      await review!.drop();
      review = undefined;
    }
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  test("an open decision teaches both, also the one who did not vote that way", async () => {
    const { workbench, ids } = await ready();
    for (const by of ["ann", "bob"]) {
      await vote(workbench, by, ids[0]!, "include");
      await vote(workbench, by, ids[1]!, "exclude");
    }
    expect(await workbench.rankingSettled("eva", "title-abstract")).toMatchObject({
      trainedOn: 2,
      relevant: 1,
    });
  });

  test("the terms that pushed a record are told", async () => {
    const { workbench, ids } = await ready();
    await vote(workbench, "ann", ids[0]!, "include");
    await vote(workbench, "ann", ids[1]!, "exclude");
    const { explanation } = await workbench.explain("ann", "title-abstract", ids[2]!);
    expect(explanation!.rank).toBeGreaterThan(0);
    const up = explanation!.terms.filter(({ weight }) => weight > 0).map(({ term }) => term);
    expect(up.some((term) => THEMES.sleep.split(" ").includes(term.split(" ")[0]!))).toBe(true);
  });

  test("another model reads the reports anew", async () => {
    const { workbench, ids } = await ready();
    await vote(workbench, "ann", ids[0]!, "include");
    await vote(workbench, "ann", ids[1]!, "exclude");
    const pairs = async (): Promise<number> => {
      const { explanation } = await workbench.explain("ann", "title-abstract", ids[2]!);
      return explanation!.terms.filter(({ term }) => term.includes(" ")).length;
    };
    expect(await pairs()).toBeGreaterThan(0);
    await workbench.setOrder({
      by: "ann",
      stage: "title-abstract",
      order: "ranked",
      model: "naive-bayes",
      seed: 1,
      relevant: [],
      start: "words",
      stopping: { rule: "recall-test", target: 0.95, confidence: 0.95 },
    });
    const state = await workbench.rankingSettled("ann", "title-abstract");
    expect(state).toMatchObject({ state: "ready", trainedOn: 2, model: "naive-bayes" });
    expect(await pairs()).toBe(0);
  });

  test("import and chance are orders too, and reports known to be relevant train", async () => {
    const { workbench, ids } = await ready();
    const common = {
      model: "evidens",
      start: "words",
      stopping: { rule: "recall-test", target: 0.95, confidence: 0.95 },
    } as const;
    const set = (order: "ranked" | "import" | "random", seed: number, relevant: readonly string[] = []) =>
      workbench.setOrder({ by: "ann", stage: "title-abstract", order, seed, relevant, ...common });
    await set("import", 0);
    expect(await orderOf(workbench, "ann")).toEqual(ids.map((_, i) => `key${i + 1}`));
    await set("random", 1);
    const random = await orderOf(workbench, "ann");
    await set("random", 2);
    expect(await orderOf(workbench, "ann")).not.toEqual(random);
    await set("random", 1);
    expect(await orderOf(workbench, "ann")).toEqual(random);
    await set("ranked", 0, [ids[1]!]);
    expect((await orderOf(workbench, "ann")).slice(0, 3).every((key) => Number(key.slice(3)) % 2 === 0)).toBe(
      true,
    );
  });

  test("records that come later are ranked too", async () => {
    const { workbench, ids } = await ready(4);
    await vote(workbench, "ann", ids[0]!, "include");
    await vote(workbench, "ann", ids[1]!, "exclude");
    await orderOf(workbench, "ann");
    const more = new TextDecoder().decode(themed(8)).split("\n\n").slice(4).join("\n\n");
    await workbench.importFile({
      by: "ann",
      sourceId: "pubmed",
      fileName: "more.ris",
      bytes: new TextEncoder().encode(more),
    });
    const order = await orderOf(workbench, "ann");
    expect(order.slice(0, 3).sort()).toEqual(["key3", "key5", "key7"]);
  });

  test("curve, verdicts and claim follow the reading", async () => {
    const { workbench, ids } = await ready();
    for (const [at, id] of ids.entries()) await vote(workbench, "ann", id, at < 4 ? "include" : "exclude");
    const { progress } = await workbench.progress("ann", "title-abstract");
    expect(progress).toMatchObject({ total: 20, screened: 20, relevant: 4 });
    expect(progress!.curve.at(-1)).toEqual([20, 4]);
    expect(progress!.verdicts[0]).toMatchObject({ rule: "recall-test", stop: true });
    expect(progress!.claim!.en).toMatch(/every record was screened/i);
    expect(progress!.claim!.nb).toMatch(/screenet/);
  });
});
