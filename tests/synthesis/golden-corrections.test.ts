import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compareValues } from "../../conformance/golden/compare-values.ts";
import { correctionFor, readCorrections } from "../../conformance/golden/corrections.ts";
import { glmmFamily } from "../../conformance/golden/glmm.ts";
import type { Correction, GoldenCase, GoldenFile } from "../../conformance/golden/golden.types.ts";
import { runGolden } from "../../conformance/golden/run-golden.ts";

const open = (file: string): GoldenFile => {
  const url = new URL(`../golden/synthesis/${file}.json`, import.meta.url);
  return { ...JSON.parse(readFileSync(url, "utf8")), file, open };
};
const corrections = readCorrections();
const id = "rma.glmm/OR/UM.FS/ML";
const bcg = open("glmm-bcg");
const one = bcg.cases.find((other) => other.id === id)!;
const run = (file: GoldenFile, changed: GoldenCase, given: readonly Correction[] = corrections) =>
  runGolden({ ...file, cases: [changed] }, glmmFamily, given)[0]!;

describe("corrections of the reference", () => {
  it("name a file, case, place and number of the reference as it is, and how they were had", () => {
    for (const { file, case: name, path, reference, corrected, by, evidence } of corrections) {
      const folder = file === "distributions" ? "numerics" : "synthesis";
      const url = new URL(`../golden/${folder}/${file}.json`, import.meta.url);
      const cases = JSON.parse(readFileSync(url, "utf8")).cases as GoldenCase[];
      const [result, at] = path.split(/[[\]]/);
      const given = [cases.find((other) => other.id === name)!.expected[result!]].flat();
      expect(given[Number(at ?? 0)], `${file} ${name} ${path}`).toBe(reference);
      expect(corrected).not.toBe(reference);
      expect(by).toMatch(/(distributions-exact\.py|glmm-tight\.R).*\d/);
      expect(evidence.length).toBeGreaterThan(40);
    }
  });

  it("make a case pass, and say so", () => {
    const { wrong, corrected } = run(bcg, one);
    expect(wrong).toEqual([]);
    expect(corrected.map(({ path, reference }) => [path, reference])).toEqual([
      ["pval", (one.expected["pval"] as number[])[0]],
    ]);
  });

  it("are left out when none are given, as --strict does", () => {
    const { wrong, corrected } = run(bcg, one, []);
    expect(corrected).toEqual([]);
    expect(wrong).toHaveLength(1);
  });

  it("do not apply to another case or file", () => {
    expect(run(bcg, { ...one, id: "rma.glmm/OR/UM.FS/ML/again" }).wrong).toHaveLength(1);
    expect(run({ ...bcg, file: "glmm-other" }, one).wrong).toHaveLength(1);
  });

  it("do not apply to another place or number of the reference", () => {
    const [at] = corrections.filter((other) => other.case === id);
    expect(correctionFor(corrections, at!)).toBe(at);
    expect(correctionFor(corrections, { ...at!, path: "se" })).toBeUndefined();
    const next = at!.reference * (1 + 2 * Number.EPSILON);
    expect(next).not.toBe(at!.reference);
    expect(run(bcg, { ...one, expected: { ...one.expected, pval: [next] } }).wrong).toHaveLength(1);
  });

  it("leave the other values of the case to the reference", () => {
    const beta = [(one.expected["beta"] as number[])[0]! * 1.01];
    expect(run(bcg, { ...one, expected: { ...one.expected, beta } }).wrong).toHaveLength(1);
  });

  it("are held to the same tolerance", () => {
    const tolerance = { relative: 1e-4 };
    expect(compareValues("p", 2, 3, tolerance, () => 2.0001)).toMatchObject({
      wrong: [],
      corrected: [{ path: "p", reference: 3, corrected: 2.0001, ours: 2 }],
    });
    expect(compareValues("p", 2, 3, tolerance, () => 2.001).wrong).toHaveLength(1);
    expect(compareValues("p", 2, 3, tolerance, () => 2.001).corrected).toEqual([]);
    expect(compareValues("p", 2, 2, tolerance, () => 9).corrected).toEqual([]);
  });
});
