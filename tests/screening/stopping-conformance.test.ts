import { afterEach, describe, expect, it, vi } from "vitest";
import { seededRng } from "#numerics";
import { checkStopping, type LabelRun, measureStopping } from "../../conformance/stopping.ts";

/** An order in which a relevant record is `odds` times as likely to be next as another. */
function run(seed: number, total: number, relevant: number, odds: number): LabelRun {
  const rng = seededRng(`order ${seed}`);
  let left = relevant;
  const labels = Uint8Array.from({ length: total }, (_, i) => {
    const hit = rng.next() * (left * odds + total - i - left) < left * odds;
    if (hit) left -= 1;
    return hit ? 1 : 0;
  });
  return { set: `made up ${total}`, seed, labels };
}
const runs = [1, 2, 3, 4].map((seed) => run(seed, 600, 30, 30));

afterEach(() => vi.restoreAllMocks());

describe("the stopping table", () => {
  it("says what each rule reached and cost", () => {
    const { rows, perSet } = measureStopping(runs);
    expect(perSet.length).toBe(4);
    for (const row of rows) {
      expect(row.runs).toBe(4);
      expect(row.lowest).toBeLessThanOrEqual(row.recall);
      expect(row.saved).toBeGreaterThanOrEqual(0);
      expect(row.more + row.saved).toBeLessThanOrEqual(1);
    }
    const [strict, , loose] = rows;
    expect(strict).toMatchObject({ target: 0.95, reached: 1 });
    expect(loose).toMatchObject({ target: 0.8, reached: 1 });
    expect(loose!.saved).toBeGreaterThan(strict!.saved);
    // No order of 600 lets a rule stop that wants 2399 read.
    expect(rows.find(({ rule }) => rule === "2399")).toMatchObject({ stopped: 0, recall: 1, saved: 0 });
  });

  it("passes with orders better than random, fails with orders that keep the rest for last", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    expect(await checkStopping("made up", async () => runs)).toBe(true);
    const against = runs.map((one) => ({
      ...one,
      labels: Uint8Array.from({ length: 600 }, (_, i) => (i < 10 || i >= 580 ? 1 : 0)),
    }));
    expect(await checkStopping("made up", async () => against)).toBe(false);
    expect(log.mock.calls.flat().join("\n")).toContain("Below the bar");
  });

  it("fails when there is nothing to run along", async () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await checkStopping("empty", async () => [])).toBe(false);
    expect(error).toHaveBeenCalledOnce();
  });
});
