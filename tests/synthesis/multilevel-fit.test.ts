import { describe, expect, it } from "vitest";
import { type MultilevelData, type MultilevelFit, multilevel, type RandomTerm } from "#synthesis";
import { naiveTerms, type SimulatedCase, simulatedCases } from "./multilevel-cases.ts";
import { naiveFit, portableRandom, totalCovariance } from "./naive-dense.ts";

const naiveOf = (one: SimulatedCase, fit: MultilevelFit) =>
  naiveFit(
    [...one.data.y],
    one.data.x!.map((row) => [...row]),
    totalCovariance(one.v, naiveTerms(one, fit)),
  );

/** The same model with every component held at other values. */
function heldAt(
  data: MultilevelData,
  fit: MultilevelFit,
  change: (value: number, kind: "variance" | "correlation", index: number) => number,
): MultilevelData {
  let t = 0;
  let index = 0;
  const moved = (values: readonly (number | null)[], kind: "variance" | "correlation"): number[] =>
    values.map((value) => change(value ?? 0, kind, index++));
  return {
    ...data,
    random: data.random.map((term): RandomTerm => {
      if ("nested" in term)
        return {
          ...term,
          variances: term.nested.flatMap(() => moved(fit.terms[t++]!.variances, "variance")),
        };
      const { variances, correlations } = fit.terms[t++]!;
      return {
        ...term,
        variances: moved(variances, "variance"),
        correlations: moved(correlations, "correlation"),
      };
    }),
  };
}

const cases = [101, 303].flatMap((seed) =>
  simulatedCases(seed).map((one) => [`${one.name} (${seed})`, one] as const),
);

describe.each(cases)("%s", (_, one) => {
  it.each(["REML", "ML"] as const)("%s: equals the dense formula and is at the top", (method) => {
    const fit = multilevel(one.data, { method, test: "z" });
    const naive = naiveOf(one, fit);
    expect(fit.converged).toBe(true);
    expect(fit.slope).toBeLessThan(1e-7);
    expect(Math.abs(fit.reml.logLik - naive.reml)).toBeLessThan(1e-8);
    expect(Math.abs(fit.ml.logLik - naive.ml)).toBeLessThan(1e-8);
    for (const [j, coefficient] of fit.coefficients.entries()) {
      expect(coefficient.estimate).toBeCloseTo(naive.beta[j]!, 9);
      expect(coefficient.se).toBeCloseTo(Math.sqrt(naive.vb[j]![j]!), 9);
    }
    const key = method === "REML" ? "reml" : "ml";
    const top = fit[key].logLik;
    const { uniform } = portableRandom(7);
    const reach = (change: Parameters<typeof heldAt>[2]): number => {
      try {
        return multilevel(heldAt(one.data, fit, change), { method })[key].logLik;
      } catch {
        return Number.NEGATIVE_INFINITY; // outside the range of the structure
      }
    };
    for (let turn = 0; turn < 40; turn++) {
      const size = [0.01, 0.3, 1][turn % 3]!;
      const moved = reach((value, kind) =>
        kind === "variance"
          ? Math.abs(value + size * 0.3 * (uniform() - 0.5))
          : Math.max(-1, Math.min(1, value + size * (uniform() - 0.5))),
      );
      expect(moved).toBeLessThan(top + 1e-9);
    }
  });

  it("has no slope in any component inside its range", () => {
    const fit = multilevel(one.data);
    // One correlation of a singular matrix cannot move alone.
    if (fit.remarks.some(({ code }) => code === "singular-covariance")) return;
    const all = fit.components.filter(({ fixed }) => !fixed);
    for (const [c, component] of fit.components.entries()) {
      if (!all.includes(component) || component.atBoundary || component.value === null) continue;
      const h = 1e-4 * Math.max(Math.abs(component.value), 1e-2);
      const at = (by: number): number =>
        multilevel(heldAt(one.data, fit, (value, _, index) => value + (index === c ? by : 0))).reml.logLik;
      const [up, down] = [at(h), at(-h)];
      const curvature = Math.abs(up + down - 2 * fit.reml.logLik) / h ** 2;
      // In units of one standard error of the component; differences hold some seven digits.
      expect(Math.abs(up - down) / (2 * h) / Math.sqrt(Math.max(curvature, 1e-6))).toBeLessThan(1e-4);
    }
  });
});

describe("boundaries", () => {
  const y = Float64Array.of(0.1, 0.12, 0.09, 0.11, 0.1, 0.13, 0.08, 0.1);
  const v = new Float64Array(8).fill(0.04);
  it("finds variances of exactly 0 and says so", () => {
    const fit = multilevel({
      y,
      v,
      random: [
        {
          nested: [
            [1, 1, 2, 2, 3, 3, 4, 4],
            [1, 2, 3, 4, 5, 6, 7, 8],
          ],
          names: ["study", "effect"],
        },
      ],
    });
    expect(fit.components.map(({ value, atBoundary }) => [value, atBoundary])).toEqual([
      [0, true],
      [0, true],
    ]);
    expect(fit.remarks.map(({ code }) => code)).toEqual(["boundary", "boundary"]);
    expect(fit.i2.total).toBe(0);
  });
  it("finds a correlation of exactly 1", () => {
    const effect = [1, -1, 0.5, -0.5, 0.8, -0.9];
    const data = {
      y: Float64Array.from(effect.flatMap((e) => [e, 2 * e])),
      v: new Float64Array(12).fill(0.01),
      x: effect.flatMap(() => [
        [1, 0],
        [0, 1],
      ]),
    };
    const outer = effect.flatMap((_, i) => [i, i]);
    const inner = effect.flatMap(() => ["a", "b"]);
    for (const structure of ["UN", "HCS"] as const) {
      const fit = multilevel({ ...data, random: [{ inner, outer, structure }] });
      expect(fit.converged).toBe(true);
      expect(fit.terms[0]!.correlations[0]).toBeCloseTo(1, 12);
      expect(fit.components[2]!.atBoundary).toBe(true);
    }
  });
});

it("is the same in other units and with another origin", () => {
  const one = simulatedCases(404)[4]!;
  const fit = multilevel(one.data);
  const factor = 1e3;
  const moved = multilevel({
    ...one.data,
    y: one.data.y.map((y) => factor * y + 5e3),
    v: one.v.map((row) => row.map((v) => factor ** 2 * v)),
  });
  for (const [c, { value }] of fit.components.entries())
    expect(moved.components[c]!.value! / factor ** 2 / value!).toBeCloseTo(1, 8);
  expect(moved.coefficients[1]!.estimate / factor / fit.coefficients[1]!.estimate).toBeCloseTo(1, 8);
});

describe("what cannot be fitted", () => {
  const y = Float64Array.of(0.1, 0.5, 0.3, -0.2, 0.4, 0.6);
  const v = new Float64Array(6).fill(0.1);
  const study = [1, 1, 2, 2, 3, 3];
  const each = [1, 2, 3, 4, 5, 6];
  const code = (call: () => unknown): string => {
    try {
      call();
    } catch (error) {
      return (error as { code: string }).code;
    }
    return "none";
  };
  it.each([
    ["no effect", { y: new Float64Array(0), v: new Float64Array(0), random: [] }, "synthesis/bad-effects"],
    ["a NaN", { y: Float64Array.of(1, Number.NaN), v: v.slice(0, 2), random: [] }, "synthesis/bad-effects"],
    ["a variance of 0", { y, v: Float64Array.of(0, 1, 1, 1, 1, 1), random: [] }, "synthesis/bad-effects"],
    ["too few variances", { y, v: v.slice(1), random: [] }, "synthesis/bad-effects"],
    ["too few labels", { y, v, random: [{ nested: [[1, 2]] }] }, "synthesis/bad-effects"],
    ["a missing label", { y, v, random: [{ nested: [[1, 1, 2, 2, 3, ""]] }] }, "synthesis/bad-effects"],
    [
      "covariances that cannot be",
      {
        y,
        v: y.reduce(
          (all: number[][]) => [...all, Array.from(y, (_, j) => (all.length === j ? 0.1 : 0.2))],
          [],
        ),
        random: [],
      },
      "synthesis/sampling-covariance",
    ],
    [
      "covariances that differ by side",
      {
        y: y.slice(0, 3),
        v: [
          [1, 0.2, 0],
          [0.3, 1, 0],
          [0, 0, 1],
        ],
        random: [],
      },
      "synthesis/bad-effects",
    ],
    [
      "two factors that divide alike",
      { y, v, random: [{ nested: [study] }, { nested: [study.map((s) => `s${s}`)] }] },
      "synthesis/unidentified-component",
    ],
    [
      "an outer factor of one level",
      { y, v, random: [{ inner: each, outer: each.map(() => 1), structure: "CS" }] },
      "synthesis/unidentified-component",
    ],
    [
      "an unknown structure",
      { y, v, random: [{ inner: each, outer: study, structure: "XX" }] },
      "synthesis/bad-options",
    ],
    [
      "CAR of words",
      { y, v, random: [{ inner: ["a", "b", "a", "b", "a", "b"], outer: study, structure: "CAR" }] },
      "synthesis/bad-options",
    ],
    [
      "as many coefficients as effects",
      {
        y: y.slice(0, 2),
        v: v.slice(0, 2),
        x: [
          [1, 0],
          [1, 1],
        ],
        random: [],
      },
      "synthesis/too-few-effects",
    ],
    ["a ragged design", { y, v, x: [[1], [1], [1, 2], [1], [1], [1]], random: [] }, "synthesis/bad-effects"],
  ])("%s", (_, data, want) => expect(code(() => multilevel(data as unknown as MultilevelData))).toBe(want));
  it("correlations held that cannot all hold", () => {
    const inner = ["a", "b", "c", "a", "b", "c"];
    const term = {
      inner,
      outer: [1, 1, 1, 2, 2, 2],
      structure: "UN",
      correlations: [0.9, 0.9, -0.9],
    } as const;
    expect(code(() => multilevel({ y, v, random: [term] }))).toBe("synthesis/bad-options");
    expect(code(() => multilevel({ y, v, random: [{ ...term, correlations: [0.9, 0.9, 0.7] }] }))).toBe(
      "none",
    );
  });
  it("a level or method that is none", () => {
    expect(code(() => multilevel({ y, v, random: [] }, { level: 95 }))).toBe("synthesis/bad-options");
    expect(code(() => multilevel({ y, v, random: [] }, { method: "DL" as "ML" }))).toBe(
      "synthesis/bad-options",
    );
  });
  it("flags a constant factor, a dropped column and a correlation nothing tells about", () => {
    const constant = multilevel({
      y,
      v,
      random: [{ nested: [study] }, { nested: [each.map(() => "all")], names: ["all"] }],
    });
    expect(constant.components[1]).toMatchObject({ value: 0, fixed: true });
    expect(constant.remarks[0]!.code).toBe("constant-factor");
    const dropped = multilevel({
      y,
      v,
      x: each.map((e) => [1, e, 2 * e]),
      columns: ["one", "a", "b"],
      random: [{ nested: [study] }],
    });
    expect(dropped.kept).toEqual([0, 1]);
    expect(dropped.remarks[0]!.text.en).toContain("b");
    const apart = multilevel({
      y,
      v,
      random: [{ inner: ["a", "b", "a", "b", "c", "c"], outer: study, structure: "UN" }],
    });
    expect(apart.terms[0]!.correlations.slice(1)).toEqual([null, null]);
    expect(apart.remarks.map((one) => one.code)).toContain("untold-correlation");
  });
  it("flags a variance without information", () => {
    const fit = multilevel({
      y,
      v,
      x: each.map((e) => [1, 2, 3].map((s) => (study[e - 1] === s ? 1 : 0))),
      random: [{ nested: [study], names: ["study"] }],
    });
    expect(fit.remarks.map((one) => one.code)).toContain("flat-likelihood");
  });
});
