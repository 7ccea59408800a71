import { END, MIDDLE, type PlacedText, write } from "../plot-area.ts";
import { type Attributes, element, round } from "../svg.ts";
import { drawLight } from "../traffic-light.ts";
import type { ForestFigure, ForestStudy, ForestSummary } from "./forest-figure-model.ts";
import { anchorOf, EDGE, type FittedColumn, lightPlace, lineCell, sharedHeads } from "./forest-fit.ts";
import { diamondMark, intervalMark, squareMark } from "./forest-marks.ts";
import type { ForestPlacing, PlacedLine } from "./forest-place.ts";
import type { ForestStyle } from "./forest-style.ts";

const STRONG: Attributes = { "font-weight": 600 };

/** Where the baseline of one line of text lies around a middle. */
function baseline(middle: number, style: ForestStyle): number {
  return middle + style.text * 0.36;
}

function anchored({ align }: FittedColumn): Attributes {
  return align === "left" ? {} : align === "right" ? END : MIDDLE;
}

/** Headings and the rule under them. */
export function drawHead(
  figure: ForestFigure,
  placing: ForestPlacing,
  style: ForestStyle,
): readonly string[] {
  const { colours, text, line, width } = style;
  const base = placing.headBottom - 6;
  const parts: string[] = [];
  for (const column of placing.columns) {
    const { head } = column;
    const lift = column.column.kind === "lights" ? 1 : 0;
    head.forEach((part, at) => {
      const y = base - (head.length - 1 - at + lift) * line;
      parts.push(write(anchorOf(column), y, part, text, colours.ink, { ...anchored(column), ...STRONG }));
    });
    if (column.column.kind !== "lights") continue;
    const domains = figure.domains ?? [];
    domains.forEach((_, at) => {
      const x = lightPlace(column, at, domains.length, style);
      parts.push(write(x, base, letterOf(at), text, colours.ink, { ...MIDDLE, ...STRONG }));
    });
  }
  parts.push(...drawShared(placing, style, base));
  parts.push(
    element("path", {
      d: `M0 ${round(placing.headBottom)}H${width}`,
      stroke: colours.ink,
      "stroke-width": 0.8,
    }),
  );
  return parts;
}

/** A, B … Z, then AA. */
export function letterOf(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : letterOf(Math.floor(at / 26) - 1) + letter;
}

function drawShared({ columns }: ForestPlacing, style: ForestStyle, base: number): readonly string[] {
  return sharedHeads(columns, style).flatMap(({ lines, middle, below }) =>
    lines.map((line, at) => {
      const y = base - (below + lines.length - 1 - at) * style.line;
      return write(middle, y, line, style.text, style.colours.ink, { ...MIDDLE, ...STRONG });
    }),
  );
}

/** What one line shows, by what a change of numbers touches together. */
export interface LineParts {
  /** Shade and rule. */
  readonly ground: readonly string[];
  readonly label: readonly PlacedText[];
  /** Text of each column, null where it has none. */
  readonly cells: readonly (PlacedText | null)[];
  readonly marks: readonly string[];
  readonly lights: readonly string[];
}

/** One line from its label to its mark in the plot. */
export function drawLine(
  placed: PlacedLine,
  figure: ForestFigure,
  placing: ForestPlacing,
  style: ForestStyle,
): LineParts {
  const { line, top, height } = placed;
  const middle = top + height / 2;
  const study = line.kind === "study" ? line.study : null;
  return {
    ground: drawGround(placed, style),
    label: labelOf(placed, placing, style),
    cells: placing.columns.map((column) => cellAt(column, placed, figure, style)),
    marks:
      study !== null
        ? drawStudy(study, middle, placing, style)
        : line.kind === "summary"
          ? drawSummary(line.summary, middle, figure, placing, style)
          : line.kind === "prediction"
            ? [
                intervalMark(line.low, line.high, middle, placing, {
                  stroke: style.diamond,
                  cap: 0,
                  wide: 3.2,
                }),
              ]
            : [],
    lights: study === null ? [] : drawLights(study, middle, figure, placing, style),
  };
}

function drawGround({ line, top, height, shaded }: PlacedLine, style: ForestStyle): readonly string[] {
  const { colours, width } = style;
  const middle = round(top + height / 2);
  return [
    ...(shaded
      ? [element("rect", { x: 0, y: top, width, height, fill: colours.rule, "fill-opacity": 0.3 })]
      : []),
    ...(line.kind === "rule"
      ? [element("path", { d: `M0 ${middle}H${width}`, stroke: colours.ink, "stroke-width": 0.8 })]
      : []),
  ];
}

function cellAt(
  column: FittedColumn,
  { line, top, height }: PlacedLine,
  figure: ForestFigure,
  style: ForestStyle,
): PlacedText | null {
  const { colours } = style;
  const cell = lineCell(column.column, line, figure, style.layout);
  if (cell === "") return null;
  const missing = column.column.kind === "effect" && line.kind === "study" && line.study.estimate === null;
  return {
    x: anchorOf(column),
    y: baseline(top + height / 2, style),
    text: cell,
    looks: {
      "font-size": style.text,
      fill: missing ? colours.soft : colours.ink,
      ...anchored(column),
      ...(line.kind === "summary" ? STRONG : {}),
    },
  };
}

function labelOf(placed: PlacedLine, placing: ForestPlacing, style: ForestStyle): readonly PlacedText[] {
  const { line, text, top, height } = placed;
  const { colours } = style;
  const flag = line.kind === "study" ? line.study.flag : undefined;
  const count = text.length + (flag === undefined ? 0 : 1);
  const study = placing.columns.find(({ column }) => column.kind === "study");
  const own =
    line.kind === "study" || line.kind === "summary" || line.kind === "prediction" || line.kind === "events";
  const left = (own ? (study?.left ?? EDGE) : EDGE) + (line.kind === "study" && line.indent ? 8 : 0);
  const first = top + height / 2 - ((count - 1) * style.line) / 2;
  const strong = line.kind === "summary" || line.kind === "heading" ? STRONG : {};
  const at = (row: number, part: string, fill: string, more: Attributes): PlacedText => ({
    x: left,
    y: baseline(first + row * style.line, style),
    text: part,
    looks: { "font-size": style.text, fill, ...more },
  });
  return [
    ...text.map((part, row) => at(row, part, colours.ink, strong)),
    ...(flag === undefined ? [] : [at(text.length, flag, colours.warn, STRONG)]),
  ];
}

function drawStudy(
  study: ForestStudy,
  y: number,
  placing: ForestPlacing,
  style: ForestStyle,
): readonly string[] {
  const parts: string[] = [];
  if (study.fitted !== undefined)
    parts.push(
      diamondMark(study.fitted, y, style.row * 0.36, placing, {
        fill: style.colours.faint,
        "fill-opacity": 0.45,
      }),
    );
  if (study.estimate !== null && study.low !== null && study.high !== null) {
    const cap = style.layout === "metafor" ? 2.5 : 0;
    const interval = intervalMark(study.low, study.high, y, placing, { stroke: style.colours.ink, cap });
    const square = squareMark(study.estimate, study.weight, y, placing, style);
    // RevMan draws the line over the square, metafor the square over the line.
    parts.push(...(style.layout === "revman" ? [square, interval] : [interval, square]));
  }
  return parts;
}

function drawLights(
  study: ForestStudy,
  y: number,
  figure: ForestFigure,
  placing: ForestPlacing,
  style: ForestStyle,
): readonly string[] {
  const lights = placing.columns.find(({ column }) => column.kind === "lights");
  const domains = figure.domains ?? [];
  if (lights === undefined) return [];
  return domains.map(({ id }, at) => {
    const level = study.lights?.[id]?.level ?? "none";
    return drawLight(level, lightPlace(lights, at, domains.length, style), y, style.row / 2 - 2);
  });
}

function drawSummary(
  summary: ForestSummary,
  y: number,
  figure: ForestFigure,
  placing: ForestPlacing,
  style: ForestStyle,
): readonly string[] {
  const diamond = diamondMark(summary, y, style.row * 0.38, placing, { fill: style.diamond });
  const { prediction } = summary;
  if (prediction === undefined || figure.prediction !== "extension") return [diamond];
  const mark = { stroke: style.diamond, cap: 2.5, dash: "1.5 2" } as const;
  return [intervalMark(prediction.low, prediction.high, y, placing, mark), diamond];
}
