import { normalQuantile, tQuantile } from "#numerics";

/**
 * Why an estimate, or only its interval, cannot be given.
 *
 * | reason         | value | interval | case                                                                  |
 * |----------------|-------|----------|-----------------------------------------------------------------------|
 * | `no-overlap`   | no    | no       | no report was judged by two reviewers                                 |
 * | `one-category` | no    | no       | one decision throughout: chance alone would agree on every report     |
 * | `one-report`   | yes   | no       | a spread needs two reports                                            |
 * | `perfect`      | yes   | no       | no disagreement: the standard error is 0, which claims too much       |
 * | `no-spread`    | yes   | no       | every report adds the same, short of agreement: the same difficulty   |
 */
export type AgreementGap = "no-overlap" | "one-category" | "one-report" | "perfect" | "no-spread";

/** A measure of agreement with its 95 % interval; never NaN. */
export interface AgreementEstimate {
  /** Share or coefficient, 1 for full agreement. */
  readonly value: number | null;
  readonly se: number | null;
  /** 95 % limits, not cut at -1 or 1. */
  readonly low: number | null;
  readonly high: number | null;
  /** Reports judged by two or more, which the estimate rests on. */
  readonly n: number;
  /** What is missing and why; null when nothing is. */
  readonly gap: AgreementGap | null;
}

/** An estimate without an interval, or without a value. */
export function gapEstimate(gap: AgreementGap, n: number, value: number | null = null): AgreementEstimate {
  return { value, se: null, low: null, high: null, n, gap };
}

/**
 * value ± quantile × se.
 *
 * @param df degrees of freedom of Student's t, or null for the normal distribution
 */
export function withInterval(value: number, se: number, n: number, df: number | null): AgreementEstimate {
  const quantile = df === null ? normalQuantile(0.975) : tQuantile(0.975, df);
  return { value, se, low: value - quantile * se, high: value + quantile * se, n, gap: null };
}

/**
 * A share of n with Wilson's 95 % interval, which holds for small n and for 0 and n of n.
 *
 * @param successes from 0 to n; a mean share of n need not be a whole number
 * @param n whole number >= 0
 * Source: doi:10.1080/01621459.1927.10502953. Checked: tests/screening/agreement-table.test.ts.
 */
export function wilsonShare(successes: number, n: number): AgreementEstimate {
  if (n === 0) return gapEstimate("no-overlap", 0);
  const z = normalQuantile(0.975);
  const share = successes / n;
  const centre = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + (z / (2 * n)) ** 2);
  return {
    value: share,
    se: Math.sqrt((share * (1 - share)) / n),
    // At the ends the limit is exact; rounding must not put it outside.
    low: successes === 0 ? 0 : centre - half,
    high: successes === n ? 1 : centre + half,
    n,
    gap: null,
  };
}

/** The estimate of `slope × share + shift`, limits carried along; `slope` > 0. */
export function rescaled(estimate: AgreementEstimate, slope: number, shift: number): AgreementEstimate {
  const on = (x: number | null) => (x === null ? null : slope * x + shift);
  return {
    ...estimate,
    value: on(estimate.value),
    se: estimate.se === null ? null : slope * estimate.se,
    low: on(estimate.low),
    high: on(estimate.high),
  };
}
