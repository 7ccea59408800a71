import { metaRegression, type RegressionMethod, subgroupAnalysis } from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile } from "./golden.types.ts";
import { columnOf, isClosed, keptStudies, matrixOf } from "./regression-names.ts";

interface Data {
  readonly y: Float64Array;
  readonly v: Float64Array;
  readonly group: readonly string[];
  /** The groups in the order of the reference, which sorts by the letters of its locale. */
  readonly order: readonly string[];
}

function separate({ y, v, group, order }: Data, method: RegressionMethod): Record<string, unknown> {
  const { groups, between } = subgroupAnalysis(y, v, group, { method, test: "z" });
  const sorted = order.flatMap((name) => groups.filter((one) => one.group === name));
  return {
    groups: sorted.map((one) => one.group),
    k: sorted.map(({ k }) => k),
    beta: sorted.map(({ estimate }) => estimate),
    se: sorted.map(({ se }) => se),
    tau2: sorted.map(({ tau2 }) => tau2),
    // A study alone in its group has an I2 of 0 there; ours is null.
    I2: sorted.map(({ i2, k }) => i2 ?? (k === 1 ? 0 : null)),
    Q: sorted.map(({ q }) => q),
    Q_between: between.statistic,
    df: between.df,
    p_between: between.p,
  };
}

/** One tau2: the subgroups' test, and the coefficients against the first subgroup. */
function common({ y, v, group, order }: Data, method: RegressionMethod): Record<string, unknown> {
  const options = { method, test: "z" } as const;
  const { between, model } = subgroupAnalysis(y, v, group, { ...options, tau2: "common" });
  const [first, ...others] = order;
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
  const group = columnOf(file, "group");
  const { y, v, of } = keptStudies(file, [group]);
  const names = of(group).map(String);
  const listed = file.cases.map(({ expected }) => expected["groups"]).find((list) => list !== undefined);
  const order = [...new Set(names)].sort();
  const theirs = [listed ?? order].flat().map(String);
  const data = { y, v, group: names, order: theirs.length === order.length ? theirs : order };
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
  tolerance: (one, result) => {
    if (isClosed(one)) return { relative: 1e-10 };
    // A reference that stops at 1e-13 has a tau2 beside 0 where ours is 0.
    return { relative: 1e-9, ...(["tau2", "I2"].includes(result) && { absolute: 1e-8 }) };
  },
  leftOut: {},
};
