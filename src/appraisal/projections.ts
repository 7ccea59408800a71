import { latestBody, type Projection, stamped } from "#ledger";

/** Folds appraisals by study, tool, outcome and timepoint, and evidence levels by study and scheme. */
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
];
