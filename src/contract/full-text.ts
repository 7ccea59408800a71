import { z } from "zod";
import type { Problem } from "#kernel";
import type { FullTextAttached, ReportRetrievalSet, ReportStatusSet, Stamped } from "#ledger";
import type { ReportRow } from "#records";
import type { ScreeningStatus } from "#screening";

/** GET /api/full-texts?after=&limit=&missing=: reports included at title and abstract, with what there is of them. */
export interface FullTextsQuery {
  readonly after: number;
  readonly limit: number;
  /** Only those without a file that are not marked as not to be had. */
  readonly missing: boolean;
}
export const fullTextsQuery: z.ZodType<FullTextsQuery> = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  missing: z
    .enum(["0", "1"])
    .default("0")
    .transform((given) => given === "1"),
});

export interface FullTextRow {
  readonly report: ReportRow;
  readonly screening: ScreeningStatus;
  readonly file: Stamped<FullTextAttached> | null;
  readonly retrieval: Stamped<ReportRetrievalSet> | null;
  readonly status: Stamped<ReportStatusSet> | null;
  /** What the records themselves say of retraction or correction, where nobody has set a status. */
  readonly stated: string | null;
}

export interface FullTextsResponse {
  readonly rows: readonly FullTextRow[];
  readonly total: number;
  readonly withFile: number;
  readonly notRetrieved: number;
  readonly next: number | null;
  /** Whether open-access copies may be looked up. */
  readonly openAccess: boolean;
}

/** GET /api/full-texts/:reportId */
export interface FullTextResponse extends FullTextRow {
  /** All files ever attached and not taken back, newest first. */
  readonly files: readonly Stamped<FullTextAttached>[];
  /** Text of the newest file by page; null where none could be read. */
  readonly pages: readonly string[] | null;
}

/** POST /api/full-texts/:reportId?file=, POST /api/full-texts?file= with the bytes of a PDF as application/octet-stream. */
export interface AttachQuery {
  readonly file: string;
  /** Came with others of a folder. */
  readonly origin: "file" | "folder";
}
export const attachQuery: z.ZodType<AttachQuery> = z.strictObject({
  file: z.string().min(1).max(1_000),
  origin: z.enum(["file", "folder"]).default("file"),
});

export interface AttachResponse {
  /** Null: the file fits no report, or several. */
  readonly attached: Stamped<FullTextAttached> | null;
  readonly report: ReportRow | null;
  readonly already: boolean;
  /** Reports it may belong to. */
  readonly candidates: readonly ReportRow[];
  /** What was found in the file and stops nothing: scanned pages, active content … */
  readonly problems: readonly Problem[];
}

/** POST /api/full-texts/:reportId/retrieval */
export interface RetrievalRequest {
  readonly retrieved: boolean;
  /** Required when not retrieved. */
  readonly why?: string | undefined;
}
export const retrievalRequest: z.ZodType<RetrievalRequest> = z.strictObject({
  retrieved: z.boolean(),
  why: z.string().trim().min(1).max(2_000).optional(),
});
