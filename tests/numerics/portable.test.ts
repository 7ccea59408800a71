import { describe, expect, it } from "vitest";
import { portableExp, portableLn, seededRng } from "#numerics";

describe("portable logarithm and exponential", () => {
  it("agree with the engine's own to a few units of the last place", () => {
    const rng = seededRng(1);
    for (let i = 0; i < 5000; i++) {
      const x = (rng.next() * 2 - 1) * 700;
      const e = portableExp(x);
      expect(Math.abs(e / Math.exp(x) - 1)).toBeLessThan(1e-14);
      expect(Math.abs(portableLn(e) - x)).toBeLessThan(1e-13 * Math.max(1, Math.abs(x)));
      const y = rng.next() * 10;
      if (y > 0)
        expect(Math.abs(portableLn(y) - Math.log(y))).toBeLessThan(
          4e-16 * Math.max(1, Math.abs(Math.log(y))),
        );
    }
  });

  it("give exact values where they are known", () => {
    expect(portableLn(1)).toBe(0);
    expect(portableExp(0)).toBe(1);
    expect(portableLn(2)).toBe(Math.LN2);
    expect(portableLn(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(portableLn(-1)).toBeNaN();
    expect(portableLn(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(portableLn(Number.MIN_VALUE)).toBeCloseTo(-744.4400719213812, 10);
    expect(portableExp(-1000)).toBe(0);
    expect(portableExp(1000)).toBe(Number.POSITIVE_INFINITY);
    expect(portableExp(Number.NaN)).toBeNaN();
  });
});
