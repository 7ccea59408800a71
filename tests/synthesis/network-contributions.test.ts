import { describe, expect, it } from "vitest";
import { seededRng } from "#numerics";
import {
  type NetworkContrast,
  type NetworkResult,
  networkContributions,
  networkMetaAnalysis,
  splitNetwork,
} from "#synthesis";
import { golden } from "./golden.ts";

function senn(): NetworkContrast[] {
  const { input } = golden("netmeta-senn2013");
  const column = <T>(name: string): readonly T[] => (input as unknown as Record<string, readonly T[]>)[name]!;
  return column<number>("TE").map((y, i) => ({
    study: column<string>("studlab")[i]!,
    treatment1: column<string>("treat1")[i]!,
    treatment2: column<string>("treat2")[i]!,
    y,
    se: column<number>("seTE")[i]!,
  }));
}

/** Laplacian of the contrasts' weights, inverted by Gauss and Jordan with the last treatment grounded. */
function inverseLaplacian(result: NetworkResult): number[][] {
  const n = result.treatments.length;
  const at = (name: string): number => result.treatments.indexOf(name);
  const a = Array.from({ length: n - 1 }, (_, i) =>
    Array.from({ length: 2 * (n - 1) }, (__, j) => (j === n - 1 + i ? 1 : 0)),
  );
  for (const { treatment1, treatment2, weightCommon: w } of result.contrasts) {
    const [i, j] = [at(treatment1), at(treatment2)];
    if (i < n - 1) a[i]![i]! += w;
    if (j < n - 1) a[j]![j]! += w;
    if (i < n - 1 && j < n - 1) {
      a[i]![j]! -= w;
      a[j]![i]! -= w;
    }
  }
  for (let c = 0; c < n - 1; c++) {
    const pivot = a[c]![c]!;
    for (let k = 0; k < a[c]!.length; k++) a[c]![k]! /= pivot;
    for (let r = 0; r < n - 1; r++) {
      if (r === c) continue;
      const factor = a[r]![c]!;
      for (let k = 0; k < a[r]!.length; k++) a[r]![k]! -= factor * a[c]![k]!;
    }
  }
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) => (i < n - 1 && j < n - 1 ? a[i]![n - 1 + j]! : 0)),
  );
}

/** Shares by walking every path: flow from a row of the hat matrix, each path's part spread over its edges. */
function byWalking(result: NetworkResult, s: number, t: number): Map<string, number> {
  const n = result.treatments.length;
  const inverse = inverseLaplacian(result);
  const flow = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (const { treatment1, treatment2, weightCommon: w } of result.contrasts) {
    const [i, j] = [result.treatments.indexOf(treatment1), result.treatments.indexOf(treatment2)];
    const size = w * (inverse[i]![s]! - inverse[i]![t]! - inverse[j]![s]! + inverse[j]![t]!);
    flow[i]![j]! += size;
    flow[j]![i]! -= size;
  }
  const shares = new Map<string, number>();
  const walk = (node: number, path: number[], probability: number): void => {
    if (node === t) {
      for (let e = 1; e < path.length; e++) {
        const key = [path[e - 1]!, path[e]!].sort((a, b) => a - b).join("-");
        shares.set(key, (shares.get(key) ?? 0) + probability / (path.length - 1));
      }
      return;
    }
    const out = flow[node]!.map((one) => (one > 1e-11 ? one : 0));
    const total = out.reduce((a, b) => a + b, 0);
    out.forEach((one, to) => {
      if (one > 0) walk(to, [...path, to], (probability * one) / total);
    });
  };
  walk(s, [s], 1);
  return shares;
}

describe("contributions", () => {
  const result = networkMetaAnalysis(senn());
  it.each(["common", "random"] as const)("add up to 1 for every pair, %s", (model) => {
    const all = networkContributions(result, model);
    expect(all).toHaveLength(45);
    for (const { comparisons, studies } of all) {
      expect(comparisons.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
      expect(studies.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
      expect(comparisons.every(({ share }) => share >= 0)).toBe(true);
    }
  });
  it("equal the sum over all walks", () => {
    for (const { treatment1, treatment2, comparisons } of networkContributions(result, "common")) {
      const at = (name: string): number => result.treatments.indexOf(name);
      const walked = byWalking(result, at(treatment1), at(treatment2));
      for (const one of comparisons) {
        const key = [at(one.treatment1), at(one.treatment2)].sort((a, b) => a - b).join("-");
        expect(one.share).toBeCloseTo(walked.get(key) ?? 0, 9);
      }
    }
  });
  it("by hand: a triangle whose indirect path carries a third", () => {
    const se = 1;
    const made = networkMetaAnalysis(
      [
        { study: "1", treatment1: "a", treatment2: "b", y: 1, se },
        { study: "2", treatment1: "b", treatment2: "c", y: 1, se },
        { study: "3", treatment1: "a", treatment2: "c", y: 2, se },
      ],
      { tau2: 0 },
    );
    const [ab] = networkContributions(made, "common");
    expect(ab!.comparisons.map(({ share }) => share)).toEqual([
      expect.closeTo(2 / 3, 12),
      expect.closeTo(1 / 6, 12),
      expect.closeTo(1 / 6, 12),
    ]);
  });
});

describe("SIDE against back-calculation", () => {
  it("is the same where no study has more than two arms", () => {
    const rng = seededRng("side");
    const names = ["a", "b", "c", "d", "e"];
    for (let round = 0; round < 20; round++) {
      const rows: NetworkContrast[] = [];
      for (let i = 0; i < names.length; i++)
        for (let j = i + 1; j < names.length; j++)
          for (let k = 0; k < 2; k++)
            rows.push({
              study: `${i}${j}${k}`,
              treatment1: names[i]!,
              treatment2: names[j]!,
              y: rng.next() * 2 - 1,
              se: 0.2 + rng.next(),
            });
      const made = networkMetaAnalysis(rows);
      const back = splitNetwork(made, { method: "back-calculation" });
      for (const [at, side] of splitNetwork(made, { method: "SIDE" }).entries()) {
        expect(side.indirect!.estimate).toBeCloseTo(back[at]!.indirect!.estimate, 10);
        expect(side.indirect!.se).toBeCloseTo(back[at]!.indirect!.se, 10);
        expect(side.difference!.p).toBeCloseTo(back[at]!.difference!.p, 9);
      }
    }
  });
});
