import { expect, it } from "vitest";
import type { AnalysisRow, TracedValue } from "#extraction";
import { poolRows } from "../../src/workbench/pool-rows.ts";
import { NOTHING_KNOWN } from "../../src/workbench/study-knowledge.ts";

const traced = (number: number): TracedValue => ({
  ...{ number, verbatim: String(number), field: "f", arm: "a", quote: null, place: null, report: null },
  ...{ confidence: "unverified", by: "ann", at: "2026-03-01T10:00:00.000Z", eventId: "e" },
});
const row = (studyId: string, experimental: AnalysisRow["experimentalValues"]): AnalysisRow => ({
  ...{ studyId, label: `Study ${studyId}` },
  experimental: { arm: "a", label: "Sham" },
  comparator: { arm: "b", label: "Waiting" },
  experimentalValues: experimental,
  comparatorValues: { n: traced(20), mean: traced(3), sd: traced(1) },
  contrastValues: {},
});

it("names study, arm, statistic and value of a number that a measure cannot use", () => {
  const rows = [
    row("1", { n: traced(1), mean: traced(2), sd: traced(1) }),
    row("2", { n: traced(18), mean: traced(2), sd: traced(1) }),
  ];
  const found = poolRows(rows, { measure: "MD", model: "common", tau2: "DL", test: "z" }, NOTHING_KNOWN);
  expect(found.kept.map(({ row: { studyId } }) => studyId)).toEqual(["2"]);
  expect(found.problems).toMatchObject([
    {
      code: "synthesis/bad-means",
      field: "Study 1",
      values: { study: "Study 1", statistic: "n", arm: "Sham", value: "1", must: "n-2" },
    },
  ]);
});
