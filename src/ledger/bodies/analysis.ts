import { z } from "zod";

/** An analysis was run and its result put in the review. Stale when `inputsHash` no longer fits. */
export interface AnalysisRun {
  readonly analysisId: string;
  /** SHA-256 (hex) over specification and input rows in canonical JSON. */
  readonly inputsHash: string;
  /** Model choice as used, in plain JSON. */
  readonly specification: Readonly<Record<string, unknown>>;
  /** The pooled numbers, in plain JSON; null where a number does not exist. */
  readonly output: Readonly<Record<string, unknown>>;
  readonly engine: string;
}

/** A report was written. */
export interface ReportBuilt {
  readonly language: "en" | "nb";
  readonly format: "html" | "docx";
  /** SHA-256 (hex) of the file. */
  readonly hash: string;
  /** Id of the newest event the report knows. */
  readonly upTo: string;
}

/** Takes back the event named in the envelope's `undoes`. */
export interface Undone {
  /** Type of the event taken back, so that a log line can be read alone. */
  readonly type: string;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const analysisRun: z.ZodType<AnalysisRun> = z.strictObject({
  analysisId: z.string().min(1),
  inputsHash: hash,
  specification: z.record(z.string(), z.unknown()),
  output: z.record(z.string(), z.unknown()),
  engine: z.string(),
});

export const reportBuilt: z.ZodType<ReportBuilt> = z.strictObject({
  language: z.enum(["en", "nb"]),
  format: z.enum(["html", "docx"]),
  hash,
  upTo: z.string(),
});

export const undone: z.ZodType<Undone> = z.strictObject({ type: z.string() });
