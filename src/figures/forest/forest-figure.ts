import { EvidensError } from "#kernel";
import { type PlotOptions, writePlaced, writeTogether } from "../plot-area.ts";
import { type FigureDemand, finite, notNegative, ofEach, refuseUndrawable } from "../refuse-figure.ts";
import type { FigureSheet } from "../sheet.ts";
import { frame } from "../svg.ts";
import { axisAboveAt, drawAxis, drawBelow, drawNull } from "./forest-below.ts";
import { columnName, describeForestFigure, describeLines } from "./forest-description.ts";
import { drawHead, drawLine, type LineParts } from "./forest-draw.ts";
import type { ForestFigure, ForestLayoutName, ForestStudy } from "./forest-figure-model.ts";
import { forestLines } from "./forest-lines.ts";
import { pagesOf } from "./forest-pages.ts";
import { type ForestPlacing, placeForest } from "./forest-place.ts";
import { type ForestStyle, forestStyle } from "./forest-style.ts";
import { pageText } from "./forest-words.ts";

export interface ForestFigureOptions extends PlotOptions {
  /** Default `revman`. */
  readonly layout?: ForestLayoutName;
}

/**
 * A forest plot for print, with the columns, subgroups, results and judgements asked for, as RevMan or metafor set it.
 *
 * Text is at least 7 points at 85 mm (`column`) and 175 mm (`page`). Columns that have no room are left out, the least
 * wanted first; the text alternative holds them all. The area of a square is proportional to the weight.
 *
 * @throws EvidensError `figures/bad-numbers` for a number that cannot be drawn or limits in the wrong order,
 * `figures/forest-without-plot` where `columns` has not just one plot
 * Source: Cochrane Handbook 6.4 §10.2.1; Viechtbauer 2010, doi:10.18637/jss.v036.i03 (`forest.rma`).
 * Checked: tests/figures/forest-figure.test.ts, tests/gallery/forest-figure.test.ts. Cost linear in the studies.
 */
export function forestFigure(figure: ForestFigure, options: ForestFigureOptions = {}): string {
  const style = styleOf(figure, options);
  return drawPage(figure, placeForest(figure, style), style, options).svg;
}

/** What A4 leaves a figure with its caption, 220 mm. */
const PAGE_HEIGHT = 831;

export interface ForestPage {
  readonly svg: string;
  /** Title and rows in words, for a writer that needs them beside the picture. */
  readonly alt: string;
}

export interface ForestPagesOptions extends ForestFigureOptions {
  /** Height of a page in pixels, 96 to the inch; default 831, which are 220 mm. */
  readonly pageHeight?: number;
}

/**
 * A forest plot in pages: what {@link forestFigure} draws, parted between studies where it is higher than a page (at
 * some 45 studies). The head and an axis are repeated on each page, and the heading of a subgroup that goes on; the
 * results over all, the legend and the notes stand on the last. Columns, axis and sizes are the same on all pages.
 *
 * @returns at least one page; each says its own rows in words, in the SVG and as `alt`
 * @throws EvidensError as {@link forestFigure}
 * Checked: tests/figures/forest-pages.test.ts, tests/gallery/forest-figure.test.ts.
 */
export function forestPages(figure: ForestFigure, options: ForestPagesOptions = {}): readonly ForestPage[] {
  const style = styleOf(figure, options);
  const pages = pagesOf(figure, placeForest(figure, style), style, options.pageHeight ?? PAGE_HEIGHT);
  return pages.map((placing) => drawPage(figure, placing, style, options));
}

/** So many lines are drawn together. */
const TOGETHER = 20;

/**
 * What {@link forestFigure} draws, in parts for a page that replaces only what a change of numbers touches: a part for
 * some twenty lines, and in each a layer for the names, for every column, for the marks and for the lights.
 *
 * @throws EvidensError as {@link forestFigure}
 * Checked: tests/figures/forest-sheet.test.ts.
 */
export function forestSheet(figure: ForestFigure, options: ForestFigureOptions = {}): FigureSheet {
  const style = styleOf(figure, options);
  const placing = placeForest(figure, style);
  const below = drawBelow(figure, placing, style);
  const height = Math.ceil(below.bottom);
  const { lines, axisTop } = placing;
  const groups = Array.from({ length: Math.ceil(lines.length / TOGETHER) }, (_, at) =>
    lines.slice(at * TOGETHER, (at + 1) * TOGETHER),
  );
  return {
    id: options.id ?? "forest",
    width: style.width,
    height,
    language: figure.language,
    title: figure.title,
    describe: () => describeForestFigure(figure, style.layout),
    parts: [
      {
        top: 0,
        bottom: height,
        layers: once(() => [
          drawHead(figure, placing, style).join(""),
          (placing.axisAbove ? drawAxis(figure, placing, style, axisAboveAt(placing, style), -1) : []).join(
            "",
          ),
          drawNull(figure, placing, style).join(""),
        ]),
      },
      ...groups.map((group) => ({
        top: group[0]!.top,
        bottom: group.at(-1)!.top + group.at(-1)!.height,
        layers: once(() => layersOf(group.map((line) => drawLine(line, figure, placing, style)))),
      })),
      { top: axisTop, bottom: height, layers: once(() => [below.parts.join("")]) },
    ],
  };
}

/** Draws when it is first asked, and only then. */
function once<T>(draw: () => T): () => T {
  let drawn: { readonly is: T } | undefined;
  return () => {
    drawn ??= { is: draw() };
    return drawn.is;
  };
}

function layersOf(lines: readonly LineParts[]): readonly string[] {
  const joined = (of: (line: LineParts) => readonly string[]): string => lines.flatMap(of).join("");
  return [
    joined(({ ground }) => ground) + writeTogether(lines.flatMap(({ label }) => label)),
    ...(lines[0]?.cells ?? []).map((_, at) => writeTogether(lines.flatMap(({ cells }) => cells[at] ?? []))),
    joined(({ marks }) => marks),
    joined(({ lights }) => lights),
  ];
}

function styleOf(figure: ForestFigure, options: ForestFigureOptions): ForestStyle {
  refuseUnfit(figure);
  return forestStyle(figure, options.layout ?? "revman", options);
}

function drawPage(
  figure: ForestFigure,
  placing: ForestPlacing,
  style: ForestStyle,
  options: ForestFigureOptions,
): ForestPage {
  const { page, last } = placing;
  const below = drawBelow(figure, placing, style);
  const every = forestLines(figure, style.layout);
  const own = placing.lines.map(({ line }) => line);
  const tail = last ? every.filter((line) => "tail" in line && line.tail === true) : [];
  const shown = page === undefined ? every : [...own, ...tail];
  const id = options.id ?? "forest";
  const title = page === undefined ? figure.title : `${figure.title}. ${pageText(figure.language, page)}`;
  const description = describeLines(shown, figure, style.layout, last);
  const svg = frame(
    {
      id: page === undefined || page.number === 1 ? id : `${id}-${page.number}`,
      width: style.width,
      height: Math.ceil(below.bottom),
      language: figure.language,
      title,
      description,
      standalone: options.palette === "print",
      background: options.palette === "print" ? "#ffffff" : undefined,
    },
    [
      ...drawHead(figure, placing, style),
      ...(placing.axisAbove ? drawAxis(figure, placing, style, axisAboveAt(placing, style), -1) : []),
      ...drawNull(figure, placing, style),
      ...placing.lines.flatMap((line) => {
        const { ground, label, cells, marks, lights } = drawLine(line, figure, placing, style);
        const texts = [...label, ...cells.flatMap((cell) => cell ?? [])];
        return [...ground, ...texts.map(writePlaced), ...marks, ...lights];
      }),
      ...below.parts,
    ],
  );
  return { svg, alt: `${title}. ${description}` };
}

/** Headings of the columns that a width has no room for, so that a caption can say so. */
export function forestLeftOut(figure: ForestFigure, options: ForestFigureOptions = {}): readonly string[] {
  const style = styleOf(figure, options);
  const { leftOut } = placeForest(figure, style);
  return leftOut.map((column) => columnName(column, figure, style.layout));
}

function refuseUnfit(figure: ForestFigure): void {
  const plots = figure.columns.filter(({ kind }) => kind === "plot").length;
  if (plots !== 1)
    throw new EvidensError({
      code: "figures/forest-without-plot",
      kind: "invalid",
      message: `A forest plot has one column of kind "plot", not ${plots}.`,
      remedy: "Give one column of kind `plot`; `forestColumns` has the usual ones.",
    });
  const studies = figure.groups.flatMap((group) => group.studies);
  const summaries = [...figure.groups.flatMap((group) => group.summaries ?? []), ...figure.summaries];
  refuseUndrawable("Forest plot", [
    ...ofEach("studies", studies, studyDemands),
    ...ofEach("summaries", summaries, (one) => [
      ...ordered("", one.low, one.estimate, one.high),
      ...(one.prediction === undefined
        ? []
        : ordered("prediction.", one.prediction.low, one.estimate, one.prediction.high)),
    ]),
    ...(figure.nullValue === null ? [] : [finite("nullValue", figure.nullValue)]),
    ...(figure.reference === undefined ? [] : [finite("reference", figure.reference)]),
    ...(figure.axis === undefined ? [] : axisDemands(figure.axis)),
  ]);
}

function studyDemands(study: ForestStudy): readonly FigureDemand[] {
  const { estimate, low, high, weight, fitted } = study;
  const all = [estimate, low, high];
  return [
    ...(weight === null ? [] : [notNegative("weight", weight)]),
    ...(fitted === undefined ? [] : ordered("fitted.", fitted.low, fitted.estimate, fitted.high)),
    ...(all.every((one) => one === null)
      ? []
      : ordered("", low ?? Number.NaN, estimate ?? Number.NaN, high ?? Number.NaN)),
  ];
}

/** Finite, and the estimate between its limits (to rounding). */
function ordered(prefix: string, low: number, estimate: number, high: number): readonly FigureDemand[] {
  const slack = 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
  return [
    finite(`${prefix}estimate`, estimate),
    {
      field: `${prefix}low`,
      value: low,
      holds: Number.isFinite(low) && !(low > estimate + slack),
      domain: `a finite number not above the estimate ${estimate}`,
    },
    {
      field: `${prefix}high`,
      value: high,
      holds: Number.isFinite(high) && !(high < estimate - slack),
      domain: `a finite number not below the estimate ${estimate}`,
    },
  ];
}

function axisDemands(axis: NonNullable<ForestFigure["axis"]>): readonly FigureDemand[] {
  return [
    finite("axis.low", axis.low),
    {
      field: "axis.high",
      value: axis.high,
      holds: Number.isFinite(axis.high) && axis.high > axis.low,
      domain: `a finite number above axis.low ${axis.low}`,
    },
    ...ofEach("axis", axis.ticks ?? [], (tick) => [finite("tick", tick)]),
  ];
}
