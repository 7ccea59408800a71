import { expect, test } from "vitest";
import { appraisalProjections, availabilityAt, checkAvailability } from "#appraisal";
import { type AvailabilityJudged, foldAll, type LedgerEvent } from "#ledger";

const base: AvailabilityJudged = { studyId: "s1", outcome: "score", status: "missing", reason: "selective" };
const codes = (part: Partial<AvailabilityJudged>): readonly string[] =>
  checkAvailability({ ...base, ...part }).map(({ code }) => code);

test("a result that is not known has a reason, one that is known has none", () => {
  expect(codes({})).toEqual([]);
  expect(codes({ status: "known", reason: undefined })).toEqual([]);
  expect(codes({ status: "partly-known", reason: "unclear" })).toEqual([]);
  expect(codes({ reason: undefined })).toEqual(["appraisal/availability-without-reason"]);
  expect(codes({ status: "partly-known", reason: undefined })).toEqual([
    "appraisal/availability-without-reason",
  ]);
  expect(codes({ status: "known", reason: "selective" })).toEqual(["appraisal/availability-reason"]);
});

test("what was not measured is not known in part", () => {
  expect(codes({ reason: "not-measured" })).toEqual([]);
  expect(codes({ status: "partly-known", reason: "not-measured" })).toEqual([
    "appraisal/availability-reason",
  ]);
});

test("a quote says where it stands", () => {
  expect(codes({ quote: "did not differ" })).toEqual(["appraisal/quote-without-place"]);
  expect(codes({ quote: "did not differ", place: "p. 4" })).toEqual([]);
});

test("a judgement about the timepoint counts before one about any, and never one about another", () => {
  const any = { ...base, reason: "unclear" } as const;
  const end = { ...base, timepoint: "end" } as const;
  const at = (timepoint: string, ...list: readonly AvailabilityJudged[]) =>
    availabilityAt(list, { studyId: "s1", outcome: "score", timepoint });
  expect(at("end", any, end)).toBe(end);
  expect(at("later", any, end)).toBe(any);
  expect(at("later", end)).toBeNull();
  expect(availabilityAt([any], { studyId: "s2", outcome: "score", timepoint: "end" })).toBeNull();
});

test("the newest judgement of a study, outcome and timepoint is in force, with who made it", () => {
  const event = (id: string, body: AvailabilityJudged): LedgerEvent => ({
    id,
    type: "appraisal.availability-judged",
    version: 1,
    at: `2026-01-01T00:00:0${id}.000Z`,
    by: `p${id}`,
    device: "d",
    prev: null,
    hash: id,
    body,
  });
  const events = [
    event("1", base),
    event("2", { ...base, status: "known", reason: undefined }),
    event("3", { ...base, timepoint: "end" }),
  ];
  const docs = foldAll(events, appraisalProjections).get("availability");
  expect([...(docs?.keys() ?? [])]).toEqual(["s1/score/-", "s1/score/end"]);
  expect(docs?.get("s1/score/-")).toMatchObject({ status: "known", by: "p2", eventId: "2" });
});
