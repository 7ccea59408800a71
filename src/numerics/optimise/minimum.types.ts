/** A function of several numbers; Infinity or NaN where it is not defined. */
export type Objective = (at: Float64Array) => number;

/** Where a search for the least value ended. */
export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  /** Largest absolute entry of the gradient there. */
  readonly gradientNorm: number;
  /** Whether the stopping rule was met; else the best point found. */
  readonly converged: boolean;
  readonly iterations: number;
}
