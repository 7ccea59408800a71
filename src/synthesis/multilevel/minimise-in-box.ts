import { matrix, symmetricEigen } from "#numerics";

/** A smooth function with slopes and a positive semidefinite stand-in for its second derivatives. */
export interface BoxedFunction {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Longest step of each coordinate. */
  readonly reach: Float64Array;
  /** Infinity where it is not defined. */
  value(x: Float64Array): number;
  /** `null` where it is not defined. */
  slopes(
    x: Float64Array,
    withInformation: boolean,
  ): { gradient: Float64Array; information: Float64Array | null } | null;
}

export interface BoxedMinimum {
  readonly at: Float64Array;
  readonly value: number;
  /** Largest slope over the coordinates not held by a bound, each in units of one standard error. */
  readonly slope: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** Coordinates along which the function does not change to speak of. */
  readonly flat: readonly number[];
}

const MOST_STEPS = 200;
/** The average information is no guide where the covariance is singular: then Newton's steps take over. */
const MOST_AVERAGED = 10;
/** Rounding of a function value of usual size. */
const NOISE = 1e-13;
/** Second derivatives below which a coordinate, and eigenvalues in standard errors below which a direction, is flat. */
const FLAT = 1e-6;

interface Curvature {
  readonly free: readonly number[];
  /** Length of one standard error by each free coordinate. */
  readonly scale: Float64Array;
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** Eigenvalues of the second derivatives in units of standard errors, over the free coordinates. */
function curvatureOf(h: Float64Array, d: number, free: readonly number[]): Curvature {
  const f = free.length;
  const scale = Float64Array.from(free, (j) =>
    Math.abs(h[j * d + j]!) > FLAT ? 1 / Math.sqrt(Math.abs(h[j * d + j]!)) : 1,
  );
  const scaled = matrix(f, f);
  for (let i = 0; i < f; i++)
    for (let j = 0; j < f; j++)
      scaled.values[i * f + j] = h[free[i]! * d + free[j]!]! * scale[i]! * scale[j]!;
  const { values, vectors } = symmetricEigen(scaled);
  return { free, scale, values, vectors: vectors.values };
}

/** Newton's step with every eigenvalue made positive; in standard errors and in coordinates. */
function newtonStep(
  { free, scale, values, vectors }: Curvature,
  gradient: Float64Array,
  d: number,
): { step: Float64Array; size: number } {
  const f = free.length;
  const step = new Float64Array(d);
  const move = new Float64Array(f);
  for (let k = 0; k < f; k++) {
    let along = 0;
    for (let i = 0; i < f; i++) along += vectors[i * f + k]! * gradient[free[i]!]! * scale[i]!;
    // Along a flat direction a slope of rounding is no reason to move.
    const flat = Math.abs(values[k]!) < FLAT && Math.abs(along) < 1e-8;
    const length = flat ? 0 : -along / Math.max(Math.abs(values[k]!), FLAT);
    for (let i = 0; i < f; i++) move[i]! += vectors[i * f + k]! * length;
  }
  let size = 0;
  for (let i = 0; i < f; i++) {
    step[free[i]!] = move[i]! * scale[i]!;
    size = Math.max(size, Math.abs(move[i]!));
  }
  return { step, size };
}

/** The step over what no bound holds: a coordinate at a bound that slope or step would push out is held. */
function boundedStep(
  box: BoxedFunction,
  x: Float64Array,
  gradient: Float64Array,
  h: Float64Array,
): { step: Float64Array; size: number; curvature: Curvature } {
  const d = x.length;
  let free = Array.from({ length: d }, (_, j) => j).filter(
    (j) => !((x[j]! <= box.low[j]! && gradient[j]! > 0) || (x[j]! >= box.high[j]! && gradient[j]! < 0)),
  );
  for (;;) {
    const curvature = curvatureOf(h, d, free);
    const { step, size } = newtonStep(curvature, gradient, d);
    const kept = free.filter(
      (j) => !((x[j]! <= box.low[j]! && step[j]! < 0) || (x[j]! >= box.high[j]! && step[j]! > 0)),
    );
    if (kept.length < free.length) {
      free = kept;
      continue;
    }
    let shrink = 1;
    for (let j = 0; j < d; j++)
      if (Math.abs(step[j]!) > box.reach[j]!) shrink = Math.min(shrink, box.reach[j]! / Math.abs(step[j]!));
    return { step: step.map((s) => s * shrink), size, curvature };
  }
}

function clipped(box: BoxedFunction, x: Float64Array, step: Float64Array, share: number): Float64Array {
  return x.map((value, j) => Math.min(box.high[j]!, Math.max(box.low[j]!, value + share * step[j]!)));
}

/** The first of ever shorter steps that lowers the function enough; `null` where none does. */
function search(
  box: BoxedFunction,
  x: Float64Array,
  value: number,
  gradient: Float64Array,
  step: Float64Array,
): { x: Float64Array; value: number } | null {
  for (let share = 1; share > 1e-12; share /= 2) {
    const next = clipped(box, x, step, share);
    const promised = next.reduce((sum, to, j) => sum + gradient[j]! * (to - x[j]!), 0);
    if (promised >= 0 && share < 1e-6) return null;
    const reached = box.value(next);
    if (reached <= value + Math.min(0, 1e-4 * promised) + NOISE * (1 + Math.abs(value)))
      return { x: next, value: reached };
  }
  return null;
}

/** Newton's whole step near a minimum, where rounding hides what it gains; `null` where it clearly loses. */
function trust(
  box: BoxedFunction,
  x: Float64Array,
  value: number,
  step: Float64Array,
): { x: Float64Array; value: number } | null {
  const next = clipped(box, x, step, 1);
  const reached = box.value(next);
  return reached <= value + 1e-9 * (1 + Math.abs(value)) ? { x: next, value: reached } : null;
}

/**
 * Second derivatives by one-sided differences of the exact slopes: they steer, the slopes alone decide where the
 * minimum is. A column that cannot be had keeps the information.
 */
function differencedSlopes(
  box: BoxedFunction,
  x: Float64Array,
  gradient: Float64Array,
  information: Float64Array,
): Float64Array {
  const d = x.length;
  const h = information.slice();
  for (let j = 0; j < d; j++) {
    const by = Math.min(1e-3, 1e-4 / Math.sqrt(Math.max(information[j * d + j]!, 1e-12)));
    const moved = x.slice();
    moved[j]! += x[j]! + by > box.high[j]! ? -by : by;
    const slopes = box.slopes(moved, false);
    if (slopes === null) continue;
    for (let k = 0; k < d; k++) h[j * d + k] = (slopes.gradient[k]! - gradient[k]!) / (moved[j]! - x[j]!);
  }
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < j; k++) h[j * d + k] = h[k * d + j] = (h[j * d + k]! + h[k * d + j]!) / 2;
  }
  return h;
}

/** A lower point on either side of a saddle, along its downward direction. */
function offSaddle(
  box: BoxedFunction,
  x: Float64Array,
  value: number,
  { free, scale, values, vectors }: Curvature,
): { x: Float64Array; value: number } | null {
  const f = free.length;
  if (f === 0 || values[f - 1]! > -1e-5) return null;
  for (const length of [0.3, -0.3, 0.03, -0.03]) {
    const step = new Float64Array(x.length);
    for (let i = 0; i < f; i++) step[free[i]!] = length * vectors[i * f + f - 1]! * scale[i]!;
    const next = clipped(box, x, step, 1);
    const reached = box.value(next);
    if (reached < value - NOISE * (1 + Math.abs(value))) return { x: next, value: reached };
  }
  return null;
}

/** Within a tenth of a standard error in every coordinate. */
function isNear(a: Float64Array, b: Float64Array, information: Float64Array): boolean {
  const d = a.length;
  return a.every((value, j) => Math.abs(value - b[j]!) * Math.sqrt(information[j * d + j]!) < 0.1);
}

function flatOnes(h: Float64Array, d: number, { free, values, vectors }: Curvature): number[] {
  const f = free.length;
  const flat = new Set(free.filter((j) => Math.abs(h[j * d + j]!) < 1e-4));
  for (let k = 0; k < f; k++) {
    if (Math.abs(values[k]!) > 1e-7) continue;
    for (let i = 0; i < f; i++) if (Math.abs(vectors[i * f + k]!) > 0.3) flat.add(free[i]!);
  }
  return [...flat].sort((a, b) => a - b);
}

/** A point with the step to take from it. */
interface Stand {
  readonly gradient: Float64Array;
  readonly information: Float64Array;
  readonly h: Float64Array;
  readonly step: Float64Array;
  /** Largest move in standard errors. */
  readonly size: number;
  readonly curvature: Curvature;
}

function standAt(box: BoxedFunction, x: Float64Array, newton: boolean): Stand | null {
  const slopes = box.slopes(x, true);
  if (slopes === null || slopes.information === null) return null;
  const { gradient, information } = slopes;
  const h = newton ? differencedSlopes(box, x, gradient, information) : information;
  return { gradient, information, h, ...boundedStep(box, x, gradient, h) };
}

/** Where rounding ends the search (`converged` undefined), the slopes decide whether it is at the minimum. */
function minimumAt(
  at: Float64Array,
  value: number,
  { gradient, h, size, curvature }: Stand,
  iterations: number,
  converged?: boolean,
): BoxedMinimum {
  const inErrors = curvature.free.map((j, i) => Math.abs(gradient[j]! * curvature.scale[i]!));
  const slope = Math.max(0, ...inErrors);
  return {
    at,
    value,
    slope,
    converged: converged ?? (size < 1e-6 || slope < 1e-6),
    iterations,
    flat: flatOnes(h, at.length, curvature),
  };
}

/**
 * A local minimum within bounds: steps by the average information with halving, then Newton's with second derivatives
 * from differences of the exact slopes. Bounds are reached exactly; a saddle is left along its downward direction.
 *
 * @param start is brought within the bounds
 * @param known minima already found
 * @returns `null` where the function is not defined at the start, or where the way leads to one of `known`
 * Checked: tests/synthesis/multilevel-fit.test.ts.
 */
export function minimiseInBox(
  box: BoxedFunction,
  start: Float64Array,
  known: readonly BoxedMinimum[] = [],
): BoxedMinimum | null {
  let x = clipped(box, start, new Float64Array(start.length), 0);
  let value = box.value(x);
  if (!Number.isFinite(value)) return null;
  let newton = false;
  let escapes = 0;
  // Rounding of the slopes ends what Newton's steps can gain: they then no longer halve.
  let smallest = Number.POSITIVE_INFINITY;
  for (let iterations = 1; ; iterations++) {
    const stand = standAt(box, x, newton);
    if (stand === null) return null;
    const { gradient, information, step, size, curvature } = stand;
    const stalls = size < 1e-6 && size > smallest / 2;
    if (newton) smallest = Math.min(smallest, size);
    if (newton && (size < 1e-10 || stalls)) {
      const lower = escapes < 5 ? offSaddle(box, x, value, curvature) : null;
      if (lower === null) return minimumAt(x, value, stand, iterations, true);
      escapes++;
      ({ x, value } = lower);
      newton = false;
      smallest = Number.POSITIVE_INFINITY;
      continue;
    }
    if (iterations >= MOST_STEPS) return minimumAt(x, value, stand, iterations);
    const next = newton && size < 1e-3 ? trust(box, x, value, step) : search(box, x, value, gradient, step);
    if (next === null) {
      if (newton) return minimumAt(x, value, stand, iterations);
      newton = true;
      continue;
    }
    ({ x, value } = next);
    if (newton) {
      if (size < 1e-2 && known.some((minimum) => Math.abs(minimum.value - value) < 1e-8)) return null;
      continue;
    }
    if (size < 0.1 && known.some((minimum) => isNear(minimum.at, x, information))) return null;
    newton = size < 1e-2 || iterations >= MOST_AVERAGED;
  }
}
