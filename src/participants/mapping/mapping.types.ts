import type { Problem } from "#kernel";
import type { ParticipantData, Variable } from "../participant-data.types.ts";

/** Where the values of one common variable come from in one data set. */
export interface VariableSource {
  /** The common variable that is filled. */
  readonly to: string;
  /** Variable of the data set; leave out for a constant. */
  readonly from?: string | undefined;
  /** One value for all rows, such as the id of the trial. */
  readonly constant?: string | undefined;
  /** Own category → common category. Every category that occurs must be named. */
  readonly recode?: Readonly<Record<string, string>> | undefined;
  /** common = own × factor + offset; default 1 and 0. */
  readonly factor?: number | undefined;
  readonly offset?: number | undefined;
}

export interface TrialSource {
  /** Name of the data set, as its dictionary says. */
  readonly dataset: string;
  readonly variables: readonly VariableSource[];
}

/** How trials are joined: the common variables, and where each trial has them. */
export interface TrialMapping {
  readonly name: string;
  readonly variables: readonly Variable[];
  readonly trials: readonly TrialSource[];
}

export interface ParsedMapping {
  /** null when there is any problem. */
  readonly mapping: TrialMapping | null;
  readonly problems: readonly Problem[];
}

/** Where a joined row came from. */
export interface RowOrigin {
  readonly dataset: string;
  readonly line: number;
}

export interface MappedTrials {
  readonly data: ParticipantData;
  /** Kept as it was applied. */
  readonly mapping: TrialMapping;
  /** Of each row of `data`. */
  readonly origins: readonly RowOrigin[];
  readonly problems: readonly Problem[];
}
