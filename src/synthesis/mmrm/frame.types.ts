import type { DesignColumn, ModelVariable } from "./design-columns.ts";
import type { Formula } from "./formula.ts";
import type { IndependentColumns } from "./independent-columns.ts";
import type { RepeatedMeasures } from "./mmrm.types.ts";

/** One column of a data set; null is a missing value. */
export type FrameColumn =
  | { readonly values: ArrayLike<number | null> }
  | {
      /** In the order wanted; the first is the reference of comparisons. */
      readonly levels: readonly string[];
      readonly values: ArrayLike<string | null>;
    };

/** A data set, one row per participant and visit: columns of one length by name. */
export type Frame = Readonly<Record<string, FrameColumn>>;

/** A row left out of the analysis, and why. */
export interface DroppedRow {
  /** 1-based row of the frame. */
  readonly row: number;
  /** The variables of the model that it lacks. */
  readonly missing: readonly string[];
}

/** A level that no analysed row has. */
export interface DroppedLevel {
  readonly variable: string;
  readonly level: string;
}

/** A column of the design that earlier columns make already; it has no coefficient. */
export interface DroppedColumn {
  readonly name: string;
  /** Names of the columns it is a combination of. */
  readonly madeOf: readonly string[];
}

/** Which columns of a frame play which part. */
export interface FrameRoles {
  readonly visit: string;
  readonly subject: string;
  /** Variable whose levels have a covariance of their own; constant within a subject. */
  readonly group?: string;
  /** Variable of positive weights. */
  readonly weights?: string;
  /** Numeric variables of place or time, for the spatial structures. */
  readonly coordinates?: readonly string[];
  /** Analyse only the rows with this level, such as those of one trial; the others are not counted as left out. */
  readonly only?: { readonly variable: string; readonly level: string };
}

/** A data set made ready for a formula: what is analysed, in order, and what is not. */
export interface ModelFrame {
  readonly formula: Formula;
  readonly data: RepeatedMeasures;
  /** The formula's variables, in its order, analysed rows only. */
  readonly variables: readonly ModelVariable[];
  readonly visits: readonly string[];
  readonly subjects: readonly string[];
  /** Null without a group. */
  readonly groups: readonly string[] | null;
  /** All columns of the formula; those of `data.x` are `independent.kept`. */
  readonly columns: readonly DesignColumn[];
  readonly independent: IndependentColumns;
  /** 1-based row of the frame of each analysed row. */
  readonly rows: Int32Array;
  readonly droppedRows: readonly DroppedRow[];
  readonly droppedLevels: readonly DroppedLevel[];
  readonly droppedColumns: readonly DroppedColumn[];
}
