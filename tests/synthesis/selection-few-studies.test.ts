import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import { type SelectionOptions, type SelectionResult, type SelectionType, selectionModel } from "#synthesis";

const TYPES: readonly SelectionType[] = [
  "step",
  "beta",
  "halfnorm",
  "negexp",
  "logistic",
  "power",
  "negexppow",
  "trunc",
  "truncest",
];
const SETS: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ["one study", [0.3], [0.04]],
  ["two on both sides of 0", [0.3, -0.2], [0.04, 0.05]],
  ["two equal", [0.1, 0.1], [0.04, 0.04]],
  ["three on both sides of 0", [0.3, -0.2, 0.8], [0.04, 0.05, 0.1]],
  ["three far apart", [1e-3, 5, -3], [0.01, 0.5, 3]],
];

function attempt(
  y: readonly number[],
  v: readonly number[],
  options: SelectionOptions,
): SelectionResult | string {
  try {
    return selectionModel(Float64Array.from(y), Float64Array.from(v), options);
  } catch (error) {
    if (error instanceof EvidensError) return error.code;
    throw error;
  }
}

describe.each(TYPES)("%s", (type) => {
  const steps = type === "step" ? { steps: [0.025] } : {};
  it.each(SETS)("%s: an answer or a refusal within a second", (_, y, v) => {
    for (const effects of ["random", "common"] as const)
      for (const alternative of ["greater", "less", "two.sided"] as const) {
        const began = performance.now();
        const found = attempt(y, v, { type, effects, alternative, ...steps });
        expect(performance.now() - began).toBeLessThan(3000);
        if (typeof found === "string") expect(found).toMatch(/^synthesis\/(bad-options|empty|too)-?/);
        else expect(Number.isFinite(found.estimate) && Number.isFinite(found.logLikelihood)).toBe(true);
      }
  });

  it("more numbers to estimate than studies are refused, by their count", () => {
    const two = type === "beta" || type === "negexppow" || type === "truncest";
    const run = (effects: "random" | "common", k: number): unknown =>
      selectionModel(
        Float64Array.from([0.5, -0.2, 0.1].slice(0, k)),
        Float64Array.from([0.04, 0.05, 0.06].slice(0, k)),
        {
          ...{ type, effects, ...steps },
        },
      );
    expect(() => run("random", 2)).toThrow(
      expect.objectContaining({
        code: "synthesis/too-many-parameters",
        message: expect.stringContaining(`${two ? 4 : 3} numbers`),
      }),
    );
    if (two) expect(() => run("random", 3)).toThrow(/more than its 3 studies/);
    else expect(run("common", 2)).toMatchObject({ k: 2 });
  });
});

it("fixed parameters are not counted", () => {
  const found = attempt([0.5, -0.2], [0.04, 0.05], { type: "beta", delta: [1, 2] });
  expect(found).toMatchObject({ k: 2, delta: [1, 2], converged: true });
});
