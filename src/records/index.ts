export type { DuplicateCluster, DuplicatesDoc } from "./duplicates/clusters.ts";
export { foldClusters } from "./duplicates/clusters.ts";
export type { Band, PairEvidence, PairJudgement } from "./duplicates/evidence.ts";
export type { DuplicateInput } from "./duplicates/find.ts";
export { findDuplicates } from "./duplicates/find.ts";
export { detectFormat } from "./formats/detect.ts";
export type { DetectedEncoding } from "./formats/encoding.ts";
export { detectEncoding } from "./formats/encoding.ts";
export type {
  BinaryReader,
  ColumnMapping,
  Entry,
  EntryFields,
  LineTally,
  Reader,
  ReaderOptions,
  RecordFormat,
  Step,
  TextPieces,
} from "./formats/format.ts";
export { writeRis } from "./formats/write-ris.ts";
export { parseAuthor } from "./normalise/author.ts";
export { foldText } from "./normalise/fold.ts";
export { doisIn, normalisePmcid, normalisePmid } from "./normalise/identifiers.ts";
export { displayText } from "./normalise/text.ts";
export { recordsProjections } from "./projections.ts";
export type { ReadOptions, ReadSummary } from "./read.ts";
export { readAllRecords, readers, readRecords, readWith } from "./read.ts";
export type * from "./record.ts";
export { compareRecordIds } from "./record-id.ts";
export type { ReportDeriver } from "./reports.ts";
export { deriveReports, reportDeriver } from "./reports.ts";
export { searchText } from "./search-text.ts";
