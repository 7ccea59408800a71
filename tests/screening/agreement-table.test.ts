import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cohenKappa, pabak, specificAgreement, twoByTwo, wilsonShare } from "#screening";

const golden: {
  tolerance: { relative: number };
  cases: { id: string; k: number; n: number; expected: [number, number] }[];
} = JSON.parse(readFileSync(new URL("../golden/screening/agreement-wilson.json", import.meta.url), "utf8"));

/** The variance of Fleiss, Cohen and Everitt as printed, cell by cell. */
function printedVariance(table: readonly (readonly number[])[]): number {
  const n = table.flat().reduce((sum, x) => sum + x, 0);
  const p = table.map((row) => row.map((x) => x / n));
  const rows = p.map((row) => row.reduce((sum, x) => sum + x, 0));
  const columns = p.map((_row, j) => p.reduce((sum, row) => sum + row[j]!, 0));
  const observed = p.reduce((sum, row, i) => sum + row[i]!, 0);
  const chance = rows.reduce((sum, x, i) => sum + x * columns[i]!, 0);
  let sum = 0;
  for (const [i, row] of p.entries()) {
    for (const [j, x] of row.entries()) {
      const margins = columns[i]! + rows[j]!;
      if (i === j) sum += x * (1 - chance - margins * (1 - observed)) ** 2;
      else sum += (1 - observed) ** 2 * x * margins ** 2;
    }
  }
  return (sum - (observed * chance - 2 * chance + observed) ** 2) / (n * (1 - chance) ** 4);
}

describe("wilsonShare", () => {
  it.each(golden.cases)("equals the reference for $k of $n", ({ k, n, expected }) => {
    const { low, high } = wilsonShare(k, n);
    for (const [actual, wanted] of [
      [low, expected[0]],
      [high, expected[1]],
    ] as const) {
      expect(Math.abs(actual! - wanted)).toBeLessThanOrEqual(golden.tolerance.relative * wanted);
    }
  });

  it("has nothing to say of nothing", () => {
    expect(wilsonShare(0, 0)).toEqual({
      value: null,
      se: null,
      low: null,
      high: null,
      n: 0,
      gap: "no-overlap",
    });
  });
});

describe("tables of two raters", () => {
  it("has the printed variance of kappa", () => {
    const table = [
      [31, 4, 2],
      [1, 12, 5],
      [3, 0, 9],
    ];
    expect(cohenKappa(table)!.se! ** 2).toBeCloseTo(printedVariance(table), 14);
  });

  it("gives kappa without an interval where nobody disagreed", () => {
    expect(
      cohenKappa([
        [4, 0],
        [0, 3],
      ]),
    ).toEqual({ kappa: 1, se: null, low: null, high: null });
  });

  it("carries Wilson's limits to PABAK", () => {
    const same = wilsonShare(35, 50);
    const { low, high } = pabak([
      [20, 10],
      [5, 15],
    ]);
    expect(low).toBeCloseTo(2 * same.low! - 1, 14);
    expect(high).toBeCloseTo(2 * same.high! - 1, 14);
  });

  it("is null for an empty table, never NaN", () => {
    expect(
      twoByTwo([
        [0, 0],
        [0, 0],
      ]),
    ).toMatchObject({ prevalenceIndex: null, biasIndex: null, positive: null, negative: null });
  });

  it("tells which category is agreed on", () => {
    const table = [
      [8, 2, 0],
      [0, 6, 0],
      [0, 0, 0],
    ];
    expect(specificAgreement(table)).toEqual([16 / 18, 12 / 14, null]);
  });
});
