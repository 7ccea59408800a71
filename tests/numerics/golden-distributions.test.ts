import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { distributionsFamily } from "../../conformance/golden/distributions.ts";
import type { GoldenCase, GoldenFile } from "../../conformance/golden/golden.types.ts";
import { runGolden } from "../../conformance/golden/run-golden.ts";

const open = (file: string): GoldenFile => {
  const url = new URL(`../golden/numerics/${file}.json`, import.meta.url);
  return { ...JSON.parse(readFileSync(url, "utf8")), file, open };
};
const exact = open("special-functions");
const r = open("distributions");
const exactResults = runGolden(exact, distributionsFamily);

/** The same call at 50 digits. */
function counterpart(one: GoldenCase): GoldenCase | undefined {
  return exact.cases.find(
    (other) =>
      other.id.startsWith(`${one.id}/at 50 digits`) &&
      JSON.stringify(other.args) === JSON.stringify(one.args),
  );
}

/** Calls in which R is farther from the truth than 1e-12: the 50-digit value stands instead of R's. */
const REFUTED = [
  "J-hedges-exact",
  "ptukey",
  ...["5", "12", "36.5", "100", "1000"].map((df) => `qchisq/lower/df=${df}`),
  ...["1,1", "1,17", "2,10", "3,61.7", "4,200", "30,1e+05", "1,1e+08"].map((df) => `qf/lower/df=${df}`),
];

describe("against 50-digit values", () => {
  it("covers every function", () => expect(exactResults.length).toBeGreaterThan(600));
  it.each(exactResults.map((one) => [one.id, one] as const))("%s", (_, one) => expect(one.wrong).toEqual([]));
});

describe("against R 4.2.2", () => {
  const results = runGolden(r, distributionsFamily);
  it.each(results.filter((one) => !REFUTED.includes(one.id)).map((one) => [one.id, one] as const))(
    "%s",
    (_, one) => expect(one.wrong).toEqual([]),
  );
  it.each(REFUTED)("%s: R differs from 50 digits where we do not", (id) => {
    const one = r.cases.find((other) => other.id === id)!;
    const truth = counterpart(one)!;
    expect(exactResults.find((other) => other.id === truth.id)!.wrong).toEqual([]);
    const values = truth.expected["value"] as number[];
    const worst = (one.expected["value"] as number[]).map((value, i) => Math.abs(value / values[i]! - 1));
    expect(Math.max(...worst)).toBeGreaterThan(1e-12);
    expect(Math.max(...worst)).toBeLessThan(1e-4);
  });
});
