import { latestBody, type Projection, stamped } from "#ledger";

/**
 * Folds appraisals by study, tool, outcome and timepoint, evidence levels by study and scheme, and what is known
 * of results by study, outcome and timepoint.
 */
export const appraisalProjections: readonly Projection[] = [
  latestBody(
    "appraisal",
    "appraisal.judged",
    (body) => `${body.studyId}/${body.tool}/${body.outcome ?? "-"}/${body.timepoint ?? "-"}`,
    stamped,
  ),
  latestBody(
    "evidence-level",
    "appraisal.evidence-levelled",
    (body) => `${body.studyId}/${body.scheme}`,
    stamped,
  ),
  latestBody(
    "availability",
    "appraisal.availability-judged",
    (body) => `${body.studyId}/${body.outcome}/${body.timepoint ?? "-"}`,
    stamped,
  ),
];
