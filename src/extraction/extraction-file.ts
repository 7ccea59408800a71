import type { Problem } from "#kernel";
import type {
  Appraised,
  ArmsDefined,
  AvailabilityJudged,
  EvidenceLevelled,
  FlowCountReported,
  MechanismHypothesised,
  MechanismLinked,
  ReportRetrievalSet,
  ReportStatusSet,
  SourceChecked,
  StatementMade,
  StudyDefined,
  ThemeCoded,
  ThemesMatched,
  ValuesExtracted,
  Voted,
} from "#ledger";
import { readYaml, type YamlRead } from "#review";
import { crossCheckFile } from "./extraction-file-checks.ts";
import { type RawStudy, rawExtractionFile } from "./extraction-file-schema.ts";

/**
 * A bulk file of extracted data as bodies of the ledger, in the order of the file. Wherever a body names a
 * report, it still holds the key that the file gives (source key, DOI, PMID or report id), which the
 * caller resolves.
 */
export interface ExtractionFile {
  /** Who extracted, when the file says so. */
  readonly by: string | null;
  readonly studies: readonly StudyInFile[];
  readonly statements: readonly StatementMade[];
  readonly hypotheses: readonly MechanismHypothesised[];
  readonly mechanismLinks: readonly MechanismLinked[];
  readonly themes: readonly ThemeCoded[];
  readonly themeMatches: readonly ThemesMatched[];
  readonly reportedCounts: readonly FlowCountReported[];
  readonly reportStatuses: readonly ReportStatusSet[];
  readonly retrievals: readonly ReportRetrievalSet[];
  readonly votes: readonly Voted[];
}

export interface StudyInFile {
  readonly study: StudyDefined;
  /** null: the file says nothing of arms. */
  readonly arms: ArmsDefined | null;
  readonly values: readonly ValuesExtracted[];
  readonly checks: readonly SourceChecked[];
  readonly appraisals: readonly Appraised[];
  /** What is known of results, and why no more. */
  readonly availability: readonly AvailabilityJudged[];
  readonly evidenceLevel: EvidenceLevelled | null;
}

export interface ExtractionFileRead {
  /** null when there is any problem: nothing is taken from a file that is half right. */
  readonly file: ExtractionFile | null;
  readonly problems: readonly Problem[];
  /** Place of a value by its path in the file, such as `["studies", 0, "study", "reports", 1]`. */
  readonly placeOf: YamlRead<unknown>["placeOf"];
}

/**
 * Reads the YAML file of `evidens extract`, telling every problem at once with file, line and column.
 * It checks what the file alone can show; whether fields, arms and outcomes fit the protocol is for `checkEntries`.
 *
 * @param text decoded text of the file
 * @param file name for the problems
 * Checked: tests/extraction/extraction-file.test.ts.
 */
export function readExtractionFile(text: string, file: string): ExtractionFileRead {
  const { value, problems, placeOf } = readYaml(text, file, rawExtractionFile);
  if (value === null) return { file: null, problems, placeOf };
  const found = crossCheckFile(value).map(({ at, ...problem }) => ({ ...problem, file, ...placeOf(at) }));
  if (found.length > 0) {
    return { file: null, problems: found.sort((a, b) => a.line - b.line || a.column - b.column), placeOf };
  }
  return {
    file: {
      by: value.by ?? null,
      studies: (value.studies ?? []).map(toStudy),
      statements: value.statements ?? [],
      hypotheses: value.hypotheses ?? [],
      mechanismLinks: value.mechanismLinks ?? [],
      themes: value.themes ?? [],
      themeMatches: value.themeMatches ?? [],
      reportedCounts: value.reportedCounts ?? [],
      reportStatuses: value.reportStatuses ?? [],
      retrievals: value.retrievals ?? [],
      votes: value.votes ?? [],
    },
    problems: [],
    placeOf,
  };
}

function toStudy(raw: RawStudy): StudyInFile {
  const { id: studyId, pools, characteristics, ...study } = raw.study;
  return {
    study: { studyId, ...study, pools: pools ?? [], characteristics: characteristics ?? {} },
    arms: raw.arms === undefined ? null : { studyId, arms: raw.arms },
    values: (raw.forms ?? []).map(({ form: formId, ...values }) => ({ formId, studyId, ...values })),
    checks: (raw.check ?? []).map(({ form: formId, ...check }) => ({ studyId, formId, ...check })),
    appraisals: (raw.appraisals ?? []).map((appraisal) => ({ studyId, ...appraisal })),
    availability: (raw.availability ?? []).map((judged) => ({ studyId, ...judged })),
    evidenceLevel: raw.evidenceLevel === undefined ? null : { studyId, ...raw.evidenceLevel },
  };
}
