import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseFormula } from "../../src/synthesis/mmrm/formula.ts";
import type { Frame } from "../../src/synthesis/mmrm/frame.types.ts";
import { modelFrame } from "../../src/synthesis/mmrm/model-frame.ts";

interface Reference {
  readonly data: Frame;
  readonly designs: readonly {
    readonly formula: string;
    readonly columns: readonly string[];
    readonly kept: readonly number[];
    readonly sums: readonly number[];
    readonly weighted: readonly number[];
  }[];
}

const reference: Reference = JSON.parse(
  readFileSync(new URL("../golden/synthesis/r-model-matrix.json", import.meta.url), "utf8"),
);

describe("a formula's design", () => {
  it.each(reference.designs.map((one) => [one.formula, one] as const))("%s is R's", (formula, one) => {
    const frame = modelFrame(reference.data, parseFormula(formula), { visit: "visit", subject: "id" });
    expect(frame.columns.map(({ name }) => name)).toEqual(one.columns);
    expect(frame.independent.kept.map((column) => column + 1)).toEqual(one.kept);
    const { x } = frame.data;
    for (const [j, column] of one.kept.entries()) {
      let [sum, weighted] = [0, 0];
      for (let i = 0; i < x.rows; i++) {
        sum += x.values[i * x.columns + j]!;
        weighted += frame.rows[i]! * x.values[i * x.columns + j]!;
      }
      expect(sum).toBeCloseTo(one.sums[column - 1]!, 8);
      expect(weighted).toBeCloseTo(one.weighted[column - 1]!, 6);
    }
  });

  it("writes a dropped column as those that make it", () => {
    const frame = modelFrame(reference.data, parseFormula("y ~ arm:visit"), {
      visit: "visit",
      subject: "id",
    });
    expect(frame.droppedColumns.map(({ name }) => name)).toEqual(["armhigh:visitV3"]);
    expect(frame.droppedColumns[0]?.madeOf).toContain("(Intercept)");
  });
});

describe("parseFormula", () => {
  it("reads terms, names and the intercept", () => {
    expect(parseFormula(" change ~ `base line` + arm*visit - 1 ")).toEqual({
      text: "change ~ `base line` + arm*visit - 1",
      response: "change",
      variables: ["base line", "arm", "visit"],
      intercept: false,
      terms: [[0], [1], [2], [1, 2]],
    });
  });

  it.each([
    ["change", "no response"],
    ["~ arm", "no response"],
    ["change ~ arm ~ visit", "~ is not expected"],
    ["change ~ arm +", "the end is not expected"],
    ["change ~ (arm", "the end is not expected"],
    ["change ~ arm visit", "visit is not expected"],
    ["change ~ log(base)", "log(…) is a function"],
    ["change ~ arm + us(visit | id)", '"|" is not understood'],
    ["change ~ .", "the dot"],
    ["change ~ arm + change", "explains itself"],
    ["change ~ 0", "nothing explains"],
    ["change ~ arm ^ visit", "visit is not expected"],
    ["change ~ arm ^ 1.5", "1.5 is not expected"],
    ["change ~ 2 + arm", "2 is not expected"],
    ["change ~ arm:1", "0 or 1 within"],
    ["change ~ arm % visit", '"%" is not understood'],
    [`change ~ ${"(".repeat(1000)}arm${")".repeat(1000)}`, "too many parentheses"],
    [`change ~ (${Array.from({ length: 40 }, (_, i) => `a${i}`).join("+")})^4`, "more than 500 terms"],
  ])("refuses %s", (text, words) => {
    expect(() => parseFormula(text)).toThrow(expect.objectContaining({ code: "synthesis/bad-formula" }));
    expect(() => parseFormula(text)).toThrow(words);
  });
});
