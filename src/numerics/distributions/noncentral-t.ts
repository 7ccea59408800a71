import { stirlingError } from "../gamma.ts";
import { demand } from "../guard.ts";
import { integrateHump } from "../hump.ts";
import type { Tails } from "../tails.ts";
import { normalLogTails } from "./normal.ts";

const LOG_SQRT_2PI = 0.9189385332046727;

/**
 * log of the density of log s, s^2 being a chi-square with df degrees of freedom over df: written about its mode at
 * 0, so that large df do not cancel.
 */
export function logScaleDensity(u: number, df: number): number {
  const half = df / 2;
  const w = 2 * u;
  // e^w - 1 - w.
  const bent =
    Math.abs(w) < 0.02
      ? w * w * (1 / 2 + w * (1 / 6 + w * (1 / 24 + w * (1 / 120 + w * (1 / 720 + w / 5040)))))
      : Math.expm1(w) - w;
  return -half * bent - stirlingError(half) - LOG_SQRT_2PI + Math.log(half) / 2 + Math.LN2;
}

/**
 * Lower and upper tail areas of the noncentral t distribution.
 *
 * P(T <= t) is the mean of the normal area up to t s - noncentrality over the distribution of the estimated scale s;
 * each tail is one integral of positive terms, so both keep their digits.
 *
 * @param t any number
 * @param df degrees of freedom, in (0, Infinity)
 * @param noncentrality any finite number
 * @throws EvidensError `numerics/domain`
 * Source: Johnson, Kotz and Balakrishnan 1995, ch. 31. Cost: some hundred normal tails.
 * Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function noncentralTTails(t: number, df: number, noncentrality: number): Tails {
  demand(!Number.isNaN(t), "noncentralTTails", "t", t, "the real numbers");
  demand(df > 0 && df < Number.POSITIVE_INFINITY, "noncentralTTails", "df", df, "(0, Infinity)");
  demand(
    Number.isFinite(noncentrality),
    "noncentralTTails",
    "noncentrality",
    noncentrality,
    "the real numbers",
  );
  if (Math.abs(t) === Number.POSITIVE_INFINITY)
    return t > 0 ? { lower: 1, upper: 0 } : { lower: 0, upper: 1 };
  const tail = (side: keyof Tails): number => {
    const logarithm = (u: number): number =>
      normalLogTails(t * Math.exp(u) - noncentrality)[side] + logScaleDensity(u, df);
    const { exponent, factor } = integrateHump(logarithm, -60 / Math.min(1, df), 8);
    return Math.min(1, Math.exp(exponent) * factor);
  };
  const upper = tail("upper");
  if (upper < 0.5) return { lower: 1 - upper, upper };
  const lower = tail("lower");
  return { lower, upper: 1 - lower };
}
