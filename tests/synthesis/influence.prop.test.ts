import { describe, expect, it } from "vitest";
import { matrix, seededRng } from "#numerics";
import { baujat, blups, caseDiagnostics, influence, metaRegression, pool } from "#synthesis";
import { type Dense, denseFit, determinant, diagonal, inverse, minus, times, turned } from "./dense.ts";
import { expectClose } from "./golden.ts";

function randomSet(seed: number) {
  const rng = seededRng(`influence ${seed}`);
  const k = 5 + Math.floor(rng.next() * 8);
  const p = 1 + (seed % 3);
  const y = Array.from({ length: k }, () => (rng.next() - 0.5) * 10 ** (rng.next() * 2 - 1));
  const v = Array.from({ length: k }, () => 10 ** (rng.next() * 3 - 3));
  const x = Array.from({ length: k }, () => Array.from({ length: p }, (_, j) => (j === 0 ? 1 : rng.next())));
  return { y, v, x, random: seed % 2 === 0, knha: seed % 5 === 0 };
}

const without = <T>(values: readonly T[], i: number): T[] => values.filter((_, j) => j !== i);
const bilinear = (a: readonly number[], m: Dense, b: readonly number[]): number =>
  times(times([a], m), turned([b]))[0]![0]!;
const predict = (x: readonly number[], b: readonly number[]) =>
  x.reduce((sum, one, j) => sum + one * b[j]!, 0);

function inputOf({ y, v, x }: ReturnType<typeof randomSet>) {
  const design = matrix(y.length, x[0]!.length, x.flat());
  return { y: Float64Array.from(y), v: Float64Array.from(v), design };
}

describe("influence on random data, each study really left out of dense matrices", () => {
  it("residuals, DFFITS, Cook's distance, covariance ratio, DFBETAS, tau2 and Q without the study", () => {
    for (let seed = 0; seed < 60; seed++) {
      const set = randomSet(seed);
      const { y, v, x, random, knha } = set;
      const test = knha ? "knha" : "z";
      const got = influence(inputOf(set), { method: random ? "DL" : "EE", test });
      const all = denseFit(y, v, x, random, knha);
      const m = diagonal(v.map((vi) => vi + all.tau2));
      const rest = minus(diagonal(y.map(() => 1)), all.hat);
      const spread = times(times(rest, m), turned(rest));
      got.studies.forEach((one, i) => {
        const what = `set ${seed} study ${i}`;
        const del = denseFit(without(y, i), without(v, i), without(x, i), random, knha);
        const change = all.b.map((b, j) => b - del.b[j]!);
        const at = inverse(times(turned(x), times(diagonal(v.map((vi) => 1 / (vi + del.tau2))), x)));
        const hat = all.hat[i]![i]!;
        expectClose(one.internal.residual, y[i]! - predict(x[i]!, all.b), 1e-7, `${what} residual`);
        expectClose(one.internal.se, Math.sqrt(spread[i]![i]!), 1e-7, `${what} se`);
        expectClose(one.hat, hat, 1e-8, `${what} hat`);
        const external = y[i]! - predict(x[i]!, del.b);
        const se = Math.sqrt((v[i]! + del.tau2) * del.scale + bilinear(x[i]!, del.vb, x[i]!));
        expectClose(one.external!.z, external / se, 1e-7, `${what} external`);
        const dffits = predict(x[i]!, change) / Math.sqrt(del.scale * hat * (del.tau2 + v[i]!));
        expectClose(one.dffits, dffits, 1e-6, `${what} dffits`);
        expectClose(one.cooksDistance, bilinear(change, inverse(all.vb), change), 1e-6, `${what} Cook`);
        expectClose(one.covarianceRatio, determinant(del.vb) / determinant(all.vb), 1e-7, `${what} ratio`);
        expectClose(one.qe, del.q, 1e-7, `${what} QE`);
        expect(Math.abs(one.tau2! - del.tau2)).toBeLessThan(1e-9 + 1e-7 * del.tau2);
        change.forEach((b, j) => {
          expectClose(one.dfbetas[j]!, b / Math.sqrt(del.scale * at[j]![j]!), 1e-6, `${what} dfbetas ${j}`);
        });
      });
    }
  });

  it("Baujat's two contributions", () => {
    for (let seed = 0; seed < 20; seed++) {
      const set = randomSet(seed);
      const { y, v, x, random } = set;
      const all = denseFit(y, v, x, random);
      const points = baujat(inputOf(set), { method: random ? "DL" : "EE", test: "z" });
      points.forEach((point, i) => {
        const del = denseFit(without(y, i), without(v, i), without(x, i), random);
        const pearson = (y[i]! - predict(x[i]!, all.b)) ** 2 / (v[i]! + all.tau2);
        expectClose(point.heterogeneity, pearson, 1e-6, `heterogeneity ${seed} ${i}`);
        const moved = (predict(x[i]!, del.b) - predict(x[i]!, all.b)) ** 2;
        expectClose(point.influence, moved / bilinear(x[i]!, del.vb, x[i]!), 1e-6, `influence ${seed} ${i}`);
      });
    }
  });

  it("predictions of true effects: the conditional mean and variance of normal theory", () => {
    for (let seed = 0; seed < 30; seed++) {
      const set = randomSet(2 * seed);
      const { y, v, x } = set;
      const { b, vb, tau2 } = denseFit(y, v, x, true);
      blups(inputOf(set), { method: "DL", test: "z" }).forEach((one, i) => {
        const share = tau2 / (tau2 + v[i]!);
        const expected = predict(x[i]!, b);
        expectClose(one.effect.estimate, expected + share * (y[i]! - expected), 1e-7, `blup ${seed} ${i}`);
        const known = bilinear(x[i]!, vb, x[i]!);
        const se = Math.sqrt(share * v[i]! + (1 - share) ** 2 * known);
        expectClose(one.effect.se, se, 1e-7, `se ${seed} ${i}`);
        const sum = expected + one.deviation.estimate;
        expect(Math.abs(one.effect.estimate - sum)).toBeLessThan(1e-9);
      });
    }
  });
});

describe("influence at its limits", () => {
  const y = Float64Array.of(0.1, 0.3, -0.2, 0.9);
  const v = Float64Array.of(0.02, 0.05, 0.04, 0.03);

  it("follows the refits under REML, and takes equal weights and own weights", () => {
    const own = Float64Array.of(1, 2, 3, 4);
    for (const weights of [undefined, "equal" as const, own]) {
      const input = { y, v, ...(weights !== undefined && { weights }) };
      const full = metaRegression(input, { test: "z" });
      const part = metaRegression(
        {
          y: y.slice(1),
          v: v.slice(1),
          ...(weights !== undefined && { weights: weights === own ? own.slice(1) : "equal" }),
        },
        { test: "z" },
      );
      const first = influence(input, { test: "z" }).studies[0]!;
      expectClose(first.tau2, part.tau2, 1e-12, "tau2");
      const change = full.coefficients[0]!.b - part.coefficients[0]!.b;
      expectClose(first.cooksDistance, (change / full.coefficients[0]!.se) ** 2, 1e-9, "Cook");
      const a = weights === undefined ? null : weights === "equal" ? Float64Array.of(1, 1, 1, 1) : own;
      if (a === null) continue;
      const total = a.reduce((s, one) => s + one, 0);
      const reach = a.reduce((s, one, i) => s + (one / total) ** 2 * (v[i]! + part.tau2), 0);
      expectClose(first.dffits, change / Math.sqrt(reach), 1e-9, "dffits");
      expectClose(first.dfbetas[0]!, change / Math.sqrt(reach), 1e-9, "dfbetas");
    }
  });

  it("says null where the model cannot be fitted without a study", () => {
    const alone = matrix(4, 2, [1, 1, 1, 0, 1, 0, 1, 0]);
    const { studies } = influence({ y, v, design: alone }, { method: "EE" });
    expect(studies[0]).toMatchObject({ external: null, dffits: null, tau2: null, dfbetas: [null, null] });
    expect(studies[1]!.dffits).not.toBeNull();
    expect(baujat({ y, v, design: alone }, { method: "EE" })[0]!.influence).toBeNull();
  });

  it("flags a study that carries the result, with the reason", () => {
    const far = influence(
      { y: Float64Array.of(0, 0.1, -0.1, 0.05, 5), v: Float64Array.of(1, 1, 1, 1, 0.01) },
      { method: "EE" },
    );
    expect(far.studies[4]!.flags).toEqual(["dffits", "cooksDistance", "hat", "dfbetas"]);
    expect(far.studies[0]!.flags).toEqual([]);
    expect(far.remarks.map(({ code }) => code)).toEqual(["few-studies-influence"]);
  });

  it("equal effects have residuals of 0; one study is refused", () => {
    const same = influence({ y: new Float64Array(4).fill(0.3), v }, { method: "DL", test: "z" });
    expect(same.studies.every((one) => one.internal.z === 0 && one.external!.z === 0)).toBe(true);
    expect(() => influence({ y: y.slice(1, 2), v: v.slice(1, 2) })).toThrow(/needs 2 studies; there is one/);
    expect(() => blups({ y, v, weights: "equal" })).toThrow(/own weights/);
  });

  it("two studies: each is judged by the other alone", () => {
    const { studies } = influence({ y: y.slice(0, 2), v: v.slice(0, 2) });
    expectClose(studies[0]!.external!.z, -0.2 / Math.sqrt(0.07), 1e-12, "z of the difference");
    expect(studies[0]).toMatchObject({ tau2: 0, qe: 0 });
  });

  it("gives both from one set of fits, the same as each by itself", () => {
    for (const options of [{}, { method: "DL", test: "z" }, { method: "EE" }] as const) {
      const both = caseDiagnostics({ y, v }, options);
      expect(both.influence).toEqual(influence({ y, v }, options));
      expect(both.baujat).toEqual(baujat({ y, v }, options));
    }
  });

  it("a common effect has no random effects", () => {
    const [first] = blups({ y, v }, { method: "EE" });
    expect(first!.deviation).toEqual({ estimate: 0, se: 0, low: 0, high: 0 });
    expectClose(first!.effect.estimate, pool(y, v, { model: "common" }).estimate, 1e-12, "common effect");
  });
});
