import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import {
  type EffectColumns,
  type EffectInput,
  type EffectMeasureId,
  type EffectSize,
  type EffectSizeOptions,
  effectMeasures,
  effectSize,
  effectSizeAcross,
  effectSizes,
  inputKinds,
  refuseMixedScales,
  turnEffect,
} from "#synthesis";
import { golden } from "./golden.ts";

const caught = (run: () => unknown): EvidensError => {
  try {
    run();
  } catch (error) {
    if (error instanceof EvidensError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};
const groups = { m1: 10, sd1: 2, n1: 20, m2: 11, sd2: 3, n2: 25 };
const table = { events1: 3, n1: 20, events2: 7, n2: 25 };
const zeroTable = { events1: 0, n1: 20, events2: 7, n2: 25 };
const prePost = { meanPre: 20, sdPre: 4, meanPost: 15, sdPost: 5, n: 30, r: 0.6 };

describe("the registry", () => {
  const all = Object.values(effectMeasures);
  it("has every measure of the reference files, with each variance they name", () => {
    const files = [
      "2x2-bcg",
      "means-normand1999",
      "prepost-morris",
      "cor-molloy2014",
      "cor-molloy2014-partial",
      "prop-zero",
      "rates-hart1999",
      "rates-hart1999-single",
      "alpha-bonett2010",
      "auc",
      "onegroup",
      "rtet",
    ];
    const named = files.flatMap((file) =>
      golden(`escalc-${file}`).cases.map(({ args }) => args["measure"] as string),
    );
    expect([...new Set(named)].filter((id) => !(id in effectMeasures))).toEqual([]);
    expect(all.length).toBeGreaterThanOrEqual(new Set(named).size);
  });
  it("says all of a measure in both languages", () => {
    for (const measure of all) {
      expect(measure.label.en).not.toBe("");
      expect(measure.label.nb).toBeTruthy();
      expect(measure.variances.length).toBeGreaterThan(0);
      expect(measure.source).not.toBe("");
      expect(measure.nullShown).toBe(
        measure.nullValue === 0 && measure.scale === "log" ? 1 : measure.nullValue,
      );
      for (const { label } of inputKinds[measure.needs].fields) expect(label.nb).toBeTruthy();
    }
  });
  it("tells apart the labels of all measures but those defined alike", () => {
    const labels = all.filter(({ id }) => !["D2ORL", "OR2DL"].includes(id)).map(({ label }) => label.en);
    expect(new Set(labels).size).toBe(labels.length);
  });
});

describe("one study", () => {
  it("carries formula, assumptions and warnings in both languages", () => {
    const effect = effectSize("SMD", { ...groups, m1: 30 });
    expect(effect.estimable).toBe(true);
    if (!effect.estimable) return;
    expect(effect.formula).toContain("J(m)");
    expect(effect.warnings.map(({ code }) => code)).toEqual(["smd-above-2"]);
    for (const { text } of [...effect.assumptions, ...effect.warnings]) expect(text.nb).toBeTruthy();
    expect(effect.se).toBe(Math.sqrt(effect.v));
  });
  it("says when the small-sample correction is off", () => {
    const effect = effectSize("SMD", groups, { biasCorrection: false });
    expect(effect.estimable && effect.formula).toContain("J = 1");
  });
  const inestimable: readonly [string, EffectSize, string][] = [
    ["a zero cell", effectSize("OR", zeroTable, { to: "none" }), "zero-cell"],
    ["double zero", effectSize("RR", { ...zeroTable, events2: 0 }, { dropDoubleZero: true }), "double-zero"],
    ["means of opposite sign", effectSize("ROM", { ...groups, m2: -4 }), "opposite-signs"],
    ["too few for z", effectSize("ZCOR", { r: 0.4, n: 3 }), "too-few-people"],
    ["two in the second group", effectSize("SMD1", { ...groups, n2: 2 }), "too-few-people"],
    ["a perfect correlation", effectSize("ZCOR", { r: 1, n: 30 }), "too-few-people"],
    ["an empty cell", effectSize("RTET", zeroTable), "zero-cell"],
  ];
  it.each(inestimable)("%s gives a reason and no number", (_, effect, code) => {
    expect(effect).toMatchObject({ estimable: false, v: null, se: null, reason: { code } });
  });
  it("keeps an effect whose variance alone is missing, apart from estimable ones", () => {
    const effect = effectSize("SMD1", { ...groups, n2: 3 }, { variance: "H0" });
    expect(effect).toMatchObject({ estimable: false, v: null });
    expect(effect.y).toBeCloseTo(effectSize("SMD1", { ...groups, n2: 3 }).y!, 14);
  });
  it("has no number where metafor 3.8-1 has none", () => {
    // escalc of COR with ri = 0.5, of CVR and CVRC with both means below 0, of ZCOR with ri = 1.
    expect(effectSize("COR", { r: 0.5, n: 3 })).toMatchObject({ y: 0.5, v: null });
    expect(effectSize("COR", { r: 0.5, n: 4 }).v).toBe(0.1875);
    const below = { m1: -3, sd1: 2, n1: 9, m2: -2, sd2: 1, n2: 8 };
    expect(effectSize("CVR", below)).toMatchObject({ y: null, reason: { code: "opposite-signs" } });
    expect(effectSize("CVRC", { ...prePost, meanPre: -20, meanPost: -15 }).y).toBeNull();
    expect(effectSize("ZCOR", { r: 1, n: 20 })).toMatchObject({ y: null, v: null });
  });
  it("flags a variance of 0", () => {
    const effect = effectSize("RD", { events1: 0, n1: 9, events2: 0, n2: 8 }, { to: "none" });
    expect(effect).toMatchObject({ estimable: true, y: 0, v: 0, warnings: [{ code: "zero-variance" }] });
  });
  it("takes fractions only where told to", () => {
    const shared = { ...groups, n2: 12.5 };
    expect(caught(() => effectSize("SMD", shared)).problems.map(({ field }) => field)).toEqual(["n2"]);
    expect(effectSize("SMD", shared, { allowFractions: true }).estimable).toBe(true);
  });
  it("varies what was assumed", () => {
    const across = effectSizeAcross("MC", prePost, "r", [0, 0.5, 0.9]);
    expect(across.map(({ value }) => value)).toEqual([0, 0.5, 0.9]);
    const v = across.map(({ effect }) => effect.v!);
    expect(v[0]!).toBeGreaterThan(v[1]!);
    expect(v[1]!).toBeGreaterThan(v[2]!);
  });
});

describe("many studies", () => {
  const columns: EffectColumns<"OR"> = {
    events1: [3, 0, 0],
    n1: Float64Array.of(20, 9, 30),
    events2: [7, 2, 0],
    n2: [25, 8, 28],
  };
  it("equal the same studies one by one", () => {
    const set = effectSizes("OR", columns);
    for (let i = 0; i < 3; i++) {
      const [events1, n1, events2, n2] = [
        columns.events1[i]!,
        columns.n1[i]!,
        columns.events2[i]!,
        columns.n2[i]!,
      ];
      const one = effectSize("OR", { events1, n1, events2, n2 });
      expect([set.y[i], set.v[i]]).toEqual([one.y, one.v]);
    }
    expect(set.remarks.map(({ row, remark }) => [row, remark.code])).toEqual([
      [1, "cells-corrected"],
      [2, "cells-corrected"],
    ]);
  });
  it("are all corrected once one has a zero, not counting those left out", () => {
    const only = effectSizes("OR", columns, { to: "if0all", dropDoubleZero: true });
    expect(only.inestimable.map(({ row, reason }) => [row, reason.code])).toEqual([[2, "double-zero"]]);
    expect(only.remarks.map(({ row }) => row)).toEqual([0, 1]);
    const clean = effectSizes(
      "OR",
      { events1: [3, 0], n1: [20, 9], events2: [7, 0], n2: [25, 8] },
      { to: "if0all", dropDoubleZero: true },
    );
    expect(clean.remarks).toEqual([]);
  });
  it("name the row and field of everything that is wrong", () => {
    const error = caught(() => effectSizes("OR", { ...columns, events1: [3, 10, Number.NaN] }));
    expect(error.problems.map(({ message }) => message)).toEqual([
      "row 2: events1 is 10 but must be a whole number from 0 to the group's 9.",
      "row 3: events1 is NaN but must be a whole number of at least 0.",
    ]);
  });
  it("refuse columns of different lengths", () => {
    expect(caught(() => effectSizes("OR", { ...columns, n2: [1] })).code).toBe("synthesis/bad-columns");
  });
  it("may be none", () => {
    expect(effectSizes("OR", { events1: [], n1: [], events2: [], n2: [] }).y.length).toBe(0);
  });
  it("take under a second for 10,000 rows, warm or cold", () => {
    const of = (value: (i: number) => number) => Float64Array.from({ length: 10_000 }, (_, i) => value(i));
    const big = {
      m1: of((i) => i % 17),
      sd1: of((i) => 1 + (i % 5)),
      n1: of((i) => 10 + (i % 90)),
      m2: of((i) => i % 13),
      sd2: of((i) => 2 + (i % 3)),
      n2: of((i) => 12 + (i % 70)),
    };
    const start = performance.now();
    effectSizes("SMD", big);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("bad input", () => {
  const cases: readonly [EffectMeasureId, object, string, readonly string[]][] = [
    ["SMD", { ...groups, sd1: 0, n2: 1 }, "synthesis/bad-means", ["sd1", "n2"]],
    ["ROM", { ...groups, m1: Number.NaN }, "synthesis/bad-means", ["m1"]],
    ["SMD", { m1: 1 }, "synthesis/bad-means", ["sd1", "n1", "m2", "sd2", "n2"]],
    ["SMCR", { ...prePost, r: 1 }, "synthesis/bad-means", ["r"]],
    ["SMCR", { ...prePost, sdPre: -1 }, "synthesis/bad-means", ["sdPre"]],
    ["RD", { ...table, events1: 21 }, "synthesis/bad-counts", ["events1"]],
    ["PFT", { events: 4, n: 3 }, "synthesis/bad-counts", ["events"]],
    ["MPRR", { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 }, "synthesis/bad-counts", ["neither"]],
    ["IRR", { events1: 2, time1: 0, events2: 1, time2: 5 }, "synthesis/bad-rates", ["time1"]],
    ["IRLN", { events: 1.5, time: 5 }, "synthesis/bad-rates", ["events"]],
    ["COR", { r: 1.2, n: 10 }, "synthesis/bad-correlation", ["r"]],
    ["SPCOR", { r: 0.6, n: 50, r2: 0.2 }, "synthesis/bad-correlation", ["r2"]],
    ["R2", { r2: 1, n: 50, predictors: 2 }, "synthesis/bad-correlation", ["r2"]],
    ["ABT", { alpha: 1, items: 10, n: 50 }, "synthesis/bad-reliability", ["alpha"]],
    ["AUC", { area: 1.01, n1: 10, n2: 10 }, "synthesis/bad-area", ["area"]],
    ["MN", { mean: 3, sd: 0, n: 10 }, "synthesis/bad-means", ["sd"]],
    ["GEN", { y: 1, se: 0 }, "synthesis/bad-effect", ["se"]],
  ];
  it.each(cases)("%s of %j is refused", (measure, data, code, fields) => {
    const error = caught(() => effectSize(measure, data as EffectInput<EffectMeasureId>));
    expect(error.code).toBe(code);
    expect(error.kind).toBe("invalid");
    expect(error.problems.map(({ field }) => field)).toEqual(fields);
    expect(error.remedy).not.toBe("");
  });
  const options: readonly EffectSizeOptions[] = [
    { variance: "ST" },
    { add: -1 },
    { add: Number.NaN },
    { to: "some" as "all" },
  ];
  it.each(options)("option %j is refused", (option) => {
    expect(caught(() => effectSize("OR", table, option)).code).toBe("synthesis/bad-option");
  });
  it("an unknown measure is refused", () => {
    expect(caught(() => effectSize("toString" as "OR", table)).code).toBe("synthesis/bad-option");
  });
});

describe("one scale for all", () => {
  const study = (name: string) => ({ study: name, measure: "SMD", better: "lower", unit: "points" }) as const;
  it.each([
    ["measures", { measure: "MD" }],
    ["directions", { better: "higher" }],
    ["units", { unit: "percent" }],
  ] as const)("mixed %s are refused by study", (what, odd) => {
    const error = caught(() => refuseMixedScales([study("A"), { ...study("B"), ...odd }]));
    expect(error.code).toBe(`synthesis/mixed-${what}`);
    expect(error.problems.map(({ field }) => field)).toEqual(["B"]);
  });
  it("one scale passes", () => {
    expect(() => refuseMixedScales([study("A"), study("B")])).not.toThrow();
    expect(() => refuseMixedScales([])).not.toThrow();
  });
  it("an effect turns as the data would", () => {
    const turned = { ...groups, m1: -groups.m1, m2: -groups.m2 };
    for (const measure of ["MD", "SMD", "SMDH", "RPB", "ZBIS", "CLESN", "D2OR"] as const)
      expect(turnEffect(measure, effectSize(measure, groups).y!)).toBeCloseTo(
        effectSize(measure, turned).y!,
        12,
      );
    const others = { ...table, events1: 17, events2: 18 };
    for (const measure of ["OR", "RD", "AS", "PETO", "PHI", "YUQ", "YUY", "PBIT", "RTET"] as const)
      expect(turnEffect(measure, effectSize(measure, table).y!)).toBeCloseTo(
        effectSize(measure, others).y!,
        10,
      );
  });
  it("a risk ratio cannot be turned", () => {
    expect(caught(() => turnEffect("RR", 0.3)).code).toBe("synthesis/cannot-turn");
  });
});

it("the unbiased correlation and its variance keep their digits for small r and n", () => {
  // mpmath, 30 digits: r 2F1(1/2, 1/2; (n-2)/2; 1-r²) and u² - 1 + (n-3)/(n-2) (1-r²) 2F1(1, 1; n/2; 1-r²)
  const want: readonly (readonly [number, number, number, number])[] = [
    [0.3, 10, 0.32255491151353133, 0.12371339855070064],
    [0.01, 5, 0.01560874205782209, 0.9690261487129834],
    [0.001, 6, 0.0012732352195039018, 0.49998089784136396],
    [-0.9, 7, -0.9182472221394109, 0.0042080690706343005],
    [0.0005, 9, 0.000552233060629132, 0.19999980496160297],
    [0.05, 250, 0.05010147242155968, 0.004044512770087358],
  ];
  for (const [r, n, u, v] of want) {
    const effect = effectSize("UCOR", { r, n }, { variance: "UB" });
    expect(Math.abs(effect.y! / u - 1)).toBeLessThan(1e-13);
    // The variance is what is left of 1: its own digits are 1e-15 of that.
    expect(Math.abs(effect.v! - v)).toBeLessThan(5e-15 + 1e-12 * v);
  }
  expect(effectSize("UCOR", { r: 1e-10, n: 4 }).y! / 1.554125437819997e-9).toBeCloseTo(1, 12);
  expect(effectSize("UCOR", { r: 0.001, n: 4 }).y! / 0.005280157154771866).toBeCloseTo(1, 12);
});
