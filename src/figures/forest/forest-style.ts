import { type Palette, palette } from "../palette.ts";
import type { PlotOptions } from "../plot-area.ts";
import { seriesColour } from "../series-colours.ts";
import type { ForestFigure, ForestLayoutName } from "./forest-figure-model.ts";

/** Sizes in CSS pixels, 96 to the inch: 9.5 are 7.1 points. */
export interface ForestStyle {
  readonly layout: ForestLayoutName;
  readonly width: number;
  readonly text: number;
  /** From one line of text to the next. */
  readonly line: number;
  /** Least height of a row. */
  readonly row: number;
  readonly gap: number;
  readonly plotLeast: number;
  readonly studyLeast: number;
  /** Side of the largest and of the smallest square. */
  readonly square: readonly [number, number];
  readonly colours: Palette;
  readonly squares: string;
  readonly diamond: string;
}

const SIZES = {
  column: { width: 321, text: 9.5, line: 12, row: 14, gap: 6, plotLeast: 96, studyLeast: 70 },
  page: { width: 661, text: 10, line: 13, row: 16, gap: 7, plotLeast: 120, studyLeast: 84 },
} as const;

/** RevMan's colours of squares by kind of data, in tones that colour-blind readers tell apart. */
const SQUARES = { counts: 0, means: 2, none: 1 } as const;

export function forestStyle(
  figure: ForestFigure,
  layout: ForestLayoutName,
  options: PlotOptions,
): ForestStyle {
  const name = options.palette ?? "screen";
  const colours = palette(name);
  const sizes = SIZES[options.width ?? "page"];
  return {
    layout,
    ...sizes,
    square: layout === "revman" ? [sizes.row - 2, 3] : [sizes.row - 4, 3.5],
    colours,
    squares: layout === "revman" ? seriesColour(SQUARES[kindOf(figure)], name) : colours.ink,
    diamond: colours.ink,
  };
}

function kindOf({ groups }: ForestFigure): keyof typeof SQUARES {
  const arms = groups.flatMap((group) => group.studies.flatMap(({ first, second }) => [first, second]));
  if (arms.some((arm) => arm?.events !== undefined)) return "counts";
  return arms.some((arm) => arm?.mean !== undefined) ? "means" : "none";
}
