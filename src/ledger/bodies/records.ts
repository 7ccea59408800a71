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
  readonly format: "ris" | "nbib" | "csl-json";
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
}

/** One run of the duplicate finder. Records that appear in no cluster stay alone. */
export interface RecordsDeduplicated {
  readonly method: string;
  /** Clusters of two or more records, each with the evidence that joined them. */
  readonly clusters: readonly {
    readonly records: readonly string[];
    /** Such as `doi` or `pmid`. */
    readonly rule: string;
    readonly value: string;
  }[];
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

export const recordsImported: z.ZodType<RecordsImported> = z.strictObject({
  importId: id,
  sourceId: id,
  fileName: z.string(),
  fileHash: hash,
  fileBytes: z.int().min(0),
  format: z.enum(["ris", "nbib", "csl-json"]),
  encoding: z.string(),
  parser: z.string(),
  counts: z.strictObject({ entries: z.int().min(0), records: z.int().min(0), problems: z.int().min(0) }),
  recordsHash: hash,
  problems: z.array(
    z.strictObject({ code: z.string(), line: z.int().min(1).optional(), message: z.string() }),
  ),
});

export const recordsDeduplicated: z.ZodType<RecordsDeduplicated> = z.strictObject({
  method: z.string(),
  clusters: z.array(z.strictObject({ records: z.array(id).min(2), rule: z.string(), value: z.string() })),
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
