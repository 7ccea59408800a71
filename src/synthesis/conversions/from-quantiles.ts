import { EvidensError } from "#kernel";
import { normalQuantile } from "#numerics";
import { assume } from "./assumptions.ts";
import type { Conversion, MeanSd } from "./conversion.types.ts";
import { expectedRange } from "./expected-range.ts";
import { logNormalMoments } from "./log-normal-moments.ts";
import { type Extremes, type QuantileSummary, type Quantiles, quantilesOf } from "./quantile-summary.ts";

/** Ways to a mean; `luo` is the default. */
export type MeanMethod = "luo" | "wan" | "hozo" | "bland" | "walter";
/** Ways to an SD; `shi` is the default with all five quantiles, `wan` with three. */
export type SdMethod = "shi" | "wan" | "hozo" | "bland" | "walter";

export interface QuantileOptions {
  readonly mean?: MeanMethod;
  readonly sd?: SdMethod;
  /** Shape of the outcome; `log-normal` estimates on logarithms and transforms back. Default `normal`. */
  readonly distribution?: "normal" | "log-normal";
  /** Give no value when the quantiles are skewed beyond chance (on the logarithms for `log-normal`); default true. */
  readonly testSkewness?: boolean;
  /** Only for the SD by `walter`: the reference program's coarse integral. */
  readonly compat?: "metafor";
}

/** Skewness of the quantiles and its 5 % bound. */
export interface SkewnessTest {
  readonly statistic: number;
  readonly critical: number;
  readonly skewed: boolean;
}

const width = ({ low, high }: Extremes): number => high - low;
const middle = ({ low, high }: Extremes): number => (low + high) / 2;
const lean = (pair: Extremes, median: number): number =>
  Math.abs((pair.low + pair.high - 2 * median) / width(pair));

function skewnessOf({ median, n, extremes, quartiles }: Quantiles): SkewnessTest {
  const root = Math.sqrt(n);
  let [statistic, critical] = [0, 0];
  if (extremes && quartiles) {
    const outer = ((2.65 * Math.log(0.6 * n)) / root) * lean(extremes, median);
    statistic = Math.max(outer, lean(quartiles, median));
    critical = 3 / root - 40 / n ** 3;
  } else if (quartiles) {
    statistic = lean(quartiles, median);
    critical = 2.65 / root - 6 / n ** 2;
  } else {
    statistic = lean(extremes!, median);
    critical = 1 / Math.log(n + 9) + 2.5 / (n + 1);
  }
  return { statistic, critical, skewed: statistic >= critical };
}

/**
 * Whether quantiles are too skewed for a mean and SD from normal theory.
 *
 * @throws EvidensError `synthesis/bad-quantiles`
 * Source: Shi et al. 2023, doi:10.1177/09622802231172043. Checked: tests/synthesis/golden-conversions.test.ts.
 */
export function skewnessTest(summary: QuantileSummary): SkewnessTest {
  return skewnessOf(quantilesOf(summary, false));
}

/** Expected width of range and interquartile range, in SDs, by Blom's approximation (Wan et al.). */
const rangeWidth = (n: number): number => 2 * normalQuantile((n - 0.375) / (n + 0.25));
const quartileWidth = (n: number): number => 2 * normalQuantile((0.75 * n - 0.125) / (n + 0.25));

/** A method gives null for a set of quantiles that it does not know. */
const MEANS: Readonly<Record<MeanMethod, (q: Quantiles) => number | null>> = {
  luo: ({ median, n, extremes, quartiles }) => {
    if (extremes && quartiles) {
      const outer = 2.2 / (2.2 + n ** 0.75);
      const inner = 0.7 - 0.72 / n ** 0.55;
      return outer * middle(extremes) + inner * middle(quartiles) + (1 - outer - inner) * median;
    }
    const weight = quartiles ? 0.7 + 0.39 / n : 4 / (4 + n ** 0.75);
    return weight * middle((quartiles ?? extremes)!) + (1 - weight) * median;
  },
  wan: ({ median, extremes, quartiles }) => {
    if (extremes && quartiles) return (middle(extremes) + 2 * middle(quartiles) + median) / 4;
    if (quartiles) return (2 * middle(quartiles) + median) / 3;
    return (middle(extremes!) + median) / 2;
  },
  hozo: ({ median, n, extremes, quartiles }) => {
    if (quartiles || !extremes) return null;
    return n <= 25 ? (middle(extremes) + median) / 2 : median;
  },
  bland: (q) => (q.extremes && q.quartiles ? MEANS.wan(q) : null),
  walter: ({ median, extremes, quartiles }) => (quartiles || !extremes ? null : median),
};

const SDS: Readonly<Record<SdMethod, (q: Quantiles, compat: "metafor" | undefined) => number | null>> = {
  shi: ({ n, extremes, quartiles }) => {
    if (!extremes || !quartiles) return null;
    const weight = 1 / (1 + 0.07 * n ** 0.6);
    return (weight * width(extremes)) / rangeWidth(n) + ((1 - weight) * width(quartiles)) / quartileWidth(n);
  },
  wan: ({ n, extremes, quartiles }) => {
    const outer = extremes ? width(extremes) / rangeWidth(n) : null;
    const inner = quartiles ? width(quartiles) / quartileWidth(n) : null;
    return outer !== null && inner !== null ? (outer + inner) / 2 : (outer ?? inner);
  },
  hozo: ({ median, n, extremes, quartiles }) => {
    if (quartiles || !extremes) return null;
    if (n > 70) return width(extremes) / 6;
    if (n > 15) return width(extremes) / 4;
    return Math.sqrt((middle(extremes) - median) ** 2 + width(extremes) ** 2) / Math.sqrt(12);
  },
  bland: ({ median, extremes, quartiles }) => {
    if (!extremes || !quartiles) return null;
    const inOrder = [extremes.low, quartiles.low, median, quartiles.high, extremes.high];
    // Mean square about the mean, with linear density between the quantiles: shifted first, so nothing cancels.
    const mean = MEANS.wan({ median, n: 0, extremes, quartiles })!;
    const [a, b, c, d, e] = inOrder.map((value) => value - mean) as [number, number, number, number, number];
    const squares = (a * a + 2 * (b * b + c * c + d * d) + e * e) / 16;
    return Math.sqrt(squares + (a * b + b * c + c * d + d * e) / 8);
  },
  walter: ({ n, extremes, quartiles }, compat) =>
    quartiles || !extremes ? null : width(extremes) / expectedRange(n, compat),
};

const SOURCES: Readonly<Record<MeanMethod | SdMethod, string>> = {
  luo: "Luo et al. 2018, doi:10.1177/0962280216669183",
  wan: "Wan et al. 2014, doi:10.1186/1471-2288-14-135",
  shi: "Shi et al. 2020, doi:10.1002/jrsm.1429",
  hozo: "Hozo et al. 2005, doi:10.1186/1471-2288-5-13",
  bland: "Bland 2015, International Journal of Statistics in Medical Research 4, 57–64",
  walter: "Walter and Yao 2007, Journal of Clinical Epidemiology 60, 849–852",
};

interface Methods {
  readonly mean: MeanMethod;
  readonly sd: SdMethod;
  readonly distribution: "normal" | "log-normal";
}

function estimate(summary: QuantileSummary, methods: Methods, compat: "metafor" | undefined): MeanSd | null {
  const log = methods.distribution === "log-normal";
  const quantiles = quantilesOf(summary, log);
  const mean = MEANS[methods.mean](quantiles);
  const sd = SDS[methods.sd](quantiles, compat);
  if (mean === null || sd === null) return null;
  if (!log) return { mean, sd };
  return logNormalMoments(quantiles, mean, sd);
}

const LABEL = { en: "Method and distribution", nb: "Metode og fordeling" };
const name = ({ mean, sd, distribution }: Methods): string => `${mean}/${sd}, ${distribution}`;

/**
 * Mean and SD from a median with quartiles, range or both.
 *
 * @returns null as the value, with the warning `skewed`, when the skewness test speaks against it; `sensitivity`
 * shows what other methods and the other distribution give, the skewness test aside
 * @throws EvidensError `synthesis/bad-quantiles`; `synthesis/bad-option` for a method that these quantiles or this
 * distribution do not allow
 * Source: Luo et al. 2018, Wan et al. 2014, Shi et al. 2020 and 2023, as `value.source` names them.
 * Checked: tests/synthesis/golden-conversions.test.ts, relative 1e-10.
 */
export function fromQuantiles(
  summary: QuantileSummary,
  options: QuantileOptions = {},
): Conversion<MeanSd | null> {
  const distribution = options.distribution ?? "normal";
  const log = distribution === "log-normal";
  const quantiles = quantilesOf(summary, log);
  const all = quantiles.extremes !== null && quantiles.quartiles !== null;
  const defaultSd: SdMethod = all ? "shi" : "wan";
  const methods: Methods = { mean: options.mean ?? "luo", sd: options.sd ?? defaultSd, distribution };
  if (log && (methods.mean !== "luo" || methods.sd !== defaultSd))
    throw badMethod(`log-normal moments rest on luo and ${defaultSd}`);
  const value = estimate(summary, methods, options.compat);
  if (value === null) throw badMethod(`${methods.mean} with ${methods.sd} does not cover these quantiles`);
  const test = options.testSkewness ?? true;
  const { skewed } = skewnessOf(quantiles);
  return {
    value: test && skewed ? null : value,
    formula: `mean by ${SOURCES[methods.mean]}; SD by ${SOURCES[methods.sd]}${log ? "; on logarithms, transformed back" : ""}`,
    assumptions: [
      assume(log ? "log-normal-data" : "normal-data"),
      ...(test ? [] : [assume("skewness-not-tested")]),
    ],
    warnings: skewed ? [assume("skewed")] : [],
    source: log
      ? "Shi et al. 2020, doi:10.4310/SII.2020.v13.n4.a9"
      : `${SOURCES[methods.mean]}; ${SOURCES[methods.sd]}`,
    sensitivity: {
      parameter: "method",
      label: LABEL,
      used: name(methods),
      alternatives: alternativesTo(summary, defaultSd, options.compat),
    },
  };
}

function badMethod(why: string): EvidensError {
  return new EvidensError({
    code: "synthesis/bad-option",
    kind: "unsupported",
    message: `Mean and SD from quantiles: ${why}.`,
    remedy: "Leave mean and sd out to take the recommended methods, or choose ones made for these quantiles.",
  });
}

function alternativesTo(summary: QuantileSummary, defaultSd: SdMethod, compat: "metafor" | undefined) {
  const positive = [summary.min, summary.q1, summary.median].every(
    (value) => value === undefined || value > 0,
  );
  const pairs: readonly (readonly [MeanMethod, SdMethod])[] = [
    ["luo", defaultSd],
    ["wan", "wan"],
    ["bland", "bland"],
    ["hozo", "hozo"],
    ["walter", "walter"],
  ];
  const candidates: Methods[] = [
    ...pairs.map(([mean, sd]) => ({ mean, sd, distribution: "normal" as const })),
    ...(positive ? [{ mean: "luo" as const, sd: defaultSd, distribution: "log-normal" as const }] : []),
  ];
  return candidates.flatMap((methods) => {
    const value = estimate(summary, methods, compat);
    return value === null ? [] : [{ at: name(methods), value }];
  });
}
