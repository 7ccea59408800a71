import { describe, expect, it } from "vitest";
import { screeningMetrics } from "#screening";

describe("screening metrics", () => {
  it("are those computed by hand", () => {
    // 20 records, 3 relevant, found at 1, 3 and 11.
    const labels = Uint8Array.from({ length: 20 }, (_, i) => (i === 0 || i === 2 || i === 10 ? 1 : 0));
    const metrics = screeningMetrics(labels, 20, 3);
    // Found after each: 1 1 2 (x 8) 3 (x 10): 2 + 16 + 30 = 48; best 1 2 3 (x 18) = 57; worst 1 2 3 at the end = 6.
    expect(metrics.loss).toBeCloseTo((57 - 48) / 51, 12);
    expect(metrics.atd).toBeCloseTo(5, 12);
    expect(metrics.wss95).toBeCloseTo(1 - 11 / 20 - 0.05, 12);
    expect(metrics.wss100).toBeCloseTo(1 - 11 / 20, 12);
    expect(metrics.rrf10).toBeCloseTo(1 / 3, 12);
    const gain = 1 + 1 / 2 + 1 / Math.log2(12);
    expect(metrics.ndcg).toBeCloseTo(gain / (1 + 1 / Math.log2(3) + 1 / 2), 12);
  });

  it("are 0 and 1 for the best and the worst order", () => {
    const best = screeningMetrics(Uint8Array.of(1, 1, 0, 0, 0), 5, 2);
    expect([best.loss, best.ndcg, best.atd]).toEqual([0, 1, 1.5]);
    expect(screeningMetrics(Uint8Array.of(0, 0, 0, 1, 1), 5, 2).loss).toBe(1);
  });

  it("need 19 of 20 for a recall of .95, and count what was not screened as irrelevant", () => {
    const nineteen = Uint8Array.from({ length: 40 }, (_, i) => (i < 19 || i === 39 ? 1 : 0));
    expect(screeningMetrics(nineteen, 40, 20).wss95).toBeCloseTo(1 - 19 / 40 - 0.05, 12);
    const short = screeningMetrics(Uint8Array.of(1), 10, 2);
    expect([short.wss100, short.atd]).toEqual([0, 1]);
    expect(short.loss).toBeCloseTo((19 - 10) / 16, 12);
  });

  it("are numbers where nothing or everything is relevant, and refuse counts that cannot be", () => {
    for (const [records, relevant] of [
      [0, 0],
      [3, 0],
      [3, 3],
    ] as const)
      for (const value of Object.values(screeningMetrics(new Uint8Array(0), records, relevant)))
        expect(value).not.toBeNaN();
    for (const [labels, records, relevant] of [
      [Uint8Array.of(1, 1), 1, 1],
      [Uint8Array.of(1, 1), 5, 1],
      [Uint8Array.of(0, 0), 3, 2],
    ] as const)
      expect(() => screeningMetrics(labels, records, relevant)).toThrow(
        expect.objectContaining({ code: "screening/metrics-input" }),
      );
  });
});
