import { describe, expect, it } from "vitest";
import { seededRng } from "#numerics";
import { rankTest } from "#synthesis";
import { expectClose } from "./golden.ts";

function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}

const score = (order: readonly number[]): number => {
  let s = 0;
  for (let i = 1; i < order.length; i++) for (let j = 0; j < i; j++) s += Math.sign(order[i]! - order[j]!);
  return s;
};

/** Studies whose standardised effects have the ranks of `order`, variances rising. */
function studies(order: readonly number[]) {
  const v = Float64Array.from(order, (_, i) => 0.1 + 0.01 * i);
  // Large effects, so that the weighted mean, nearly the same for all, does not change their order.
  const y = Float64Array.from(order, (rank) => rank * 100);
  return { y, v };
}

describe("rank test", () => {
  it("its exact p value is the share of all orders at least as far from 0", () => {
    for (const n of [3, 4, 5, 6]) {
      const all = orders(n);
      const scores = all.map(score);
      for (const order of all.slice(0, 150)) {
        const { y, v } = studies(order);
        const got = rankTest(y, v);
        const pairs = (n * (n - 1)) / 2;
        const s = Math.round(got.tau! * pairs);
        const upper = scores.filter((one) => one >= s).length / all.length;
        const lower = scores.filter((one) => one <= s).length / all.length;
        expect(got.exact).toBe(true);
        expectClose(got.p, Math.min(1, 2 * Math.min(upper, lower)), 1e-13, `p of ${order}`);
      }
    }
  });

  it("the normal approximation nears the exact p value, and takes over beyond 170 studies", () => {
    const of = (k: number) => {
      const rng = seededRng(`rank ${k}`);
      const v = Float64Array.from({ length: k }, () => 0.01 + rng.next());
      const y = v.map((one) => Math.sqrt(one) * (rng.next() * 3 - 1.2));
      return { exact: rankTest(y, v), normal: rankTest(y, v, { exact: false }) };
    };
    for (const k of [40, 120, 170]) {
      const { exact, normal } = of(k);
      expect([exact.exact, normal.exact]).toEqual([true, false]);
      expect(exact.tau).toBe(normal.tau);
      expect(Math.abs(exact.p! - normal.p!)).toBeLessThan(0.03 * exact.p! + 0.005);
    }
    expect(of(171).exact.exact).toBe(false);
  });

  it("ties rule the exact distribution out", () => {
    const v = Float64Array.of(0.1, 0.1, 0.2, 0.3, 0.4);
    const got = rankTest(Float64Array.of(1, 0.2, 0.5, 0.1, 0.9), v);
    expect(got.exact).toBe(false);
    expect(got.p).toBeGreaterThan(0);
  });

  it("equal variances have no ranks: null, not a number", () => {
    const got = rankTest(Float64Array.of(1, 2, 3), Float64Array.of(0.1, 0.1, 0.1));
    expect(got).toMatchObject({ tau: null, p: null });
    expect(got.remarks.map(({ code }) => code)).toContain("few-studies-small-study-test");
    expect(() => rankTest(Float64Array.of(1, 2), Float64Array.of(1, 2))).toThrow(
      /needs 3 studies; there are 2/,
    );
  });
});
