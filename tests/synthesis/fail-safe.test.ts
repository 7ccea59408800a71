import { describe, expect, it } from "vitest";
import { seededRng } from "#numerics";
import { failSafeNumber, pool } from "#synthesis";
import { expectClose } from "./golden.ts";

function randomSet(seed: number) {
  const rng = seededRng(`fail-safe ${seed}`);
  const k = 3 + Math.floor(rng.next() * 15);
  const v = Float64Array.from({ length: k }, () => 0.01 + 0.2 * rng.next());
  const y = v.map((one) => 0.3 + Math.sqrt(one) * (rng.next() * 4 - 2) * 1.2);
  return { k, y, v };
}

const joined = (a: Float64Array, more: readonly number[]) => Float64Array.of(...a, ...more);
const of = (n: number, value: number): number[] => Array.from({ length: n }, () => value);

/** n values with mean 0 and variance 1. */
function standard(n: number): number[] {
  if (n < 2) return of(n, 0);
  const raw = Array.from({ length: n }, (_, i) => i - (n - 1) / 2);
  const sd = Math.sqrt(raw.reduce((sum, one) => sum + one * one, 0) / (n - 1));
  return raw.map((one) => one / sd);
}

describe("fail-safe numbers by really adding the studies", () => {
  it("Rosenthal: the smallest number of null results that takes significance away", () => {
    for (let seed = 0; seed < 40; seed++) {
      const { y, v } = randomSet(seed);
      const { n } = failSafeNumber(y, v);
      const z = (more: number) =>
        Math.abs(y.reduce((sum, one, i) => sum + one / Math.sqrt(v[i]!), 0)) / Math.sqrt(y.length + more);
      expect(z(n)).toBeLessThanOrEqual(1.6448536269514722 + 1e-9);
      if (n > 0) expect(z(n - 1)).toBeGreaterThan(1.6448536269514722);
    }
  });

  it("Orwin and Rosenberg: the pooled result with the studies added", () => {
    for (let seed = 0; seed < 40; seed++) {
      const { k, y, v } = randomSet(seed);
      const average = k / v.reduce((sum, one) => sum + 1 / one, 0);
      const common = (more: number) =>
        pool(joined(y, of(more, 0)), joined(v, of(more, average)), { model: "common" });
      const orwin = failSafeNumber(y, v, { kind: "orwin", target: 0.05 });
      expect(Math.abs(common(orwin.n).estimate)).toBeLessThanOrEqual(0.05 + 1e-9);
      if (orwin.n > 0) expect(Math.abs(common(orwin.n - 1).estimate)).toBeGreaterThan(0.05);
      const rosenberg = failSafeNumber(y, v, { kind: "rosenberg" });
      expect(common(rosenberg.n).p).toBeGreaterThanOrEqual(0.05 - 1e-9);
      if (rosenberg.n > 0) expect(common(rosenberg.n - 1).p).toBeLessThan(0.05);
    }
  });

  it("the sign test, by counting", () => {
    const choose = (n: number, j: number): number => (j === 0 ? 1 : (choose(n, j - 1) * (n - j + 1)) / j);
    const sign = (positive: number, n: number): number => {
      const least = Math.min(positive, n - positive);
      let sum = 0;
      for (let j = 0; j <= least; j++) sum += choose(n, j);
      return Math.min(1, (2 * sum) / 2 ** n);
    };
    for (let seed = 0; seed < 40; seed++) {
      const { k, y, v } = randomSet(seed);
      const positive = y.filter((one) => one > 0).length;
      const { n, p } = failSafeNumber(y, v, { kind: "binomial" });
      expectClose(p, sign(positive, k), 1e-12, "sign test");
      expect(sign(positive + n / 2, k + n)).toBeGreaterThanOrEqual(0.05);
      if (n > 0) expect(sign(positive + n / 2 - 1, k + n - 2)).toBeLessThan(0.05);
    }
  });

  it("General: the random-effects result at the stated tau2, filled studies scattered like the others", () => {
    for (let seed = 0; seed < 40; seed++) {
      const { k, y, v } = randomSet(seed);
      for (const target of [undefined, 0.1]) {
        const got = failSafeNumber(y, v, { kind: "general", ...(target !== undefined && { target }) });
        const { estimate, tau2, p } = got.after!;
        const average = k / v.reduce((sum, one) => sum + 1 / one, 0);
        const before = pool(y, v, { test: "z" }).tau2!;
        const more = standard(got.n).map((one) => one * Math.sqrt(average + before));
        const [ys, vs] = [joined(y, more), joined(v, of(got.n, average))];
        const w = vs.map((one) => 1 / (one + tau2));
        const total = w.reduce((sum, one) => sum + one, 0);
        expectClose(estimate, w.reduce((sum, one, i) => sum + one * ys[i]!, 0) / total, 1e-8, "estimate");
        if (target === undefined) expect(p).toBeGreaterThanOrEqual(0.05);
        else expect(Math.abs(estimate)).toBeLessThanOrEqual(0.1);
      }
    }
  });

  it("refuses what has no answer, and says what it assumes", () => {
    const y = Float64Array.of(0.5, 0.6);
    const v = Float64Array.of(0.01, 0.01);
    expect(() => failSafeNumber(y, v, { kind: "orwin", target: 0 })).toThrow(/target is 0/);
    expect(() => failSafeNumber(y, v, { kind: "other" as "orwin" })).toThrow(/kind other is unknown/);
    expect(() => failSafeNumber(y, v, { alpha: 0 })).toThrow(/alpha is 0/);
    expect(failSafeNumber(y, v).remarks[0]!.code).toBe("fail-safe-assumes-null");
    expect(failSafeNumber(Float64Array.of(-1, 1), v, { kind: "orwin" })).toMatchObject({ n: 0, estimate: 0 });
  });
});
