import { brentRoot, incompleteBeta, normalQuantile, normalUpper } from "#numerics";
import { effectSet } from "../model/effect-set.ts";
import { checkShare, refuseFewer, refuseOption } from "../sensitivity/refuse.ts";
import { smallNumberRemarks } from "../sensitivity/small-numbers.ts";
import type { Remark } from "../types.ts";

export interface ExcessOptions {
  /** Level at which a study's result counts as significant, two-sided; in (0, 1), default 0.05. */
  readonly alpha?: number;
  /** Side on which studies are tested; default `two-sided`. */
  readonly side?: "two-sided" | "greater" | "less";
  /** True effect; default: the weighted mean. */
  readonly effect?: number;
  /** Between-study variance of the true effects, >= 0; default 0. */
  readonly tau2?: number;
  /** `exact` (default), or O against E by `chi2` or by a `binomial` of the mean power. */
  readonly test?: "exact" | "chi2" | "binomial";
  /** Level at which the limit of the true effect is read, in (0, 1); default 0.1. */
  readonly limitAlpha?: number;
  /** `metafor`: chi2 where its exact test would take over a million steps; limit to its tolerance. */
  readonly compat?: "metafor";
}

/** More significant results than the studies' power makes likely. */
export interface ExcessSignificance {
  readonly k: number;
  /** Significant results found, and how many were to be expected. */
  readonly observed: number;
  readonly expected: number;
  /** Power of each study at the true effect. */
  readonly power: Float64Array;
  readonly significant: readonly boolean[];
  readonly effect: number;
  readonly test: "exact" | "chi2" | "binomial";
  /** Chi-square, where that is the test. */
  readonly x2: number | null;
  /** One-sided: that many or more. */
  readonly p: number;
  /**
   * The true effect, on the side of `effect`, at which p is `limitAlpha`: effects nearer to 0 make the number of
   * significant results surprising. Null where no effect does.
   */
  readonly effectLimit: number | null;
  readonly remarks: readonly Remark[];
}

type Test = ExcessSignificance["test"];
type Side = NonNullable<ExcessOptions["side"]>;

/** Power of studies with standard errors `se` to reach `critical`, when true effects are N(effect, tau2). */
function powerOf(se: Float64Array, effect: number, tau2: number, critical: number, side: Side): Float64Array {
  return se.map((s) => {
    const spread = Math.sqrt(s * s + tau2);
    const above = normalUpper((critical * s - effect) / spread);
    const below = normalUpper((critical * s + effect) / spread);
    return { "two-sided": above + below, greater: above, less: below }[side];
  });
}

/** Probability of at least `least` successes in trials of these probabilities. Cost O(k^2). */
function atLeast(power: Float64Array, least: number): number {
  const k = power.length;
  const count = new Float64Array(k + 1);
  count[0] = 1;
  power.forEach((p, i) => {
    for (let j = i + 1; j > 0; j--) count[j] = count[j]! * (1 - p) + count[j - 1]! * p;
    count[0] = count[0]! * (1 - p);
  });
  let sum = 0;
  for (let j = k; j >= least; j--) sum += count[j]!;
  return Math.min(1, sum);
}

function excess(test: Test, power: Float64Array, observed: number): { p: number; x2: number | null } {
  const k = power.length;
  const expected = power.reduce((sum, p) => sum + p, 0);
  if (test === "exact") return { p: atLeast(power, observed), x2: null };
  if (test === "binomial") {
    const p = observed === 0 ? 1 : incompleteBeta(observed, k - observed + 1, expected / k).lower;
    return { p, x2: null };
  }
  const apart = (observed - expected) ** 2;
  // Power that rounds to 0 or 1 in every study expects exactly what is observed, or excludes it.
  const x2 = apart === 0 ? 0 : apart / expected + apart / (k - expected);
  return { p: normalUpper(Math.sign(observed - expected) * Math.sqrt(x2)), x2 };
}

/** Whether sets of `observed` or more of k number at most a million. */
function fewSets(k: number, observed: number): boolean {
  let [sets, total] = [1, 0];
  // From the set of all k downwards: C(k, j).
  for (let j = k; j >= observed; j--) {
    total += sets;
    if (total > 1e6) return false;
    sets = (sets * j) / (k - j + 1);
  }
  return true;
}

const METAFOR_TOLERANCE = Number.EPSILON ** 0.25;

/** Where `f`, rising away from 0, passes 0 between 0 and `start` or beyond `start`. */
function limitOf(f: (effect: number) => number, start: number, tolerance: number): number | null {
  if (!(f(0) < 0)) return null;
  let far = start;
  let step = 0.01 * Math.max(1e-4, Math.abs(start));
  for (let tries = 0; f(far) < 0; tries++) {
    if (tries === 1000 || !Number.isFinite(far)) return null;
    far += start < 0 ? -step : step;
    step *= 2;
  }
  const { root } = brentRoot(f, Math.min(0, far), Math.max(0, far), { tolerance });
  return root;
}

function checked(options: ExcessOptions): void {
  const { alpha = 0.05, limitAlpha = 0.1, tau2 = 0, effect = 0 } = options;
  const { side = "two-sided", test = "exact" } = options;
  checkShare("alpha", alpha);
  checkShare("limitAlpha", limitAlpha);
  if (!(tau2 >= 0 && Number.isFinite(tau2) && Number.isFinite(effect)))
    refuseOption(
      `tau2 is ${tau2} and effect ${effect}.`,
      "Pass a finite effect and a finite tau2 of at least 0.",
    );
  if (!["two-sided", "greater", "less"].includes(side) || !["exact", "chi2", "binomial"].includes(test))
    refuseOption(
      `side is ${side} and test is ${test}.`,
      "Pass a side of two-sided, greater or less and a test of exact, chi2 or binomial.",
    );
}

/**
 * Test of excess significance.
 *
 * @param y effects, length k >= 2, 0 meaning no effect
 * @param v sampling variances, length k, all > 0
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-options`, `synthesis/too-few-studies`
 * Source: Ioannidis and Trikalinos 2007, doi:10.1177/1740774507077441.
 * Checked: tests/synthesis/golden-diagnostics.test.ts; tests/synthesis/excess-significance.test.ts.
 * Cost O(k^2), about 15 times for the limit.
 */
export function excessSignificance(
  y: Float64Array,
  v: Float64Array,
  options: ExcessOptions = {},
): ExcessSignificance {
  const set = effectSet(y, v);
  const { k } = set;
  refuseFewer("The test of excess significance", k, 2);
  checked(options);
  const { alpha = 0.05, limitAlpha = 0.1, side = "two-sided", tau2 = 0, compat } = options;
  let [sumW, sumWY] = [0, 0];
  for (let i = 0; i < k; i++) {
    sumW += 1 / (v[i]! + tau2);
    sumWY += y[i]! / (v[i]! + tau2);
  }
  const effect = options.effect ?? sumWY / sumW;
  const se = v.map(Math.sqrt);
  const critical = normalQuantile(side === "two-sided" ? alpha / 2 : alpha, "upper");
  const significant = Array.from(y, (one, i) => {
    const z = one / se[i]!;
    return (side === "two-sided" ? Math.abs(z) : side === "less" ? -z : z) >= critical;
  });
  const observed = significant.filter(Boolean).length;
  const byMetafor = fewSets(k, observed) ? ("exact" as const) : ("chi2" as const);
  const test = options.test ?? (compat === "metafor" ? byMetafor : "exact");
  const power = powerOf(se, effect, tau2, critical, side);
  const { p, x2 } = excess(test, power, observed);
  const surprise = (at: number): number =>
    excess(test, powerOf(se, at, tau2, critical, side), observed).p - limitAlpha;
  return {
    k,
    observed,
    expected: power.reduce((sum, one) => sum + one, 0),
    power,
    significant,
    effect,
    test,
    x2,
    p,
    effectLimit: limitOf(surprise, effect, compat === "metafor" ? METAFOR_TOLERANCE : 0),
    remarks: smallNumberRemarks("excess-significance", k),
  };
}
