import type { z } from "zod";
import { EvidensError } from "#kernel";
import {
  type AnalysisRun,
  analysisRun,
  type ReportBuilt,
  reportBuilt,
  type Undone,
  undone,
} from "./bodies/analysis.ts";
import {
  type Appraised,
  type AvailabilityJudged,
  appraised,
  availabilityJudged,
  type EvidenceLevelled,
  evidenceLevelled,
} from "./bodies/appraisal.ts";
import {
  type ArmsDefined,
  armsDefined,
  type MechanismHypothesised,
  type MechanismLinked,
  mechanismHypothesised,
  mechanismLinked,
  type SourceChecked,
  type StatementMade,
  sourceChecked,
  statementMade,
  type ThemeCoded,
  type ThemesMatched,
  themeCoded,
  themesMatched,
  type ValuesExtracted,
  valuesExtracted,
} from "./bodies/extraction.ts";
import { type FullTextAttached, fullTextAttached } from "./bodies/full-text.ts";
import {
  type InstrumentDefined,
  instrumentDefined,
  type ParticipantDataKept,
  type ParticipantModelRun,
  participantDataKept,
  participantModelRun,
  type TrialsMapped,
  trialsMapped,
} from "./bodies/participants.ts";
import {
  type DuplicatesJudged,
  duplicatesJudged,
  type RecordAmended,
  type RecordSeparated,
  type RecordsDeduplicated,
  type RecordsImported,
  type RecordsJoined,
  type ReportRetrievalSet,
  type ReportStatusSet,
  recordAmended,
  recordSeparated,
  recordsDeduplicated,
  recordsImported,
  recordsJoined,
  reportRetrievalSet,
  reportStatusSet,
  type StudyDefined,
  studyDefined,
} from "./bodies/records.ts";
import {
  type FlowCountReported,
  flowCountReported,
  type ProtocolSet,
  protocolSet,
  type ReviewCreated,
  reviewCreated,
} from "./bodies/review.ts";
import {
  type Adjudicated,
  type Allocated,
  type Audited,
  adjudicated,
  allocated,
  audited,
  type Commented,
  commented,
  type HighlightsSet,
  highlightsSet,
  type Labelled,
  labelled,
  type OrderSet,
  orderSet,
  type SampleDrawn,
  type Stopped,
  sampleDrawn,
  stopped,
  type Voted,
  voted,
} from "./bodies/screening.ts";

/** Each event type with the shape of its body. */
export interface EventBodies {
  readonly "review.created": ReviewCreated;
  readonly "protocol.set": ProtocolSet;
  readonly "flow.count-reported": FlowCountReported;
  readonly "records.imported": RecordsImported;
  readonly "records.deduplicated": RecordsDeduplicated;
  readonly "records.joined": RecordsJoined;
  readonly "record.separated": RecordSeparated;
  readonly "duplicates.judged": DuplicatesJudged;
  readonly "record.amended": RecordAmended;
  readonly "report.status-set": ReportStatusSet;
  readonly "report.retrieval-set": ReportRetrievalSet;
  readonly "study.defined": StudyDefined;
  readonly "screening.voted": Voted;
  readonly "screening.adjudicated": Adjudicated;
  readonly "screening.order-set": OrderSet;
  readonly "screening.sample-drawn": SampleDrawn;
  readonly "screening.audited": Audited;
  readonly "screening.allocated": Allocated;
  readonly "screening.stopped": Stopped;
  readonly "screening.highlights-set": HighlightsSet;
  readonly "report.commented": Commented;
  readonly "report.labelled": Labelled;
  readonly "full-text.attached": FullTextAttached;
  readonly "extraction.arms-defined": ArmsDefined;
  readonly "extraction.values-extracted": ValuesExtracted;
  readonly "extraction.source-checked": SourceChecked;
  readonly "statement.made": StatementMade;
  readonly "mechanism.hypothesised": MechanismHypothesised;
  readonly "mechanism.linked": MechanismLinked;
  readonly "theme.coded": ThemeCoded;
  readonly "themes.matched": ThemesMatched;
  readonly "appraisal.judged": Appraised;
  readonly "appraisal.evidence-levelled": EvidenceLevelled;
  readonly "appraisal.availability-judged": AvailabilityJudged;
  readonly "analysis.run": AnalysisRun;
  readonly "participants.data-kept": ParticipantDataKept;
  readonly "participants.trials-mapped": TrialsMapped;
  readonly "participants.instrument-defined": InstrumentDefined;
  readonly "participants.model-run": ParticipantModelRun;
  readonly "report.built": ReportBuilt;
  readonly "ledger.undone": Undone;
}

export type EventType = keyof EventBodies;
export type BodyOf<T extends EventType> = EventBodies[T];

/**
 * All event types with the newest version of their body. A changed body gets a new version here and
 * an entry in `olderBodies` that lifts the old one; a type is never removed or reused.
 */
export const eventTypes: {
  readonly [T in EventType]: { readonly version: number; readonly body: z.ZodType<EventBodies[T]> };
} = {
  "review.created": { version: 1, body: reviewCreated },
  "protocol.set": { version: 1, body: protocolSet },
  "flow.count-reported": { version: 1, body: flowCountReported },
  "records.imported": { version: 2, body: recordsImported },
  "records.deduplicated": { version: 2, body: recordsDeduplicated },
  "records.joined": { version: 1, body: recordsJoined },
  "record.separated": { version: 1, body: recordSeparated },
  "duplicates.judged": { version: 1, body: duplicatesJudged },
  "record.amended": { version: 1, body: recordAmended },
  "report.status-set": { version: 1, body: reportStatusSet },
  "report.retrieval-set": { version: 1, body: reportRetrievalSet },
  "study.defined": { version: 1, body: studyDefined },
  "screening.voted": { version: 2, body: voted },
  "screening.adjudicated": { version: 2, body: adjudicated },
  "screening.order-set": { version: 1, body: orderSet },
  "screening.sample-drawn": { version: 1, body: sampleDrawn },
  "screening.audited": { version: 1, body: audited },
  "screening.allocated": { version: 1, body: allocated },
  "screening.stopped": { version: 1, body: stopped },
  "screening.highlights-set": { version: 1, body: highlightsSet },
  "report.commented": { version: 1, body: commented },
  "report.labelled": { version: 1, body: labelled },
  "full-text.attached": { version: 1, body: fullTextAttached },
  "extraction.arms-defined": { version: 1, body: armsDefined },
  "extraction.values-extracted": { version: 1, body: valuesExtracted },
  "extraction.source-checked": { version: 1, body: sourceChecked },
  "statement.made": { version: 1, body: statementMade },
  "mechanism.hypothesised": { version: 1, body: mechanismHypothesised },
  "mechanism.linked": { version: 1, body: mechanismLinked },
  "theme.coded": { version: 1, body: themeCoded },
  "themes.matched": { version: 1, body: themesMatched },
  "appraisal.judged": { version: 1, body: appraised },
  "appraisal.evidence-levelled": { version: 1, body: evidenceLevelled },
  "appraisal.availability-judged": { version: 1, body: availabilityJudged },
  "analysis.run": { version: 1, body: analysisRun },
  "participants.data-kept": { version: 1, body: participantDataKept },
  "participants.trials-mapped": { version: 1, body: trialsMapped },
  "participants.instrument-defined": { version: 1, body: instrumentDefined },
  "participants.model-run": { version: 1, body: participantModelRun },
  "report.built": { version: 1, body: reportBuilt },
  "ledger.undone": { version: 1, body: undone },
};

/** Whether this program knows the type. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventTypes, type);
}

/**
 * Checks a body against its type's schema.
 *
 * @throws {EvidensError} `ledger/unknown-event` (unsupported) for a type or version newer than this
 *   program; `ledger/bad-body` (invalid) with a problem per field.
 */
export function checkBody<T extends EventType>(type: T, version: number, body: unknown): BodyOf<T> {
  if (!isEventType(type) || version > eventTypes[type].version) {
    throw new EvidensError({
      code: "ledger/unknown-event",
      kind: "unsupported",
      message: `This review holds an event of type "${type}" version ${version}, which this version of Evidens does not know.`,
      remedy: "Update Evidens and open the review again.",
    });
  }
  const result = eventTypes[type].body.safeParse(body);
  if (result.success) return result.data as BodyOf<T>;
  throw new EvidensError({
    code: "ledger/bad-body",
    kind: "invalid",
    message: `The body of "${type}" does not fit its schema: ${result.error.issues
      .map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`)
      .join("; ")}.`,
    remedy: "Correct the fields named.",
    problems: result.error.issues.map((issue) => ({
      code: "ledger/bad-body",
      field: issue.path.join("."),
      message: issue.message,
    })),
  });
}
