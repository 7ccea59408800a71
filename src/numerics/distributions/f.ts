import { demand } from "../guard.ts";
import { incompleteBeta } from "../incomplete-beta.ts";
import type { Tails } from "../incomplete-gamma.ts";

/**
 * Lower and upper tail areas of the F distribution.
 *
 * @param f in [0, Infinity]
 * @param df1 numerator degrees of freedom, in (0, Infinity)
 * @param df2 denominator degrees of freedom, in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 8.17 with x = df1 f / (df1 f + df2). Checked: tests/numerics/distributions.test.ts, 1e-10.
 */
export function fTails(f: number, df1: number, df2: number): Tails {
  demand(f >= 0, "fTails", "f", f, "[0, Infinity]");
  demand(df1 > 0, "fTails", "df1", df1, "(0, Infinity)");
  demand(df2 > 0, "fTails", "df2", df2, "(0, Infinity)");
  if (f === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const ratio = (df1 / df2) * f;
  return incompleteBeta(df1 / 2, df2 / 2, ratio / (1 + ratio), 1 / (1 + ratio));
}

/** Lower tail area of the F distribution. */
export function fCdf(f: number, df1: number, df2: number): number {
  return fTails(f, df1, df2).lower;
}

/** Upper tail area of the F distribution. */
export function fUpper(f: number, df1: number, df2: number): number {
  return fTails(f, df1, df2).upper;
}
