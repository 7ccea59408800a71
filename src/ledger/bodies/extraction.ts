import { z } from "zod";
import { type LocalTextBody, localTextBody } from "./review.ts";

/** How sure we are that the value is what the source says. */
export type Confidence = "read-in-source" | "read-in-secondary-source" | "unverified" | "derived";

/** One value, verbatim, with its place in the source. */
export interface ExtractedEntry {
  /** Field id of the form. */
  readonly field: string;
  /** Arm, outcome and timepoint ids for effect forms; absent for study forms. */
  readonly arm?: string | undefined;
  readonly outcome?: string | undefined;
  readonly timepoint?: string | undefined;
  /** As printed. null: looked for and not reported. */
  readonly value: string | null;
  /** The value in Norwegian where it is prose and the report needs both. */
  readonly valueNb?: string | undefined;
  readonly quote?: string | undefined;
  /** Page, table or section of the report. */
  readonly place?: string | undefined;
  readonly placeNb?: string | undefined;
  readonly confidence: Confidence;
  readonly note?: string | undefined;
  readonly noteNb?: string | undefined;
}

/** Values that one extractor entered for one study in one form. */
export interface ValuesExtracted {
  readonly formId: string;
  readonly studyId: string;
  /** The report they were read in. */
  readonly report?: string | undefined;
  readonly entries: readonly ExtractedEntry[];
}

/** The arms of a study. */
export interface ArmsDefined {
  readonly studyId: string;
  readonly arms: readonly {
    readonly id: string;
    readonly label: string;
    /** Role id of the protocol, such as `experimental` or `comparator`. */
    readonly role: string;
    readonly detail?: string | undefined;
  }[];
}

/** A comparison of what a secondary account says with the source itself. */
export interface SourceChecked {
  readonly studyId: string;
  readonly formId: string;
  readonly agreement: "agrees" | "partly" | "differs" | "not-checked";
  readonly text: LocalTextBody;
  readonly readAt?: string | undefined;
  readonly confidence: Confidence;
}

/** A cited fact that the report states and that is no result of a study: limits, conclusions, outside numbers. */
export interface StatementMade {
  readonly statementId: string;
  /** Where the report puts it, such as `limitation`, `conclusion`, `context`, `inconsistency`. */
  readonly kind: string;
  readonly text: LocalTextBody;
  /** Report ids or free citations that carry it. */
  readonly cites: readonly string[];
  readonly source: string;
  readonly sourceNb?: string | undefined;
  readonly confidence: Confidence;
  /** Structured numbers belonging to it, for the table or test that uses them. */
  readonly data?: Readonly<Record<string, string | number | null>> | undefined;
}

/** A hypothesis about how the treatment works. */
export interface MechanismHypothesised {
  readonly hypothesisId: string;
  readonly label: LocalTextBody;
  readonly source: string;
  readonly sourceNb?: string | undefined;
}

/** A study speaks for, against or merely about a hypothesis. */
export interface MechanismLinked {
  readonly hypothesisId: string;
  readonly studyId: string;
  readonly relation: "supports" | "contradicts" | "discusses";
  /** Who draws the link, and on which words. */
  readonly basis: LocalTextBody;
}

/** A theme of a qualitative study, with its quotes. */
export interface ThemeCoded {
  readonly themeId: string;
  readonly studyId: string;
  readonly label: LocalTextBody;
  readonly quotes: readonly {
    readonly text: string;
    readonly place?: string | undefined;
    readonly placeNb?: string | undefined;
  }[];
}

/** Two themes of different studies were found alike. */
export interface ThemesMatched {
  readonly themes: readonly [string, string];
  readonly basis: LocalTextBody;
}

const id = z.string().min(1).max(200);
const confidence: z.ZodType<Confidence> = z.enum([
  "read-in-source",
  "read-in-secondary-source",
  "unverified",
  "derived",
]);

export const extractedEntry: z.ZodType<ExtractedEntry> = z.strictObject({
  field: id,
  arm: id.optional(),
  outcome: id.optional(),
  timepoint: id.optional(),
  value: z.string().max(100_000).nullable(),
  valueNb: z.string().max(100_000).optional(),
  quote: z.string().max(100_000).optional(),
  place: z.string().max(1_000).optional(),
  placeNb: z.string().max(1_000).optional(),
  confidence,
  note: z.string().max(100_000).optional(),
  noteNb: z.string().max(100_000).optional(),
});

export const valuesExtracted: z.ZodType<ValuesExtracted> = z.strictObject({
  formId: id,
  studyId: id,
  report: id.optional(),
  entries: z.array(extractedEntry).min(1),
});

export const armsDefined: z.ZodType<ArmsDefined> = z.strictObject({
  studyId: id,
  arms: z.array(z.strictObject({ id, label: z.string().min(1), role: id, detail: z.string().optional() })),
});

export const sourceChecked: z.ZodType<SourceChecked> = z.strictObject({
  studyId: id,
  formId: id,
  agreement: z.enum(["agrees", "partly", "differs", "not-checked"]),
  text: localTextBody,
  readAt: z.string().optional(),
  confidence,
});

export const statementMade: z.ZodType<StatementMade> = z.strictObject({
  statementId: id,
  kind: id,
  text: localTextBody,
  cites: z.array(z.string()),
  source: z.string().min(1),
  sourceNb: z.string().min(1).optional(),
  confidence,
  data: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
});

export const mechanismHypothesised: z.ZodType<MechanismHypothesised> = z.strictObject({
  hypothesisId: id,
  label: localTextBody,
  source: z.string().min(1),
  sourceNb: z.string().min(1).optional(),
});

export const mechanismLinked: z.ZodType<MechanismLinked> = z.strictObject({
  hypothesisId: id,
  studyId: id,
  relation: z.enum(["supports", "contradicts", "discusses"]),
  basis: localTextBody,
});

export const themeCoded: z.ZodType<ThemeCoded> = z.strictObject({
  themeId: id,
  studyId: id,
  label: localTextBody,
  quotes: z.array(
    z.strictObject({ text: z.string(), place: z.string().optional(), placeNb: z.string().optional() }),
  ),
});

export const themesMatched: z.ZodType<ThemesMatched> = z.strictObject({
  themes: z.tuple([id, id]),
  basis: localTextBody,
});
