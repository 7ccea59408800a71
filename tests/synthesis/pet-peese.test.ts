import { describe, expect, it } from "vitest";
import { type PrecisionFit, peese, pet, petPeese } from "#synthesis";
import { expectClose, golden } from "./golden.ts";

const { input, cases } = golden("selmodel-hackshaw1998");
const y = Float64Array.from(input.yi as number[]);
const v = Float64Array.from(input.vi as number[]);

describe("PET and PEESE", () => {
  it.each([
    ["PET", pet],
    ["PEESE", peese],
  ] as const)("%s is R's weighted lm", (id, regress) => {
    const { expected } = cases.find((one) => one.id === id)!;
    const { effect, slope }: PrecisionFit = regress(y, v);
    for (const [j, one] of [effect, slope].entries()) {
      expectClose(one.estimate, expected.b[j], 1e-10, `b ${j}`);
      expectClose(one.se, expected.se[j], 1e-10, `se ${j}`);
      expectClose(one.statistic, expected.t[j], 1e-10, `t ${j}`);
      expectClose(one.p, expected.p[j], 1e-10, `p ${j}`);
    }
  });

  it("the rule takes PET's effect while it may be 0, PEESE's once it is not", () => {
    expect(petPeese(y, v)).toMatchObject({ chosen: "pet", effect: pet(y, v).effect });
    const shifted = y.map((one) => one + 1);
    expect(petPeese(shifted, v)).toMatchObject({ chosen: "peese", effect: peese(shifted, v).effect });
    // The side is that of the data: the mirror image gives the mirror image.
    const mirrored = petPeese(
      shifted.map((one) => -one),
      v,
    );
    expect(mirrored.chosen).toBe("peese");
    expectClose(mirrored.oneSidedP, petPeese(shifted, v).oneSidedP, 1e-12, "one-sided p");
  });

  it("an effect on the far side of 0 does not count as present", () => {
    // The slope makes all effects positive though the line meets 0 below it.
    const steep = v.map((one, i) => 3 * Math.sqrt(one) - 0.4 + 0.001 * (i % 3));
    expect(steep.reduce((sum, one, i) => sum + one / v[i]!, 0)).toBeGreaterThan(0);
    expect(petPeese(steep, v)).toMatchObject({ chosen: "pet" });
  });

  it("refuses equal standard errors, two studies and a bad level", () => {
    const same = Float64Array.of(0.1, 0.1, 0.1);
    expect(() => pet(Float64Array.of(1, 2, 3), same)).toThrow(/standard error is the same in all 3 studies/);
    expect(() => peese(y.slice(0, 2), v.slice(0, 2))).toThrow(/PEESE needs 3 studies/);
    expect(() => pet(y, v, { level: 95 })).toThrow(/level is 95/);
  });
});
