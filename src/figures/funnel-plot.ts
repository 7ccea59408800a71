import { formatPBound, type Language } from "#kernel";
import { normalQuantile } from "#numerics";
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

export interface FunnelStudy {
  readonly label: string;
  /** On the scale of the analysis. */
  readonly y: number;
  /** Standard error of `y`, > 0. */
  readonly se: number;
}

export interface FunnelModel {
  readonly language: Language;
  readonly title: string;
  /** Such as `Log odds ratio` or, on a log scale, `Odds ratio`. */
  readonly effectLabel: string;
  /** `log`: the axis is labelled exponentiated. */
  readonly scale: "identity" | "log";
  readonly studies: readonly FunnelStudy[];
  /** Pooled estimate: the middle of the funnel. */
  readonly centre: number;
  /** Confidence of the pseudo-confidence region; default 0.95, `null` for none. */
  readonly level?: number | null;
  /** Two-sided p at which areas of significance against no effect change, such as 0.1, 0.05, 0.01; default none. */
  readonly contours?: readonly number[];
  /** No effect, on the scale of the analysis; default 0. */
  readonly nullValue?: number;
  /** Studies imputed by trim and fill. */
  readonly filled?: readonly Omit<FunnelStudy, "label">[];
  /** How many studies are named in the picture, those farthest from the middle first; default 0. */
  readonly named?: number;
}

const WORDS = {
  en: {
    se: "Standard error",
    region: (level: string) => `${level} pseudo-confidence region`,
    centre: "Pooled estimate",
    study: "Study",
    filled: "Filled in by trim and fill",
    band: (from: string, to: string) => `${from} > p > ${to}`,
    below: (p: string) => `p < ${p}`,
    imputed: (k: number) => `Trim and fill adds ${k === 1 ? "one study" : `${k} studies`}.`,
    outside: (out: number, of: number) => `${out} of ${of} studies lie outside the region.`,
    none: "There is no study.",
  },
  nb: {
    se: "Standardfeil",
    region: (level: string) => `Pseudokonfidensområde, ${level}`,
    centre: "Samlet estimat",
    study: "Studie",
    filled: "Fylt inn med trim-and-fill",
    band: (from: string, to: string) => `${from} > p > ${to}`,
    below: (p: string) => `p < ${p}`,
    imputed: (k: number) => `Trim-and-fill legger til ${k === 1 ? "én studie" : `${k} studier`}.`,
    outside: (out: number, of: number) => `${out} av ${of} studier ligger utenfor området.`,
    none: "Det er ingen studier.",
  },
} as const;

/**
 * A funnel plot: effects against their standard errors, with the region where 95 % of studies of one common effect
 * would lie, areas of significance, and studies filled in.
 *
 * @throws EvidensError `figures/bad-numbers`
 * Source: Sterne and Egger 2001, doi:10.1016/S0895-4356(01)00377-8; contours Peters et al. 2008,
 * doi:10.1016/j.jclinepi.2007.11.010.
 * Checked: tests/figures/meta-analysis-plots.test.ts, tests/gallery/meta-analysis-plots.test.ts.
 */
export function funnelPlot(model: FunnelModel, options: PlotOptions = {}): string {
  refuseBad(model);
  const { studies, filled = [], centre, level = 0.95, language } = model;
  const all = [...studies, ...filled];
  const y = axisFor(
    all.map(({ se }) => se),
    { language, label: WORDS[language].se, low: 0, reversed: true },
  );
  const reach = level === null ? 0 : y.high * normalQuantile((1 - level) / 2, "upper");
  const spread = all.map((one) => Math.abs(one.y - centre));
  // The region sets the width unless it dwarfs the studies.
  const shown = Math.min(reach, 3 * Math.max(...spread, y.high, 0) || 1);
  const x = axisFor([...all.map((one) => one.y), centre - shown, centre + shown], {
    language,
    label: model.effectLabel,
    scale: model.scale,
  });
  const area = layArea({ x, y, id: options.id ?? "funnel" }, options);
  const at = ({ y, se }: Omit<FunnelStudy, "label">, label: string) => ({
    label,
    x: area.x(y),
    y: area.y(se),
    radius: area.style.dot,
    importance: Math.abs(y - centre) / se,
  });
  const points = studies.map((one) => at(one, one.label));
  const content = [
    ...clipped(area, [
      ...drawContours(area, model),
      ...drawRegion(area, model),
      element("path", {
        d: `M${round(area.x(centre))} ${round(area.top)}V${round(area.bottom)}`,
        stroke: area.colours.accent,
        "stroke-width": area.style.line,
      }),
    ]),
    ...dots(
      filled.map((one) => at(one, WORDS[language].filled)),
      hollow(area),
    ),
    ...dots(points, solid(area)),
    ...drawPointLabels(area, points, model.named ?? 0),
  ];
  return framePlot(area, { ...model, description: describeFunnel(model) }, content, legendOf(area, model));
}

/** The funnel in words. */
export function describeFunnel(model: FunnelModel): string {
  const { studies, filled = [], language, centre, level = 0.95 } = model;
  const words = WORDS[language];
  if (studies.length === 0) return words.none;
  const number = (value: number): string => formatNumber(value, { digits: 2, language });
  const effect = (value: number): string => number(model.scale === "log" ? Math.exp(value) : value);
  const rows = studies.map(
    (one) => `${one.label}: ${effect(one.y)} (${words.se.toLowerCase()} ${number(one.se)}).`,
  );
  const half = level === null ? null : normalQuantile((1 - level) / 2, "upper");
  const out = half === null ? 0 : studies.filter((one) => Math.abs(one.y - centre) > half * one.se).length;
  return [
    `${model.effectLabel}. ${words.centre}: ${effect(centre)}.`,
    ...(half === null ? [] : [words.outside(out, studies.length)]),
    ...(filled.length === 0 ? [] : [words.imputed(filled.length)]),
    ...rows,
  ].join(" ");
}

function refuseBad(model: FunnelModel): void {
  const share = (field: string, value: number) => ({
    field,
    value,
    holds: value > 0 && value < 1,
    domain: "a number between 0 and 1",
  });
  const study = (one: Omit<FunnelStudy, "label">) => [finite("y", one.y), positive("se", one.se)];
  refuseUndrawable("Funnel plot", [
    ...ofEach("studies", model.studies, study),
    ...ofEach("filled", model.filled ?? [], study),
    finite("centre", model.centre),
    finite("nullValue", model.nullValue ?? 0),
    ...(model.level == null ? [] : [share("level", model.level)]),
    ...(model.contours ?? []).map((p, at) => share(`contours[${at}]`, p)),
  ]);
}

function solid(area: PlotArea) {
  return { fill: area.colours.accent, stroke: area.colours.fill, "stroke-width": 0.75 };
}

function hollow(area: PlotArea) {
  return { fill: area.colours.fill, stroke: area.colours.warn, "stroke-width": 1.25 };
}

/** Opacity of the areas from the first contour outwards; the middle, which is not significant, stays clear. */
const SHADES = [0.2, 0.11, 0.04] as const;
const shade = (at: number): number => SHADES[Math.min(at, SHADES.length - 1)]!;

const contoursOf = (model: FunnelModel): readonly number[] =>
  [...(model.contours ?? [])].sort((a, b) => b - a);

function drawContours(area: PlotArea, model: FunnelModel): readonly string[] {
  const middle = model.nullValue ?? 0;
  const deep = area.yAxis.high;
  const levels = contoursOf(model);
  const edge = (Math.max(area.xAxis.high - middle, middle - area.xAxis.low) / deep) * 2 + 1;
  const parts = levels.flatMap((p, at) => {
    const inner = normalQuantile(p / 2, "upper") * deep;
    const next = levels[at + 1];
    const outer = next === undefined ? null : normalQuantile(next / 2, "upper") * deep;
    return [-1, 1].map((side) => {
      const corners: (readonly [number, number])[] = [
        [middle, 0],
        [middle + side * inner, deep],
        [middle + side * (outer ?? Math.max(inner, edge * deep)), deep],
      ];
      if (outer === null) corners.push([middle + side * Math.max(inner, edge * deep), 0]);
      return element("path", {
        d: `${through(area, corners)}Z`,
        fill: area.colours.ink,
        "fill-opacity": shade(at),
      });
    });
  });
  if (levels.length === 0) return parts;
  const d = `M${round(area.x(middle))} ${round(area.top)}V${round(area.bottom)}`;
  return [...parts, element("path", { d, stroke: area.colours.faint, "stroke-width": 1 })];
}

function drawRegion(area: PlotArea, model: FunnelModel): readonly string[] {
  const { centre, level = 0.95 } = model;
  if (level === null) return [];
  const deep = area.yAxis.high;
  const half = normalQuantile((1 - level) / 2, "upper") * deep;
  const corners = [
    [centre - half, deep],
    [centre, 0],
    [centre + half, deep],
  ] as const;
  return [element("path", { d: through(area, corners), fill: "none", ...regionLine(area) })];
}

function regionLine(area: PlotArea) {
  return { stroke: area.colours.accent, "stroke-width": area.style.line, "stroke-dasharray": "5 3" };
}

function legendOf(area: PlotArea, model: FunnelModel): readonly LegendEntry[] {
  const words = WORDS[model.language];
  const { level = 0.95, language } = model;
  const { dot: radius, line } = area.style;
  const rule = (x: number, y: number, more: Readonly<Record<string, string | number>>): string =>
    element("path", { d: `M${round(x - 11)} ${round(y)}h22`, ...more });
  const entries: LegendEntry[] = [];
  if (model.studies.length > 0)
    entries.push({ label: words.study, sample: (x, y) => dot(x, y, radius, words.study, solid(area)) });
  if ((model.filled ?? []).length > 0)
    entries.push({ label: words.filled, sample: (x, y) => dot(x, y, radius, words.filled, hollow(area)) });
  entries.push({
    label: words.centre,
    sample: (x, y) => rule(x, y, { stroke: area.colours.accent, "stroke-width": line }),
  });
  if (level !== null) {
    const percent = formatPercent(level * 100, { digits: Number.isInteger(level * 100) ? 0 : 1, language });
    entries.push({ label: words.region(percent), sample: (x, y) => rule(x, y, regionLine(area)) });
  }
  const levels = contoursOf(model);
  const written = levels.map((p) => formatPBound(p, language));
  for (const [at, p] of written.entries()) {
    const next = written[at + 1];
    entries.push({
      label: next === undefined ? words.below(p) : words.band(p, next),
      sample: (x, y) =>
        element("rect", {
          x: x - 11,
          y: y - 5,
          width: 22,
          height: 10,
          fill: area.colours.ink,
          "fill-opacity": shade(at),
          stroke: area.colours.rule,
          "stroke-width": 0.75,
        }),
    });
  }
  return entries;
}
