import type { Cells, Rates } from "./check-counts.ts";

/** Effects and variances of k studies; NaN where a study gives none. */
export interface StudyEffects {
  readonly y: Float64Array;
  readonly v: Float64Array;
}

function effectsOf(k: number, of: (i: number) => readonly [number, number]): StudyEffects {
  const y = new Float64Array(k);
  const v = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    const [effect, variance] = of(i);
    const good = Number.isFinite(effect) && Number.isFinite(variance) && variance > 0;
    y[i] = good ? effect : Number.NaN;
    v[i] = good ? variance : Number.NaN;
  }
  return { y, v };
}

/** The effect measures of 2x2 tables that pooled sums need. */
export const tableEffects: Readonly<Record<"OR" | "RR" | "RD" | "PETO", (cells: Cells) => StudyEffects>> = {
  OR: ({ k, a, b, c, d }) =>
    effectsOf(k, (i) => [
      Math.log(a[i]! / b[i]!) - Math.log(c[i]! / d[i]!),
      1 / a[i]! + 1 / b[i]! + 1 / c[i]! + 1 / d[i]!,
    ]),
  RR: ({ k, a, b, c, d }) =>
    effectsOf(k, (i) => {
      const [n1, n2] = [a[i]! + b[i]!, c[i]! + d[i]!];
      // b/(a n1) is 1/a - 1/n1 without the cancellation.
      return [Math.log(a[i]! / n1) - Math.log(c[i]! / n2), b[i]! / (a[i]! * n1) + d[i]! / (c[i]! * n2)];
    }),
  RD: ({ k, a, b, c, d }) =>
    effectsOf(k, (i) => {
      const [n1, n2] = [a[i]! + b[i]!, c[i]! + d[i]!];
      const variance = ((a[i]! / n1) * (b[i]! / n1)) / n1 + ((c[i]! / n2) * (d[i]! / n2)) / n2;
      return [a[i]! / n1 - c[i]! / n2, variance];
    }),
  PETO: ({ k, a, b, c, d }) =>
    effectsOf(k, (i) => {
      const { excess, variance } = observedLessExpected(a[i]!, b[i]!, c[i]!, d[i]!);
      return [excess / variance, 1 / variance];
    }),
};

/** Events in group 1 less those expected with no effect, and their hypergeometric variance. */
export function observedLessExpected(
  a: number,
  b: number,
  c: number,
  d: number,
): { readonly excess: number; readonly variance: number } {
  const [n1, n2, events, without] = [a + b, c + d, a + c, b + d];
  const n = n1 + n2;
  // (a d - b c) / n is a - n1 events / n without the cancellation.
  return {
    excess: (a * d - b * c) / n,
    variance: (n1 / n) * (n2 / n) * events * (without / (n - 1)),
  };
}

/** The effect measures of person-time tables that pooled sums need. */
export const rateEffects: Readonly<Record<"IRR" | "IRD", (rates: Rates) => StudyEffects>> = {
  IRR: ({ k, x1, t1, x2, t2 }) =>
    effectsOf(k, (i) => [Math.log(x1[i]! / t1[i]!) - Math.log(x2[i]! / t2[i]!), 1 / x1[i]! + 1 / x2[i]!]),
  IRD: ({ k, x1, t1, x2, t2 }) =>
    effectsOf(k, (i) => [x1[i]! / t1[i]! - x2[i]! / t2[i]!, x1[i]! / t1[i]! ** 2 + x2[i]! / t2[i]! ** 2]),
};
