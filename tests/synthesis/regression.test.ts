import { describe, expect, it } from "vitest";
import { chiSquareQuantile, matrix } from "#numerics";
import {
  compareModels,
  designMatrix,
  generalisedVarianceInflation,
  heterogeneityInterval,
  metaRegression,
  pool,
  predictRegression,
  type RegressionInput,
  type RegressionOptions,
  subgroupAnalysis,
  testCoefficients,
  testContrasts,
  varianceInflation,
} from "#synthesis";
import { expectClose, golden } from "./golden.ts";

const bcg = golden("metareg-bcg").input;
const y = Float64Array.from(bcg.yi as number[]);
const v = Float64Array.from(bcg.vi as number[]);
const modelMatrix = (name: string) => {
  const { X } = bcg.model_matrices[name] as { X: number[][] };
  return matrix(X.length, X[0]!.length, X.flat());
};
const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "no error";
};
const fitted = (name: string, options: RegressionOptions = {}) =>
  metaRegression({ y, v, design: modelMatrix(name) }, options);

describe("an ill-conditioned design: intercept, latitude, year of about 1950", () => {
  // By rational and 60-digit arithmetic (mpmath 1.3.0) on the BCG trials; metafor's own last digits end at 4e-10.
  const exact = {
    q: 28.325143657961622,
    qP: 0.0016009744212288543,
    tau2: 0.07903895781525448,
    b: [-1.279791438827264, -0.02876448398956627, 0.0007720797820331847],
  };
  it("keeps thirteen digits of the scatter and twelve of the coefficients", () => {
    const got = fitted("ablat_year", { method: "DL", test: "z" });
    expectClose(got.qe.statistic, exact.q, 1e-13, "Q");
    expectClose(got.qe.p, exact.qP, 1e-13, "p of Q");
    expectClose(got.tau2, exact.tau2, 1e-12, "tau2");
    got.coefficients.forEach(({ b }, j) => {
      expectClose(b, exact.b[j]!, 1e-12, `b ${j}`);
    });
  });
});

describe("without moderators it is the pooled result", () => {
  it.each(["DL", "REML", "PMM", "HSk", "SJIT"] as const)("%s", (method) => {
    const a = pool(y, v, { tau2: method });
    const b = metaRegression({ y, v }, { method });
    const [mean] = b.coefficients;
    expectClose(mean!.b, a.estimate, 1e-14, "estimate");
    expectClose(mean!.se, a.se, 1e-13, "se");
    expectClose(b.tau2, a.tau2, 1e-14, "tau2");
    expectClose(b.i2, a.i2, 1e-13, "i2");
    expect(b.r2).toBeNull();
  });
});

describe("few studies and other edges", () => {
  const one: RegressionInput = { y: Float64Array.of(0.4), v: Float64Array.of(0.04) };
  it("one study: its own estimate with a normal test", () => {
    const got = metaRegression(one);
    expect(got.test).toBe("z");
    expect(got.coefficients[0]).toMatchObject({ b: 0.4, df: null });
    expectClose(got.coefficients[0]!.se, 0.2, 1e-14, "se");
    expect([got.tau2, got.i2, got.qe.p, got.reml, got.typicalVariance]).toEqual([0, null, null, null, null]);
    expect(predictRegression(got)[0]!.predictionLow).toBeNull();
    expect(code(() => heterogeneityInterval(one))).toBe("synthesis/bad-design");
  });
  it("as many coefficients as studies are refused", () => {
    const design = matrix(2, 2, [1, 0, 1, 1]);
    const two = { y: Float64Array.of(0.1, 0.2), v: Float64Array.of(0.1, 0.1), design };
    expect(code(() => metaRegression(two))).toBe("synthesis/bad-design");
  });
  it("equal effects: tau2 0, and a Hartung-Knapp error of 0 has no statistic", () => {
    const same = { y: new Float64Array(5).fill(0.3), v: Float64Array.of(0.1, 0.2, 0.1, 0.3, 0.2) };
    for (const method of ["REML", "ML", "EB", "PM", "PMM", "DL", "HE", "HS", "SJ", "DLIT", "SJIT"] as const) {
      const got = metaRegression(same, { method });
      expect(got.tau2, method).toBe(0);
      expect(got.converged, method).toBe(true);
      expect(got.coefficients[0]).toMatchObject({ b: 0.3, se: 0, statistic: null, p: null });
      expect(got.qm).toMatchObject({ statistic: null, p: null });
    }
  });
  it("columns that others determine are dropped with their names, or refused", () => {
    const x = modelMatrix("alloc");
    const doubled = matrix(
      13,
      4,
      [...y].flatMap((_, i) => [
        ...x.values.subarray(3 * i, 3 * i + 2),
        x.values[3 * i + 1]!,
        x.values[3 * i + 2]!,
      ]),
    );
    const got = metaRegression({ y, v, design: doubled }, { test: "z" });
    expect(got.dropped).toEqual(["x3"]);
    expect(got.kept).toEqual([0, 1, 3]);
    const plain = fitted("alloc", { test: "z" });
    expectClose(got.tau2, plain.tau2, 1e-12, "tau2");
    const [row] = predictRegression(got, matrix(1, 4, [1, 1, 1, 0]));
    expectClose(row!.estimate, plain.coefficients[0]!.b + plain.coefficients[1]!.b, 1e-12, "predicted");
    expect(code(() => metaRegression({ y, v, design: doubled }, { redundant: "refuse" }))).toBe(
      "synthesis/bad-design",
    );
  });
  it.each([
    ["NaN moderator", { y, v, design: matrix(13, 1, new Float64Array(13).fill(Number.NaN)) }],
    ["zero moderators", { y, v, design: matrix(13, 1) }],
    ["rows missing", { y, v, design: matrix(12, 1, new Float64Array(12).fill(1)) }],
    ["weights below 0", { y, v, weights: new Float64Array(13).fill(-1) }],
    ["no weight at all", { y, v, weights: new Float64Array(13) }],
    ["too few weights", { y, v, weights: new Float64Array(3).fill(1) }],
  ] as [string, RegressionInput][])("refuses %s", (_, input) => {
    expect(code(() => metaRegression(input))).toBe("synthesis/bad-design");
  });
  it.each([
    ["a variance of 0", { y, v: v.map((value, i) => (i === 3 ? 0 : value)) }],
    ["no study", { y: new Float64Array(0), v: new Float64Array(0) }],
    ["NaN effect", { y: y.map(() => Number.NaN), v }],
  ] as [string, RegressionInput][])("refuses %s", (_, input) => {
    expect(code(() => metaRegression(input))).toBe("synthesis/bad-effects");
  });
  it.each([
    { level: 95 },
    { method: "XX" },
    { test: "F" },
    { tau2: -1 },
    { tau2: 0.1, method: "EE" },
    { method: "GENQ" },
    { tested: [7] },
    { tested: [] },
  ])("refuses %o", (options) => {
    expect(code(() => metaRegression({ y, v }, options as RegressionOptions))).toBe("synthesis/bad-options");
  });
  it("own weights on one study alone cannot carry a moderator", () => {
    const weights = new Float64Array(13);
    weights[0] = 1;
    expect(code(() => metaRegression({ y, v, weights, design: modelMatrix("ablat") }))).toBe(
      "synthesis/singular-design",
    );
  });
});

describe("tests of coefficients", () => {
  it("contrasts repeat coefficients, and their difference follows from the covariance", () => {
    const got = fitted("full");
    const rows = matrix(2, 4, [0, 1, 0, 0, 0, 0, 1, -1]);
    const { contrasts, omnibus } = testContrasts(got, rows);
    expectClose(contrasts[0]!.b, got.coefficients[1]!.b, 1e-14, "b");
    expectClose(contrasts[0]!.p, got.coefficients[1]!.p, 1e-12, "p");
    const at = (i: number, j: number) => got.vb.values[i * 4 + j]!;
    expectClose(contrasts[1]!.se ** 2, at(2, 2) + at(3, 3) - 2 * at(2, 3), 1e-12, "variance");
    expect(omnibus).toMatchObject({ df: 2, denominatorDf: 9 });
    const single = testContrasts(got, matrix(1, 4, [0, 1, 0, 0]));
    expectClose(single.omnibus.p, got.coefficients[1]!.p, 1e-10, "F of one contrast is t squared");
    expect(testContrasts(got, matrix(2, 4, [0, 1, 0, 0, 0, 2, 0, 0])).omnibus.statistic).toBeNull();
    expect(code(() => testContrasts(got, matrix(1, 3)))).toBe("synthesis/bad-options");
    expect(code(() => testCoefficients(got, [1, 1]))).toBe("synthesis/bad-options");
  });
  it("a hypothesised value other than 0", () => {
    const got = fitted("ablat", { test: "z" });
    const { b, se } = got.coefficients[1]!;
    const { contrasts } = testContrasts(got, matrix(1, 2, [0, 1]), [-0.02]);
    expectClose(contrasts[0]!.statistic, (b + 0.02) / se, 1e-14, "z");
  });
  it("generalised inflation of all moderators is 1, of one its own factor", () => {
    const got = fitted("full");
    const [first] = varianceInflation(got);
    expectClose(generalisedVarianceInflation(got, [1]), first!.vif, 1e-12, "one");
    expect(generalisedVarianceInflation(got, [1, 2, 3])).toBe(1);
    const [pair, other] = [generalisedVarianceInflation(got, [2, 3]), first!.vif];
    expectClose(pair, other, 1e-12, "two groups inflate each other alike");
    expect(code(() => generalisedVarianceInflation(got, [0]))).toBe("synthesis/bad-options");
  });
});

describe("comparing models", () => {
  it("refuses what a likelihood ratio cannot compare", () => {
    const [full, bare] = [fitted("ablat", { method: "REML" }), metaRegression({ y, v })];
    expect(code(() => compareModels(full, bare))).toBe("synthesis/bad-options");
    const [ml, bareMl] = [fitted("ablat", { method: "ML" }), metaRegression({ y, v }, { method: "ML" })];
    expect(code(() => compareModels(bareMl, ml))).toBe("synthesis/bad-options");
    const fewer = metaRegression({ y: y.slice(1), v: v.slice(1) }, { method: "ML" });
    expect(code(() => compareModels(ml, fewer))).toBe("synthesis/bad-options");
    expect(code(() => compareModels(fitted("ablat", { method: "DL" }), bareMl))).toBe(
      "synthesis/bad-options",
    );
  });
  it("REML compares tau2 with a tau2 of 0 in the same design", () => {
    const [full, zero] = [fitted("ablat"), fitted("ablat", { tau2: 0 })];
    const { lrt, df } = compareModels(full, zero);
    expect(df).toBe(1);
    expectClose(lrt, 2 * (full.reml!.logLikelihood - zero.reml!.logLikelihood), 1e-12, "LRT");
    expect(lrt).toBeGreaterThan(0);
  });
});

describe("intervals of heterogeneity", () => {
  it("the ends of the profile likelihood lie the quantile below the top", () => {
    const input = { y, v, design: modelMatrix("ablat") };
    const { tau2 } = heterogeneityInterval(input, { type: "profile-likelihood" });
    const height = (t: number) => metaRegression(input, { tau2: t }).reml!.logLikelihood;
    const drop = chiSquareQuantile(0.95, 1) / 2;
    const top = height(tau2.estimate);
    expect(tau2.low).toBeGreaterThan(0);
    for (const end of [tau2.low, tau2.high]) expectClose(top - height(end), drop, 1e-9, "drop");
  });
  it("says where it stopped searching", () => {
    const got = heterogeneityInterval({ y, v }, { searchUpTo: 0.5 });
    expect([got.highBeyond, got.tau2.high]).toEqual([true, 0.5]);
    expect(heterogeneityInterval({ y, v }).highBeyond).toBe(false);
  });
  it("needs weights for the generalised Q, and a random-effects method", () => {
    expect(code(() => heterogeneityInterval({ y, v }, { type: "generalised-q" }))).toBe(
      "synthesis/bad-options",
    );
    expect(code(() => heterogeneityInterval({ y, v }, { method: "EE" }))).toBe("synthesis/bad-options");
  });
});

describe("subgroups", () => {
  const groups = golden("subgroups-bcg-alloc").input.group as string[];
  it("flags a study alone in words, in both languages", () => {
    const alone = groups.map((group, i) => (i === 0 ? "alone" : group));
    const got = subgroupAnalysis(y, v, alone, { test: "z" });
    expect(got.groups[0]).toMatchObject({ group: "alone", k: 1, i2: null, predictionLow: null });
    expect(got.remarks[0]!.code).toBe("synthesis/subgroup-of-one");
    expect(got.remarks[0]!.text.nb).toContain("alone");
    expect(subgroupAnalysis(y, v, groups).remarks).toEqual([]);
  });
  it("refuses one subgroup and unequal lengths", () => {
    expect(
      code(() =>
        subgroupAnalysis(
          y,
          v,
          groups.map(() => "a"),
        ),
      ),
    ).toBe("synthesis/bad-design");
    expect(code(() => subgroupAnalysis(y, v, groups.slice(1)))).toBe("synthesis/bad-design");
  });
  it("tests by F with a common tau2 under Hartung-Knapp, as the regression on the groups does", () => {
    const { between } = subgroupAnalysis(y, v, groups, { tau2: "common" });
    const design = designMatrix(["alloc"], { alloc: { values: groups } });
    const { qm } = metaRegression({ y, v, design });
    expectClose(between.statistic, qm.statistic, 1e-10, "F");
    expect(between).toMatchObject({ df: 2, denominatorDf: 10 });
  });
});

// R 4.2.2, metafor 3.8-1: rma(yi, vi, method = "DL", test = "knha", weighted = FALSE) on the log risk ratios of dat.bcg.
it("Hartung-Knapp with equal weights scales by the residuals of the inverse-variance fit", () => {
  const { input } = golden("rma-uni-bcg");
  const [y, v] = [Float64Array.from(input.yi as number[]), Float64Array.from(input.vi as number[])];
  const fit = metaRegression({ y, v, weights: "equal" }, { method: "DL", test: "knha" });
  expect(fit.scale).toBeCloseTo(1.0219895069327716, 10);
  expect(fit.coefficients[0]!.se).toBeCloseTo(0.19048749916011123, 10);
});
