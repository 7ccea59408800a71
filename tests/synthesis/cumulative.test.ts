import { describe, expect, it } from "vitest";
import { cumulative, pool } from "#synthesis";

const y = Float64Array.of(0.1, 0.5, -0.2, 0.4, 0.3);
const v = Float64Array.of(0.02, 0.05, 0.04, 0.03, 0.06);
const of = (...studies: number[]) =>
  pool(
    Float64Array.from(studies, (i) => y[i]!),
    Float64Array.from(studies, (i) => v[i]!),
  );

describe("cumulative synthesis", () => {
  it("pools the studies so far, in the order given", () => {
    const steps = cumulative(y, v);
    expect(steps.map(({ added }) => added)).toEqual([[0], [1], [2], [3], [4]]);
    expect(steps[2]).toEqual({ added: [2], by: null, result: of(0, 1, 2) });
    expect(steps.at(-1)!.result).toEqual(pool(y, v));
  });

  it("orders by a number, either way, ties in the order given", () => {
    const by = [2003, 1999, 2003, 2010, 1990];
    expect(cumulative(y, v, { by }).map(({ added }) => added[0])).toEqual([4, 1, 0, 2, 3]);
    expect(cumulative(y, v, { by, descending: true }).map(({ added }) => added[0])).toEqual([3, 0, 2, 1, 4]);
    expect(cumulative(y, v, { by })[1]).toEqual({ added: [1], by: 1999, result: of(4, 1) });
  });

  it("adds ties together where asked", () => {
    const steps = cumulative(y, v, { by: [2003, 1999, 2003, 2010, 1990], together: true });
    expect(steps.map(({ added }) => added)).toEqual([[4], [1], [0, 2], [3]]);
    expect(steps[2]!.result).toEqual(of(4, 1, 0, 2));
  });

  it("begins with one study, of which nothing is known but itself", () => {
    expect(cumulative(y, v)[0]!.result).toMatchObject({
      k: 1,
      estimate: 0.1,
      tau2: null,
      qP: null,
      test: "z",
    });
  });

  it("refuses an ordering that leaves a study out", () => {
    expect(() => cumulative(y, v, { by: [1, 2, 3] })).toThrow(/each of the 5 studies; there are 3/);
    expect(() => cumulative(y, v, { by: [1, 2, 3, 4, Number.NaN] })).toThrow(/one finite number/);
    expect(() => cumulative(y, v.slice(1))).toThrow(/5 effects but 4 variances/);
    expect(() => cumulative(new Float64Array(0), new Float64Array(0))).toThrow(/no effect to pool/);
  });
});
