import { type FullTextAttached, isEvent, type Projection, type Stamped, stamped } from "#ledger";

/** Files put beside one report, oldest first. Document kind `full-text`, key: the report. */
export interface AttachmentsDoc {
  readonly report: string;
  readonly files: readonly Stamped<FullTextAttached>[];
}

export const attachmentsProjection: Projection<AttachmentsDoc> = {
  kind: "full-text",
  types: ["full-text.attached"],
  keysOf: (event) => (isEvent(event, "full-text.attached") ? [event.body.report] : []),
  fold: (report, events) => {
    const files = events
      .filter((event) => isEvent(event, "full-text.attached"))
      .map(stamped<"full-text.attached">);
    return files.length === 0 ? null : { report, files };
  },
};
