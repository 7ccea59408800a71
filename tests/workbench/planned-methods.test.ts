import { expect, test } from "vitest";
import { mantelHaenszel, peto, revmanPool } from "#synthesis";
import { COUNTS, countedReviews, planned, countTables as tables } from "../support/counted-review.ts";

const { start, outcome, reportText, review } = countedReviews();

test("Mantel-Haenszel is pooled, weighed and recorded as planned, and said in both languages", async () => {
  await start("measure: OR, method: mantel-haenszel, model: common");
  const expected = mantelHaenszel(tables(COUNTS), "OR");
  const { pooled, effects, leaveOneOut } = await outcome();
  expect(pooled).toMatchObject({
    k: 5,
    estimate: expected.estimate,
    se: expected.se,
    p: expected.p,
    tau2: 0,
    predictionLow: null,
  });
  expect(effects.map(({ weight }) => weight)).toEqual(expected.weights);
  expect(leaveOneOut[1]!.estimate).toBe(mantelHaenszel(tables(COUNTS.toSpliced(1, 1)), "OR").estimate);
  await review().workbench.runAnalyses({ by: "ann" });
  const { run, stale } = await outcome();
  expect(stale).toBe(false);
  expect(run!.specification).toMatchObject({ method: "mantel-haenszel", model: "common" });
  const english = await reportText("en");
  expect(english).toContain("Mantel–Haenszel, common effect, intervals from the normal distribution.");
  expect(english).toContain("M-H, Common");
  expect(english).not.toContain("Hartung");
  const norwegian = await reportText("nb");
  expect(norwegian).toContain("Mantel–Haenszel, felles effekt");
  expect(norwegian).toContain("i summene legges ingenting til");
  // The protocol changes its mind: the recorded result is not what is planned.
  const text = planned("measure: OR, method: peto, model: common");
  await review().workbench.setProtocol({ by: "ann", text, file: "p.yaml", reason: "Simulated" });
  const found = (await review().workbench.check("en")).problems.filter(
    ({ code }) => code === "check/departs-from-plan",
  );
  expect(found).toMatchObject([
    { message: expect.stringContaining("method mantel-haenszel (planned: peto)") },
  ]);
});

test("Mantel-Haenszel with random effects is Review Manager's", async () => {
  await start("measure: RR, method: mantel-haenszel");
  const expected = revmanPool(tables(COUNTS), { measure: "RR", method: "MH", effects: "random" });
  const { pooled } = await outcome();
  expect(pooled).toMatchObject({
    estimate: expected.estimate,
    se: expected.se,
    tau2: expected.tau2,
    q: expected.chi2,
  });
  const text = await reportText("en");
  expect(text).toContain("Mantel–Haenszel, random effects as in Review Manager (DL)");
  expect(text).toContain("M-H, Random");
});

test("Peto, and otherwise in sensitivity analyses; groups say that they use inverse variance", async () => {
  await start(`measure: OR, method: peto, model: common,
    subgroups: [{id: by-setting, label: By setting, by: about.setting}],
    sensitivity: [{id: mh, label: MH, method: mantel-haenszel}, {id: iv, label: IV, method: inverse-variance, test: z}]`);
  const expected = peto(tables(COUNTS));
  const { pooled, parts } = await outcome();
  expect(pooled).toMatchObject({ estimate: expected.estimate, se: expected.se });
  const of = (id: string) => parts.find((part) => part.id === id)!.result as { pooled: { estimate: number } };
  expect(of("mh").pooled.estimate).toBe(mantelHaenszel(tables(COUNTS), "OR").estimate);
  expect(of("iv").pooled.estimate).not.toBe(expected.estimate);
  const groups = parts.find((part) => part.kind === "subgroups")!;
  if (groups.result === null || !("groups" in groups.result)) throw new Error("not carried out");
  expect(groups.result.groups).toHaveLength(2);
  expect(groups.result.remarks[0]).toEqual({
    en: "This part uses weights of inverse variance: the model nearest to the one planned.",
    nb: expect.stringContaining("inverse varianser"),
  });
});

test("where no study has events, there is no result, and why is told", async () => {
  await start("measure: OR, method: mantel-haenszel, model: common", [
    [0, 12, 0, 13],
    [0, 20, 0, 21],
  ]);
  const { pooled, problems } = await outcome();
  expect(pooled).toBeNull();
  expect(problems).toMatchObject([{ code: "synthesis/not-estimable" }]);
});
