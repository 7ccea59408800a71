import { seededRng } from "#numerics";
import { type EffectSet, effectSet, momentsAt } from "../model/effect-set.ts";
import { tau2Estimators } from "../model/tau2-estimators.ts";
import type { PoolModel, Tau2Method } from "../types.ts";
import { tau2Solver } from "./quick-likelihood.ts";
import { refuseFewer, refuseOption } from "./refuse.ts";

export interface GoshOptions {
  /** Default `random`. */
  readonly model?: PoolModel;
  /** Default `REML`; not used by the common-effect model. */
  readonly tau2?: Tau2Method;
  /** Most subsets: all are taken where they are no more, else this many are sampled; default 1,000,000. */
  readonly most?: number;
  /** Studies in the smallest subset, >= 1; default 2. */
  readonly smallest?: number;
  /** Seed of the sampling; default 1. */
  readonly seed?: number | string;
  /** First subset of the slice; default 0. */
  readonly from?: number;
  /** End of the slice, not included; default: all. */
  readonly to?: number;
}

/** How many subsets there will be. */
export interface GoshPlan {
  readonly subsets: number;
  /** True: all of them; false: a sample. */
  readonly exhaustive: boolean;
}

/** Results of a slice of subsets, one entry each; NaN where one study leaves a quantity undefined. */
export interface Gosh {
  readonly k: number;
  readonly plan: GoshPlan;
  readonly from: number;
  readonly to: number;
  readonly estimate: Float64Array;
  readonly tau2: Float64Array;
  readonly q: Float64Array;
  /** Percent. */
  readonly i2: Float64Array;
  /** Studies in the subset. */
  readonly size: Uint32Array;
  /** Words per subset in `members`. */
  readonly words: number;
  /** Study i is in subset s when bit i % 32 of `members[s * words + floor(i / 32)]` is set. */
  readonly members: Uint32Array;
}

/** Subsets that share one stream of random numbers, so that a slice can start anywhere. */
const BLOCK = 1024;

const MOST = 20_000_000;

function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function countFrom(smallest: number, k: number): number {
  let [choose, total] = [1, 0];
  for (let j = k; j >= smallest; j--) {
    total += choose;
    choose = (choose * j) / (k - j + 1);
  }
  return Math.round(total);
}

/**
 * How many subsets `gosh` will fit, to share them out in slices.
 *
 * @param k number of studies
 * @throws EvidensError `synthesis/too-few-studies`, `synthesis/bad-options`
 * @param options those that `gosh` will get
 * @returns the number of subsets, and whether they are all
 * Source: Olkin, Dahabreh and Trikalinos 2012, doi:10.1002/jrsm.1053. Checked: tests/synthesis/gosh.test.ts.
 */
export function goshPlan(k: number, options: GoshOptions = {}): GoshPlan {
  const { most = 1_000_000, smallest = 2 } = options;
  refuseFewer("A GOSH plot", k, 2);
  const whole = (x: number): boolean => Number.isInteger(x) && x >= 1;
  if (most > MOST)
    refuseOption(`most is ${most}: its results would not fit in memory.`, `Pass at most ${MOST}.`);
  if (!whole(most) || !whole(smallest) || smallest > k)
    refuseOption(
      `most is ${most} and smallest ${smallest} of ${k} studies.`,
      "Pass whole numbers of at least 1, smallest not above the number of studies.",
    );
  const all = countFrom(smallest, k);
  return all <= most ? { subsets: all, exhaustive: true } : { subsets: most, exhaustive: false };
}

/** Writes the members of subsets [from, to) as words of bits. */
function choose(k: number, plan: GoshPlan, options: GoshOptions, from: number, to: number): Uint32Array {
  const { smallest = 2, seed = 1 } = options;
  const words = Math.ceil(k / 32);
  const members = new Uint32Array((to - from) * words);
  if (plan.exhaustive) {
    // A plan holds too few subsets for more than one word.
    for (let bits = 0, at = 0; at < to; bits++) {
      if (ones(bits) < smallest) continue;
      if (at >= from) members[at - from] = bits;
      at++;
    }
    return members;
  }
  const last = k % 32 === 0 ? 0xffffffff : 2 ** (k % 32) - 1;
  const draw = new Uint32Array(words);
  for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) {
    const rng = seededRng(`${seed}/${block}`);
    for (let at = block * BLOCK; at < Math.min(to, (block + 1) * BLOCK); at++) {
      let size = 0;
      // Each study by the toss of a coin, again where too few come out.
      while (size < smallest) {
        size = 0;
        for (let word = 0; word < words; word++) {
          const bits = Math.floor(rng.next() * 4294967296);
          draw[word] = word === words - 1 ? bits & last : bits;
          size += ones(draw[word]!);
        }
      }
      if (at >= from) members.set(draw, (at - from) * words);
    }
  }
  return members;
}

function sliceOf(plan: GoshPlan, options: GoshOptions): readonly [number, number] {
  const { from = 0, to = plan.subsets } = options;
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= plan.subsets))
    refuseOption(
      `The slice from ${from} to ${to} is not within ${plan.subsets} subsets.`,
      "Pass whole numbers with 0 <= from <= to <= the plan's subsets.",
    );
  return [from, to];
}

/**
 * Graphical display of study heterogeneity: the synthesis of every subset of the studies, or of a sample.
 *
 * A slice depends on the options alone, so that slices computed apart are those of one whole run.
 *
 * @param y effects, length k >= 2
 * @param v sampling variances, length k, all > 0
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/too-few-studies`, `synthesis/bad-options`
 * Source: Olkin, Dahabreh and Trikalinos 2012, doi:10.1002/jrsm.1053.
 * Checked: tests/synthesis/gosh.test.ts, against `pool`. Cost O(k) a subset (DL, common effect), or k times the
 * steps of the estimator.
 */
export function gosh(y: Float64Array, v: Float64Array, options: GoshOptions = {}): Gosh {
  const all = effectSet(y, v);
  const { k } = all;
  const plan = goshPlan(k, options);
  const { model = "random", tau2: method = "REML" } = options;
  const weighed = method === "GENQ" || method === "GENQM";
  if (weighed || !Object.hasOwn(tau2Estimators, method) || (model !== "common" && model !== "random"))
    refuseOption(
      `Model is ${model} and tau2 ${method}.`,
      `Pass a model of common or random and an estimator of tau2 that needs no own weights.`,
    );
  const [from, to] = sliceOf(plan, options);
  const count = to - from;
  const members = choose(k, plan, options, from, to);
  const words = Math.ceil(k / 32);
  const column = (): Float64Array => new Float64Array(count).fill(Number.NaN);
  const out = { estimate: column(), tau2: column(), q: column(), i2: column() };
  const size = new Uint32Array(count);
  const [ys, vs, ws] = [new Float64Array(k), new Float64Array(k), new Float64Array(k)];
  const solve = model === "common" ? null : tau2Solver(method, 1);
  for (let s = 0; s < count; s++) {
    let [n, sum] = [0, 0];
    for (let i = 0; i < k; i++) {
      if (((members[s * words + (i >>> 5)]! >>> (i & 31)) & 1) === 0) continue;
      ys[n] = all.y[i]!;
      vs[n] = v[i]!;
      sum += all.y[i]!;
      n++;
    }
    size[s] = n;
    fitSubset(all.centre, subsetOf(ys, vs, ws, n, sum / n), solve, s, out);
  }
  return { k, plan, from, to, ...out, size, words, members };
}

interface Columns {
  readonly estimate: Float64Array;
  readonly tau2: Float64Array;
  readonly q: Float64Array;
  readonly i2: Float64Array;
}

/** The first n effects centred where they stand. */
function subsetOf(y: Float64Array, v: Float64Array, w: Float64Array, n: number, centre: number): EffectSet {
  let squares = 0;
  for (let i = 0; i < n; i++) {
    y[i] = y[i]! - centre;
    squares += y[i]! ** 2;
  }
  const effects = y.subarray(0, n);
  return {
    k: n,
    p: 1,
    df: n - 1,
    y: effects,
    v: v.subarray(0, n),
    centre,
    raw: effects,
    squares,
    w,
    basis: null,
    own: null,
  };
}

function fitSubset(
  shift: number,
  set: EffectSet,
  solve: ((set: EffectSet) => number) | null,
  at: number,
  out: Columns,
): void {
  const { df } = set;
  const m = momentsAt(set, 0);
  const q = m.ypy;
  out.q[at] = q;
  let { mean } = m;
  if (df > 0 && solve === null) {
    out.tau2[at] = 0;
    out.i2[at] = q > df ? (100 * (q - df)) / q : 0;
  }
  if (df > 0 && solve !== null) {
    const tau2 = solve(set);
    out.tau2[at] = tau2;
    out.i2[at] = (100 * tau2) / (tau2 + df / m.trP);
    if (tau2 > 0) mean = momentsAt(set, tau2).mean;
  }
  out.estimate[at] = shift + set.centre + mean;
}
