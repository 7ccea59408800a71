import { z } from "zod";

export type Stage = "title-abstract" | "full-text";
export type Decision = "include" | "exclude" | "maybe";

/** One reviewer's decision on one report at one stage. A later vote of the same reviewer replaces it in view. */
export interface Voted {
  readonly stage: Stage;
  readonly report: string;
  readonly decision: Decision;
  /** Id of an exclusion reason of the protocol; required to exclude at full text. */
  readonly exclusionReason?: string | undefined;
  readonly note?: string | undefined;
}

/** A conflict was settled, by consensus or by a third person. */
export interface Adjudicated {
  readonly stage: Stage;
  readonly report: string;
  readonly decision: "include" | "exclude";
  readonly exclusionReason?: string | undefined;
  readonly note?: string | undefined;
}

export const stage: z.ZodType<Stage> = z.enum(["title-abstract", "full-text"]);
export const decision: z.ZodType<Decision> = z.enum(["include", "exclude", "maybe"]);

export const voted: z.ZodType<Voted> = z.strictObject({
  stage,
  report: z.string().min(1).max(200),
  decision,
  exclusionReason: z.string().optional(),
  note: z.string().max(10_000).optional(),
});

export const adjudicated: z.ZodType<Adjudicated> = z.strictObject({
  stage,
  report: z.string().min(1).max(200),
  decision: z.enum(["include", "exclude"]),
  exclusionReason: z.string().optional(),
  note: z.string().max(10_000).optional(),
});
