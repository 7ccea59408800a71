import { metaRegression, type RegressionMethod, subgroupAnalysis } from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile } from "./golden.types.ts";
import { isClosed, matrixOf } from "./regression-names.ts";

interface Data {
  readonly y: Float64Array;
  readonly v: Float64Array;
  readonly group: readonly string[];
}

function separate({ y, v, group }: Data, method: RegressionMethod): Record<string, unknown> {
  const { groups, between } = subgroupAnalysis(y, v, group, { method, test: "z" });
  const sorted = groups.toSorted((a, b) => (a.group < b.group ? -1 : 1));
  return {
    groups: sorted.map((one) => one.group),
    k: sorted.map(({ k }) => k),
    beta: sorted.map(({ estimate }) => estimate),
    se: sorted.map(({ se }) => se),
    tau2: sorted.map(({ tau2 }) => tau2),
    I2: sorted.map(({ i2 }) => i2),
    Q: sorted.map(({ q }) => q),
    Q_between: between.statistic,
    df: between.df,
    p_between: between.p,
  };
}

/** One tau2: the subgroups' test, and the coefficients against the first subgroup. */
function common({ y, v, group }: Data, method: RegressionMethod): Record<string, unknown> {
  const options = { method, test: "z" } as const;
  const { between, model } = subgroupAnalysis(y, v, group, { ...options, tau2: "common" });
  const [first, ...others] = [...new Set(group)].sort();
  const rows = group.map((one) => [1, ...others.map((other) => (other === one ? 1 : 0))]);
  const design = { matrix: matrixOf(rows), names: [first!, ...others], terms: [] };
  const contrasts = metaRegression({ y, v, design }, options).coefficients;
  return {
    tau2: model!.tau2,
    QM: between.statistic,
    QMp: between.p,
    beta: contrasts.map(({ b }) => b),
    se: contrasts.map(({ se }) => se),
  };
}

function run(one: GoldenCase, file: GoldenFile): Record<string, unknown> {
  const data = {
    y: Float64Array.from(file.input["yi"] as number[]),
    v: Float64Array.from(file.input["vi"] as number[]),
    group: file.input["group"] as string[],
  };
  const method = one.args["method"] as RegressionMethod;
  return "Q_between" in one.expected ? separate(data, method) : common(data, method);
}

/** Subgroups with a tau2 each and with one in common; solved to the optimum. */
export const subgroupsFamily: GoldenFamily = {
  name: "subgroups",
  method: (one) =>
    `${"Q_between" in one.expected ? "separate" : "common"} tau2 ${String(one.args["method"])}`,
  owns: (file) => file.startsWith("subgroups-"),
  run,
  tolerance: (one) => ({ relative: isClosed(one) ? 1e-10 : 1e-9 }),
  leftOut: {},
};
