import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readCorrections } from "../../conformance/golden/corrections.ts";
import { distributionsFamily } from "../../conformance/golden/distributions.ts";
import type { GoldenFile } from "../../conformance/golden/golden.types.ts";
import { runGolden } from "../../conformance/golden/run-golden.ts";

const open = (file: string): GoldenFile => {
  const url = new URL(`../golden/numerics/${file}.json`, import.meta.url);
  return { ...JSON.parse(readFileSync(url, "utf8")), file, open };
};
const exact = runGolden(open("special-functions"), distributionsFamily);
const corrections = readCorrections().filter(({ file }) => file === "distributions");
const r = runGolden(open("distributions"), distributionsFamily, corrections);

describe("against 50-digit values", () => {
  it("covers every function", () => expect(exact.length).toBeGreaterThan(600));
  it.each(exact.map((one) => [one.id, one] as const))("%s", (_, one) => expect(one.wrong).toEqual([]));
});

describe("against R 4.2.2", () => {
  it.each(r.map((one) => [one.id, one] as const))("%s", (_, one) => expect(one.wrong).toEqual([]));
  it("needs every correction, and no other", () => {
    const used = r.flatMap(({ id, corrected }) => corrected.map(({ path }) => `${id} ${path}`));
    expect(used.sort()).toEqual(corrections.map((one) => `${one.case} ${one.path}`).sort());
  });
  it("corrects the end of a tail, not its middle: by less than 1e-4", () => {
    for (const { reference, corrected } of corrections)
      expect(Math.abs(reference / corrected - 1)).toBeLessThan(1e-4);
  });
});

it("agrees with the values that another program computed to 50 digits", () => {
  const special = open("special-functions");
  const twice = corrections.flatMap((one) => {
    const other = special.cases.find(({ id }) => id.startsWith(`${one.case}/at 50 digits`));
    const at = Number(/\d+/.exec(one.path)?.[0]);
    const value = (other?.expected["value"] as number[] | undefined)?.[at];
    return value === undefined ? [] : [{ ...one, value }];
  });
  expect(twice.length).toBe(corrections.length);
  for (const { case: id, path, corrected, value } of twice)
    expect(Math.abs(corrected / value - 1), `${id} ${path}`).toBeLessThan(1e-14);
});
