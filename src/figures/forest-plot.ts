import { nullOnScale } from "./forest-axis.ts";
import {
  BOLD,
  effectText,
  FLAG,
  type ForestLayout,
  forestWords,
  HEAD,
  type LaidRow,
  layForest,
  TEXT,
} from "./forest-layout.ts";
import type { ForestModel, ForestPooled } from "./forest-model.ts";
import { textWidth, wrap } from "./measure-text.ts";
import { formatInterval } from "./number.ts";
import { type Palette, palette } from "./palette.ts";
import { type PlotOptions, plotStyle } from "./plot-area.ts";
import { type Attributes, element, escapeXml, frame, round } from "./svg.ts";

/**
 * A forest plot: studies with weights and intervals, pooled diamond, prediction interval, axis.
 *
 * Numbers of the model are on the analysis scale; a `log` scale is shown exponentiated.
 * The area of a square is proportional to the weight. Source: Cochrane Handbook 6.4 §10.2.1.
 * Checked: tests/gallery/forest.test.ts.
 */
export function forestPlot(model: ForestModel, options: PlotOptions = {}): string {
  const colours = palette(options.palette ?? "screen");
  const layout = layForest(model, options.width);
  const pooled = drawPooled(model, layout, colours);
  const axisY = pooled.bottom;
  const axis = drawAxis(model, layout, axisY, colours);
  const footer = drawFooter(model, layout, axis.bottom, colours);
  return frame(
    {
      id: options.id ?? "forest",
      width: layout.width,
      height: footer.bottom,
      shownWidth: options.width === undefined ? undefined : plotStyle(options.width).width,
      language: model.language,
      title: model.title,
      description: describeForest(model),
      standalone: options.palette === "print",
      background: options.palette === "print" ? "#ffffff" : undefined,
    },
    [
      ...drawHead(model, layout, colours),
      ...drawLines(model, layout, axisY, colours),
      ...layout.rows.flatMap((row) => drawRow(row, layout, colours)),
      ...pooled.parts,
      ...axis.parts,
      ...footer.parts,
    ],
  );
}

/** The plot in words, row by row. */
export function describeForest(model: ForestModel): string {
  const words = forestWords[model.language];
  const rows = model.rows.map((row) => {
    const effect =
      row.estimate === null || row.low === null || row.high === null
        ? words.notEstimable
        : effectText(model, row.estimate, row.low, row.high);
    return `${row.label}${row.flag === undefined ? "" : ` (${row.flag})`}: ${effect}.`;
  });
  const { pooled } = model;
  return [
    `${model.effectHeading}.`,
    ...rows,
    ...(pooled === null
      ? []
      : [`${pooled.label}: ${effectText(model, pooled.estimate, pooled.low, pooled.high)}.`]),
    ...(pooled === null || predictionText(model, pooled) === null
      ? []
      : [`${words.prediction}: ${predictionText(model, pooled)}.`]),
    ...model.footer,
  ].join(" ");
}

function predictionText(model: ForestModel, pooled: ForestPooled): string | null {
  const { predictionLow: low, predictionHigh: high } = pooled;
  if (low === null || high === null) return null;
  const shown = (value: number): number => (model.scale === "log" ? Math.exp(value) : value);
  return formatInterval(shown(low), shown(high), { digits: 2, language: model.language });
}

function write(
  x: number,
  y: number,
  text: string,
  size: number,
  fill: string,
  more: Attributes = {},
): string {
  return element("text", { x, y, "font-size": size, fill, ...more }, escapeXml(text));
}

const END: Attributes = { "text-anchor": "end" };
const MIDDLE: Attributes = { "text-anchor": "middle" };
const STRONG: Attributes = { "font-weight": 600 };

function drawHead(model: ForestModel, layout: ForestLayout, colours: Palette): readonly string[] {
  const base = layout.headBottom - 10;
  return [
    write(layout.studyX, base, model.studyHeading, HEAD.size, colours.soft),
    ...(layout.showsGroups ? layout.headLines : []).map((line, at) =>
      write(layout.groupX, base - (layout.headLines.length - 1 - at) * 16, line, HEAD.size, colours.soft),
    ),
    ...(layout.showsWeights
      ? [write(layout.weightX, base, model.weightHeading, HEAD.size, colours.soft, END)]
      : []),
    write(layout.width - 8, base, model.effectHeading, HEAD.size, colours.soft, END),
    element("path", { d: `M0 ${layout.headBottom}H${round(layout.width)}`, stroke: colours.rule }),
  ];
}

/** Null line, and the pooled estimate carried up through the studies. */
function drawLines(
  model: ForestModel,
  layout: ForestLayout,
  axisY: number,
  colours: Palette,
): readonly string[] {
  const at = nullOnScale(model);
  const parts: string[] = [];
  if (at >= layout.axis.low && at <= layout.axis.high) {
    parts.push(
      element("path", {
        d: `M${round(layout.x(at))} ${layout.headBottom + 2}V${round(axisY)}`,
        stroke: colours.faint,
      }),
    );
  }
  if (model.pooled !== null && Number.isFinite(model.pooled.estimate)) {
    const x = round(layout.x(model.pooled.estimate));
    parts.push(
      element("path", {
        d: `M${x} ${layout.headBottom + 2}V${round(layout.rowsBottom + 20)}`,
        stroke: colours.accent,
        "stroke-dasharray": "2 4",
      }),
    );
  }
  return parts;
}

function drawRow(laid: LaidRow, layout: ForestLayout, colours: Palette): readonly string[] {
  const { row } = laid;
  const middle = laid.y + laid.height / 2;
  const textLines = laid.label.length * 17 + (row.flag === undefined ? 0 : 16);
  const first = middle - textLines / 2 + 13;
  const parts = laid.label.map((line, at) =>
    write(layout.studyX, first + at * 17, line, TEXT.size, colours.ink),
  );
  if (row.flag !== undefined) {
    parts.push(
      write(layout.studyX, first + laid.label.length * 17 - 1, row.flag, FLAG.size, colours.warn, STRONG),
    );
  }
  if (layout.showsGroups) parts.push(write(layout.groupX, middle + 5, row.groups, TEXT.size, colours.soft));
  if (layout.showsWeights)
    parts.push(write(layout.weightX, middle + 5, laid.weight, TEXT.size, colours.soft, END));
  parts.push(
    write(
      layout.width - 8,
      middle + 5,
      laid.effect,
      TEXT.size,
      row.estimate === null ? colours.soft : colours.ink,
      END,
    ),
  );
  if (row.estimate === null || row.low === null || row.high === null) return parts;
  parts.push(interval(row.low, row.high, middle, layout, colours.ink, undefined));
  const share = layout.maxWeight > 0 && row.weight !== null ? row.weight / layout.maxWeight : 0;
  // Area follows the weight; a floor keeps the smallest square visible.
  const side = Math.max(5, 16 * Math.sqrt(share));
  const x = layout.x(row.estimate);
  parts.push(
    element("rect", {
      x: x - side / 2,
      y: middle - side / 2,
      width: side,
      height: side,
      fill: colours.accent,
    }),
  );
  return parts;
}

/** A line between two values, with an arrow where it leaves the axis. */
function interval(
  low: number,
  high: number,
  y: number,
  layout: ForestLayout,
  stroke: string,
  dash: string | undefined,
): string {
  const left = Math.max(layout.x(low), layout.plotLow);
  const right = Math.min(layout.x(high), layout.plotHigh);
  const at = round(y);
  const arrows =
    (low < layout.axis.low
      ? `M${round(left + 7)} ${round(y - 4)}L${round(left)} ${at}L${round(left + 7)} ${round(y + 4)}`
      : "") +
    (high > layout.axis.high
      ? `M${round(right - 7)} ${round(y - 4)}L${round(right)} ${at}L${round(right - 7)} ${round(y + 4)}`
      : "");
  const line = element("path", {
    d: `M${round(left)} ${at}H${round(right)}`,
    stroke,
    "stroke-width": 1.4,
    fill: "none",
    "stroke-dasharray": dash,
  });
  return arrows === ""
    ? line
    : line + element("path", { d: arrows, stroke, "stroke-width": 1.4, fill: "none" });
}

function drawPooled(
  model: ForestModel,
  layout: ForestLayout,
  colours: Palette,
): { parts: readonly string[]; bottom: number } {
  const { pooled } = model;
  const top = layout.rowsBottom;
  if (pooled === null) return { parts: [], bottom: top + 6 };
  const parts = [element("path", { d: `M0 ${round(top)}H${round(layout.width)}`, stroke: colours.rule })];
  const room = layout.plotLow - layout.studyX - 8;
  const label = wrap(pooled.label, room, BOLD);
  const y = top + 20;
  label.forEach((line, at) => {
    parts.push(write(layout.studyX, y + 5 + at * 17, line, BOLD.size, colours.ink, STRONG));
  });
  const text = effectText(model, pooled.estimate, pooled.low, pooled.high);
  parts.push(write(layout.width - 8, y + 5, text, BOLD.size, colours.ink, { ...END, ...STRONG }));
  const [a, b, c] = [layout.x(pooled.low), layout.x(pooled.estimate), layout.x(pooled.high)];
  parts.push(
    element("path", {
      d: `M${round(a)} ${round(y)}L${round(b)} ${round(y - 8)}L${round(c)} ${round(y)}L${round(b)} ${round(y + 8)}Z`,
      fill: colours.accent,
    }),
  );
  let bottom = y + 16 + (label.length - 1) * 17;
  const prediction = predictionText(model, pooled);
  if (prediction !== null && pooled.predictionLow !== null && pooled.predictionHigh !== null) {
    const at = bottom + 10;
    parts.push(
      write(layout.studyX, at + 5, forestWords[model.language].prediction, TEXT.size, colours.soft),
      write(layout.width - 8, at + 5, prediction, TEXT.size, colours.soft, END),
      interval(pooled.predictionLow, pooled.predictionHigh, at, layout, colours.accent, "5 3"),
    );
    bottom = at + 16;
  }
  return { parts, bottom };
}

function drawAxis(
  model: ForestModel,
  layout: ForestLayout,
  y: number,
  colours: Palette,
): { parts: readonly string[]; bottom: number } {
  const parts = [
    element("path", {
      d: `M${round(layout.plotLow)} ${round(y)}H${round(layout.plotHigh)}`,
      stroke: colours.faint,
    }),
    ...spaced(layout).flatMap((tick) => {
      const x = layout.x(tick.at);
      return [
        element("path", { d: `M${round(x)} ${round(y)}v5`, stroke: colours.faint }),
        write(x, y + 20, tick.label, 12, colours.soft, MIDDLE),
      ];
    }),
  ];
  const style = { size: 12 } as const;
  const middle = layout.x(Math.min(Math.max(nullOnScale(model), layout.axis.low), layout.axis.high));
  const arrow = 16;
  const lowWidth = textWidth(model.favoursLow, style) + arrow;
  const highWidth = textWidth(model.favoursHigh, style) + arrow;
  const lowEnd = Math.max(middle - 10, 8 + lowWidth);
  const highStart = Math.min(middle + 10, layout.width - 8 - highWidth);
  // When the two would touch, the second goes one line down.
  const secondLine = highStart < lowEnd + 8 ? 18 : 0;
  const base = y + 42;
  parts.push(
    write(lowEnd, base, model.favoursLow, style.size, colours.soft, END),
    arrowPath(lowEnd - lowWidth + arrow - 5, base - 4, -1, colours),
    write(highStart, base + secondLine, model.favoursHigh, style.size, colours.soft),
    arrowPath(highStart + highWidth - arrow + 5, base + secondLine - 4, 1, colours),
  );
  return { parts, bottom: base + secondLine + 14 };
}

/** Ticks whose labels leave each other room: all of them, or every second, third … */
function spaced({ axis, x }: ForestLayout): ForestLayout["axis"]["ticks"] {
  const size = { size: 12 };
  for (let step = 1; step < axis.ticks.length; step++) {
    const kept = axis.ticks.filter((_, at) => at % step === 0);
    const clear = kept.every((tick, at) => {
      const before = kept[at - 1];
      if (before === undefined) return true;
      return (
        x(tick.at) - x(before.at) >= (textWidth(before.label, size) + textWidth(tick.label, size)) / 2 + 3
      );
    });
    if (clear) return kept;
  }
  return axis.ticks.slice(0, 1);
}

/** Arrows are drawn, since not every font has the characters. */
function arrowPath(x: number, y: number, direction: 1 | -1, colours: Palette): string {
  const tip = x + 9 * direction;
  const back = tip - 4 * direction;
  return element("path", {
    d: `M${round(x)} ${round(y)}H${round(tip)}M${round(back)} ${round(y - 3)}L${round(tip)} ${round(y)}L${round(back)} ${round(y + 3)}`,
    stroke: colours.soft,
    fill: "none",
  });
}

function drawFooter(
  model: ForestModel,
  layout: ForestLayout,
  top: number,
  colours: Palette,
): { parts: readonly string[]; bottom: number } {
  const lines = model.footer.flatMap((line) => wrap(line, layout.width - 16, HEAD));
  if (lines.length === 0) return { parts: [], bottom: top };
  const parts = [element("path", { d: `M0 ${round(top)}H${round(layout.width)}`, stroke: colours.rule })];
  lines.forEach((line, at) => {
    parts.push(write(layout.studyX, top + 20 + at * 18, line, HEAD.size, colours.soft));
  });
  return { parts, bottom: top + 14 + lines.length * 18 };
}
