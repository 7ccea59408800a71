import type { MmrmResult, MmrmSpecification, TestedEstimate } from "../mmrm/mmrm-result.types.ts";
import type { PooledResult } from "../types.ts";

/** A model of one trial's participants; the trial is chosen beside it. */
export type TrialModel = Omit<MmrmSpecification, "only">;

/** Which difference is pooled: `level` minus `against` of a factor, at levels of others. */
export interface PooledContrast {
  readonly of: string;
  readonly level: string;
  readonly against: string;
  /** Such as `{ visit: "V2" }`; factors of the formula that are not named are averaged over. */
  readonly at?: Readonly<Record<string, string>>;
}

/** A trial whose model was fitted. */
export interface FittedTrial {
  readonly study: string;
  readonly fitted: true;
  /** What is pooled. */
  readonly test: TestedEstimate;
  readonly model: MmrmResult;
}

/** A trial that is not in the pool, and why. */
export interface UnfittedTrial {
  readonly study: string;
  readonly fitted: false;
  /** Stable name of the reason. */
  readonly code: string;
  readonly reason: string;
}

export type Trial = FittedTrial | UnfittedTrial;

/** Trials analysed each on its own, then pooled. */
export interface TwoStage {
  readonly trials: readonly Trial[];
  /** Null where no trial could be fitted. */
  readonly pooled: PooledResult | null;
}
