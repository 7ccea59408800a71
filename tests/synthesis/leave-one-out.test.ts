import { describe, expect, it } from "vitest";
import { seededRng } from "#numerics";
import { leaveOneOut, type PoolOptions, pool } from "#synthesis";
import { expectClose, golden } from "./golden.ts";

const optionsOf = (method: string): PoolOptions =>
  method === "EE" ? { model: "common", test: "z" } : { tau2: method as "DL" | "REML", test: "z" };

describe.each(["bcg", "hackshaw1998", "raudenbush1985"])("%s", (name) => {
  const { input, cases } = golden(`diagnostics-${name}`);
  const y = Float64Array.from(input.yi as number[]);
  const v = Float64Array.from(input.vi as number[]);
  const used = cases.filter(({ id }) => /^influence\/(EE|DL|REML)$/.test(id));
  it.each(used.map((c) => [c.id, c] as const))("%s: dfbetas follow from the results left out", (id, c) => {
    const options = optionsOf(String(c.args.method));
    const all = pool(y, v, options);
    for (const { omitted, result } of leaveOneOut(y, v, options)) {
      // metafor: change of the estimate in standard errors at the tau2 without the study.
      const se = Math.sqrt(1 / v.reduce((sum, vi) => sum + 1 / (vi + result.tau2!), 0));
      expectClose((all.estimate - result.estimate) / se, c.expected.dfbs[omitted], 1e-7, `${id} ${omitted}`);
    }
  });
});

it("is the pooled result of the others, in order", () => {
  const y = Float64Array.of(0.1, 0.5, -0.2, 0.4);
  const v = Float64Array.of(0.02, 0.05, 0.04, 0.03);
  const left = leaveOneOut(y, v);
  expect(left.map(({ omitted }) => omitted)).toEqual([0, 1, 2, 3]);
  const others = pool(Float64Array.of(0.1, -0.2, 0.4), Float64Array.of(0.02, 0.04, 0.03));
  for (const [name, value] of Object.entries(left[1]!.result)) {
    if (name === "iterations" || name === "lastChange") continue; // the search for tau2 begins nearer
    const expected = others[name as keyof typeof others];
    if (typeof value === "number") expectClose(value, expected as number, 1e-12, name);
    else if (Array.isArray(value))
      for (const [i, one] of value.entries()) expectClose(one, others.weights[i]!, 1e-12, name);
    else expect(value).toEqual(expected);
  }
  expect(Array.from(y)).toEqual([0.1, 0.5, -0.2, 0.4]);
});

it("two studies leave one, whose heterogeneity is unknown rather than 0", () => {
  const [first] = leaveOneOut(Float64Array.of(0.1, 0.5), Float64Array.of(0.02, 0.05));
  expect(first!.result).toMatchObject({ k: 1, estimate: 0.5, tau2: null, i2: null, qP: null });
});

it("one study is refused with what to do", () => {
  expect(() => leaveOneOut(Float64Array.of(0.1), Float64Array.of(0.02))).toThrow(/needs two studies/);
});

it("agrees with pooling the others, whatever the number of maxima", () => {
  const rng = seededRng("left out");
  for (let round = 0; round < 300; round++) {
    const k = 4 + Math.floor(rng.next() * 12);
    const y = Float64Array.from({ length: k }, () => (rng.next() - 0.5) * (rng.next() < 0.3 ? 6 : 0.6));
    const v = Float64Array.from({ length: k }, () => Math.exp((rng.next() - 0.7) * 6));
    const options: PoolOptions = { tau2: round % 2 ? "ML" : "REML", test: "z", heterogeneityInterval: false };
    for (const { omitted, result } of leaveOneOut(y, v, options)) {
      const rest = pool(
        y.filter((_, i) => i !== omitted),
        v.filter((_, i) => i !== omitted),
        options,
      );
      expect(Math.abs(result.tau2! - rest.tau2!)).toBeLessThan(1e-9 * (1 + rest.tau2!));
      expect(result.estimate).toBeCloseTo(rest.estimate, 9);
    }
  }
});
