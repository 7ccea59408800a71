import { describe, expect, it } from "vitest";
import { matrix } from "../../src/numerics/index.ts";
import { parseFormula } from "../../src/synthesis/mmrm/formula.ts";
import type { Frame } from "../../src/synthesis/mmrm/frame.types.ts";
import { independentColumns } from "../../src/synthesis/mmrm/independent-columns.ts";
import { modelFrame } from "../../src/synthesis/mmrm/model-frame.ts";

const roles = { visit: "visit", subject: "id" };
const levels = { visit: ["V1", "V2", "V3"], arm: ["control", "active"] };

/** Four people, two visits each, out of order; a third visit is planned at which nobody was seen. */
const base = {
  id: { values: [3, 3, 1, 1, 2, 2, 4, 4] },
  visit: { levels: levels.visit, values: ["V2", "V1", "V1", "V2", "V1", "V2", "V1", "V2"] },
  arm: {
    levels: levels.arm,
    values: ["active", "active", "control", "control", "active", "active", "control", "control"],
  },
  age: { values: [30, 30, 41, 41, 52, 52, 63, 63] },
  y: { values: [5, 4, 1, 2, 7, null, 3, 9] },
} satisfies Frame;
const formula = parseFormula("y ~ arm * visit");
const made = (change: Frame, text = formula.text, more = {}) =>
  modelFrame({ ...base, ...change }, parseFormula(text), { ...roles, ...more });
const refused = (code: string, words: string) => [
  expect.objectContaining({ code: `synthesis/${code}` }),
  words,
];

describe("modelFrame", () => {
  it("sorts complete rows by subject and visit and lists the others", () => {
    const frame = made({});
    expect([...frame.rows]).toEqual([3, 4, 5, 2, 1, 7, 8]);
    expect([...frame.data.y]).toEqual([1, 2, 7, 4, 5, 3, 9]);
    expect([...frame.data.subject]).toEqual([0, 0, 1, 2, 2, 3, 3]);
    expect([...frame.data.visit]).toEqual([0, 1, 0, 0, 1, 0, 1]);
    expect(frame.droppedRows).toEqual([{ row: 6, missing: ["y"] }]);
    expect(frame.droppedLevels).toEqual([{ variable: "visit", level: "V3" }]);
    expect(frame.visits).toEqual(["V1", "V2"]);
    expect(frame.subjects).toEqual(["1", "2", "3", "4"]);
  });

  it("does not depend on the order of the rows", () => {
    const order = [7, 2, 5, 0, 1, 6, 3, 4];
    const shuffled = Object.fromEntries(
      Object.entries(base).map(([name, column]) => [
        name,
        { ...column, values: order.map((i) => column.values[i]!) },
      ]),
    ) as Frame;
    const [a, b] = [made({}), modelFrame(shuffled, formula, roles)];
    expect(b.data).toEqual(a.data);
  });

  it("drops the interaction of a visit seen in one arm and names it", () => {
    const y = { values: [5, 4, 1, null, 7, 6, 3, null] };
    const frame = made({ y });
    expect(frame.droppedColumns).toEqual([{ name: "armactive:visitV2", madeOf: ["visitV2"] }]);
    expect(frame.data.x.columns).toBe(3);
  });

  it("drops a covariate that another makes", () => {
    const months = { values: base.age.values.map((age) => 12 * age) };
    const frame = made({ months }, "y ~ age + months + visit");
    expect(frame.droppedColumns).toEqual([{ name: "months", madeOf: ["age"] }]);
  });

  it("analyses the rows of one level with the numbers they have in the whole", () => {
    const site = { levels: ["a", "b"], values: ["a", "a", "b", "b", "b", "b", "a", "a"] };
    const frame = made({ site }, "y ~ visit", { only: { variable: "site", level: "b" } });
    expect([...frame.rows]).toEqual([3, 4, 5]);
    expect(frame.droppedRows).toEqual([{ row: 6, missing: ["y"] }]);
  });

  it.each([
    [
      "text in a number",
      { age: { values: [30, 30, 41, "41 y", 52, 52, 63, 63] } },
      "y ~ age",
      "bad-frame",
      'age of row 4 is "41 y"',
    ],
    [
      "a number that is none",
      { age: { values: [30, Number.NaN, 41, 41, 52, 52, 63, 63] } },
      "y ~ age",
      "bad-frame",
      "age of row 2 is NaN",
    ],
    [
      "an unknown level",
      { arm: { ...base.arm, values: [...base.arm.values.slice(0, 7), "Active"] } },
      "y ~ arm",
      "bad-frame",
      'arm of row 8 is "Active"',
    ],
    [
      "a level twice",
      { arm: { ...base.arm, levels: ["control", "control", "active"] } },
      "y ~ arm",
      "bad-frame",
      "a level twice",
    ],
    ["an unknown variable", {}, "y ~ sex", "bad-frame", "no variable sex"],
    [
      "columns of two lengths",
      { age: { values: [1, 2] } },
      "y ~ age",
      "bad-frame",
      "age has 2 rows but y has 8",
    ],
    [
      "a visit without levels",
      { visit: { values: [1, 2, 1, 2, 1, 2, 1, 2] } },
      "y ~ arm",
      "bad-frame",
      "visit is the visit but has no levels",
    ],
    ["a response with levels", { y: base.arm }, "y ~ age", "bad-frame", "y is the response but has levels"],
    [
      "a visit twice",
      { visit: { ...base.visit, values: ["V1", "V1", "V1", "V2", "V1", "V2", "V1", "V2"] } },
      "y ~ arm",
      "duplicate-visits",
      "Rows 1 and 2 are both of id 3 at visit V1",
    ],
    [
      "an arm without outcomes",
      { y: { values: [5, 4, null, null, 7, 6, null, null] } },
      "y ~ arm",
      "empty-level",
      "All rows of arm control (the first is row 3)",
    ],
    [
      "no complete row",
      { y: { values: base.y.values.map(() => null) } },
      "y ~ arm",
      "too-few-rows",
      "No row has",
    ],
    [
      "one subject",
      { y: { values: [5, 4, null, null, null, null, null, null] } },
      "y ~ visit",
      "too-few-rows",
      "Only one id",
    ],
    [
      "a constant response",
      { y: { values: [2, 2, 2, 2, 2, null, 2, 2] } },
      "y ~ arm",
      "no-variation",
      "y is 2 in every",
    ],
    [
      "one arm",
      { arm: { levels: levels.arm, values: base.arm.values.map(() => "active") } },
      "y ~ arm",
      "bad-frame",
      "arm has the level active alone",
    ],
    ["too many coefficients", {}, "y ~ age * arm * visit", "too-few-rows", "7 complete rows cannot carry"],
  ] as [string, Frame, string, string, string][])("refuses %s", (_, change, text, code, words) => {
    for (const expected of refused(code, words)) expect(() => made(change, text)).toThrow(expected);
  });

  it("refuses weights and groups that cannot be", () => {
    const weight = { values: [1, 1, 1, 0, 1, 1, 1, 1] };
    expect(() => made({ weight }, "y ~ arm", { weights: "weight" })).toThrow("weight of row 4 is 0");
    const site = { levels: ["a", "b"], values: ["a", "b", "b", "b", "b", "b", "a", "a"] };
    expect(() => made({ site }, "y ~ arm", { group: "site" })).toThrow(
      "id 3 has site b in row 2 and a in row 1",
    );
  });

  it("names every row that is wrong, up to twenty", () => {
    const arm = { levels: levels.arm, values: base.arm.values.map(() => "x") };
    try {
      made({ arm }, "y ~ arm");
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ problems: { length: 8 } });
    }
  });

  it("reads a million rows within seconds", { timeout: 60_000 }, () => {
    const n = 1_000_000;
    const at = Array.from({ length: n }, (_, i) => i);
    const frame = modelFrame(
      {
        id: { values: at.map((i) => n - (i >> 2)) },
        visit: { levels: ["1", "2", "3", "4"], values: at.map((i) => String((i % 4) + 1)) },
        arm: { levels: levels.arm, values: at.map((i) => levels.arm[(i >> 2) % 2]!) },
        age: { values: at.map((i) => 20 + (((i >> 2) * 7919) % 61)) },
        twice: { values: at.map((i) => 40 + 2 * (((i >> 2) * 7919) % 61)) },
        y: { values: at.map((i) => (i % 10 === 3 ? null : (i * 16807) % 1013)) },
      },
      parseFormula("y ~ age + twice + arm * visit"),
      roles,
    );
    expect(frame.rows.length).toBe(900_000);
    expect(frame.droppedRows).toHaveLength(100_000);
    expect(frame.droppedColumns).toEqual([{ name: "twice", madeOf: ["age"] }]);
  });
});

describe("independentColumns", () => {
  it("finds in blocks of rows what it finds at once", () => {
    const [n, p] = [20_000, 5];
    const x = matrix(n, p);
    for (let i = 0; i < n; i++) {
      const [a, b] = [((i * 37) % 101) / 101, i < n / 2 ? 1 : 0];
      x.values.set([1, a, 2 * a - 3, b, 1 - b], i * p);
    }
    const found = independentColumns(x);
    expect(found.kept).toEqual([0, 1, 3]);
    expect(found.dropped).toEqual([2, 4]);
    const { values } = found.combination;
    for (const [i, value] of [-3, 1, 2, 0, 0, -1].entries()) expect(values[i]).toBeCloseTo(value, 9);
  });
});
