import type {
  AdjudicationRequest,
  ConflictsResponse,
  NextQuery,
  NextResponse,
  ScreenItem,
  VoteRequest,
  VoteResponse,
} from "#contract";
import type { Adjudicated, Stage, Voted } from "#ledger";
import { type Protocol, requiredReviewers } from "#review";
import { checkAdjudication, checkVote, conflictsOf, sealDoc, statusOf } from "#screening";
import type { ReviewReads } from "#store";
import { type Context, personOf, protocolOf, refuse } from "../context.ts";

/** The next reports this person has not voted on, with this person's progress. */
export async function next(
  context: Context,
  person: string,
  stage: Stage,
  query: NextQuery,
): Promise<NextResponse> {
  const { read } = context.store;
  personOf(await protocolOf(read), person);
  return nextItems(read, person, stage, query);
}

async function nextItems(
  read: ReviewReads,
  person: string,
  stage: Stage,
  query: NextQuery,
): Promise<NextResponse> {
  const rows = await read.nextToScreen(stage, person, query.after, query.limit);
  const items: ScreenItem[] = rows.map((report) => ({ report, own: null }));
  const counts = await read.screeningCounts(stage, person);
  return { items, progress: { read: counts.inStage - counts.toRead, inStage: counts.inStage } };
}

/** Whether a report may be voted on at a stage: at full text only what title and abstract let through. */
async function inStage(
  read: ReviewReads,
  protocol: Protocol,
  stage: Stage,
  report: string,
): Promise<boolean> {
  if (stage === "title-abstract") return true;
  const doc = await read.screening("title-abstract", report);
  return doc !== null && statusOf(doc, requiredReviewers(protocol, "title-abstract")) === "include";
}

/**
 * Records a vote and answers with what to show next.
 *
 * @throws {EvidensError} `workbench/vote-refused` with every reason: unknown report, not a reviewer,
 *   a full-text exclusion without its reason …
 */
export async function vote(
  context: Context,
  input: VoteRequest & { by: string; limit?: number },
): Promise<VoteResponse> {
  const { store } = context;
  let position = 0;
  const [event] = await store.append(async (read) => {
    const { protocol } = await protocolOf(read);
    const report = await read.report(input.report);
    position = report?.position ?? 0;
    // A page that was loaded before a merge votes on the report as it is now.
    const body: Voted = {
      stage: input.stage,
      report: report?.id ?? input.report,
      decision: input.decision,
      ...(input.exclusionReason === undefined ? {} : { exclusionReason: input.exclusionReason }),
      ...(input.note === undefined ? {} : { note: input.note }),
    };
    const problems = checkVote({
      protocol,
      ...body,
      voter: input.by,
      reportExists: report !== null,
      inStage: report !== null && (await inStage(read, protocol, input.stage, report.id)),
    });
    refuse(problems, "workbench/vote-refused", "This vote cannot be counted");
    return [{ type: "screening.voted", by: input.by, body }];
  });
  const following = await nextItems(store.read, input.by, input.stage, {
    after: position,
    limit: input.limit ?? 3,
  });
  return { eventId: event!.id, ...following };
}

/** Settles a conflict. */
export async function adjudicate(
  context: Context,
  input: AdjudicationRequest & { by: string },
): Promise<{ readonly eventId: string }> {
  const [event] = await context.store.append(async (read) => {
    const { protocol } = await protocolOf(read);
    const doc = await read.screening(input.stage, input.report);
    const body: Adjudicated = {
      stage: input.stage,
      report: doc?.report ?? input.report,
      decision: input.decision,
      ...(input.exclusionReason === undefined ? {} : { exclusionReason: input.exclusionReason }),
      ...(input.note === undefined ? {} : { note: input.note }),
    };
    refuse(
      checkAdjudication({ protocol, ...body, adjudicator: input.by, doc }),
      "workbench/adjudication-refused",
      "This conflict cannot be settled so",
    );
    return [{ type: "screening.adjudicated", by: input.by, body }];
  });
  return { eventId: event!.id };
}

/** Conflicts of a stage with the votes this person may see. */
export async function conflicts(context: Context, person: string, stage: Stage): Promise<ConflictsResponse> {
  const { read } = context.store;
  const protocol = await protocolOf(read);
  personOf(protocol, person);
  const required = requiredReviewers(protocol.protocol, stage);
  const docs = await read.screeningOf(stage, ["conflict", "maybe", "exclude"]);
  const found: ConflictsResponse["conflicts"][number][] = [];
  for (const { doc, kind } of conflictsOf(docs, required)) {
    const report = await read.report(doc.report);
    if (report !== null) found.push({ report, kind, votes: sealDoc(doc, person, required).votes });
  }
  return { conflicts: found };
}
