import { factorBlock } from "./block-cholesky.ts";
import type { KnownCorrelation } from "./multilevel.types.ts";
import { refuse } from "./refuse.ts";
import type { Coordinate, Shape } from "./structures.ts";

/** Known covariances of a factor's levels, in the order of the levels, divided by their mean variance. */
export interface Relation {
  /** q x q, row after row; mean of the diagonal 1. */
  readonly matrix: Float64Array;
  /** Its lower Cholesky factor. */
  readonly root: Float64Array;
  /** What the matrix was divided by. */
  readonly size: number;
  /** Which group of related levels each level is in, from 0: no entry joins two groups. */
  readonly group: Int32Array;
}

const scales = ["cor", "cor0", "cov0", "none"] as const;

/** The numbers of the levels in the data, in their order, from a square symmetric matrix. */
function pick(known: KnownCorrelation, labels: readonly string[], name: string): Float64Array {
  const { matrix } = known;
  const own = known.levels.map(String);
  const q = own.length;
  if (matrix.length !== q || matrix.some((row) => row.length !== q))
    refuse(
      "bad-options",
      `${name}: ${q} levels are named but the known correlations are ${matrix.length} x ${matrix[0]?.length ?? 0}.`,
      "Pass a square matrix with a row and a column for each level.",
    );
  const place = new Map(own.map((label, i) => [label, i]));
  if (place.size < q)
    refuse(
      "bad-options",
      `${name}: the known correlations name ${own.find((label, i) => place.get(label) !== i)} twice.`,
      "Name each level once.",
    );
  const absent = labels.filter((label) => !place.has(label));
  if (absent.length > 0)
    refuse(
      "bad-options",
      `${name}: the known correlations do not name ${absent.slice(0, 8).join(", ")}${absent.length > 8 ? ", …" : ""}.`,
      "Pass a row and a column for every level in the data.",
    );
  for (const [i, row] of matrix.entries()) {
    for (const [j, value] of row.entries()) {
      const other = matrix[j]![i]!;
      const size = Math.sqrt(Math.abs(matrix[i]![i]! * matrix[j]![j]!));
      if (!Number.isFinite(value) || !(Math.abs(value - other) <= 1e-8 * size))
        refuse(
          "bad-options",
          `${name}: the known correlation of ${own[i]} and ${own[j]} is both ${value} and ${other}.`,
          "Pass a symmetric matrix of finite numbers.",
        );
    }
  }
  const at = labels.map((label) => place.get(label)!);
  return Float64Array.from(at.flatMap((i) => at.map((j) => (matrix[i]![j]! + matrix[j]![i]!) / 2)));
}

/** Divides by standard deviations (`cor`, `cor0`) and moves the smallest entry to 0 (`cor0`, `cov0`). */
function rescale(matrix: Float64Array, q: number, scale: (typeof scales)[number], name: string): void {
  if (scale === "cor" || scale === "cor0") {
    const spread = Float64Array.from({ length: q }, (_, i) => Math.sqrt(matrix[i * q + i]!));
    const wrong = spread.findIndex((value) => !(value > 0));
    if (wrong >= 0)
      refuse(
        "bad-options",
        `${name}: entry ${wrong + 1} of the diagonal of the known correlations is ${matrix[wrong * q + wrong]}.`,
        "Pass values above 0 on the diagonal.",
      );
    for (let i = 0; i < q; i++)
      for (let j = 0; j < q; j++)
        matrix[i * q + j] = i === j ? 1 : matrix[i * q + j]! / (spread[i]! * spread[j]!);
  }
  if (scale === "none" || scale === "cor") return;
  const least = matrix.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const divisor = scale === "cor0" ? 1 - least : 1;
  for (let cell = 0; cell < matrix.length; cell++) matrix[cell] = (matrix[cell]! - least) / divisor;
}

/** Groups of levels that entries other than 0 join, directly or through others. */
function groupsOf(matrix: Float64Array, q: number): Int32Array {
  const group = new Int32Array(q).fill(-1);
  let count = 0;
  for (let start = 0; start < q; start++) {
    if (group[start] !== -1) continue;
    const queue = [start];
    group[start] = count;
    for (let at = 0; at < queue.length; at++) {
      for (let j = 0; j < q; j++) {
        if (group[j] !== -1 || matrix[queue[at]! * q + j] === 0) continue;
        group[j] = count;
        queue.push(j);
      }
    }
    count++;
  }
  return group;
}

/**
 * Reads a known correlation matrix of a factor's levels; `null` where it says that they are independent with one
 * variance, which is a factor without one.
 *
 * @param labels of the levels in the data, in their order
 * @throws EvidensError `synthesis/bad-options`
 */
export function readRelation(
  known: KnownCorrelation,
  labels: readonly string[],
  name: string,
): Relation | null {
  const { scale = "cor" } = known;
  if (!scales.includes(scale))
    refuse("bad-options", `${name}: the scale ${scale} is unknown.`, `Pass one of ${scales.join(", ")}.`);
  const q = labels.length;
  const matrix = pick(known, labels, name);
  rescale(matrix, q, scale, name);
  if (matrix.every((value, cell) => value === (cell % (q + 1) === 0 ? 1 : 0))) return null;
  const size = labels.reduce((sum, _, i) => sum + matrix[i * q + i]! / q, 0);
  const inUnits = matrix.map((value) => value / size);
  const root = inUnits.slice();
  if (!factorBlock(root, 0, q) || !(size > 0) || isNearSingular(root, inUnits, q))
    refuse(
      "bad-options",
      `${name}: the known correlations${scale === "cor" ? "" : `, scaled by ${scale},`} are not positive definite.`,
      "Pass a positive definite matrix; give levels that correlate by 1 one label.",
    );
  for (let i = 0; i < q; i++) root.fill(0, i * q + i + 1, i * q + q);
  return { matrix: inUnits, root, size, group: groupsOf(inUnits, q) };
}

/** A level that the others determine, up to rounding. */
function isNearSingular(root: Float64Array, matrix: Float64Array, q: number): boolean {
  for (let i = 0; i < q; i++) if (root[i * q + i]! ** 2 < 1e-12 * matrix[i * q + i]!) return true;
  return false;
}

/** One variance times the known matrix. */
export function relatedShape({ matrix, size }: Relation): Shape {
  const variance: Coordinate = { kind: "variance", low: 0, high: Number.POSITIVE_INFINITY, times: size };
  return {
    size: Math.sqrt(matrix.length),
    coordinates: [variance],
    covariance: (at) => matrix.map((value) => value * at[0]!),
    derivative: () => matrix,
    varianceAt: [0],
    correlationAt: [],
  };
}
