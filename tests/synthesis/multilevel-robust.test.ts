import { describe, expect, it } from "vitest";
import { symmetricEigen } from "#numerics";
import { clusterRobust, multilevel, type RobustType } from "#synthesis";
import { naiveTerms, type SimulatedCase, simulatedCases } from "./multilevel-cases.ts";
import {
  type Dense,
  inverse,
  naiveFit,
  pick,
  plus,
  times,
  totalCovariance,
  trace,
  transposed,
  zeros,
} from "./naive-dense.ts";

const power = (a: Dense, exponent: number): Dense => {
  const n = a.length;
  const { values, vectors } = symmetricEigen({ rows: n, columns: n, values: Float64Array.from(a.flat()) });
  return a.map((row, i) =>
    row.map((_, j) => {
      let sum = 0;
      for (let k = 0; k < n; k++) {
        if (values[k]! > 1e-11 * values[0]!)
          sum += vectors.values[i * n + k]! * values[k]! ** exponent * vectors.values[j * n + k]!;
      }
      return sum;
    }),
  );
};
/** Lower Cholesky factor. */
const cholesky = (a: Dense): Dense => {
  const l = zeros(a.length, a.length);
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!;
      for (let k = 0; k < j; k++) sum -= l[i]![k]! * l[j]![k]!;
      l[i]![j] = i === j ? Math.sqrt(sum) : sum / l[j]![j]!;
    }
  }
  return l;
};
const one = (n: number): Dense => zeros(n, n).map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));

/** The sandwich, degrees of freedom and HTZ test with every matrix written out. */
function naiveRobust(sample: SimulatedCase, type: "CR0" | "CR2" | "CR3") {
  const fit = multilevel(sample.data, { method: "REML" });
  const x = sample.data.x!.map((row) => [...row]);
  const m = totalCovariance(sample.v, naiveTerms(sample, fit));
  const { vb, w, residuals, beta } = naiveFit([...sample.data.y], x, m);
  const p = x[0]!.length;
  const hat = times(times(x, vb), times(transposed(x), w));
  const spread = plus(m, times(times(x, vb), transposed(x)), -1);
  const groups = [...new Set(sample.study)].map((s) =>
    sample.study.flatMap((other, i) => (other === s ? [i] : [])),
  );
  const columns = Array.from({ length: p }, (_, j) => j);
  const meat = groups.map((rows) => {
    const [xi, wi, theta] = [pick(x, rows, columns), pick(w, rows, rows), pick(m, rows, rows)];
    const rest = plus(one(rows.length), pick(hat, rows, rows), -1);
    const c = transposed(cholesky(theta));
    const middle = times(times(c, times(rest, theta)), transposed(c));
    const root = (): Dense => times(times(transposed(c), power(middle, -0.5)), c);
    const adjust = type === "CR0" ? one(rows.length) : type === "CR2" ? root() : inverse(rest).inverse;
    return { rows, left: times(times(vb, times(transposed(xi), wi)), adjust) };
  });
  let v = zeros(p, p);
  for (const { rows, left } of meat) {
    const score = times(
      left,
      rows.map((i) => [residuals[i]!]),
    );
    v = plus(v, times(score, transposed(score)));
  }
  /** P_st over clusters for rows s and t of `left`, mixed by contrasts. */
  const covariance = (s: number[], t: number[]): Dense =>
    meat.map((a) =>
      meat.map(
        (b) =>
          times(
            times(times([s], a.left), pick(spread, a.rows, b.rows)),
            transposed(times([t], b.left)),
          )[0]![0]!,
      ),
    );
  const df = columns.map((j) => {
    const unit = columns.map((k) => (k === j ? 1 : 0));
    const own = covariance(unit, unit);
    return trace(own) ** 2 / trace(times(own, own));
  });
  const units = one(p);
  const omega = units.map((s) => units.map((t) => trace(covariance(s, t))));
  const contrasts = power(omega, -0.5);
  let total = 0;
  for (const s of contrasts) {
    for (const t of contrasts) {
      const [ss, tt, st] = [covariance(s, s), covariance(t, t), covariance(s, t)];
      for (const [i, row] of ss.entries())
        for (const [j, value] of row.entries()) total += value * tt[i]![j]! + st[i]![j]! * st[j]![i]!;
    }
  }
  const eta = (p * (p + 1)) / total;
  const wald = times(times([beta], inverse(v).inverse), transposed([beta]))[0]![0]!;
  return { v, df, eta, f: ((eta - p + 1) / (eta * p)) * wald };
}

const samples = [11, 12].flatMap((seed) => {
  const all = simulatedCases(seed);
  return [all[0]!, all[2]!, all[6]!, all[8]!].map((sample) => [`${sample.name} (${seed})`, sample] as const);
});

describe.each(samples)("%s", (_, sample) => {
  it.each(["CR0", "CR2", "CR3"] as const)("%s equals the matrices written out", (type) => {
    const fit = multilevel(sample.data, { method: "REML" });
    const ours = clusterRobust(sample.data, fit, sample.study, { type, tested: [0, 1] });
    const naive = naiveRobust(sample, type);
    for (const [i, row] of naive.v.entries())
      for (const [j, value] of row.entries()) expect(ours.covariance[i]![j]! / value).toBeCloseTo(1, 7);
    for (const [j, df] of naive.df.entries()) expect(ours.coefficients[j]!.df! / df).toBeCloseTo(1, 7);
    expect(ours.joint.dfResidual! / (naive.eta - 1)).toBeCloseTo(1, 7);
    expect(ours.joint.statistic! / naive.f).toBeCloseTo(1, 7);
  });
  it("scales CR1 and its kin by their factors", () => {
    const fit = multilevel(sample.data);
    const variance = (type: RobustType): number =>
      clusterRobust(sample.data, fit, sample.study, { type }).covariance[1]![1]!;
    const [m, k, p] = [new Set(sample.study).size, sample.data.y.length, 2];
    expect(variance("CR1") / variance("CR0")).toBeCloseTo(m / (m - 1), 12);
    expect(variance("CR1p") / variance("CR0")).toBeCloseTo(m / (m - p), 12);
    expect(variance("CR1S") / variance("CR0")).toBeCloseTo((m * (k - 1)) / ((m - 1) * (k - p)), 12);
  });
});

describe("what is refused", () => {
  const sample = simulatedCases(21)[0]!;
  const fit = multilevel(sample.data);
  const code = (call: () => unknown): string => {
    try {
      call();
    } catch (error) {
      return (error as { code: string }).code;
    }
    return "none";
  };
  it("too few clusters, missing ones, other data", () => {
    expect(
      code(() =>
        clusterRobust(
          sample.data,
          fit,
          sample.study.map((s) => s % 2),
        ),
      ),
    ).toBe("synthesis/too-few-clusters");
    expect(code(() => clusterRobust(sample.data, fit, [1, 2]))).toBe("synthesis/bad-effects");
    expect(code(() => clusterRobust(simulatedCases(22)[0]!.data, fit, sample.study))).toBe(
      "synthesis/other-data",
    );
  });
  it("clusters that the model correlates, but for the plain sandwich, which is flagged", () => {
    const rows = sample.study.map((_, i) => i);
    expect(code(() => clusterRobust(sample.data, fit, rows))).toBe("synthesis/cluster-not-nested");
    const plain = clusterRobust(sample.data, fit, rows, { type: "CR1p", df: "clusters" });
    expect(plain.remarks.map((one) => one.code)).toContain("crosses-clusters");
  });
  it("CR3 where one cluster alone determines a coefficient; the others say so", () => {
    const alone = { ...sample.data, x: sample.study.map((s) => [1, s === 0 ? 1 : 0]) };
    const own = multilevel(alone);
    expect(code(() => clusterRobust(alone, own, sample.study, { type: "CR3" }))).toBe(
      "synthesis/cluster-leverage",
    );
    const { remarks } = clusterRobust(alone, own, sample.study, { type: "CR2" });
    expect(remarks.map((one) => one.code)).toContain("lone-cluster");
    expect(clusterRobust(sample.data, fit, sample.study).remarks).toEqual([]);
  });
});
