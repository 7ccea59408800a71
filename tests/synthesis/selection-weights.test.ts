import { expect, test } from "vitest";
import { selectionModel, selectionWeights } from "#synthesis";

const P = [0.001, 0.01, 0.2, 0.7];
const whole = [{ upTo: 1, k: 10 }];

test("a step function's weights are its parameters, relative to the first interval met", () => {
  const intervals = [
    { upTo: 0.025, k: 4 },
    { upTo: 0.5, k: 4 },
    { upTo: 1, k: 2 },
  ];
  const step = { type: "step", delta: [1, 0.5, 0.2], intervals } as const;
  expect(selectionWeights(step, P)).toEqual([1, 1, 0.5, expect.closeTo(0.2, 14)]);
  expect(selectionWeights(step, [0.2, 0.7])[1]).toBeCloseTo(0.4, 14);
});

test("smooth shapes follow their formulae", () => {
  const ratio = (of: (p: number) => number): readonly number[] => P.map((p) => of(p) / of(P[0]!));
  const near = (found: readonly number[], wanted: readonly number[]): void =>
    found.forEach((one, at) => {
      expect(one).toBeCloseTo(wanted[at]!, 12);
    });
  near(
    selectionWeights({ type: "beta", delta: [0.8, 1.5], intervals: whole }, P),
    ratio((p) => p ** -0.2 * (1 - p) ** 0.5),
  );
  near(
    selectionWeights({ type: "halfnorm", delta: [3], intervals: whole }, P),
    ratio((p) => Math.exp(-3 * p * p)),
  );
  near(
    selectionWeights({ type: "negexp", delta: [2], intervals: whole }, P),
    ratio((p) => Math.exp(-2 * p)),
  );
});

test("a fitted model has weights, and a p value that is none is refused", () => {
  const y = Float64Array.from({ length: 30 }, (_, i) => 0.3 + 0.4 * Math.sin(3 * i));
  const v = Float64Array.from({ length: 30 }, (_, i) => 0.02 + 0.01 * (i % 5));
  const found = selectionModel(y, v, { type: "step", steps: [0.025] });
  expect(selectionWeights(found, [0.01, 0.5])[1]).toBeCloseTo(found.delta[1]! / found.delta[0]!, 12);
  expect(() => selectionWeights(found, [0])).toThrow(/p value is 0/);
});
