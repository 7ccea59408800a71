import { choleskyFactor, matrix } from "#numerics";
import type { RepeatedMeasures } from "./mmrm.types.ts";
import { refuseFit } from "./refuse-fit.ts";
import { reduceSubjects } from "./subject-blocks.ts";
import type { Pattern, Sufficient, Unit } from "./sufficient.types.ts";

/** First row of each subject, and n at the end. */
export function subjectStarts({ subject, subjects }: RepeatedMeasures): Int32Array {
  const starts = new Int32Array(subjects + 1);
  for (let row = subject.length - 1; row >= 0; row--) starts[subject[row]!] = row;
  starts[subjects] = subject.length;
  return starts;
}

/** Distances of the rows first … last − 1 by their coordinates. */
function distancesOf({ coordinates }: RepeatedMeasures, first: number, last: number): Float64Array {
  const { columns: d, values } = coordinates!;
  const m = last - first;
  const out = new Float64Array(m * m);
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < a; b++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += (values[(first + a) * d + k]! - values[(first + b) * d + k]!) ** 2;
      out[a * m + b] = Math.sqrt(sum);
      out[b * m + a] = out[a * m + b]!;
    }
  }
  return out;
}

/** The subjects with the same covariance group and the same visits or distances. */
export interface Alike {
  readonly group: number;
  readonly rows: number;
  readonly distances: Float64Array | null;
  readonly members: readonly number[];
}

/** Subjects whose covariance matrices are equal, in order of their first. */
export function alikeSubjects(data: RepeatedMeasures, starts: Int32Array, spatial: boolean): Alike[] {
  const found = new Map<
    string,
    { group: number; rows: number; distances: Float64Array | null; members: number[] }
  >();
  for (let i = 0; i < data.subjects; i++) {
    const [first, last] = [starts[i]!, starts[i + 1]!];
    const group = data.group?.[first] ?? 0;
    const distances = spatial ? distancesOf(data, first, last) : null;
    const key = `${group}:${(distances ?? data.visit.subarray(first, last)).join()}`;
    const there = found.get(key);
    if (there === undefined) found.set(key, { group, rows: last - first, distances, members: [i] });
    else there.members.push(i);
  }
  return [...found.values()];
}

/** Rows times the square root of their weight. */
function weighted(data: RepeatedMeasures): { x: Float64Array; y: Float64Array; logWeights: number } {
  const { x, y, weights } = data;
  if (weights === null) return { x: x.values, y, logWeights: 0 };
  const roots = weights.map(Math.sqrt);
  let logWeights = 0;
  for (const weight of weights) logWeights += Math.log(weight);
  return {
    x: x.values.map((value, at) => value * roots[Math.floor(at / x.columns)]!),
    y: y.map((value, row) => value * roots[row]!),
    logWeights,
  };
}

/**
 * The sufficient sums of a data set: subjects with equal covariance matrix together, each such pattern reduced to
 * blocks, the designs made orthonormal over all rows (`upper` leads back), so that neither scale nor near
 * collinearity of covariates enters the iterations.
 *
 * @throws EvidensError `synthesis/mmrm-rank` when the columns of x are not independent
 * Cost: one pass over the data, about 4 k n p with k blocks a pattern.
 * Checked: tests/synthesis/mmrm-engine.prop.test.ts.
 */
export function sufficientOf(data: RepeatedMeasures, spatial: boolean): Sufficient {
  const starts = subjectStarts(data);
  const { x, y, logWeights } = weighted(data);
  const [n, p] = [data.y.length, data.x.columns];
  const units: { group: number; size: number; distances: Float64Array | null; patterns: Pattern[] }[] = [];
  const byGroup = Array.from({ length: data.groups }, (_, group) => ({
    group,
    size: data.visits,
    distances: null,
    patterns: [] as Pattern[],
  }));
  for (const { group, rows, distances, members } of alikeSubjects(data, starts, spatial)) {
    const first = starts[members[0]!]!;
    const reduced = reduceSubjects({ starts: Int32Array.from(members, (i) => starts[i]!), rows, p, x, y });
    const visits = spatial
      ? Int32Array.from({ length: rows }, (_, a) => a)
      : data.visit.slice(first, first + rows);
    const pattern: Pattern = { visits, subjects: members.length, ...reduced };
    if (spatial) units.push({ group, size: rows, distances, patterns: [pattern] });
    else byGroup[group]!.patterns.push(pattern);
  }
  if (!spatial) units.push(...byGroup);
  const upper = orthonormalise(units, p);
  return { n, p, subjects: data.subjects, groups: data.groups, units, upper, logWeights };
}

/** Replaces the designs x by z with x = z U, U'U = X'X; returns U. */
function orthonormalise(units: readonly Unit[], p: number): Float64Array {
  const cross = matrix(p, p);
  for (const { patterns } of units) {
    for (const { x } of patterns) {
      for (let row = 0; row < x.length; row += p) addSquare(cross.values, x, row, p);
    }
  }
  const lower = choleskyFactor(cross)?.values;
  const lost = (j: number): boolean => lower![j * p + j]! ** 2 <= 1e-14 * cross.values[j * p + j]!;
  if (lower === undefined || Array.from({ length: p }, (_, j) => lost(j)).some(Boolean))
    refuseFit(
      "mmrm-rank",
      "invalid",
      `The ${p} columns of the design are not linearly independent.`,
      "Leave out the columns that others determine.",
    );
  for (const { patterns } of units) {
    for (const { x } of patterns) {
      for (let row = 0; row < x.length; row += p) forward(lower, x, row, p);
    }
  }
  const upper = new Float64Array(p * p);
  for (let i = 0; i < p; i++) for (let j = i; j < p; j++) upper[i * p + j] = lower[j * p + i]!;
  return upper;
}

/** Adds x_row x_row' to the lower triangle. */
function addSquare(into: Float64Array, x: Float64Array, row: number, p: number): void {
  for (let i = 0; i < p; i++) {
    const factor = x[row + i]!;
    if (factor === 0) continue;
    for (let j = 0; j <= i; j++) into[i * p + j]! += factor * x[row + j]!;
  }
}

/** Replaces the row x of length p at `row` by L⁻¹ x. */
export function forward(lower: Float64Array, x: Float64Array, row: number, p: number): void {
  for (let i = 0; i < p; i++) {
    let sum = x[row + i]!;
    for (let j = 0; j < i; j++) sum -= lower[i * p + j]! * x[row + j]!;
    x[row + i] = sum / lower[i * p + i]!;
  }
}
