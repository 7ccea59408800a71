import { describe, expect, it } from "vitest";
import { auditText, drawBySeed } from "#screening";

const ids = Array.from({ length: 40 }, (_, i) => `r${i}`);

describe("drawBySeed", () => {
  it("draws each once, the same under the same seed and others under another", () => {
    const drawn = drawBySeed(ids, 10, 5);
    expect(new Set(drawn).size).toBe(10);
    expect(drawn.every((id) => ids.includes(id))).toBe(true);
    expect(drawBySeed(ids, 10, 5)).toEqual(drawn);
    expect(drawBySeed(ids, 10, 6)).not.toEqual(drawn);
    // The first drawn are the same however many are.
    expect(drawBySeed(ids, 25, 5).slice(0, 10)).toEqual(drawn);
  });

  it("favours none: over many seeds each is drawn about as often", () => {
    const times = new Map(ids.map((id) => [id, 0]));
    for (let seed = 0; seed < 4_000; seed++)
      for (const id of drawBySeed(ids, 10, seed)) times.set(id, times.get(id)! + 1);
    // Expected 1,000 with a standard error of 27.
    for (const n of times.values()) expect(Math.abs(n - 1_000)).toBeLessThan(130);
  });

  it("draws all, none, and never more than there are", () => {
    expect([...drawBySeed(ids, 40, 1)].sort()).toEqual([...ids].sort());
    expect(drawBySeed(ids, 0, 1)).toEqual([]);
    expect(() => drawBySeed(ids, 41, 1)).toThrow(expect.objectContaining({ kind: "invalid" }));
  });
});

describe("auditText", () => {
  const result = { sampled: 300, found: 1, population: 12_345, confidence: 0.975, atMost: 211 };

  it("says what was read, what was found and the bound, as each language writes numbers", () => {
    expect(auditText(result, "en")).toBe(
      "Of 12,345 excluded reports, 300 drawn at random were read again, and 1 of them should have been included. With 97.5% confidence, at most 211 of all the excluded reports should have been (exact one-sided hypergeometric bound).",
    );
    expect(auditText(result, "nb")).toContain("Av 12\u00a0345 ekskluderte rapporter ble 300 trukket");
    expect(auditText(result, "nb")).toContain("Med 97,5\u00a0% konfidens");
    for (const language of ["en", "nb"] as const) expect(auditText(result, language)).not.toMatch(/[{}]/);
  });
});
