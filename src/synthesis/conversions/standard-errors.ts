import { normalQuantile, tQuantile } from "#numerics";
import { atLeast, type Demand, finite, positive, refuseUnlessMet } from "../effects/refuse.ts";
import { type AssumptionCode, assume } from "./assumptions.ts";
import type { Conversion, ValueWithError } from "./conversion.types.ts";

const CODE = "synthesis/bad-interval";
const HANDBOOK = "Cochrane Handbook, chapters 6.3 and 6.5.2";
/** A middle further from the estimate than this part of the half width is not rounding. */
const OFF_CENTRE = 0.1;

/** What a report gives beside its estimate; the first that is there in this order is used. */
export interface ReportedPrecision {
  readonly estimate: number;
  readonly interval?: { readonly low: number; readonly high: number };
  /** Estimate over standard error on the scale of analysis. */
  readonly z?: number;
  /** Two-sided. */
  readonly p?: number;
}

export interface PrecisionScale {
  /** `log` when estimate and interval are ratios as printed; default `identity`. */
  readonly scale?: "identity" | "log";
  /** Confidence of the interval, in (0, 1); default 0.95. */
  readonly level?: number;
  /** Degrees of freedom when interval and P value rest on Student's t; default the normal distribution. */
  readonly df?: number;
}

const fraction = (field: string, value: number): Demand => ({
  field,
  value,
  holds: value > 0 && value < 1,
  domain: "a number above 0 and below 1",
});

/** Quantile with `tail` above it. */
function critical(tail: number, df: number | undefined): number {
  return df === undefined ? normalQuantile(tail, "upper") : tQuantile(tail, df, "upper");
}

/**
 * Estimate and standard error on the scale of analysis, from what was printed.
 *
 * @param reported ratios as printed when `scale` is `log`, z and P as they are
 * @throws EvidensError `synthesis/bad-interval` for a reversed interval, one without the estimate, a ratio that is
 * not above 0, a P value outside (0, 1); `synthesis/bad-statistic` when there is nothing to go by
 * Source: Cochrane Handbook 6.3. Checked: tests/synthesis/golden-conversions.test.ts, relative 1e-12.
 */
export function fromReportedPrecision(
  reported: ReportedPrecision,
  { scale = "identity", level = 0.95, df }: PrecisionScale = {},
): Conversion<ValueWithError> {
  const { estimate, interval } = reported;
  const on = (value: number): number => (scale === "log" ? Math.log(value) : value);
  refuseUnlessMet(CODE, "Estimate with its precision", [
    onScale("estimate", estimate, scale),
    fraction("level", level),
    ...(df === undefined ? [] : [positive("df", df)]),
  ]);
  const y = on(estimate);
  const { se, formula, code } = standardError(reported, on, { scale, level, df });
  refuseUnlessMet(CODE, "Estimate with its precision", [positive("standard error", se)]);
  return {
    value: { y, v: se * se, se },
    formula,
    assumptions: [assume(code), ...(scale === "log" ? [assume("log-scale")] : [])],
    warnings: interval && offCentre(y, on(interval.low), on(interval.high)) ? [assume("not-centred")] : [],
    source: HANDBOOK,
    sensitivity: null,
  };
}

const onScale = (field: string, value: number, scale: "identity" | "log"): Demand =>
  scale === "log" ? positive(field, value) : finite(field, value);

interface FoundError {
  readonly se: number;
  readonly formula: string;
  readonly code: AssumptionCode;
}

/** By the interval, else by z, else by P. */
function standardError(
  { estimate, interval, z, p }: ReportedPrecision,
  on: (value: number) => number,
  { scale, level, df }: { scale: "identity" | "log"; level: number; df: number | undefined },
): FoundError {
  const kind = df === undefined ? "normal-interval" : "t-interval";
  if (interval !== undefined) {
    const { low, high } = interval;
    refuseUnlessMet(CODE, "Confidence interval", [
      onScale("low", low, scale),
      finite("high", high),
      { field: "high", value: high, holds: high > low, domain: `above the lower limit ${low}` },
      {
        field: "estimate",
        value: estimate,
        holds: estimate >= low && estimate <= high,
        domain: `within the interval ${low} to ${high}`,
      },
    ]);
    const se = (on(high) - on(low)) / (2 * critical((1 - level) / 2, df));
    return { se, formula: "se = (high − low)/(2 q)", code: kind };
  }
  if (z !== undefined) return { se: on(estimate) / z, formula: "se = estimate/z", code: kind };
  refuseUnlessMet("synthesis/bad-statistic", "Precision", [
    {
      field: "p",
      value: p ?? Number.NaN,
      holds: p !== undefined,
      domain: "given where interval and z are not",
    },
  ]);
  refuseUnlessMet(CODE, "P value", [fraction("p", p!)]);
  return {
    se: Math.abs(on(estimate)) / critical(p! / 2, df),
    formula: "se = |estimate|/q(p/2)",
    code: "two-sided-p",
  };
}

function offCentre(y: number, low: number, high: number): boolean {
  return Math.abs(y - (low + high) / 2) > (OFF_CENTRE * (high - low)) / 2;
}

/**
 * SD of a group from the standard error of its mean.
 *
 * @param se of the mean, > 0
 * @param n people, >= 2
 * @throws EvidensError `synthesis/bad-interval`
 * Source: Cochrane Handbook 6.5.2.2. Checked: tests/synthesis/conversions.test.ts.
 */
export function sdFromSe(se: number, n: number): Conversion<number> {
  refuseUnlessMet(CODE, "SD from a standard error", [positive("se", se), atLeast("n", n, 2)]);
  return {
    value: se * Math.sqrt(n),
    formula: "SD = se √n",
    assumptions: [],
    warnings: [],
    source: HANDBOOK,
    sensitivity: null,
  };
}

/**
 * SD of a group from the confidence interval of its mean.
 *
 * @param low lower limit
 * @param high upper limit, above `low`
 * @param n people, >= 2; below 60 the t quantile is used, as the Handbook advises, unless `quantile` says otherwise
 * @param options confidence `level`, in (0, 1), default 0.95; `quantile`, the distribution behind the interval
 * @throws EvidensError `synthesis/bad-interval` also when the interval is reversed
 * Source: Cochrane Handbook 6.5.2.2. Checked: tests/synthesis/conversions.test.ts.
 */
export function sdFromInterval(
  low: number,
  high: number,
  n: number,
  { level = 0.95, quantile = n < 60 ? "t" : "normal" }: { level?: number; quantile?: "t" | "normal" } = {},
): Conversion<number> {
  refuseUnlessMet(CODE, "SD from an interval", [
    finite("low", low),
    {
      field: "high",
      value: high,
      holds: Number.isFinite(high) && high > low,
      domain: `above the lower limit ${low}`,
    },
    atLeast("n", n, 2),
    fraction("level", level),
  ]);
  const at = (kind: "t" | "normal") =>
    ((high - low) / (2 * critical((1 - level) / 2, kind === "t" ? n - 1 : undefined))) * Math.sqrt(n);
  return {
    value: at(quantile),
    formula: "SD = √n (high − low)/(2 q)",
    assumptions: [assume(quantile === "t" ? "t-interval" : "normal-interval")],
    warnings: [],
    source: HANDBOOK,
    sensitivity: {
      parameter: "quantile",
      label: { en: "Distribution behind the interval", nb: "Fordelingen bak intervallet" },
      used: quantile,
      alternatives: (["t", "normal"] as const).map((kind) => ({ at: kind, value: at(kind) })),
    },
  };
}

/**
 * The SD of both groups together, from the standard error of their mean difference.
 *
 * @param se of the difference, > 0
 * @param n1 people in group 1, >= 2
 * @param n2 people in group 2, >= 2
 * @throws EvidensError `synthesis/bad-interval`
 * Source: Cochrane Handbook 6.5.2.3. Checked: tests/synthesis/conversions.test.ts.
 */
export function sdFromDifferenceSe(se: number, n1: number, n2: number): Conversion<number> {
  refuseUnlessMet(CODE, "SD from the standard error of a difference", [
    positive("se", se),
    atLeast("n1", n1, 2),
    atLeast("n2", n2, 2),
  ]);
  return {
    value: se / Math.sqrt(1 / n1 + 1 / n2),
    formula: "SD = se/√(1/n1 + 1/n2)",
    assumptions: [assume("equal-sds")],
    warnings: [],
    source: HANDBOOK,
    sensitivity: null,
  };
}
