import { describe, expect, it } from "vitest";
import { checkAppraisal, checkEvidenceLevel } from "#appraisal";
import type { Appraised } from "#ledger";
import { appraisal } from "./support.ts";

const codes = (body: Appraised) => checkAppraisal(body).map((one) => `${one.code} ${one.field}`);

describe("checkAppraisal", () => {
  it("accepts an overall judgement at the worst domain", () => {
    expect(codes(appraisal([], { judgement: "low" }))).toEqual([]);
    expect(codes(appraisal(["low", "some-concerns"], { judgement: "some-concerns" }))).toEqual([]);
  });

  it("asks why when the overall departs from the worst domain, to either side", () => {
    const mild = appraisal(["high"], { judgement: "low" });
    expect(codes(mild)).toEqual(["appraisal/overall-too-mild overall.support"]);
    expect(checkAppraisal(mild)[0]?.message).toContain('"low" is less severe than the worst domain ("high")');
    const severe = appraisal(["some-concerns", "some-concerns"], { judgement: "high" });
    expect(codes(severe)).toEqual(["appraisal/overall-too-severe overall.support"]);
    for (const body of [mild, severe]) {
      expect(codes({ ...body, overall: { ...body.overall, support: "Because." } })).toEqual([]);
      expect(codes({ ...body, overall: { ...body.overall, support: "  " } })).toHaveLength(1);
    }
  });

  it("tells an unknown tool from an unknown version", () => {
    expect(codes(appraisal([], { judgement: "low" }, { tool: "rob9" }))).toEqual([
      "appraisal/unknown-tool tool",
    ]);
    expect(codes(appraisal([], { judgement: "low" }, { toolVersion: "2016" }))).toEqual([
      "appraisal/unknown-version toolVersion",
    ]);
  });

  it("names every missing and unknown domain and every unknown judgement at once", () => {
    const body = appraisal(["lowish"], { judgement: "unclear" });
    const { D5: _missing, ...domains } = body.domains;
    const problems = checkAppraisal({ ...body, domains: { ...domains, D6: { judgement: "low" } } });
    expect(problems.map((one) => `${one.code} ${one.field}`)).toEqual([
      "appraisal/unknown-judgement domains.D1.judgement",
      "appraisal/unknown-domain domains.D6",
      "appraisal/missing-domain domains.D5",
      "appraisal/unknown-judgement overall.judgement",
    ]);
    for (const problem of problems) expect(problem.remedy).toMatch(/\.$/);
  });

  it("refuses a timepoint without an outcome", () => {
    expect(codes(appraisal([], { judgement: "low" }, { outcome: undefined, timepoint: "end" }))).toEqual([
      "appraisal/timepoint-without-outcome outcome",
    ]);
  });
});

describe("checkEvidenceLevel", () => {
  const good = { studyId: "s1", scheme: "oxford-2011", level: "2", why: "Randomised" };

  it("accepts known levels and refuses unknown schemes, levels and a missing why", () => {
    expect(checkEvidenceLevel(good)).toEqual([]);
    expect(checkEvidenceLevel({ ...good, scheme: "kunnskapspyramide", level: "5" })).toEqual([]);
    const code = (change: Partial<typeof good>) =>
      checkEvidenceLevel({ ...good, ...change }).map((one) => one.code);
    expect(code({ scheme: "x" })).toEqual(["appraisal/unknown-scheme"]);
    expect(code({ level: "6", why: " " })).toEqual([
      "appraisal/unknown-level",
      "appraisal/level-without-why",
    ]);
  });
});
