import { z } from "zod";
import {
  type AmendableField,
  amendableField,
  type Decision,
  type DuplicateVerdict,
  decision,
  duplicateVerdict,
  type ExtractedEntry,
  extractedEntry,
  type LinkRelation,
  linkRelation,
  type Stage,
  stage,
} from "#ledger";

/** POST /api/votes */
export interface VoteRequest {
  readonly stage: Stage;
  readonly report: string;
  readonly decision: Decision;
  readonly exclusionReason?: string | undefined;
  readonly note?: string | undefined;
  /** Calibration or pilot round the vote is for. */
  readonly round?: string | undefined;
}
export const voteRequest: z.ZodType<VoteRequest> = z.strictObject({
  stage,
  report: z.string().min(1).max(200),
  decision,
  exclusionReason: z.string().max(200).optional(),
  note: z.string().max(10_000).optional(),
  round: z.string().min(1).max(200).optional(),
});

/** POST /api/adjudications */
export interface AdjudicationRequest {
  readonly stage: Stage;
  readonly report: string;
  readonly decision: "include" | "exclude";
  readonly exclusionReason?: string | undefined;
  readonly note?: string | undefined;
  /** `consensus`: written down by one of those who voted. */
  readonly how?: "consensus" | "third-person" | undefined;
}
export const adjudicationRequest: z.ZodType<AdjudicationRequest> = z.strictObject({
  stage,
  report: z.string().min(1).max(200),
  decision: z.enum(["include", "exclude"]),
  exclusionReason: z.string().max(200).optional(),
  note: z.string().max(10_000).optional(),
  how: z.enum(["consensus", "third-person"]).optional(),
});

/** POST /api/undo; without an id: this person's newest event that stands. */
export interface UndoRequest {
  readonly eventId?: string | undefined;
  readonly reason?: string | undefined;
}
export const undoRequest: z.ZodType<UndoRequest> = z.strictObject({
  eventId: z.string().max(200).optional(),
  reason: z.string().max(2_000).optional(),
});

/** POST /api/extraction/:formId/:studyId */
export interface ExtractionRequest {
  readonly report?: string | undefined;
  readonly entries: readonly ExtractedEntry[];
}
export const extractionRequest: z.ZodType<ExtractionRequest> = z.strictObject({
  report: z.string().max(200).optional(),
  entries: z.array(extractedEntry).min(1).max(2_000),
});

/** POST /api/studies: names a study and the reports that tell of it. */
export interface StudyRequest {
  readonly label: string;
  /** Report ids, main report first. */
  readonly reports: readonly string[];
  readonly questions: readonly string[];
  readonly tags?: readonly string[] | undefined;
}
const id = z.string().min(1).max(200);
export const studyRequest: z.ZodType<StudyRequest> = z.strictObject({
  label: z.string().trim().min(1).max(300),
  reports: z.array(id).max(100),
  questions: z.array(id).max(100),
  tags: z.array(id).max(100).optional(),
});

/** POST /api/studies/:studyId/arms: the arms of a study, in place of those it had. */
export interface ArmsRequest {
  readonly arms: readonly {
    readonly label: string;
    readonly role: string;
    readonly detail?: string | undefined;
  }[];
}
export const armsRequest: z.ZodType<ArmsRequest> = z.strictObject({
  arms: z
    .array(
      z.strictObject({
        label: z.string().trim().min(1).max(300),
        role: id,
        detail: z.string().max(2_000).optional(),
      }),
    )
    .min(1)
    .max(50),
});

/** POST /api/session: who acts in this browser. */
export interface PersonRequest {
  readonly person: string;
}
export const personRequest: z.ZodType<PersonRequest> = z.strictObject({ person: z.string().min(1).max(200) });

/** GET /api/records */
export interface RecordsQuery {
  readonly after: number;
  readonly limit: number;
  readonly text?: string | undefined;
  readonly source?: string | undefined;
  readonly stage?: Stage | undefined;
  readonly status?: "pending" | "include" | "exclude" | "maybe" | "await" | "conflict" | undefined;
  /** Only reports that lack the field. */
  readonly missing?: "abstract" | "doi" | "year" | "authors" | "journal" | undefined;
  /** Only reports of several records, linked to others, with corrected fields, or decided in another program. */
  readonly only?: "merged" | "linked" | "amended" | "decided-elsewhere" | undefined;
  readonly yearFrom?: number | undefined;
  readonly yearTo?: number | undefined;
}
export const recordsQuery: z.ZodType<RecordsQuery> = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  text: z.string().max(500).optional(),
  source: z.string().max(200).optional(),
  stage: stage.optional(),
  status: z.enum(["pending", "include", "exclude", "maybe", "await", "conflict"]).optional(),
  missing: z.enum(["abstract", "doi", "year", "authors", "journal"]).optional(),
  only: z.enum(["merged", "linked", "amended", "decided-elsewhere"]).optional(),
  yearFrom: z.coerce.number().int().min(1000).max(2200).optional(),
  yearTo: z.coerce.number().int().min(1000).max(2200).optional(),
});

/** POST /api/imports?source=&file= with the bytes of one export file as application/octet-stream. */
export interface ImportQuery {
  /** Information source of the protocol. */
  readonly source: string;
  /** Name of the file. */
  readonly file: string;
  /** Of a table: JSON object from heading to field, for columns that were guessed wrongly. */
  readonly columns?: string | undefined;
}
export const importQuery: z.ZodType<ImportQuery> = z.strictObject({
  source: z.string().min(1).max(200),
  file: z.string().min(1).max(1_000),
  columns: z.string().max(200_000).optional(),
});

/** POST /api/imports/preview?file= with the first bytes of an export file (a spreadsheet whole). */
export interface PreviewQuery {
  readonly file: string;
  readonly columns?: string | undefined;
}
export const previewQuery: z.ZodType<PreviewQuery> = z.strictObject({
  file: z.string().min(1).max(1_000),
  columns: z.string().max(200_000).optional(),
});

/** GET /api/duplicates: pairs in one state, strongest first; `after` counts pairs to skip. */
export interface DuplicatesQuery {
  readonly state: "ask" | "judged" | "linked";
  readonly after: number;
  readonly limit: number;
}
export const duplicatesQuery: z.ZodType<DuplicatesQuery> = z.strictObject({
  state: z.enum(["ask", "judged", "linked"]).default("ask"),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

/** GET /api/duplicates/merged: merged records, in the order of the review. */
export interface MergedQuery {
  readonly after: number;
  readonly limit: number;
}
export const mergedQuery: z.ZodType<MergedQuery> = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** POST /api/duplicates: judges one pair. */
export interface JudgeRequest {
  readonly a: string;
  readonly b: string;
  readonly verdict: DuplicateVerdict;
  readonly relation?: LinkRelation | undefined;
  readonly note?: string | undefined;
}
export const judgeRequest: z.ZodType<JudgeRequest> = z.strictObject({
  a: id,
  b: id,
  verdict: duplicateVerdict,
  relation: linkRelation.optional(),
  note: z.string().max(10_000).optional(),
});

/** POST /api/duplicates/bulk: judges all waiting pairs that have exactly this evidence. */
export interface BulkJudgeRequest {
  /** Key of a group of `DuplicatesResponse.groups`. */
  readonly group: string;
  /** How many pairs the person was shown; refused when there are others by now. */
  readonly count: number;
  readonly verdict: DuplicateVerdict;
  readonly relation?: LinkRelation | undefined;
}
export const bulkJudgeRequest: z.ZodType<BulkJudgeRequest> = z.strictObject({
  group: z.string().min(1).max(2_000),
  count: z.int().min(1),
  verdict: duplicateVerdict,
  relation: linkRelation.optional(),
});

/** POST /api/records/:recordId/separate takes a record out of its merged report. */
export const separateRequest: z.ZodType<Readonly<Record<string, never>>> = z.strictObject({});

/** POST /api/records/:recordId/amend */
export interface AmendRequest {
  readonly changes: readonly { readonly field: AmendableField; readonly value: string | null }[];
  readonly source: string;
  readonly note?: string | undefined;
}
export const amendRequest: z.ZodType<AmendRequest> = z.strictObject({
  changes: z
    .array(
      z.strictObject({
        field: amendableField,
        value: z.string().trim().min(1).max(200_000).nullable(),
      }),
    )
    .min(1)
    .max(20),
  source: z.string().trim().min(1).max(2_000),
  note: z.string().max(10_000).optional(),
});

/** POST /api/figures/pdf: figures as Evidens draws them, a page each. */
export interface FigurePdfRequest {
  readonly pages: readonly string[];
}
export const figurePdfRequest: z.ZodType<FigurePdfRequest> = z.strictObject({
  pages: z.array(z.string().min(1)).min(1).max(100),
});

/** GET /api/log */
export interface LogQuery {
  readonly before?: string | undefined;
  readonly limit: number;
}
export const logQuery: z.ZodType<LogQuery> = z.strictObject({
  before: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Language of a page or report. */
export const languageParam: z.ZodType<"en" | "nb"> = z.enum(["en", "nb"]);

/** A write that needs no more than its address. */
export const noFields: z.ZodType<Record<string, never>> = z.strictObject({}) as z.ZodType<
  Record<string, never>
>;
