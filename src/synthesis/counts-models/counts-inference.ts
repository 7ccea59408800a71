import { EvidensError } from "#kernel";
import { chiSquareUpper, compensatedSum, normalQuantile, normalUpper } from "#numerics";
import type { StudyEffects } from "./study-effects.ts";
import type { ChiSquareTest, CountsResult } from "./types.ts";

/** Upper-tail chi-square test; `null` without degrees of freedom. */
export function chiSquareTest(statistic: number, df: number): ChiSquareTest | null {
  return df < 1 ? null : { statistic, df, p: chiSquareUpper(statistic, df) };
}

/** Refuses counts from which nothing can be pooled. */
export function notEstimable(method: string, why: string): never {
  throw new EvidensError({
    code: "synthesis/not-estimable",
    kind: "numerical",
    message: `${method}: ${why}`,
    remedy: "Choose a measure or a zero-cell rule under which these tables carry information.",
  });
}

/** Cochran's Q of the studies' own effects about a pooled estimate, with what follows from it. */
function heterogeneity({ y, v }: StudyEffects, estimate: number) {
  const terms: number[] = [];
  const logs: number[] = [];
  for (let i = 0; i < y.length; i++) {
    if (Number.isNaN(y[i]!)) continue;
    terms.push((y[i]! - estimate) ** 2 / v[i]!);
    logs.push(Math.log(v[i]!));
  }
  const kEstimable = terms.length;
  const df = kEstimable - 1;
  const q = df > 0 ? compensatedSum(terms) : 0;
  const constant = kEstimable * Math.log(2 * Math.PI) + compensatedSum(logs);
  return {
    kEstimable,
    q,
    qDf: Math.max(0, df),
    qP: df > 0 ? chiSquareUpper(q, df) : 1,
    i2: df > 0 && q > df ? (100 * (q - df)) / q : 0,
    h2: df > 0 ? q / df : 1,
    logLikelihood: -(constant + q) / 2,
  };
}

/** What every pooled estimate from counts reports. */
export function countsResult(
  k: number,
  { estimate, se }: { readonly estimate: number; readonly se: number },
  own: StudyEffects,
  weights: Float64Array,
  level: number,
): CountsResult {
  const statistic = estimate / se;
  const half = normalQuantile((1 - level) / 2, "upper") * se;
  const total = compensatedSum(weights);
  const orNull = (list: Float64Array): (number | null)[] =>
    Array.from(list, (value) => (Number.isNaN(value) ? null : value));
  return {
    k,
    level,
    estimate,
    se,
    statistic,
    p: 2 * normalUpper(Math.abs(statistic)),
    ciLow: estimate - half,
    ciHigh: estimate + half,
    ...heterogeneity(own, estimate),
    y: orNull(own.y),
    v: orNull(own.v),
    weights: Array.from(weights, (weight) => (100 * weight) / total),
  };
}
