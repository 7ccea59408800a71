import { z } from "zod";
import {
  type Appraised,
  type ArmsDefined,
  type AvailabilityJudged,
  appraised,
  armsDefined,
  availabilityJudged,
  type EvidenceLevelled,
  type ExtractedEntry,
  evidenceLevelled,
  extractedEntry,
  type FlowCountReported,
  flowCountReported,
  type MechanismHypothesised,
  type MechanismLinked,
  mechanismHypothesised,
  mechanismLinked,
  type ReportRetrievalSet,
  type ReportStatusSet,
  reportRetrievalSet,
  reportStatusSet,
  type SourceChecked,
  type StatementMade,
  type StudyDefined,
  sourceChecked,
  statementMade,
  studyDefined,
  type ThemeCoded,
  type ThemesMatched,
  themeCoded,
  themesMatched,
  type Voted,
  voted,
} from "#ledger";

/** The file as written: bodies of the ledger without the study id, which the block they stand in gives. */
export interface RawExtractionFile {
  readonly by?: string | undefined;
  readonly studies?: readonly RawStudy[] | undefined;
  readonly statements?: readonly StatementMade[] | undefined;
  readonly hypotheses?: readonly MechanismHypothesised[] | undefined;
  readonly mechanismLinks?: readonly MechanismLinked[] | undefined;
  readonly themes?: readonly ThemeCoded[] | undefined;
  readonly themeMatches?: readonly ThemesMatched[] | undefined;
  readonly reportedCounts?: readonly FlowCountReported[] | undefined;
  readonly reportStatuses?: readonly ReportStatusSet[] | undefined;
  readonly retrievals?: readonly ReportRetrievalSet[] | undefined;
  readonly votes?: readonly Voted[] | undefined;
}

export interface RawStudy {
  readonly study: Omit<StudyDefined, "studyId" | "pools" | "characteristics"> & {
    readonly id: string;
    readonly pools?: readonly string[] | undefined;
    readonly characteristics?: Readonly<Record<string, string>> | undefined;
  };
  readonly arms?: ArmsDefined["arms"] | undefined;
  readonly forms?:
    | readonly {
        readonly form: string;
        readonly report?: string | undefined;
        readonly entries: readonly ExtractedEntry[];
      }[]
    | undefined;
  readonly check?:
    | readonly (Omit<SourceChecked, "studyId" | "formId"> & { readonly form: string })[]
    | undefined;
  readonly appraisals?: readonly Omit<Appraised, "studyId">[] | undefined;
  readonly availability?: readonly Omit<AvailabilityJudged, "studyId">[] | undefined;
  readonly evidenceLevel?: Omit<EvidenceLevelled, "studyId"> | undefined;
}

/**
 * The parts of a ledger body's schema. The ledger annotates its schemas with the type they read, which
 * hides the parts; all of them are strict objects.
 */
function partsOf<T>(schema: z.ZodType<T>): { readonly [K in keyof T]-?: z.ZodType<T[K]> } {
  return (schema as unknown as z.ZodObject).shape as unknown as {
    readonly [K in keyof T]-?: z.ZodType<T[K]>;
  };
}

const { studyId: id, ...study } = partsOf(studyDefined);
const { studyId: _checkStudy, formId: form, ...sourceCheck } = partsOf(sourceChecked);
const { studyId: _appraisedStudy, ...appraisal } = partsOf(appraised);
const { studyId: _availableStudy, ...availability } = partsOf(availabilityJudged);
const { studyId: _levelledStudy, ...evidenceLevel } = partsOf(evidenceLevelled);

const rawStudy: z.ZodType<RawStudy> = z.strictObject({
  study: z.strictObject({
    id,
    ...study,
    pools: study.pools.optional(),
    characteristics: study.characteristics.optional(),
  }),
  arms: partsOf(armsDefined).arms.optional(),
  forms: z
    .array(z.strictObject({ form, report: id.optional(), entries: z.array(extractedEntry).min(1) }))
    .optional(),
  check: z.array(z.strictObject({ form, ...sourceCheck })).optional(),
  appraisals: z.array(z.strictObject(appraisal)).optional(),
  availability: z.array(z.strictObject(availability)).optional(),
  evidenceLevel: z.strictObject(evidenceLevel).optional(),
});

export const rawExtractionFile: z.ZodType<RawExtractionFile> = z.strictObject({
  by: id.optional(),
  studies: z.array(rawStudy).optional(),
  statements: z.array(statementMade).optional(),
  hypotheses: z.array(mechanismHypothesised).optional(),
  mechanismLinks: z.array(mechanismLinked).optional(),
  themes: z.array(themeCoded).optional(),
  themeMatches: z.array(themesMatched).optional(),
  reportedCounts: z.array(flowCountReported).optional(),
  reportStatuses: z.array(reportStatusSet).optional(),
  retrievals: z.array(reportRetrievalSet).optional(),
  votes: z.array(voted).optional(),
});
