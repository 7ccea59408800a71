import { scaleLinear } from "d3-scale";
import type { Language } from "#kernel";
import { formatNumber } from "./number.ts";

/** The part of a scale that is shown, and its ticks. */
export interface ShownAxis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

type Numbers = readonly (number | null | undefined)[];

/**
 * Chooses the part of the scale to show: all of `core`, and of the study intervals no more than one such width
 * beyond on either side (longer ones get an arrow).
 *
 * @param core estimates, pooled results and the null
 * @param intervals ends of study intervals
 */
export function shownRange(
  core: Numbers,
  intervals: Numbers,
): { readonly low: number; readonly high: number } {
  const finite = (values: Numbers): number[] =>
    values.filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  const sure = finite(core);
  const ends = finite(intervals);
  if (sure.length === 0) sure.push(...(ends.length > 0 ? ends : [0]));
  const coreLow = Math.min(...sure);
  const coreHigh = Math.max(...sure);
  const reach = coreHigh > coreLow ? coreHigh - coreLow : 1;
  let low = Math.min(coreLow, Math.max(Math.min(...ends, coreLow), coreLow - reach));
  let high = Math.max(coreHigh, Math.min(Math.max(...ends, coreHigh), coreHigh + reach));
  if (high === low) {
    low -= 1;
    high += 1;
  }
  const margin = (high - low) * 0.04;
  return { low: low - margin, high: high + margin };
}

/** What the numbers of an axis are and in which language they are written. */
export interface TickStyle {
  readonly scale: "identity" | "log";
  readonly language: Language;
}

/** Round numbers between two ends of an axis; on a log scale the ends are logarithms and the labels are not. */
export function axisTicks(low: number, high: number, style: TickStyle): ShownAxis["ticks"] {
  return style.scale === "log" ? logTicks(low, high, style) : linearTicks(low, high, style);
}

function linearTicks(low: number, high: number, style: TickStyle): ShownAxis["ticks"] {
  const values = scaleLinear().domain([low, high]).ticks(5);
  const digits = Math.max(0, ...values.map(decimals));
  return values.map((at) => ({ at, label: formatNumber(at, { digits, language: style.language }) }));
}

/** Multipliers within one decade, from dense to sparse. */
const DECADE_STEPS: readonly (readonly number[])[] = [
  [1, 1.5, 2, 3, 4, 5, 7],
  [1, 2, 3, 5],
  [1, 2, 5],
  [1, 3],
  [1],
];

function logTicks(low: number, high: number, style: TickStyle): ShownAxis["ticks"] {
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
    if (shown.length <= 7 && shown.length >= 2) return shown.map((value) => logTick(value, style));
  }
  const span = to - from;
  if (span > 7) {
    const step = Math.ceil(span / 6);
    const decades = Array.from({ length: Math.floor(span / step) + 1 }, (_, at) => from + at * step);
    return decades
      .filter((decade) => decade * Math.LN10 >= low && decade * Math.LN10 <= high)
      .map((decade) => decadeTick(decade, style));
  }
  // Too narrow for round multiples: round numbers on the shown scale instead.
  return scaleLinear()
    .domain([Math.exp(low), Math.exp(high)])
    .ticks(4)
    .filter((value) => value > 0)
    .map((value) => logTick(value, style));
}

/** Beyond a million a power of ten is written as one; beyond the greatest double there is no other way. */
function decadeTick(decade: number, style: TickStyle): { at: number; label: string } {
  if (Math.abs(decade) <= 6) return logTick(10 ** decade, style);
  return { at: decade * Math.LN10, label: `1e${decade}` };
}

function logTick(value: number, style: TickStyle): { at: number; label: string } {
  return {
    at: Math.log(value),
    label: formatNumber(value, { digits: Math.min(10, decimals(value)), language: style.language }),
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
