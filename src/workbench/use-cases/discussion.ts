import type { CommentRequest, DiscussionResponse, LabelRequest, WrittenResponse } from "#contract";
import type { Stage } from "#ledger";
import type { ReportRow } from "#records";
import { hasStage, type Protocol } from "#review";
import { type DiscussionDoc, type LabelsDoc, labelsOn, visibleWords } from "#screening";
import type { ReviewReads } from "#store";
import { type Context, notFound, personOf, protocolOf, refuse } from "../context.ts";
import { stageProblems } from "./screening-setup.ts";

/**
 * What was said of a report: a person's own words at once, those of others once the votes of their stage
 * are open.
 */
export async function discussion(
  context: Context,
  person: string,
  reportId: string,
): Promise<DiscussionResponse> {
  const { read } = context.store;
  const doc = await protocolOf(read);
  personOf(doc, person);
  const row = await reportAt(read, reportId);
  const said = [...(await read.documentsOf<DiscussionDoc>("discussion", row.records)).values()];
  const labelled = [...(await read.documentsOf<LabelsDoc>("labels", row.records)).values()];
  const open = (await openStages(read, doc.protocol, [row.id])).get(row.id) ?? (() => false);
  const inOrder = <T extends { readonly eventId: string }>(words: readonly T[]): T[] =>
    words.toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1));
  const comments = visibleWords(
    said.flatMap(({ comments: all }) => all),
    person,
    open,
  );
  return {
    comments: inOrder(comments).map(({ eventId, by, at, stage, text }) => ({ eventId, by, at, stage, text })),
    labels: inOrder(
      visibleWords(
        labelled.flatMap(({ labels }) => labels),
        person,
        open,
      ),
    ),
    known: await labelsInUse(read, doc.protocol, person),
  };
}

async function reportAt(read: ReviewReads, id: string): Promise<ReportRow> {
  const row = await read.report(id);
  if (row !== null) return row;
  throw notFound("workbench/unknown-report", "report", id, "Look it up on the Records page.");
}

/** Labels that are on somewhere in the review, as far as this person may see them. */
async function labelsInUse(
  read: ReviewReads,
  protocol: Protocol,
  person: string,
): Promise<readonly string[]> {
  const docs = (await read.documents<LabelsDoc>("labels")).map(({ doc }) => doc);
  const now = await read.reportIdsOf(docs.map(({ report }) => report));
  const open = await openStages(read, protocol, [...new Set(now.values())]);
  return labelsOn(
    docs.flatMap(({ report, labels }) =>
      visibleWords(labels, person, open.get(now.get(report) ?? "") ?? (() => false)),
    ),
  );
}

const AT_ONCE = 500;

/** Of each report, at which stages its votes may be seen by all; at none that the protocol does not plan. */
export async function openStages(
  read: ReviewReads,
  protocol: Protocol,
  reports: readonly string[],
): Promise<ReadonlyMap<string, (stage: Stage) => boolean>> {
  const found = new Map<string, (stage: Stage) => boolean>();
  for (let start = 0; start < reports.length; start += AT_ONCE)
    for (const [id, statuses] of await read.statuses(reports.slice(start, start + AT_ONCE)))
      found.set(id, (stage) => hasStage(protocol, stage) && (statuses[stage] ?? "pending") !== "pending");
  return found;
}

/** Adds to the discussion of a report. @throws {EvidensError} `workbench/unknown-report`, `workbench/comment-refused` */
export async function comment(
  context: Context,
  input: CommentRequest & { readonly by: string; readonly reportId: string },
): Promise<WrittenResponse> {
  const { by, reportId, stage, text } = input;
  const [event] = await context.store.append(async (read) => {
    const doc = await protocolOf(read);
    personOf(doc, by);
    const { id } = await reportAt(read, reportId);
    refuse(stageProblems(doc.protocol, stage), "workbench/comment-refused", "This cannot be said here");
    return [{ type: "report.commented", by, body: { stage, report: id, text } }];
  });
  return { eventId: event!.id };
}

/** Puts a label on a report, or takes one's own off. @throws {EvidensError} `workbench/unknown-report`, `workbench/label-refused` */
export async function label(
  context: Context,
  input: LabelRequest & { readonly by: string; readonly reportId: string },
): Promise<WrittenResponse> {
  const { by, reportId, stage, label: name, on } = input;
  const [event] = await context.store.append(async (read) => {
    const doc = await protocolOf(read);
    personOf(doc, by);
    const row = await reportAt(read, reportId);
    refuse(stageProblems(doc.protocol, stage), "workbench/label-refused", "This label cannot be set here");
    const known = [...(await read.documentsOf<LabelsDoc>("labels", row.records)).values()];
    const own = known.filter(({ labels }) => labels.some((one) => one.by === by && one.label === name));
    // Words stay under the record they were said of: taking off must meet the word that put it on.
    const reports = on || own.length === 0 ? [row.id] : own.map(({ report }) => report);
    return reports.map((report) => ({
      type: "report.labelled" as const,
      by,
      body: { stage, report, label: name, on },
    }));
  });
  return { eventId: event!.id };
}
