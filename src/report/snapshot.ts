import type { AnalysisRow, AnalysisSet, ValuesDoc } from "#extraction";
import type { LocalText, Problem } from "#kernel";
import type {
  AnalysisRun,
  Appraised,
  ArmsDefined,
  AvailabilityJudged,
  EvidenceLevelled,
  FlowCountReported,
  MechanismHypothesised,
  MechanismLinked,
  OrderSet,
  RecordsImported,
  ReportRetrievalSet,
  ReportStatusSet,
  SourceChecked,
  Stage,
  Stamped,
  StatementMade,
  Stopped,
  StudyDefined,
  ThemeCoded,
  ThemesMatched,
} from "#ledger";
import type { ParticipantModelSpecification, RecordedModel } from "#participants";
import type { RecordFact, ReportRow } from "#records";
import type { PlannedAnalysis, ProtocolDoc } from "#review";
import type { ScreeningStatus } from "#screening";

/** Everything a report, an overview or a check is computed from: the review at one moment, as plain data. */
export interface ReviewSnapshot {
  readonly reviewId: string;
  readonly title: string;
  /** Id and time of the newest event: the only "now" a report knows, so that it can be built again alike. */
  readonly head: string;
  readonly asOf: string;
  readonly programVersion: string;
  readonly protocol: ProtocolDoc;
  readonly imports: readonly Stamped<RecordsImported>[];
  /** Reports that studies or statements name, by id. */
  readonly reports: ReadonlyMap<string, ReportRow>;
  /** Records by id, for fields of a reference that a report does not keep (publisher, address). */
  readonly recordFacts?: ReadonlyMap<string, RecordFact> | undefined;
  readonly flow: FlowFacts;
  /** How reports were screened, by stage in the order of the protocol; absent: nothing to tell of it. */
  readonly screening?: readonly StageScreening[] | undefined;
  readonly reportedCounts: readonly Stamped<FlowCountReported>[];
  readonly statuses: readonly Stamped<ReportStatusSet>[];
  readonly retrievals: readonly Stamped<ReportRetrievalSet>[];
  readonly studies: readonly Stamped<StudyDefined>[];
  readonly arms: readonly Stamped<ArmsDefined>[];
  readonly values: readonly ValuesDoc[];
  readonly sourceChecks: readonly Stamped<SourceChecked>[];
  readonly statements: readonly Stamped<StatementMade>[];
  readonly hypotheses: readonly Stamped<MechanismHypothesised>[];
  readonly mechanismLinks: readonly Stamped<MechanismLinked>[];
  readonly themes: readonly Stamped<ThemeCoded>[];
  readonly themeMatches: readonly Stamped<ThemesMatched>[];
  readonly appraisals: readonly Stamped<Appraised>[];
  readonly evidenceLevels: readonly Stamped<EvidenceLevelled>[];
  /** Which results of the studies are known, by outcome, once for analyses of the same studies; absent: none is asked for. */
  readonly availability?: readonly ResultAvailability[] | undefined;
  readonly analyses: readonly AnalysisOutcome[];
  /** Models of participants put in the review; absent: none. */
  readonly participantModels?: readonly ParticipantModelOutcome[] | undefined;
}

/** A model of participants as it was recorded: numbers of groups, no value of a participant. */
export interface ParticipantModelOutcome {
  readonly specification: ParticipantModelSpecification;
  readonly model: RecordedModel;
  readonly by: string;
  readonly at: string;
  readonly eventId: string;
}

/** Counts that the flow is computed from, straight from the ledger's records and votes. */
export interface FlowFacts {
  readonly recordsBySource: readonly { readonly sourceId: string; readonly records: number }[];
  /** Records that joined an earlier record's report, over all sources that are searches. */
  readonly duplicatesRemoved: number;
  readonly stages: Readonly<
    Record<
      Stage,
      {
        readonly byStatus: Readonly<Record<ScreeningStatus, number>>;
        readonly excludedByReason: Readonly<Record<string, number>>;
        /** Of the pending ones those that nobody read before screening was stopped; 0 where it was not. */
        readonly notRead?: number | undefined;
      }
    >
  >;
  /** Ids of reports included at full text. */
  readonly includedReports: readonly string[];
  readonly notRetrieved: readonly string[];
}

/** How one stage was screened, for the methods section. */
export interface StageScreening {
  readonly stage: Stage;
  readonly order: OrderSet;
  /** Somebody chose the order; otherwise it is the program's own. */
  readonly orderChosen: boolean;
  readonly stopped: Stamped<Stopped> | null;
  /** What the newest finished calibration came to. */
  readonly calibration: LocalText | null;
  readonly agreement: LocalText | null;
  /** Conflicts that were settled, by how. */
  readonly settled: { readonly consensus: number; readonly thirdPerson: number };
  /** What each audit of excluded reports said. */
  readonly audits: readonly LocalText[];
}

/** An analysis with its effects and pooled result, ready for a table, a plot or a sentence. */
export interface AnalysisOutcome {
  readonly set: AnalysisSet;
  readonly effects: readonly AnalysisEffect[];
  readonly pooled: PooledNumbers | null;
  readonly leaveOneOut: readonly {
    readonly left: string;
    readonly estimate: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** What the plan has beside the main result, each carried out or with why not. */
  readonly parts: readonly AnalysisPart[];
  readonly problems: readonly Problem[];
  /** The run recorded in the ledger, null when never run. */
  readonly run: Stamped<AnalysisRun> | null;
  /** The recorded run does not fit the present inputs. */
  readonly stale: boolean;
  readonly inputsHash: string;
}

export interface AnalysisEffect {
  readonly row: AnalysisRow;
  /** Effect and variance on the analysis scale (log for ratios). */
  readonly y: number;
  readonly v: number;
  readonly low: number;
  readonly high: number;
  readonly weight: number;
  readonly formula: string;
  readonly assumptions: readonly string[];
  /** The same in both languages, where they are known; the report prefers them. */
  readonly assumptionTexts?: readonly LocalText[] | undefined;
}

/** Pooled numbers on the analysis scale. */
export interface PooledNumbers {
  readonly k: number;
  readonly estimate: number;
  readonly se: number;
  readonly low: number;
  readonly high: number;
  readonly statistic: number | null;
  readonly df: number | null;
  readonly p: number | null;
  readonly tau2: number | null;
  readonly tau2Low: number | null;
  readonly tau2High: number | null;
  readonly i2: number | null;
  readonly q: number;
  readonly qDf: number;
  readonly qP: number | null;
  readonly predictionLow: number | null;
  readonly predictionHigh: number | null;
}

interface PartOf<Kind extends string, Result> {
  readonly kind: Kind;
  readonly id: string;
  readonly label: LocalText;
  readonly note?: LocalText | undefined;
  /** Null: it could not be carried out, and `problems` says why. */
  readonly result: Result | null;
  readonly problems: readonly Problem[];
  /** Labels of studies without a value for what they are told apart by. */
  readonly unplaced: readonly string[];
}

/** A part that the plan of an analysis has beside its main result. */
export type AnalysisPart =
  | PartOf<"subgroups", SubgroupNumbers>
  | PartOf<"moderators", RegressionNumbers>
  | PartOf<"sensitivity", SensitivityNumbers>;

/** A test of several coefficients or groups: F where it has two degrees of freedom, else chi-square. */
export interface JointTest {
  readonly statistic: number | null;
  readonly df: number;
  readonly denominatorDf: number | null;
  readonly p: number | null;
}

/** Groups pooled by themselves, on the analysis scale. */
export interface SubgroupNumbers {
  readonly variable: LocalText;
  readonly tau2: "separate" | "common";
  readonly groups: readonly {
    readonly group: LocalText;
    readonly k: number;
    readonly estimate: number;
    readonly se: number;
    readonly low: number;
    readonly high: number;
    readonly p: number | null;
    readonly tau2: number | null;
    readonly i2: number | null;
    readonly predictionLow: number | null;
    readonly predictionHigh: number | null;
  }[];
  readonly between: JointTest;
  readonly remarks: readonly LocalText[];
}

/** A meta-regression on the analysis scale. */
export interface RegressionNumbers {
  readonly k: number;
  readonly variables: readonly {
    readonly name: string;
    readonly label: LocalText;
    readonly as: "continuous" | "categorical";
    /** Level that the others are compared with. */
    readonly reference: string | null;
  }[];
  /** Named `intercept`, by their variable, or `variable=level`. */
  readonly coefficients: readonly {
    readonly name: string;
    readonly estimate: number;
    readonly se: number;
    readonly low: number;
    readonly high: number;
    readonly p: number | null;
  }[];
  readonly tau2: number;
  readonly i2: number | null;
  readonly r2: number | null;
  readonly test: JointTest;
  readonly residual: { readonly statistic: number; readonly df: number; readonly p: number | null };
  /** Absent: none. */
  readonly remarks?: readonly LocalText[];
}

/** The analysis once more with something chosen otherwise. */
export interface SensitivityNumbers {
  readonly measure: PlannedAnalysis["measure"];
  readonly pooled: PooledNumbers;
  /** Labels of the studies that entered. */
  readonly studies: readonly string[];
}

/** Which results of the studies of one or more analyses are known. */
export interface ResultAvailability {
  readonly question: string;
  readonly timepoint: string;
  readonly analyses: readonly string[];
  readonly outcomes: readonly string[];
  readonly results: readonly ResultKnown[];
}

/** What is extracted and judged of one study's result for one outcome. */
export interface ResultKnown {
  readonly studyId: string;
  readonly label: string;
  readonly outcome: string;
  /** `known`: it can be pooled; `partly`: something is extracted, and not enough; `none`: nothing is. */
  readonly extracted: "known" | "partly" | "none";
  /** What is missing; other timepoints with numbers. */
  readonly detail: string;
  readonly judged: Stamped<AvailabilityJudged> | null;
}
