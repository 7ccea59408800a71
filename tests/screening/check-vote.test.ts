import { describe, expect, it } from "vitest";
import { checkAdjudication, checkVote, type VoteToCheck } from "#screening";
import { protocol, screeningDoc, vote } from "./support.ts";

const good: VoteToCheck = {
  protocol,
  stage: "full-text",
  report: "r1",
  decision: "exclude",
  exclusionReason: "no-control",
  reportExists: true,
  inStage: true,
  voter: "ann",
};

const codes = (change: Partial<VoteToCheck>) => checkVote({ ...good, ...change }).map((one) => one.code);

describe("checkVote", () => {
  it("accepts a good vote", () => {
    expect(checkVote(good)).toEqual([]);
    expect(codes({ decision: "include", exclusionReason: null })).toEqual([]);
    expect(codes({ stage: "title-abstract", exclusionReason: null })).toEqual([]);
    expect(codes({ stage: "title-abstract", exclusionReason: "animals" })).toEqual([]);
  });

  it.each<[string, Partial<VoteToCheck>]>([
    ["screening/unknown-report", { reportExists: false, inStage: false }],
    ["screening/not-in-stage", { inStage: false }],
    ["screening/unknown-person", { voter: "zoe" }],
    ["screening/not-allowed", { voter: "di" }],
    ["screening/reason-required", { exclusionReason: null }],
    ["screening/reason-required", { exclusionReason: "" }],
    ["screening/unknown-reason", { exclusionReason: "nope" }],
    ["screening/reason-not-for-stage", { stage: "title-abstract" }],
    ["screening/reason-without-exclusion", { decision: "include" }],
    ["screening/reason-without-exclusion", { decision: "maybe" }],
    ["screening/stage-not-planned", { protocol: { ...protocol, stages: [] } }],
  ])("gives exactly %s for %j", (code, change) => {
    expect(codes(change)).toEqual([code]);
  });

  it("reports everything at once, each with a remedy", () => {
    const problems = checkVote({ ...good, reportExists: false, voter: "zoe", exclusionReason: null });
    expect(problems.map((one) => one.field)).toEqual(["report", "by", "exclusionReason"]);
    for (const problem of problems) expect(problem.remedy).toMatch(/\.$/);
    expect(problems[2]?.remedy).toContain("no-control, animals");
  });
});

describe("checkAdjudication", () => {
  const conflict = screeningDoc([vote("ann", "include"), vote("bo", "exclude", "animals")], "full-text");
  const base = {
    protocol,
    stage: "full-text",
    report: "r1",
    decision: "include",
    adjudicator: "cy",
    doc: conflict,
  } as const;

  it("lets an adjudicator or lead settle a conflict, a maybe or a conflict of reasons", () => {
    expect(checkAdjudication(base)).toEqual([]);
    expect(checkAdjudication({ ...base, adjudicator: "bo" })).toEqual([]);
    const maybe = screeningDoc([vote("ann", "include"), vote("bo", "maybe")], "full-text");
    expect(checkAdjudication({ ...base, doc: maybe })).toEqual([]);
    const reasons = screeningDoc(
      [vote("ann", "exclude", "animals"), vote("bo", "exclude", "no-control")],
      "full-text",
    );
    expect(checkAdjudication({ ...base, doc: reasons })).toEqual([]);
  });

  it("lets an adjudication be made anew", () => {
    expect(checkAdjudication({ ...base, doc: { ...conflict, adjudication: vote("cy", "include") } })).toEqual(
      [],
    );
  });

  it("refuses when nothing is to settle, saying how many votes are in", () => {
    const agreed = screeningDoc([vote("ann", "include"), vote("bo", "include")], "full-text");
    const [problem] = checkAdjudication({ ...base, doc: agreed });
    expect(problem?.code).toBe("screening/nothing-to-adjudicate");
    expect(problem?.message).toContain("2 of 2 votes are in and they agree");
    expect(checkAdjudication({ ...base, doc: null })[0]?.message).toContain("0 of 2 votes");
  });

  it("refuses a plain reviewer and a missing reason", () => {
    expect(
      checkAdjudication({ ...base, adjudicator: "ann", decision: "exclude" }).map((one) => one.code),
    ).toEqual(["screening/not-allowed", "screening/reason-required"]);
  });
});
