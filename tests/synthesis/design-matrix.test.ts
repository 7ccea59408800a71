import { describe, expect, it } from "vitest";
import { designMatrix, type Moderators } from "#synthesis";
import { golden } from "./golden.ts";

const bcg = golden("metareg-bcg").input.model_matrices as Record<
  string,
  { columns: string[]; X: number[][] }
>;
const column = (name: string, j: number) => bcg[name]!.X.map((row) => row[j]!);
const moderators: Moderators = {
  ablat: column("ablat_year", 1),
  year: column("ablat_year", 2).map((year) => year - 1966),
  alloc: { values: bcg["noint"]!.X.map((row) => ["alternate", "random", "systematic"][row.indexOf(1)]!) },
};
const rows = (design: ReturnType<typeof designMatrix>) =>
  Array.from({ length: design.matrix.rows }, (_, i) => [
    ...design.matrix.values.subarray(i * design.matrix.columns, (i + 1) * design.matrix.columns),
  ]);
const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "no error";
};

describe("designs, against R's model matrices", () => {
  it("numbers and levels with an intercept", () => {
    const design = designMatrix(["ablat", "alloc"], moderators);
    expect(rows(design)).toEqual(bcg["full"]!.X);
    expect(design.names).toEqual(["intercept", "ablat", "alloc=random", "alloc=systematic"]);
    expect(design.terms).toEqual([
      { term: "ablat", columns: [1], references: {} },
      { term: "alloc", columns: [2, 3], references: { alloc: "alternate" } },
    ]);
  });
  it("every level without an intercept", () => {
    expect(rows(designMatrix(["alloc"], moderators, { intercept: false }))).toEqual(bcg["noint"]!.X);
  });
  it("an interaction beside its parts", () => {
    expect(rows(designMatrix(["ablat", "year", ["ablat", "year"]], moderators))).toEqual(bcg["inter"]!.X);
  });
  it("levels times numbers, and a chosen reference", () => {
    const alloc = { ...(moderators["alloc"] as { values: string[] }), reference: "systematic" };
    const design = designMatrix(["ablat", "alloc", ["ablat", "alloc"]], { ...moderators, alloc });
    expect(design.names.slice(2)).toEqual([
      "alloc=alternate",
      "alloc=random",
      "ablat × alloc=alternate",
      "ablat × alloc=random",
    ]);
    rows(design).forEach(([, ablat, , random, , product], i) => {
      expect(product, `study ${i}`).toBe(ablat! * random!);
    });
  });
});

describe("designs refused", () => {
  it.each([
    ["an unknown moderator", () => designMatrix(["dose"], moderators)],
    ["an interaction without its parts", () => designMatrix(["ablat", ["ablat", "year"]], moderators)],
    ["one level", () => designMatrix(["a"], { a: { values: ["x", "x"] } })],
    ["a blank level", () => designMatrix(["a"], { a: { values: ["x", ""] } })],
    ["a reference in no study", () => designMatrix(["a"], { a: { values: ["x", "y"], reference: "z" } })],
    ["unequal lengths", () => designMatrix(["a"], { a: [1, 2], b: [1] })],
    ["nothing", () => designMatrix([], { a: [1, 2] }, { intercept: false })],
    ["a moderator twice", () => designMatrix([["a", "a"]], { a: [1, 2] })],
  ])("%s", (_, run) => {
    expect(code(run)).toBe("synthesis/bad-design");
  });
});
