import type { Commented, Labelled } from "#ledger";
import { isEvent, type LedgerEvent, type Projection, type Stage, type Stamped, stamped } from "#ledger";

/** What was said of one report, oldest first. Document kind `discussion`, key: the report. */
export interface DiscussionDoc {
  readonly report: string;
  readonly comments: readonly Stamped<Commented>[];
}

/**
 * Labels of one report: of each person and label the newest word. Document kind `labels`, key: the report.
 */
export interface LabelsDoc {
  readonly report: string;
  readonly labels: readonly Stamped<Labelled>[];
}

export const discussionProjections: readonly [Projection<DiscussionDoc>, Projection<LabelsDoc>] = [
  {
    kind: "discussion",
    types: ["report.commented"],
    keysOf: (event) => (isEvent(event, "report.commented") ? [event.body.report] : []),
    fold: (report, events) => {
      const comments = events
        .filter((event) => isEvent(event, "report.commented"))
        .map(stamped<"report.commented">);
      return comments.length === 0 ? null : { report, comments };
    },
  },
  {
    kind: "labels",
    types: ["report.labelled"],
    keysOf: (event) => (isEvent(event, "report.labelled") ? [event.body.report] : []),
    fold: (report, events) => {
      const labels = newestWords(events);
      return labels.length === 0 ? null : { report, labels };
    },
  },
];

function newestWords(events: readonly LedgerEvent[]): readonly Stamped<Labelled>[] {
  const newest = new Map<string, Stamped<Labelled>>();
  for (const event of events) {
    if (isEvent(event, "report.labelled"))
      newest.set(JSON.stringify([event.by, event.body.label]), stamped(event));
  }
  return [...newest.values()];
}

/**
 * What one person may see of words that belong to a stage: their own, and those of others once the
 * votes on the report at that stage are open; before, a word could give a vote away.
 *
 * @param open whether the votes on the report at a stage may be seen by all
 * Checked: tests/screening/discussion.test.ts.
 */
export function visibleWords<T extends { readonly by: string; readonly stage: Stage }>(
  words: readonly T[],
  viewer: string,
  open: (stage: Stage) => boolean,
): readonly T[] {
  return words.filter((word) => word.by === viewer || open(word.stage));
}

/** Labels that are on: those that at least one of the persons whose words may be seen has put on and not taken off. */
export function labelsOn(labels: readonly Stamped<Labelled>[]): readonly string[] {
  return [...new Set(labels.filter(({ on }) => on).map(({ label }) => label))].sort();
}
