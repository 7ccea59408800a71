/** What a shape is computed from. */
export interface ShapeInput {
  /** Shape parameters. */
  readonly phi: Float64Array;
  /** Visits, or rows of one subject for the spatial shapes. */
  readonly m: number;
  /** Distances of the rows, m × m, for the spatial shapes. */
  readonly distances: Float64Array | null;
}

/** Told an entry (a ≤ b) of the second derivative by parameters j ≤ k; entries not told are zero. */
export type SecondDerivative = (j: number, k: number, a: number, b: number, value: number) => void;

/** The shape matrix R(φ) and its derivatives, each m × m and symmetric. */
export interface ShapeValue {
  readonly r: Float64Array;
  readonly first: readonly Float64Array[];
  readonly eachSecond: (tell: SecondDerivative) => void;
}

/** How a shape is parametrised. */
export interface Shape {
  /** Number of shape parameters for m visits. */
  readonly count: (m: number) => number;
  readonly at: (input: ShapeInput) => ShapeValue;
  /** Shape parameters that come near the correlations r (m × m, positive definite). */
  readonly near: (r: Float64Array, m: number) => Float64Array;
}
