import { describe, expect, it } from "vitest";
import { diagnosticsFamily } from "../../conformance/golden/diagnostics.ts";
import { escalcFamily } from "../../conformance/golden/escalc.ts";
import type { GoldenCase, GoldenFamily, GoldenFile } from "../../conformance/golden/golden.types.ts";
import { metaregFamily } from "../../conformance/golden/metareg.ts";
import { mhPetoFamily } from "../../conformance/golden/mh-peto.ts";
import { multilevelFamily } from "../../conformance/golden/multilevel.ts";
import { rmaUniFamily } from "../../conformance/golden/rma-uni.ts";
import { subgroupsFamily } from "../../conformance/golden/subgroups.ts";

type Input = Readonly<Record<string, unknown>>;

/** What an adapter makes of one call on these data. */
function answer(
  family: GoldenFamily,
  input: Input,
  { id = "fit", args = {}, expected = {} }: Partial<GoldenCase>,
): Input {
  const one: GoldenCase = { id, args, expected };
  const file: GoldenFile = { file: "other", input, cases: [one], open: () => ({}) };
  return family.run(one, file);
}

const effects = { yi: [0.1, 0.5, 0.9, -0.2, 0.3], vi: [0.04, 0.09, 0.02, 0.05, 0.03] };
/** The same with a study whose effect is not known. */
const gap = (input: Input): Input =>
  Object.fromEntries(
    Object.entries(input).map(([name, list]) => {
      const values = list as unknown[];
      return [name, [...values.slice(0, 2), name === "yi" ? null : values[0], ...values.slice(2)]];
    }),
  );

describe("files of other data", () => {
  it("leave out a study without an effect, and its entry in every other column", () => {
    const fit = { args: { method: "REML", weights: [1, 2, 3, 4, 5] } };
    const wider = { args: { method: "REML", weights: [1, 2, 9, 3, 4, 5] } };
    expect(answer(rmaUniFamily, gap(effects), wider)).toEqual(answer(rmaUniFamily, effects, fit));
    const sizes = { ...effects, ni: [40, 20, 90, 30, 70] };
    const test = { id: "regtest", args: { model: "lm", predictor: "ni" } };
    expect(answer(diagnosticsFamily, gap(sizes), test)).toEqual(answer(diagnosticsFamily, sizes, test));
    const groups = { ...effects, group: ["b", "a", "a", "b", "b"] };
    const separate = { args: { method: "DL" }, expected: { groups: ["a", "b"], Q_between: 0 } };
    expect(answer(subgroupsFamily, gap(groups), separate)).toEqual(answer(subgroupsFamily, groups, separate));
    const levels = { ...effects, trial: [1, 1, 2, 2, 3] };
    const model = { args: { fun: "rma.mv", random: "~1|trial" } };
    expect(answer(multilevelFamily, gap(levels), model)).toEqual(answer(multilevelFamily, levels, model));
  });
  it("may write one study as a bare number", () => {
    expect(answer(rmaUniFamily, { yi: 0.4, vi: 0.09 }, { args: { method: "EE" } })).toMatchObject({
      k: 1,
      beta: [0.4],
      se: [0.3],
      I2: 0,
      QEp: 1,
    });
    const table = { data: { ai: 5, bi: 20, ci: 9, di: 17 } };
    expect(answer(mhPetoFamily, table, { args: { fun: "rma.mh", measure: "RR" } })["k"]).toBe(1);
  });
  it("name the column or matrix that they lack", () => {
    expect(() => answer(rmaUniFamily, { yi: [1, 2] }, {})).toThrow("other.json has no input.vi");
    const named = { args: { model_matrix: "dose", method: "EE" } };
    expect(() => answer(metaregFamily, effects, named)).toThrow("other.json has no model matrix dose");
    expect(() => answer(rmaUniFamily, { yi: [1, 2], vi: [1] }, {})).toThrow("2 effects and 1 variances");
  });
  it("keep the order of the groups that the reference wrote", () => {
    const groups = { ...effects, group: ["Zed", "alpha", "alpha", "Zed", "Zed"] };
    const of = (order: string[]) => ({ args: { method: "DL" }, expected: { groups: order, Q_between: 0 } });
    expect(answer(subgroupsFamily, groups, of(["alpha", "Zed"]))["k"]).toEqual([2, 3]);
    expect(answer(subgroupsFamily, groups, of(["Zed", "alpha"]))["k"]).toEqual([3, 2]);
  });
  it("take the moderators of a formula as R does", () => {
    const data = {
      ...effects,
      trial: [1, 2, 3, 4, 5],
      dose: [1, 2, 3, 5, 4],
      arm: ["b", "a", "a", "b", "a"],
    };
    const estimates = (mods: string, more: Input = {}) =>
      answer(multilevelFamily, { ...data, ...more }, { args: { fun: "rma.mv", random: "~1|trial", mods } })[
        "beta"
      ];
    const X = data.dose.map((dose, i) => {
      const b = data.arm[i] === "b" ? 1 : 0;
      return [1, dose, b, dose * b];
    });
    expect(estimates("~ dose * arm")).toEqual(estimates("X", { X }));
    expect(estimates("~ dose + arm + dose:arm")).toEqual(estimates("X", { X }));
    const cells = data.arm.map((arm) => [arm === "a" ? 1 : 0, arm === "b" ? 1 : 0]);
    expect(estimates("~ arm - 1")).toEqual(estimates("X", { X: cells }));
    expect(estimates("~ 0 + factor(arm)")).toEqual(estimates("X", { X: cells }));
  });
  it("know of a study with missing numbers what does not depend on them", () => {
    const data = { m1i: [5, 6], sd1i: [1, null], n1i: [10, 12], m2i: [4, 4], sd2i: [2, 2], n2i: [11, 13] };
    const of = (measure: string) => answer(escalcFamily, { data }, { args: { measure } });
    // escalc of metafor 3.8-1: MD needs no SD, the variance of VR neither.
    expect(of("MD")).toEqual({ yi: [1, 2], vi: [1 / 10 + 4 / 11, null] });
    expect((of("VR")["yi"] as unknown[])[1]).toBeNull();
    expect((of("VR")["vi"] as number[])[1]).toBeCloseTo(1 / 22 + 1 / 24, 14);
    expect((of("SMD")["vi"] as unknown[])[1]).toBeNull();
  });
  it("repeat Mantel-Haenszel without each study", () => {
    const data = { ai: [4, 6, 3], bi: [119, 300, 228], ci: [11, 29, 11], di: [128, 274, 209] };
    const all = answer(mhPetoFamily, { data }, { args: { fun: "leave1out(rma.mh)", measure: "OR" } });
    const last = Object.fromEntries(Object.entries(data).map(([name, list]) => [name, list.slice(0, 2)]));
    const without = answer(mhPetoFamily, { data: last }, { args: { fun: "rma.mh", measure: "OR" } });
    expect([(all["estimate"] as unknown[])[2]]).toEqual(without["beta"]);
    expect((all["Q"] as unknown[])[2]).toBe(without["QE"]);
  });
});
