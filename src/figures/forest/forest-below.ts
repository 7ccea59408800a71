import type { ShownAxis } from "../axis-ticks.ts";
import { textWidth, wrap } from "../measure-text.ts";
import { END, MIDDLE, write } from "../plot-area.ts";
import { type Attributes, element, round } from "../svg.ts";
import { drawLight, type LightLevel } from "../traffic-light.ts";
import { letterOf } from "./forest-draw.ts";
import type { ForestFigure } from "./forest-figure-model.ts";
import { EDGE } from "./forest-fit.ts";
import { beforePlot, type ForestPlacing } from "./forest-place.ts";
import type { ForestStyle } from "./forest-style.ts";
import { forestFigureWords, pageText } from "./forest-words.ts";

interface Drawn {
  readonly parts: readonly string[];
  readonly bottom: number;
}

/** The line of no effect and the one of a result to compare with, in pieces that leave text free. */
export function drawNull(
  figure: ForestFigure,
  placing: ForestPlacing,
  style: ForestStyle,
): readonly string[] {
  const { nullValue, reference } = figure;
  const { colours, layout } = style;
  const metafor = layout === "metafor";
  const none = {
    stroke: metafor ? colours.ink : colours.faint,
    "stroke-dasharray": metafor ? "1.5 2.5" : undefined,
  };
  return [
    ...(nullValue === null ? [] : throughRows(nullValue, placing, style, none)),
    ...(reference === undefined
      ? []
      : throughRows(reference, placing, style, { stroke: colours.accent, "stroke-dasharray": "4 3" })),
  ];
}

function throughRows(
  value: number,
  placing: ForestPlacing,
  style: ForestStyle,
  line: Attributes,
): readonly string[] {
  const { axis } = placing;
  if (value < axis.low || value > axis.high) return [];
  const x = round(placing.x(value));
  const pieces: string[] = [];
  // Not through the numbers of an axis above.
  let from = placing.axisAbove ? axisAboveAt(placing, style) : placing.headBottom;
  for (const { top, height, crosses } of placing.lines) {
    if (!crosses) continue;
    if (top > from) pieces.push(`M${x} ${round(from)}V${round(top)}`);
    from = top + height;
  }
  if (placing.axisTop > from) pieces.push(`M${x} ${round(from)}V${round(placing.axisTop)}`);
  return [element("path", { d: pieces.join(""), ...line, fill: "none" })];
}

/** Where the line of the axis above the rows lies. */
export function axisAboveAt({ headBottom }: ForestPlacing, { text }: ForestStyle): number {
  return headBottom + text + 10;
}

/** Lines of text stand beside the axis where there is so much room, in pixels. */
const MIN_BESIDE = 260;

/** Axis, what each side favours, and its label, with the lines of the last result beside or below. */
export function drawBelow(figure: ForestFigure, placing: ForestPlacing, style: ForestStyle): Drawn {
  const parts: string[] = [];
  const { colours, text, line } = style;
  const top = placing.axisTop;
  parts.push(...drawAxis(figure, placing, style, top, 1));
  const room = beforePlot(placing.plot, style);
  const beside = room >= MIN_BESIDE && sidesFit(figure, placing, style);
  const tail = placing.tail.flatMap((one) =>
    wrap(one, beside ? room : style.width - 2 * EDGE, { size: text }),
  );
  const sides = drawSides(figure, placing, style, top + 8 + text * 1.1, beside && tail.length > 0);
  parts.push(...sides.parts);
  const tailTop = beside ? top - 2 : sides.bottom + 4;
  tail.forEach((one, at) => {
    parts.push(write(EDGE, tailTop + (at + 0.5) * line + text * 0.36, one, text, colours.ink));
  });
  const tailBottom = tail.length === 0 ? 0 : tailTop + tail.length * line;
  let bottom = Math.max(sides.bottom, tailBottom) + 5;
  const legend = placing.last ? drawLegend(figure, placing, style, bottom) : { parts: [], bottom };
  parts.push(...legend.parts);
  bottom = legend.bottom;
  const pageLine = placing.page === undefined ? [] : [pageText(figure.language, placing.page)];
  const under = [...(placing.last ? footerOf(figure) : []), ...pageLine];
  for (const one of under.flatMap((footer) => wrap(footer, style.width - 2 * EDGE, { size: text }))) {
    parts.push(write(EDGE, bottom + line * 0.8, one, text, colours.soft));
    bottom += line;
  }
  return { parts, bottom: bottom + 4 };
}

/** Whether what each side favours has room under the plot alone, in two lines and without a broken word. */
function sidesFit(figure: ForestFigure, placing: ForestPlacing, style: ForestStyle): boolean {
  const { nullValue, favoursLow = "" } = figure;
  if (nullValue === null) return true;
  const room = placing.x(Math.max(nullValue, placing.axis.low)) - 4 - placing.plot.left;
  const size = { size: style.text };
  const broken = favoursLow.split(/\s+/).some((word) => textWidth(word, size) > room);
  return !broken && wrap(favoursLow, Math.max(30, room), size).length <= 2;
}

function footerOf(figure: ForestFigure): readonly string[] {
  const fitted = figure.groups.some((group) => group.studies.some((study) => study.fitted !== undefined));
  return [...(figure.footer ?? []), ...(fitted ? [forestFigureWords[figure.language].fitted] : [])];
}

/** The axis with its ticks; `side` 1 writes below the line, −1 above. */
export function drawAxis(
  figure: ForestFigure,
  placing: ForestPlacing,
  style: ForestStyle,
  y: number,
  side: 1 | -1,
): readonly string[] {
  const { colours, text } = style;
  const line = { stroke: colours.ink, "stroke-width": 0.8, fill: "none" };
  const { axis, x } = placing;
  return [
    element("path", { d: `M${round(x(axis.low))} ${round(y)}H${round(x(axis.high))}`, ...line }),
    ...spacedTicks(figure, placing, style).flatMap(({ at, label }) => [
      element("path", { d: `M${round(x(at))} ${round(y)}v${4 * side}`, ...line }),
      write(x(at), y + (side === 1 ? 5 + text : -6), label, text, colours.ink, MIDDLE),
    ]),
  ];
}

/**
 * Ticks whose labels leave each other room: all, or every second, third … counted from the null, where that is a tick.
 * An axis that is the same on both sides keeps its ends.
 */
function spacedTicks(
  figure: ForestFigure,
  { axis, x }: ForestPlacing,
  style: ForestStyle,
): ShownAxis["ticks"] {
  const { ticks } = axis;
  const size = { size: style.text };
  const clear = (kept: ShownAxis["ticks"]): boolean =>
    kept.every((tick, at) => {
      const before = kept[at - 1];
      if (before === undefined) return true;
      const needed = (textWidth(before.label, size) + textWidth(tick.label, size)) / 2 + 3;
      return x(tick.at) - x(before.at) >= needed;
    });
  const origin = Math.max(
    0,
    ticks.findIndex(({ at }) => Math.abs(at - (figure.nullValue ?? Number.NaN)) < 1e-9),
  );
  const symmetric = origin * 2 === ticks.length - 1;
  for (let step = 1; step < ticks.length; step++) {
    const inner = ticks.filter((_, at) => (at - origin) % step === 0);
    const ends = ticks.filter((tick, at) => at === 0 || at === ticks.length - 1 || inner.includes(tick));
    if (symmetric && clear(ends)) return ends;
    if (clear(inner)) return inner;
  }
  return ticks.slice(origin, origin + 1);
}

/** What each side of the null favours, and the label of the axis. */
function drawSides(
  figure: ForestFigure,
  placing: ForestPlacing,
  style: ForestStyle,
  top: number,
  beside: boolean,
): Drawn {
  const { colours, text, line, width } = style;
  const { plot } = placing;
  const limit = beside ? plot.left : EDGE;
  const { parts: sides, bottom: under } = drawFavours(figure, placing, style, top, limit);
  const parts = [...sides];
  let bottom = under;
  if (figure.axisLabel !== undefined && figure.axisLabel !== "") {
    const middle = plot.left + plot.width / 2;
    const reach = 2 * Math.min(middle - limit, width - EDGE - middle);
    for (const one of wrap(figure.axisLabel, reach, { size: text })) {
      parts.push(write(middle, bottom + line * 0.8, one, text, colours.ink, MIDDLE));
      bottom += line;
    }
  }
  return { parts, bottom };
}

/** Side by side under the null; where one would need many lines, one below the other with arrows. */
function drawFavours(
  figure: ForestFigure,
  placing: ForestPlacing,
  style: ForestStyle,
  top: number,
  limit: number,
): Drawn {
  const { colours, text, line, width } = style;
  const { nullValue, favoursLow = "", favoursHigh = "" } = figure;
  const none = { parts: [], bottom: top - line * 0.6 };
  if (nullValue === null || (favoursLow === "" && favoursHigh === "")) return none;
  const { axis } = placing;
  const size = { size: text };
  const middle = placing.x(Math.min(Math.max(nullValue, axis.low), axis.high));
  const low = wrap(favoursLow, Math.max(30, middle - 4 - limit), size);
  const high = wrap(favoursHigh, Math.max(30, width - EDGE - middle - 4), size);
  const put = (lines: readonly string[], x: number, first: number, more: typeof END): readonly string[] =>
    lines.flatMap((one, at) =>
      one === "" ? [] : [write(x, first + line * (at + 0.8), one, text, colours.ink, more)],
    );
  const count = Math.max(low.length, high.length);
  if (count <= 2)
    return {
      parts: [...put(low, middle - 4, top, END), ...put(high, middle + 4, top, {})],
      bottom: top + count * line,
    };
  const right = width - EDGE - ARROW;
  const [first, second] = [favoursLow, favoursHigh].map((one) =>
    wrap(one, width - 2 * (EDGE + ARROW), size),
  ) as [readonly string[], readonly string[]];
  const below = top + first.length * line;
  const left = right - Math.max(...[...first, ...second].map((one) => textWidth(one, size)));
  return {
    parts: [
      ...put(first, left, top, {}),
      ...put(second, left, below, {}),
      arrowMark(left - 4, top + line * 0.8 - text * 0.3, -1, colours.ink),
      arrowMark(left - ARROW, below + line * 0.8 - text * 0.3, 1, colours.ink),
    ],
    bottom: below + second.length * line,
  };
}

/** Width of an arrow with its space. */
const ARROW = 16;

/** Drawn, since not every font has the character. */
function arrowMark(x: number, y: number, direction: 1 | -1, stroke: string): string {
  const tip = x + (ARROW - 4) * direction;
  const back = tip - 4 * direction;
  return element("path", {
    d: `M${round(x)} ${round(y)}H${round(tip)}M${round(back)} ${round(y - 3)}L${round(tip)} ${round(y)}L${round(back)} ${round(y + 3)}`,
    stroke,
    fill: "none",
  });
}

/** Judgements that occur, and the domains by letter. */
function drawLegend(figure: ForestFigure, placing: ForestPlacing, style: ForestStyle, top: number): Drawn {
  const { domains = [] } = figure;
  if (!placing.columns.some(({ column }) => column.kind === "lights") || domains.length === 0)
    return { parts: [], bottom: top };
  const { colours, text, line, width } = style;
  const words = forestFigureWords[figure.language];
  const parts = [write(EDGE, top + line * 0.8, words.legend, text, colours.ink, { "font-weight": 600 })];
  let x = EDGE;
  let y = top + line;
  const radius = line * 0.42;
  for (const [label, level] of lightsOf(figure, words.notJudged)) {
    const wide = 2 * radius + 4 + textWidth(label, { size: text }) + 12;
    if (x > EDGE && x + wide > width) {
      x = EDGE;
      y += line + 1;
    }
    parts.push(
      drawLight(level, x + radius, y + line / 2 + 1, radius),
      write(x + 2 * radius + 4, y + line / 2 + 1 + text * 0.36, label, text, colours.ink),
    );
    x += wide;
  }
  y += line + 3;
  for (const [at, { label }] of domains.entries()) {
    for (const one of wrap(`${letterOf(at)}: ${label}`, width - 2 * EDGE, { size: text })) {
      parts.push(write(EDGE, y + line * 0.8, one, text, colours.soft));
      y += line;
    }
  }
  return { parts, bottom: y + 3 };
}

/** Each judgement that is shown, once, from low to high. */
function lightsOf(figure: ForestFigure, notJudged: string): readonly (readonly [string, LightLevel])[] {
  const order: readonly LightLevel[] = ["low", "some", "high", "critical", "none"];
  const found = new Map<string, LightLevel>();
  for (const { studies } of figure.groups)
    for (const study of studies)
      for (const { id } of figure.domains ?? []) {
        const light = study.lights?.[id];
        found.set(light?.label ?? notJudged, light?.level ?? "none");
      }
  return [...found].sort((a, b) => order.indexOf(a[1]) - order.indexOf(b[1]));
}
