import type { Problem } from "#kernel";
import type { ArmsDefined, ReportStatusSet, StudyDefined } from "#ledger";
import type { PlannedAnalysis, Protocol } from "#review";
import type { AnalysisRow, AnalysisSet, LeftOut, LeftOutDetail } from "./analysis-set.types.ts";
import type { ValuesDoc } from "./documents.types.ts";
import { type TracedStatistics, traceStatistics } from "./traced-statistics.ts";

export interface AnalysisInput {
  readonly analysis: PlannedAnalysis;
  readonly studies: readonly StudyDefined[];
  readonly arms: readonly ArmsDefined[];
  readonly values: readonly ValuesDoc[];
  readonly statuses: readonly ReportStatusSet[];
  readonly protocol: Protocol;
}

type Arm = ArmsDefined["arms"][number];
type Verdict = { readonly row: AnalysisRow } | { readonly out: LeftOut };

const NEEDS = {
  SMD: ["n", "mean", "sd"],
  MD: ["n", "mean", "sd"],
  RR: ["events", "total"],
  OR: ["events", "total"],
  GEN: ["estimate", "se"],
} as const;

/**
 * The rows that a planned analysis pools, each number with the way back to its source, and every
 * study that was looked at and does not enter, with why.
 *
 * A study enters when it carries one of the analysis' tags (no tags: when it answers the question), is no
 * pooled report of other studies, is not retracted, and has every statistic the measure needs.
 * `problems` are things to settle; they do not stop the rows that stand.
 *
 * @param input studies in the order the rows should have; values, arms and statuses of any studies
 * Checked: tests/extraction/analysis-set.test.ts.
 */
export function analysisSet(input: AnalysisInput): AnalysisSet {
  const rows: AnalysisRow[] = [];
  const leftOut: LeftOut[] = [];
  const problems: Problem[] = [];
  for (const study of selectStudies(input)) {
    const verdict = judge(input, study, problems);
    if ("row" in verdict) rows.push(verdict.row);
    else leftOut.push(verdict.out);
  }
  return { analysis: input.analysis, rows, leftOut, problems };
}

function selectStudies({ analysis, studies }: AnalysisInput): readonly StudyDefined[] {
  if (analysis.tags.length === 0)
    return studies.filter((study) => study.questions.includes(analysis.question));
  return studies.filter((study) => study.tags.some((tag) => analysis.tags.includes(tag)));
}

function judge(input: AnalysisInput, study: StudyDefined, problems: Problem[]): Verdict {
  const leave = (why: LeftOut["why"], detail: string, details: readonly LeftOutDetail[]): Verdict => ({
    out: { studyId: study.studyId, label: study.label, why, detail, details },
  });
  if (study.pools.length > 0) {
    const studies = study.pools.join(", ");
    const labels = study.pools.map((id) => input.studies.find((one) => one.studyId === id)?.label ?? id);
    return leave("pooled-report", `It pools the participants of ${studies}.`, [
      { code: "pools", values: { studies: labels.join("; ") } },
    ]);
  }
  const retraction = retractionOf(input, study);
  if (retraction !== null) {
    const since = retraction.date === undefined ? "" : ` on ${retraction.date}`;
    const { report, source, date } = retraction;
    return leave("retracted", `Its main report "${report}" was retracted${since} (${source}).`, [
      date === undefined
        ? { code: "retracted", values: { report, source } }
        : { code: "retracted-on", values: { report, source, date } },
    ]);
  }
  const { analysis } = input;
  const generic = analysis.measure === "GEN";
  const experimental = armOf(input, study, analysis.experimental, generic ? null : problems);
  const comparator = armOf(input, study, analysis.comparator, generic ? null : problems);
  if (!generic && (experimental === null || comparator === null)) {
    const role = experimental === null ? analysis.experimental : analysis.comparator;
    return leave("no-values", `No arm has the role "${role}".`, [{ code: "no-arm", values: { role } }]);
  }
  const trace = (arm: Arm | null): TracedStatistics =>
    traceStatistics({
      ...{ ...input, study, arm: arm?.id ?? null, armLabel: arm?.label ?? "" },
      statistics: NEEDS[analysis.measure],
    });
  const sides = generic
    ? { contrast: trace(null) }
    : { experimental: trace(experimental), comparator: trace(comparator) };
  const found = Object.values(sides);
  for (const side of found) problems.push(...side.problems, ...retractedSources(input, study, side));
  const bad = found.flatMap((side) => side.bad);
  const details = found.flatMap((side) => side.details);
  if (bad.length > 0) return leave("bad-value", bad.join(" "), details);
  if (found.every((side) => side.seen === 0)) {
    return leave("no-values", `Nothing was extracted for ${analysis.outcome} at ${analysis.timepoint}.`, [
      { code: "nothing-extracted", values: {} },
    ]);
  }
  const missing = found.flatMap((side) => side.missing);
  if (missing.length > 0) return leave("missing-statistic", `Missing: ${missing.join(", ")}.`, details);
  return {
    row: {
      studyId: study.studyId,
      label: study.label,
      experimental: experimental === null ? null : { arm: experimental.id, label: experimental.label },
      comparator: comparator === null ? null : { arm: comparator.id, label: comparator.label },
      experimentalValues: sides.experimental?.values ?? {},
      comparatorValues: sides.comparator?.values ?? {},
      contrastValues: sides.contrast?.values ?? {},
    },
  };
}

/**
 * The status that retracts the study's main own report: the first of its reports that is not also the
 * report of a study pooling it. A study known through a retracted pooled report alone is not itself retracted.
 */
function retractionOf(input: AnalysisInput, study: StudyDefined): ReportStatusSet | null {
  const pooled = new Set(
    input.studies.filter((other) => other.pools.includes(study.studyId)).flatMap((other) => other.reports),
  );
  const main = study.reports.find((report) => !pooled.has(report));
  return input.statuses.find((one) => one.report === main && one.status === "retracted") ?? null;
}

/** Numbers that enter although they were read in a retracted report: allowed, never silently. */
function retractedSources(
  input: AnalysisInput,
  study: StudyDefined,
  side: TracedStatistics,
): readonly Problem[] {
  const retracted = new Set(
    input.statuses.filter((one) => one.status === "retracted").map((one) => one.report),
  );
  const read = new Set(Object.values(side.values).map((value) => value.report));
  return [...read]
    .filter((report) => report !== null && retracted.has(report))
    .map((report) => ({
      code: "extraction/value-from-retracted-report",
      field: study.studyId,
      message: `Values of "${study.label}" for "${input.analysis.id}" were read in the retracted report "${report}".`,
      remedy: "Read them in another report, or say in the text why they are kept.",
    }));
}

/**
 * The study's arm with a role; the first listed when there are several, with a problem asking which
 * (`problems` null: the arm only names the row, so several give none).
 */
function armOf(
  input: AnalysisInput,
  study: StudyDefined,
  role: string,
  problems: Problem[] | null,
): Arm | null {
  const arms = input.arms.find((one) => one.studyId === study.studyId)?.arms ?? [];
  const fitting = arms.filter((arm) => arm.role === role);
  const [first] = fitting;
  if (first === undefined) return null;
  if (fitting.length === 1) return first;
  if (problems === null) return null;
  problems.push({
    code: "extraction/several-arms",
    field: study.studyId,
    message: `"${study.label}" has ${fitting.length} arms with the role "${role}" (${fitting
      .map((arm) => arm.id)
      .join(", ")}); "${input.analysis.id}" uses the first listed, "${first.id}".`,
    remedy: "Give the arms that should not enter another role, or list the one that should first.",
  });
  return first;
}
