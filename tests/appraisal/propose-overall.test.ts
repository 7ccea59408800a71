import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkAppraisal, instruments, proposeOverall } from "#appraisal";
import { appraisal } from "./support.ts";

const rob2 = instruments.find((one) => one.id === "rob2")!;
const propose = (judgements: readonly string[]) =>
  proposeOverall(rob2, appraisal(judgements, { judgement: "low" }).domains);

describe("proposeOverall", () => {
  it.each([
    [["low"], "low", false],
    [["some-concerns"], "some-concerns", false],
    [["some-concerns", "some-concerns"], "some-concerns", true],
    [["some-concerns", "high", "some-concerns"], "high", false],
  ])("%j gives %s (note: %s)", (judgements, expected, noted) => {
    const proposal = propose(judgements);
    expect(proposal.judgement).toBe(expected);
    expect(proposal.note !== null).toBe(noted);
    if (noted) expect(proposal.note?.en).toContain("2 domains");
  });

  it("refuses no judgements and unknown ones", () => {
    expect(() => proposeOverall(rob2, {})).toThrow(
      expect.objectContaining({ code: "appraisal/no-judgements" }),
    );
    expect(() => propose(["bad"])).toThrow(expect.objectContaining({ code: "appraisal/unknown-judgement" }));
  });

  it("never falls when a domain gets worse, and its proposal always passes the check", () => {
    const ids = rob2.judgements.map((one) => one.id);
    const severity = (id: string) => ids.indexOf(id);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...ids), { minLength: 5, maxLength: 5 }),
        fc.nat(4),
        (list, at) => {
          const before = propose(list).judgement;
          const worse = list.map((one, i) => (i === at ? (ids[severity(one) + 1] ?? one) : one));
          expect(severity(propose(worse).judgement)).toBeGreaterThanOrEqual(severity(before));
          expect(checkAppraisal(appraisal(list, { judgement: before }))).toEqual([]);
        },
      ),
      { seed: 3, numRuns: 200 },
    );
  });
});
