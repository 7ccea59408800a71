/** The tables as Kysely types them; `migrations.ts` is what makes them. Text columns named `body` hold canonical JSON. */
export interface Tables {
  /** Facts about the store itself, such as which program last migrated it. */
  meta: { review_id: string; key: string; value: string };
  /** One row per review: how many events it holds, the newest id, and the id appended last. */
  head: { review_id: string; seq: number; newest_id: string | null; last_id: string | null };

  // The truth: appended, never changed.
  event: EventTable;
  record: {
    review_id: string;
    import_id: string;
    ordinal: number;
    id: string;
    /** The fact in canonical JSON: exactly the line that the import's `recordsHash` is taken over. */
    body: string;
  };
  record_key: { review_id: string; key: string; record_id: string };
  blob: { review_id: string; hash: string; size: number; parts: number };
  blob_part: { review_id: string; hash: string; part: number; bytes: Uint8Array };
  /** PostgreSQL alone: participants' files, which leave neither with an export nor with a merge. */
  private_part: { review_id: string; hash: string; part: number; bytes: Uint8Array };

  // Derived: dropped and made again by `rebuild`.
  undone: { review_id: string; event_id: string };
  event_key: { review_id: string; kind: string; key: string; event_id: string };
  document: { review_id: string; kind: string; key: string; body: string };
  report: { review_id: string; id: string; position: number; body: string };
  /** Retired with layout 2, and empty since. */
  report_search: { review_id: string; position: number; text: string };
  /** What reports are filtered by: `traits` is a sum of the bits in `report-traits.ts`. */
  report_trait: { review_id: string; position: number; year: number | null; traits: number };
  report_source: { review_id: string; source: string; position: number };
  report_record: { review_id: string; record_id: string; report_id: string };
  screening: {
    review_id: string;
    stage: string;
    report_id: string;
    position: number;
    status: string;
    /** Exclusion reason that counts, empty when none. */
    reason: string;
    /** 1 when the report belongs to the stage's queue. */
    entered: number;
  };
  vote: { review_id: string; position: number; stage: string; reviewer: string };
  /**
   * Per 256 positions: how many reports the queue of a stage holds (`reviewer` empty), how many of them
   * a reviewer has read, and how many of those still wait for others (`PENDING` before the reviewer).
   * Finds the next unread report without walking over the read ones.
   */
  read_block: { review_id: string; stage: string; reviewer: string; block: number; reports: number };

  // A cache that catches up when it is needed (see `search-index.ts`); never digested.
  /** Positions up to the one searched whose words are out of date. */
  search_due: { review_id: string; position: number };
  /** SQLite: a full-text table whose row number is the position. PostgreSQL: a `tsvector` per position. */
  report_words: { review_id?: string; position?: number; rowid?: number; words: string };
}

export interface EventTable {
  review_id: string;
  /** Order of arrival in this store, from 1, without gaps. */
  seq: number;
  id: string;
  type: string;
  version: number;
  device: string;
  prev: string | null;
  undoes: string | null;
  hash: string;
  /** The event in canonical JSON without its hash: exactly the text the hash is taken over. */
  content: string;
}

export type TableName = keyof Tables;

/** Derived tables with the columns of their primary key, which is the order they are digested in. */
export const derivedTables: Readonly<Partial<Record<TableName, readonly string[]>>> = {
  undone: ["event_id"],
  event_key: ["kind", "key", "event_id"],
  document: ["kind", "key"],
  report: ["id"],
  report_search: ["position"],
  report_trait: ["position"],
  report_source: ["source", "position"],
  report_record: ["record_id"],
  screening: ["position", "stage"],
  vote: ["position", "stage", "reviewer"],
  read_block: ["stage", "reviewer", "block"],
};
