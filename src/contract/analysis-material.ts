import { z } from "zod";
import type { AnalysisRow, AnalysisSet } from "#extraction";
import type { LocalText } from "#kernel";
import type { AvailabilityJudged, Stamped } from "#ledger";

/** Kinds of numbers an effect is computed from. */
export type AnalysisNeeds = "means" | "counts" | "generic";

export interface AnalysisMaterialQuery {
  /** Another outcome, timepoint or kind of numbers than the plan's. */
  readonly outcome?: string | undefined;
  readonly timepoint?: string | undefined;
  readonly needs?: AnalysisNeeds | undefined;
}

const id = z.string().min(1).max(200);
export const analysisMaterialQuery: z.ZodType<AnalysisMaterialQuery> = z.strictObject({
  outcome: id.optional(),
  timepoint: id.optional(),
  needs: z.enum(["means", "counts", "generic"]).optional(),
});

/** A place of the review where studies have numbers to pool. */
export interface AnalysisPlace {
  readonly outcome: string;
  readonly timepoint: string;
  readonly needs: AnalysisNeeds;
  /** Studies with all the numbers, retracted ones not counted. */
  readonly rows: number;
}

/** Least severe, one step more, worse. */
export type RiskLevel = "low" | "some" | "high";

/** What is known of a study beside its numbers. */
export interface AnalysisStudy {
  readonly studyId: string;
  readonly label: string;
  /** Year of its first report. */
  readonly year: number | null;
  readonly retracted: boolean;
  /** Overall judgement, that of this result before that of the study as a whole; null: not appraised. */
  readonly risk: {
    readonly tool: string;
    readonly judgement: string;
    readonly label: LocalText;
    readonly level: RiskLevel;
    readonly source: string | null;
    /** In the order of the instrument; domains that were not judged are absent. */
    readonly domains: readonly {
      readonly id: string;
      readonly name: LocalText;
      readonly label: LocalText;
      readonly level: RiskLevel;
    }[];
  } | null;
}

/** Something studies differ in: a characteristic, or a field of a form about studies. */
export interface AnalysisModerator {
  readonly id: string;
  readonly from: "characteristic" | "field";
  /** Null: the catalogues name it by its id. */
  readonly label: LocalText | null;
  /** A choice among words, which is never a number. */
  readonly choice?: true | undefined;
  /** By study id; a study without a value is absent. `number` is null where the text is none. */
  readonly values: Readonly<Record<string, { readonly text: LocalText; readonly number: number | null }>>;
}

/** What was extracted of one study for one outcome, at the analysis' timepoint. */
export interface AnalysisResult {
  readonly studyId: string;
  readonly outcome: string;
  /** `known`: it can be pooled; `partly`: something is extracted, and not enough; `none`: nothing is. */
  readonly state: "known" | "partly" | "none";
  /** What is missing; other timepoints with numbers. */
  readonly detail: string;
  /** What a person said of it; null: nobody has. */
  readonly judged: Stamped<AvailabilityJudged> | null;
}

/** GET /api/analyses/:id/material: all the Synthesis page computes from, so that no choice waits for the program. */
export interface AnalysisMaterialResponse {
  /** The analysis at the place asked for. */
  readonly set: AnalysisSet;
  readonly needs: AnalysisNeeds;
  /** Rows of retracted studies, which the set leaves out. */
  readonly retracted: readonly AnalysisRow[];
  readonly places: readonly AnalysisPlace[];
  /** Every study that the analysis looks at. */
  readonly studies: readonly AnalysisStudy[];
  readonly moderators: readonly AnalysisModerator[];
  readonly results: readonly AnalysisResult[];
}

/** POST /api/studies/:studyId/availability: what is known of a study's result for an outcome, and why no more. */
export type AvailabilityRequest = Omit<AvailabilityJudged, "studyId" | "noteNb" | "placeNb">;
export const availabilityRequest: z.ZodType<AvailabilityRequest> = z.strictObject({
  outcome: id,
  timepoint: id.optional(),
  status: z.enum(["known", "partly-known", "missing"]),
  reason: z.enum(["selective", "unrelated", "not-measured", "unclear"]).optional(),
  note: z.string().trim().max(20_000).optional(),
  quote: z.string().trim().max(20_000).optional(),
  place: z.string().trim().max(1_000).optional(),
});
