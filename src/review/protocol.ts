import type { LocalText } from "#kernel";
import type { HighlightKind, Stage } from "#ledger";

/** What a review sets out to do, as read from `protocol.yaml`. Ids are unique within their list. */
export interface Protocol {
  readonly title: LocalText;
  /** Short name for the rail and file names. */
  readonly shortTitle: LocalText;
  readonly authors: readonly string[];
  /** Instead of `authors` in Norwegian, for names that say what, not who. */
  readonly authorsNb?: readonly string[] | undefined;
  readonly registration: string | null;
  readonly rationale?: LocalText | undefined;
  readonly people: readonly Person[];
  readonly questions: readonly Question[];
  readonly criteria: readonly Criterion[];
  readonly sources: readonly InformationSource[];
  readonly stages: readonly StagePlan[];
  /** Ordered; at full text an exclusion names exactly one. */
  readonly exclusionReasons: readonly ExclusionReason[];
  readonly armRoles: readonly ArmRole[];
  readonly outcomes: readonly Outcome[];
  readonly timepoints: readonly Timepoint[];
  readonly forms: readonly Form[];
  readonly analyses: readonly PlannedAnalysis[];
  /** Words to highlight while screening, by kind. */
  readonly highlights: readonly Highlight[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  /** For a name that says what, not who, such as a role. */
  readonly nameNb?: string | undefined;
  readonly initials: string;
  /** `adjudicator` may settle conflicts and see sealed votes while doing so. */
  readonly roles: readonly ("reviewer" | "extractor" | "adjudicator" | "lead")[];
}

export interface Question {
  readonly id: string;
  readonly kind: "effect" | "mechanism" | "qualitative";
  readonly text: LocalText;
  readonly population: LocalText | null;
  readonly intervention: LocalText | null;
  readonly comparator: LocalText | null;
  readonly outcomes: readonly string[];
}

export interface Criterion {
  /** Such as `I1` or `E2`. */
  readonly id: string;
  readonly kind: "include" | "exclude";
  readonly text: LocalText;
}

export interface InformationSource {
  readonly id: string;
  /** `background`: cited references that came from no search; never counted as identified records. */
  readonly kind:
    | "database"
    | "register"
    | "citation-searching"
    | "website"
    | "organisation"
    | "other"
    | "background";
  readonly name: string;
  readonly nameNb?: string | undefined;
  readonly platform: string | null;
  /** The query exactly as run; null when nothing was queried (hand search). */
  readonly query: string | null;
  /** ISO date of the last search; null when not reported. */
  readonly searchedOn: string | null;
  readonly limits: string | null;
  readonly limitsNb?: string | undefined;
  /** Hits as the platform showed them; null when not reported. */
  readonly hits: number | null;
  readonly note?: LocalText | undefined;
}

export interface StagePlan {
  readonly stage: Stage;
  /** Independent votes needed before a decision stands. */
  readonly reviewers: number;
  /** Share of reports, drawn by chance, that need one vote more; absent: none. */
  readonly secondReviewerShare?: number | undefined;
  /** What reviewers must agree on in a sample before the stage begins; absent: no such exercise is planned. */
  readonly calibration?: Calibration | undefined;
}

/** A calibration exercise: how many reports, and how well reviewers must agree on them. */
export interface Calibration {
  readonly reports: number;
  readonly statistic: "percent" | "kappa" | "ac1";
  /** Percent from 0 to 100, else from 0 to 1. */
  readonly threshold: number;
}

export interface ExclusionReason {
  readonly id: string;
  readonly label: LocalText;
  readonly stages: readonly Stage[];
}

export interface ArmRole {
  readonly id: string;
  readonly label: LocalText;
}

export interface Outcome {
  readonly id: string;
  readonly label: LocalText;
  /** Instrument or definition, such as `CAPS-IV total, 0–136`. */
  readonly instrument: string | null;
  readonly kind: "continuous" | "dichotomous";
  /** Which way is better for the participant. */
  readonly better: "lower" | "higher";
}

export interface Timepoint {
  readonly id: string;
  readonly label: LocalText;
}

export interface Form {
  readonly id: string;
  readonly label: LocalText;
  /** `effect`: values per arm, outcome and timepoint (or per contrast). `study`: one value per field and study. */
  readonly kind: "effect" | "study";
  readonly fields: readonly FormField[];
}

export interface FormField {
  readonly id: string;
  readonly label: LocalText;
  readonly type: "text" | "integer" | "number" | "choice";
  /** For effect forms: `arm` fields repeat per arm, `contrast` fields stand once per outcome and timepoint. */
  readonly per: "arm" | "contrast" | "study";
  /** The statistic an arm or contrast field holds, for effect sizes. */
  readonly statistic?: Statistic | undefined;
  readonly choices: readonly { readonly id: string; readonly label: LocalText }[];
  readonly required: boolean;
}

export type Statistic = "n" | "mean" | "sd" | "events" | "total" | "estimate" | "se";

/** Estimators of the variance between studies that a protocol may plan. */
export type PlannedTau2 =
  | "REML"
  | "DL"
  | "PM"
  | "PMM"
  | "ML"
  | "EB"
  | "HE"
  | "HS"
  | "HSk"
  | "SJ"
  | "DLIT"
  | "SJIT";

/**
 * Binomial–normal models of the counts of two groups, by what they make of each study's level: a coefficient for each,
 * a normal distribution, or nothing, given the study's events (exact and approximate).
 */
export type CountModel = "UM.FS" | "UM.RS" | "CM.EL" | "CM.AL";

/**
 * How studies are pooled: by weights of inverse variance, or, for counts of two groups, by the sums of Mantel and
 * Haenszel or of Peto (odds ratios), or by a model of the counts themselves (odds ratios).
 */
export type PoolingMethod = "inverse-variance" | "mantel-haenszel" | "peto" | CountModel;

/** What is done with tables of counts that have an empty cell. */
export interface ZeroCells {
  /** Which tables get `add` in all four cells: those with an empty one, all of them, or none. */
  readonly to: "only0" | "all" | "none";
  /** Added to each cell, > 0. */
  readonly add: number;
  /** Tables with no events, or only events, in both groups: kept or left out. */
  readonly doubleZero: "keep" | "drop";
}

/** What of an analysis can be chosen otherwise over the same outcome and timepoint. */
export interface AnalysisChoices {
  /** `GEN` pools estimate and SE as extracted. */
  readonly measure: "SMD" | "MD" | "RR" | "OR" | "GEN";
  /** Absent: inverse variance. */
  readonly method?: PoolingMethod | undefined;
  /** Mantel–Haenszel with random effects is what Review Manager 5 calls "M-H, Random"; Peto is common. */
  readonly model: "common" | "random";
  readonly tau2: PlannedTau2;
  /** `knha` Hartung–Knapp; `adhoc` the same, never narrower than `t`. */
  readonly test: "z" | "t" | "knha" | "adhoc";
  /** Critical value of the prediction interval: that of the test, or t with k − 2 degrees of freedom. */
  readonly prediction?: "test" | "riley" | undefined;
  readonly zeroCells?: ZeroCells | undefined;
  /** Which studies enter by their overall risk of bias; a study nobody appraised stays out of a restriction. */
  readonly risk?: "all" | "not-high" | "low" | undefined;
}

/** Choices made otherwise. */
export type AnalysisOverrides = { readonly [K in keyof AnalysisChoices]?: AnalysisChoices[K] | undefined };

export interface PlannedAnalysis extends AnalysisChoices {
  readonly id: string;
  readonly question: string;
  readonly label: LocalText;
  readonly outcome: string;
  readonly timepoint: string;
  /** Arm role ids. */
  readonly experimental: string;
  readonly comparator: string;
  /** Studies enter when they carry one of these tags; empty: all studies of the question. */
  readonly tags: readonly string[];
  /** Name shown for the measure when `GEN`, such as `Hedges g as coded`. */
  readonly scaleLabel?: LocalText | undefined;
  readonly note?: LocalText | undefined;
  /** The result without each study in turn is planned too. */
  readonly leaveOneOut?: boolean | undefined;
  readonly subgroups?: readonly PlannedSubgroups[] | undefined;
  readonly moderators?: readonly PlannedModerators[] | undefined;
  readonly sensitivity?: readonly PlannedSensitivity[] | undefined;
}

/** What a planned part of an analysis is called; ids are unique within the analysis. */
interface PlannedPart {
  readonly id: string;
  readonly label: LocalText;
  readonly note?: LocalText | undefined;
}

/** Studies pooled in groups, and a test between the groups. */
export interface PlannedSubgroups extends PlannedPart {
  /** `<form>.<field>` of a form about studies, or one of `risk-of-bias`, `year`, `analysed`. */
  readonly by: string;
  /** One τ² in each group, or one within all; absent: separate. */
  readonly tau2?: "separate" | "common" | undefined;
}

/** A meta-regression. */
export interface PlannedModerators extends PlannedPart {
  readonly variables: readonly {
    /** As `by` of subgroups. */
    readonly variable: string;
    /** Absent: by its values, numbers as numbers; a choice always as groups. */
    readonly as?: "continuous" | "categorical" | undefined;
  }[];
}

/** The analysis once more with something chosen otherwise; what is not named is as in the analysis. */
export interface PlannedSensitivity extends PlannedPart, AnalysisOverrides {
  /** Ids of studies that are left out. */
  readonly without?: readonly string[] | undefined;
}

export interface Highlight {
  readonly kind: HighlightKind;
  readonly terms: readonly string[];
}

/** A protocol in force, as the ledger keeps it. */
export interface ProtocolDoc {
  readonly number: number;
  readonly hash: string;
  readonly text: string;
  readonly protocol: Protocol;
  readonly history: readonly {
    readonly number: number;
    readonly hash: string;
    readonly at: string;
    readonly by: string;
    readonly reason: string | null;
    readonly eventId: string;
  }[];
}
