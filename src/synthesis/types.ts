import type { LocalText } from "#kernel";

/** Effect measures by their usual short name; `GEN` is any estimate with its standard error. */
export type MeasureId = "SMD" | "MD" | "RR" | "OR" | "GEN";

/** What a measure is, for tables, axes and prose. */
export interface Measure {
  readonly id: MeasureId;
  readonly label: LocalText;
  /** Scale of `y`: ratios are analysed as natural logarithms. */
  readonly scale: "identity" | "log";
  /** Value of no effect as shown to readers: 0 for differences, 1 for ratios. On the analysis scale it is 0. */
  readonly nullShown: 0 | 1;
  readonly needs: "means" | "counts" | "generic";
}

/** Two groups summarised by means; group 1 minus group 2. */
export interface TwoMeans {
  /** Mean of group 1, any unit. */
  readonly m1: number;
  /** Standard deviation of group 1, same unit, > 0. */
  readonly sd1: number;
  /** People analysed in group 1, a whole number >= 2. */
  readonly n1: number;
  readonly m2: number;
  readonly sd2: number;
  readonly n2: number;
}

/** Two groups summarised by counts; group 1 against group 2. */
export interface TwoCounts {
  /** People with the event in group 1, a whole number in [0, n1]. */
  readonly events1: number;
  /** People in group 1, a whole number >= 1. */
  readonly n1: number;
  readonly events2: number;
  readonly n2: number;
}

export interface SmdOptions {
  /** Sampling variance: `LS` (default), `LS2` (Borenstein), `UB` (unbiased). */
  readonly variance?: "LS" | "LS2" | "UB";
}

export interface MdOptions {
  /** `LS` (default) keeps one SD per group; `HO` assumes a common SD and pools it. */
  readonly variance?: "LS" | "HO";
}

export interface CountOptions {
  /** Which tables get `add` in all four cells: those with a zero (default), every one, or none. */
  readonly to?: "only0" | "all" | "none";
  /** Added to each cell; default 0.5. */
  readonly add?: number;
  /** Leave out a table with no events, or only events, in both groups; default false. */
  readonly dropDoubleZero?: boolean;
}

/** Something a reader must know about how a number came to be; `code` is stable, `text` is prose. */
export interface Remark {
  readonly code: string;
  readonly text: LocalText;
}

/** One study's effect, on the analysis scale of its measure. */
export interface Effect {
  readonly estimable: true;
  readonly measure: MeasureId;
  readonly y: number;
  /** Sampling variance, > 0, squared units of `y`. */
  readonly v: number;
  readonly se: number;
  /** The formula used, in plain characters. */
  readonly formula: string;
  readonly assumptions: readonly Remark[];
  /** Signs of a likely mistake in the data, such as a standard error given as an SD. */
  readonly warnings: readonly Remark[];
}

/** A table that yields no finite effect under the zero-cell rule chosen. */
export interface NotEstimable {
  readonly estimable: false;
  readonly measure: MeasureId;
  readonly y: null;
  readonly v: null;
  readonly se: null;
  readonly reason: Remark;
}

export type PoolModel = "common" | "random";

/** Estimators of the between-study variance. */
export type Tau2Method =
  | "DL"
  | "HE"
  | "HS"
  | "HSk"
  | "SJ"
  | "ML"
  | "REML"
  | "EB"
  | "PM"
  | "PMM"
  | "GENQ"
  | "GENQM"
  | "DLIT"
  | "SJIT";

/** `z` normal; `t` k-1 degrees of freedom; `knha` Hartung-Knapp; `adhoc` Hartung-Knapp never narrower than `t`. */
export type PoolTest = "z" | "t" | "knha" | "adhoc";

export interface PoolOptions {
  /** Default `random`. */
  readonly model?: PoolModel;
  /** Default `REML`; not used by the common-effect model. */
  readonly tau2?: Tau2Method;
  /** Default `knha` for the random-effects model, `z` for the common-effect model. */
  readonly test?: PoolTest;
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
  /**
   * Critical value of the prediction interval: `test` (default) uses that of the confidence interval,
   * `riley` Student's t with k - 2 degrees of freedom (no interval below three studies).
   */
  readonly prediction?: "test" | "riley";
  /** Q-profile interval of tau2, I2 and H2; default true. `false` saves its root finding. */
  readonly heterogeneityInterval?: boolean;
  /** `metafor` stops where metafor's default control stops, to reproduce its printed digits. */
  readonly compat?: "metafor";
}

/** A pooled estimate on the analysis scale; `null` is "not defined here", never "zero". */
export interface PooledResult {
  readonly k: number;
  readonly model: PoolModel;
  /** `null` for the common-effect model. */
  readonly tau2Method: Tau2Method | null;
  /** The test used: `z` when k = 1, whatever was asked. */
  readonly test: PoolTest;
  readonly level: number;
  readonly estimate: number;
  readonly se: number;
  /** `estimate / se`; `null` when `se` is 0. */
  readonly statistic: number | null;
  /** Degrees of freedom of the statistic; `null` for the normal. */
  readonly df: number | null;
  /** Two-sided. */
  readonly p: number | null;
  readonly ciLow: number;
  readonly ciHigh: number;
  /** Between-study variance; 0 by assumption in the common-effect model, `null` for one study. */
  readonly tau2: number | null;
  readonly seTau2: number | null;
  /** Q-profile interval. */
  readonly tau2Low: number | null;
  readonly tau2High: number | null;
  /** True when Q is below both limits: the effects are less scattered than chance, the interval is {0}. */
  readonly tau2IntervalEmpty: boolean;
  /** Cochran's Q, its degrees of freedom k-1 and upper-tail p (`null` for one study). */
  readonly q: number;
  readonly qDf: number;
  readonly qP: number | null;
  /** Percent. */
  readonly i2: number | null;
  readonly i2Low: number | null;
  readonly i2High: number | null;
  readonly h2: number | null;
  readonly h2Low: number | null;
  readonly h2High: number | null;
  /** Percent of each study, in the order given; they sum to 100. */
  readonly weights: readonly number[];
  /** Interval for the true effect of a new study; `null` in the common-effect model and for one study. */
  readonly predictionLow: number | null;
  readonly predictionHigh: number | null;
  readonly converged: boolean;
  /** Steps of the tau2 solver; 0 for closed forms. */
  readonly iterations: number;
  /** Size of its last step. */
  readonly lastChange: number;
}

/** The result without one study. */
export interface LeftOut {
  /** Position of the omitted study in the input. */
  readonly omitted: number;
  readonly result: PooledResult;
}

/** Facts about a pooled result that prose must not contradict. */
export interface PooledFacts {
  readonly k: number;
  readonly singleStudy: boolean;
  /** k < 5: intervals are wide and tau2 is poorly known. */
  readonly fewStudies: boolean;
  /** k < 10: tests for small-study effects have too little power to be run. */
  readonly tooFewForSmallStudyTests: boolean;
  /** Side of the estimate: below, above or exactly at the null. */
  readonly direction: "below" | "above" | "null";
  /** The confidence interval contains the null. */
  readonly intervalCrossesNull: boolean;
  /** `null` where there is no prediction interval. */
  readonly predictionCrossesNull: boolean | null;
  /** `null` where tau2 is not estimated. */
  readonly tau2Zero: boolean | null;
  /** tau2 is estimated as 0 but its interval reaches above: absence of evidence only. */
  readonly heterogeneityUncertain: boolean | null;
}
