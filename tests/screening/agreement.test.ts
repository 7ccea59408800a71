import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { agreement, cohenKappa } from "#screening";
import { screeningDoc, vote } from "./support.ts";

interface Golden {
  readonly tolerance: { readonly relative: number };
  readonly cases: readonly {
    readonly id: string;
    readonly table: readonly (readonly number[])[];
    readonly expected: { kappa: number; se: number; ci95: [number, number]; agreement: number };
  }[];
}
const golden: Golden = JSON.parse(
  readFileSync(new URL("../golden/screening/agreement.json", import.meta.url), "utf8"),
);
const close = (actual: number | null, expected: number) =>
  expect(Math.abs((actual ?? Number.NaN) - expected) / Math.abs(expected)).toBeLessThan(
    golden.tolerance.relative,
  );

describe("cohenKappa", () => {
  it.each(golden.cases)("equals the reference on $id", ({ table, expected }) => {
    const result = cohenKappa(table)!;
    close(result.kappa, expected.kappa);
    close(result.se, expected.se);
    close(result.low, expected.ci95[0]);
    close(result.high, expected.ci95[1]);
  });

  it("is null where it is not defined", () => {
    expect(
      cohenKappa([
        [0, 0],
        [0, 0],
      ]),
    ).toBeNull();
    expect(
      cohenKappa([
        [7, 0],
        [0, 0],
      ]),
    ).toBeNull();
  });

  it("is 1 for full agreement on two categories", () => {
    expect(
      cohenKappa([
        [4, 0],
        [0, 3],
      ])?.kappa,
    ).toBe(1);
  });
});

describe("agreement", () => {
  it("counts only reports both judged", () => {
    const golden2 = golden.cases.find((one) => one.id === "kappa/t2/unweighted")!;
    const [[a, b], [c, d]] = golden2.table as [[number, number], [number, number]];
    const pairs = [
      ...Array<["include", "include"]>(a).fill(["include", "include"]),
      ...Array<["include", "exclude"]>(b).fill(["include", "exclude"]),
      ...Array<["exclude", "include"]>(c).fill(["exclude", "include"]),
      ...Array<["exclude", "exclude"]>(d).fill(["exclude", "exclude"]),
    ];
    const docs = [
      ...pairs.map(([one, two]) => screeningDoc([vote("ann", one), vote("bo", two)])),
      screeningDoc([vote("ann", "include")]),
      screeningDoc([vote("ann", "include"), vote("cy", "exclude")]),
    ];
    const result = agreement(docs, "ann", "bo");
    expect(result.n).toBe(50);
    close(result.percent! / 100, golden2.expected.agreement);
    close(result.kappa!.kappa, golden2.expected.kappa);
  });

  it("knows votes that wait for information", () => {
    const docs = [
      screeningDoc([vote("ann", "await"), vote("bo", "await")]),
      screeningDoc([vote("ann", "await"), vote("bo", "exclude")]),
    ];
    expect(agreement(docs, "ann", "bo")).toMatchObject({ n: 2, percent: 50 });
  });

  it("has no percent without overlap", () => {
    expect(agreement([], "ann", "bo")).toMatchObject({ n: 0, percent: null, kappa: null });
  });
});
