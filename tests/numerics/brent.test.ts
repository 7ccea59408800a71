import { describe, expect, it } from "vitest";
import { brentRoot } from "#numerics";

describe("brentRoot", () => {
  it("reaches the last digits of known roots", () => {
    expect(brentRoot(Math.cos, 1, 2).root).toBeCloseTo(Math.PI / 2, 15);
    expect(brentRoot((x) => x ** 3 - 2, 0, 2).root).toBeCloseTo(2 ** (1 / 3), 15);
    const root = brentRoot((x) => Math.exp(x) - 1e-6, -100, 5);
    expect(root.root).toBeCloseTo(Math.log(1e-6), 12);
    expect(root.converged).toBe(true);
  });
  it("stops at the stated tolerance", () => {
    const coarse = brentRoot((x) => x ** 3 - 2, 0, 2, { tolerance: 1e-2 });
    expect(Math.abs(coarse.root - 2 ** (1 / 3))).toBeLessThan(1e-2);
    expect(coarse.iterations).toBeLessThan(brentRoot((x) => x ** 3 - 2, 0, 2).iterations);
  });
  it("says so when it runs out of steps", () => {
    expect(brentRoot((x) => x ** 3 - 2, 0, 2, { maxIterations: 2 }).converged).toBe(false);
  });
  it("refuses a bracket without a sign change", () => {
    expect(() => brentRoot((x) => x * x + 1, -1, 1)).toThrow(/no root is enclosed/);
  });
});
