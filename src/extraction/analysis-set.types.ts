import type { MessageValues, Problem } from "#kernel";
import type { PlannedAnalysis, Statistic } from "#review";

/** A number with the way back to its source. */
export interface TracedValue {
  readonly number: number;
  /** As printed. */
  readonly verbatim: string;
  readonly field: string;
  readonly arm: string | null;
  readonly quote: string | null;
  readonly place: string | null;
  readonly placeNb?: string | undefined;
  readonly report: string | null;
  readonly confidence: string;
  readonly by: string;
  readonly at: string;
  readonly eventId: string;
}

/** One comparison of one study that enters an analysis. */
export interface AnalysisRow {
  readonly studyId: string;
  readonly label: string;
  readonly experimental: { readonly arm: string; readonly label: string } | null;
  readonly comparator: { readonly arm: string; readonly label: string } | null;
  /** Statistics of the arms, for measures computed from arms. */
  readonly experimentalValues: Readonly<Partial<Record<Statistic, TracedValue>>>;
  readonly comparatorValues: Readonly<Partial<Record<Statistic, TracedValue>>>;
  /** Estimate and SE as coded, for `GEN`. */
  readonly contrastValues: Readonly<Partial<Record<Statistic, TracedValue>>>;
}

/**
 * One reason why a study does not enter, with what it is about, to be said in the reader's language: `pools` (studies),
 * `retracted` and `retracted-on` (report, source, date), `no-arm` (role), `nothing-extracted`, `missing` and
 * `not-reported` (statistic, arm), or the code of the problem of a value (statistic, arm, value).
 */
export interface LeftOutDetail {
  readonly code: string;
  readonly values: MessageValues;
}

/** A study that was looked at and does not enter, and why. */
export interface LeftOut {
  readonly studyId: string;
  readonly label: string;
  readonly why:
    | "no-values"
    | "missing-statistic"
    | "pooled-report"
    | "overlapping-participants"
    | "retracted"
    | "bad-value"
    /** Kept out by the restriction to a risk of bias. */
    | "risk"
    | "not-appraised";
  /** In English, as one text. */
  readonly detail: string;
  /** The same by code; absent where `why` says it all. */
  readonly details?: readonly LeftOutDetail[] | undefined;
}

export interface AnalysisSet {
  readonly analysis: PlannedAnalysis;
  readonly rows: readonly AnalysisRow[];
  readonly leftOut: readonly LeftOut[];
  readonly problems: readonly Problem[];
}
