import { type Matrix, matrix } from "../linear/matrix.ts";
import type { Objective } from "./minimum.types.ts";

/** eps^(1/5): where the h^4 error of the five-point rule meets rounding. */
const GRADIENT_STEP = 7.4e-4;
/** eps^(1/3), for the three-point rule. */
const COARSE_STEP = 6e-6;
/** A parameter nearer 0 than this is stepped as if it were this large. */
const LEAST_SIZE = 0.01;
const HESSIAN_STEP = 0.05;
const LEAST_SIZE_FOR_HESSIAN = 0.2;
const LEVELS = 6;
const MOST_RETREATS = 16;

/**
 * The gradient by differences: five points a parameter (error of the order h^4), or three with `coarse`.
 * A step that leaves the domain is shortened; the entry is NaN when no step stays inside.
 *
 * @param f finite around `at`
 * Source: DLMF 3.4.11, 3.4.13. Cost 4 (2) evaluations a parameter. Checked: tests/numerics/derivatives.test.ts.
 */
export function numericGradient(
  f: Objective,
  at: Float64Array,
  rule: "fine" | "coarse" = "fine",
): Float64Array {
  const point = at.slice();
  return at.map((x, i) => {
    const along = (step: number): number => {
      point[i] = x + step;
      const value = f(point);
      point[i] = x;
      return value;
    };
    let h = (rule === "fine" ? GRADIENT_STEP : COARSE_STEP) * Math.max(Math.abs(x), LEAST_SIZE);
    const slopeBy = (step: number): number => {
      const near = along(step) - along(-step);
      if (rule === "coarse") return near / (2 * step);
      return (8 * near - (along(2 * step) - along(-2 * step))) / (12 * step);
    };
    for (let retreat = 0; retreat < MOST_RETREATS; retreat++, h /= 10) {
      const slope = slopeBy(h);
      // Next to the edge of the domain f bends most: a shortened step is shortened once more.
      if (Number.isFinite(slope)) return retreat === 0 ? slope : slopeBy(h / 10);
    }
    return Number.NaN;
  });
}

/**
 * Neville's table over halved steps: the entry whose neighbours agree best.
 * `difference` has an error in even powers of h.
 */
function extrapolate(difference: (h: number) => number, start: number): number {
  let best = Number.NaN;
  let bestError = Number.POSITIVE_INFINITY;
  let previous: number[] = [];
  for (let level = 0; level < LEVELS; level++) {
    const row = [difference(start / 2 ** level)];
    for (let k = 1; k <= level; k++) {
      const left = row[k - 1]!;
      const next = left + (left - previous[k - 1]!) / (4 ** k - 1);
      const error = Math.max(Math.abs(next - left), Math.abs(next - previous[k - 1]!));
      row.push(next);
      if (error <= bestError) [best, bestError] = [next, error];
    }
    previous = row;
  }
  return best;
}

/**
 * The matrix of second derivatives by central differences with Richardson extrapolation over six halvings.
 *
 * @param f finite around `at`, smooth; a step that leaves the domain is shortened
 * Source: Ridders 1982, doi:10.1016/S0141-1195(82)80057-0. Cost about 12 p^2 evaluations.
 * Checked: tests/numerics/derivatives.test.ts, relative 1e-8 for functions of size 1.
 */
export function numericHessian(f: Objective, at: Float64Array): Matrix {
  const p = at.length;
  const centre = f(at);
  const point = at.slice();
  const shifted = (i: number, a: number, j: number, b: number): number => {
    point[i]! += a;
    point[j]! += b;
    const value = f(point);
    point[i] = at[i]!;
    point[j] = at[j]!;
    return value;
  };
  const steps = at.map((x, i) => {
    let h = HESSIAN_STEP * Math.max(Math.abs(x), LEAST_SIZE_FOR_HESSIAN);
    for (let retreat = 0; retreat < MOST_RETREATS; retreat++, h /= 4)
      if (Number.isFinite(shifted(i, h, i, 0)) && Number.isFinite(shifted(i, -h, i, 0))) break;
    return h;
  });
  const hessian = matrix(p, p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      const [hi, hj] = [steps[i]!, steps[j]!];
      const second =
        i === j
          ? extrapolate(
              (t) => (shifted(i, t * hi, i, 0) - 2 * centre + shifted(i, -t * hi, i, 0)) / (t * hi) ** 2,
              1,
            )
          : extrapolate((t) => {
              const [a, b] = [t * hi, t * hj];
              const same = shifted(i, a, j, b) + shifted(i, -a, j, -b);
              return (same - shifted(i, a, j, -b) - shifted(i, -a, j, b)) / (4 * a * b);
            }, 1);
      hessian.values[i * p + j] = second;
      hessian.values[j * p + i] = second;
    }
  }
  return hessian;
}
