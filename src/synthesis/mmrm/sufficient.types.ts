/**
 * Subjects that share their visits (and group, and distances), reduced to what the likelihood needs of them: an
 * orthogonal change among subjects leaves every sum over them of X_is'X_it, X_is'y_it and y_is y_it as it was, so
 * that a few rotated "blocks" stand for all of them.
 */
export interface Pattern {
  /** Places of the pattern's rows in its unit, rising. */
  readonly visits: Int32Array;
  /** Number of subjects. */
  readonly subjects: number;
  /** Number of blocks. */
  readonly blocks: number;
  /** Designs, blocks × visits × p. */
  readonly x: Float64Array;
  /** Outcomes, blocks × visits. */
  readonly y: Float64Array;
  /** Cross-products of the part of the outcomes that no design reaches, visits × visits. */
  readonly rest: Float64Array;
}

/** Patterns whose covariances are parts of one matrix: a covariance group, or one set of distances. */
export interface Unit {
  readonly group: number;
  /** Rows of the unit's covariance matrix. */
  readonly size: number;
  /** size × size for the spatial structures. */
  readonly distances: Float64Array | null;
  readonly patterns: readonly Pattern[];
}

/** The data of a fit in coordinates where X'X = I: x = z U with z the rows kept in the patterns. */
export interface Sufficient {
  readonly n: number;
  readonly p: number;
  readonly subjects: number;
  readonly groups: number;
  readonly units: readonly Unit[];
  /** U, upper triangular, p × p. */
  readonly upper: Float64Array;
  /** Σ ln of the row weights. */
  readonly logWeights: number;
}
