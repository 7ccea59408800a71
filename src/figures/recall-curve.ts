import { scaleLinear } from "d3-scale";
import type { Language } from "#kernel";
import type { FigureOptions } from "./flow-diagram.ts";
import { textWidth, wrap } from "./measure-text.ts";
import { formatNumber, formatPercent } from "./number.ts";
import { type Palette, type PaletteName, palette } from "./palette.ts";
import { seriesColour } from "./series-colours.ts";
import { element, escapeXml, frame, round } from "./svg.ts";

/** One reading of a set: how many relevant records had been found after so many were read. */
export interface RecallSeries {
  readonly label: string;
  /** Read and found, both growing; the curve begins at the origin without being told. */
  readonly points: readonly (readonly [number, number])[];
}

/** Something to point out on the way, such as where a rule stops. */
export interface RecallMarker {
  readonly at: number;
  readonly label: string;
}

export interface RecallCurveModel {
  readonly language: Language;
  readonly title: string;
  readonly series: readonly RecallSeries[];
  /** End of the horizontal axis: records there are to read; 1 when the points are shares. */
  readonly total: number;
  /** End of the vertical axis where it is known: relevant records there are; 1 when the points are shares. */
  readonly relevant?: number | null;
  readonly markers?: readonly RecallMarker[];
  /** What the points count; default `records`. */
  readonly unit?: "records" | "share";
}

const WORDS = {
  en: {
    read: "Records read",
    found: "Relevant records found",
    readShare: "Share of records read",
    foundShare: "Share of relevant records found",
    random: "Random order",
    none: "Nothing has been read.",
    end: (label: string, found: string, read: string) => `${label}: ${found} found after ${read} read`,
    half: (share: string, read: string) => `${share} after ${read}`,
    marker: (label: string, at: string) => `${label}: at ${at} read`,
  },
  nb: {
    read: "Leste referanser",
    found: "Relevante referanser funnet",
    readShare: "Andel av referansene lest",
    foundShare: "Andel av de relevante funnet",
    random: "Tilfeldig rekkefølge",
    none: "Ingenting er lest.",
    end: (label: string, found: string, read: string) => `${label}: ${found} funnet etter ${read} lest`,
    half: (share: string, read: string) => `${share} etter ${read}`,
    marker: (label: string, at: string) => `${label}: ved ${at} lest`,
  },
} as const;

const WIDTH = 728;
const LEFT = 70;
const TOP = 16;
const PLOT_WIDTH = 632;
const PLOT_HEIGHT = 340;
const SMALL = { size: 12.5 } as const;

/** Each curve has its own dashes, so that curves are told apart without colour too. */
const DASHES = ["", "7 4", "2 3", "11 4 2 4"] as const;

/** Points of a curve that are drawn; more could not be seen. */
const DRAWN = 1_000;
const TOLD = [0.5, 0.95, 1] as const;

/**
 * Recall curves: relevant records found against records read, each curve with its own colour and dashes,
 * beside the line that reading at random would give.
 *
 * @throws nothing; points outside the axes stretch them
 * Cost linear in the points. Checked: tests/figures/recall-curve.test.ts, tests/gallery/recall-curve.test.ts.
 */
export function recallCurve(model: RecallCurveModel, options: FigureOptions = {}): string {
  const name = options.palette ?? "screen";
  const colours = palette(name);
  const scales = scalesOf(model);
  const bottom = TOP + PLOT_HEIGHT;
  const legend = drawLegend(model, bottom + 62, colours, name);
  const markers = drawMarkers(model, scales, colours);
  return frame(
    {
      id: options.id ?? "recall-curve",
      width: WIDTH,
      height: legend.bottom,
      language: model.language,
      title: model.title,
      description: describeRecall(model),
      standalone: name === "print",
      background: name === "print" ? "#ffffff" : undefined,
    },
    [
      ...drawAxes(model, scales, colours),
      ...drawRandom(model, scales, colours),
      ...model.series.map((series, at) => drawSeries(series, at, scales, name)),
      ...markers,
      ...legend.parts,
    ],
  );
}

/** All curves in words: where half, 95 % and all of the relevant records were found. */
export function describeRecall(model: RecallCurveModel): string {
  const words = WORDS[model.language];
  const told = model.series.map(({ label, points }) => {
    const last = points.at(-1);
    if (last === undefined) return `${label}: ${words.none}`;
    const all = ceiling(model);
    const reached = TOLD.flatMap((share) => {
      const at = points.find(([, found]) => all > 0 && found >= share * all - 1e-9);
      if (at === undefined) return [];
      const percent = formatPercent(share * 100, { digits: 0, language: model.language });
      return [words.half(percent, amount(at[0], model))];
    });
    const end = words.end(label, amount(last[1], model), amount(last[0], model));
    return `${[end, ...(model.relevant == null ? [] : reached)].join("; ")}.`;
  });
  const marks = (model.markers ?? []).map(({ at, label }) => `${words.marker(label, amount(at, model))}.`);
  return [...(told.length === 0 ? [words.none] : told), ...marks].join(" ");
}

interface Scales {
  readonly high: number;
  readonly top: number;
  x(read: number): number;
  y(found: number): number;
}

function scalesOf(model: RecallCurveModel): Scales {
  const reads = model.series.flatMap(({ points }) => points.at(-1)?.[0] ?? []);
  const high = Math.max(positive(model.total), ...reads.map(positive)) || 1;
  const top = ceiling(model) || 1;
  return {
    high,
    top,
    x: (read) => LEFT + (positive(read) / high) * PLOT_WIDTH,
    y: (found) => TOP + PLOT_HEIGHT - (positive(found) / top) * PLOT_HEIGHT,
  };
}

function positive(value: number): number {
  return Number.isFinite(value) && value > 0 ? value : 0;
}

/** The number of relevant records, else the most that any curve found. */
function ceiling({ relevant, series }: RecallCurveModel): number {
  return Math.max(positive(relevant ?? 0), ...series.map(({ points }) => positive(points.at(-1)?.[1] ?? 0)));
}

function amount(value: number, { unit, language }: RecallCurveModel): string {
  if (unit === "share") return formatPercent(value * 100, { digits: 1, language });
  return formatNumber(value, { digits: Number.isInteger(value) ? 0 : 1, language });
}

function drawAxes(model: RecallCurveModel, scales: Scales, colours: Palette): readonly string[] {
  const words = WORDS[model.language];
  const share = model.unit === "share";
  const bottom = TOP + PLOT_HEIGHT;
  const label = (value: number): string =>
    share
      ? formatPercent(value * 100, { digits: 0, language: model.language })
      : formatNumber(value, { digits: 0, language: model.language });
  const whole = (value: number): boolean => share || Number.isInteger(value);
  const columns = scaleLinear().domain([0, scales.high]).ticks(6).filter(whole);
  const rows = scaleLinear().domain([0, scales.top]).ticks(5).filter(whole);
  const end = LEFT + PLOT_WIDTH;
  return [
    ...rows.map((row) =>
      element("path", {
        d: `M${LEFT} ${round(scales.y(row))}H${end}`,
        stroke: colours.rule,
        "stroke-width": row === 0 ? 1.5 : 0.75,
      }),
    ),
    ...rows.map((row) =>
      text(LEFT - 8, scales.y(row) + 4, label(row), colours.soft, { "text-anchor": "end" }),
    ),
    ...columns.map((column) =>
      element("path", {
        d: `M${round(scales.x(column))} ${bottom}v5`,
        stroke: colours.rule,
        "stroke-width": 1.5,
      }),
    ),
    ...columns.map((column) =>
      text(scales.x(column), bottom + 19, label(column), colours.soft, { "text-anchor": "middle" }),
    ),
    text(LEFT + PLOT_WIDTH / 2, bottom + 38, share ? words.readShare : words.read, colours.ink, {
      "text-anchor": "middle",
    }),
    text(18, TOP + PLOT_HEIGHT / 2, share ? words.foundShare : words.found, colours.ink, {
      "text-anchor": "middle",
      transform: `rotate(-90 18 ${TOP + PLOT_HEIGHT / 2})`,
    }),
  ];
}

/** Known only where the number of relevant records is. */
function drawRandom(model: RecallCurveModel, scales: Scales, colours: Palette): readonly string[] {
  if (model.relevant == null || model.relevant <= 0) return [];
  const end = `${round(scales.x(model.total))} ${round(scales.y(model.relevant))}`;
  return [
    element("path", {
      d: `M${round(scales.x(0))} ${round(scales.y(0))}L${end}`,
      stroke: colours.faint,
      "stroke-width": 1,
      "stroke-dasharray": "1 4",
      "stroke-linecap": "round",
      fill: "none",
    }),
  ];
}

function drawSeries({ label, points }: RecallSeries, at: number, scales: Scales, name: PaletteName): string {
  const step = Math.max(1, Math.ceil(points.length / DRAWN));
  const drawn = points.filter((_, i) => i % step === 0 || i === points.length - 1);
  const path = [[0, 0] as const, ...drawn].map(
    ([read, found]) => `${round(scales.x(read))} ${round(scales.y(found))}`,
  );
  return element(
    "path",
    { d: `M${path.join("L")}`, fill: "none", ...strokeOf(at, name), "stroke-linejoin": "round" },
    element("title", {}, escapeXml(label)),
  );
}

function strokeOf(at: number, name: PaletteName): Readonly<Record<string, string | number | undefined>> {
  const dash = DASHES[at % DASHES.length]!;
  return {
    stroke: seriesColour(at, name),
    "stroke-width": 2,
    "stroke-dasharray": dash === "" ? undefined : dash,
  };
}

function drawMarkers(model: RecallCurveModel, scales: Scales, colours: Palette): readonly string[] {
  return (model.markers ?? []).flatMap(({ at, label }, index) => {
    const x = scales.x(at);
    const left = x + textWidth(label, SMALL) + 12 > LEFT + PLOT_WIDTH;
    const y = TOP + PLOT_HEIGHT - 12 - (index % 8) * 17;
    return [
      element("path", {
        d: `M${round(x)} ${TOP}V${TOP + PLOT_HEIGHT}`,
        stroke: colours.warn,
        "stroke-width": 1.25,
        "stroke-dasharray": "4 3",
      }),
      text(left ? x - 6 : x + 6, y, label, colours.warn, { "text-anchor": left ? "end" : "start" }),
    ];
  });
}

function drawLegend(
  model: RecallCurveModel,
  top: number,
  colours: Palette,
  name: PaletteName,
): { readonly parts: readonly string[]; readonly bottom: number } {
  const parts: string[] = [];
  let y = top;
  let x = LEFT;
  const add = (label: string, stroke: Readonly<Record<string, string | number | undefined>>): void => {
    const lines = wrap(label, PLOT_WIDTH - 40, SMALL);
    const wide = 36 + Math.max(...lines.map((line) => textWidth(line, SMALL))) + 20;
    if (x > LEFT && x + wide > WIDTH) {
      x = LEFT;
      y += 22;
    }
    parts.push(element("path", { d: `M${round(x)} ${round(y - 4)}h28`, fill: "none", ...stroke }));
    lines.forEach((line, at) => {
      parts.push(text(x + 36, y + at * 17, line, colours.ink));
    });
    y += (lines.length - 1) * 17;
    x += wide;
  };
  model.series.forEach(({ label }, at) => {
    add(label, strokeOf(at, name));
  });
  if (model.relevant != null && model.relevant > 0)
    add(WORDS[model.language].random, {
      stroke: colours.faint,
      "stroke-width": 1,
      "stroke-dasharray": "1 4",
      "stroke-linecap": "round",
    });
  return { parts, bottom: y + 16 };
}

function text(
  x: number,
  y: number,
  content: string,
  fill: string,
  more: Readonly<Record<string, string | number>> = {},
): string {
  return element("text", { x, y, "font-size": SMALL.size, fill, ...more }, escapeXml(content));
}
