import { afterEach, beforeEach, expect, test } from "vitest";
import { importRis, reportIds, type TestReview, testReview } from "../support/review.ts";

let review: TestReview;
beforeEach(async () => {
  review = await testReview();
  await importRis(review.workbench, 3);
});
afterEach(() => review.drop());

const MEANS = { n: "20", mean: "10", sd: "2" };
const entries = (arm: string): string =>
  Object.entries(MEANS)
    .map(
      ([field, value]) =>
        `          - {field: ${field}, arm: ${arm}, outcome: score, timepoint: end, value: "${value}", confidence: unverified}`,
    )
    .join("\n");

test("gives each arm once with its numbers, and none of a retracted study or of estimates as coded", async () => {
  const reports = await reportIds(review.workbench);
  const study = (
    id: string,
    at: number,
    tags: string,
  ): string => `  - study: {id: ${id}, label: Study ${id}, reports: ["${reports[at]}"], questions: [Q1], tags: [${tags}], characteristics: {}}
    arms: [{id: e, label: It, role: experimental}, {id: c, label: Nothing, role: comparator}]
    forms:
      - form: effect
        report: "${reports[at]}"
        entries:
${entries("e")}
${entries("c")}
`;
  const text = `studies:
${study("one", 0, "")}${study("two", 1, "other")}${study("three", 2, "")}
reportStatuses:
  - {report: "${reports[2]}", status: retracted, date: "2026-01-10", source: Simulated notice, note: {en: Simulated reason}}
`;
  await review.workbench.applyFile({ by: "ann", text, file: "studies.yaml" });
  const found = await review.workbench.analysisNetwork("main", {});
  expect(found.needs).toBe("means");
  expect(found.arms.map(({ studyId, arm, role }) => [studyId, arm, role])).toEqual([
    ["one", "e", "experimental"],
    ["one", "c", "comparator"],
    ["two", "e", "experimental"],
    ["two", "c", "comparator"],
  ]);
  expect(found.arms[0]).toMatchObject({
    study: "Study one",
    label: "It",
    numbers: { n: 20, mean: 10, sd: 2 },
    values: { mean: { verbatim: "10", arm: "e", confidence: "unverified", by: "ann" } },
  });
  expect(found.roles.map(({ id }) => id)).toContain("experimental");
  expect((await review.workbench.analysisNetwork("main", { needs: "counts" })).arms).toEqual([]);
  expect((await review.workbench.analysisNetwork("main", { needs: "generic" })).arms).toEqual([]);
  await expect(review.workbench.analysisNetwork("other", {})).rejects.toMatchObject({
    code: "workbench/unknown-analysis",
  });
});
