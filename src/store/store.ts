import type { Problem, Rng } from "#kernel";
import type { EventDraft, EventType, LedgerEvent, Projection, RecordsImported, Stage } from "#ledger";
import type { RecordFact, ReportRow } from "#records";
import type { ScreeningDoc, ScreeningStatus } from "#screening";

/** Where a review lives and who opens it. */
export interface OpenOptions {
  /** Names this copy of the program on this machine; every event carries it. */
  readonly device: string;
  readonly clock: { now(): string };
  /** Document folds of the pure rooms; the store keeps their output beside the ledger. */
  readonly projections: readonly Projection[];
  /** Program version, written into migrations and holder notes. */
  readonly programVersion: string;
  /** Open without write access: no migration, no lock, any write refused. */
  readonly readOnly?: boolean;
  /** Source of the random part of event ids; the system's own when absent. For builds that must repeat. */
  readonly rng?: Rng;
  /** Another connection of this program has looked for damage; this one does not look again. */
  readonly checkedElsewhere?: boolean;
  /** How long a write waits for another process's write, milliseconds; default 10,000. */
  readonly lockTimeoutMs?: number;
}

/** A file on disk that is kept with the review; it can be read again from the start. */
export interface RawFile {
  /** SHA-256 in hex; what is read must have it. */
  readonly hash: string;
  readonly size: number;
  /** The bytes, in pieces of any length. */
  pieces(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Everything the program asks of a review's storage. Two engines, one suite of tests. */
export interface ReviewStore {
  readonly reviewId: string;
  readonly engine: "sqlite" | "postgres";
  /** File path or server address without secrets, for people. */
  readonly location: string;

  /**
   * Appends events in one transaction and folds the documents they touch. When it returns, the
   * events are on disk. `build` runs inside the write transaction and may read, so that a rule such
   * as "this report exists" holds at the moment of writing; throwing in it writes nothing.
   */
  append(
    build: readonly EventDraft[] | ((read: ReviewReads) => Promise<readonly EventDraft[]>),
  ): Promise<LedgerEvent[]>;

  /**
   * Writes a bulk import: facts (streamed in batches), raw file and the event that vouches for them,
   * in one transaction. `finish` is called after the last batch to give the event.
   */
  importRecords(input: {
    readonly by: string;
    /** Information source of all these records, the same as in the event. */
    readonly sourceId: string;
    /** Batches of facts, in order. */
    readonly batches: AsyncIterable<readonly RecordFact[]> | Iterable<readonly RecordFact[]>;
    /** Given the hash over all facts, returns the event body. */
    finish(recordsHash: string, count: number): RecordsImported;
    /** The file's bytes, or a file that is read in pieces. */
    readonly raw: Uint8Array | RawFile;
  }): Promise<LedgerEvent>;

  readonly read: ReviewReads;

  /** Drops all documents and derived tables and folds them again. `changed` names kinds that differ. */
  rebuild(): Promise<{
    readonly documents: number;
    readonly changed: readonly string[];
    readonly digest: string;
  }>;
  /** SHA-256 over all derived tables in canonical order. */
  projectionDigest(): Promise<string>;

  /** Union with another copy's events, facts and blobs, then a full rebuild. All or nothing. */
  mergeFrom(other: ReviewStore): Promise<{ readonly events: number; readonly records: number }>;

  putBlob(bytes: Uint8Array): Promise<{ readonly hash: string; readonly size: number }>;
  getBlob(hash: string): Promise<Uint8Array | null>;

  /** Keeps participants' data apart from the review: in no export, merge or copy of its file. */
  keepPrivate(raw: Uint8Array | RawFile): Promise<{ readonly hash: string; readonly size: number }>;
  hasPrivate(hash: string): Promise<boolean>;
  /** Null where the file is not on this machine or server. */
  readPrivate(hash: string): Promise<Uint8Array | null>;
  forgetPrivate(hash: string): Promise<void>;

  /**
   * Brings the index of words up to date, in short transactions that let others write between them;
   * without it a search reads through what is not indexed. Several calls share one run.
   */
  indexSearch(): Promise<void>;

  /** A single file that holds the whole review, written beside its final name and renamed. SQLite file format on both engines. */
  exportFile(path: string): Promise<void>;

  /** Full check: engine integrity, event chain, fact hashes, blob hashes, rebuilt documents equal. */
  verify(): Promise<readonly Problem[]>;
  /** What the check at opening found; empty when whole. */
  readonly openingProblems: readonly Problem[];
  close(): Promise<void>;
}

export interface ReviewReads {
  document<T>(kind: string, key: string): Promise<T | null>;
  /** Documents of one kind with these keys, by key; keys without a document are absent. */
  documentsOf<T>(kind: string, keys: readonly string[]): Promise<ReadonlyMap<string, T>>;
  documents<T>(kind: string): Promise<readonly { readonly key: string; readonly doc: T }[]>;

  events(filter?: EventFilter): Promise<readonly LedgerEvent[]>;
  event(id: string): Promise<LedgerEvent | null>;
  /** Ids of events that stand undone. */
  undoneIds(): Promise<ReadonlySet<string>>;
  countEvents(): Promise<number>;
  /** Id of the event that arrived last here, null for an empty ledger. Changes whenever anything changes. */
  head(): Promise<string | null>;

  reports(filter: ReportFilter): Promise<readonly ReportRow[]>;
  countReports(filter: Omit<ReportFilter, "after" | "limit">): Promise<number>;
  /** The report that a record is in; a report that was merged into another is found under its old id. */
  report(id: string): Promise<ReportRow | null>;
  /** Reports by the ids asked: that of each record, or of a report merged into another; unknown ones are absent. */
  reportsOf(ids: readonly string[]): Promise<ReadonlyMap<string, ReportRow>>;
  /** The report that each record is in now; records that are not here are absent. */
  reportIdsOf(records: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Reports whose record id, source key, DOI or PMID is `key`. */
  findReports(key: string): Promise<readonly ReportRow[]>;
  /** Records of a report, as imported. */
  recordsOf(reportId: string): Promise<readonly RecordFact[]>;
  /** Records by id, as imported, in the order asked; unknown ones are left out. */
  facts(ids: readonly string[]): Promise<readonly RecordFact[]>;
  /** All facts of the imports in force, in order of import and ordinal, in batches. */
  allRecords(): AsyncIterable<readonly RecordFact[]>;
  countRecords(): Promise<readonly { readonly importId: string; readonly records: number }[]>;

  /** What was decided on a report, of all its records together. */
  screening(stage: Stage, report: string): Promise<ScreeningDoc | null>;
  /** The same for many reports, by the ids asked; those on which nobody decided are absent. */
  screeningDocs(stage: Stage, reports: readonly string[]): Promise<ReadonlyMap<string, ScreeningDoc>>;
  /** Status of reports at each stage where somebody has decided something, by report id. */
  statuses(
    reportIds: readonly string[],
  ): Promise<ReadonlyMap<string, Partial<Readonly<Record<Stage, ScreeningStatus>>>>>;
  /** Screening documents of a stage with the given statuses (all when absent), by report position. */
  screeningOf(
    stage: Stage,
    statuses?: readonly ScreeningStatus[],
  ): Promise<readonly (ScreeningDoc & { readonly status: ScreeningStatus })[]>;
  /** Ids of a stage's reports, by position: all, those nobody has voted on, or those excluded. */
  stageReports(stage: Stage, among: "all" | "unread" | "excluded"): Promise<readonly string[]>;
  /**
   * Next report that waits for this reviewer's vote, after `position`; wraps to the start once. A report
   * with all the votes it needs waits for nobody.
   * At full text only reports included at title and abstract.
   */
  nextToScreen(stage: Stage, reviewer: string, after: number, limit: number): Promise<readonly ReportRow[]>;
  /**
   * Which of these reports wait for this reviewer's vote, in the order given; ids of reports or their
   * positions. Stops when `limit` are found.
   */
  waiting(
    stage: Stage,
    reviewer: string,
    among: { readonly ids: readonly string[] } | { readonly positions: ArrayLike<number> },
    limit: number,
  ): Promise<readonly ReportRow[]>;
  /** Counts for progress and the flow; `read` and `toRead` are this reviewer's own. */
  screeningCounts(stage: Stage, reviewer: string): Promise<ScreeningCounts>;
}

export interface ScreeningCounts {
  readonly inStage: number;
  /** Reports this reviewer has voted on. */
  readonly read: number;
  /** Reports that wait for this reviewer's vote. */
  readonly toRead: number;
  /** Of the pending reports those that somebody has voted on. */
  readonly begun: number;
  readonly byStatus: Readonly<Record<ScreeningStatus, number>>;
  /** Excluded reports by primary reason id; `""` where no reason was given. */
  readonly excludedByReason: Readonly<Record<string, number>>;
}

export interface EventFilter {
  readonly types?: readonly EventType[];
  /** Only events that came into this store after its first so many, in order of arrival; see `countEvents`. */
  readonly arrivedAfter?: number;
  /** Only events older than this id, newest first when given with `limit`. */
  readonly before?: string;
  readonly limit?: number;
  /** `newest` for a log page; default `oldest`. */
  readonly order?: "oldest" | "newest";
}

export interface ReportFilter {
  /** Position after which to go on. */
  readonly after?: number;
  readonly limit?: number;
  /** Words that titles, authors, journal, abstract, keywords or identifiers must contain (see `searchQuery`). */
  readonly text?: string;
  readonly source?: string;
  /** Reports with a record of at least one of these sources. */
  readonly anySource?: readonly string[];
  /** Only reports with this status at the stage. */
  readonly stage?: Stage;
  readonly status?: ScreeningStatus;
  /** Only reports that lack the field. */
  readonly missing?: "abstract" | "doi" | "year" | "authors" | "journal";
  /** Only reports of several records, linked to others, with corrected fields, or decided in another program. */
  readonly only?: "merged" | "linked" | "amended" | "decided-elsewhere";
  readonly yearFrom?: number;
  readonly yearTo?: number;
}
