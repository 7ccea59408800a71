import type { Language } from "#kernel";
import { axisTicks } from "./axis-ticks.ts";
import { formatNumber } from "./number.ts";
import {
  axisFor,
  framePlot,
  type LegendEntry,
  layArea,
  type PlotArea,
  type PlotOptions,
} from "./plot-area.ts";
import { refuseUndrawable } from "./refuse-figure.ts";
import { seriesColour } from "./series-colours.ts";
import { element, round } from "./svg.ts";

export interface GoshModel {
  readonly language: Language;
  readonly title: string;
  readonly effectLabel: string;
  readonly scale: "identity" | "log";
  /** Pooled estimate of each subset of the studies. */
  readonly estimates: ArrayLike<number>;
  /** Heterogeneity of each subset, same length; I2 in percent unless `heterogeneityLabel` says otherwise. */
  readonly heterogeneity: ArrayLike<number>;
  readonly heterogeneityLabel?: string;
  /** Subsets with and without one study are told apart; `included` is 1 where it is in, same length. */
  readonly study?: { readonly label: string; readonly included: ArrayLike<number> };
}

const WORDS = {
  en: {
    i2: "I², %",
    subsets: (k: string) => `${k} subsets of the studies.`,
    range: (label: string, low: string, middle: string, high: string) =>
      `${label}: median ${middle}, from ${low} to ${high}.`,
    with: (label: string) => `With ${label}`,
    without: (label: string) => `Without ${label}`,
    density: "Stronger: more subsets",
    none: "There is no subset.",
  },
  nb: {
    i2: "I², %",
    subsets: (k: string) => `${k} delmengder av studiene.`,
    range: (label: string, low: string, middle: string, high: string) =>
      `${label}: median ${middle}, fra ${low} til ${high}.`,
    with: (label: string) => `Med ${label}`,
    without: (label: string) => `Uten ${label}`,
    density: "Sterkere: flere delmengder",
    none: "Det er ingen delmengder.",
  },
} as const;

/** Side of a cell in pixels. */
const CELL = { column: 3, page: 4 } as const;
/** Steps of darkness. */
const STEPS = 7;
/** Of the palest cell; on a dark page less would be lost in it. */
const LEAST = 0.4;

function opacityOf(step: number): number {
  return LEAST + ((1 - LEAST) * step) / (STEPS - 1);
}

const MARGIN = { column: 30, page: 46 } as const;

/**
 * A GOSH plot: the pooled result of many subsets of the studies against their heterogeneity, as a picture of
 * density with the distribution of each along its side. Clusters show that some studies differ in kind.
 *
 * @throws EvidensError `figures/bad-numbers`
 * Source: Olkin, Dahabreh and Trikalinos 2012, doi:10.1002/jrsm.1053.
 * Cost linear in the subsets; the size of the picture does not grow with them.
 * Checked: tests/figures/meta-analysis-plots.test.ts, tests/gallery/meta-analysis-plots.test.ts.
 */
export function goshPlot(model: GoshModel, options: PlotOptions = {}): string {
  refuseBad(model);
  const width = options.width ?? "page";
  const { language, estimates, heterogeneity } = model;
  const words = WORDS[language];
  const name = model.heterogeneityLabel ?? words.i2;
  const x = axisFor(ends(estimates), {
    language,
    label: model.effectLabel,
    scale: model.scale,
    margin: 0.03,
  });
  const y = axisFor([0, ...ends(heterogeneity)], { language, label: name, margin: 0.03 });
  const floor = Math.min(0, ...ends(heterogeneity));
  const yAxis = {
    ...y,
    low: floor < 0 ? y.low : 0,
    ticks: axisTicks(floor < 0 ? y.low : 0, y.high, { scale: "identity", language }),
  };
  const margin = MARGIN[width];
  const area = layArea(
    { x, y: yAxis, above: margin + 6, beside: margin + 6, id: options.id ?? "gosh" },
    options,
  );
  const grid = countCells(area, model, CELL[width]);
  const content = grid.layers.flatMap((layer, at) =>
    drawLayer(area, grid, layer, colourOf(area, model, at), margin - 4),
  );
  return framePlot(area, { ...model, description: describeGosh(model) }, content, legendOf(area, model));
}

/** The plot in words. */
export function describeGosh(model: GoshModel): string {
  const { language, estimates, heterogeneity, study } = model;
  const words = WORDS[language];
  if (estimates.length === 0) return words.none;
  const written = (values: ArrayLike<number>, log: boolean, label: string, keep?: number): string => {
    const chosen: number[] = [];
    for (let i = 0; i < values.length; i++)
      if (keep === undefined || (study!.included[i] ? 1 : 0) === keep) chosen.push(values[i]!);
    const kept = Float64Array.from(chosen).sort();
    if (kept.length === 0) return "";
    const number = (value: number): string =>
      formatNumber(log ? Math.exp(value) : value, { digits: 2, language });
    return words.range(label, number(kept[0]!), number(kept[kept.length >> 1]!), number(kept.at(-1)!));
  };
  const log = model.scale === "log";
  return [
    words.subsets(formatNumber(estimates.length, { digits: 0, language })),
    written(estimates, log, model.effectLabel),
    written(heterogeneity, false, model.heterogeneityLabel ?? words.i2),
    ...(study
      ? [
          written(estimates, log, words.with(study.label), 1),
          written(estimates, log, words.without(study.label), 0),
        ]
      : []),
  ]
    .filter((line) => line !== "")
    .join(" ");
}

function refuseBad({ estimates, heterogeneity, study }: GoshModel): void {
  const n = estimates.length;
  const same = (field: string, value: number) => ({
    field,
    value,
    holds: value === n,
    domain: `${n}, the number of estimates`,
  });
  const firstBad = (field: string, values: ArrayLike<number>) => {
    for (let i = 0; i < values.length; i++)
      if (!Number.isFinite(values[i]!))
        return [{ field: `${field}[${i}]`, value: values[i]!, holds: false, domain: "a finite number" }];
    return [];
  };
  refuseUndrawable("GOSH plot", [
    same("heterogeneity.length", heterogeneity.length),
    ...(study ? [same("study.included.length", study.included.length)] : []),
    ...firstBad("estimates", estimates),
    ...firstBad("heterogeneity", heterogeneity),
  ]);
}

function ends(values: ArrayLike<number>): readonly number[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return values.length === 0 ? [] : [low, high];
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly cell: number;
  /** Counts of each layer: without and with the study, or all. */
  readonly layers: readonly Int32Array[];
  readonly most: number;
}

function countCells(area: PlotArea, model: GoshModel, cell: number): Grid {
  const columns = Math.max(1, Math.ceil((area.right - area.left) / cell));
  const rows = Math.max(1, Math.ceil((area.bottom - area.top) / cell));
  const layers = Array.from({ length: model.study ? 2 : 1 }, () => new Int32Array(columns * rows));
  let most = 0;
  for (let i = 0; i < model.estimates.length; i++) {
    const layer = layers[model.study?.included[i] ? 1 : 0]!;
    const column = Math.min(columns - 1, Math.floor((area.x(model.estimates[i]!) - area.left) / cell));
    const row = Math.min(rows - 1, Math.floor((area.bottom - area.y(model.heterogeneity[i]!)) / cell));
    const at = row * columns + column;
    layer[at]! += 1;
    most = Math.max(most, layer[at]!);
  }
  return { columns, rows, cell, layers, most };
}

/** The study's two colours keep apart also in lightness and place; without a study, the accent. */
function colourOf(area: PlotArea, model: GoshModel, layer: number): string {
  return model.study ? seriesColour(layer, area.name) : area.colours.accent;
}

function drawLayer(
  area: PlotArea,
  grid: Grid,
  counts: Int32Array,
  colour: string,
  side: number,
): readonly string[] {
  const { columns, rows, cell, most } = grid;
  const paths = Array.from({ length: STEPS }, () => "");
  const stepOf = (count: number): number =>
    count === 0 ? -1 : Math.min(STEPS - 1, Math.floor((Math.log(count) / Math.log(most + 1)) * STEPS));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; ) {
      const step = stepOf(counts[row * columns + column]!);
      let end = column + 1;
      while (end < columns && stepOf(counts[row * columns + end]!) === step) end += 1;
      if (step >= 0) {
        const width = (end - column) * cell;
        paths[step] +=
          `M${round(area.left + column * cell)} ${round(area.bottom - (row + 1) * cell)}h${width}v${cell}h-${width}z`;
      }
      column = end;
    }
  }
  const cells = paths.flatMap((d, step) =>
    d === "" ? [] : [element("path", { d, fill: colour, "fill-opacity": opacityOf(step) })],
  );
  return [...cells, ...drawSides(area, grid, counts, colour, side)];
}

/** Distributions along the top and the right side. */
function drawSides(
  area: PlotArea,
  grid: Grid,
  counts: Int32Array,
  colour: string,
  side: number,
): readonly string[] {
  const { columns, rows, cell, layers } = grid;
  const along = (layer: Int32Array, vertical: boolean): readonly number[] =>
    Array.from({ length: vertical ? rows : columns }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < (vertical ? columns : rows); j++)
        sum += vertical ? layer[i * columns + j]! : layer[j * columns + i]!;
      return sum;
    });
  return [false, true].flatMap((vertical) => {
    const most = Math.max(1, ...layers.flatMap((layer) => along(layer, vertical)));
    const bars = along(counts, vertical);
    const steps = bars.map((count, i) => {
      const reach = (count / most) * side;
      return vertical
        ? `H${round(area.right + 4 + reach)}V${round(area.bottom - (i + 1) * cell)}`
        : `V${round(area.top - 4 - reach)}H${round(area.left + (i + 1) * cell)}`;
    });
    const d = vertical
      ? `M${round(area.right + 4)} ${round(area.bottom)}${steps.join("")}H${round(area.right + 4)}Z`
      : `M${round(area.left)} ${round(area.top - 4)}${steps.join("")}V${round(area.top - 4)}Z`;
    return counts.some((count) => count > 0)
      ? [element("path", { d, fill: colour, "fill-opacity": 0.35, stroke: colour, "stroke-width": 0.75 })]
      : [];
  });
}

function legendOf(area: PlotArea, model: GoshModel): readonly LegendEntry[] {
  const words = WORDS[model.language];
  const box = (colour: string) => (x: number, y: number) =>
    element("rect", { x: x - 6, y: y - 5, width: 12, height: 10, fill: colour, "fill-opacity": 0.8 });
  const { study } = model;
  const scale: LegendEntry = {
    label: words.density,
    sample: (x, y) =>
      [0, 3, 6]
        .map((step, i) =>
          element("rect", {
            x: x - 11 + i * 7.5,
            y: y - 5,
            width: 7.5,
            height: 10,
            fill: study ? area.colours.soft : area.colours.accent,
            "fill-opacity": opacityOf(step),
          }),
        )
        .join(""),
  };
  if (study === undefined) return [scale];
  return [
    { label: words.without(study.label), sample: box(seriesColour(0, area.name)) },
    { label: words.with(study.label), sample: box(seriesColour(1, area.name)) },
    scale,
  ];
}
