import { incompleteBeta, normalQuantile, normalUpper } from "#numerics";
import { effectSet } from "../model/effect-set.ts";
import { pool } from "../model/pool.ts";
import { checkShare, refuseFewer, refuseOption } from "../sensitivity/refuse.ts";
import { smallNumberRemarks } from "../sensitivity/small-numbers.ts";
import type { Remark, Tau2Method } from "../types.ts";

/** Whose question about missing studies is answered. */
export type FailSafeKind = "rosenthal" | "binomial" | "orwin" | "rosenberg" | "general";

export interface FailSafeOptions {
  /** Default `rosenthal`. */
  readonly kind?: FailSafeKind;
  /** Significance level, in (0, 1); default 0.05. One-sided for Rosenthal. */
  readonly alpha?: number;
  /**
   * Orwin, General: the effect that would no longer matter, not 0; its sign is made that of the estimate.
   * Orwin's default is half the estimate; without one, General asks for a p value of `alpha`.
   */
  readonly target?: number;
  /** Orwin: false for the plain mean; default true, weights 1/v. */
  readonly weighted?: boolean;
  /** General: `common` or an estimator of tau2; default `REML`. */
  readonly model?: "common" | Tau2Method;
}

/** How many missing studies would overturn a result, under an assumption about what they show. */
export interface FailSafeNumber {
  readonly kind: FailSafeKind;
  readonly k: number;
  /** Whole number >= 0. */
  readonly n: number;
  /** The pooled estimate it starts from; null where none is pooled. */
  readonly estimate: number | null;
  /** p value before any study is added. */
  readonly p: number | null;
  readonly target: number | null;
  /** General: estimate, tau2 and p once `n` studies are added. */
  readonly after: { readonly estimate: number; readonly tau2: number; readonly p: number } | null;
  readonly remarks: readonly Remark[];
}

type Core = Omit<FailSafeNumber, "kind" | "k" | "remarks">;
type Settings = Required<Omit<FailSafeOptions, "target">> & { readonly target: number | null };
type Rule = (y: Float64Array, v: Float64Array, settings: Settings) => Core;

/** Whole studies: up, unless within rounding of a whole number. */
function whole(studies: number): number {
  const near = Math.round(studies);
  return Math.abs(studies - near) < 1.5e-8 ? near : Math.ceil(studies);
}

const towards = (target: number, estimate: number): number => Math.abs(target) * (estimate < 0 ? -1 : 1);

const nothing = { estimate: null, p: null, target: null, after: null };

/** Studies of z = 0 until the sum of z values is no longer significant. */
const rosenthal: Rule = (y, v, { alpha }) => {
  const k = y.length;
  const z = Math.abs(y.reduce((sum, effect, i) => sum + effect / Math.sqrt(v[i]!), 0)) / Math.sqrt(k);
  const critical = normalQuantile(alpha, "upper");
  return { ...nothing, n: whole(Math.max(0, k * (z / critical) ** 2 - k)), p: normalUpper(z) };
};

/** Two-sided sign test of `positive` among k. */
function signTest(positive: number, k: number): number {
  const least = Math.min(positive, k - positive);
  if (2 * least === k) return 1;
  return Math.min(1, 2 * incompleteBeta(k - least, least + 1, 0.5).lower);
}

/** Pairs of one positive and one negative study until the sign test is no longer significant. */
const binomial: Rule = (y, _, { alpha }) => {
  const positive = y.reduce((count, effect) => count + (effect > 0 ? 1 : 0), 0);
  const p = signTest(positive, y.length);
  let pairs = 0;
  while (signTest(positive + pairs, y.length + 2 * pairs) < alpha) pairs++;
  return { ...nothing, n: 2 * pairs, p };
};

function weightedMean(y: Float64Array, v: Float64Array): { readonly mean: number; readonly sumW: number } {
  let [sumW, sumWY] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    sumW += 1 / v[i]!;
    sumWY += y[i]! / v[i]!;
  }
  return { mean: sumWY / sumW, sumW };
}

/** Studies of no effect until the mean is the target. */
const orwin: Rule = (y, v, { target, weighted }) => {
  const k = y.length;
  const estimate = weighted ? weightedMean(y, v).mean : y.reduce((sum, effect) => sum + effect, 0) / k;
  if (estimate === 0) return { ...nothing, n: 0, estimate };
  const wanted = target === null ? estimate / 2 : towards(target, estimate);
  return { ...nothing, n: whole(Math.max(0, (k * (estimate - wanted)) / wanted)), estimate, target: wanted };
};

/** Studies of no effect and of average weight until the common-effect estimate is not significant. */
const rosenberg: Rule = (y, v, { alpha }) => {
  const { mean, sumW } = weightedMean(y, v);
  const critical = normalQuantile(alpha / 2, "upper");
  const z = Math.abs(mean) * Math.sqrt(sumW);
  const n = whole(Math.max(0, (((mean * sumW) / critical) ** 2 - sumW) * (y.length / sumW)));
  return { ...nothing, n, estimate: mean, p: 2 * normalUpper(z) };
};

/** Beyond this many studies no number is given. */
const MOST = 1e7;

/** The smallest whole number at which `enough` holds, for one that stays true once it is. */
function smallest(enough: (n: number) => boolean): number {
  if (enough(0)) return 0;
  let high = 1;
  while (!enough(high)) {
    if (high >= MOST)
      refuseOption(
        `Even ${MOST} studies would not overturn this result.`,
        "Ask for a target farther from 0 or for another kind of fail-safe number.",
      );
    high = Math.min(MOST, 2 * high);
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Studies with mean 0, of average precision and scattered as the others are, until the random-effects estimate
 * is not significant, or is the target. Tau2 with them is the variance of the two groups put together.
 */
const general: Rule = (y, v, { alpha, target, model }) => {
  const k = y.length;
  const pooled = pool(
    y,
    v,
    model === "common"
      ? { model, test: "z", heterogeneityInterval: false }
      : { tau2: model, test: "z", heterogeneityInterval: false },
  );
  const { estimate } = pooled;
  const before = pooled.tau2 ?? 0;
  const average = k / weightedMean(y, v).sumW;
  const after = (n: number): { estimate: number; tau2: number; p: number } => {
    if (n === 0) return { estimate, tau2: before, p: pooled.p ?? 0 };
    const mean = (k * estimate) / (k + n);
    const scatter = (k - 1 + Math.max(0, n - 1)) * before + k * (estimate - mean) ** 2 + n * mean ** 2;
    const tau2 = model === "common" ? 0 : scatter / (k + n - 1);
    const { mean: above, sumW } = weightedMean(
      y,
      v.map((variance) => variance + tau2),
    );
    const total = sumW + n / (average + tau2);
    const effect = (above * sumW) / total;
    return { estimate: effect, tau2, p: 2 * normalUpper(Math.abs(effect) * Math.sqrt(total)) };
  };
  const wanted = target === null ? null : towards(target, estimate);
  const n = smallest((added) => {
    const then = after(added);
    return wanted === null ? then.p >= alpha : Math.abs(then.estimate) <= Math.abs(wanted);
  });
  return { n, estimate, p: pooled.p, target: wanted, after: after(n) };
};

const rules: Readonly<Record<FailSafeKind, Rule>> = { rosenthal, binomial, orwin, rosenberg, general };

/**
 * The number of missing studies that would overturn a result.
 *
 * @param y effects, length k >= 2
 * @param v sampling variances, length k, all > 0
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-options`, `synthesis/too-few-studies`
 * Source: Rosenthal 1979, doi:10.1037/0033-2909.86.3.638; Orwin 1983, doi:10.3102/10769986008002157;
 * Rosenberg 2005, doi:10.1111/j.0014-3820.2005.tb01004.x; the sign test and the general rule as in metafor.
 * Checked: tests/synthesis/golden-diagnostics.test.ts; tests/synthesis/fail-safe.test.ts.
 */
export function failSafeNumber(
  y: Float64Array,
  v: Float64Array,
  options: FailSafeOptions = {},
): FailSafeNumber {
  const { k } = effectSet(y, v);
  refuseFewer("A fail-safe number", k, 2);
  const { kind = "rosenthal", alpha = 0.05, target, weighted = true, model = "REML" } = options;
  checkShare("alpha", alpha);
  if (!Object.hasOwn(rules, kind))
    refuseOption(`Fail-safe kind ${kind} is unknown.`, `Pass one of ${Object.keys(rules).join(", ")}.`);
  if (target !== undefined && (target === 0 || !Number.isFinite(target)))
    refuseOption(
      `target is ${target}: no number of studies reaches it.`,
      "Pass a finite target other than 0.",
    );
  const core = rules[kind](y, v, { kind, alpha, target: target ?? null, weighted, model });
  return { kind, k, ...core, remarks: smallNumberRemarks("fail-safe", k) };
}
