import { isEvent, latestBody, type Projection, type RecordAmended, type Stamped, stamped } from "#ledger";
import { attachmentsProjection } from "./attachments.ts";
import { duplicatesProjection } from "./duplicates/clusters.ts";

/** All corrections of one record, oldest first. Document kind `amendment`, key: the record. */
export interface AmendmentDoc {
  readonly record: string;
  readonly amendments: readonly Stamped<RecordAmended>[];
}

const amendmentProjection: Projection<AmendmentDoc> = {
  kind: "amendment",
  types: ["record.amended"],
  keysOf: (event) => (isEvent(event, "record.amended") ? [event.body.record] : []),
  fold: (record, events) => {
    const amendments = events
      .filter((event) => isEvent(event, "record.amended"))
      .map(stamped<"record.amended">);
    return amendments.length === 0 ? null : { record, amendments };
  },
};

/** The documents of this room: imports, duplicates, corrections, what became of reports, their files, studies. */
export const recordsProjections: readonly Projection[] = [
  latestBody("import", "records.imported", (body) => body.importId, stamped),
  duplicatesProjection,
  amendmentProjection,
  latestBody("report-status", "report.status-set", (body) => body.report, stamped),
  latestBody("retrieval", "report.retrieval-set", (body) => body.report, stamped),
  attachmentsProjection,
  latestBody("study", "study.defined", (body) => body.studyId, stamped),
];
