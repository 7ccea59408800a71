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

// R 4.2.2, metafor 3.8-1: vcalc() with these vectors, lower triangles by column.
describe("groups that effects share", () => {
  const cluster = [1, 1, 1, 1, 2, 2, 2];
  const group1 = ["A", "B", "A", "B", "A", "A", "B"];
  const group2 = cluster.map(() => "C");
  const time = [1, 1, 3, 3, 1, 2, 2];
  const time2 = cluster.map(() => 0);
  const weight1 = [20, 25, 20, 25, 40, 40, 30];
  const weight2 = [22, 22, 22, 22, 35, 35, 35];
  const type = ["x", "x", "x", "y", "x", "y", "y"];
  const measurement = [1, 1, 1, 1, 1, 1, 2];
  const v = Float64Array.of(0.1, 0.12, 0.11, 0.09, 0.05, 0.06, 0.07);
  const lower = (design: Parameters<typeof correlatedSampling>[0]): number[] => {
    const n = design.v.length;
    const whole = Array.from({ length: n }, () => new Array<number>(n).fill(0));
    for (const { rows, values } of correlatedSampling(design).blocks)
      rows.forEach((i, a) => {
        rows.forEach((j, b) => {
          whole[i]![j] = values[a * rows.length + b]!;
        });
      });
    return whole.flatMap((_, j) => whole.slice(j).map((row) => row[j]!));
  };
  const close = (ours: readonly number[], theirs: readonly number[]): void => {
    expect(ours).toHaveLength(theirs.length);
    for (const [i, one] of theirs.entries()) expect(ours[i]).toBeCloseTo(one, 12);
  };
  it("a control shared by two arms, by the sizes of the groups", () => {
    const pick = <T>(list: readonly T[]): T[] => [list[0]!, list[1]!, list[4]!];
    const design = {
      v: Float64Array.of(0.1, 0.12, 0.05),
      cluster: pick(cluster),
      group1: pick(group1),
      group2: pick(group2),
      weight1: pick(weight1),
      weight2: pick(weight2),
    };
    close(lower(design), [0.1, 0.0551317846419971, 0, 0.12, 0, 0.05]);
  });
  it("constructs, measurements, times against baseline and a shared control at once", () => {
    const design = { v, cluster, type, measurement, group1, group2, time, time2, weight1, weight2 };
    close(
      lower({ ...design, rho: 0.6, rhoTypes: 0.4, phi: 0.8 }),
      [
        0.1, 0.0551317846419971, 0.0851033465372352, 0.0190982104223769, 0, 0, 0, 0.12, 0.0578227035479378,
        0.0345643636901064, 0, 0, 0, 0.11, 0.0200303720752043, 0, 0, 0, 0.09, 0, 0, 0, 0.05,
        0.019864071418854, 0.0117407901712855, 0.06, 0.019292086859244, 0.07,
      ],
    );
  });
  it("repeated measurements of arms that share a control", () => {
    close(
      lower({ v, cluster, group1, group2, time, phi: 0.9 }),
      [
        0.1, 0.0547722557505166, 0.0849535167017823, 0.0384216735710458, 0, 0, 0, 0.12, 0.046530957436958,
        0.0841776692478474, 0, 0, 0, 0.11, 0.049749371855331, 0, 0, 0, 0.09, 0, 0, 0, 0.05,
        0.0492950301754649, 0.0266223590239483, 0.06, 0.0324037034920393, 0.07,
      ],
    );
  });
  it("refuses half of a pair, a size of 0 and a group against itself", () => {
    expect(() => correlatedSampling({ v, cluster, group2 })).toThrow(/second group1 but no first/);
    expect(() => correlatedSampling({ v, cluster, group1, weight1: cluster.map(() => 0) })).toThrow(
      /above 0/,
    );
    expect(() => correlatedSampling({ v, cluster, group1, group2: group1 })).toThrow(/with itself/);
  });
});
