import { describe, expect, it } from "vitest";
import { seededRng } from "#numerics";
import { pool, trimAndFill } from "#synthesis";
import { expectClose } from "./golden.ts";

function randomSet(seed: number) {
  const rng = seededRng(`trim ${seed}`);
  const k = 6 + Math.floor(rng.next() * 20);
  const v = Float64Array.from({ length: k }, () => 0.01 + 0.3 * rng.next());
  const y = v.map((one) => 0.2 + Math.sqrt(one) * (rng.next() * 4 - 1.2));
  return { k, y, v };
}

describe("trim-and-fill", () => {
  it("its number is that of the ranks around the trimmed centre, and repeats there", () => {
    for (let seed = 0; seed < 60; seed++) {
      const { k, y, v } = randomSet(seed);
      for (const estimator of ["L0", "R0"] as const) {
        const got = trimAndFill(y, v, { estimator, side: "left", tau2: "DL", test: "z" });
        const order = Array.from(y.keys()).sort((a, b) => y[a]! - y[b]!);
        const kept = order.slice(0, k - got.missing);
        const centre = pool(
          Float64Array.from(kept, (i) => y[i]!),
          Float64Array.from(kept, (i) => v[i]!),
          { tau2: "DL", test: "z" },
        ).estimate;
        const distances = Array.from(y, (one) => one - centre);
        const rank = (one: number) => distances.filter((other) => Math.abs(other) <= Math.abs(one)).length;
        const positive = distances.filter((one) => one > 0).reduce((sum, one) => sum + rank(one), 0);
        const highestBelow = Math.max(...distances.filter((one) => one < 0).map(rank));
        const raw = estimator === "L0" ? (4 * positive - k * (k + 1)) / (2 * k - 1) : k - highestBelow - 1;
        expect(got.missing, `set ${seed} ${estimator}`).toBe(Math.max(0, Math.round(raw)));
        got.filled.y.forEach((one, j) => {
          expectClose(one, 2 * centre - y[order[k - got.missing + j]!]!, 1e-11, "mirror image");
        });
        expect(got.result.k).toBe(k + got.missing);
      }
    }
  });

  it("the mirror image of the data gives the mirror image of the result", () => {
    for (let seed = 0; seed < 30; seed++) {
      const { y, v } = randomSet(seed);
      const left = trimAndFill(y, v, { test: "z" });
      const right = trimAndFill(
        y.map((one) => -one),
        v,
        { test: "z" },
      );
      expect(new Set([left.side, right.side]).size).toBe(2);
      expect(right.missing).toBe(left.missing);
      expectClose(right.result.estimate, -left.result.estimate, 1e-9, "estimate");
    }
  });

  it("a symmetric funnel lacks nothing", () => {
    // Distances alternate between the sides: ranks 1, 4, 5, 8 above, of eight.
    const y = Float64Array.of(0.1, -0.11, 0.21, -0.2, 0.3, -0.31, 0.51, -0.5);
    const v = new Float64Array(8).fill(0.04);
    for (const side of ["left", "right"] as const) {
      const got = trimAndFill(y, v, { side, model: "common" });
      expect(got).toMatchObject({ missing: 0, side });
      expect(got.result).toEqual(got.observed);
      expect(got.filled.y).toHaveLength(0);
    }
  });

  it("equal variances leave the side open: the left is looked at", () => {
    expect(trimAndFill(Float64Array.of(1, 2, 4), new Float64Array(3).fill(0.1)).side).toBe("left");
  });

  it("refuses what makes no sense, and says what it is not", () => {
    const { y, v } = randomSet(1);
    expect(() => trimAndFill(y, v, { estimator: "X" as "L0" })).toThrow(/Estimator is X/);
    expect(() => trimAndFill(y.slice(0, 2), v.slice(0, 2))).toThrow(/needs 3 studies/);
    expect(trimAndFill(y, v).remarks.map(({ code }) => code)).toContain("asymmetry-has-other-causes");
  });

  it("Q0 is refused where its square root does not exist", () => {
    // All weight on the lowest: every other study counts as lying above it.
    const y = Float64Array.of(0, 1, 2, 3, 4, 5);
    const v = Float64Array.of(1e-6, 1, 1, 1, 1, 1);
    let refused = 0;
    for (const side of ["left", "right"] as const) {
      try {
        trimAndFill(y, v, { estimator: "Q0", side, model: "common" });
      } catch (error) {
        refused++;
        expect(error).toMatchObject({ code: "synthesis/trim-and-fill-unsettled", kind: "numerical" });
      }
    }
    expect(refused).toBeGreaterThan(0);
  });
});
