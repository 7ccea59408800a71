import type { Language } from "#kernel";
import { describeForestFigure } from "./forest/forest-description.ts";
import { forestFigure, forestSheet } from "./forest/forest-figure.ts";
import type { ForestFigure } from "./forest/forest-figure-model.ts";
import type { PlotOptions } from "./plot-area.ts";
import { finite, ofEach, refuseUndrawable } from "./refuse-figure.ts";
import type { FigureSheet } from "./sheet.ts";

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

/** Weights say nothing here: squares of one size, and no columns but the results. */
const LAYOUT = "metafor";

/**
 * A cumulative forest plot: the pooled result as studies are added one by one.
 *
 * @throws EvidensError `figures/bad-numbers`
 * Source: Lau et al. 1992, doi:10.1056/NEJM199207233270406.
 * Checked: tests/figures/sensitivity-forest.test.ts, tests/gallery/sensitivity-forest.test.ts.
 */
export function cumulativeForest(model: SensitivityForestModel, options: PlotOptions = {}): string {
  return forestFigure(cumulativeModel(model), { id: "cumulative", layout: LAYOUT, ...options });
}

/**
 * A leave-one-out forest plot: the pooled result without each study.
 *
 * @throws EvidensError `figures/bad-numbers`
 * Source: Viechtbauer and Cheung 2010, doi:10.1002/jrsm.11.
 * Checked: tests/figures/sensitivity-forest.test.ts, tests/gallery/sensitivity-forest.test.ts.
 */
export function leaveOneOutForest(model: SensitivityForestModel, options: PlotOptions = {}): string {
  return forestFigure(leaveOneOutModel(model), { id: "leave-one-out", layout: LAYOUT, ...options });
}

/** The cumulative plot in parts; see `forestSheet`. @throws EvidensError `figures/bad-numbers` */
export function cumulativeSheet(model: SensitivityForestModel, options: PlotOptions = {}): FigureSheet {
  return forestSheet(cumulativeModel(model), { id: "cumulative", layout: LAYOUT, ...options });
}

/** The leave-one-out plot in parts; see `forestSheet`. @throws EvidensError `figures/bad-numbers` */
export function leaveOneOutSheet(model: SensitivityForestModel, options: PlotOptions = {}): FigureSheet {
  return forestSheet(leaveOneOutModel(model), { id: "leave-one-out", layout: LAYOUT, ...options });
}

/** The cumulative plot in words. */
export function describeCumulative(model: SensitivityForestModel): string {
  return describeForestFigure(cumulativeModel(model), LAYOUT);
}

/** The leave-one-out plot in words. */
export function describeLeaveOneOut(model: SensitivityForestModel): string {
  return describeForestFigure(leaveOneOutModel(model), LAYOUT);
}

function cumulativeModel(model: SensitivityForestModel): ForestFigure {
  const words = WORDS[model.language];
  return asForest(model, words.cumulative, words.explainCumulative, (label, at) =>
    at === 0 ? label : words.added(label),
  );
}

/** With a line through all rows where the result of all studies lies. */
function leaveOneOutModel(model: SensitivityForestModel): ForestFigure {
  const words = WORDS[model.language];
  const { pooled } = model;
  return {
    ...asForest(model, words.leftOut, words.explainLeftOut, (label) => label),
    ...(pooled === undefined ? {} : { reference: pooled.estimate }),
  };
}

function asForest(
  model: SensitivityForestModel,
  studyHeading: string,
  explanation: string,
  labelOf: (label: string, at: number) => string,
): ForestFigure {
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
    nullValue: model.nullValue,
    measure: model.effectHeading,
    columns: [
      { kind: "study", heading: studyHeading },
      { kind: "plot" },
      { kind: "effect", heading: model.effectHeading },
    ],
    groups: [
      {
        studies: model.rows.map(({ label, estimate, low, high }, at) => ({
          label: labelOf(label, at),
          estimate,
          low,
          high,
          weight: null,
        })),
      },
    ],
    summaries: pooled ? [pooled] : [],
    favoursLow: model.favoursLow,
    favoursHigh: model.favoursHigh,
    footer: [...(model.footer ?? []), explanation],
  };
}
