import { z } from "zod";
import { type LocalTextBody, localTextBody } from "./review.ts";

/** One export file was read whole; its records lie beside the event as immutable facts. */
export interface RecordsImported {
  readonly importId: string;
  /** Information source of the protocol that the file came from. */
  readonly sourceId: string;
  readonly fileName: string;
  /** SHA-256 (hex) of the file's bytes; the file itself is kept under this hash. */
  readonly fileHash: string;
  readonly fileBytes: number;
  /** A format that the records room reads, such as `ris` or `endnote-xml`. */
  readonly format: string;
  readonly encoding: string;
  readonly parser: string;
  readonly counts: {
    /** Entries found in the file. */
    readonly entries: number;
    /** Records kept. */
    readonly records: number;
    readonly problems: number;
  };
  /** SHA-256 (hex) over the canonical JSON lines of the records, in order. */
  readonly recordsHash: string;
  readonly problems: readonly {
    readonly code: string;
    readonly line?: number | undefined;
    readonly message: string;
  }[];
  /** Since version 2. Of a table: the field each column was read as, by its heading. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /** Since version 2. What was in the records. */
  readonly report?: ImportReportBody | undefined;
}

/** What an import found, as people are shown it. */
export interface ImportReportBody {
  /** How many records have the field, by name of the field, only fields that any record has. */
  readonly fill: Readonly<Record<string, number>>;
  /** How many records there are of each type, as the file names types. */
  readonly types: Readonly<Record<string, number>>;
  readonly years: { readonly from: number; readonly to: number } | null;
  /** Decisions of other programs by program and decision, such as `rayyan include`. */
  readonly decisions: Readonly<Record<string, number>>;
  /** What looks odd, with the numbers (`ordinal`) of the first records concerned. */
  readonly odd: readonly {
    readonly code: string;
    readonly count: number;
    readonly first: readonly number[];
  }[];
  readonly lines: {
    readonly total: number;
    readonly blank: number;
    readonly kept: number;
    readonly outside: number;
  };
}

/** One run of the duplicate finder. Records that appear in no cluster stay alone. */
export interface RecordsDeduplicated {
  readonly method: string;
  /** Clusters of two or more records, each with the evidence that joined them. */
  readonly clusters: readonly {
    readonly records: readonly string[];
    /** Such as `doi` or `pmid`; since version 2 also `match` for agreement of several fields. */
    readonly rule: string;
    readonly value: string;
    /** Since version 2. The weakest score that holds the cluster together. */
    readonly score?: number | undefined;
  }[];
  /** Since version 2. Scores from which pairs were merged and put before a person. */
  readonly thresholds?: { readonly merge: number; readonly ask: number } | undefined;
  /** Since version 2. Pairs that a person should judge, strongest first. */
  readonly ask?: readonly AskedPair[] | undefined;
  /** Since version 2. Records of different documents that belong to one study. */
  readonly links?: readonly LinkedPair[] | undefined;
}

export interface AskedPair {
  readonly a: string;
  readonly b: string;
  readonly score: number;
  /** Codes of the evidence for and against, in the finder's words. */
  readonly reasons: readonly string[];
}

/** How two documents of one study are related; the first is to the second. */
export type LinkRelation =
  | "preprint"
  | "registration"
  | "erratum"
  | "conference-abstract"
  | "version"
  | "comment"
  | "other";

export interface LinkedPair {
  readonly a: string;
  readonly b: string;
  readonly relation: LinkRelation;
  readonly reasons: readonly string[];
}

export type DuplicateVerdict = "same" | "different" | "linked";

/** A person judged pairs of records; a later judgement of a pair replaces an earlier one. */
export interface DuplicatesJudged {
  readonly pairs: readonly {
    readonly a: string;
    readonly b: string;
    readonly verdict: DuplicateVerdict;
    /** Of linked records. */
    readonly relation?: LinkRelation | undefined;
  }[];
  /** Evidence by which the pairs were judged together, when they were not looked at one by one. */
  readonly rule?: string | undefined;
  readonly note?: string | undefined;
}

export type AmendableField =
  | "title"
  | "authors"
  | "year"
  | "journal"
  | "volume"
  | "issue"
  | "pages"
  | "abstract"
  | "doi"
  | "pmid"
  | "language";

/** A person corrected fields of a record; what was imported stays beside it. */
export interface RecordAmended {
  readonly record: string;
  readonly changes: readonly {
    readonly field: AmendableField;
    /** The new value as text, null to empty the field; authors one per line as `Family, Given`. */
    readonly value: string | null;
  }[];
  /** Where the new values stand: a page of the report, a database. */
  readonly source: string;
  readonly note?: string | undefined;
}

/** A person says that these records are entries for one report. */
export interface RecordsJoined {
  readonly records: readonly string[];
}

/** A person says that this record is not the same report as the others of its cluster. */
export interface RecordSeparated {
  readonly record: string;
}

export type ReportStatusValue = "current" | "corrected" | "concern" | "retracted";

/** A report's publication status was looked up. */
export interface ReportStatusSet {
  readonly report: string;
  readonly status: ReportStatusValue;
  /** ISO date of the notice, when known. */
  readonly date?: string | undefined;
  readonly source: string;
  readonly sourceNb?: string | undefined;
  readonly note?: LocalTextBody | undefined;
}

/** Whether the full text could be had. */
export interface ReportRetrievalSet {
  readonly report: string;
  readonly retrieved: boolean;
  /** Required when not retrieved. */
  readonly why?: string | undefined;
}

/** A study is known through one or more reports. */
export interface StudyDefined {
  readonly studyId: string;
  readonly label: string;
  /** Report ids, main report first. May be empty for a study known only through another report. */
  readonly reports: readonly string[];
  /** Question ids of the protocol the study answers. */
  readonly questions: readonly string[];
  /** Free tags that analyses select by, such as `update-2026`. */
  readonly tags: readonly string[];
  /** Facts of design that hold for the whole study: registry number, design, country … */
  readonly characteristics: Readonly<Record<string, string>>;
  /** Those of the same keys that read differently in Norwegian. */
  readonly characteristicsNb?: Readonly<Record<string, string>> | undefined;
  /**
   * Ids of other studies whose participants this one pools. Not empty: a pooled analysis, which is
   * no study of its own, is not counted as one and is never pooled with the studies it contains.
   */
  readonly pools: readonly string[];
  readonly note?: LocalTextBody | undefined;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const id = z.string().min(1).max(200);
const count = z.int().min(0);
export const linkRelation: z.ZodType<LinkRelation> = z.enum([
  "preprint",
  "registration",
  "erratum",
  "conference-abstract",
  "version",
  "comment",
  "other",
]);
const reasons = z.array(z.string().max(200));

export const duplicateVerdict: z.ZodType<DuplicateVerdict> = z.enum(["same", "different", "linked"]);
export const amendableField: z.ZodType<AmendableField> = z.enum([
  "title",
  "authors",
  "year",
  "journal",
  "volume",
  "issue",
  "pages",
  "abstract",
  "doi",
  "pmid",
  "language",
]);

export const recordsImported: z.ZodType<RecordsImported> = z.strictObject({
  importId: id,
  sourceId: id,
  fileName: z.string(),
  fileHash: hash,
  fileBytes: z.int().min(0),
  format: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  encoding: z.string(),
  parser: z.string(),
  counts: z.strictObject({ entries: z.int().min(0), records: z.int().min(0), problems: z.int().min(0) }),
  recordsHash: hash,
  problems: z.array(
    z.strictObject({ code: z.string(), line: z.int().min(1).optional(), message: z.string() }),
  ),
  columns: z.record(z.string(), z.string()).optional(),
  report: z
    .strictObject({
      fill: z.record(z.string(), count),
      types: z.record(z.string(), count),
      years: z.strictObject({ from: z.int(), to: z.int() }).nullable(),
      decisions: z.record(z.string(), count),
      odd: z.array(z.strictObject({ code: z.string(), count, first: z.array(z.int().min(1)) })),
      lines: z.strictObject({ total: count, blank: count, kept: count, outside: count }),
    })
    .optional(),
});

export const recordsDeduplicated: z.ZodType<RecordsDeduplicated> = z.strictObject({
  method: z.string(),
  clusters: z.array(
    z.strictObject({
      records: z.array(id).min(2),
      rule: z.string(),
      value: z.string(),
      score: z.number().optional(),
    }),
  ),
  thresholds: z.strictObject({ merge: z.number(), ask: z.number() }).optional(),
  ask: z.array(z.strictObject({ a: id, b: id, score: z.number(), reasons })).optional(),
  links: z.array(z.strictObject({ a: id, b: id, relation: linkRelation, reasons })).optional(),
});

export const duplicatesJudged: z.ZodType<DuplicatesJudged> = z.strictObject({
  pairs: z
    .array(
      z
        .strictObject({
          a: id,
          b: id,
          verdict: duplicateVerdict,
          relation: linkRelation.optional(),
        })
        .refine(({ a, b }) => a !== b, { message: "a record is no pair with itself" })
        .refine(({ verdict, relation: given }) => given === undefined || verdict === "linked", {
          message: "only linked records have a relation",
        }),
    )
    .min(1),
  rule: z.string().max(500).optional(),
  note: z.string().max(10_000).optional(),
});

export const recordAmended: z.ZodType<RecordAmended> = z.strictObject({
  record: id,
  changes: z
    .array(
      z.strictObject({
        field: amendableField,
        value: z.string().min(1).max(200_000).nullable(),
      }),
    )
    .min(1),
  source: z.string().min(1).max(2_000),
  note: z.string().max(10_000).optional(),
});

export const recordsJoined: z.ZodType<RecordsJoined> = z.strictObject({ records: z.array(id).min(2) });
export const recordSeparated: z.ZodType<RecordSeparated> = z.strictObject({ record: id });

export const reportStatusSet: z.ZodType<ReportStatusSet> = z.strictObject({
  report: id,
  status: z.enum(["current", "corrected", "concern", "retracted"]),
  date: z.string().optional(),
  source: z.string().min(1),
  sourceNb: z.string().min(1).optional(),
  note: localTextBody.optional(),
});

export const reportRetrievalSet: z.ZodType<ReportRetrievalSet> = z.strictObject({
  report: id,
  retrieved: z.boolean(),
  why: z.string().optional(),
});

export const studyDefined: z.ZodType<StudyDefined> = z.strictObject({
  studyId: id,
  label: z.string().min(1),
  reports: z.array(id),
  questions: z.array(id),
  tags: z.array(id),
  characteristics: z.record(z.string(), z.string()),
  characteristicsNb: z.record(z.string(), z.string()).optional(),
  pools: z.array(id),
  note: localTextBody.optional(),
});
