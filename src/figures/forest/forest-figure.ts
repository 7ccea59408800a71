import { EvidensError } from "#kernel";
import type { PlotOptions } from "../plot-area.ts";
import { type FigureDemand, finite, notNegative, ofEach, refuseUndrawable } from "../refuse-figure.ts";
import { frame } from "../svg.ts";
import { drawAxis, drawBelow, drawNull } from "./forest-below.ts";
import { columnName, describeForestFigure } from "./forest-description.ts";
import { drawHead, drawLine } from "./forest-draw.ts";
import type { ForestFigure, ForestLayoutName, ForestStudy } from "./forest-figure-model.ts";
import { placeForest } from "./forest-place.ts";
import { forestStyle } from "./forest-style.ts";

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
  refuseUnfit(figure);
  const layout = options.layout ?? "revman";
  const style = forestStyle(figure, layout, options);
  const placing = placeForest(figure, style);
  const below = drawBelow(figure, placing, style);
  return frame(
    {
      id: options.id ?? "forest",
      width: style.width,
      height: Math.ceil(below.bottom),
      language: figure.language,
      title: figure.title,
      description: describeForestFigure(figure, layout),
      standalone: options.palette === "print",
      background: options.palette === "print" ? "#ffffff" : undefined,
    },
    [
      ...drawHead(figure, placing, style),
      ...(placing.axisAbove
        ? drawAxis(figure, placing, style, placing.headBottom + style.text + 10, -1)
        : []),
      ...drawNull(figure, placing, style),
      ...placing.lines.flatMap((line) => drawLine(line, figure, placing, style)),
      ...below.parts,
    ],
  );
}

/** Headings of the columns that a width has no room for, so that a caption can say so. */
export function forestLeftOut(figure: ForestFigure, options: ForestFigureOptions = {}): readonly string[] {
  refuseUnfit(figure);
  const layout = options.layout ?? "revman";
  const { leftOut } = placeForest(figure, forestStyle(figure, layout, options));
  return leftOut.map((column) => columnName(column, figure, layout));
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
