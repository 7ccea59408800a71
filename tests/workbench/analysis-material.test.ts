import { afterEach, beforeEach, expect, test } from "vitest";
import { importRis, reportIds, type TestReview, testReview } from "../support/review.ts";

let review: TestReview;
let reports: readonly string[];
beforeEach(async () => {
  review = await testReview();
  await importRis(review.workbench, 3);
  reports = await reportIds(review.workbench);
});
afterEach(() => review.drop());

const values = (arm: string, list: Readonly<Record<string, string>>): string =>
  Object.entries(list)
    .map(
      ([field, value]) =>
        `          - {field: ${field}, arm: ${arm}, outcome: score, timepoint: end, value: "${value}", confidence: unverified}`,
    )
    .join("\n");

const MEANS = { n: "20", mean: "10", sd: "2" };
function study(
  id: string,
  report: number,
  country: string,
  arms: Readonly<Record<string, string>>,
  more = "",
): string {
  return `  - study: {id: ${id}, label: Study ${id}, reports: ["${reports[report]}"], questions: [Q1], tags: [], characteristics: {country: ${country}, dose: "${report}0"}}
    arms: [{id: e, label: It, role: experimental}, {id: c, label: Nothing, role: comparator}]
    forms:
      - form: effect
        report: "${reports[report]}"
        entries:
${values("e", arms)}
${values("c", MEANS)}
${more}`;
}

const judged = (overall: string, outcome: string): string =>
  `    appraisals:
      - {tool: rob2, toolVersion: "2019-08-22", ${outcome} domains: {D1: {judgement: low}, D2: {judgement: ${overall}}, D3: {judgement: low}, D4: {judgement: low}, D5: {judgement: low}}, overall: {judgement: ${overall}}, source: Simulated}
`;

async function fill(): Promise<void> {
  const text = `studies:
${study("one", 0, "Norway", { ...MEANS, events: "4", total: "20" }, judged("high", "outcome: score, timepoint: end,"))}
${study("two", 1, "Sweden", { n: "20", mean: "9" }, judged("low", ""))}
${study("three", 2, "Norway", MEANS)}
reportStatuses:
  - {report: "${reports[2]}", status: retracted, date: "2026-01-10", source: Simulated notice, note: {en: Simulated reason}}
`;
  await review.workbench.applyFile({ by: "ann", text, file: "studies.yaml" });
}

test("gives rows, retracted rows apart, places, judgements, moderators and results", async () => {
  await fill();
  const found = await review.workbench.analysisMaterial("main", {});
  expect(found.needs).toBe("means");
  expect(found.set.rows.map(({ studyId }) => studyId)).toEqual(["one"]);
  expect(found.retracted.map(({ studyId }) => studyId)).toEqual(["three"]);
  expect(found.places).toEqual([{ outcome: "score", timepoint: "end", needs: "means", rows: 1 }]);
  const by = new Map(found.studies.map((one) => [one.studyId, one]));
  expect(by.get("one")).toMatchObject({
    year: 2020,
    retracted: false,
    risk: { level: "high", source: "Simulated" },
  });
  expect(by.get("one")?.risk?.domains.map(({ level }) => level)).toEqual([
    "low",
    "high",
    "low",
    "low",
    "low",
  ]);
  expect(by.get("two")?.risk).toMatchObject({ level: "low" });
  expect(by.get("three")).toMatchObject({ retracted: true, risk: null });
  const dose = found.moderators.find(({ id }) => id === "dose");
  expect(dose?.values["two"]).toMatchObject({ number: 10 });
  expect(found.moderators.find(({ id }) => id === "country")?.values["one"]).toMatchObject({ number: null });
  expect(found.results.map(({ studyId, state }) => [studyId, state])).toContainEqual(["one", "known"]);
  expect(found.results.find(({ studyId }) => studyId === "two")).toMatchObject({ state: "partly" });
});

test("looks at another kind of numbers where it is asked, and refuses an analysis it does not know", async () => {
  await fill();
  const counts = await review.workbench.analysisMaterial("main", { needs: "counts" });
  expect(counts.set.rows).toEqual([]);
  expect(counts.set.analysis.measure).toBe("SMD");
  expect((await review.workbench.analysisMaterial("main", { outcome: "nothing" })).set.rows).toEqual([]);
  await expect(review.workbench.analysisMaterial("other", {})).rejects.toMatchObject({
    code: "workbench/unknown-analysis",
  });
});
