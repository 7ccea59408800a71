import { choiceLines, type Line, testLine, valueLine } from "./export-lines.ts";
import type { GoshFound, GoshJob, PermutationFound, PermutationJob } from "./long-job.types.ts";

const PERMUTATION = "permutation test";
const SUBSETS = "all subsets (GOSH)";
const SHARES = [0, 0.25, 0.5, 0.75, 1] as const;

/**
 * A permutation test: the share of orders at least as far out, by coefficient and together.
 *
 * @param names coefficients, in their order; empty: the pooled effect alone
 * Checked: tests/web/synthesis-export.test.ts.
 */
export function permutationLines(
  found: PermutationFound,
  { method, test }: Pick<PermutationJob, "method" | "test">,
  names: readonly string[],
): readonly Line[] {
  const { exact, permuted, permutations, failed, p, omnibus, omnibusP, remarks } = found;
  const note = remarks.map(({ text }) => text.en).join(" ");
  const share = (item: string, at: number): Line => ({
    ...{ part: PERMUTATION, item, p: p[at] ?? null, note: at === 0 ? note : "" },
  });
  return [
    ...choiceLines(PERMUTATION, {
      ...{ method, test, permuted, "permutations used": permutations },
      "all permutations": exact ? "yes" : "no, a sample",
      "permutations that could not be fitted": failed,
    }),
    ...(names.length === 0 ? [share("pooled effect", 0)] : names.map(share)),
    ...(names.length === 0
      ? []
      : [
          testLine(PERMUTATION, "moderators together", {
            statistic: omnibus,
            df: names.length - 1,
            p: omnibusP,
          }),
        ]),
  ];
}

/**
 * Results of subsets of the studies: how many, and how they spread.
 *
 * Checked: tests/web/synthesis-export.test.ts.
 */
export function subsetLines(
  { subsets, exhaustive, estimate, i2 }: GoshFound,
  { model, tau2 }: Pick<GoshJob, "model" | "tau2">,
): readonly Line[] {
  const [estimates, spreads] = [sorted(estimate), sorted(i2)];
  return [
    ...choiceLines(SUBSETS, {
      ...{ model, "estimator of tau2": model === "common" ? "" : tau2, subsets },
      "all subsets": exhaustive ? "yes" : "no, a sample",
      "subsets without an estimate": subsets - estimates.length,
      "subsets with an estimate above no effect": estimates.filter((one) => one > 0).length,
    }),
    ...SHARES.map(
      (share): Line => ({
        ...{ part: SUBSETS, item: `quantile ${share}`, effect: true },
        ...{ estimate: quantile(estimates, share), i2_percent: quantile(spreads, share) },
      }),
    ),
    valueLine(SUBSETS, "", "subsets with I2 above 50 percent", spreads.filter((one) => one > 50).length),
  ];
}

/** Finite values, ascending. */
const sorted = (values: Float64Array): Float64Array => values.filter(Number.isFinite).sort();

/** Between the two values around the share, by its distance to each; null where there is none. */
function quantile(values: Float64Array, share: number): number | null {
  if (values.length === 0) return null;
  const place = share * (values.length - 1);
  const [low, high] = [values[Math.floor(place)]!, values[Math.ceil(place)]!];
  return low + (high - low) * (place - Math.floor(place));
}
