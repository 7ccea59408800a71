import { type Matrix, matrix } from "#numerics";

type Objective = (at: Float64Array) => number;

const STEP = 1e-3;

function slopes(f: Objective, at: Float64Array): Float64Array {
  return at.map((x, i) => {
    const moved = at.slice();
    moved[i] = x + STEP;
    const up = f(moved);
    moved[i] = x - STEP;
    return (up - f(moved)) / (2 * STEP);
  });
}

export interface RMinimum {
  readonly at: Float64Array;
  readonly value: number;
  readonly iterations: number;
}

const RELATIVE = Math.sqrt(Number.EPSILON);
const MOST_ITERATIONS = 100;

/**
 * A minimum where R's `optim(method = "BFGS")` stops with its defaults: steps on differences of 1e-3, until the value
 * changes by less than 1.5e-8 of itself.
 *
 * Source: Nash 1990, "Compact Numerical Methods for Computers", algorithm 21, as R documents it.
 * Checked: tests/synthesis/golden-selection.test.ts.
 */
export function minimiseAsR(f: Objective, start: Float64Array): RMinimum {
  const n = start.length;
  let b = Float64Array.from(start);
  let least = f(b);
  let g = slopes(f, b);
  let inverse = matrix(n, n);
  let [gradients, iterations, restart] = [1, 1, 1];
  for (;;) {
    if (restart === gradients) {
      inverse = matrix(n, n);
      for (let i = 0; i < n; i++) inverse.values[i * n + i] = 1;
    }
    const from = b.slice();
    const direction = times(inverse, g).map((entry) => -entry);
    const projection = direction.reduce((sum, entry, i) => sum + entry * g[i]!, 0);
    let same = 0;
    if (projection < 0) {
      const tried = lineSearch(f, from, direction, least, projection);
      b = tried.at;
      same = tried.same;
      const enough = Math.abs(tried.value - least) > RELATIVE * (Math.abs(least) + RELATIVE);
      if (!enough) {
        same = n;
        least = tried.value;
      }
      if (same < n) {
        least = tried.value;
        const before = g;
        g = slopes(f, b);
        gradients++;
        iterations++;
        const step = direction.map((entry) => entry * tried.length);
        const turn = g.map((entry, i) => entry - before[i]!);
        if (!update(inverse, step, turn)) restart = gradients;
      } else if (restart < gradients) {
        same = 0;
        restart = gradients;
      }
    } else if (restart === gradients) same = n;
    else restart = gradients;
    if (iterations >= MOST_ITERATIONS) break;
    if (gradients - restart > 2 * n) restart = gradients;
    if (same === n && restart === gradients) break;
  }
  return { at: b, value: least, iterations };
}

function times(m: Matrix, v: Float64Array): Float64Array {
  const n = v.length;
  return v.map((_, i) => v.reduce((sum, entry, j) => sum + m.values[i * n + j]! * entry, 0));
}

function lineSearch(
  f: Objective,
  from: Float64Array,
  direction: Float64Array,
  least: number,
  projection: number,
): { at: Float64Array<ArrayBuffer>; value: number; length: number; same: number } {
  let length = 1;
  let value = least;
  for (;;) {
    const at = Float64Array.from(from, (x, i) => x + length * direction[i]!);
    const same = at.reduce((count, x, i) => count + (10 + from[i]! === 10 + x ? 1 : 0), 0);
    if (same === at.length) return { at, value, length, same };
    value = f(at);
    if (Number.isFinite(value) && value <= least + projection * length * 1e-4)
      return { at, value, length, same };
    length *= 0.2;
  }
}

/** The BFGS update; false where the step does not show an upward bend. */
function update(inverse: Matrix, step: Float64Array, turn: Float64Array): boolean {
  const n = step.length;
  const bend = step.reduce((sum, entry, i) => sum + entry * turn[i]!, 0);
  if (!(bend > 0)) return false;
  const image = times(inverse, turn);
  const factor = 1 + image.reduce((sum, entry, i) => sum + entry * turn[i]!, 0) / bend;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const change = (factor * step[i]! * step[j]! - step[i]! * image[j]! - image[i]! * step[j]!) / bend;
      inverse.values[i * n + j]! += change;
      if (i !== j) inverse.values[j * n + i] = inverse.values[i * n + j]!;
    }
  }
  return true;
}

const ROUNDS = 6;

/** Richardson's extrapolation of estimates with halved steps. */
function extrapolated(estimates: number[]): number {
  for (let m = 1; m < estimates.length; m++)
    for (let k = 0; k < estimates.length - m; k++)
      estimates[k] = (estimates[k + 1]! * 4 ** m - estimates[k]!) / (4 ** m - 1);
  return estimates[0]!;
}

/**
 * Second derivatives as R's numDeriv computes them with six rounds: steps of a tenth of each parameter, halved.
 *
 * @param keep the parameters wanted, in rising order
 * Source: Ridders 1982, doi:10.1016/S0141-1195(82)80057-0, with numDeriv's documented steps.
 * Checked: tests/synthesis/golden-selection.test.ts.
 */
export function hessianAsR(f: Objective, at: Float64Array, keep: readonly number[]): Matrix {
  const centre = f(at);
  const zero = Math.sqrt(Number.EPSILON / 7e-7);
  const step = at.map((x) => Math.abs(0.1 * x) + (Math.abs(x) < zero ? 1e-4 : 0));
  const both = (moves: readonly number[], scale: number): number => {
    const along = (sign: number): number => {
      const to = at.slice();
      for (const i of moves) to[i]! += sign * step[i]! * scale;
      return f(to);
    };
    return along(1) - 2 * centre + along(-1);
  };
  const scales = Array.from({ length: ROUNDS }, (_, k) => 2 ** -k);
  const diagonal = new Map(
    keep.map((i) => [i, extrapolated(scales.map((s) => both([i], s) / (step[i]! * s) ** 2))]),
  );
  const n = keep.length;
  const hessian = matrix(n, n);
  keep.forEach((i, a) => {
    hessian.values[a * n + a] = diagonal.get(i)!;
    keep.slice(0, a).forEach((j, b) => {
      const mixed = extrapolated(
        scales.map((s) => {
          const [hi, hj] = [step[i]! * s, step[j]! * s];
          const own = diagonal.get(i)! * hi ** 2 + diagonal.get(j)! * hj ** 2;
          return (both([i, j], s) - own) / (2 * hi * hj);
        }),
      );
      hessian.values[a * n + b] = mixed;
      hessian.values[b * n + a] = mixed;
    });
  });
  return hessian;
}
