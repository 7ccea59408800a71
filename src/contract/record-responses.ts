import type { Problem } from "#kernel";
import type {
  DuplicateVerdict,
  LinkRelation,
  RecordAmended,
  RecordsImported,
  ReportRetrievalSet,
  ReportStatusSet,
  Stamped,
  StudyDefined,
} from "#ledger";
import type { PairEvidence, RecordFact, ReportRow } from "#records";
import type { ScreeningDoc, ScreeningStatus } from "#screening";

/** GET /api/records?after=&limit=&text=&source=&stage=&status= */
export interface RecordsResponse {
  readonly rows: readonly (ReportRow & {
    readonly titleAbstract: ScreeningStatus;
    readonly fullText: ScreeningStatus | null;
    readonly status: string;
  })[];
  readonly total: number;
  /** Position to pass as `after` for the next page, null at the end. */
  readonly next: number | null;
}

/** GET /api/records/:reportId */
export interface ReportResponse {
  readonly report: ReportRow;
  /** As imported; `amended` are the corrections in force, newest last. */
  readonly records: readonly (RecordFact & {
    readonly sourceId: string;
    readonly amended: readonly Stamped<RecordAmended>[];
  })[];
  /** Reports of other documents that belong to the same study. */
  readonly links: readonly {
    readonly report: string;
    readonly title: string;
    readonly relation: LinkRelation;
    /** True when this report is the one that `relation` names. */
    readonly forward: boolean;
  }[];
  readonly studies: readonly Stamped<StudyDefined>[];
  readonly status: Stamped<ReportStatusSet> | null;
  readonly retrieval: Stamped<ReportRetrievalSet> | null;
  readonly screening: readonly (ScreeningDoc & {
    readonly status: ScreeningStatus;
    readonly sealed: number;
  })[];
}

/** GET /api/imports; POST /api/imports answers one of these */
export interface ImportsResponse {
  readonly imports: readonly Stamped<RecordsImported>[];
}

export interface ImportResponse {
  readonly import: Stamped<RecordsImported>;
  /** The same file (by hash) was imported before; nothing was added. */
  readonly already: boolean;
}

/** GET /api/imports/progress: the import that runs now. */
export interface ImportProgressResponse {
  readonly running: {
    readonly fileName: string;
    readonly records: number;
    readonly bytes: number;
    readonly totalBytes: number;
  } | null;
}

/** POST /api/imports/preview: what the file would be read as; nothing is kept. */
export interface PreviewResponse {
  readonly format: string;
  readonly encoding: string;
  /** Of a table: what each column would be read as, in the order of the file; else null. */
  readonly columns:
    | readonly {
        readonly heading: string;
        /** A field of `columnFields`, or `ignore`. */
        readonly field: string;
        /** The first values that are not empty, at most three. */
        readonly examples: readonly string[];
      }[]
    | null;
  /** Fields a column can be read as. */
  readonly columnFields: readonly string[];
  /** The first records, at most five. */
  readonly sample: readonly RecordFact[];
  readonly problems: readonly Problem[];
}

/** POST /api/dedupe */
export interface DedupeResponse {
  readonly clusters: number;
  readonly removed: number;
  /** Pairs that wait for a person. */
  readonly ask: number;
  readonly links: number;
  readonly eventId: string;
}

export type PairRecord = RecordFact & { readonly sourceId: string; readonly reportId: string };

/** Two records side by side with what speaks for and against their being one document. */
export interface DuplicatePair {
  readonly a: PairRecord;
  readonly b: PairRecord;
  readonly score: number;
  /** Evidence by field, as the finder sees the two records now. */
  readonly evidence: readonly PairEvidence[];
  /** Key of its group in `groups`. */
  readonly group: string;
  readonly verdict: DuplicateVerdict | null;
  readonly relation: LinkRelation | null;
  /** Who judged it and when; null for a link the finder made. */
  readonly judgedBy: string | null;
  readonly judgedAt: string | null;
  /** Event to undo the judgement by. */
  readonly eventId: string | null;
}

/** GET /api/duplicates?state=&after=&limit= */
export interface DuplicatesResponse {
  readonly counts: {
    readonly records: number;
    /** Records less those merged into others. */
    readonly reports: number;
    readonly ask: number;
    readonly judged: number;
    readonly linked: number;
    readonly merged: number;
  };
  /** The newest run of the finder, null when there was none; `stale` when records came after it. */
  readonly run: {
    readonly method: string;
    readonly thresholds: { readonly merge: number; readonly ask: number } | null;
    readonly at: string;
    readonly stale: boolean;
  } | null;
  /** Waiting pairs by the evidence they share, largest group first. */
  readonly groups: readonly {
    readonly group: string;
    readonly reasons: readonly string[];
    readonly pairs: number;
    readonly scores: { readonly from: number; readonly to: number };
  }[];
  /** Records that two sources have in common, by pair of source ids; a source with itself: duplicates inside it. */
  readonly overlap: readonly { readonly a: string; readonly b: string; readonly reports: number }[];
  readonly pairs: readonly DuplicatePair[];
  readonly total: number;
}

/** GET /api/duplicates/merged?after=&limit= */
export interface MergedResponse {
  readonly clusters: readonly {
    readonly report: ReportRow;
    readonly records: readonly PairRecord[];
    readonly basis: readonly { readonly rule: string; readonly value: string }[];
  }[];
  readonly total: number;
  readonly next: number | null;
}

/** POST /api/duplicates, POST /api/duplicates/bulk, POST /api/records/:recordId/separate */
export interface JudgedResponse {
  readonly eventId: string;
  readonly judged: number;
  /** Pairs that still wait. */
  readonly ask: number;
}

/** POST /api/records/:recordId/amend */
export interface AmendResponse {
  readonly eventId: string;
  readonly report: ReportRow;
}
