/** A file of reference values: inputs and outputs of another program. */
export interface GoldenFile {
  /** File name without `.json`. */
  readonly file: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly cases: readonly GoldenCase[];
  /** Other files of the folder, such as the data sets that a file names. */
  readonly open: (file: string) => Readonly<Record<string, unknown>>;
}

/** One call of the reference program. */
export interface GoldenCase {
  readonly id: string;
  /** The options of that call, by the names of the reference program. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Its results by name; null where it gives NA. */
  readonly expected: Readonly<Record<string, unknown>>;
  readonly note?: string;
  readonly warnings?: unknown;
}

/** Numbers agree when they differ by no more than either; others must be equal. */
export interface Tolerance {
  readonly relative: number;
  /** Default 1e-14, so that a rounding error around 0 agrees with 0. */
  readonly absolute?: number;
}

/** A value in which the reference program is off, and what stands instead. */
export interface Correction {
  /** File name without `.json`. */
  readonly file: string;
  readonly case: string;
  /** Place within `expected`, as `QE_Wld` or `value[3]`; a list of one number is that number. */
  readonly path: string;
  /** The reference's number: the correction is for this one and no other. */
  readonly reference: number;
  readonly corrected: number;
  /** Program, versions, and how far it is to be trusted (digits, gradient). */
  readonly by: string;
  readonly evidence: string;
}

/** How one family of files is run through our public functions. */
export interface GoldenFamily {
  readonly name: string;
  /** The method as the table names it. */
  readonly method: (one: GoldenCase, file: GoldenFile) => string;
  /** Which files it runs, by name without `.json`. */
  readonly owns: (file: string) => boolean;
  /**
   * Our results under the reference program's names. A result that is expected and not given counts as failed;
   * throwing counts as failed. `expected` may be read for its shape (which results, how many), never for values.
   */
  readonly run: (one: GoldenCase, file: GoldenFile) => Readonly<Record<string, unknown>>;
  readonly tolerance: (one: GoldenCase, result: string, file: GoldenFile) => Tolerance;
  /** Results that are no result of the method (names, how the reference came to its optimum), each with the reason. */
  readonly leftOut: Readonly<Record<string, string>>;
}
