/** What a forest plot shows; all numbers on the scale of the analysis (log for ratios). */
export interface ForestModel {
  readonly language: "en" | "nb";
  readonly title: string;
  /** `log`: axis and numbers are shown exponentiated. */
  readonly scale: "identity" | "log";
  readonly nullValue: number;
  /** Head of the column of effects, such as `g [95 % CI]`. */
  readonly effectHeading: string;
  readonly studyHeading: string;
  readonly groupHeading: string;
  readonly weightHeading: string;
  readonly rows: readonly ForestRow[];
  readonly pooled: ForestPooled | null;
  readonly favoursLow: string;
  readonly favoursHigh: string;
  /** Lines under the plot: heterogeneity, test of overall effect, prediction interval. */
  readonly footer: readonly string[];
}

export interface ForestRow {
  readonly id: string;
  readonly label: string;
  /** Such as `42 / 37` (means) or `37/42 vs 23/37` (counts). */
  readonly groups: string;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Percent; null when the study carries none. */
  readonly weight: number | null;
  /** Shown beside the label, such as `retracted`. */
  readonly flag?: string | undefined;
}

export interface ForestPooled {
  readonly label: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly predictionLow: number | null;
  readonly predictionHigh: number | null;
}
