import type { Objective } from "./minimum.types.ts";

export interface Place {
  readonly at: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

const ENOUGH_FALL = 1e-4;
const ENOUGH_FLATTENING = 0.9;
const MOST_TRIALS = 60;
/** Values of f this near are taken as equal, relative. */
const SAME = 4 * Number.EPSILON;

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

/**
 * A point along a direction that satisfies the weak Wolfe conditions, or their approximate form where f's
 * rounding hides the fall; `null` when the direction does not descend or no step is found.
 *
 * @param unscaled the direction is the raw gradient, whose length says nothing: the first step is of length 1 at most
 * Source: bisection with expansion, Lewis and Overton 2013, doi:10.1007/s10107-012-0514-2; approximate Wolfe
 * conditions, Hager and Zhang 2005, doi:10.1137/030601880.
 */
export function lineSearch(
  f: Objective,
  slopes: (at: Float64Array) => Float64Array,
  from: Place,
  direction: Float64Array,
  unscaled: boolean,
): Place | null {
  const slope = dot(from.gradient, direction);
  if (!(slope < 0)) return null;
  const rounding = SAME * Math.abs(from.value);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let step = unscaled ? Math.min(1, 1 / Math.sqrt(dot(direction, direction))) : 1;
  let fallback: Place | null = null;
  for (let trial = 0; trial < MOST_TRIALS; trial++) {
    const at = from.at.map((x, i) => x + step * direction[i]!);
    if (at.every((x, i) => x === from.at[i])) break;
    const value = f(at);
    const falls = value <= from.value + ENOUGH_FALL * step * slope;
    if (!falls && !(value <= from.value + rounding)) {
      high = step;
      step = shorter(low, high, value, from.value, slope);
      continue;
    }
    const gradient = slopes(at);
    const slopeThere = dot(gradient, direction);
    const flattened = slopeThere >= ENOUGH_FLATTENING * slope;
    if (flattened && (falls || slopeThere <= (2 * ENOUGH_FALL - 1) * slope)) return { at, value, gradient };
    if (falls) fallback = { at, value, gradient };
    // Still descending steeply: farther; rising: nearer; not a number: nearer.
    if (slopeThere < ENOUGH_FLATTENING * slope) low = step;
    else high = step;
    step = high === Number.POSITIVE_INFINITY ? 2.5 * step : (low + high) / 2;
  }
  return fallback;
}

/** Between low and high: the least point of the parabola through what is known, kept off the ends. */
function shorter(low: number, high: number, value: number, origin: number, slope: number): number {
  if (low > 0 || !Number.isFinite(value)) return low + (high - low) * (low > 0 ? 0.5 : 0.2);
  const guess = (-slope * high * high) / (2 * (value - origin - slope * high));
  return Math.min(Math.max(guess, 0.1 * high), 0.5 * high);
}
