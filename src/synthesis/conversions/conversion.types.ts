import type { LocalText } from "#kernel";
import type { Remark } from "../types.ts";

/** The value for other assumptions than the one made. */
export interface Sensitivity<V> {
  /** Stable name of what was assumed, such as `correlation`. */
  readonly parameter: string;
  readonly label: LocalText;
  readonly used: number | string;
  readonly alternatives: readonly { readonly at: number | string; readonly value: V }[];
}

/** A number that a report does not print, with how it was found and what that takes for granted. */
export interface Conversion<V> {
  readonly value: V;
  /** In plain characters. */
  readonly formula: string;
  readonly assumptions: readonly Remark[];
  /** Signs that the assumptions fail or the input is mistaken. */
  readonly warnings: readonly Remark[];
  readonly source: string;
  /** `null` where nothing was assumed that could be varied. */
  readonly sensitivity: Sensitivity<V> | null;
}

export interface MeanSd {
  readonly mean: number;
  readonly sd: number;
}

export interface MeanArm extends MeanSd {
  readonly n: number;
}

export interface EventsArm {
  readonly events: number;
  readonly n: number;
}

/** An effect with its sampling variance and standard error. */
export interface ValueWithError {
  readonly y: number;
  readonly v: number;
  readonly se: number;
}
