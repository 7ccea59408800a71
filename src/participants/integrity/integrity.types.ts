/** How much a finding weighs: data that cannot be right, data to ask about, or something to know. */
export type IntegritySeverity = "error" | "warning" | "note";

/** The kinds of checks, in the order of the report. */
export type IntegrityCheck =
  | "ranges"
  | "dates"
  | "duplicates"
  | "visit-order"
  | "constant"
  | "baseline-balance"
  | "missing"
  | "randomisation"
  | "digits"
  | "alike";

/** What was found; the words stand in the catalogues under `participants.finding.CODE`. */
export type IntegrityCode =
  | "out-of-range"
  | "date-out-of-range"
  | "visit-before-randomisation"
  | "visits-out-of-order"
  | "participant-missing"
  | "arm-missing"
  | "visit-missing"
  | "duplicate-visit"
  | "duplicate-row"
  | "same-values-other-participant"
  | "participant-in-two-arms"
  | "participant-in-two-trials"
  | "not-constant"
  | "seen-after-withdrawal"
  | "reason-without-withdrawal"
  | "withdrawal-without-reason"
  | "visit-in-one-arm-only"
  | "baseline-differs"
  | "baseline-too-alike"
  | "all-missing"
  | "all-missing-in-arm"
  | "missing-differs-by-arm"
  | "arm-runs"
  | "arm-by-weekday"
  | "number-gap"
  | "number-twice"
  | "numbers-not-by-date"
  | "last-digits"
  | "rows-alike"
  | "one-participant"
  | "one-arm";

export interface IntegrityFinding {
  readonly check: IntegrityCheck;
  readonly code: IntegrityCode;
  readonly severity: IntegritySeverity;
  readonly variables: readonly string[];
  readonly trial: string | null;
  /** Rows concerned, 0-based; empty where the finding is about the whole. */
  readonly rows: readonly number[];
  /** Lines of the file of these rows. */
  readonly lines: readonly number[];
  /** Numbers and names for the words. */
  readonly values: Readonly<Record<string, string | number>>;
}

/** Why a check was not made; the words stand under `participants.not-checked.REASON`. */
export type NotCheckedReason = "no-variable" | "one-arm" | "too-few" | "too-many";

export interface CheckMade {
  readonly check: IntegrityCheck;
  readonly made: boolean;
  readonly reason: NotCheckedReason | null;
  /** Roles, or variables, whose lack kept the check from being made. */
  readonly lacks: readonly string[];
  readonly findings: number;
}

/** A baseline variable beside the arms of one trial (`null`: all trials together). */
export interface BalanceRow {
  readonly variable: string;
  readonly trial: string | null;
  readonly arms: readonly [string, string];
  /** Standardised difference, first arm less second; null without spread. */
  readonly difference: number | null;
  readonly test: "welch" | "fisher" | "chi-square" | null;
  readonly p: number | null;
}

/** A pattern of missing cells: which variables, in how many rows of each arm. */
export interface MissingPattern {
  /** Variables that are missing; empty: complete rows. */
  readonly missing: readonly string[];
  readonly rows: number;
  readonly byArm: Readonly<Record<string, number>>;
}

export interface MissingVariable {
  readonly variable: string;
  readonly missing: number;
  readonly rows: number;
  readonly byArm: Readonly<Record<string, { readonly missing: number; readonly rows: number }>>;
  /** Exact p that a missing cell (per participant: any) does not depend on the arm; null where it cannot be had. */
  readonly p: number | null;
}

/** How many of an arm were seen at a visit with a value of the outcome. */
export interface VisitAttendance {
  readonly trial: string | null;
  readonly arm: string;
  readonly visit: string;
  readonly participants: number;
  /** With a row. */
  readonly seen: number;
  /** With a value of each outcome. */
  readonly withValue: Readonly<Record<string, number>>;
}

/** The order of allocation in one trial. */
export interface RandomisationCheck {
  readonly trial: string | null;
  /** Sorted by randomisation number, else by date. */
  readonly sortedBy: "randomisation-number" | "randomised-on";
  readonly participants: number;
  readonly arms: Readonly<Record<string, number>>;
  /** Wald–Wolfowitz runs test; null with other than two arms or fewer than 10 participants. */
  readonly runs: {
    readonly runs: number;
    readonly expected: number;
    readonly z: number;
    readonly p: number;
  } | null;
  /** Smallest block size for which every full block holds the arms in the same numbers; null: none fits. */
  readonly blockSize: number | null;
  /** Chi-square of arm by weekday; null without dates or with too few. */
  readonly weekday: { readonly statistic: number; readonly df: number; readonly p: number } | null;
  readonly missingNumbers: readonly number[];
}

/** Last digits of a variable against equal shares. */
export interface DigitPreference {
  readonly variable: string;
  /** How often 0 … 9 is the last digit. */
  readonly counts: readonly number[];
  readonly statistic: number;
  readonly p: number;
}

/** Everything that was checked, what was found, and the tables behind it. */
export interface IntegrityReport {
  readonly name: string;
  readonly simulated: boolean;
  readonly rows: number;
  readonly participants: number;
  readonly trials: readonly string[];
  readonly arms: readonly string[];
  readonly visits: readonly string[];
  readonly checks: readonly CheckMade[];
  readonly findings: readonly IntegrityFinding[];
  readonly balance: readonly BalanceRow[];
  readonly missing: {
    readonly patterns: readonly MissingPattern[];
    readonly variables: readonly MissingVariable[];
    readonly attendance: readonly VisitAttendance[];
  };
  readonly randomisation: readonly RandomisationCheck[];
  readonly digits: readonly DigitPreference[];
}
