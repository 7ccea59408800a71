import type {
  AdjudicationRequest,
  AgreementQuery,
  AgreementResponse,
  AllocationRequest,
  AmendRequest,
  AmendResponse,
  AnalysesResponse,
  AnalysisMaterialQuery,
  AnalysisMaterialResponse,
  AnalysisNetworkResponse,
  AnalysisResponse,
  AppraisalsResponse,
  ArmsRequest,
  AttachResponse,
  AuditRequest,
  AvailabilityRequest,
  BulkJudgeRequest,
  ChecksResponse,
  CommentRequest,
  ConflictsResponse,
  DataSetResponse,
  DedupeResponse,
  DiscussionResponse,
  DuplicatesQuery,
  DuplicatesResponse,
  ExplainResponse,
  ExtractionRequest,
  ExtractionResponse,
  FullTextResponse,
  FullTextsQuery,
  FullTextsResponse,
  HighlightsRequest,
  HighlightsResponse,
  ImportProgressResponse,
  ImportResponse,
  ImportsResponse,
  JudgedResponse,
  JudgeRequest,
  LabelRequest,
  LogQuery,
  LogResponse,
  MechanismsResponse,
  MergedQuery,
  MergedResponse,
  ModelResponse,
  NextQuery,
  NextResponse,
  OrderRequest,
  OutcomesResponse,
  OverviewResponse,
  ParticipantsResponse,
  PreviewResponse,
  ProgressResponse,
  ProtocolResponse,
  RankingState,
  RecordsQuery,
  RecordsResponse,
  ReportResponse,
  ReportsResponse,
  RetrievalRequest,
  SampleRequest,
  SampleResponse,
  SessionResponse,
  SetupResponse,
  StatementsResponse,
  StopRequest,
  StudyFormResponse,
  StudyRequest,
  ThemesResponse,
  UndoResponse,
  VoteRequest,
  VoteResponse,
  WrittenResponse,
} from "#contract";
import type { Language, Problem, Rng } from "#kernel";
import type { Stage } from "#ledger";
import type {
  BaselinePlan,
  BaselineTable,
  DerivePlan,
  Instrument,
  ParticipantFlow,
  ParticipantModelSpecification,
  PooledParticipants,
  Trajectories,
  TrajectoryPlan,
} from "#participants";
import type { ColumnMapping, ReportRow } from "#records";
import type { AnalysisOutcome, ReviewSnapshot } from "#report";
import type { ExportedFigure } from "./figure-export/export-figure.ts";
import type { AttachInput } from "./use-cases/full-texts.ts";
import type { ImportInput } from "./use-cases/imports.ts";
import type { KeepInput } from "./use-cases/participants/index.ts";

/**
 * The use cases of one open review. Each loads what it needs, calls a pure room, and appends events;
 * server, CLI and scripts call these and nothing below them. Every method that writes names the
 * person who acts; bad input throws an `EvidensError` with all its problems and writes nothing.
 */
export interface Workbench {
  readonly reviewId: string;
  /** File path, or server address without secrets. */
  readonly location: string;
  readonly readOnly: boolean;
  readonly openingProblems: readonly Problem[];

  session(person: string): Promise<SessionResponse>;
  /** Id of the person to act as when none is named: the protocol's first lead, else its first person. */
  defaultPerson(): Promise<string>;
  overview(person: string, language: Language): Promise<OverviewResponse>;
  protocol(): Promise<ProtocolResponse>;
  records(query: RecordsQuery): Promise<RecordsResponse>;
  report(person: string, reportId: string): Promise<ReportResponse>;
  /** Reports whose record id, source key, DOI or PMID this is, whichever way it is written. */
  findReports(key: string): Promise<readonly ReportRow[]>;
  imports(): Promise<ImportsResponse>;
  /** How far the import that runs in this program has come. */
  importProgress(): Promise<ImportProgressResponse>;
  /** What a file would be read as, from its beginning; nothing is kept. */
  previewFile(input: {
    fileName: string;
    bytes: Uint8Array;
    columns?: ColumnMapping | undefined;
  }): Promise<PreviewResponse>;
  duplicates(query: DuplicatesQuery): Promise<DuplicatesResponse>;
  merged(query: MergedQuery): Promise<MergedResponse>;
  next(person: string, stage: Stage, query: NextQuery): Promise<NextResponse>;
  conflicts(person: string, stage: Stage): Promise<ConflictsResponse>;
  /** Curve, verdicts and claim of this person's reading, from their own votes and those open to all. */
  progress(person: string, stage: Stage): Promise<ProgressResponse>;
  /** What pushed a report up or down in this person's order. */
  explain(person: string, stage: Stage, reportId: string): Promise<ExplainResponse>;
  /** Resolves when this person's order takes in all that was decided before the call. */
  rankingSettled(person: string, stage: Stage): Promise<RankingState>;
  /** Order, allocation, samples and end of a stage. */
  setup(person: string, stage: Stage): Promise<SetupResponse>;
  /** An audit sample with its answers and bound, or a finished round. */
  sample(person: string, stage: Stage, sampleId: string): Promise<SampleResponse>;
  /** Agreement on votes as they were before anyone could see another's; of a round once it is done. */
  agreement(person: string, stage: Stage, query: AgreementQuery): Promise<AgreementResponse>;
  /** The words marked for this person while reading. */
  highlights(person: string): Promise<HighlightsResponse>;
  /** What was said of a report, as far as this person may see it. */
  discussion(person: string, reportId: string): Promise<DiscussionResponse>;
  /** Reports that title and abstract let through, with what there is of their full texts. */
  fullTexts(query: FullTextsQuery): Promise<FullTextsResponse>;
  fullText(reportId: string): Promise<FullTextResponse>;
  /** The newest file attached to a report. */
  fullTextFile(reportId: string): Promise<{ readonly bytes: Uint8Array; readonly fileName: string }>;
  /** Puts a PDF beside a report; without one, beside the report that its DOI, title or name tell. */
  attachFullText(input: AttachInput): Promise<AttachResponse>;
  setRetrieval(
    input: RetrievalRequest & { by: string; reportId: string },
  ): Promise<{ readonly eventId: string }>;
  /** Looks for an open-access copy and attaches it; only where that was switched on. */
  findOpenAccess(input: { by: string; reportId: string }): Promise<AttachResponse>;
  extraction(): Promise<ExtractionResponse>;
  studyForm(person: string, formId: string, studyId: string): Promise<StudyFormResponse>;
  appraisals(): Promise<AppraisalsResponse>;
  analyses(): Promise<AnalysesResponse>;
  analysis(analysisId: string): Promise<AnalysisResponse>;
  /** What an analysis, or a departure from it, is computed from. */
  analysisMaterial(analysisId: string, query: AnalysisMaterialQuery): Promise<AnalysisMaterialResponse>;
  /** The arms of all studies of its question, for a network of treatments. */
  analysisNetwork(analysisId: string, query: AnalysisMaterialQuery): Promise<AnalysisNetworkResponse>;
  /** Data sets of participants and models of them: what is in them, never who. */
  participants(): Promise<ParticipantsResponse>;
  /** A data set with its dictionary or mapping, and what could not be read of it. */
  participantData(dataSetId: string): Promise<DataSetResponse>;
  /** Ranges, dates, duplicates, balance, missing cells, randomisation: the checks of PRISMA-IPD. */
  participantChecks(dataSetId: string): Promise<ChecksResponse>;
  participantBaseline(dataSetId: string, plan: BaselinePlan): Promise<BaselineTable>;
  participantFlow(dataSetId: string, outcome?: string): Promise<ParticipantFlow>;
  /** The course of each participant and arm; kept nowhere. */
  participantTrajectories(dataSetId: string, plan: TrajectoryPlan): Promise<Trajectories>;
  participantOutcomes(dataSetId: string, plan: DerivePlan): Promise<OutcomesResponse>;
  /** The specification of a model from its YAML. */
  readParticipantModel(input: { text: string; file: string }): Promise<ParticipantModelSpecification>;
  /** Fits a model of participants without keeping it. */
  fitParticipantModel(specification: ParticipantModelSpecification): Promise<ModelResponse>;
  /** Pools the trials of a data set in two stages and in one, without keeping it. */
  poolParticipantTrials(specification: ParticipantModelSpecification): Promise<PooledParticipants>;
  mechanisms(): Promise<MechanismsResponse>;
  themes(): Promise<ThemesResponse>;
  statements(): Promise<StatementsResponse>;
  reports(): Promise<ReportsResponse>;
  /** The report as a file, built from the present state without recording it. */
  /**
   * Figures as one PDF, a page each, dated now.
   *
   * @throws EvidensError as `exportFigure`
   */
  figurePdf(pages: readonly string[]): Promise<ExportedFigure>;
  renderReport(language: Language, format: "html" | "docx"): Promise<Uint8Array>;
  log(person: string, query: LogQuery): Promise<LogResponse>;
  snapshot(): Promise<ReviewSnapshot>;
  /** Protocol, flow arithmetic, retractions in use, stale numbers, unread votes: everything `evidens check` says. */
  check(language: Language): Promise<CheckResult>;

  setProtocol(input: { by: string; text: string; file: string; reason?: string }): Promise<{
    readonly number: number;
    readonly hash: string;
    /** The text is the one in force; nothing was written. */
    readonly unchanged: boolean;
  }>;
  /** Imports an export file from disk, in constant memory, or from its bytes. */
  importFile(input: ImportInput): Promise<ImportResponse>;
  dedupe(input: { by: string }): Promise<DedupeResponse>;
  /** Says of two records whether they are one document. */
  judge(input: JudgeRequest & { by: string }): Promise<JudgedResponse>;
  /** Says it of all waiting pairs with the same evidence. */
  judgeGroup(input: BulkJudgeRequest & { by: string }): Promise<JudgedResponse>;
  /** Takes a record out of its merged report. */
  separate(input: { by: string; recordId: string }): Promise<JudgedResponse>;
  /** Corrects fields of a record. */
  amend(input: AmendRequest & { by: string; recordId: string }): Promise<AmendResponse>;
  /** Brings the index of words up to date, so that the next search need not; does nothing read-only. */
  prepareSearch(): Promise<void>;
  /** Votes and answers with what to show next, after the report's position. */
  vote(input: VoteRequest & { by: string; limit?: number }): Promise<VoteResponse>;
  adjudicate(input: AdjudicationRequest & { by: string }): Promise<{ readonly eventId: string }>;
  /** Chooses the order of a stage's queues and its stopping rule. */
  setOrder(input: OrderRequest & { by: string; stage: Stage }): Promise<WrittenResponse>;
  /** Says who reads which share of a stage. */
  allocate(input: AllocationRequest & { by: string; stage: Stage }): Promise<WrittenResponse>;
  /** Draws a sample to calibrate with, to estimate by, or to audit what was excluded. */
  drawSample(input: SampleRequest & { by: string; stage: Stage }): Promise<WrittenResponse>;
  /** Answers whether an excluded report of an audit sample should have been included. */
  audit(input: AuditRequest & { by: string; stage: Stage }): Promise<WrittenResponse>;
  /** Ends a stage before every report was read; undo takes it back. */
  stop(input: StopRequest & { by: string; stage: Stage }): Promise<WrittenResponse>;
  /** Sets the words marked for the person who acts. */
  setHighlights(input: HighlightsRequest & { by: string }): Promise<WrittenResponse>;
  comment(input: CommentRequest & { by: string; reportId: string }): Promise<WrittenResponse>;
  /** Puts a label on a report, or takes one's own off. */
  label(input: LabelRequest & { by: string; reportId: string }): Promise<WrittenResponse>;
  /** Takes back an event; without an id the person's newest that stands. */
  undo(input: {
    by: string;
    eventId?: string | undefined;
    reason?: string | undefined;
  }): Promise<UndoResponse>;
  /** Names a study; its id is made from the label. */
  defineStudy(
    input: StudyRequest & { by: string },
  ): Promise<{ readonly studyId: string; readonly eventId: string }>;
  /** Names the arms of a study, in place of those it had; ids are made from the labels. */
  defineArms(input: ArmsRequest & { by: string; studyId: string }): Promise<{ readonly eventId: string }>;
  extract(input: ExtractionRequest & { by: string; formId: string; studyId: string }): Promise<{
    readonly eventId: string;
  }>;
  /** Says what is known of a study's result for an outcome, and why no more. */
  judgeAvailability(
    input: AvailabilityRequest & { by: string; studyId: string },
  ): Promise<{ readonly eventId: string }>;
  /** Applies a bulk file (studies, values, appraisals, statements, votes …) whole or not at all. */
  applyFile(input: { by: string; text: string; file: string }): Promise<{
    /** Events written, by type. */
    readonly written: Readonly<Record<string, number>>;
  }>;
  /** Runs one planned analysis, or all, and records the results. */
  runAnalyses(input: { by: string; analysisId?: string | undefined }): Promise<readonly AnalysisOutcome[]>;
  /** Keeps a file of participants apart from the review. */
  keepParticipants(input: KeepInput): Promise<DataSetResponse>;
  /** Puts a dictionary in place of the one a file has. */
  describeParticipants(input: {
    by: string;
    dataSetId: string;
    dictionary: string;
    file?: string | undefined;
  }): Promise<DataSetResponse>;
  /** Joins data sets by a mapping to common variables. */
  joinParticipants(input: {
    by: string;
    mapping: string;
    file?: string | undefined;
  }): Promise<DataSetResponse>;
  /** Adds an outcome instrument to the review, from its YAML. */
  defineInstrument(input: {
    by: string;
    text: string;
    file?: string | undefined;
  }): Promise<{ readonly instrument: Instrument; readonly eventId: string }>;
  /** Deletes a file of participants from this machine or server. */
  forgetParticipants(input: { by: string; dataSetId: string }): Promise<DataSetResponse>;
  /** Fits a model of participants and puts its numbers in the review. */
  recordParticipantModel(input: {
    by: string;
    specification: ParticipantModelSpecification;
  }): Promise<ModelResponse>;
  /** Writes reports into a folder and records their hashes. */
  buildReports(input: {
    by: string;
    languages: readonly Language[];
    formats: readonly ("html" | "docx")[];
    folder: string;
  }): Promise<
    readonly {
      readonly language: Language;
      readonly format: string;
      readonly path: string;
      readonly hash: string;
    }[]
  >;
  /** Union with another copy of this review. */
  merge(input: { path: string }): Promise<{ readonly events: number; readonly records: number }>;
  rebuild(): Promise<{
    readonly documents: number;
    readonly changed: readonly string[];
    readonly digest: string;
  }>;
  /** Full check of file, chain, facts, blobs and projections. */
  verify(): Promise<readonly Problem[]>;
  /** Writes the whole review as one file (`.evidens`), or tables as CSV, JSON or CSL-JSON. */
  exportTo(input: {
    path: string;
    format: ExportFormat;
  }): Promise<{ readonly path: string; readonly rows: number | null }>;
  close(): Promise<void>;
}

/** `review`: one `.evidens` file. `records-*`: all reports. `extraction-csv`: every value with its provenance. `log-jsonl`: the ledger. */
export type ExportFormat =
  | "review"
  | "records-csv"
  | "records-csl"
  | "records-ris"
  | "extraction-csv"
  | "log-jsonl";

export interface CheckResult {
  readonly problems: readonly (Problem & { readonly severity: "error" | "warning" | "note" })[];
  /** No problem of severity `error`. */
  readonly ok: boolean;
}

export interface OpenReviewOptions {
  readonly programVersion?: string;
  readonly readOnly?: boolean;
  /** Keeps a learner beside the program that orders the queues of screening; default false: the order of import. */
  readonly learn?: boolean;
  /** Allows looking up open-access copies on the web; the address is told to the service. */
  readonly openAccess?: { readonly email: string; readonly baseUrl?: string };
  /** Overrides for tests. */
  readonly clock?: { now(): string };
  readonly device?: string;
  /** Source of the random part of event ids; the system's own by default. */
  readonly rng?: Rng;
}
