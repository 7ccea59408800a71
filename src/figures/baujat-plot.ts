import type { Language } from "#kernel";
import { formatNumber } from "./number.ts";
import { axisFor, dots, framePlot, layArea, type PlotOptions } from "./plot-area.ts";
import { drawPointLabels } from "./point-labels.ts";
import { notNegative, ofEach, refuseUndrawable } from "./refuse-figure.ts";

export interface BaujatStudy {
  readonly label: string;
  /** Squared Pearson residual of the study: its part in the heterogeneity. */
  readonly heterogeneity: number;
  /** Standardised squared change of the pooled result when the study is left out. */
  readonly influence: number;
}

export interface BaujatModel {
  readonly language: Language;
  readonly title: string;
  readonly studies: readonly BaujatStudy[];
  /** How many studies are named in the picture; default 8. */
  readonly named?: number;
}

const WORDS = {
  en: {
    x: "Contribution to overall heterogeneity",
    y: "Influence on the pooled result",
    study: (label: string, q: string, influence: string) =>
      `${label}: heterogeneity ${q}, influence ${influence}.`,
    none: "There is no study.",
  },
  nb: {
    x: "Bidrag til samlet heterogenitet",
    y: "Innflytelse på samlet resultat",
    study: (label: string, q: string, influence: string) =>
      `${label}: heterogenitet ${q}, innflytelse ${influence}.`,
    none: "Det er ingen studier.",
  },
} as const;

/**
 * A Baujat plot: which studies make the results differ (right) and which move the pooled result (up).
 *
 * @throws EvidensError `figures/bad-numbers`
 * Source: Baujat et al. 2002, doi:10.1002/sim.1221.
 * Checked: tests/figures/meta-analysis-plots.test.ts, tests/gallery/meta-analysis-plots.test.ts.
 */
export function baujatPlot(model: BaujatModel, options: PlotOptions = {}): string {
  const { studies, language } = model;
  refuseUndrawable(
    "Baujat plot",
    ofEach("studies", studies, (one) => [
      notNegative("heterogeneity", one.heterogeneity),
      notNegative("influence", one.influence),
    ]),
  );
  const words = WORDS[language];
  const x = axisFor([0, ...studies.map((one) => one.heterogeneity)], { language, label: words.x });
  const y = axisFor([0, ...studies.map((one) => one.influence)], { language, label: words.y });
  const area = layArea({ x, y, id: options.id ?? "baujat" }, options);
  const points = studies.map((one) => ({
    label: one.label,
    x: area.x(one.heterogeneity),
    y: area.y(one.influence),
    radius: area.style.dot,
    importance: Math.hypot(one.heterogeneity / x.high, one.influence / y.high),
  }));
  const content = [
    ...dots(points, { fill: area.colours.accent, stroke: area.colours.fill, "stroke-width": 0.75 }),
    ...drawPointLabels(area, points, model.named ?? 8),
  ];
  return framePlot(area, { ...model, description: describeBaujat(model) }, content, []);
}

/** The plot in words, the study that matters most first. */
export function describeBaujat(model: BaujatModel): string {
  const words = WORDS[model.language];
  if (model.studies.length === 0) return words.none;
  const number = (value: number): string => formatNumber(value, { digits: 2, language: model.language });
  const ranked = [...model.studies].sort((a, b) => b.influence - a.influence);
  return [
    `${words.x}; ${words.y.toLowerCase()}.`,
    ...ranked.map((one) => words.study(one.label, number(one.heterogeneity), number(one.influence))),
  ].join(" ");
}
