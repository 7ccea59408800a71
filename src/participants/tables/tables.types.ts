/** Names of the tests; words under `participants.test.NAME`. */
export type BaselineTestName =
  | "student-t"
  | "welch-t"
  | "mann-whitney"
  | "anova"
  | "chi-square"
  | "chi-square-yates"
  | "fisher";

export interface BaselinePlan {
  /** Variables to show; default: all that have the role `baseline`. */
  readonly variables?: readonly string[] | undefined;
  /** Rows of this visit; default the first level of the visit variable; without visits the first row of each. */
  readonly visit?: string | undefined;
  /** A table per trial beside the one of all; default false. */
  readonly perTrial?: boolean | undefined;
  /** Two arms for tests and differences, first less second; default the first two levels. */
  readonly compare?: readonly [string, string] | undefined;
  /** Confidence of intervals, in (0, 1); default 0.95. */
  readonly level?: number | undefined;
}

export interface NumberSummary {
  readonly n: number;
  readonly missing: number;
  /** null without a value. */
  readonly mean: number | null;
  /** null with fewer than two values. */
  readonly sd: number | null;
  readonly median: number | null;
  readonly q1: number | null;
  readonly q3: number | null;
  readonly least: number | null;
  readonly most: number | null;
}

export interface CategorySummary {
  readonly n: number;
  readonly missing: number;
  readonly counts: readonly {
    readonly level: string;
    readonly count: number;
    readonly percent: number | null;
  }[];
}

export interface BaselineTest {
  readonly test: BaselineTestName;
  readonly statistic: number | null;
  readonly df: number | readonly [number, number] | null;
  readonly p: number | null;
  /** Why there is no p; words under `participants.no-test.REASON`. */
  readonly reason: "too-few" | "no-spread" | "empty-level" | "too-many-tables" | null;
}

/** An estimate with its interval. */
export interface EstimateInterval {
  readonly estimate: number;
  readonly se: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

export interface BaselineRow {
  readonly variable: string;
  readonly label: string;
  readonly unit: string | null;
  readonly kind: "number" | "category";
  /** In the order of `arms`. */
  readonly byArm: readonly (NumberSummary | CategorySummary)[];
  readonly all: NumberSummary | CategorySummary;
  readonly tests: readonly BaselineTest[];
  /** Standardised difference of the two arms compared; null without spread. */
  readonly standardisedDifference: number | null;
  /** Cohen's d and Hedges' g of the two arms; null for categories and without spread. */
  readonly d: EstimateInterval | null;
  readonly g: EstimateInterval | null;
}

export interface BaselineSection {
  /** null: all trials together. */
  readonly trial: string | null;
  readonly arms: readonly { readonly arm: string; readonly participants: number }[];
  readonly compare: readonly [string, string] | null;
  readonly rows: readonly BaselineRow[];
}

export interface BaselineTable {
  readonly name: string;
  readonly simulated: boolean;
  readonly visit: string | null;
  readonly level: number;
  readonly sections: readonly BaselineSection[];
  /** Participants that are in no arm and so in no column; counted, with their lines. */
  readonly leftOut: { readonly participants: number; readonly lines: readonly number[] };
}

export interface BetweenEffect {
  /** Mean of group 1 less mean of group 2 over the pooled standard deviation. */
  readonly d: EstimateInterval;
  readonly g: EstimateInterval;
  readonly pooledSd: number;
  readonly n: readonly [number, number];
}

export interface WithinEffect {
  /** Second less first over the standard deviation named. */
  readonly d: EstimateInterval;
  readonly g: EstimateInterval;
  readonly by: "first-sd" | "average-sd" | "change-sd";
  readonly sd: number;
  /** Correlation of the two measurements that the standard error uses. */
  readonly correlation: number;
  readonly n: number;
}

export interface FlowVisit {
  readonly visit: string;
  readonly seen: number;
  /** With a value of the outcome. */
  readonly withOutcome: number;
}

export interface FlowArm {
  readonly arm: string;
  readonly randomised: number;
  readonly visits: readonly FlowVisit[];
  /** null where no variable says who withdrew. */
  readonly withdrawn: number | null;
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  readonly noReason: number;
  /** With the outcome at one visit after the baseline at least. */
  readonly analysed: number;
  /** Neither withdrawn nor analysed: nobody says why. */
  readonly unexplained: number;
}

/** CONSORT flow of one trial. */
export interface TrialFlow {
  readonly trial: string | null;
  readonly randomised: number;
  readonly arms: readonly FlowArm[];
}

export interface ParticipantFlow {
  readonly name: string;
  readonly simulated: boolean;
  readonly outcome: string | null;
  readonly visits: readonly string[];
  readonly trials: readonly TrialFlow[];
  readonly leftOut: { readonly participants: number; readonly lines: readonly number[] };
}

export interface TrajectoryPlan {
  /** Number variable, or several, such as intrusion and avoidance; each gets its own trajectories. */
  readonly outcome: string | readonly string[];
  readonly level?: number | undefined;
  /** Only this trial. */
  readonly trial?: string | undefined;
}

export interface TrajectoryPoint {
  readonly visit: string;
  /** Position of the visit among the levels, 0-based. */
  readonly at: number;
  readonly value: number;
}

export interface ParticipantTrajectory {
  readonly participant: string;
  readonly trial: string | null;
  readonly arm: string;
  readonly points: readonly TrajectoryPoint[];
}

export interface ArmVisitMean {
  readonly visit: string;
  readonly at: number;
  readonly n: number;
  readonly mean: number;
  /** null with one value. */
  readonly sd: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
}

export interface ArmTrajectory {
  readonly arm: string;
  readonly visits: readonly ArmVisitMean[];
}

export interface OutcomeTrajectories {
  readonly outcome: string;
  readonly label: string;
  readonly unit: string | null;
  readonly participants: readonly ParticipantTrajectory[];
  readonly arms: readonly ArmTrajectory[];
}

export interface Trajectories {
  readonly name: string;
  readonly simulated: boolean;
  readonly level: number;
  readonly visits: readonly string[];
  readonly outcomes: readonly OutcomeTrajectories[];
  /** Rows that could not be placed (no participant, arm or visit), or have a visit twice; with their lines. */
  readonly leftOut: { readonly rows: number; readonly lines: readonly number[] };
}
