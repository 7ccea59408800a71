import { type TextStyle, textWidth, wrap } from "../measure-text.ts";
import { alignOf, cellOf, headingOf, keepOf, overOf, sumOf } from "./forest-columns.ts";
import type { ForestColumn, ForestFigure } from "./forest-figure-model.ts";
import type { ForestLine } from "./forest-lines.ts";
import { effectCell, intervalText, percentText } from "./forest-numbers.ts";
import type { ForestStyle } from "./forest-style.ts";

/** A column with its place. */
export interface FittedColumn {
  readonly column: ForestColumn;
  readonly left: number;
  readonly width: number;
  readonly align: "left" | "right" | "middle";
  /** Lines of its heading, and the heading it shares with its neighbours. */
  readonly head: readonly string[];
  readonly over: string;
}

export interface FittedColumns {
  readonly columns: readonly FittedColumn[];
  /** What there was no room for. */
  readonly leftOut: readonly ForestColumn[];
}

export const EDGE = 4;

/** Text of a column in a line, or nothing. */
export function lineCell(
  column: ForestColumn,
  line: ForestLine,
  figure: ForestFigure,
  layout: ForestStyle["layout"],
): string {
  switch (line.kind) {
    case "study":
      return cellOf(column, line.study, figure);
    case "summary":
      if (column.kind === "effect") return effectCell(line.summary, figure);
      if (column.kind === "weight") return percentText(line.summary.weight ?? null, 1, figure.language);
      if (column.kind === "arm" && column.field === "total" && layout === "revman")
        return String(sumOf(line.of, column.arm, "total") ?? "");
      return "";
    case "events":
      return column.kind === "arm" && column.field === "events" ? String(line[column.arm]) : "";
    case "prediction":
      return column.kind === "effect" ? intervalText(line.low, line.high, figure) : "";
    default:
      return "";
  }
}

/** Widths of columns from their text; columns are left out, the least wanted first, until the rest fits. */
export function fitColumns(
  figure: ForestFigure,
  lines: readonly ForestLine[],
  style: ForestStyle,
): FittedColumns {
  let kept = figure.columns.filter((column) => column.kind !== "lights" || (figure.domains ?? []).length > 0);
  const leftOut: ForestColumn[] = [];
  const cells = new Map(kept.map((column) => [column, widestCell(column, figure, lines, style)]));
  for (;;) {
    const widths = (whole: boolean): Widths =>
      new Map(
        kept.map((column) => [
          column,
          Math.max(cells.get(column) ?? 0, headWidth(column, kept, figure, style, whole)),
        ]),
      );
    const [narrow, wide] = [widths(false), widths(true)];
    // Headings in as few lines as given, where that costs neither names nor plot their room.
    const study = kept.find(({ kind }) => kind === "study");
    const wanted = Math.min(narrow.get(study ?? kept[0]!) ?? 0, style.width * 0.3) + style.plotLeast * 1.35;
    if (roomFor(kept, wide, style) >= wanted)
      return { columns: place(kept, wide, roomFor(kept, wide, style), figure, style), leftOut };
    const room = roomFor(kept, narrow, style);
    const droppable = kept.filter((column) => column.kind !== "study" && column.kind !== "plot");
    if (room >= style.studyLeast + style.plotLeast || droppable.length === 0)
      return { columns: place(kept, narrow, room, figure, style), leftOut };
    const least = Math.min(...droppable.map(keepOf));
    const dropped = droppable.filter((column) => keepOf(column) === least);
    kept = kept.filter((column) => !dropped.includes(column));
    leftOut.push(...dropped);
  }
}

type Widths = ReadonlyMap<ForestColumn, number>;

/** What is left for studies and plot. */
function roomFor(columns: readonly ForestColumn[], widths: Widths, style: ForestStyle): number {
  const others = columns.filter(({ kind }) => kind !== "study" && kind !== "plot");
  const taken = others.reduce((sum, column) => sum + (widths.get(column) ?? 0), 0);
  return style.width - 2 * EDGE - taken - Math.max(0, columns.length - 1) * style.gap;
}

function widestCell(
  column: ForestColumn,
  figure: ForestFigure,
  lines: readonly ForestLine[],
  style: ForestStyle,
): number {
  if (column.kind === "lights") return (figure.domains ?? []).length * lightCell(style);
  if (column.kind === "plot") return 0;
  const plain: TextStyle = { size: style.text };
  const bold: TextStyle = { size: style.text, bold: true };
  const widths = lines.map((line) => {
    if (column.kind !== "study")
      return textWidth(lineCell(column, line, figure, style.layout), line.kind === "summary" ? bold : plain);
    if (line.kind !== "study") return 0;
    const { label, flag = "" } = line.study;
    return Math.max(textWidth(label, plain), textWidth(flag, bold)) + (line.indent ? 8 : 0);
  });
  return Math.max(0, ...widths);
}

/** Width of a heading in the lines it was given in, or broken between all its words. */
function headWidth(
  column: ForestColumn,
  kept: readonly ForestColumn[],
  figure: ForestFigure,
  style: ForestStyle,
  whole: boolean,
): number {
  const bold: TextStyle = { size: style.text, bold: true };
  const unbroken = whole && column.kind !== "study" && column.kind !== "lights";
  const words = headingOf(column, figure, style.layout).split(unbroken ? "\n" : /\s+/);
  const own = Math.max(...words.map((word) => textWidth(word, bold)));
  const over = overOf(column, figure);
  if (over === "") return own;
  const sharing = kept.filter((other) => overOf(other, figure) === over).length;
  const needed = unbroken ? textWidth(over, bold) : widthIn(over, MOST_LINES, bold);
  return Math.max(own, (needed - (sharing - 1) * style.gap) / sharing);
}

/** A heading over several columns takes no more lines than this. */
const MOST_LINES = 3;

/** The least width, to a pixel, at which a text has no more lines than `most` and no broken word. */
function widthIn(text: string, most: number, style: TextStyle): number {
  const fits = (width: number): boolean => wrap(text, width + 0.01, style).length <= most;
  let low = Math.max(...text.split(/\s+/).map((word) => textWidth(word, style)));
  if (fits(low)) return low;
  let high = textWidth(text, style);
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (fits(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function place(
  columns: readonly ForestColumn[],
  widths: Widths,
  room: number,
  figure: ForestFigure,
  style: ForestStyle,
): readonly FittedColumn[] {
  const wanted = columns.some(({ kind }) => kind === "study")
    ? (widths.get(columns.find(({ kind }) => kind === "study")!) ?? 0)
    : 0;
  // Study names get what they want as long as the plot keeps most of the rest.
  const longest = Math.max(style.studyLeast, room - style.plotLeast * 1.35);
  const study = Math.max(
    Math.min(wanted, longest, room - style.plotLeast),
    Math.min(style.studyLeast, wanted),
  );
  const bold: TextStyle = { size: style.text, bold: true };
  let left = EDGE;
  const showsEffect = columns.some(({ kind }) => kind === "effect");
  return columns.map((column) => {
    const width =
      column.kind === "study" ? study : column.kind === "plot" ? room - study : (widths.get(column) ?? 0);
    const heading = headingOf(column, figure, style.layout);
    const lines = heading === "" ? [] : heading.split("\n").flatMap((part) => wrap(part, width + 0.01, bold));
    // RevMan repeats the heading of the effects over the plot; a narrow plot does without.
    const tight = column.kind === "plot" && showsEffect && !fits(heading, lines, width, bold);
    const head = tight ? [] : lines;
    const fitted = { column, left, width, align: alignOf(column), head, over: overOf(column, figure) };
    left += width + style.gap;
    return fitted;
  });
}

function fits(text: string, lines: readonly string[], width: number, style: TextStyle): boolean {
  return lines.length <= 3 && text.split(/\s+/).every((word) => textWidth(word, style) <= width);
}

/** A heading shared by neighbours, such as the name of a group over its columns. */
export interface SharedHead {
  readonly lines: readonly string[];
  readonly middle: number;
  /** Lines of the headings below it. */
  readonly below: number;
}

export function sharedHeads(columns: readonly FittedColumn[], style: ForestStyle): readonly SharedHead[] {
  const heads: SharedHead[] = [];
  for (let from = 0; from < columns.length; ) {
    const first = columns[from]!;
    let to = from;
    while (first.over !== "" && columns[to + 1]?.over === first.over) to += 1;
    const last = columns[to]!;
    if (first.over !== "") {
      const end = last.left + last.width;
      heads.push({
        lines: wrap(first.over, end - first.left + 0.01, { size: style.text, bold: true }),
        middle: (first.left + end) / 2,
        below: Math.max(...columns.slice(from, to + 1).map(({ head }) => head.length)),
      });
    }
    from = to + 1;
  }
  return heads;
}

/** Where text of a column begins, ends or has its middle. */
export function anchorOf({ left, width, align }: FittedColumn): number {
  return align === "left" ? left : align === "right" ? left + width : left + width / 2;
}

/** Width of one light with its space. */
function lightCell(style: ForestStyle): number {
  return style.row - 2;
}

/** Middle of the light of a domain. */
export function lightPlace(column: FittedColumn, at: number, count: number, style: ForestStyle): number {
  return column.left + column.width / 2 + (at - (count - 1) / 2) * lightCell(style);
}
