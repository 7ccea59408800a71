import type { ShownAxis } from "../axis-ticks.ts";
import { textWidth, wrap } from "../measure-text.ts";
import type { ForestColumn, ForestFigure } from "./forest-figure-model.ts";
import { EDGE, type FittedColumn, fitColumns, lineCell, sharedHeads } from "./forest-fit.ts";
import { type ForestLine, forestLines } from "./forest-lines.ts";
import { forestScale } from "./forest-scale.ts";
import type { ForestStyle } from "./forest-style.ts";
import { forestFigureWords } from "./forest-words.ts";

/** A line with its place and its text broken into lines. */
export interface PlacedLine {
  readonly line: ForestLine;
  readonly top: number;
  readonly height: number;
  readonly text: readonly string[];
  /** Its text runs under the plot: lines through the plot leave it free. */
  readonly crosses: boolean;
  /** Shaded, to lead the eye through many rows. */
  readonly shaded: boolean;
}

export interface ForestPlacing {
  readonly columns: readonly FittedColumn[];
  readonly leftOut: readonly ForestColumn[];
  readonly plot: FittedColumn;
  readonly axis: ShownAxis;
  readonly headBottom: number;
  /** The axis is repeated over many rows. */
  readonly axisAbove: boolean;
  readonly lines: readonly PlacedLine[];
  /** Lines beside or below the axis. */
  readonly tail: readonly string[];
  readonly axisTop: number;
  /** What belongs under the whole figure stands here: legend and notes. */
  readonly last: boolean;
  /** Which page of how many, where there are several. */
  readonly page?: { readonly number: number; readonly of: number };
  /** Largest weight, for the size of squares; 0 where there is none. */
  readonly largest: number;
  x(value: number): number;
}

/** So many studies are shaded by turns, and so many more have the axis above as well. */
const SHADED = 30;
const TALL = 40;

/** Places of everything from top to bottom. */
export function placeForest(figure: ForestFigure, style: ForestStyle): ForestPlacing {
  const every = forestLines(figure, style.layout);
  const { columns, leftOut } = fitColumns(figure, every, style);
  const showsEvents = columns.some(({ column }) => column.kind === "arm" && column.field === "events");
  const lines = every.filter(({ kind }) => kind !== "events" || showsEvents);
  const plot = columns.find(({ column }) => column.kind === "plot")!;
  const axis = forestScale(figure, style.layout);
  const studies = figure.groups.flatMap((group) => group.studies);
  const axisAbove = studies.length > TALL;
  const headLines = Math.max(
    1,
    ...columns.map(({ head, column }) => head.length + (column.kind === "lights" ? 1 : 0)),
    ...sharedHeads(columns, style).map((shared) => shared.below + shared.lines.length),
  );
  const headBottom = 8 + headLines * style.line + 3;
  let top = rowsTop(headBottom, axisAbove, style);
  let row = 0;
  const placed = lines
    .filter((line) => !("tail" in line && line.tail === true))
    .map((line): PlacedLine => {
      if (line.kind === "study") row += 1;
      const laid = measureLine(line, columns, plot, figure, style);
      const at = top;
      top += laid.height;
      return {
        line,
        top: at,
        ...laid,
        shaded: line.kind === "study" && studies.length > SHADED && row % 2 === 0,
      };
    });
  const inset = style.square[0] / 2 + 2;
  const [from, to] = [plot.left + inset, plot.left + plot.width - inset];
  return {
    columns,
    leftOut,
    plot,
    axis,
    headBottom,
    axisAbove,
    lines: placed,
    tail: lines.flatMap((line) => ("tail" in line && line.tail === true ? [line.text] : [])),
    axisTop: top + 3,
    last: true,
    largest: Math.max(0, ...studies.map((study) => study.weight ?? 0)),
    x: (value) => from + ((value - axis.low) / (axis.high - axis.low)) * (to - from),
  };
}

/** Where the rows begin, with or without an axis above them. */
export function rowsTop(headBottom: number, axisAbove: boolean, style: ForestStyle): number {
  return headBottom + (axisAbove ? style.text + 12 : 5);
}

/** A heading yet without its place from the top. */
export function placeHeading(text: string, plot: FittedColumn, style: ForestStyle): PlacedLine {
  const line = { kind: "heading", text } as const;
  return { line, top: 0, ...measureText(line, plot, style), shaded: false };
}

type Measured = Pick<PlacedLine, "height" | "text" | "crosses">;

function measureText(
  line: ForestLine & { readonly kind: "heading" | "text" },
  plot: FittedColumn,
  style: ForestStyle,
): Measured {
  const room = beforePlot(plot, style);
  const font = { size: style.text, bold: line.kind === "heading" };
  const wide = textWidth(line.text, font) > room && room < style.width * 0.55;
  const text = wrap(line.text, wide ? style.width - 2 * EDGE : room, font);
  const extra = line.kind === "heading" ? 2 : 0;
  return { height: text.length * style.line + extra + (wide ? 2 : 0), text, crosses: wide };
}

function measureLine(
  line: ForestLine,
  columns: readonly FittedColumn[],
  plot: FittedColumn,
  figure: ForestFigure,
  style: ForestStyle,
): Measured {
  const plain = { size: style.text };
  const bold = { size: style.text, bold: true };
  switch (line.kind) {
    case "gap":
      return { height: style.row * 0.5, text: [], crosses: false };
    case "rule":
      return { height: 5, text: [], crosses: false };
    case "study": {
      const study = columns.find(({ column }) => column.kind === "study");
      const width = (study?.width ?? style.studyLeast) - (line.indent ? 8 : 0);
      const text = wrap(line.study.label, width + 0.01, plain);
      const count = text.length + (line.study.flag === undefined ? 0 : 1);
      return { height: rowHeight(count, style), text, crosses: false };
    }
    case "text":
    case "heading":
      return measureText(line, plot, style);
    default: {
      const label = labelOf(line, figure);
      const font = line.kind === "summary" ? bold : plain;
      const text = wrap(label, labelRoom(line, columns, figure, style), font);
      return { height: rowHeight(text.length, style), text, crosses: false };
    }
  }
}

function rowHeight(lines: number, style: ForestStyle): number {
  return Math.max(style.row, lines * style.line + 2);
}

function labelOf(line: ForestLine, figure: ForestFigure): string {
  const words = forestFigureWords[figure.language];
  if (line.kind === "summary") return line.label;
  return line.kind === "prediction" ? words.prediction : words.totalEvents;
}

/** Room for a label up to the next thing in its row. */
function labelRoom(
  line: ForestLine,
  columns: readonly FittedColumn[],
  figure: ForestFigure,
  style: ForestStyle,
): number {
  const bold = { size: style.text, bold: true };
  const ends = columns.slice(1).map((one) => {
    if (one.column.kind === "plot") return one.left;
    const cell = lineCell(one.column, line, figure, style.layout);
    if (cell === "") return style.width;
    return one.align === "right" ? one.left + one.width - textWidth(cell, bold) : one.left;
  });
  return Math.max(style.studyLeast * 0.7, Math.min(style.width, ...ends) - EDGE - style.gap);
}

/** Room for text left of the plot; nearly none where the plot stands first. */
export function beforePlot(plot: FittedColumn, style: ForestStyle): number {
  return Math.max(20, plot.left - EDGE - style.gap);
}
