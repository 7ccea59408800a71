import { matrix } from "#numerics";
import { type PoolTest, permutationTest, type RegressionMethod } from "#synthesis";
import type { GoldenFamily, GoldenFile } from "./golden.types.ts";
import { type KeptStudies, keptStudies } from "./regression-names.ts";

/** Moderators of the file, each a column after that of ones. */
function designOf({ input }: GoldenFile, { y, of }: KeptStudies) {
  const k = y.length;
  const moderators = Object.entries(input)
    .filter(([name, values]) => !["yi", "vi"].includes(name) && Array.isArray(values))
    .map(([, values]) => of(values as number[]));
  const width = moderators.length + 1;
  const values = Array.from({ length: k }, (_, i) => [1, ...moderators.map((one) => one[i]!)]).flat();
  return matrix(k, width, values);
}

/** Exact permutation tests. */
export const permutestFamily: GoldenFamily = {
  name: "permutest",
  method: (one) => (one.id.includes("/mod") ? "permutest, moderators" : "permutest, intercept"),
  owns: (file) => file.startsWith("permutest-"),
  run: (one, file) => {
    const studies = keptStudies(file);
    const { y, v } = studies;
    // The id says whether the moderators were in the model, or a test of all of them does.
    const design =
      one.id.includes("/mod") || "QMp" in one.expected ? { design: designOf(file, studies) } : {};
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
