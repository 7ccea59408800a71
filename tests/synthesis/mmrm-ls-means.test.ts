import { describe, expect, it } from "vitest";
import {
  contrasts,
  customContrast,
  jointContrast,
  linearContrast,
  lsMeans,
  type MmrmSpecification,
  mmrm,
} from "../../src/synthesis/index.ts";
import { fillDesign, type ModelVariable } from "../../src/synthesis/mmrm/design-columns.ts";
import { parseFormula } from "../../src/synthesis/mmrm/formula.ts";
import { modelFrame } from "../../src/synthesis/mmrm/model-frame.ts";
import { referenceGrid } from "../../src/synthesis/mmrm/reference-grid.ts";
import { changed, storedFrame } from "./mmrm-data.ts";

const fev = storedFrame("data-fev_data");
const roles = { visit: "AVISIT", subject: "USUBJID" };
const formula = "FEV1 ~ FEV1_BL * RACE + SEX + ARMCD * AVISIT";
const specification: MmrmSpecification = { ...roles, formula, structure: "us" };

/** The mean of the design's rows over every combination of levels, written out. */
function byHand(over: Readonly<Record<string, string>>): number[] {
  const frame = modelFrame(fev, parseFormula(formula), roles);
  let grid: number[][] = [[]];
  for (const variable of frame.variables)
    grid = grid.flatMap((cell) =>
      variable.kind === "numeric"
        ? [[...cell, variable.values.reduce((sum, value) => sum + value, 0) / variable.values.length]]
        : variable.levels.flatMap((level, code) =>
            (over[variable.name] ?? level) === level ? [[...cell, code]] : [],
          ),
    );
  const variables = frame.variables.map(
    (variable, v): ModelVariable =>
      variable.kind === "numeric"
        ? { ...variable, values: Float64Array.from(grid, (cell) => cell[v]!) }
        : { ...variable, codes: Int32Array.from(grid, (cell) => cell[v]!) },
  );
  const x = fillDesign(frame.columns, variables, grid.length);
  return frame.columns.map((_, j) => {
    let sum = 0;
    for (let i = 0; i < x.rows; i++) sum += x.values[i * x.columns + j]!;
    return sum / x.rows;
  });
}

describe("referenceGrid", () => {
  it("is the mean of the grid written out", () => {
    const frame = modelFrame(fev, parseFormula(formula), roles);
    const cells = referenceGrid(frame, ["ARMCD", "AVISIT"]);
    expect(cells).toHaveLength(8);
    expect(cells[1]!.levels).toEqual({ ARMCD: "TRT", AVISIT: "VIS1" });
    for (const { levels, row } of [...cells, ...referenceGrid(frame, ["RACE"]), ...referenceGrid(frame, [])])
      for (const [j, weight] of byHand(levels).entries()) expect(row![j]).toBeCloseTo(weight, 12);
  });

  it("takes a covariate at a value stated, or one of two values at their mean or half way", () => {
    const two = changed(fev, "FEV1_BL", (row) => (row % 4 === 0 && row < 100 ? 10 : 40));
    const frame = modelFrame(two, parseFormula("FEV1 ~ FEV1_BL + ARMCD"), roles);
    const value = (options: object): number => referenceGrid(frame, [], options)[0]!.row![1]!;
    const share = [...(frame.variables[0]!.kind === "numeric" ? frame.variables[0]!.values : [])];
    expect(value({})).toBe(25);
    expect(value({ twoValued: "mean" })).toBeCloseTo(share.reduce((a, b) => a + b, 0) / share.length, 12);
    expect(value({ at: { FEV1_BL: 33 } })).toBe(33);
  });

  it("refuses what is no factor", () => {
    const frame = modelFrame(fev, parseFormula(formula), roles);
    const code = expect.objectContaining({ code: "synthesis/bad-contrast" });
    expect(() => referenceGrid(frame, ["FEV1_BL"])).toThrow(code);
    expect(() => referenceGrid(frame, ["ARM"])).toThrow(
      expect.objectContaining({ remedy: "Choose from RACE, SEX, ARMCD, AVISIT." }),
    );
    expect(() => referenceGrid(frame, [], { at: { AGE: 3 } })).toThrow(code);
  });
});

describe("contrasts", () => {
  const result = mmrm(fev, specification);

  it("are differences of means, with the joint test over the visits", () => {
    const means = lsMeans(result, ["ARMCD", "AVISIT"]);
    const found = contrasts(result, "ARMCD", { by: ["AVISIT"] });
    for (const [v, one] of found.contrasts.entries())
      expect(one.test!.estimate).toBeCloseTo(
        means[2 * v + 1]!.test!.estimate - means[2 * v]!.test!.estimate,
        10,
      );
    expect(found.joint).toHaveLength(1);
    // The arm differs at no visit: its main effect and its interactions are all 0.
    const rows = result.coefficients.flatMap(({ term }, j) =>
      term.includes("ARMCD") ? [Float64Array.from(result.coefficients, (_, i) => (i === j ? 1 : 0))] : [],
    );
    const test = jointContrast(result, rows);
    expect(found.joint[0]!.test!.numeratorDf).toBe(4);
    expect(found.joint[0]!.test!.f).toBeCloseTo(test.f, 8);
  });

  it("compare pairs, against a reference of one's own, and adjust P", () => {
    const pairs = contrasts(result, "RACE", { kind: "pairwise", adjust: "bonferroni" });
    expect(pairs.contrasts.map(({ level, against }) => `${level} - ${against}`)).toEqual([
      "Black or African American - Asian",
      "White - Asian",
      "White - Black or African American",
    ]);
    for (const { test, adjustedP } of pairs.contrasts)
      expect(adjustedP).toBeCloseTo(Math.min(1, 3 * test!.p), 14);
    const [turned] = contrasts(result, "SEX", { reference: "Female" }).contrasts;
    const [plain] = contrasts(result, "SEX").contrasts;
    expect(turned!.test!.estimate).toBeCloseTo(-plain!.test!.estimate, 12);
    expect(turned!.test!.p).toBeCloseTo(plain!.test!.p, 12);
  });

  it("may be of one's own", () => {
    const own = customContrast(result, [
      { levels: { ARMCD: "TRT", AVISIT: "VIS3" }, weight: 0.5 },
      { levels: { ARMCD: "TRT", AVISIT: "VIS4" }, weight: 0.5 },
      { levels: { ARMCD: "TRT", AVISIT: "VIS1" }, weight: -1 },
    ])!;
    const mean = (visit: number) => lsMeans(result, ["ARMCD", "AVISIT"])[2 * visit + 1]!.test!.estimate;
    expect(own.estimate).toBeCloseTo((mean(2) + mean(3)) / 2 - mean(0), 10);
    expect(() => customContrast(result, [{ levels: { ARMCD: "XYZ" }, weight: 1 }])).toThrow("no mean");
    expect(() => linearContrast(result, [1, 2])).toThrow("2 weights for");
    expect(() => linearContrast(result, new Float64Array(result.coefficients.length))).toThrow("is 0");
  });

  it("count rows that follow from others once", () => {
    const additive = mmrm(fev, { ...specification, formula: "FEV1 ~ RACE + ARMCD + AVISIT" });
    const { joint, contrasts: each } = contrasts(additive, "ARMCD", { by: ["AVISIT"] });
    expect(joint[0]!.test!.numeratorDf).toBe(1);
    expect(joint[0]!.test!.p).toBeCloseTo(each[0]!.test!.p, 10);
  });

  it("have no number where nobody was seen, and say so", () => {
    const arms = fev["ARMCD"]!.values;
    const gap = changed(fev, "FEV1", (row, old) => (arms[row] === "TRT" && row % 4 === 3 ? null : old));
    const partial = mmrm(gap, { ...specification, formula: "FEV1 ~ SEX + ARMCD * AVISIT" });
    expect(partial.droppedColumns.map(({ name }) => name)).toEqual(["ARMCDTRT:AVISITVIS4"]);
    const means = lsMeans(partial, ["ARMCD", "AVISIT"]);
    expect(means.map(({ test }) => test === null)).toEqual([...new Array(7).fill(false), true]);
    expect(means[7]!.reason?.code).toBe("not-estimable");
    const found = contrasts(partial, "ARMCD", { by: ["AVISIT"] });
    expect(found.contrasts.map(({ adjustedP }) => adjustedP === null)).toEqual([false, false, false, true]);
    expect(found.joint[0]!.test).toBeNull();
    const cells = [{ levels: { ARMCD: "TRT", AVISIT: "VIS4" }, weight: 1 }];
    expect(customContrast(partial, cells)).toBeNull();
    // The arm's mean over all visits is as little determined.
    expect(lsMeans(partial, ["ARMCD"]).map(({ test }) => test === null)).toEqual([false, true]);
  });
});
