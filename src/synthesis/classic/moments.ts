import { compensatedSum } from "#numerics";

/** Mean, variance (n - 1) and number of values. */
export interface SampleMoments {
  readonly n: number;
  readonly mean: number;
  /** NaN for one value. */
  readonly variance: number;
}

/** Mean and variance in two passes, so that large values do not cancel. */
export function sampleMoments(values: Float64Array): SampleMoments {
  const n = values.length;
  const mean = compensatedSum(values) / n;
  const squares = compensatedSum(values.map((value) => (value - mean) ** 2));
  return { n, mean, variance: squares / (n - 1) };
}
