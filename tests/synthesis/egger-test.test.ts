import { describe, expect, it } from "vitest";
import { matrix, seededRng } from "#numerics";
import { eggerTest, metaRegression } from "#synthesis";
import { expectClose } from "./golden.ts";

function randomSet(seed: number) {
  const rng = seededRng(`egger ${seed}`);
  const k = 4 + Math.floor(rng.next() * 12);
  const n = Float64Array.from({ length: k }, () => 10 + Math.floor(rng.next() * 500));
  const v = n.map((one) => (3 + rng.next()) / one);
  const y = v.map((one) => 0.2 + Math.sqrt(one) * (rng.next() * 4 - 1.5));
  return { k, n, v, y };
}

describe("regression tests for asymmetry", () => {
  it("Egger's is the line of the standard normal deviate on precision", () => {
    for (let seed = 0; seed < 40; seed++) {
      const { k, y, v } = randomSet(seed);
      const { slope, intercept } = eggerTest(y, v);
      // Egger 1997: y/se on 1/se, unweighted; intercept and slope change places.
      const precision = Array.from(v, (one) => 1 / Math.sqrt(one));
      const deviate = precision.map((one, i) => one * y[i]!);
      const mean = (a: readonly number[]) => a.reduce((sum, one) => sum + one, 0) / k;
      const [mx, my] = [mean(precision), mean(deviate)];
      const sxx = precision.reduce((sum, one) => sum + (one - mx) ** 2, 0);
      const b = precision.reduce((sum, one, i) => sum + (one - mx) * (deviate[i]! - my), 0) / sxx;
      const a = my - b * mx;
      const s2 = precision.reduce((sum, one, i) => sum + (deviate[i]! - a - b * one) ** 2, 0) / (k - 2);
      expectClose(slope.estimate, a, 1e-8, "bias");
      expectClose(slope.se, Math.sqrt(s2 * (1 / k + mx ** 2 / sxx)), 1e-8, "its standard error");
      expectClose(intercept.estimate, b, 1e-8, "limit");
      expectClose(intercept.se, Math.sqrt(s2 / sxx), 1e-8, "its standard error");
    }
  });

  it("the mixed-effects variant is the meta-regression on the same predictor", () => {
    const { k, y, v, n } = randomSet(7);
    const made = {
      sei: v.map(Math.sqrt),
      vi: v,
      ni: n,
      ninv: n.map((one) => 1 / one),
      sqrtni: n.map(Math.sqrt),
      sqrtninv: n.map((one) => 1 / Math.sqrt(one)),
    };
    for (const predictor of Object.keys(made) as (keyof typeof made)[]) {
      const design = matrix(k, 2, Array.from(made[predictor], (one) => [1, one]).flat());
      const wanted = metaRegression({ y, v, design }, { test: "knha" });
      const got = eggerTest(y, v, { model: "rma", predictor, n, test: "knha" });
      expectClose(got.slope.p, wanted.coefficients[1]!.p, 1e-12, predictor);
      expectClose(got.tau2, wanted.tau2, 1e-12, predictor);
      expect(got.limit === null).toBe(predictor === "ni" || predictor === "sqrtni");
    }
  });

  it("effects on a line: no scatter, no statistic, no number made up", () => {
    const v = Float64Array.of(0.01, 0.04, 0.09, 0.16);
    const got = eggerTest(new Float64Array(4).fill(0), v);
    expect(got.slope).toMatchObject({ estimate: 0, se: 0, statistic: null, p: null });
  });

  it("refuses what makes no sense", () => {
    const { y, v, n } = randomSet(1);
    const same = new Float64Array(y.length).fill(0.1);
    expect(() => eggerTest(y, same)).toThrow(/standard error is the same/);
    expect(() => eggerTest(y, v, { predictor: "ni" })).toThrow(/needs the number of people/);
    expect(() => eggerTest(y, v, { predictor: "ni", n: n.map(() => 0) })).toThrow(
      /needs the number of people/,
    );
    expect(() => eggerTest(y, v, { predictor: "x" as "ni" })).toThrow(/Predictor x is unknown/);
    expect(() => eggerTest(y, v, { model: "x" as "lm" })).toThrow(/Model x is unknown/);
    expect(() => eggerTest(y.slice(0, 2), v.slice(0, 2))).toThrow(/needs 3 studies/);
  });
});
