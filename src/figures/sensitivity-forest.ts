import type { Language } from "#kernel";
import type { ForestModel } from "./forest-model.ts";
import { describeForest, forestPlot } from "./forest-plot.ts";
import type { PlotOptions } from "./plot-area.ts";
import { finite, ofEach, refuseUndrawable } from "./refuse-figure.ts";

/** A pooled result that belongs to one row, on the scale of the analysis. */
export interface SensitivityRow {
  /** The study added (cumulative) or left out. */
  readonly label: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface SensitivityForestModel {
  readonly language: Language;
  readonly title: string;
  /** `log`: axis and numbers are shown exponentiated. */
  readonly scale: "identity" | "log";
  /** No effect, on the scale of the analysis. */
  readonly nullValue: number;
  /** Such as `OR [95 % CI]`. */
  readonly effectHeading: string;
  readonly favoursLow: string;
  readonly favoursHigh: string;
  /** In the order shown. */
  readonly rows: readonly SensitivityRow[];
  /** All studies together, for the diamond; for the cumulative plot the last row says the same. */
  readonly pooled?: {
    readonly label: string;
    readonly estimate: number;
    readonly low: number;
    readonly high: number;
  };
  readonly footer?: readonly string[];
}

const WORDS = {
  en: {
    cumulative: "Study added",
    leftOut: "Study left out",
    added: (label: string) => `+\u00a0${label}`,
    explainCumulative: "Each row is the pooled result of the studies down to that row.",
    explainLeftOut: "Each row is the pooled result without the study named.",
  },
  nb: {
    cumulative: "Studie lagt til",
    leftOut: "Studie utelatt",
    added: (label: string) => `+\u00a0${label}`,
    explainCumulative: "Hver rad er det samlede resultatet av studiene til og med raden.",
    explainLeftOut: "Hver rad er det samlede resultatet uten studien som er nevnt.",
  },
} as const;

/**
 * A cumulative forest plot: the pooled result as studies are added one by one.
 *
 * @throws EvidensError `figures/bad-numbers`
 * Source: Lau et al. 1992, doi:10.1056/NEJM199207233270406.
 * Checked: tests/figures/sensitivity-forest.test.ts, tests/gallery/sensitivity-forest.test.ts.
 */
export function cumulativeForest(model: SensitivityForestModel, options: PlotOptions = {}): string {
  return forestPlot(cumulativeModel(model), { id: "cumulative", ...options });
}

/**
 * A leave-one-out forest plot: the pooled result without each study.
 *
 * @throws EvidensError `figures/bad-numbers`
 * Source: Viechtbauer and Cheung 2010, doi:10.1002/jrsm.11.
 * Checked: tests/figures/sensitivity-forest.test.ts, tests/gallery/sensitivity-forest.test.ts.
 */
export function leaveOneOutForest(model: SensitivityForestModel, options: PlotOptions = {}): string {
  return forestPlot(leaveOneOutModel(model), { id: "leave-one-out", ...options });
}

/** The cumulative plot in words. */
export function describeCumulative(model: SensitivityForestModel): string {
  return describeForest(cumulativeModel(model));
}

/** The leave-one-out plot in words. */
export function describeLeaveOneOut(model: SensitivityForestModel): string {
  return describeForest(leaveOneOutModel(model));
}

function cumulativeModel(model: SensitivityForestModel): ForestModel {
  const words = WORDS[model.language];
  return asForest(model, words.cumulative, words.explainCumulative, (label, at) =>
    at === 0 ? label : words.added(label),
  );
}

function leaveOneOutModel(model: SensitivityForestModel): ForestModel {
  const words = WORDS[model.language];
  return asForest(model, words.leftOut, words.explainLeftOut, (label) => label);
}

function asForest(
  model: SensitivityForestModel,
  studyHeading: string,
  explanation: string,
  labelOf: (label: string, at: number) => string,
): ForestModel {
  const numbers = (one: { estimate: number; low: number; high: number }) => [
    finite("estimate", one.estimate),
    finite("low", one.low),
    finite("high", one.high),
  ];
  const { pooled } = model;
  refuseUndrawable("Forest plot", [
    ...ofEach("rows", model.rows, numbers),
    ...(pooled ? ofEach("pooled", [pooled], numbers) : []),
    finite("nullValue", model.nullValue),
  ]);
  return {
    language: model.language,
    title: model.title,
    scale: model.scale,
    // The forest plot also takes 1 for a ratio without effect; here the scale of the analysis is meant.
    nullValue: model.scale === "log" ? Math.exp(model.nullValue) : model.nullValue,
    studyHeading,
    groupHeading: "",
    weightHeading: "",
    effectHeading: model.effectHeading,
    favoursLow: model.favoursLow,
    favoursHigh: model.favoursHigh,
    rows: model.rows.map((row, at) => ({
      id: `${at}`,
      label: labelOf(row.label, at),
      groups: "",
      estimate: row.estimate,
      low: row.low,
      high: row.high,
      weight: null,
    })),
    pooled: pooled ? { ...pooled, predictionLow: null, predictionHigh: null } : null,
    footer: [...(model.footer ?? []), explanation],
  };
}
