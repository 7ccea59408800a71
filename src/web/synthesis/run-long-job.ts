import { gosh, goshPlan, type PermutationTest, permutationTest } from "#synthesis";
import type {
  GoshFound,
  GoshJob,
  LongFound,
  LongJob,
  PermutationFound,
  PermutationJob,
} from "./long-job.types.ts";
import { runGlmm, runLevels, runSelection } from "./run-models.ts";

type Progress = (done: number, of: number) => void;
const GOSH_SLICE = 10_000;
const PERMUTATION_SLICE = 500;

/** Does a long job slice by slice, saying how far it is. @throws EvidensError what the library refuses */
export function runLongJob(job: LongJob, progress: Progress): LongFound {
  switch (job.kind) {
    case "gosh":
      return runGosh(job, progress);
    case "permutation":
      return runPermutation(job, progress);
    case "glmm":
      return runGlmm(job, progress);
    case "selection":
      return runSelection(job, progress);
    case "levels":
      return runLevels(job);
  }
}

function runGosh(job: GoshJob, progress: Progress): GoshFound {
  const { y, v, model, tau2, most } = job;
  const options = { model, tau2, most };
  const { subsets, exhaustive } = goshPlan(y.length, options);
  const estimate = new Float64Array(subsets);
  const i2 = new Float64Array(subsets);
  const words = Math.ceil(y.length / 32);
  const members = new Uint32Array(subsets * words);
  for (let from = 0; from < subsets; from += GOSH_SLICE) {
    progress(from, subsets);
    const slice = gosh(y, v, { ...options, from, to: Math.min(subsets, from + GOSH_SLICE) });
    estimate.set(slice.estimate, from);
    i2.set(slice.i2, from);
    members.set(slice.members, from * words);
  }
  return { kind: "gosh", subsets, exhaustive, estimate, i2, words, members };
}

/**
 * Slices with seeds of their own are one sample: each counts the observed order among its permutations, so
 * that it is taken out of all but one.
 */
function runPermutation(job: PermutationJob, progress: Progress): PermutationFound {
  const { y, v, design, method, test, permutations } = job;
  const input =
    design === null
      ? { y, v }
      : { y, v, design: { rows: y.length, columns: design.columns, values: design.values } };
  const run = (many: number, seed: number): PermutationTest =>
    permutationTest(input, { method, test, permutations: many, seed });
  progress(0, permutations);
  // All sign changes are fewer: one exact test instead of samples.
  const few = design === null && 2 ** y.length <= permutations;
  const first = run(few ? permutations : Math.min(PERMUTATION_SLICE, permutations), 1);
  const { exact, permuted, omnibus, remarks } = first;
  const above = first.p.map((p) => p * fitted(first));
  let [omnibusAbove, used, failed] = [
    (first.omnibusP ?? 0) * fitted(first),
    first.permutations,
    first.failed,
  ];
  for (let seed = 2; !exact && used < permutations; seed++) {
    progress(used, permutations);
    const slice = run(Math.min(PERMUTATION_SLICE, permutations - used) + 1, seed);
    slice.p.forEach((p, at) => {
      above[at]! += p * fitted(slice) - 1;
    });
    omnibusAbove += (slice.omnibusP ?? 0) * fitted(slice) - 1;
    used += slice.permutations - 1;
    failed += slice.failed;
  }
  const total = used - failed;
  return {
    kind: "permutation",
    ...{ exact, permuted, failed, omnibus, remarks },
    permutations: used,
    p: above.map((count) => count / total),
    omnibusP: first.omnibusP === null ? null : omnibusAbove / total,
  };
}

const fitted = ({ permutations, failed }: PermutationTest): number => permutations - failed;
