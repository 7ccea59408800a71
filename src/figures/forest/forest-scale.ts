import { axisTicks, type ShownAxis, shownRange } from "../axis-ticks.ts";
import { formatNumber } from "../number.ts";
import type { ForestFigure, ForestLayoutName } from "./forest-figure-model.ts";

/** The axis asked for, or the one that the layout's program would choose. */
export function forestScale(figure: ForestFigure, layout: ForestLayoutName): ShownAxis {
  const { axis, scale, language } = figure;
  if (axis !== undefined) {
    const { low, high, ticks } = axis;
    return {
      low,
      high,
      ticks:
        ticks === undefined
          ? axisTicks(low, high, { scale, language })
          : ticks.filter((at) => at >= low && at <= high).map((at) => labelled(at, figure)),
    };
  }
  const { core, ends } = numbersOf(figure);
  const range = shownRange(core, ends);
  if (layout === "revman" && figure.nullValue === 0) {
    const needed = shownRange(core, []);
    // Estimates and pooled results stand within the axis; of the longest interval a part may be cut off.
    const reach = Math.max(-needed.low, needed.high, SHOWN * Math.max(-range.low, range.high));
    const symmetric = revmanScale(reach, figure);
    if (symmetric !== null) return symmetric;
  }
  return { ...range, ticks: axisTicks(range.low, range.high, { scale, language }) };
}

const SHOWN = 0.85;

type Numbers = Parameters<typeof shownRange>[0];

function numbersOf(figure: ForestFigure): { readonly core: Numbers; readonly ends: Numbers } {
  const studies = figure.groups.flatMap((group) => group.studies);
  const summaries = [...figure.groups.flatMap((group) => group.summaries ?? []), ...figure.summaries];
  return {
    core: [
      figure.nullValue,
      figure.reference,
      ...studies.flatMap((study) => [study.estimate, study.fitted?.low, study.fitted?.high]),
      ...summaries.flatMap((one) => [one.low, one.high, one.prediction?.low, one.prediction?.high]),
    ],
    ends: studies.flatMap((study) => [study.low, study.high]),
  };
}

/** RevMan's axes of ratios: the end and what stands between it and 1. */
const RATIOS: readonly (readonly number[])[] = [
  [1.5, 1.2],
  [2, 1.5],
  [5, 2],
  [10, 5, 2],
  [20, 5],
  [50, 10],
  [100, 10],
  [200, 10],
  [1000, 10],
];

/** The axis goes a little beyond its last tick. */
const MARGIN = 1.06;

/** Its axes are the same on both sides of no effect; null where none reaches far enough. */
function revmanScale(reach: number, figure: ForestFigure): ShownAxis | null {
  if (figure.scale === "log") {
    const values = RATIOS.find(([end = 1]) => Math.log(end) * MARGIN >= reach);
    if (values === undefined) return null;
    const end = Math.log(values[0]!) * MARGIN;
    const ticks = values.map((value) => Math.log(value));
    return around(end, ticks, figure);
  }
  const power = 10 ** Math.floor(Math.log10(reach));
  const steps = [1, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power);
  const end = steps.find((one) => one * MARGIN >= reach) ?? 10 * power;
  return around(end * MARGIN, [end, end / 2], figure);
}

function around(end: number, ticks: readonly number[], figure: ForestFigure): ShownAxis {
  const all = [...ticks.map((at) => -at), 0, ...[...ticks].reverse()];
  return { low: -end, high: end, ticks: all.map((at) => labelled(at, figure)) };
}

function labelled(at: number, { scale, language }: ForestFigure): { at: number; label: string } {
  const value = Number((scale === "log" ? Math.exp(at) : at).toPrecision(4));
  const plain = String(Math.abs(value));
  const digits = plain.includes("e") ? 6 : (plain.split(".")[1]?.length ?? 0);
  return { at, label: formatNumber(value, { digits: Math.min(10, digits), language }) };
}
