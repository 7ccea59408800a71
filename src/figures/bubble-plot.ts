import type { Language } from "#kernel";
import { formatNumber, formatPercent } from "./number.ts";
import {
  axisFor,
  clipped,
  dot,
  dots,
  framePlot,
  type LegendEntry,
  layArea,
  type PlotArea,
  type PlotOptions,
  through,
} from "./plot-area.ts";
import { drawPointLabels } from "./point-labels.ts";
import { finite, ofEach, positive, refuseUndrawable } from "./refuse-figure.ts";
import { element, round } from "./svg.ts";

export interface BubbleStudy {
  readonly label: string;
  /** The moderator. */
  readonly x: number;
  /** Effect on the scale of the analysis. */
  readonly y: number;
  readonly se: number;
  /** Area of the bubble; default 1 / se². */
  readonly weight?: number;
}

/** The regression at one value of the moderator, on the scale of the analysis. */
export interface BubbleLinePoint {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  readonly predictionLow?: number;
  readonly predictionHigh?: number;
}

export interface BubbleModel {
  readonly language: Language;
  readonly title: string;
  readonly moderatorLabel: string;
  readonly effectLabel: string;
  readonly scale: "identity" | "log";
  readonly studies: readonly BubbleStudy[];
  /** In ascending order of `x`; two points make a straight line with a straight band, so give more. */
  readonly line?: readonly BubbleLinePoint[];
  /** Confidence of the band, for the legend; default 0.95. */
  readonly level?: number;
  /** No effect, on the scale of the analysis, for a thin line; default 0, `null` for none. */
  readonly nullValue?: number | null;
  /** How many studies are named in the picture, the heaviest first; default 0. */
  readonly named?: number;
}

const WORDS = {
  en: {
    size: "Area: weight",
    line: "Regression",
    band: (level: string) => `${level} confidence band`,
    prediction: (level: string) => `${level} prediction band`,
    at: (label: string, x: string, y: string) => `at ${label} ${x}: ${y}`,
    none: "There is no study.",
  },
  nb: {
    size: "Areal: vekt",
    line: "Regresjon",
    band: (level: string) => `Konfidensbånd, ${level}`,
    prediction: (level: string) => `Prediksjonsbånd, ${level}`,
    at: (label: string, x: string, y: string) => `ved ${label} ${x}: ${y}`,
    none: "Det er ingen studier.",
  },
} as const;

/**
 * A bubble plot of a meta-regression: effects against a moderator, area by weight, with the line and its bands.
 *
 * @throws EvidensError `figures/bad-numbers`
 * Source: Thompson and Higgins 2002, doi:10.1002/sim.1187.
 * Checked: tests/figures/meta-analysis-plots.test.ts, tests/gallery/meta-analysis-plots.test.ts.
 */
export function bubblePlot(model: BubbleModel, options: PlotOptions = {}): string {
  refuseBad(model);
  const { studies, line = [], language, nullValue = 0 } = model;
  const edges = line.flatMap((one) => [one.low, one.high]);
  const x = axisFor([...studies.map((one) => one.x), ...line.map((one) => one.x)], {
    language,
    label: model.moderatorLabel,
  });
  const y = axisFor([...studies.map((one) => one.y), ...edges], {
    language,
    label: model.effectLabel,
    scale: model.scale,
    margin: 0.08,
  });
  const area = layArea({ x, y, id: options.id ?? "bubble" }, options);
  const weight = (one: BubbleStudy): number => one.weight ?? 1 / one.se ** 2;
  const most = Math.max(Number.MIN_VALUE, ...studies.map(weight));
  const largest = area.style.dot * 3.8;
  const points = studies
    .map((one) => ({
      label: one.label,
      x: area.x(one.x),
      y: area.y(one.y),
      radius: Math.max(area.style.dot * 0.55, largest * Math.sqrt(weight(one) / most)),
      importance: weight(one),
    }))
    .sort((a, b) => b.radius - a.radius);
  const content = [
    ...clipped(area, [...drawNull(area, nullValue), ...drawBands(area, line)]),
    ...dots(points, bubble(area)),
    ...clipped({ ...area, id: `${area.id}-line` }, drawLine(area, line)),
    ...drawPointLabels(area, points, model.named ?? 0),
  ];
  return framePlot(area, { ...model, description: describeBubble(model) }, content, legendOf(area, model));
}

/** The plot in words. */
export function describeBubble(model: BubbleModel): string {
  const { studies, line = [], language } = model;
  const words = WORDS[language];
  if (studies.length === 0) return words.none;
  const number = (value: number): string => formatNumber(value, { digits: 2, language });
  const effect = (value: number): string => number(model.scale === "log" ? Math.exp(value) : value);
  const ends = line.length < 2 ? [] : [line[0]!, line.at(-1)!];
  const told = ends.map((one) => words.at(model.moderatorLabel, number(one.x), effect(one.y)));
  return [
    `${model.effectLabel}; ${model.moderatorLabel}.`,
    ...(told.length === 0 ? [] : [`${words.line}: ${told.join("; ")}.`]),
    ...studies.map((one) => `${one.label}: ${words.at(model.moderatorLabel, number(one.x), effect(one.y))}.`),
  ].join(" ");
}

function refuseBad(model: BubbleModel): void {
  refuseUndrawable("Bubble plot", [
    ...ofEach("studies", model.studies, (one) => [
      finite("x", one.x),
      finite("y", one.y),
      positive("se", one.se),
      ...(one.weight === undefined ? [] : [positive("weight", one.weight)]),
    ]),
    ...ofEach("line", model.line ?? [], (one) => [
      finite("x", one.x),
      finite("y", one.y),
      finite("low", one.low),
      finite("high", one.high),
      ...(one.predictionLow === undefined ? [] : [finite("predictionLow", one.predictionLow)]),
      ...(one.predictionHigh === undefined ? [] : [finite("predictionHigh", one.predictionHigh)]),
    ]),
    ...(model.nullValue == null ? [] : [finite("nullValue", model.nullValue)]),
  ]);
}

function bubble(area: PlotArea) {
  return {
    fill: area.colours.accent,
    "fill-opacity": 0.3,
    stroke: area.colours.accent,
    "stroke-width": area.style.line,
  };
}

function drawNull(area: PlotArea, nullValue: number | null): readonly string[] {
  if (nullValue === null) return [];
  const y = round(area.y(nullValue));
  return [
    element("path", {
      d: `M${round(area.left)} ${y}H${round(area.right)}`,
      stroke: area.colours.faint,
      "stroke-width": 0.75,
    }),
  ];
}

function drawBands(area: PlotArea, line: readonly BubbleLinePoint[]): readonly string[] {
  if (line.length < 2) return [];
  const band = [
    ...line.map((one) => [one.x, one.high] as const),
    ...line.toReversed().map((one) => [one.x, one.low] as const),
  ];
  return [element("path", { d: `${through(area, band)}Z`, ...bandFill(area) })];
}

function drawLine(area: PlotArea, line: readonly BubbleLinePoint[]): readonly string[] {
  if (line.length < 2) return [];
  const parts = [
    element("path", {
      d: through(
        area,
        line.map((one) => [one.x, one.y]),
      ),
      ...lineStroke(area),
    }),
  ];
  for (const side of ["predictionLow", "predictionHigh"] as const) {
    const known = line.flatMap((one) => {
      const value = one[side];
      return value === undefined ? [] : [[one.x, value] as const];
    });
    if (known.length > 1) parts.push(element("path", { d: through(area, known), ...predictionStroke(area) }));
  }
  return parts;
}

const bandFill = (area: PlotArea) => ({ fill: area.colours.ink, "fill-opacity": 0.1 });

const lineStroke = (area: PlotArea) => ({
  fill: "none",
  stroke: area.colours.ink,
  "stroke-width": area.style.line * 1.3,
});

const predictionStroke = (area: PlotArea) => ({
  fill: "none",
  stroke: area.colours.soft,
  "stroke-width": area.style.line,
  "stroke-dasharray": "3 3",
});

function legendOf(area: PlotArea, model: BubbleModel): readonly LegendEntry[] {
  const words = WORDS[model.language];
  const { line = [], level = 0.95 } = model;
  const percent = formatPercent(level * 100, {
    digits: Number.isInteger(level * 100) ? 0 : 1,
    language: model.language,
  });
  const rule = (x: number, y: number): string => `M${round(x - 11)} ${round(y)}h22`;
  const entries: LegendEntry[] = [
    { label: words.size, sample: (x, y) => dot(x, y, area.style.dot * 1.2, words.size, bubble(area)) },
  ];
  if (line.length < 2) return entries;
  entries.push(
    { label: words.line, sample: (x, y) => element("path", { d: rule(x, y), ...lineStroke(area) }) },
    {
      label: words.band(percent),
      sample: (x, y) => element("rect", { x: x - 11, y: y - 5, width: 22, height: 10, ...bandFill(area) }),
    },
  );
  if (line.some((one) => one.predictionLow !== undefined))
    entries.push({
      label: words.prediction(percent),
      sample: (x, y) => element("path", { d: rule(x, y), ...predictionStroke(area) }),
    });
  return entries;
}
