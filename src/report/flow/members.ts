import type { Stamped, StudyDefined } from "#ledger";
import type { ReviewSnapshot } from "../snapshot.ts";

/** Which studies the flow counts, and how. Pooled analyses are reports of other studies, never studies. */
export interface FlowMembers {
  /** Studies of the review itself. */
  readonly included: readonly Stamped<StudyDefined>[];
  /** Studies added by an update (a tag that begins with `update-`). */
  readonly update: readonly Stamped<StudyDefined>[];
  /** Pooled analyses of included studies. */
  readonly pooled: readonly Stamped<StudyDefined>[];
  /** Included studies that enter through a pooled analysis alone: no report of their own was included. */
  readonly onlyPooled: readonly Stamped<StudyDefined>[];
}

/** True for a study that an update brought in. */
function isUpdate(study: StudyDefined): boolean {
  return study.tags.some((tag) => tag.startsWith("update-"));
}

export function flowMembers(snapshot: ReviewSnapshot): FlowMembers {
  const pooled = snapshot.studies.filter((study) => study.pools.length > 0 && !isUpdate(study));
  const inPool = new Set(pooled.flatMap((study) => study.pools));
  const reports = new Set(snapshot.flow.includedReports);
  // A study that answers no question is used for comparison only.
  const single = snapshot.studies.filter((study) => study.pools.length === 0 && study.questions.length > 0);
  const included = single.filter((study) => !isUpdate(study) || inPool.has(study.studyId));
  return {
    included,
    update: single.filter(isUpdate),
    pooled,
    onlyPooled: included.filter(
      (study) => inPool.has(study.studyId) && !study.reports.some((id) => reports.has(id)),
    ),
  };
}

/** Included reports, without those that only an update brought in. */
export function includedThroughSearch(snapshot: ReviewSnapshot): number {
  const members = flowMembers(snapshot);
  const main = new Set([...members.included, ...members.pooled].flatMap((study) => study.reports));
  const updateOnly = new Set(members.update.flatMap((study) => study.reports).filter((id) => !main.has(id)));
  return snapshot.flow.includedReports.filter((id) => !updateOnly.has(id)).length;
}
