import { expect, test } from "vitest";
import { oddsRatioGlmm } from "#synthesis";
import { COUNTS, countedReviews, planned, countTables as tables } from "../support/counted-review.ts";

const { start, outcome, reportText, review } = countedReviews();

test("a model of the counts is fitted and recorded as planned, and said in both languages", async () => {
  await start("measure: OR, method: CM.EL, model: random");
  const expected = oddsRatioGlmm(tables(COUNTS), "CM.EL", { effects: "random" });
  const { pooled, effects, leaveOneOut } = await outcome();
  expect(pooled).toMatchObject({
    ...{ k: 4, estimate: expected.estimate, se: expected.se, p: expected.p, tau2: expected.tau2 },
    ...{ low: expected.ciLow, high: expected.ciHigh, i2: expected.i2 },
    ...{ q: expected.wald!.statistic, qDf: 3, qP: expected.wald!.p, predictionLow: null },
  });
  expect(effects).toHaveLength(5);
  expect(effects.every(({ weight }) => Number.isNaN(weight))).toBe(true);
  expect(leaveOneOut).toEqual([]);
  await review().workbench.runAnalyses({ by: "ann" });
  const { run, stale } = await outcome();
  expect(stale).toBe(false);
  expect(run!.specification).toMatchObject({ method: "CM.EL", model: "random" });
  const english = await reportText("en");
  expect(english).toContain(
    "Binomial–normal model of the counts with random effects, given the events of each study, exactly (CM.EL, ML), intervals from the normal distribution.",
  );
  expect(english).toContain("GLMM, Random");
  expect(english).toContain("nothing is added where a cell is zero");
  expect(english).toContain("Wald test χ²(3) = ");
  expect(english).toContain("are not computed: the protocol does not plan them");
  expect(english).not.toContain("Hartung");
  const norwegian = await reportText("nb");
  expect(norwegian).toContain(
    "Binomial–normal modell for antallene med tilfeldige effekter, gitt hendelsene",
  );
  expect(norwegian).toContain("Walds test χ²(3) = ");
  expect(norwegian).toContain("GLMM, tilfeldig");
  // The protocol changes its mind: the recorded result is not what is planned.
  const text = planned("measure: OR, method: UM.FS, model: random");
  await review().workbench.setProtocol({ by: "ann", text, file: "p.yaml", reason: "Simulated" });
  const found = (await review().workbench.check("en")).problems.filter(
    ({ code }) => code === "check/departs-from-plan",
  );
  expect(found).toMatchObject([{ message: expect.stringContaining("method CM.EL (planned: UM.FS)") }]);
});

test("results without one study at a time are fitted where they are planned", async () => {
  await start("measure: OR, method: UM.FS, model: common, leaveOneOut: true");
  const { pooled, leaveOneOut } = await outcome();
  expect(pooled).toMatchObject({ k: 4, tau2: 0, i2: null });
  const without = oddsRatioGlmm(tables(COUNTS.toSpliced(1, 1)), "UM.FS", { effects: "common" });
  expect(leaveOneOut[1]).toMatchObject({ estimate: without.estimate, low: without.ciLow });
  const english = await reportText("en");
  expect(english).toContain("a coefficient for the level of each study (UM.FS), intervals");
  expect(english).toContain("Spread between studies: Wald test χ²(3) = ");
});

test("one may stand beside another method as a sensitivity analysis, either way", async () => {
  await start(`measure: OR, method: mantel-haenszel, model: common,
    sensitivity: [{id: counts, label: Counts, method: UM.RS, model: random}, {id: al, label: AL, method: CM.AL}]`);
  const { parts } = await outcome();
  const of = (id: string) => parts.find((part) => part.id === id)!.result as { pooled: { estimate: number } };
  expect(of("counts").pooled.estimate).toBe(
    oddsRatioGlmm(tables(COUNTS), "UM.RS", { effects: "random" }).estimate,
  );
  expect(of("al").pooled.estimate).toBe(
    oddsRatioGlmm(tables(COUNTS), "CM.AL", { effects: "common" }).estimate,
  );
});

test("where no study has events, there is no result, and why is told each time", async () => {
  await start("measure: OR, method: UM.FS, model: common", [
    [0, 12, 0, 13],
    [0, 20, 0, 21],
  ]);
  for (const found of [await outcome(), await outcome()]) {
    expect(found.pooled).toBeNull();
    expect(found.problems).toMatchObject([{ code: "synthesis/not-estimable" }]);
  }
});
