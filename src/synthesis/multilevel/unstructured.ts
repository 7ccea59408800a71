import type { Coordinate, Shape } from "./structures.ts";

/**
 * A free covariance matrix by standard deviations and the spherical angles of its Cholesky factor's rows:
 * row i is s_i (cos a_i1, sin a_i1 cos a_i2, …, sin a_i1 … sin a_i,i-1). Every positive semidefinite matrix is reached
 * at finite coordinates, and the matrix is smooth where a correlation is 1 or a variance 0; deviations may change sign,
 * so that no stationary point is an artefact of the bound.
 *
 * @param first levels put first
 * Source: Pinheiro and Bates 1996, doi:10.1007/BF00140873.
 * Checked: tests/synthesis/multilevel-structures.test.ts.
 */
export function unstructured(m: number, first: readonly number[]): Shape {
  const order = [...first, ...Array.from({ length: m }, (_, i) => i).filter((i) => !first.includes(i))];
  const rank = new Int32Array(m);
  for (const [r, level] of order.entries()) rank[level] = r;
  const angleAt = (row: number, column: number): number => m + (row * (row - 1)) / 2 + column;
  const free: Coordinate = {
    kind: "deviation",
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
  };
  const rows = (at: Float64Array, by: number): { l: Float64Array; d: Float64Array } => {
    const l = new Float64Array(m * m);
    const d = new Float64Array(m * m);
    for (let i = 0; i < m; i++) factorRow(at, i, by, l, d, m, angleAt);
    return { l, d };
  };
  const toLevels = (product: (a: number, b: number) => number): Float64Array => {
    const g = new Float64Array(m * m);
    for (let i = 0; i < m; i++)
      for (let j = 0; j < m; j++) g[i * m + j] = product(rank[i]! * m, rank[j]! * m);
    return g;
  };
  return {
    size: m,
    coordinates: [
      ...Array.from({ length: m }, () => free),
      ...Array.from({ length: (m * (m - 1)) / 2 }, (): Coordinate => ({ ...free, kind: "angle" })),
    ],
    covariance: (at) => {
      const { l } = rows(at, -1);
      return toLevels((a, b) => dot(l, a, l, b, m));
    },
    derivative: (at, coordinate) => {
      const { l, d } = rows(at, coordinate);
      return toLevels((a, b) => dot(d, a, l, b, m) + dot(l, a, d, b, m));
    },
    varianceAt: Array.from({ length: m }, (_, level) => rank[level]!),
    correlationAt: pairs(m).map(([i, j]) => {
      const [low, high] = [Math.min(rank[i]!, rank[j]!), Math.max(rank[i]!, rank[j]!)];
      return low === 0 ? angleAt(high, 0) : -1;
    }),
  };
}

/** Pairs of levels in the order in which correlations are listed. */
export function pairs(m: number): (readonly [number, number])[] {
  return Array.from({ length: m }, (_, i) =>
    Array.from({ length: m - 1 - i }, (__, j) => [i, i + 1 + j] as const),
  ).flat();
}

/** Row i of the factor, and of its derivative by one coordinate. */
function factorRow(
  at: Float64Array,
  i: number,
  by: number,
  l: Float64Array,
  d: Float64Array,
  m: number,
  angleAt: (row: number, column: number) => number,
): void {
  let [left, slope] = [at[i]!, by === i ? 1 : 0];
  for (let j = 0; j < i; j++) {
    const index = angleAt(i, j);
    const [cos, sin] = [Math.cos(at[index]!), Math.sin(at[index]!)];
    const moved = by === index ? 1 : 0;
    l[i * m + j] = left * cos;
    d[i * m + j] = slope * cos - moved * left * sin;
    slope = slope * sin + moved * left * cos;
    left *= sin;
  }
  l[i * m + i] = left;
  d[i * m + i] = slope;
}

function dot(a: Float64Array, from: number, b: Float64Array, to: number, m: number): number {
  let sum = 0;
  for (let k = 0; k < m; k++) sum += a[from + k]! * b[to + k]!;
  return sum;
}

/**
 * The angles of a correlation matrix, in the order of the coordinates of `unstructured`.
 *
 * @param r row after row; taken as positive semidefinite
 */
export function anglesOf(r: Float64Array, m: number): number[] {
  const unit = new Float64Array(m * m);
  const angles: number[] = [];
  for (let i = 0; i < m; i++) {
    let left = 1;
    for (let j = 0; j < i; j++) {
      let rest = r[i * m + j]!;
      for (let k = 0; k < j; k++) rest -= unit[i * m + k]! * unit[j * m + k]!;
      const entry = unit[j * m + j]! > 1e-12 ? rest / unit[j * m + j]! : 0;
      unit[i * m + j] = entry;
      const angle = left > 1e-12 ? Math.acos(Math.max(-1, Math.min(1, entry / left))) : 0;
      angles.push(angle);
      left *= Math.sin(angle);
    }
    unit[i * m + i] = left;
  }
  return angles;
}
