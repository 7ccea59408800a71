/** What a support vector machine is fitted to. */
export interface SvmFit {
  readonly rows: Int32Array;
  /** By row: 1 relevant, -1 irrelevant, 0 not among the rows. */
  readonly sign: Int8Array;
  /** What the loss adds to the diagonal of the dual. */
  readonly ofRelevant: number;
  readonly ofIrrelevant: number;
  /** No derivative of the dual is larger in the end. */
  readonly tolerance: number;
  readonly mostPasses: number;
}

/** Solves the dual by coordinate descent from where it is; every solver gives the same scores up to rounding. */
export interface SvmSolver {
  /** Takes rows that were in the last fit out of the weights; before their sign changes. */
  release(rows: readonly number[]): void;
  fit(training: SvmFit): void;
  /** Dual variables by row, >= 0; until the next call. */
  alphas(): Float64Array;
  /** Score of a row of the last fit. */
  scoreOf(row: number): number;
  /** Writes the score of every row. */
  all(out: Float64Array): void;
  /**
   * The unlabelled row (label -1) with the highest score in single precision, the first of equals; -1 when all are
   * labelled.
   */
  highest(labels: Int8Array): number;
}
