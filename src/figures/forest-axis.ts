import { scaleLinear } from "d3-scale";
import type { ForestModel } from "./forest-model.ts";
import { formatNumber } from "./number.ts";

/** Axis of a forest plot on the analysis scale. */
export interface ForestAxis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

/**
 * Chooses the part of the scale to show: all estimates, the pooled result and the null, and of the
 * study intervals no more than one such width beyond on either side (longer ones get an arrow).
 */
export function forestAxis(model: ForestModel): ForestAxis {
  const finite = (values: readonly (number | null | undefined)[]): number[] =>
    values.filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  const { pooled, rows } = model;
  const core = finite([
    nullOnScale(model),
    ...rows.map((row) => row.estimate),
    pooled?.low,
    pooled?.high,
    pooled?.predictionLow,
    pooled?.predictionHigh,
  ]);
  const coreLow = Math.min(...core);
  const coreHigh = Math.max(...core);
  const reach = coreHigh > coreLow ? coreHigh - coreLow : 1;
  const ends = finite(rows.flatMap((row) => [row.low, row.high]));
  let low = Math.min(coreLow, Math.max(Math.min(...ends, coreLow), coreLow - reach));
  let high = Math.max(coreHigh, Math.min(Math.max(...ends, coreHigh), coreHigh + reach));
  if (high === low) {
    low -= 1;
    high += 1;
  }
  const margin = (high - low) * 0.04;
  low -= margin;
  high += margin;
  return {
    low,
    high,
    ticks: model.scale === "log" ? logTicks(low, high, model) : linearTicks(low, high, model),
  };
}

/** The null on the analysis scale: `nullValue` may be given as shown (1 for ratios) or as analysed (0). */
export function nullOnScale(model: ForestModel): number {
  return model.scale === "log" && model.nullValue > 0 ? Math.log(model.nullValue) : model.nullValue;
}

function linearTicks(low: number, high: number, model: ForestModel): ForestAxis["ticks"] {
  const values = scaleLinear().domain([low, high]).ticks(5);
  const digits = Math.max(0, ...values.map(decimals));
  return values.map((at) => ({ at, label: formatNumber(at, { digits, language: model.language }) }));
}

/** Multipliers within one decade, from dense to sparse. */
const DECADE_STEPS: readonly (readonly number[])[] = [
  [1, 1.5, 2, 3, 4, 5, 7],
  [1, 2, 3, 5],
  [1, 2, 5],
  [1, 3],
  [1],
];

function logTicks(low: number, high: number, model: ForestModel): ForestAxis["ticks"] {
  const from = Math.floor(low / Math.LN10);
  const to = Math.ceil(high / Math.LN10);
  for (const steps of DECADE_STEPS) {
    const shown: number[] = [];
    for (let decade = from; decade <= to; decade++) {
      for (const step of steps) {
        const value = Number((step * 10 ** decade).toPrecision(6));
        if (Math.log(value) >= low && Math.log(value) <= high) shown.push(value);
      }
    }
    if (shown.length <= 7 && shown.length >= 2) return shown.map((value) => logTick(value, model));
  }
  const span = to - from;
  if (span > 7) {
    const step = Math.ceil(span / 6);
    const decades = Array.from({ length: Math.floor(span / step) + 1 }, (_, at) => from + at * step);
    return decades
      .filter((decade) => decade * Math.LN10 >= low && decade * Math.LN10 <= high)
      .map((decade) => logTick(10 ** decade, model));
  }
  // Too narrow for round multiples: round numbers on the shown scale instead.
  return scaleLinear()
    .domain([Math.exp(low), Math.exp(high)])
    .ticks(4)
    .filter((value) => value > 0)
    .map((value) => logTick(value, model));
}

function logTick(value: number, model: ForestModel): { at: number; label: string } {
  return {
    at: Math.log(value),
    label: formatNumber(value, { digits: Math.min(10, decimals(value)), language: model.language }),
  };
}

/** Digits after the point that a tick needs. */
function decimals(value: number): number {
  const text = Number(value.toPrecision(6)).toString();
  const exponent = /e-(\d+)$/.exec(text);
  if (exponent !== null) return Number(exponent[1]);
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}
