/** The total covariance M of the effects at one set of component values, factored. */
export interface FactoredCovariance {
  /** ln |M|. */
  readonly logDeterminant: number;
  /** M^-1 b for c columns, b row after row (n x c); b is kept. */
  solve(b: Float64Array, c: number): Float64Array;
  /**
   * Z' M^-1 Z within each outer level of a term: entry (a, b) of level o sums M^-1 over its rows of inner levels a and
   * b; outer levels x m x m.
   */
  outerSums(term: number): Float64Array;
}

/** A way to factor M that suits the model. */
export interface Engine {
  readonly name: "nested" | "low-rank" | "blocks";
  /** @param covariances per term, m x m; `null` where M is not positive definite. */
  factor(covariances: readonly Float64Array[]): FactoredCovariance | null;
}
