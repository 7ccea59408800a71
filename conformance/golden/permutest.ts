import { matrix } from "#numerics";
import { type PoolTest, permutationTest, type RegressionMethod } from "#synthesis";
import type { GoldenFamily } from "./golden.types.ts";

/** Moderators of the file, each a column after that of ones. */
function designOf(input: Readonly<Record<string, unknown>>, k: number) {
  const moderators = Object.entries(input)
    .filter(([name, values]) => !["yi", "vi"].includes(name) && Array.isArray(values))
    .map(([, values]) => values as number[]);
  const width = moderators.length + 1;
  const values = Array.from({ length: k }, (_, i) => [1, ...moderators.map((one) => one[i]!)]).flat();
  return matrix(k, width, values);
}

/** Exact permutation tests. */
export const permutestFamily: GoldenFamily = {
  name: "permutest",
  method: (one) => (one.id.includes("/mod") ? "permutest, moderators" : "permutest, intercept"),
  owns: (file) => file.startsWith("permutest-"),
  run: (one, { input }) => {
    const y = Float64Array.from(input.yi as number[]);
    const v = Float64Array.from(input.vi as number[]);
    // Only the id says whether the moderators were in the model.
    const design = one.id.includes("/mod") ? { design: designOf(input, y.length) } : {};
    const { p, statistics, omnibusP } = permutationTest(
      { y, v, ...design },
      {
        method: one.args.method as RegressionMethod,
        test: one.args.test as PoolTest,
        exact: one.args.exact === true,
      },
    );
    return { pval: p, zval: statistics, QMp: omnibusP };
  },
  tolerance: (_, result) => (result === "zval" ? { relative: 1e-9 } : { relative: 1e-15 }),
  leftOut: { iter: "the reference holds no number of permutations" },
};
