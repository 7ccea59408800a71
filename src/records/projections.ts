import { latestBody, type Projection, stamped } from "#ledger";
import { duplicatesProjection } from "./duplicates/clusters.ts";

/** The documents of this room: imports, duplicates, what became of reports, studies. */
export const recordsProjections: readonly Projection[] = [
  latestBody("import", "records.imported", (body) => body.importId, stamped),
  duplicatesProjection,
  latestBody("report-status", "report.status-set", (body) => body.report, stamped),
  latestBody("retrieval", "report.retrieval-set", (body) => body.report, stamped),
  latestBody("study", "study.defined", (body) => body.studyId, stamped),
];
