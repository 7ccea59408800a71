import { z } from "zod";
import { type Decision, decision, type ExtractedEntry, extractedEntry, type Stage, stage } from "#ledger";

/** POST /api/votes */
export interface VoteRequest {
  readonly stage: Stage;
  readonly report: string;
  readonly decision: Decision;
  readonly exclusionReason?: string | undefined;
  readonly note?: string | undefined;
}
export const voteRequest: z.ZodType<VoteRequest> = z.strictObject({
  stage,
  report: z.string().min(1).max(200),
  decision,
  exclusionReason: z.string().max(200).optional(),
  note: z.string().max(10_000).optional(),
});

/** POST /api/adjudications */
export interface AdjudicationRequest {
  readonly stage: Stage;
  readonly report: string;
  readonly decision: "include" | "exclude";
  readonly exclusionReason?: string | undefined;
  readonly note?: string | undefined;
}
export const adjudicationRequest: z.ZodType<AdjudicationRequest> = z.strictObject({
  stage,
  report: z.string().min(1).max(200),
  decision: z.enum(["include", "exclude"]),
  exclusionReason: z.string().max(200).optional(),
  note: z.string().max(10_000).optional(),
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
  readonly status?: "pending" | "include" | "exclude" | "maybe" | "conflict" | undefined;
}
export const recordsQuery: z.ZodType<RecordsQuery> = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  text: z.string().max(500).optional(),
  source: z.string().max(200).optional(),
  stage: stage.optional(),
  status: z.enum(["pending", "include", "exclude", "maybe", "conflict"]).optional(),
});

/** POST /api/imports?source=&file= with the bytes of one export file as application/octet-stream. */
export interface ImportQuery {
  /** Information source of the protocol. */
  readonly source: string;
  /** Name of the file. */
  readonly file: string;
}
export const importQuery: z.ZodType<ImportQuery> = z.strictObject({
  source: z.string().min(1).max(200),
  file: z.string().min(1).max(1_000),
});

/** GET /api/screening/:stage/next */
export interface NextQuery {
  readonly after: number;
  readonly limit: number;
}
export const nextQuery: z.ZodType<NextQuery> = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(20).default(3),
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
