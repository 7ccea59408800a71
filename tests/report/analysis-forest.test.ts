import { expect, test } from "vitest";
import { forestFigure } from "#figures";
import { analysisForest } from "#report";
import { rebuiltSnapshot } from "../support/snapshot.ts";

const snapshot = rebuiltSnapshot();
const id = snapshot.analyses[0]!.set.analysis.id;

test("holds the effects, the pooled result and its numbers as computed", () => {
  const figure = analysisForest(snapshot, id, "en");
  const { effects, pooled } = snapshot.analyses[0]!;
  const [group] = figure.groups;
  expect(group!.studies.map(({ estimate, low, high }) => [estimate, low, high])).toEqual(
    effects.map(({ y, low, high }) => [y, low, high]),
  );
  const [summary] = figure.summaries;
  expect(summary).toMatchObject({
    estimate: pooled!.estimate,
    prediction: { low: -1.3, high: -0.14 },
    statistics: { heterogeneity: { q: 0.59, df: 1, p: 0.442 }, test: { kind: "t", statistic: -3.79 } },
  });
});

test("shows the judgements where every study has been judged with one tool, in either language", () => {
  const english = analysisForest(snapshot, id, "en");
  expect(english.domains!.map(({ label }) => label)).toContain("Missing outcome data");
  expect(english.domains!.at(-1)!.label).toBe("Overall");
  expect(english.groups[0]!.studies[0]!.lights!["D4"]).toEqual({ level: "high", label: "High" });
  const norwegian = forestFigure(analysisForest(snapshot, id, "nb"), { palette: "print" });
  expect(norwegian).not.toMatch(/Overall|Weight|Favours|Total</);
  const some = rebuiltSnapshot({ appraisals: snapshot.appraisals.slice(1) });
  expect(analysisForest(some, id, "en").domains).toBeUndefined();
  const other = snapshot.appraisals.map((one) => ({ ...one, outcome: "another" }));
  expect(analysisForest(rebuiltSnapshot({ appraisals: other }), id, "en").domains).toBeUndefined();
});

test("is drawn in both layouts, and of no pooled result too", () => {
  for (const layout of ["revman", "metafor"] as const)
    expect(forestFigure(analysisForest(snapshot, id, "en", layout), { layout })).toContain("Charlie 2019");
  const analyses = snapshot.analyses.map((one) => ({ ...one, pooled: null }));
  const bare = analysisForest(rebuiltSnapshot({ analyses }), id, "en");
  expect(bare.summaries).toEqual([]);
  expect(forestFigure(bare)).toContain("Charlie 2019");
});

test("refuses an analysis that is not planned, naming those that are", () => {
  expect(() => analysisForest(snapshot, "nothing", "en")).toThrow(
    expect.objectContaining({ code: "report/no-such-analysis", remedy: expect.stringContaining(id) }),
  );
});

test("says which study's report was retracted, in the picture and in words, at either width", () => {
  const { studyId } = snapshot.analyses[0]!.effects[0]!.row;
  const [report] = snapshot.studies.find((one) => one.studyId === studyId)!.reports;
  const statuses = [{ ...snapshot.statuses[0]!, report: report!, status: "retracted" as const }];
  const retracted = rebuiltSnapshot({ statuses });
  for (const [language, flag] of [
    ["en", "retracted"],
    ["nb", "trukket tilbake"],
  ] as const)
    for (const width of ["column", "page"] as const) {
      const svg = forestFigure(analysisForest(retracted, id, language), { palette: "print", width });
      expect(svg).toContain(`>${flag}</text>`);
      expect(svg).toContain(` (${flag}): `);
    }
});

test("names the estimator and the kind of interval below the plot", () => {
  expect(analysisForest(snapshot, id, "en").footer).toEqual([
    "Between-study variance: REML. Intervals by Hartung and Knapp.",
  ]);
  expect(analysisForest(snapshot, id, "nb").footer).toEqual([
    "Varians mellom studier: REML. Intervaller etter Hartung og Knapp.",
  ]);
});
