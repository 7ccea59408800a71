import { describe, expect, it } from "vitest";
import { correlatedSampling } from "#synthesis";

const v = Float64Array.of(1, 4, 9, 16);
const block = (design: Parameters<typeof correlatedSampling>[0]): number[][] => {
  const { rows, values } = correlatedSampling(design).blocks[0]!;
  return rows.map((_, i) => Array.from(values.subarray(i * rows.length, (i + 1) * rows.length)));
};
const code = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "none";
};

describe("correlatedSampling", () => {
  it("gives compound symmetry within clusters and nothing between them", () => {
    const { blocks } = correlatedSampling({ v, cluster: ["a", "a", "b", "b"], rho: 0.5 });
    expect(blocks.map(({ rows }) => rows)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect([...blocks[0]!.values]).toEqual([1, 1, 1, 4]);
    expect([...blocks[1]!.values]).toEqual([9, 6, 6, 16]);
  });
  it("lets the correlation fall with the distance in time", () => {
    const ar = block({ v: new Float64Array(3).fill(1), cluster: [1, 1, 1], time: [0, 1, 3], phi: 0.8 });
    expect(ar[0]![1]).toBeCloseTo(0.8, 15);
    expect(ar[1]![2]).toBeCloseTo(0.64, 15);
    expect(ar[0]![2]).toBeCloseTo(0.512, 15);
  });
  it("tells measurements of one construct from constructs, and joins both with time", () => {
    const design = {
      v: new Float64Array(4).fill(1),
      cluster: [1, 1, 1, 1],
      type: ["x", "x", "y", "y"],
      measurement: [1, 2, 1, 2],
    };
    expect(block({ ...design, rho: 0.6, rhoTypes: 0.4 })).toEqual([
      [1, 0.6, 0.4, 0.4],
      [0.6, 1, 0.4, 0.4],
      [0.4, 0.4, 1, 0.6],
      [0.4, 0.4, 0.6, 1],
    ]);
    const timed = block({ ...design, rho: 0.6, rhoTypes: 0.4, time: [1, 1, 1, 3], phi: 0.9 });
    expect(timed[0]![3]).toBeCloseTo(0.4 * 0.81, 15);
    const pairs = new Map([["x", new Map([["y", 0.3]])]]);
    expect(block({ ...design, rho: 0.6, rhoTypes: pairs })[1]![2]).toBe(0.3);
  });
  it("keeps subgroups of a cluster apart", () => {
    expect(
      correlatedSampling({ v, cluster: [1, 1, 1, 1], subgroup: [1, 1, 2, 2], rho: 0.5 }).blocks,
    ).toHaveLength(2);
  });
  it.each([
    ["no correlation", { v, cluster: [1, 1, 2, 2] }],
    ["a correlation above 1", { v, cluster: [1, 1, 2, 2], rho: 1.2 }],
    ["a matrix that cannot be", { v, cluster: [1, 1, 1, 1], rho: -0.5 }],
    [
      "the same thing measured twice at once",
      { v, cluster: [1, 1, 2, 2], measurement: [1, 1, 1, 2], rho: 0.5 },
    ],
    [
      "a pair of types without a correlation",
      {
        v,
        cluster: [1, 1, 2, 2],
        type: ["x", "y", "x", "z"],
        rhoTypes: new Map([["x", new Map([["y", 0.3]])]]),
      },
    ],
    ["time without its correlation", { v, cluster: [1, 1, 2, 2], time: [1, 2, 1, 2] }],
  ])("refuses %s", (_, design) =>
    expect(code(() => correlatedSampling(design))).toBe("synthesis/sampling-covariance"),
  );
  it("refuses lists of other lengths", () => {
    expect(code(() => correlatedSampling({ v, cluster: [1, 1], rho: 0.5 }))).toBe("synthesis/bad-effects");
  });
});
