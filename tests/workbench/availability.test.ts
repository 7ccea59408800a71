import { afterEach, beforeEach, expect, test } from "vitest";
import { importRis, reportIds, type TestReview, testReview } from "../support/review.ts";

let review: TestReview;
beforeEach(async () => {
  review = await testReview();
  await importRis(review.workbench, 2);
  const reports = await reportIds(review.workbench);
  const study = (id: string, at: number): string =>
    `  - study: {id: ${id}, label: Study ${id}, reports: ["${reports[at]}"], questions: [Q1], tags: []}
    arms: [{id: e, label: It, role: experimental}, {id: c, label: Nothing, role: comparator}]
`;
  const text = `studies:\n${study("one", 0)}${study("two", 1)}`;
  await review.workbench.applyFile({ by: "ann", text, file: "studies.yaml" });
});
afterEach(() => review.drop());

const judged = async (studyId: string) =>
  (await review.workbench.analysisMaterial("main", {})).results.find((one) => one.studyId === studyId)
    ?.judged;
const judge = (part: object) =>
  review.workbench.judgeAvailability({
    by: "ann",
    studyId: "one",
    outcome: "score",
    timepoint: "end",
    status: "missing",
    reason: "selective",
    ...part,
  });

test("a judgement is kept with who made it, is replaced by the next, and undo brings the one before back", async () => {
  expect(await judged("one")).toBeNull();
  await judge({ note: "registered, never reported", quote: "Primary: score", place: "registry entry" });
  expect(await judged("one")).toMatchObject({
    status: "missing",
    reason: "selective",
    note: "registered, never reported",
    quote: "Primary: score",
    place: "registry entry",
    by: "ann",
  });
  const { eventId } = await judge({ status: "partly-known", reason: "unclear", note: "" });
  expect(await judged("one")).toMatchObject({ status: "partly-known", reason: "unclear" });
  expect(await judged("one")).not.toHaveProperty("note");
  await review.workbench.undo({ by: "ann", eventId });
  expect(await judged("one")).toMatchObject({ status: "missing", reason: "selective" });
  expect(await judged("two")).toBeNull();
});

test("what cannot stand is refused with every reason, and nothing is written", async () => {
  await expect(judge({ studyId: "three" })).rejects.toMatchObject({ code: "workbench/unknown-study" });
  await expect(judge({ by: "nobody" })).rejects.toMatchObject({ code: "workbench/unknown-person" });
  await expect(
    judge({ outcome: "other", timepoint: "never", reason: undefined, quote: "x" }),
  ).rejects.toMatchObject({
    code: "workbench/availability-refused",
    problems: [
      { code: "workbench/unknown-outcome" },
      { code: "workbench/unknown-timepoint" },
      { code: "appraisal/availability-without-reason" },
      { code: "appraisal/quote-without-place" },
    ],
  });
  expect(await judged("one")).toBeNull();
});

test("the bulk file carries judgements, and tells its mistakes with their lines", async () => {
  const study = (availability: string): string =>
    `studies:
  - study: {id: one, label: Study one, reports: [key1], questions: [Q1], tags: []}
    availability:
${availability}`;
  const apply = (text: string) =>
    review.workbench.applyFile({ by: "ann", text: study(text), file: "studies.yaml" });
  const reports = await reportIds(review.workbench);
  expect(reports).toHaveLength(2);
  const { written } = await apply("      - {outcome: score, status: missing, reason: not-measured}\n");
  expect(written["appraisal.availability-judged"]).toBe(1);
  expect(await judged("one")).toMatchObject({ reason: "not-measured", by: "ann" });
  await expect(apply("      - {outcome: scor, status: missing}\n")).rejects.toMatchObject({
    code: "workbench/bad-extraction-file",
    problems: [
      { code: "workbench/unknown-outcome", line: 4 },
      { code: "appraisal/availability-without-reason", line: 4 },
    ],
  });
  await expect(
    apply(
      "      - {outcome: score, status: known}\n      - {outcome: score, status: missing, reason: unclear}\n",
    ),
  ).rejects.toMatchObject({ problems: [{ code: "extraction/said-twice", line: 5 }] });
  await expect(apply("      - {outcome: score, status: lost}\n")).rejects.toMatchObject({
    problems: [{ line: 4 }],
  });
});

test("the snapshot that reports are made of holds each result once for analyses of the same studies", async () => {
  await judge({ timepoint: undefined, reason: "unrelated" });
  const { availability } = await review.workbench.snapshot();
  expect(availability).toMatchObject([
    {
      question: "Q1",
      timepoint: "end",
      analyses: ["main"],
      outcomes: ["score"],
      results: [
        { studyId: "one", extracted: "none", judged: { reason: "unrelated" } },
        { studyId: "two", extracted: "none", judged: null },
      ],
    },
  ]);
});
