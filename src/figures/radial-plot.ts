import type { Language } from "#kernel";
import { normalQuantile } from "#numerics";
import { axisTicks } from "./axis-ticks.ts";
import { textWidth } from "./measure-text.ts";
import { formatNumber } from "./number.ts";
import {
  axisFor,
  clipped,
  dots,
  framePlot,
  layArea,
  type PlotArea,
  type PlotOptions,
  through,
  write,
} from "./plot-area.ts";
import { drawPointLabels } from "./point-labels.ts";
import { finite, notNegative, ofEach, positive, refuseUndrawable } from "./refuse-figure.ts";
import { element, round } from "./svg.ts";

export interface RadialModel {
  readonly language: Language;
  readonly title: string;
  readonly effectLabel: string;
  readonly scale: "identity" | "log";
  readonly studies: readonly { readonly label: string; readonly y: number; readonly se: number }[];
  /** Pooled estimate: the slope of the line. */
  readonly estimate: number;
  /** Variance between studies that is added to each; default 0. */
  readonly tau2?: number;
  /** Default 0.95. */
  readonly level?: number;
  /** How many studies are named in the picture, those farthest from the line first; default 0. */
  readonly named?: number;
}

const WORDS = {
  en: {
    x: "Precision, 1 / standard error",
    y: "Estimate / standard error",
    line: "Pooled estimate",
    outside: (out: number, of: number) => `${out} of ${of} studies lie outside the band.`,
    none: "There is no study.",
    precision: "precision",
  },
  nb: {
    x: "Presisjon, 1 / standardfeil",
    y: "Estimat / standardfeil",
    line: "Samlet estimat",
    outside: (out: number, of: number) => `${out} av ${of} studier ligger utenfor båndet.`,
    none: "Det er ingen studier.",
    precision: "presisjon",
  },
} as const;

/**
 * A radial (Galbraith) plot: each study by its precision and its standardised estimate. The slope from the origin
 * is the effect, read off the arc; the band holds 95 % of studies of one common effect.
 *
 * @throws EvidensError `figures/bad-numbers`
 * Source: Galbraith 1988, doi:10.1002/sim.4780070807.
 * Checked: tests/figures/meta-analysis-plots.test.ts, tests/gallery/meta-analysis-plots.test.ts.
 */
export function radialPlot(model: RadialModel, options: PlotOptions = {}): string {
  const { studies, language, estimate, tau2 = 0, level = 0.95 } = model;
  refuseUndrawable("Radial plot", [
    ...ofEach("studies", studies, (one) => [finite("y", one.y), positive("se", one.se)]),
    finite("estimate", estimate),
    notNegative("tau2", tau2),
    { field: "level", value: level, holds: level > 0 && level < 1, domain: "a number between 0 and 1" },
  ]);
  const points = studies.map((one) => place(one, tau2));
  const half = normalQuantile((1 - level) / 2, "upper");
  const arc = arcAround(points, estimate, half);
  const effects = axisTicks(...arc.slopes, { scale: model.scale, language });
  const x = axisFor([], { language, label: WORDS[language].x, low: 0, high: arc.far });
  const y = axisFor(
    [-half, half, estimate * arc.reach - half, estimate * arc.reach + half].concat(
      points.map((one) => one.z),
      arc.slopes.map((slope) => arc.at(slope).z),
    ),
    { language, label: WORDS[language].y, margin: 0.03 },
  );
  const widest = Math.max(0, ...effects.map(({ label }) => textWidth(label, { size: 11.5 })));
  const area = layArea({ x, y, beside: Math.ceil(widest) + 16, id: options.id ?? "radial" }, options);
  const drawn = points.map((one) => ({
    label: one.label,
    x: area.x(one.x),
    y: area.y(one.z),
    radius: area.style.dot,
    importance: Math.abs(one.z - estimate * one.x),
  }));
  const content = [
    ...clipped(area, drawBand(area, estimate, half, arc)),
    ...drawArc(area, effects, estimate, arc),
    ...dots(drawn, { fill: area.colours.accent, stroke: area.colours.fill, "stroke-width": 0.75 }),
    ...drawPointLabels(area, drawn, model.named ?? 0),
  ];
  return framePlot(area, { ...model, description: describeRadial(model) }, content, []);
}

/** The plot in words. */
export function describeRadial(model: RadialModel): string {
  const { studies, language, estimate, tau2 = 0, level = 0.95 } = model;
  const words = WORDS[language];
  if (studies.length === 0) return words.none;
  const number = (value: number): string => formatNumber(value, { digits: 2, language });
  const effect = (value: number): string => number(model.scale === "log" ? Math.exp(value) : value);
  const half = normalQuantile((1 - level) / 2, "upper");
  const points = studies.map((one) => place(one, tau2));
  const out = points.filter((one) => Math.abs(one.z - estimate * one.x) > half).length;
  return [
    `${model.effectLabel}. ${words.line}: ${effect(estimate)}. ${words.outside(out, studies.length)}`,
    ...points.map(
      (one, at) => `${one.label}: ${effect(studies[at]!.y)}, ${words.precision} ${number(one.x)}.`,
    ),
  ].join(" ");
}

interface Placed {
  readonly label: string;
  readonly x: number;
  readonly z: number;
}

function place(study: RadialModel["studies"][number], tau2: number): Placed {
  const se = Math.sqrt(study.se ** 2 + tau2);
  return { label: study.label, x: 1 / se, z: study.y / se };
}

/** The scale of effects: a curve beyond all points that each ray from the origin meets once. */
interface Arc {
  /** Where it meets the horizontal axis. */
  readonly far: number;
  /** Precision of the most precise study. */
  readonly reach: number;
  /** Least and largest effect on it. */
  readonly slopes: readonly [number, number];
  at(slope: number): { readonly x: number; readonly z: number };
}

function arcAround(points: readonly Placed[], estimate: number, half: number): Arc {
  const reach = Math.max(0, ...points.map(({ x }) => x)) || 1;
  const tall = Math.max(half, Math.abs(estimate) * reach, ...points.map(({ z }) => Math.abs(z)));
  const size = (x: number, z: number): number => Math.hypot(x / reach, z / tall);
  const beyond = 1.06 * Math.max(size(reach, estimate * reach), ...points.map(({ x, z }) => size(x, z)));
  const effects = [estimate, 0, ...points.map(({ x, z }) => z / x)];
  const [low, high] = [Math.min(...effects), Math.max(...effects)];
  return {
    far: beyond * reach,
    reach,
    slopes: high > low ? [low, high] : [low - half / reach, high + half / reach],
    at: (slope) => {
      const x = beyond / size(1, slope);
      return { x, z: x * slope };
    },
  };
}

function drawBand(area: PlotArea, estimate: number, half: number, arc: Arc): readonly string[] {
  const end = arc.reach * 1.03;
  const band: readonly (readonly [number, number])[] = [
    [0, -half],
    [0, half],
    [end, estimate * end + half],
    [end, estimate * end - half],
  ];
  const tip = arc.at(estimate);
  return [
    element("path", { d: `${through(area, band)}Z`, fill: area.colours.tint }),
    element("path", {
      d: through(area, [
        [0, 0],
        [arc.at(0).x, 0],
      ]),
      stroke: area.colours.faint,
      "stroke-width": 0.75,
    }),
    element("path", {
      d: through(area, [
        [0, 0],
        [tip.x, tip.z],
      ]),
      stroke: area.colours.accent,
      "stroke-width": area.style.line,
    }),
  ];
}

const STEPS = 48;

function drawArc(
  area: PlotArea,
  ticks: ReturnType<typeof axisTicks>,
  estimate: number,
  arc: Arc,
): readonly string[] {
  const [low, high] = arc.slopes;
  const [x0, y0] = [area.x(0), area.y(0)];
  // Even steps of angle, as seen, so that the curve is smooth where it is steep.
  const aspect = (area.y(0) - area.y(1)) / (area.x(1) - area.x(0));
  const [from, to] = [Math.atan(low * aspect), Math.atan(high * aspect)];
  const curve = Array.from({ length: STEPS + 1 }, (_, i) => {
    const { x, z } = arc.at(Math.tan(from + ((to - from) * i) / STEPS) / aspect);
    return [x, z] as const;
  });
  const stroke = { stroke: area.colours.faint, "stroke-width": 1, fill: "none" };
  /** A stroke across the curve, in pixels inwards and outwards along the ray. */
  const across = (
    slope: number,
    inwards: number,
    outwards: number,
  ): readonly [number, number, number, number] => {
    const { x, z } = arc.at(slope);
    const [px, py] = [area.x(x), area.y(z)];
    const length = Math.hypot(px - x0, py - y0);
    const [dx, dy] = [(px - x0) / length, (py - y0) / length];
    return [px - dx * inwards, py - dy * inwards, px + dx * outwards, py + dy * outwards];
  };
  const line = ([a, b, c, d]: readonly number[]): string =>
    `M${round(a!)} ${round(b!)}L${round(c!)} ${round(d!)}`;
  const parts = [element("path", { d: through(area, curve), ...stroke })];
  let last = Number.POSITIVE_INFINITY;
  for (const tick of ticks) {
    const mark = across(tick.at, 0, 4);
    parts.push(element("path", { d: line(mark), ...stroke }));
    if (last - mark[3] < area.style.tick * 1.1) continue;
    last = mark[3];
    parts.push(
      write(mark[2] + 3, mark[3] + area.style.tick * 0.35, tick.label, area.style.tick, area.colours.soft),
    );
  }
  parts.push(
    element("path", { d: line(across(estimate, 7, 0)), stroke: area.colours.accent, "stroke-width": 3 }),
  );
  return parts;
}
