import type { AnalysisSet, ValueInForce } from "#extraction";
import type { LocalText, Problem } from "#kernel";
import type {
  Appraised,
  ArmsDefined,
  EvidenceLevelled,
  FlowCountReported,
  MechanismHypothesised,
  MechanismLinked,
  ReportStatusSet,
  SourceChecked,
  Stage,
  Stamped,
  StatementMade,
  StudyDefined,
  ThemeCoded,
  ThemesMatched,
} from "#ledger";
import type { ReportRow } from "#records";
import type { AnalysisOutcome } from "#report";
import type { Form, Person, PlannedAnalysis, ProtocolDoc } from "#review";
import type { ScreeningDoc } from "#screening";

/** Every answer is `{ data }` or `{ error }`. */
export interface ErrorResponse {
  readonly error: {
    readonly code: string;
    readonly kind: string;
    readonly message: string;
    readonly remedy: string;
    readonly problems: readonly Problem[];
  };
}

/** GET /api/session */
export interface SessionResponse {
  readonly programVersion: string;
  readonly review: { readonly id: string; readonly title: string; readonly location: string };
  readonly shortTitle: LocalText;
  /** Who acts in this browser. */
  readonly person: Person;
  readonly people: readonly Person[];
  readonly readOnly: boolean;
  /** What the check at opening found. */
  readonly problems: readonly Problem[];
}

/** Counts beside the entries of the rail. */
export interface StageCounts {
  readonly protocolVersion: number;
  readonly sources: number;
  readonly records: number;
  readonly reports: number;
  /** Pairs of records that wait for a person. */
  readonly duplicates: number;
  readonly screen: { readonly read: number; readonly inStage: number };
  readonly fullText: { readonly read: number; readonly inStage: number };
  readonly studies: number;
  readonly appraised: number;
  readonly analyses: number;
  readonly mechanisms: number;
  readonly themes: number;
  readonly events: number;
}

export interface NextStep {
  readonly id:
    | "import"
    | "dedupe"
    | "read-round"
    | "read-sample"
    | "screen-title-abstract"
    | "screen-full-text"
    | "settle-conflicts"
    | "await-information"
    | "read-audit"
    | "define-studies"
    | "extract"
    | "appraise"
    | "run-analysis"
    | "stale-analysis"
    | "build-report"
    | "stale-report"
    | "old-search";
  readonly count: number;
  /** Page path under the review, such as `screen`. */
  readonly page: string;
  readonly detail: string | null;
}

/** GET /api/overview?language= */
export interface OverviewResponse {
  readonly title: LocalText;
  readonly counts: StageCounts;
  /** Flow diagram as themed SVG, and what its arithmetic check says. */
  readonly flowSvg: string;
  readonly flowDescription: string;
  readonly flowProblems: readonly Problem[];
  readonly next: readonly NextStep[];
  readonly alerts: readonly {
    readonly report: ReportRow;
    readonly status: Stamped<ReportStatusSet>;
    /** Where its numbers are used: labels of studies or statements. */
    readonly usedIn: readonly string[];
  }[];
  readonly lastSearch: string | null;
  readonly agreement: {
    readonly stage: Stage;
    readonly both: number;
    readonly percent: number;
    readonly kappa: number | null;
    readonly low: number | null;
    readonly high: number | null;
  } | null;
}

/** GET /api/protocol */
export interface ProtocolResponse extends ProtocolDoc {}

/** POST /api/undo */
export interface UndoResponse {
  readonly eventId: string;
  readonly undone: LogEntry;
  /** When a vote was undone: the report to show again. */
  readonly report: ReportRow | null;
}

/** GET /api/screening/:stage/conflicts */
export interface ConflictsResponse {
  readonly conflicts: readonly {
    readonly report: ReportRow;
    readonly kind: "conflict" | "maybe" | "reason";
    readonly votes: ScreeningDoc["votes"];
    /** Votes changed since, oldest first. */
    readonly earlier: ScreeningDoc["votes"];
  }[];
}

/** GET /api/extraction */
export interface ExtractionResponse {
  readonly forms: readonly Form[];
  readonly studies: readonly (Stamped<StudyDefined> & {
    /** Filled and total fields per form id; forms that do not apply are absent. */
    readonly progress: Readonly<Record<string, { readonly filled: number; readonly fields: number }>>;
    readonly retracted: boolean;
  })[];
  /** Reports included at full text that no study names yet; the first two hundred. */
  readonly withoutStudy: readonly ReportRow[];
}

/** GET /api/extraction/:formId/:studyId */
export interface StudyFormResponse {
  readonly form: Form;
  readonly study: Stamped<StudyDefined>;
  readonly arms: Stamped<ArmsDefined> | null;
  /** Other extractors' values are absent while sealed. */
  readonly entries: readonly ValueInForce[];
  readonly sealed: number;
  readonly check: Stamped<SourceChecked> | null;
  readonly reports: readonly ReportRow[];
  readonly statuses: readonly Stamped<ReportStatusSet>[];
}

/** GET /api/appraisals */
export interface AppraisalsResponse {
  readonly appraisals: readonly (Stamped<Appraised> & { readonly label: string })[];
  readonly levels: readonly (Stamped<EvidenceLevelled> & { readonly label: string })[];
}

/** GET /api/analyses */
export interface AnalysesResponse {
  readonly analyses: readonly {
    readonly analysis: PlannedAnalysis;
    readonly rows: number;
    readonly stale: boolean;
    readonly ran: boolean;
  }[];
}

/** GET /api/analyses/:id, and POST /api/analyses/:id/run, which records the planned result: the inputs, so that the browser pools as the reader changes the model. */
export interface AnalysisResponse {
  readonly set: AnalysisSet;
  readonly outcome: AnalysisOutcome;
}

/** GET /api/mechanisms */
export interface MechanismsResponse {
  readonly form: Form | null;
  readonly rows: readonly {
    readonly study: Stamped<StudyDefined>;
    readonly entries: readonly ValueInForce[];
    readonly check: Stamped<SourceChecked> | null;
    readonly level: Stamped<EvidenceLevelled> | null;
  }[];
  readonly hypotheses: readonly Stamped<MechanismHypothesised>[];
  readonly links: readonly Stamped<MechanismLinked>[];
}

/** GET /api/themes */
export interface ThemesResponse {
  readonly studies: readonly {
    readonly study: Stamped<StudyDefined>;
    readonly themes: readonly Stamped<ThemeCoded>[];
  }[];
  readonly matches: readonly Stamped<ThemesMatched>[];
}

/** POST /api/figures/pdf */
export interface FigurePdfResponse {
  /** The file, in base 64. */
  readonly pdf: string;
  /** What is to be told of it, such as characters that its font lacks. */
  readonly problems: readonly Problem[];
}

/** GET /api/reports; POST /api/reports/:language builds; GET /api/reports/:language/html|docx gives the file */
export interface ReportsResponse {
  readonly reports: readonly {
    readonly language: "en" | "nb";
    readonly format: "html" | "docx";
    readonly hash: string;
    readonly at: string;
    readonly stale: boolean;
  }[];
}

export interface LogEntry {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly by: string;
  readonly device: string;
  readonly reason: string | null;
  /** The event that took this one back, when it stands undone. */
  readonly undoneBy: string | null;
  readonly undoes: string | null;
  /** What it says, with foreign sealed votes hidden. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly sealed: boolean;
}

/** GET /api/log?before=&limit= */
export interface LogResponse {
  readonly entries: readonly LogEntry[];
  readonly total: number;
  readonly next: string | null;
}

/** GET /api/statements */
export interface StatementsResponse {
  readonly statements: readonly Stamped<StatementMade>[];
  readonly reportedCounts: readonly Stamped<FlowCountReported>[];
}
