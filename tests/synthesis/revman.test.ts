import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import {
  type CountTables,
  mantelHaenszel,
  pool,
  type RevmanOptions,
  type RevmanResult,
  revmanPool,
  revmanSubgroupDifference,
} from "#synthesis";

interface Expected {
  readonly effect: number;
  readonly logCiLow: number;
  readonly logCiHigh: number;
  readonly chi2: number;
  readonly df: number;
  readonly pChi2: number;
  readonly i2: number;
  readonly tau2: number;
  readonly z: number;
  readonly p: number;
  readonly weights?: readonly number[];
}
type Lists = { readonly [K in keyof CountTables]: readonly number[] };
interface Golden {
  readonly fixed: { readonly tables: Lists; readonly expected: Expected };
  readonly random: {
    readonly subgroups: readonly { readonly tables: Lists; readonly expected: Expected }[];
    readonly expected: Expected;
    readonly between: { readonly q: number; readonly df: number; readonly p: number; readonly i2: number };
  };
}
const golden: Golden = JSON.parse(
  readFileSync(new URL("../golden/synthesis/revman-5-mantel-haenszel.json", import.meta.url), "utf8"),
);

function close(got: number | null, want: number, tolerance = 1e-12): void {
  expect(got).not.toBeNull();
  expect(Math.abs(got! - want) / Math.max(1, Math.abs(want))).toBeLessThan(tolerance);
}

/** RevMan's own distribution functions are right to seven decimals; what goes into them agrees to 1e-12. */
const REVMAN_P = 1.5e-7;

function matches(got: RevmanResult, want: Expected): void {
  close(Math.exp(got.estimate), want.effect);
  close(got.ciLow / Math.LN10, want.logCiLow);
  close(got.ciHigh / Math.LN10, want.logCiHigh);
  close(got.chi2, want.chi2);
  expect(got.df).toBe(want.df);
  close(got.pChi2, want.pChi2, REVMAN_P);
  close(got.i2, want.i2);
  close(got.tau2 ?? 0, want.tau2);
  close(got.z, want.z);
  close(got.p, want.p, REVMAN_P);
  want.weights?.forEach((weight, i) => {
    close(got.weights[i]!, weight);
  });
}

const RANDOM: RevmanOptions = { measure: "RR", method: "MH", effects: "random" };

describe("numbers that RevMan 5 stored", () => {
  it("M-H, Fixed: odds ratio", () =>
    matches(
      revmanPool(golden.fixed.tables, { measure: "OR", method: "MH", effects: "fixed" }),
      golden.fixed.expected,
    ));

  it.each([0, 1, 2])("M-H, Random: risk ratio, subgroup %i (zero cells, studies without events)", (g) => {
    const { tables, expected } = golden.random.subgroups[g]!;
    matches(revmanPool(tables, RANDOM), expected);
  });

  it("M-H, Random: all subgroups together, with weights", () => {
    const join = (name: keyof CountTables): number[] =>
      golden.random.subgroups.flatMap(({ tables }) => [...tables[name]]);
    const tables = { events1: join("events1"), n1: join("n1"), events2: join("events2"), n2: join("n2") };
    matches(revmanPool(tables, RANDOM), golden.random.expected);
  });

  it("the test for subgroup differences", () => {
    const totals = golden.random.subgroups.map(({ tables }) => revmanPool(tables, RANDOM));
    const { q, df, p, i2 } = revmanSubgroupDifference(totals);
    const want = golden.random.between;
    close(q, want.q);
    expect(df).toBe(want.df);
    close(p, want.p, REVMAN_P);
    close(i2, want.i2);
  });
});

describe("against the other functions", () => {
  const { tables } = golden.fixed;

  it("Q about the Mantel-Haenszel estimate is not that about the inverse-variance one", () => {
    const mh = revmanPool(tables, { measure: "OR", method: "MH", effects: "random" });
    const iv = revmanPool(tables, { measure: "OR", method: "IV", effects: "random" });
    expect(mh.chi2).toBeGreaterThan(iv.chi2);
  });

  it("inverse variance is the DerSimonian-Laird method with z", () => {
    const iv = revmanPool(tables, { measure: "RR", method: "IV", effects: "random" });
    const dl = pool(Float64Array.from(iv.y as number[]), Float64Array.from(iv.v as number[]), {
      tau2: "DL",
      test: "z",
    });
    close(iv.estimate, dl.estimate);
    close(iv.se, dl.se);
    close(iv.tau2, dl.tau2!);
  });

  it("without zero cells the fixed Mantel-Haenszel total is the usual one", () => {
    for (const measure of ["OR", "RR", "RD"] as const) {
      const one = revmanPool(tables, { measure, method: "MH", effects: "fixed" });
      const two = mantelHaenszel(tables, measure);
      close(one.estimate, two.estimate);
      close(one.se, two.se);
      close(one.chi2, two.q);
    }
  });

  it("Peto needs nothing added", () => {
    const zero = { events1: [0, 4], n1: [20, 30], events2: [3, 9], n2: [21, 31] };
    const { kEstimable, estimate } = revmanPool(zero, { measure: "OR", method: "PETO", effects: "fixed" });
    expect(kEstimable).toBe(2);
    expect(estimate).toBeLessThan(0);
  });
});

describe("refuses", () => {
  const tables = { events1: [0], n1: [5], events2: [0], n2: [6] };
  it.each([
    ["studies without events", RANDOM, "synthesis/not-estimable"],
    [
      "Peto with random effects",
      { measure: "OR", method: "PETO", effects: "random" },
      "synthesis/bad-options",
    ],
    ["an unknown measure", { ...RANDOM, measure: "X" }, "synthesis/bad-options"],
  ])("%s", (_, options, code) => {
    const run = (): unknown => revmanPool(tables, options as RevmanOptions);
    expect(run).toThrow(EvidensError);
    expect(run).toThrow(expect.objectContaining({ code }));
  });
  it("one subgroup", () =>
    expect(() => revmanSubgroupDifference([{ estimate: 1, se: 1 }])).toThrow(
      expect.objectContaining({ code: "synthesis/bad-options" }),
    ));
});
