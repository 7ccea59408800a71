import { describe, expect, it } from "vitest";
import { seededRng } from "#numerics";
import { calibration, type IndependentVote, wilsonShare } from "#screening";
import { votesOf } from "./agreement-support.ts";

const ta = { stage: "title-abstract" } as const;
const plan = (statistic: "percent" | "kappa" | "ac1", threshold: number, reports = 50) => ({
  statistic,
  threshold,
  reports,
});
const run = (
  votes: readonly IndependentVote[],
  asked: ReturnType<typeof plan>,
  options: Parameters<typeof calibration>[2] = ta,
) => calibration({ basis: "independent", votes }, asked, options);

describe("calibration", () => {
  it("is met for sure when the whole interval is above the threshold", () => {
    const result = run(votesOf({ ii: 60, ie: 2, ei: 2, ee: 136 }), plan("kappa", 0.6, 200));
    expect(result).toMatchObject({ verdict: "met", certain: true, n: 200, planned: 200, weakest: null });
    expect(result.careful!.low).toBeGreaterThan(0.6);
    expect(result.careful!.low).toBeLessThanOrEqual(result.estimate.low!);
  });

  it("says when n is too small to tell", () => {
    const few = run(votesOf({ ii: 6, ie: 1, ee: 8 }), plan("kappa", 0.6));
    expect(few).toMatchObject({ verdict: "met", certain: false, n: 15 });
    const below = run(votesOf({ ii: 5, ie: 3, ei: 1, ee: 6 }), plan("kappa", 0.6));
    expect(below).toMatchObject({ verdict: "not-met", certain: false });
    const far = run(votesOf({ ii: 50, ie: 45, ei: 48, ee: 57 }), plan("kappa", 0.6));
    expect(far).toMatchObject({ verdict: "not-met", certain: true });
  });

  it("takes percent on the protocol's scale", () => {
    const result = run(votesOf({ ii: 20, ie: 1, ee: 29 }), plan("percent", 90));
    expect(result.estimate.value).toBeCloseTo(98, 12);
    expect(result.estimate.low).toBeCloseTo(100 * wilsonShare(49, 50).low!, 12);
    expect(result).toMatchObject({ verdict: "met", certain: false });
  });

  it("bounds full agreement by the share agreed on", () => {
    const small = run(votesOf({ ii: 3, ee: 3 }), plan("kappa", 0.8));
    expect(small).toMatchObject({ verdict: "met", certain: false, estimate: { value: 1, gap: "perfect" } });
    expect(small.careful!.low).toBeCloseTo(2 * wilsonShare(6, 6).low! - 1, 12);
    expect(run(votesOf({ ii: 60, ee: 60 }), plan("kappa", 0.8))).toMatchObject({
      verdict: "met",
      certain: true,
    });
    expect(run(votesOf({ ee: 60 }), plan("ac1", 0.8)).careful!.low).toBeCloseTo(wilsonShare(60, 60).low!, 12);
  });

  it("never asks less of fuller agreement", () => {
    const lows = [0, 1, 2, 3].map(
      (ie) => run(votesOf({ ii: 7, ie, ee: 8 - ie }), plan("kappa", 0.6)).careful!.low,
    );
    expect(lows).toEqual(lows.toSorted((a, b) => b - a));
    expect(new Set(lows).size).toBe(4);
  });

  it("has no verdict where the statistic does not exist", () => {
    expect(run(votesOf({ ee: 30 }), plan("kappa", 0.6))).toMatchObject({
      verdict: "undefined",
      certain: false,
    });
    expect(run([], plan("percent", 80))).toMatchObject({ verdict: "undefined", n: 0, disagreements: [] });
  });

  it("lists what was disagreed on, by reason", () => {
    const votes = [
      ...votesOf({ ie: 2, ii: 1, im: 1 }, "animals"),
      ...votesOf({ ei: 1 }).map((one) => ({ ...one, report: "a1" })),
    ];
    const result = run(votes, plan("kappa", 0.6));
    expect(result.disagreements.map(({ report, kind }) => [report, kind])).toEqual([
      ["a1", "decision"],
      ["r0000", "decision"],
      ["r0001", "decision"],
    ]);
    expect(result.disagreements[1]!.votes).toEqual([
      { reviewer: "ann", decision: "include", exclusionReason: null },
      { reviewer: "bo", decision: "exclude", exclusionReason: "animals" },
    ]);
    expect(result.byReason).toEqual([
      { reason: "animals", reports: 2 },
      { reason: null, reports: 1 },
    ]);
    expect(run(votes, plan("kappa", 0.6), { ...ta, on: "decisions" }).disagreements).toHaveLength(4);
  });

  it("shows reasons that differ at full text", () => {
    const votes = votesOf({ ee: 1 }, "animals").map((one) =>
      one.reviewer === "bo" ? { ...one, exclusionReason: "no-control" } : one,
    );
    expect(run(votes, plan("percent", 80), { stage: "full-text" }).disagreements).toMatchObject([
      { kind: "reason" },
    ]);
    expect(run(votes, plan("percent", 80)).disagreements).toEqual([]);
  });

  it("names the pair that agrees least", () => {
    const result = run(votesOf({ iii: 10, iie: 4, eei: 3, eee: 20, iei: 1 }), plan("kappa", 0.6));
    expect(result.weakest!.reviewers).toEqual(["bo", "cy"]);
    expect(result.weakest!.estimate.value).toBeLessThan(result.estimate.value!);
  });

  it("has limits that hold for few reports: true kappa .76 lies within in 95 % of exercises", () => {
    // Upper ends of the cells' shares: .25, .05, .05, .65.
    const cells: readonly [string, number][] = [
      ["ii", 0.25],
      ["ie", 0.3],
      ["ei", 0.35],
      ["ee", 1],
    ];
    const chance = 0.3 ** 2 + 0.7 ** 2;
    const truth = (0.9 - chance) / (1 - chance);
    const rng = seededRng(4);
    const draw = () => {
      const at = rng.next();
      return cells.find(([, end]) => at < end)![0];
    };
    let plain = 0;
    let careful = 0;
    const runs = 600;
    for (let i = 0; i < runs; i++) {
      const counts: Record<string, number> = {};
      for (let report = 0; report < 25; report++) {
        const cell = draw();
        counts[cell] = (counts[cell] ?? 0) + 1;
      }
      const result = run(votesOf(counts), plan("kappa", 0.6));
      if ((result.estimate.low ?? 1) <= truth && truth <= (result.estimate.high ?? 1)) plain += 1;
      if (result.careful!.low <= truth && truth <= result.careful!.high) careful += 1;
    }
    expect(careful / runs).toBeGreaterThan(0.95);
    expect(plain / runs).toBeLessThan(0.92);
  });
});
