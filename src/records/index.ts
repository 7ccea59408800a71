export { amendedFact, checkAmendment } from "./amend.ts";
export type { AttachmentsDoc } from "./attachments.ts";
export type { DuplicateCluster, DuplicateLink, DuplicateRun, DuplicatesDoc } from "./duplicates/clusters.ts";
export { foldClusters } from "./duplicates/clusters.ts";
export type { Band, PairEvidence, PairJudgement } from "./duplicates/evidence.ts";
export type { DuplicateInput } from "./duplicates/find.ts";
export { findDuplicates } from "./duplicates/find.ts";
export { comparePair } from "./duplicates/judge.ts";
export type { JudgedPair } from "./duplicates/judgements.ts";
export { pairKey } from "./duplicates/judgements.ts";
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
export type { GuessedColumns } from "./formats/tables/table.ts";
export { guessColumns } from "./formats/tables/table.ts";
export { columnFields } from "./formats/tables/table-headings.ts";
export { guessWorkbookColumns } from "./formats/tables/xlsx.ts";
export { workbookOf } from "./formats/tables/xlsx-book.ts";
export { writeRis } from "./formats/write/write-ris.ts";
export { xlsxFile } from "./formats/write/write-xlsx.ts";
export { fullTextMatcher } from "./full-text/match.ts";
export type { FullTextCandidate, FullTextClues, FullTextMatch } from "./full-text/match-input.ts";
export type { StatedStatus } from "./full-text/stated-status.ts";
export { statedStatus } from "./full-text/stated-status.ts";
export type { ImportTally, OddCode } from "./import-report.ts";
export { importTally } from "./import-report.ts";
export { parseAuthor, parseAuthors } from "./normalise/author.ts";
export { parseAuthorList } from "./normalise/author-list.ts";
export { partialDate } from "./normalise/date.ts";
export { foldText } from "./normalise/fold.ts";
export { doisIn, normalisePmcid, normalisePmid } from "./normalise/identifiers.ts";
export type { PreparedJournal, Sameness } from "./normalise/journal.ts";
export { journalKey, prepareJournal, sameJournal } from "./normalise/journal.ts";
export type { RecordKind } from "./normalise/kind.ts";
export { kindOf } from "./normalise/kind.ts";
export type { Pages } from "./normalise/pages.ts";
export { parsePages, samePages, startPage } from "./normalise/pages.ts";
export { displayText } from "./normalise/text.ts";
export type { TitleNote } from "./normalise/title.ts";
export { isTranslatedTitle, titleNotes } from "./normalise/title.ts";
export { typedIds } from "./normalise/typed-ids.ts";
export type { AmendmentDoc } from "./projections.ts";
export { recordsProjections } from "./projections.ts";
export type { ReadOptions, ReadSummary } from "./read.ts";
export { isRemark, readAllRecords, readers, readRecords, readWith } from "./read.ts";
export type * from "./record.ts";
export { compareRecordIds } from "./record-id.ts";
export type { Amendments, ReportDeriver } from "./reports.ts";
export { deriveReports, reportDeriver, reportOf } from "./reports.ts";
export type { SearchQuery } from "./search-text.ts";
export { fitsQuery, searchQuery, searchWords } from "./search-text.ts";
export type { TextFormat } from "./write.ts";
export { textFormats, writeRecords } from "./write.ts";
