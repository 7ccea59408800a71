/** A list of numbers: a typed array or a plain one. */
export type Numbers = ArrayLike<number>;

/** One 2x2 table a study: people with the event and people in each group; all four of length k. */
export interface CountTables {
  /** People with the event in group 1, whole numbers in [0, n1]. */
  readonly events1: Numbers;
  /** People in group 1, whole numbers >= 1. */
  readonly n1: Numbers;
  readonly events2: Numbers;
  readonly n2: Numbers;
}

/** Events and person-time of two groups a study; all four of length k. */
export interface RateTables {
  /** Events in group 1, whole numbers >= 0. */
  readonly events1: Numbers;
  /** Person-time of group 1, any unit, > 0. */
  readonly time1: Numbers;
  readonly events2: Numbers;
  /** Same unit as `time1`. */
  readonly time2: Numbers;
}

/** Which tables get something added to their cells. */
export interface ZeroCellRule {
  /** Tables with a zero (default), every table, every table once one of them has a zero, or none. */
  readonly to?: "only0" | "all" | "if0all" | "none";
  /** Added to each cell; default 0.5 for the studies' own effects, 0 for the pooled sums. */
  readonly add?: number;
  /** Leave out tables with no event, or only events, in both groups; default true for the studies' own effects. */
  readonly dropDoubleZero?: boolean;
}

export interface MantelHaenszelOptions {
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
  /** Continuity correction of the Cochran-Mantel-Haenszel test; default true. */
  readonly correct?: boolean;
  /** For the studies' own effects, which give Q, I2 and H2. */
  readonly zeroCells?: ZeroCellRule;
  /** For the pooled sums, which need nothing added; default none. */
  readonly pooledZeroCells?: ZeroCellRule;
}

export interface ChiSquareTest {
  readonly statistic: number;
  readonly df: number;
  /** Upper tail. */
  readonly p: number;
}

/** A pooled estimate from counts, on the analysis scale (natural logarithm for ratios). */
export interface CountsResult {
  /** Studies in the sums. */
  readonly k: number;
  /** Studies with an effect of their own: those Q counts. */
  readonly kEstimable: number;
  readonly level: number;
  readonly estimate: number;
  readonly se: number;
  readonly statistic: number;
  /** Two-sided, normal. */
  readonly p: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  /** Inverse-variance Q of the studies' own effects about the pooled estimate. */
  readonly q: number;
  readonly qDf: number;
  /** 1 with fewer than two studies. */
  readonly qP: number;
  /** Percent. */
  readonly i2: number;
  readonly h2: number;
  /** Normal log-likelihood of the studies' own effects at the pooled estimate. */
  readonly logLikelihood: number;
  /** The studies' own effects and variances; `null` where a table gives none. */
  readonly y: readonly (number | null)[];
  readonly v: readonly (number | null)[];
  /** Percent of each study in the pooled estimate. */
  readonly weights: readonly number[];
}

export interface MantelHaenszelResult extends CountsResult {
  /** Cochran-Mantel-Haenszel (odds ratio) or Mantel-Haenszel (rate ratio) test of no effect; `null` for others. */
  readonly association: ChiSquareTest | null;
  /** Breslow-Day test of one common odds ratio; `null` for other measures and with fewer than two tables. */
  readonly breslowDay: ChiSquareTest | null;
  /** The same with Tarone's correction. */
  readonly tarone: ChiSquareTest | null;
}
