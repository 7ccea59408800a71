import type { Language } from "#kernel";
import { axisTicks } from "./axis-ticks.ts";
import type { FigureOptions } from "./flow-diagram.ts";
import { textWidth, wrap } from "./measure-text.ts";
import { formatNumber } from "./number.ts";
import { type Palette, type PaletteName, palette } from "./palette.ts";
import { type Attributes, element, escapeXml, frame, round } from "./svg.ts";

/** `column`: 85 mm, one column of a journal; `page`: 175 mm, two columns. */
export type PlotWidth = "column" | "page";

export interface PlotOptions extends FigureOptions {
  /** Default `page`. Text is at least 7 points at either width. */
  readonly width?: PlotWidth;
}

/** Sizes in CSS pixels, 96 to the inch. */
export interface PlotStyle {
  readonly width: number;
  readonly plotHeight: number;
  readonly text: number;
  readonly tick: number;
  /** Radius of a plain point. */
  readonly dot: number;
  readonly line: number;
}

const STYLES: Readonly<Record<PlotWidth, PlotStyle>> = {
  column: { width: 321, plotHeight: 226, text: 10.5, tick: 10, dot: 3, line: 1 },
  page: { width: 661, plotHeight: 380, text: 12.5, tick: 11.5, dot: 4.5, line: 1.25 },
};

/** Sizes for a width. */
export function plotStyle(width: PlotWidth | undefined): PlotStyle {
  return STYLES[width ?? "page"];
}

export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  readonly label: string;
  /** The high end stands left or below. */
  readonly reversed?: boolean;
}

export interface AxisOptions {
  readonly language: Language;
  readonly label: string;
  readonly scale?: "identity" | "log";
  /** Ends that are fixed; the others follow the values. */
  readonly low?: number;
  readonly high?: number;
  /** Space beyond the values, as a share of their range; default 0.05. */
  readonly margin?: number;
  readonly reversed?: boolean;
}

/** An axis that holds all values, with round ticks. */
export function axisFor(values: readonly number[], options: AxisOptions): Axis {
  const { margin = 0.05, scale = "identity", language, label } = options;
  let low = options.low ?? values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  let high = options.high ?? values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(low)) low = Number.isFinite(high) ? high - 1 : 0;
  if (!Number.isFinite(high)) high = low + 1;
  if (high - low <= 1e-12 * Math.max(Math.abs(low), Math.abs(high))) {
    const reach = Math.max(Math.abs(high) * 0.5, high === 0 ? 1 : 0);
    if (options.low === undefined) low -= reach;
    if (options.high === undefined || options.low !== undefined) high += reach;
  }
  const space = (high - low) * margin;
  if (options.low === undefined) low -= space;
  if (options.high === undefined) high += space;
  const reversed = options.reversed === true ? { reversed: true } : {};
  return {
    low,
    high,
    ticks: readable(axisTicks(low, high, { scale, language }), scale, language),
    label,
    ...reversed,
  };
}

/** Ticks whose labels would be long rows of digits are written with a power of ten. */
function readable(ticks: Axis["ticks"], scale: "identity" | "log", language: Language): Axis["ticks"] {
  const longest = Math.max(0, ...ticks.map(({ label }) => label.length));
  if (longest <= 7) return ticks;
  return ticks.map(({ at }) => {
    const value = scale === "log" ? Math.exp(at) : at;
    if (value === 0) return { at, label: "0" };
    const power = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
    if (power >= -3 && power < 5)
      return { at, label: formatNumber(value, { digits: Math.max(0, 2 - power), language }) };
    const lead = Number((value / 10 ** power).toPrecision(3));
    const digits = Number.isInteger(lead) ? 0 : Number.isInteger(lead * 10) ? 1 : 2;
    return { at, label: `${formatNumber(lead, { digits, language })}e${power}` };
  });
}

/** The rectangle that is plotted into, and how values become places. */
export interface PlotArea {
  readonly style: PlotStyle;
  readonly name: PaletteName;
  readonly colours: Palette;
  readonly id: string;
  /** Where the label of the vertical axis stands. */
  readonly labelX: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  x(value: number): number;
  y(value: number): number;
}

export interface AreaOptions {
  readonly x: Axis;
  readonly y: Axis;
  /** Room above and right of the area, in pixels; default 10 and 12. */
  readonly above?: number;
  readonly beside?: number;
  readonly square?: boolean;
  readonly id: string;
}

/** A square plot grows no larger on a page, so that the figure stays on one screen. */
const LARGEST_SQUARE = 470;

export function layArea(axes: AreaOptions, options: PlotOptions): PlotArea {
  const style = plotStyle(options.width);
  const name = options.palette ?? "screen";
  const widest = Math.max(0, ...axes.y.ticks.map(({ label }) => textWidth(label, { size: style.tick })));
  const margin = Math.ceil(style.text * 1.5 + 6 + widest + 8);
  const room = style.width - (axes.beside ?? 12) - margin;
  const square = axes.square === true;
  const side = square ? Math.min(room, LARGEST_SQUARE) : room;
  const left = margin + Math.floor((room - side) / 2);
  const top = axes.above ?? 10;
  const bottom = top + (square ? side : style.plotHeight);
  const end = left + side;
  const along = (axis: Axis, value: number): number => {
    const share = (value - axis.low) / (axis.high - axis.low);
    return axis.reversed === true ? 1 - share : share;
  };
  return {
    style,
    name,
    colours: palette(name),
    id: axes.id,
    labelX: left - margin + style.text + 1,
    left,
    right: end,
    top,
    bottom,
    xAxis: axes.x,
    yAxis: axes.y,
    x: (value) => left + along(axes.x, value) * (end - left),
    y: (value) => bottom - along(axes.y, value) * (bottom - top),
  };
}

export function write(
  x: number,
  y: number,
  text: string,
  size: number,
  fill: string,
  more: Attributes = {},
): string {
  return element("text", { x, y, "font-size": size, fill, ...more }, escapeXml(text));
}

/** A text at its place, and how it looks. */
export interface PlacedText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly looks: Attributes;
}

export function writePlaced({ x, y, text, looks }: PlacedText): string {
  return element("text", { x, y, ...looks }, escapeXml(text));
}

/** Texts in their order; neighbours that look the same share a group, so that a browser asks once how they look. */
export function writeTogether(texts: readonly PlacedText[]): string {
  const runs: PlacedText[][] = [];
  let last = "";
  for (const one of texts) {
    const looks = JSON.stringify(one.looks);
    if (looks === last) runs.at(-1)!.push(one);
    else runs.push([one]);
    last = looks;
  }
  return runs
    .map((run) => element("g", run[0]!.looks, ...run.map((one) => writePlaced({ ...one, looks: {} }))))
    .join("");
}

export const END: Attributes = { "text-anchor": "end" };
export const MIDDLE: Attributes = { "text-anchor": "middle" };

/** Both axes with ticks and labels; `bottom` is where the next thing may begin. */
function drawAxes(area: PlotArea): { readonly parts: readonly string[]; readonly bottom: number } {
  const { colours, style, left, right, top, bottom, xAxis, yAxis } = area;
  const line = { stroke: colours.faint, "stroke-width": 1, fill: "none" };
  const parts = [
    element("path", { d: `M${round(left)} ${round(top)}V${round(bottom)}H${round(right)}`, ...line }),
  ];
  for (const { at, label } of yAxis.ticks) {
    if (!within(area.y(at), top, bottom)) continue;
    parts.push(
      element("path", { d: `M${round(left)} ${round(area.y(at))}h-4`, ...line }),
      write(left - 7, area.y(at) + style.tick * 0.35, label, style.tick, colours.soft, END),
    );
  }
  for (const { at, label } of thinned(area)) {
    parts.push(
      element("path", { d: `M${round(area.x(at))} ${round(bottom)}v4`, ...line }),
      write(area.x(at), bottom + 6 + style.tick, label, style.tick, colours.soft, MIDDLE),
    );
  }
  const middle = (left + right) / 2;
  const room = Math.min(middle, style.width - middle) * 2 - 4;
  const lines = wrap(xAxis.label, room, { size: style.text });
  const first = bottom + 6 + style.tick + style.text * 1.5;
  lines.forEach((one, i) => {
    parts.push(write(middle, first + i * style.text * 1.25, one, style.text, colours.ink, MIDDLE));
  });
  const y = (top + bottom) / 2;
  const across = wrap(yAxis.label, bottom - top + Math.min(top, 8), { size: style.text });
  const label = across.length === 1 ? across[0]! : `${across[0]}…`;
  parts.push(
    write(area.labelX, y, label, style.text, colours.ink, {
      ...MIDDLE,
      transform: `rotate(-90 ${round(area.labelX)} ${round(y)})`,
    }),
  );
  return { parts, bottom: first + (lines.length - 1) * style.text * 1.25 + 8 };
}

function within(place: number, low: number, high: number): boolean {
  return place >= low - 0.5 && place <= high + 0.5;
}

/** Ticks of the horizontal axis whose labels leave each other room. */
function thinned(area: PlotArea): Axis["ticks"] {
  const ticks = area.xAxis.ticks.filter(({ at }) => within(area.x(at), area.left, area.right));
  const size = { size: area.style.tick };
  for (let step = 1; step < ticks.length; step++) {
    const kept = ticks.filter((_, i) => i % step === 0);
    const clear = kept.every((tick, i) => {
      const before = kept[i - 1];
      if (before === undefined) return true;
      const needed = (textWidth(before.label, size) + textWidth(tick.label, size)) / 2 + 6;
      return Math.abs(area.x(tick.at) - area.x(before.at)) >= needed;
    });
    if (clear) return kept;
  }
  return ticks.slice(0, 1);
}

/** Parts that end at the edge of the area. */
export function clipped(area: PlotArea, parts: readonly string[]): readonly string[] {
  const { left, right, top, bottom, id } = area;
  return [
    element(
      "clipPath",
      { id: `${id}-clip` },
      element("rect", { x: left, y: top, width: right - left, height: bottom - top }),
    ),
    element("g", { "clip-path": `url(#${escapeXml(id)}-clip)` }, ...parts),
  ];
}

/** A point with its name for those who hover. */
export function dot(x: number, y: number, radius: number, title: string, more: Attributes = {}): string {
  return element("circle", { cx: x, cy: y, r: radius, ...more }, element("title", {}, escapeXml(title)));
}

/** Points that look the same: what they share is said once, so that a browser finds out once how to paint them. */
export function dots(
  points: readonly {
    readonly x: number;
    readonly y: number;
    readonly radius: number;
    readonly label: string;
  }[],
  shared: Attributes,
): readonly string[] {
  if (points.length === 0) return [];
  return [element("g", shared, ...points.map(({ x, y, radius, label }) => dot(x, y, radius, label)))];
}

/** A path through points, given as values. */
export function through(area: PlotArea, points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${round(area.x(x))} ${round(area.y(y))}`).join("L")}`;
}

/** One entry under the plot: a sample drawn around a place, and what it means. */
export interface LegendEntry {
  readonly label: string;
  /** Sample in a box 24 wide with this middle. */
  sample(x: number, y: number): string;
}

export function drawLegend(
  area: Pick<PlotArea, "style" | "colours">,
  entries: readonly LegendEntry[],
  top: number,
): { readonly parts: readonly string[]; readonly bottom: number } {
  const { style, colours } = area;
  const size = { size: style.tick };
  const row = style.tick * 1.5;
  const parts: string[] = [];
  let x = 8;
  let y = top + row / 2;
  for (const { label, sample } of entries) {
    const lines = wrap(label, style.width - 8 - 32 - 8, size);
    const wide = 32 + Math.max(...lines.map((line) => textWidth(line, size))) + 16;
    if (x > 8 && x + wide - 16 > style.width - 4) {
      x = 8;
      y += row;
    }
    parts.push(sample(x + 12, y));
    lines.forEach((line, i) => {
      parts.push(write(x + 30, y + i * row + style.tick * 0.35, line, style.tick, colours.soft));
    });
    y += (lines.length - 1) * row;
    x += wide;
  }
  return { parts, bottom: entries.length === 0 ? top : y + row / 2 + 4 };
}

export interface PlotText {
  readonly language: Language;
  readonly title: string;
  readonly description: string;
}

/** The whole figure: axes, content, legend and the words for those who do not see it. */
export function framePlot(
  area: PlotArea,
  text: PlotText,
  content: readonly string[],
  legend: readonly LegendEntry[],
): string {
  const axes = drawAxes(area);
  const below = drawLegend(area, legend, axes.bottom);
  return frame(
    {
      id: area.id,
      width: area.style.width,
      height: Math.ceil(below.bottom + 2),
      language: text.language,
      title: text.title,
      description: text.description,
      standalone: area.name === "print",
      background: area.name === "print" ? "#ffffff" : undefined,
    },
    [...content, ...axes.parts, ...below.parts],
  );
}
