import type { LocalText } from "#kernel";
import type { Remark, TwoCounts, TwoMeans } from "../types.ts";

/** Two independent groups summarised by mean and SD. */
export type TwoMeansMeasure =
  | "MD"
  | "SMD"
  | "SMDH"
  | "SMD1"
  | "SMD1H"
  | "ROM"
  | "RPB"
  | "ZPB"
  | "RBIS"
  | "ZBIS"
  | "D2OR"
  | "D2ORN"
  | "D2ORL"
  | "VR"
  | "CVR"
  | "CLESN";
/** One group measured before and after. */
export type PrePostMeasure =
  | "MC"
  | "SMCC"
  | "SMCR"
  | "SMCRH"
  | "SMCRP"
  | "SMCRPH"
  | "CLESCN"
  | "ROMC"
  | "VRC"
  | "CVRC";
/** Two independent groups summarised by events. */
export type CountsMeasure =
  | "OR"
  | "RR"
  | "RD"
  | "AS"
  | "PETO"
  | "PHI"
  | "ZPHI"
  | "YUQ"
  | "YUY"
  | "PBIT"
  | "OR2D"
  | "OR2DN"
  | "OR2DL"
  | "RTET"
  | "ZTET";
/** Pairs (matched people, or one person twice) cross-classified by two yes/no outcomes. */
export type PairedCountsMeasure = "MPRR" | "MPOR" | "MPRD" | "MPORC" | "MPPETO";
export type TwoRatesMeasure = "IRR" | "IRD" | "IRSD";
export type RateMeasure = "IR" | "IRLN" | "IRS" | "IRFT";
export type ProportionMeasure = "PR" | "PLN" | "PLO" | "PRZ" | "PAS" | "PFT";
export type CorrelationMeasure = "COR" | "UCOR" | "ZCOR";
export type PartialCorrelationMeasure = "PCOR" | "ZPCOR";
export type SemipartialCorrelationMeasure = "SPCOR" | "ZSPCOR";
export type ExplainedVarianceMeasure = "R2" | "ZR2";
export type ReliabilityMeasure = "ARAW" | "AHW" | "ABT";
export type AreaMeasure = "AUC" | "CLES";
export type OneMeanMeasure = "MN" | "SMN" | "MNLN" | "CVLN";
export type OneSdMeasure = "SDLN";

/** Every effect measure, by the short name that `escalc` of metafor gives it; `GEN` is any estimate with its SE. */
export type EffectMeasureId =
  | TwoMeansMeasure
  | PrePostMeasure
  | CountsMeasure
  | PairedCountsMeasure
  | TwoRatesMeasure
  | RateMeasure
  | ProportionMeasure
  | CorrelationMeasure
  | PartialCorrelationMeasure
  | SemipartialCorrelationMeasure
  | ExplainedVarianceMeasure
  | ReliabilityMeasure
  | AreaMeasure
  | OneMeanMeasure
  | OneSdMeasure
  | "GEN";

/** One group measured twice; the effect is after minus (or over) before. */
export interface PrePost {
  readonly meanPre: number;
  /** SD before, > 0; standardises SMCR and SMCRH. */
  readonly sdPre: number;
  readonly meanPost: number;
  readonly sdPost: number;
  /** People measured both times, a whole number >= 2. */
  readonly n: number;
  /** Correlation of the two measurements, in (-1, 1). */
  readonly r: number;
}

/** Pairs by outcome of the first and the second measurement (or member): yes/yes, yes/no, no/yes, no/no. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
}

/** Events over person-time in two groups. */
export interface TwoRates {
  readonly events1: number;
  /** Person-time, > 0, the same unit in both groups. */
  readonly time1: number;
  readonly events2: number;
  readonly time2: number;
}

export interface OneRate {
  readonly events: number;
  readonly time: number;
}

export interface OneProportion {
  readonly events: number;
  readonly n: number;
}

export interface OneCorrelation {
  /** In [-1, 1]. */
  readonly r: number;
  /** Pairs of observations. */
  readonly n: number;
}

export interface PartialCorrelation extends OneCorrelation {
  /** Predictors in the regression model, the one of interest included. */
  readonly predictors: number;
}

export interface SemipartialCorrelation extends OneCorrelation {
  /** R² of the full model, in [0, 1). */
  readonly r2: number;
}

export interface ExplainedVariance {
  readonly r2: number;
  readonly n: number;
  readonly predictors: number;
}

export interface Reliability {
  /** Cronbach's alpha, below 1. */
  readonly alpha: number;
  /** Items of the scale, >= 2. */
  readonly items: number;
  readonly n: number;
}

export interface Area {
  /** Area under the ROC curve, or probability that one of group 1 exceeds one of group 2; in (0, 1). */
  readonly area: number;
  readonly n1: number;
  readonly n2: number;
}

export interface OneMean {
  readonly mean: number;
  readonly sd: number;
  readonly n: number;
}

export interface OneSd {
  readonly sd: number;
  readonly n: number;
}

/** An estimate with its standard error, as reported. */
export interface ReportedEffect {
  readonly y: number;
  readonly se: number;
}

/** Input of each kind of measure, by the name the registry calls it. */
export interface EffectInputs {
  readonly twoMeans: TwoMeans;
  readonly prePost: PrePost;
  readonly counts: TwoCounts;
  readonly pairedCounts: PairedCounts;
  readonly twoRates: TwoRates;
  readonly rate: OneRate;
  readonly proportion: OneProportion;
  readonly correlation: OneCorrelation;
  readonly partialCorrelation: PartialCorrelation;
  readonly semipartialCorrelation: SemipartialCorrelation;
  readonly explainedVariance: ExplainedVariance;
  readonly reliability: Reliability;
  readonly area: Area;
  readonly oneMean: OneMean;
  readonly oneSd: OneSd;
  readonly reported: ReportedEffect;
}

export type EffectInputKind = keyof EffectInputs;

/** Which kind of input a measure needs. */
export type KindOf<M extends EffectMeasureId> = M extends TwoMeansMeasure
  ? "twoMeans"
  : M extends PrePostMeasure
    ? "prePost"
    : M extends CountsMeasure
      ? "counts"
      : M extends PairedCountsMeasure
        ? "pairedCounts"
        : M extends TwoRatesMeasure
          ? "twoRates"
          : M extends RateMeasure
            ? "rate"
            : M extends ProportionMeasure
              ? "proportion"
              : M extends CorrelationMeasure
                ? "correlation"
                : M extends PartialCorrelationMeasure
                  ? "partialCorrelation"
                  : M extends SemipartialCorrelationMeasure
                    ? "semipartialCorrelation"
                    : M extends ExplainedVarianceMeasure
                      ? "explainedVariance"
                      : M extends ReliabilityMeasure
                        ? "reliability"
                        : M extends AreaMeasure
                          ? "area"
                          : M extends OneMeanMeasure
                            ? "oneMean"
                            : M extends OneSdMeasure
                              ? "oneSd"
                              : "reported";

export type EffectInput<M extends EffectMeasureId> = EffectInputs[KindOf<M>];

/** The same numbers for many studies: one column per field, all of one length. */
export type EffectColumns<M extends EffectMeasureId> = {
  readonly [Field in keyof EffectInput<M>]: Float64Array | readonly number[];
};

/**
 * Sampling variances by metafor's names: `LS` large sample, `LS2`/`LS3` its variants, `UB` unbiased, `HO` equal
 * true SDs, `AV`/`AVHO`/`AV2` with averages over the studies of the set, `H0`/`H0b` under no effect,
 * `ST`/`CS` stratified or cross-sectional sampling, `MAX` an upper bound.
 */
export type VarianceType =
  | "LS"
  | "LS2"
  | "LS3"
  | "UB"
  | "HO"
  | "AV"
  | "AVHO"
  | "AV2"
  | "H0"
  | "H0b"
  | "ST"
  | "CS"
  | "MAX";

export interface EffectSizeOptions {
  /** One that the registry lists for the measure; default the first listed. */
  readonly variance?: VarianceType;
  /** Small-sample correction of the effect where the measure has one; default true. */
  readonly biasCorrection?: boolean;
  /** Which tables get `add` in each cell: those with a zero (default), all, all once one has a zero, none. */
  readonly to?: "only0" | "all" | "if0all" | "none";
  /** Added to each cell; default 1/2, or 0 for the measures that need none (the registry says which). */
  readonly add?: number;
  /** Leave out a study without events, or with only events, in both groups; default false. */
  readonly dropDoubleZero?: boolean;
  /** Allow fractions in numbers of people and events, as after a cluster correction; default false. */
  readonly allowFractions?: boolean;
}

/** How the analysis scale relates to what readers see. */
export type EffectScale =
  | "identity"
  | "log"
  | "logit"
  | "probit"
  | "arcsine"
  | "freeman-tukey"
  | "square-root"
  | "freeman-tukey-rate"
  | "fisher-z"
  | "fisher-z-r2"
  | "cube-root"
  | "log-complement";

/** A measure, as data for menus, tables, axes and prose. */
export interface EffectMeasure {
  readonly id: EffectMeasureId;
  readonly label: LocalText;
  readonly needs: EffectInputKind;
  readonly scale: EffectScale;
  /** No effect on the analysis scale; `null` where there is no such value (a mean, a proportion). */
  readonly nullValue: number | null;
  /** No effect as readers see it, such as 1 for ratios. */
  readonly nullShown: number | null;
  /** The effect, in plain characters. */
  readonly formula: string;
  /** Sampling variances offered, the default first, with their formulae. */
  readonly variances: readonly { readonly id: VarianceType; readonly formula: string }[];
  /** Whether `biasCorrection` applies. */
  readonly hasBiasCorrection: boolean;
  /** Default of `add` where cells may be zero; `null` where `to`, `add` and `dropDoubleZero` do not apply. */
  readonly defaultAdd: number | null;
  /** Papers and textbooks that define it. */
  readonly source: string;
}

/** One study's effect on the analysis scale of its measure. */
export interface EstimatedEffect {
  readonly estimable: true;
  readonly measure: EffectMeasureId;
  readonly y: number;
  /** Sampling variance, >= 0, squared units of `y`; 0 only with the warning `zero-variance`. */
  readonly v: number;
  readonly se: number;
  readonly formula: string;
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
}

/** Data that are valid and yet give no finite effect, or no variance of it, under the rule chosen. */
export interface InestimableEffect {
  readonly estimable: false;
  readonly measure: EffectMeasureId;
  /** Known where only the variance does not exist. */
  readonly y: number | null;
  readonly v: null;
  readonly se: null;
  readonly reason: Remark;
}

export type EffectSize = EstimatedEffect | InestimableEffect;

/** Effects of many studies, row by row. */
export interface EffectSizes {
  readonly measure: EffectMeasureId;
  /** NaN where there is no effect; `inestimable` then names the row. */
  readonly y: Float64Array;
  /** NaN where there is no variance; `inestimable` then names the row. */
  readonly v: Float64Array;
  readonly formula: string;
  readonly assumptions: readonly Remark[];
  readonly inestimable: readonly { readonly row: number; readonly reason: Remark }[];
  /** What single rows have beyond that: corrected cells, warnings. */
  readonly remarks: readonly { readonly row: number; readonly remark: Remark }[];
}
