import type { CovarianceStructure } from "./multilevel.types.ts";
import { unstructured } from "./unstructured.ts";

/** How a free coordinate of a fit moves. */
export interface Coordinate {
  /** `variance` and `deviation` in units of the data, `correlation`, or `angle` whose cosine is a correlation. */
  readonly kind: "variance" | "deviation" | "correlation" | "angle";
  readonly low: number;
  readonly high: number;
  /** What a value is multiplied by to give the coordinate; default 1. */
  readonly times?: number;
}

/** A covariance matrix of the effects at m inner levels as a function of coordinates. */
export interface Shape {
  readonly size: number;
  readonly coordinates: readonly Coordinate[];
  /** m x m, row after row. */
  covariance(at: Float64Array): Float64Array;
  /** Its derivative by one coordinate. */
  derivative(at: Float64Array, coordinate: number): Float64Array;
  /** Coordinate of the variance at each inner level: one for all, or one each. */
  readonly varianceAt: readonly number[];
  /** Coordinate of each correlation, by the pairs it stands for; -1 where a correlation is no coordinate. */
  readonly correlationAt: readonly number[];
}

/** Correlation at a distance, and its slope by rho. */
interface Decay {
  readonly low: (m: number) => number;
  readonly value: (rho: number, distance: number) => number;
  readonly slope: (rho: number, distance: number) => number;
}

const constant: Decay = { low: (m) => -1 / (m - 1), value: (rho) => rho, slope: () => 1 };
const power: Decay = {
  low: () => -1,
  value: (rho, distance) => rho ** distance,
  slope: (rho, distance) => distance * rho ** (distance - 1),
};

interface Recipe {
  readonly decay: Decay | null;
  readonly oneVariance: boolean;
}

const recipes: Readonly<Record<Exclude<CovarianceStructure, "UN">, Recipe>> = {
  ID: { decay: null, oneVariance: true },
  DIAG: { decay: null, oneVariance: false },
  CS: { decay: constant, oneVariance: true },
  HCS: { decay: constant, oneVariance: false },
  AR: { decay: power, oneVariance: true },
  HAR: { decay: power, oneVariance: false },
  // Distances that are no whole numbers have no real power of a negative rho, and no finite slope at 0.
  CAR: {
    decay: {
      ...power,
      low: () => 0,
      slope: (rho, distance) => distance * Math.max(rho, 1e-9) ** (distance - 1),
    },
    oneVariance: true,
  },
};

export const structureNames: readonly CovarianceStructure[] = [
  ...(Object.keys(recipes) as (keyof typeof recipes)[]),
  "UN",
];

/** One variance for all levels, with or without a correlation. */
function homogeneous(positions: Float64Array, decay: Decay | null): Shape {
  const m = positions.length;
  const correlate = (rho: number, of: keyof Omit<Decay, "low">, self: number): Float64Array =>
    fillPairs(positions, self, (distance) => (decay === null ? 0 : decay[of](rho, distance)));
  const variance: Coordinate = { kind: "variance", low: 0, high: Number.POSITIVE_INFINITY };
  const rho: Coordinate[] = decay === null ? [] : [{ kind: "correlation", low: decay.low(m), high: 1 }];
  return {
    size: m,
    coordinates: [variance, ...rho],
    covariance: (at) => correlate(at[1] ?? 0, "value", 1).map((r) => r * at[0]!),
    derivative: (at, coordinate) =>
      coordinate === 0
        ? correlate(at[1] ?? 0, "value", 1)
        : correlate(at[1]!, "slope", 0).map((r) => r * at[0]!),
    varianceAt: [0],
    correlationAt: decay === null ? [] : [1],
  };
}

/** A standard deviation for each level and one correlation. */
function heterogeneous(positions: Float64Array, decay: Decay): Shape {
  const m = positions.length;
  const spread = (at: Float64Array, r: Float64Array): Float64Array =>
    r.map((value, cell) => value * at[Math.floor(cell / m)]! * at[cell % m]!);
  const correlations = (at: Float64Array): Float64Array =>
    fillPairs(positions, 1, (distance) => decay.value(at[m]!, distance));
  return {
    size: m,
    coordinates: [
      ...Array.from(
        { length: m },
        (): Coordinate => ({ kind: "deviation", low: 0, high: Number.POSITIVE_INFINITY }),
      ),
      { kind: "correlation", low: decay.low(m), high: 1 },
    ],
    covariance: (at) => spread(at, correlations(at)),
    derivative: (at, coordinate) => {
      if (coordinate === m)
        return spread(
          at,
          fillPairs(positions, 0, (distance) => decay.slope(at[m]!, distance)),
        );
      const r = correlations(at);
      return r.map((value, cell) => {
        const [i, j] = [Math.floor(cell / m), cell % m];
        return value * ((i === coordinate ? at[j]! : 0) + (j === coordinate ? at[i]! : 0));
      });
    },
    varianceAt: Array.from({ length: m }, (_, i) => i),
    correlationAt: [m],
  };
}

function diagonal(m: number): Shape {
  return {
    size: m,
    coordinates: Array.from({ length: m }, () => ({
      kind: "variance",
      low: 0,
      high: Number.POSITIVE_INFINITY,
    })),
    covariance: (at) => {
      const g = new Float64Array(m * m);
      for (let i = 0; i < m; i++) g[i * m + i] = at[i]!;
      return g;
    },
    derivative: (_, coordinate) => {
      const g = new Float64Array(m * m);
      g[coordinate * m + coordinate] = 1;
      return g;
    },
    varianceAt: Array.from({ length: m }, (_, i) => i),
    correlationAt: [],
  };
}

function fillPairs(positions: Float64Array, self: number, of: (distance: number) => number): Float64Array {
  const m = positions.length;
  const out = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) out[i * m + j] = i === j ? self : of(Math.abs(positions[i]! - positions[j]!));
  }
  return out;
}

/**
 * The shape of a named structure.
 *
 * @param positions numeric place of each inner level: its rank, or its value for `CAR`
 * @param first for `UN`: levels put first, so that their variances and their correlation are coordinates
 */
export function shapeOf(
  structure: CovarianceStructure,
  positions: Float64Array,
  first: readonly number[] = [],
): Shape {
  const m = positions.length;
  if (m === 1) return homogeneous(positions, null);
  if (structure === "UN") return unstructured(m, first);
  const { decay, oneVariance } = recipes[structure];
  if (oneVariance) return homogeneous(positions, decay);
  return decay === null ? diagonal(m) : heterogeneous(positions, decay);
}
