import type { Problem } from "#kernel";
import type { ReviewSnapshot } from "../snapshot.ts";
import type { FlowMembers } from "./members.ts";

/**
 * Checks that studies and included reports fit together: every study of the review needs an included
 * report of its own, or a pooled analysis that contains it (one pooled report may carry several
 * studies); every included report belongs to a study.
 */
export function checkMembers(snapshot: ReviewSnapshot, members: FlowMembers): readonly Problem[] {
  const problems: Problem[] = [];
  const included = new Set(snapshot.flow.includedReports);
  const carried = new Set(
    members.pooled
      .filter((study) => study.reports.some((id) => included.has(id)))
      .flatMap((study) => study.pools),
  );
  const known = new Set(snapshot.studies.map((study) => study.studyId));
  for (const study of members.included) {
    if (carried.has(study.studyId) || study.reports.some((id) => included.has(id))) continue;
    problems.push({
      code: "report/flow-study-without-report",
      message: `Study "${study.label}" is counted, but none of its reports was included at full text.`,
      remedy: "Include a report of the study, or define the pooled analysis that contains it.",
    });
  }
  for (const pool of members.pooled) {
    for (const id of pool.pools.filter((one) => !known.has(one))) {
      problems.push({
        code: "report/flow-pooled-study-unknown",
        message: `"${pool.label}" pools study "${id}", which is not defined and so not counted.`,
        remedy: `Define study "${id}", or take it out of "${pool.label}".`,
      });
    }
  }
  const owned = new Set(snapshot.studies.flatMap((study) => study.reports));
  for (const id of snapshot.flow.includedReports.filter((one) => !owned.has(one))) {
    const title = snapshot.reports.get(id)?.title;
    problems.push({
      code: "report/flow-report-without-study",
      message: `Report ${id}${title === undefined ? "" : ` ("${title}")`} is included but belongs to no study.`,
      remedy: "Define the study that the report tells about.",
    });
  }
  return problems;
}
