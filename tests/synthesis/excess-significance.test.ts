import { describe, expect, it } from "vitest";
import { normalDensity, normalUpper, seededRng } from "#numerics";
import { excessSignificance } from "#synthesis";
import { expectClose } from "./golden.ts";

function randomSet(seed: number) {
  const rng = seededRng(`excess ${seed}`);
  const k = 3 + Math.floor(rng.next() * 8);
  const v = Float64Array.from({ length: k }, () => 0.01 + 0.2 * rng.next());
  const y = v.map((one) => 0.3 + Math.sqrt(one) * (rng.next() * 4 - 2) * 1.5);
  return { k, y, v };
}

describe("test of excess significance", () => {
  it("its exact p value sums the probabilities of all sets of significant studies", () => {
    for (let seed = 0; seed < 40; seed++) {
      const { k, y, v } = randomSet(seed);
      const { power, observed, p, expected } = excessSignificance(y, v);
      let sum = 0;
      for (let bits = 0; bits < 2 ** k; bits++) {
        const inside = Array.from(power, (_, i) => ((bits >> i) & 1) === 1);
        if (inside.filter(Boolean).length < observed) continue;
        sum += inside.reduce((product, is, i) => product * (is ? power[i]! : 1 - power[i]!), 1);
      }
      expectClose(p, sum, 1e-12, `p of set ${seed}`);
      expectClose(
        expected,
        power.reduce((a, b) => a + b, 0),
        1e-14,
        "expected",
      );
    }
  });

  it("power under heterogeneity is the integral over true effects", () => {
    const { y, v } = randomSet(3);
    const [tau2, effect] = [0.05, 0.3];
    for (const side of ["two-sided", "greater", "less"] as const) {
      const { power } = excessSignificance(y, v, { tau2, effect, side });
      const critical = side === "two-sided" ? 1.959963984540054 : 1.6448536269514722;
      for (const [i, got] of power.entries()) {
        const [tau, se] = [Math.sqrt(tau2), Math.sqrt(v[i]!)];
        let sum = 0;
        const steps = 4000;
        for (let j = 0; j <= steps; j++) {
          const z = -9 + (18 * j) / steps;
          const shift = (effect + tau * z) / se;
          const above = normalUpper(critical - shift);
          const below = normalUpper(critical + shift);
          const there = side === "two-sided" ? above + below : side === "less" ? below : above;
          sum += normalDensity(z) * there * (18 / steps);
        }
        expectClose(got, sum, 1e-7, `${side} power ${i}`);
      }
    }
  });

  it("the limit is the effect at which p is the stated level", () => {
    for (let seed = 0; seed < 40; seed++) {
      const { y, v } = randomSet(seed);
      for (const test of ["exact", "chi2", "binomial"] as const) {
        const { effectLimit, p } = excessSignificance(y, v, { test });
        expect(p).toBeGreaterThanOrEqual(0);
        if (effectLimit === null) continue;
        expectClose(excessSignificance(y, v, { test, effect: effectLimit }).p, 0.1, 1e-9, `limit ${seed}`);
      }
    }
  });

  it("the binomial test sums its tail", () => {
    const { k, y, v } = randomSet(1);
    const { p, expected, observed } = excessSignificance(y, v, { test: "binomial" });
    const choose = (n: number, j: number): number => (j === 0 ? 1 : (choose(n, j - 1) * (n - j + 1)) / j);
    let sum = 0;
    for (let j = observed; j <= k; j++)
      sum += choose(k, j) * (expected / k) ** j * (1 - expected / k) ** (k - j);
    expectClose(p, sum, 1e-12, "binomial tail");
  });

  it("refuses what makes no sense", () => {
    const { y, v } = randomSet(1);
    expect(() => excessSignificance(y, v, { tau2: -1 })).toThrow(/tau2 is -1/);
    expect(() => excessSignificance(y, v, { test: "t" as "chi2" })).toThrow(/test is t/);
    expect(() => excessSignificance(y, v, { limitAlpha: 1 })).toThrow(/limitAlpha is 1/);
    expect(() => excessSignificance(y.slice(0, 1), v.slice(0, 1))).toThrow(/needs 2 studies/);
  });
});
