// Names for the parts of the contract's answers that several pages share.
import type {
  AnalysisMaterialResponse,
  AnalysisNetworkResponse,
  AnalysisResponse,
  ConflictsResponse,
  FullTextRow,
  MechanismsResponse,
  ProtocolResponse,
  RecordsResponse,
  ReportResponse,
  StudyFormResponse,
  VoteRequest,
} from "#contract";

export type Stage = VoteRequest["stage"];
export type Decision = VoteRequest["decision"];
export type ReportRow = FullTextRow["report"];
export type Protocol = ProtocolResponse["protocol"];
export type ExclusionReason = Protocol["exclusionReasons"][number];
export type Highlight = Protocol["highlights"][number];
export type InformationSource = Protocol["sources"][number];
export type RecordsRow = RecordsResponse["rows"][number];
export type ReportStatus = NonNullable<ReportResponse["status"]>;
export type Conflict = ConflictsResponse["conflicts"][number];
export type FormField = StudyFormResponse["form"]["fields"][number];
export type ValueInForce = StudyFormResponse["entries"][number];
export type Confidence = ValueInForce["confidence"];
export type SourceCheck = NonNullable<StudyFormResponse["check"]>;
type AnalysisSet = AnalysisResponse["set"];
export type PlannedAnalysis = AnalysisSet["analysis"];
export type AnalysisMaterial = AnalysisMaterialResponse;
export type AnalysisNetwork = AnalysisNetworkResponse;
export type AnalysisStudy = AnalysisMaterial["studies"][number];
export type AnalysisPlace = AnalysisMaterial["places"][number];
export type AnalysisRow = AnalysisSet["rows"][number];
export type MechanismRow = MechanismsResponse["rows"][number];
export type TracedValue = NonNullable<AnalysisRow["contrastValues"]["estimate"]>;
