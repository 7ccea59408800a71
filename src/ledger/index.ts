export type { AnalysisRun, ReportBuilt, Undone } from "./bodies/analysis.ts";
export type {
  Appraised,
  AvailabilityJudged,
  EvidenceLevelled,
  UnavailableReason,
} from "./bodies/appraisal.ts";
export { appraised, availabilityJudged, evidenceLevelled } from "./bodies/appraisal.ts";
export type {
  ArmsDefined,
  Confidence,
  ExtractedEntry,
  MechanismHypothesised,
  MechanismLinked,
  SourceChecked,
  StatementMade,
  ThemeCoded,
  ThemesMatched,
  ValuesExtracted,
} from "./bodies/extraction.ts";
export {
  armsDefined,
  extractedEntry,
  mechanismHypothesised,
  mechanismLinked,
  sourceChecked,
  statementMade,
  themeCoded,
  themesMatched,
  valuesExtracted,
} from "./bodies/extraction.ts";
export type { FullTextAttached } from "./bodies/full-text.ts";
export type {
  InstrumentDefined,
  ParticipantDataKept,
  ParticipantModelRun,
  TrialsMapped,
} from "./bodies/participants.ts";
export type {
  AmendableField,
  AskedPair,
  DuplicatesJudged,
  DuplicateVerdict,
  ImportReportBody,
  LinkedPair,
  LinkRelation,
  RecordAmended,
  RecordSeparated,
  RecordsDeduplicated,
  RecordsImported,
  RecordsJoined,
  ReportRetrievalSet,
  ReportStatusSet,
  ReportStatusValue,
  StudyDefined,
} from "./bodies/records.ts";
export {
  amendableField,
  duplicateVerdict,
  linkRelation,
  reportRetrievalSet,
  reportStatusSet,
  studyDefined,
} from "./bodies/records.ts";
export type { FlowCountReported, LocalTextBody, ProtocolSet, ReviewCreated } from "./bodies/review.ts";
export { flowCountReported, localTextBody } from "./bodies/review.ts";
export type {
  Adjudicated,
  Allocated,
  Audited,
  Commented,
  Decision,
  HighlightKind,
  HighlightsSet,
  Labelled,
  OrderSet,
  SampleDrawn,
  Stage,
  Stopped,
  Voted,
} from "./bodies/screening.ts";
export {
  adjudicated,
  decision,
  highlightKind,
  highlightsSet,
  stage,
  voted,
} from "./bodies/screening.ts";
export { hashedText, seal, verifyChain } from "./chain.ts";
export type { EventDraft, LedgerEvent } from "./event.ts";
export { isEvent } from "./event.ts";
export { nextEventId, timeOfId } from "./event-id.ts";
export { canonicalJson, sha256Hex } from "./hash.ts";
export type { Union } from "./merge.ts";
export { mergeEvents } from "./merge.ts";
export type { Projection, Stamped } from "./projection.ts";
export { foldAll, latestBody, stamped } from "./projection.ts";
export type { BodyOf, EventType } from "./registry.ts";
export { checkBody, eventTypes, isEventType } from "./registry.ts";
export type { UndoLink } from "./undo.ts";
export { effectiveEvents, inOrder, undoneIds } from "./undo.ts";
