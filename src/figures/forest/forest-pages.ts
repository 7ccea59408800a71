import { drawBelow } from "./forest-below.ts";
import type { ForestFigure } from "./forest-figure-model.ts";
import { type ForestPlacing, type PlacedLine, placeHeading, rowsTop } from "./forest-place.ts";
import type { ForestStyle } from "./forest-style.ts";
import { forestFigureWords } from "./forest-words.ts";

/** Lines that stay together on a page: a study, with the heading over it and the results under it. */
type Together = readonly PlacedLine[];

/**
 * The places of a figure page by page: the head and an axis stand on each, the heading of a group that goes on is
 * repeated, and the results over all, the legend and the notes stand on the last. One page where all fits on one.
 *
 * @param height of a page in pixels; lines that cannot be parted may go beyond it
 */
export function pagesOf(
  figure: ForestFigure,
  placing: ForestPlacing,
  style: ForestStyle,
  height: number,
): readonly ForestPlacing[] {
  const below = (one: ForestPlacing): number => drawBelow(figure, one, style).bottom - one.axisTop;
  if (placing.axisTop + below(placing) <= height) return [placing];
  const top = rowsTop(placing.headBottom, true, style);
  // Any number of pages takes the one line that says which it is.
  const numbered = { ...placing, page: { number: 1, of: 1 } };
  const atEnd = below(numbered) + GAP;
  const between = below({ ...numbered, ...NOT_LAST }) + GAP;
  const pages: PlacedLine[][] = [[]];
  const queue = [...partsOf(placing.lines)];
  let used = 0;
  let rest = queue.reduce((sum, part) => sum + heightOf(part), 0);
  for (const part of queue) {
    const own = heightOf(part);
    const ends = rest <= own + 1e-9 || top + used + rest + atEnd <= height;
    const most = height - top - (ends ? atEnd : between);
    if (pages.at(-1)!.length > 0 && used + own > most) {
      const again = continued(part, placing, figure, style);
      pages.push(again);
      used = heightOf(again);
    }
    pages.at(-1)!.push(...part);
    used += own;
    rest -= own;
  }
  return pages.map((lines, at) => {
    const placed = inPlace(lines, top);
    const axisTop = (placed.at(-1)?.top ?? top) + (placed.at(-1)?.height ?? 0) + GAP;
    const page = { number: at + 1, of: pages.length };
    const own = { ...placing, lines: placed, axisAbove: true, axisTop, page };
    return at === pages.length - 1 ? own : { ...own, ...NOT_LAST };
  });
}

/** Between the last row and the axis. */
const GAP = 3;
const NOT_LAST = { tail: [], last: false } as const;

function heightOf(lines: Together): number {
  return lines.reduce((sum, { height }) => sum + height, 0);
}

/** A page begins with a study or a heading, never with a result or what is said of one. */
function partsOf(lines: readonly PlacedLine[]): readonly Together[] {
  const parts: PlacedLine[][] = [];
  let before: PlacedLine | undefined;
  for (const one of lines) {
    const { kind } = one.line;
    const begins = kind === "heading" || (kind === "study" && before?.line.kind !== "heading");
    if (begins || parts.length === 0) parts.push([one]);
    else parts.at(-1)!.push(one);
    before = one;
  }
  return parts;
}

/** The heading of a group whose studies go on, for the top of a page. */
function continued(
  [first]: Together,
  { lines, plot }: ForestPlacing,
  figure: ForestFigure,
  style: ForestStyle,
): PlacedLine[] {
  if (first === undefined || first.line.kind !== "study" || !first.line.indent) return [];
  const heading = lines.slice(0, lines.indexOf(first)).findLast(({ line }) => line.kind === "heading");
  if (heading?.line.kind !== "heading") return [];
  const text = `${heading.line.text} (${forestFigureWords[figure.language].continued})`;
  return [placeHeading(text, plot, style)];
}

function inPlace(lines: readonly PlacedLine[], from: number): readonly PlacedLine[] {
  let top = from;
  return lines.map((one) => {
    const at = top;
    top += one.height;
    return { ...one, top: at };
  });
}
