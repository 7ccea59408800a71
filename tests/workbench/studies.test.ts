import { afterEach, beforeEach, expect, test } from "vitest";
import { importRis, refusal, type TestReview, testReview } from "../support/review.ts";

let review: TestReview;
let report: string;
beforeEach(async () => {
  review = await testReview();
  const { workbench } = review;
  await importRis(workbench, 2);
  report = (await workbench.records({ after: 0, limit: 1 })).rows[0]!.id;
  for (const stage of ["title-abstract", "full-text"] as const)
    for (const by of ["ann", "bob"]) await workbench.vote({ by, stage, report, decision: "include" });
});
afterEach(() => review.drop());

test("an included report waits for a study; named, it gets arms and values", async () => {
  const { workbench } = review;
  expect((await workbench.extraction()).withoutStudy.map(({ id }) => id)).toEqual([report]);
  const study = { by: "ann", label: "Müller & Sønn 2020", reports: [report], questions: ["Q1"] };
  const { studyId } = await workbench.defineStudy(study);
  expect(studyId).toBe("muller-sonn-2020");
  expect((await workbench.defineStudy({ ...study, reports: [] })).studyId).toBe("muller-sonn-2020-2");
  expect((await workbench.extraction()).withoutStudy).toEqual([]);
  await workbench.defineArms({
    by: "ann",
    studyId,
    arms: [
      { label: "It", role: "experimental" },
      { label: "Nothing", role: "comparator" },
    ],
  });
  const { arms } = await workbench.studyForm("ann", "effect", studyId);
  expect(arms?.arms.map(({ id, role }) => [id, role])).toEqual([
    ["it", "experimental"],
    ["nothing", "comparator"],
  ]);
  const value = {
    field: "mean",
    arm: "it",
    outcome: "score",
    timepoint: "end",
    value: "3.2",
    confidence: "unverified" as const,
  };
  await workbench.extract({ by: "ann", formId: "effect", studyId, entries: [value] });
  await workbench.undo({ by: "ann" });
  await workbench.undo({ by: "ann" });
  expect((await workbench.studyForm("ann", "effect", studyId)).arms).toBeNull();
});

test("unknown reports, questions, roles and studies are refused, all at once, and nothing is written", async () => {
  const { workbench } = review;
  const before = (await workbench.log("ann", { limit: 1 })).total;
  const study = await refusal(
    workbench.defineStudy({ by: "ann", label: "X", reports: ["nope"], questions: ["Q9"] }),
  );
  expect(study.problems.map(({ code }) => code)).toEqual([
    "workbench/unknown-report",
    "workbench/unknown-question",
  ]);
  const arms = { by: "ann", arms: [{ label: "It", role: "hero" }] };
  expect((await refusal(workbench.defineArms({ ...arms, studyId: "nope" }))).code).toBe(
    "workbench/unknown-study",
  );
  expect((await workbench.log("ann", { limit: 1 })).total).toBe(before);
  const { studyId } = await workbench.defineStudy({ by: "ann", label: "X", reports: [], questions: [] });
  const role = await refusal(workbench.defineArms({ ...arms, studyId }));
  expect(role.problems.map(({ field }) => field)).toEqual(["arms[0].role"]);
});
