import { describe, expect, it } from "vitest";
import { hypergeometricTails, seededRng } from "#numerics";
import { auditBound, auditSampleSize, drawSample } from "#screening";

describe("the size of an audit sample", () => {
  it("is as by hand", () => {
    // One relevant among 100: it is missed by a draw of n with chance (100 - n) / 100; below .05 at 96.
    expect(auditSampleSize({ excluded: 100, maxMissed: 0 })).toMatchObject({ size: 96, maxMissed: 0 });
    expect(auditSampleSize({ excluded: 100, maxMissed: 0 }).p).toBeCloseTo(0.04, 12);
    expect(auditSampleSize({ excluded: 100, rate: 0.01 }).maxMissed).toBe(1);
    expect(auditSampleSize({ excluded: 10, maxMissed: 10 })).toEqual({ size: 0, maxMissed: 10, p: 0 });
    expect(auditSampleSize({ excluded: 1, maxMissed: 0 }).size).toBe(1);
  });

  it("is enough and no more: what an empty sample of that size says", () => {
    for (const excluded of [1, 7, 60, 500, 4000])
      for (const rate of [0, 0.005, 0.02, 0.3]) {
        const { size, maxMissed } = auditSampleSize({ excluded, rate, confidence: 0.9 });
        const says = (sampled: number) =>
          auditBound({ sampled, relevantFound: 0, population: excluded, confidence: 0.9 }).atMost;
        expect(says(size)).toBeLessThanOrEqual(maxMissed);
        if (size > 1) expect(says(size - 1)).toBeGreaterThan(maxMissed);
      }
  });

  it("refuses numbers that are none", () => {
    expect(() => auditSampleSize({ excluded: -1, maxMissed: 0 })).toThrow(/excluded is -1/);
    expect(() => auditSampleSize({ excluded: 10, rate: 1 })).toThrow(/rate is 1/);
    expect(() => auditSampleSize({ excluded: 10, maxMissed: 0.5 })).toThrow(/maxMissed/);
  });
});

describe("drawing", () => {
  const ids = Array.from({ length: 50 }, (_, i) => `r${i}`);

  it("is without putting back, and the same for the same seed", () => {
    const sample = drawSample(ids, 20, seededRng("audit"));
    expect(new Set(sample).size).toBe(20);
    expect(ids).toEqual(expect.arrayContaining([...sample]));
    expect(drawSample(ids, 20, seededRng("audit"))).toEqual(sample);
    expect(drawSample(ids, 20, seededRng("other"))).not.toEqual(sample);
    expect(drawSample(ids, 10, seededRng("audit"))).toEqual(sample.slice(0, 10));
    expect([...drawSample(ids, 50, seededRng(1))].sort()).toEqual([...ids].sort());
    expect(drawSample([], 0, seededRng(1))).toEqual([]);
  });

  it("gives each record the same chance", () => {
    const rng = seededRng(7);
    const times = new Map<string, number>();
    for (let i = 0; i < 5000; i++)
      for (const id of drawSample(ids, 5, rng)) times.set(id, (times.get(id) ?? 0) + 1);
    // 500 expected of each; five standard deviations are 106.
    for (const id of ids) expect(Math.abs(times.get(id)! - 500)).toBeLessThan(106);
  });

  it("refuses more than there are, and ids given twice", () => {
    expect(() => drawSample(ids, 51, seededRng(1))).toThrow(/sample size is 51/);
    expect(() => drawSample(["a", "a"], 1, seededRng(1))).toThrow(/2 ids .* 1 of them/);
  });
});

describe("the bound of an audit", () => {
  it("covers the truth as often as it says, for every truth", () => {
    const [population, sampled, confidence] = [40, 15, 0.9];
    for (let marked = 0; marked <= population; marked++) {
      let covered = 0;
      let below = 0;
      for (let x = 0; x <= sampled; x++) {
        const { lower } = hypergeometricTails(x, { population, marked, draws: sampled });
        const possible = x <= marked && sampled - x <= population - marked;
        if (possible && auditBound({ sampled, relevantFound: x, population, confidence }).atMost >= marked)
          covered += lower - below;
        below = lower;
      }
      expect(covered).toBeGreaterThanOrEqual(confidence - 1e-12);
    }
  });

  it("is as by hand, with what it does to recall", () => {
    // None in 96 of 100: one would be missed with chance .04 < .05.
    expect(auditBound({ sampled: 96, relevantFound: 0, population: 100, found: 20 })).toEqual({
      estimate: 0,
      atMost: 0,
      leftEstimate: 0,
      leftAtMost: 0,
      recall: { before: { estimate: 1, low: 1 }, after: { estimate: 1, low: 1 } },
    });
    const two = auditBound({ sampled: 100, relevantFound: 2, population: 1000, found: 80 });
    expect(two.estimate).toBe(20);
    expect(two.leftAtMost).toBe(two.atMost - 2);
    expect(two.recall!.before.low).toBe(80 / (80 + two.atMost));
    expect(two.recall!.after).toEqual({ estimate: 0.82, low: 82 / (80 + two.atMost) });
    const p = (marked: number) => hypergeometricTails(2, { population: 1000, marked, draws: 100 }).lower;
    expect(p(two.atMost)).toBeGreaterThanOrEqual(0.05);
    expect(p(two.atMost + 1)).toBeLessThan(0.05);
  });

  it("knows the whole when all were read, and nothing when none was", () => {
    expect(auditBound({ sampled: 10, relevantFound: 3, population: 10 })).toMatchObject({
      atMost: 3,
      leftAtMost: 0,
    });
    expect(auditBound({ sampled: 0, relevantFound: 0, population: 10 })).toMatchObject({
      atMost: 10,
      estimate: null,
      recall: null,
    });
    expect(() => auditBound({ sampled: 3, relevantFound: 4, population: 10 })).toThrow(/relevantFound is 4/);
  });
});
