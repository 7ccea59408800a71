import { describe, expect, it } from "vitest";
import { requiredVotes, stageVotes, unitHash, votesNeeded } from "#screening";
import { protocol } from "./support.ts";

const ids = Array.from({ length: 20_000 }, (_, i) => `${(i % 7).toString(16)}a3f-${i}`);

describe("requiredVotes", () => {
  it("asks one vote more of about the share of reports, and of the same ones each time", () => {
    const votes = { reviewers: 1, secondShare: 0.2 };
    const second = ids.filter((id) => requiredVotes(votes, id) === 2);
    expect(ids.every((id) => [1, 2].includes(requiredVotes(votes, id)))).toBe(true);
    // Four standard errors around 4,000.
    expect(Math.abs(second.length - 4_000)).toBeLessThan(4 * Math.sqrt(20_000 * 0.2 * 0.8));
    expect(ids.filter((id) => requiredVotes(votes, id) === 2)).toEqual(second);
  });

  it("keeps the reports of a smaller share in a larger one, so that an amendment asks no vote less", () => {
    const small = ids.filter((id) => requiredVotes({ reviewers: 1, secondShare: 0.1 }, id) === 2);
    expect(small.every((id) => requiredVotes({ reviewers: 1, secondShare: 0.3 }, id) === 2)).toBe(true);
  });

  it("asks the same of all where the share is none or all", () => {
    for (const id of ids.slice(0, 500)) {
      expect(requiredVotes({ reviewers: 2, secondShare: 0 }, id)).toBe(2);
      expect(requiredVotes({ reviewers: 2, secondShare: 1 }, id)).toBe(3);
    }
  });

  it("reads the plan from the protocol, and refuses a stage it does not plan", () => {
    const stages = [{ stage: "full-text" as const, reviewers: 1, secondReviewerShare: 1 }];
    expect(stageVotes({ ...protocol, stages }, "full-text")).toEqual({ reviewers: 1, secondShare: 1 });
    expect(votesNeeded({ ...protocol, stages }, "full-text", "r1")).toBe(2);
    expect(() => votesNeeded({ ...protocol, stages }, "title-abstract", "r1")).toThrow(
      expect.objectContaining({ code: "review/unknown-stage" }),
    );
  });
});

describe("unitHash", () => {
  it("gives the same numbers on every machine", () => {
    // By hand for the empty text: the finaliser of MurmurHash3 over the offset basis of FNV-1a.
    expect(unitHash("", 0) * 2 ** 32).toBe(murmurEnd(0x811c9dc5));
    expect(unitHash("a", 0) * 2 ** 32).toBe(
      murmurEnd(Number(((0x811c9dc5n ^ 0x61n) * 0x01000193n) % 2n ** 32n)),
    );
  });

  it("spreads evenly, and differently under another seed", () => {
    for (const seed of [0, 1, 4_294_967_295]) {
      const tenths = new Array<number>(10).fill(0);
      for (const id of ids) tenths[Math.floor(unitHash(id, seed) * 10)]! += 1;
      const chi = tenths.reduce((sum, n) => sum + (n - 2_000) ** 2 / 2_000, 0);
      // Upper .0001 point of chi-square with 9 degrees of freedom.
      expect(chi).toBeLessThan(33.72);
    }
    const apart = ids.filter((id) => unitHash(id, 1) < 0.5 === unitHash(id, 2) < 0.5).length;
    expect(Math.abs(apart - 10_000)).toBeLessThan(4 * Math.sqrt(5_000));
  });
});

/** The finaliser of MurmurHash3 in big integers, as a second reading. */
function murmurEnd(start: number): number {
  const mask = 2n ** 32n - 1n;
  let h = BigInt(start);
  h ^= h >> 16n;
  h = (h * 0x85ebca6bn) & mask;
  h ^= h >> 13n;
  h = (h * 0xc2b2ae35n) & mask;
  h ^= h >> 16n;
  return Number(h);
}
