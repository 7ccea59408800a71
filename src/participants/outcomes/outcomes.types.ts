import type { Instrument, InstrumentSource } from "../instruments/instrument.types.ts";
import type { ParticipantData } from "../participant-data.types.ts";

/** A limit that a plan sets in place of the instrument's. */
export interface OutcomeThreshold {
  readonly unit: "points" | "percent" | "score";
  readonly value: number;
  readonly source?: InstrumentSource | undefined;
}

/** Reliable change by the limit given, or by Jacobson and Truax from a standard deviation and a reliability. */
export type ReliableChange =
  | { readonly points: number; readonly source?: InstrumentSource | undefined }
  | { readonly sd: number; readonly reliability: number; readonly confidence?: number | undefined };

export interface OutcomePlan {
  /** Number variable that holds the score at each visit. */
  readonly outcome: string;
  /** Visit of the baseline; default the first level of the visit variable. */
  readonly baselineVisit?: string | undefined;
  /** Variable that holds the baseline in every row; then no baseline visit is needed. */
  readonly baseline?: string | undefined;
  readonly instrument?: Instrument | undefined;
  /** Default true; asked where no instrument says. */
  readonly higherIsWorse?: boolean | undefined;
  /** `null` derives none; left out, the instrument's preferred one is used if it has one. */
  readonly response?: OutcomeThreshold | null | undefined;
  readonly remission?: OutcomeThreshold | null | undefined;
  /** A category variable that says whether the diagnosis is met, or a limit of the score. */
  readonly lossOfDiagnosis?:
    | { readonly variable: string; readonly met: string }
    | OutcomeThreshold
    | null
    | undefined;
  readonly reliableChange?: ReliableChange | null | undefined;
}

export type DerivedKind =
  | "baseline"
  | "change"
  | "percent-change"
  | "response"
  | "remission"
  | "loss-of-diagnosis"
  | "reliable-change";

/** The rule by which a variable was derived; words under `participants.rule.KIND` and `.unit.UNIT`. */
export interface DerivedRule {
  readonly kind: DerivedKind;
  /** Name of the variable that was added. */
  readonly variable: string;
  readonly unit: "points" | "percent" | "score" | "category" | null;
  readonly value: number | null;
  /** Formula in symbols, the same in every language. */
  readonly formula: string;
  readonly source: InstrumentSource | null;
}

export interface Dropout {
  readonly trial: string | null;
  readonly arm: string;
  readonly participants: number;
  /** null where no variable says who withdrew. */
  readonly withdrawn: number | null;
  readonly reasons: Readonly<Record<string, number>>;
  /** Withdrawn without a reason. */
  readonly noReason: number;
  /** Last visit with a value of the outcome, and how many had theirs there. */
  readonly lastSeen: Readonly<Record<string, number>>;
}

/** Counts of a yes/no outcome at a visit; of reliable change those that improved. */
export interface DerivedCount {
  readonly kind: DerivedKind;
  readonly trial: string | null;
  readonly arm: string;
  readonly visit: string;
  readonly yes: number;
  readonly known: number;
}

export interface DerivedOutcomes {
  /** The data with the derived variables added; rows and their order are the same. */
  readonly data: ParticipantData;
  readonly rules: readonly DerivedRule[];
  readonly counts: readonly DerivedCount[];
  readonly dropout: readonly Dropout[];
  /** Rows without a change, with why: no baseline, or no value. */
  readonly notDerived: readonly {
    readonly row: number;
    readonly line: number;
    readonly reason: "no-baseline" | "no-value" | "baseline-zero";
  }[];
}
