import type { Language } from "#kernel";
import type { Light } from "../traffic-light.ts";

/** `revman`: as RevMan 5 and RevMan Web print; `metafor`: as R's `forest.rma` prints. */
export type ForestLayoutName = "revman" | "metafor";

/**
 * A forest plot with columns, subgroups and several results. Every effect, limit and axis end is on the scale of
 * the analysis (log for ratios).
 */
export interface ForestFigure {
  readonly language: Language;
  readonly title: string;
  /** `log`: axis and numbers are shown exponentiated. */
  readonly scale: "identity" | "log";
  /** Where there is no effect; null draws no line (a proportion, a mean). */
  readonly nullValue: number | null;
  /** A value marked by a dashed line through all rows, such as the result of all studies. */
  readonly reference?: number;
  /** Such as `Risk Ratio`. */
  readonly measure: string;
  /** Such as `M-H, Random`; stands in the head of the RevMan layout. */
  readonly method?: string;
  /** Names of the two groups, over their columns. */
  readonly firstArm?: string;
  readonly secondArm?: string;
  /** From left to right, the plot among them. */
  readonly columns: readonly ForestColumn[];
  /** One group without a label where there are no subgroups. */
  readonly groups: readonly ForestGroup[];
  /** Results over all groups: one diamond each. */
  readonly summaries: readonly ForestSummary[];
  readonly subgroupTest?: ChiSquare & { readonly i2?: number };
  readonly favoursLow?: string;
  readonly favoursHigh?: string;
  /** Under the axis, such as `Risk Ratio (log scale)`. */
  readonly axisLabel?: string;
  /** The part of the scale that is shown; chosen from the data by default. */
  readonly axis?: { readonly low: number; readonly high: number; readonly ticks?: readonly number[] };
  /** Domains of the column of lights, lettered A, B … in this order. */
  readonly domains?: readonly { readonly id: string; readonly label: string }[];
  /** Lines at the end. */
  readonly footer?: readonly string[];
  /** `bar`: a row of its own; `extension`: a dotted line through the diamond, with its numbers below. Default `bar`. */
  readonly prediction?: "bar" | "extension";
  /** Decimals of effects; default 2. */
  readonly digits?: number;
}

/** What a column shows. Where there is no room, columns are left out from the lowest `keep` on. */
export type ForestColumn = { readonly heading?: string; readonly keep?: number } & (
  | { readonly kind: "study" | "plot" | "effect" | "weight" | "lights" }
  | {
      readonly kind: "arm";
      readonly arm: "first" | "second";
      readonly field: "events" | "total" | "mean" | "sd" | "events/total" | "mean (sd)";
      readonly digits?: number;
    }
  | {
      readonly kind: "text";
      /** Key of the study's `cells`. */
      readonly id: string;
      readonly align?: "left" | "right";
      /** Heading over this column and its neighbours with the same. */
      readonly over?: string;
    }
);

export interface ForestArm {
  readonly events?: number;
  readonly total?: number;
  readonly mean?: number;
  readonly sd?: number;
}

export interface ForestStudy {
  readonly label: string;
  /** Shown under the label, such as `retracted`. */
  readonly flag?: string;
  readonly first?: ForestArm;
  readonly second?: ForestArm;
  /** Text of further columns, by their id. */
  readonly cells?: Readonly<Record<string, string>>;
  /** All three null: listed as not estimable. */
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Percent; null when the study carries none. */
  readonly weight: number | null;
  /** What a model with moderators expects of this study, as a pale polygon behind it. */
  readonly fitted?: { readonly estimate: number; readonly low: number; readonly high: number };
  /** Judgements by id of the domain. */
  readonly lights?: Readonly<Record<string, Light>>;
}

export interface ForestGroup {
  readonly label?: string;
  readonly studies: readonly ForestStudy[];
  readonly summaries?: readonly ForestSummary[];
}

export interface ForestSummary {
  /** Default: what the layout calls it, such as `Total (95% CI)` or `RE Model`. */
  readonly label?: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly prediction?: { readonly low: number; readonly high: number };
  /** Percent of all weight. */
  readonly weight?: number;
  readonly statistics?: ForestStatistics;
  /** Further lines under the diamond's own. */
  readonly notes?: readonly string[];
}

export interface ChiSquare {
  readonly q: number;
  readonly df: number;
  readonly p: number;
}

/** Numbers of the lines on heterogeneity and overall effect. */
export interface ForestStatistics {
  readonly heterogeneity: ChiSquare;
  /** Percent. */
  readonly i2: number;
  /** Null in a common-effect model. */
  readonly tau2: number | null;
  readonly test?: {
    readonly kind: "z" | "t";
    readonly statistic: number;
    readonly df?: number;
    readonly p: number;
  };
}
