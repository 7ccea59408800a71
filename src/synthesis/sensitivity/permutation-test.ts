import { EvidensError } from "#kernel";
import { type Matrix, matrix, pivotedQr, seededRng } from "#numerics";
import { effectSet } from "../model/effect-set.ts";
import { tau2Estimators } from "../model/tau2-estimators.ts";
import type { Design, RegressionMethod } from "../regression/regression.types.ts";
import type { PoolTest, Remark } from "../types.ts";
import { nextOrder, orderCount, shuffle } from "./permutations.ts";
import { refuseFewer, refuseOption } from "./refuse.ts";
import { smallNumberRemarks } from "./small-numbers.ts";
import { type TrialFit, trialFit } from "./trial-fit.ts";

export interface PermutationInput {
  /** Effects, length k. */
  readonly y: Float64Array;
  /** Sampling variances, length k, all > 0. */
  readonly v: Float64Array;
  /** Moderators, as in `metaRegression`; default: an intercept alone. */
  readonly design?: Design | Matrix;
}

export interface PermutationOptions {
  /** Default `REML`. */
  readonly method?: RegressionMethod;
  /** Which statistic is permuted; default `z`. */
  readonly test?: PoolTest;
  /** `statistic` (default) compares test statistics, `coefficient` the coefficients themselves. */
  readonly compare?: "statistic" | "coefficient";
  /** Default `two-sided`. */
  readonly alternative?: "two-sided" | "greater" | "less";
  /** Permutations: all are taken where they are no more, else this many are sampled; default 1000. */
  readonly permutations?: number;
  /** Take all permutations however many; default false. */
  readonly exact?: boolean;
  /** Seed of the sampling; default 1. */
  readonly seed?: number | string;
  /** Positions of the coefficients tested together; default all but the intercept. */
  readonly tested?: readonly number[];
}

/** p values from permuting signs (an intercept alone) or the studies' moderators. */
export interface PermutationTest {
  readonly k: number;
  /** `signs` of the effects or `rows` of the moderators. */
  readonly permuted: "signs" | "rows";
  readonly exact: boolean;
  /** Permutations used, the observed order among them. */
  readonly permutations: number;
  /** Permutations whose model could not be fitted, left out of the shares. */
  readonly failed: number;
  /** Positions, in the design given, of the columns kept. */
  readonly kept: readonly number[];
  readonly coefficients: Float64Array;
  /** Observed test statistics. */
  readonly statistics: Float64Array;
  /** For each coefficient; the intercept's, with moderators, is about the order of the moderators too. */
  readonly p: Float64Array;
  /** Observed chi-square or F of the tested coefficients, and its p value; null where it is not defined. */
  readonly omnibus: number | null;
  readonly omnibusP: number | null;
  readonly remarks: readonly Remark[];
}

/** Statistics this near are equal: the same permutation summed in another order. */
const NEAR = Math.sqrt(Number.EPSILON);
/** All permutations beyond this many would take minutes. */
const MOST = 20_000_000;

interface Counter {
  readonly passed: Float64Array;
  omnibus: number;
  fitted: number;
  failed: number;
}

/** Compares the trial's last fit with the observed one. */
function count(
  trial: TrialFit,
  observed: Observed,
  counter: Counter,
  options: PermutationOptions,
  mirrored: boolean,
): void {
  const { compare = "statistic", alternative = "two-sided" } = options;
  const [ours, theirs] =
    compare === "statistic"
      ? [observed.statistics, trial.statistics]
      : [observed.coefficients, trial.coefficients];
  for (const flip of mirrored ? [1, -1] : [1]) {
    if (theirs.some(Number.isNaN)) {
      counter.failed++;
      continue;
    }
    counter.fitted++;
    for (let j = 0; j < ours.length; j++) {
      const [one, all] = [flip * theirs[j]!, ours[j]!];
      const passes = {
        "two-sided": () => Math.abs(one) >= Math.abs(all) - NEAR,
        greater: () => one >= all - NEAR,
        less: () => one <= all + NEAR,
      }[alternative];
      if (passes()) counter.passed[j]!++;
    }
    if (trial.omnibus >= observed.omnibus - NEAR) counter.omnibus++;
  }
}

interface Observed {
  readonly coefficients: Float64Array;
  readonly statistics: Float64Array;
  readonly omnibus: number;
}

interface Plan {
  readonly exact: boolean;
  readonly permutations: number;
}

function planned(all: number, options: PermutationOptions): Plan {
  const { permutations = 1000, exact = false } = options;
  if (!(Number.isInteger(permutations) && permutations >= 2))
    refuseOption(`permutations is ${permutations}.`, "Pass a whole number of at least 2.");
  if (exact && all > MOST)
    refuseOption(
      `An exact test would take ${all} permutations; at most ${MOST} are run.`,
      "Leave out exact, so that permutations are sampled.",
    );
  return exact || all <= permutations ? { exact: true, permutations: all } : { exact: false, permutations };
}

/** Signs of the effects; half of them are the mirror image of the other half. */
function permuteSigns(
  input: PermutationInput,
  plan: Plan,
  seed: number | string,
  visit: (y: Float64Array, v: Float64Array, mirrored: boolean) => void,
): void {
  const { y, v } = input;
  const signed = y.slice();
  if (plan.exact) {
    for (let bits = 0; bits < 2 ** (y.length - 1); bits++) {
      for (let i = 1; i < y.length; i++) signed[i] = (bits >>> (i - 1)) & 1 ? -y[i]! : y[i]!;
      visit(signed, v, true);
    }
    return;
  }
  const rng = seededRng(seed);
  visit(y, v, false);
  for (let n = 1; n < plan.permutations; n++) {
    for (let i = 0; i < y.length; i++) signed[i] = rng.next() < 0.5 ? -y[i]! : y[i]!;
    visit(signed, v, false);
  }
}

/** Which rows of the moderators are the same, as one label each. */
function rowLabels(x: Matrix): Int32Array {
  const labels = new Map<string, number>();
  return Int32Array.from({ length: x.rows }, (_, i) => {
    const row = x.values.subarray(i * x.columns, (i + 1) * x.columns).join(" ");
    const label = labels.get(row) ?? labels.size;
    labels.set(row, label);
    return label;
  });
}

/** The studies in another order, the moderators staying. */
function permuteRows(
  input: PermutationInput,
  labels: Int32Array,
  plan: Plan,
  seed: number | string,
  visit: (y: Float64Array, v: Float64Array, mirrored: boolean) => void,
): void {
  const k = labels.length;
  const [y, v] = [new Float64Array(k), new Float64Array(k)];
  const place = (study: number, row: number): void => {
    y[row] = input.y[study]!;
    v[row] = input.v[study]!;
  };
  if (!plan.exact) {
    const rng = seededRng(seed);
    visit(input.y, input.v, false);
    const order = Int32Array.from({ length: k }, (_, i) => i);
    for (let n = 1; n < plan.permutations; n++) {
      shuffle(order, rng);
      for (let row = 0; row < k; row++) place(order[row]!, row);
      visit(y, v, false);
    }
    return;
  }
  // Which label each study gets; rows with the same label are alike, so they are handed out in turn.
  const rows = Array.from(labels).reduce<number[][]>((found, label, row) => {
    found[label] ??= [];
    found[label].push(row);
    return found;
  }, []);
  const given = labels.toSorted();
  const next = new Int32Array(rows.length);
  do {
    next.fill(0);
    for (let study = 0; study < k; study++) {
      const label = given[study]!;
      place(study, rows[label]![next[label]!]!);
      next[label]!++;
    }
    visit(y, v, false);
  } while (nextOrder(given));
}

/** The columns that do not depend on earlier ones. */
function independent(input: PermutationInput): { readonly x: Matrix; readonly kept: readonly number[] } {
  const k = input.y.length;
  const { design } = input;
  if (design === undefined) return { x: matrix(k, 1, new Float64Array(k).fill(1)), kept: [0] };
  const given = "matrix" in design ? design.matrix : design;
  if (given.rows !== k || given.values.some((one) => !Number.isFinite(one)))
    refuseOption(
      `The moderators have ${given.rows} rows for ${k} studies, or a value that is not finite.`,
      "Pass one row of finite numbers for each study.",
    );
  const qr = pivotedQr(given);
  const kept = Array.from(qr.pivot.subarray(0, qr.rank));
  const values = Float64Array.from({ length: k * kept.length }, (_, at) => {
    const row = Math.floor(at / kept.length);
    return given.values[row * given.columns + kept[at % kept.length]!]!;
  });
  return { x: matrix(k, kept.length, values), kept };
}

function testedOf(x: Matrix, options: PermutationOptions): readonly number[] {
  const p = x.columns;
  const columns = Array.from({ length: p }, (_, j) => j);
  const isOnes = (j: number): boolean => {
    for (let i = 0; i < x.rows; i++) if (x.values[i * p + j] !== 1) return false;
    return true;
  };
  const moderators = columns.filter((j) => !isOnes(j));
  const tested = options.tested ?? (moderators.length > 0 ? moderators : columns);
  if (tested.length === 0 || tested.some((j) => !columns.includes(j)))
    refuseOption(
      `tested is ${tested.join(", ")} of ${p} coefficients.`,
      "Pass positions of coefficients, from 0.",
    );
  return tested;
}

function checkModel(method: RegressionMethod, options: PermutationOptions): void {
  const { test = "z", compare = "statistic", alternative = "two-sided" } = options;
  const known =
    (method === "EE" || method === "FE" || Object.hasOwn(tau2Estimators, method)) &&
    method !== "GENQ" &&
    method !== "GENQM" &&
    ["z", "t", "knha", "adhoc"].includes(test) &&
    ["statistic", "coefficient"].includes(compare) &&
    ["two-sided", "greater", "less"].includes(alternative);
  if (!known)
    refuseOption(
      `Method ${method}, test ${test}, compare ${compare}, alternative ${alternative} cannot be permuted.`,
      "Pass an estimator of tau2 that needs no own weights, and a test, comparison and alternative that exist.",
    );
}

function refuseUndefined(): never {
  throw new EvidensError({
    code: "synthesis/undefined-statistic",
    kind: "numerical",
    message: "The observed test statistic is 0 divided by 0: effects without scatter around the model.",
    remedy: "Permute the z statistic, whose standard error does not come from the scatter.",
  });
}

/** A p value that cannot be low enough is said in words. */
function remarksOf(k: number, permuted: "signs" | "rows", plan: Plan): readonly Remark[] {
  if (permuted === "signs") return smallNumberRemarks("permutation", k);
  const least = 1 / plan.permutations;
  if (!plan.exact || least <= 0.05) return [];
  return [
    {
      code: "permutation-cannot-reject",
      text: {
        en: `With ${plan.permutations} different orders of the moderators, no p value lies below ${least.toFixed(2)}: the test cannot show an effect at 5 %.`,
        nb: `Med ${plan.permutations} ulike rekkefølger av moderatorene finnes ingen p-verdi under ${least.toFixed(2).replace(".", ",")}: testen kan ikke vise en effekt på 5 %-nivå.`,
      },
    },
  ];
}

/**
 * Permutation test of a meta-analysis or a meta-regression: the share of permutations, the observed one
 * included, whose statistic is at least as far from 0.
 *
 * @param input k > p studies
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-options`, `synthesis/too-few-studies`,
 * `synthesis/undefined-statistic`
 * Source: Follmann and Proschan 1999, doi:10.1111/j.0006-341X.1999.00732.x; Higgins and Thompson 2004,
 * doi:10.1002/sim.1752.
 * Checked: tests/synthesis/golden-permutest.test.ts; permutation-test.prop.test.ts, against `metaRegression`.
 * Cost: one fit per permutation (half of that for an exact test of an intercept).
 */
export function permutationTest(input: PermutationInput, options: PermutationOptions = {}): PermutationTest {
  const { k } = effectSet(input.y, input.v);
  const { method = "REML", test = "z", seed = 1 } = options;
  checkModel(method, options);
  const { x, kept } = independent(input);
  refuseFewer("A permutation test", k, x.columns + 1);
  const trial = trialFit(x, { method, test, tested: testedOf(x, options) });
  const permuted = x.columns === 1 && x.values.every((one) => one === 1) ? "signs" : "rows";
  const labels = rowLabels(x);
  const plan = planned(permuted === "signs" ? 2 ** k : orderCount(labels), options);
  trial.fit(input.y, input.v);
  const { omnibus } = trial;
  const [coefficients, statistics] = [trial.coefficients.slice(), trial.statistics.slice()];
  const observed = { coefficients, statistics, omnibus };
  if (statistics.some(Number.isNaN)) refuseUndefined();
  const counter: Counter = { passed: new Float64Array(trial.p), omnibus: 0, fitted: 0, failed: 0 };
  const visit = (y: Float64Array, v: Float64Array, mirrored: boolean): void => {
    trial.fit(y, v);
    count(trial, observed, counter, options, mirrored);
  };
  if (permuted === "signs") permuteSigns(input, plan, seed, visit);
  else permuteRows(input, labels, plan, seed, visit);
  return {
    k,
    permuted,
    ...plan,
    failed: counter.failed,
    kept,
    coefficients,
    statistics,
    p: counter.passed.map((passed) => passed / counter.fitted),
    omnibus: Number.isNaN(omnibus) ? null : omnibus,
    omnibusP: Number.isNaN(omnibus) ? null : counter.omnibus / counter.fitted,
    remarks: remarksOf(k, permuted, plan),
  };
}
