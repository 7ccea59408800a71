import { demand } from "../guard.ts";
import { incompleteBeta } from "../incomplete-beta.ts";
import { incompleteGamma } from "../incomplete-gamma.ts";
import type { Tails } from "../tails.ts";
import { poissonMass } from "./poisson.ts";

/** Terms below this part of the sum end it. */
const ENOUGH = 1e-18;
const MOST_TERMS = 1_000_000;

/** The sum of positive terms that rise to one peak and fall, from the peak outwards. */
function sumFrom(term: (j: number) => number, peak: number): number {
  let sum = 0;
  for (const direction of [1, -1]) {
    for (let j = direction === 1 ? peak : peak - 1, n = 0; j >= 0 && n < MOST_TERMS; j += direction, n++) {
      const next = term(j);
      sum += next;
      if (next <= ENOUGH * sum && (next > 0 || n > 1)) break;
    }
  }
  return sum;
}

/** Where Poisson(mean) weight times a tail is largest, to within what a climb by doubling steps finds. */
function peakOf(term: (j: number) => number, start: number): number {
  let at = Math.floor(start);
  for (let step = Math.max(1, Math.ceil(Math.sqrt(start))); step >= 1; step = Math.floor(step / 2)) {
    while (term(at + step) > term(at)) at += step;
    while (at - step >= 0 && (term(at - step) > term(at) || (term(at) === 0 && at > 0))) at -= step;
  }
  return at;
}

/** A Poisson mixture of distributions with tails(j): each tail is summed by itself, so that the smaller one keeps its digits. */
function mixture(mean: number, tails: (j: number) => Tails): Tails {
  const side = (which: keyof Tails): number => {
    const term = (j: number): number => poissonMass(j, mean) * tails(j)[which];
    return Math.min(1, sumFrom(term, peakOf(term, mean)));
  };
  const upper = side("upper");
  if (upper < 0.5) return { lower: 1 - upper, upper };
  const lower = side("lower");
  return { lower, upper: 1 - lower };
}

/**
 * Lower and upper tail areas of the noncentral chi-square distribution.
 *
 * @param q in [0, Infinity]
 * @param df degrees of freedom, in (0, Infinity)
 * @param noncentrality sum of squared means, in [0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: Poisson mixture of central distributions, Johnson, Kotz and Balakrishnan 1995, ch. 29.
 * Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12. Cost O(sqrt(noncentrality)) central tails.
 */
export function noncentralChiSquareTails(q: number, df: number, noncentrality: number): Tails {
  demand(q >= 0, "noncentralChiSquareTails", "q", q, "[0, Infinity]");
  demand(df > 0, "noncentralChiSquareTails", "df", df, "(0, Infinity)");
  checkNoncentrality("noncentralChiSquareTails", noncentrality);
  if (noncentrality === 0) return incompleteGamma(df / 2, q / 2);
  return mixture(noncentrality / 2, (j) => incompleteGamma(df / 2 + j, q / 2));
}

/**
 * Lower and upper tail areas of the noncentral F distribution (noncentral numerator).
 *
 * @param f in [0, Infinity]
 * @param df1 numerator degrees of freedom, in (0, Infinity)
 * @param df2 denominator degrees of freedom, in (0, Infinity)
 * @param noncentrality sum of squared means, in [0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: Poisson mixture of beta distributions, Johnson, Kotz and Balakrishnan 1995, ch. 30.
 * Checked: tests/numerics/noncentral.test.ts.
 */
export function noncentralFTails(f: number, df1: number, df2: number, noncentrality: number): Tails {
  demand(f >= 0, "noncentralFTails", "f", f, "[0, Infinity]");
  demand(df1 > 0, "noncentralFTails", "df1", df1, "(0, Infinity)");
  demand(df2 > 0, "noncentralFTails", "df2", df2, "(0, Infinity)");
  checkNoncentrality("noncentralFTails", noncentrality);
  if (f === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const ratio = (df1 / df2) * f;
  const y = 1 / (1 + ratio);
  const x = ratio > 1 ? 1 / (1 + 1 / ratio) : ratio / (1 + ratio);
  if (noncentrality === 0) return incompleteBeta(df1 / 2, df2 / 2, x, y);
  return mixture(noncentrality / 2, (j) => incompleteBeta(df1 / 2 + j, df2 / 2, x, y));
}

function checkNoncentrality(who: string, noncentrality: number): void {
  const fits = noncentrality >= 0 && noncentrality < Number.POSITIVE_INFINITY;
  demand(fits, who, "noncentrality", noncentrality, "[0, Infinity)");
}
