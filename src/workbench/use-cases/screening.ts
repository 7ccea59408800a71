import type {
  AdjudicationRequest,
  ConflictsResponse,
  NextQuery,
  NextResponse,
  ScreenItem,
  VoteRequest,
  VoteResponse,
} from "#contract";
import type {
  Adjudicated,
  Allocated,
  ReportStatusSet,
  SampleDrawn,
  Stage,
  Stamped,
  Stopped,
  Voted,
} from "#ledger";
import type { ReportRow } from "#records";
import { hasStage, type Protocol } from "#review";
import {
  checkAdjudication,
  checkVote,
  conflictsOf,
  isAssigned,
  requiredVotes,
  type ScreeningDoc,
  sealDoc,
  stageVotes,
  statusOf,
  votesNeeded,
} from "#screening";
import type { ReviewReads } from "#store";
import { type Context, personOf, protocolOf, refuse } from "../context.ts";
import { itemsOfRounds, itemsOfSamples } from "./samples.ts";

/** The next reports this person has not voted on, with this person's progress. */
export async function next(
  context: Context,
  person: string,
  stage: Stage,
  query: NextQuery,
): Promise<NextResponse> {
  const doc = await protocolOf(context.store.read);
  personOf(doc, person);
  return nextItems(context, doc.protocol, person, stage, query);
}

/**
 * What to read next: reports of a calibration or pilot round, then of a random sample, then by the
 * order in force. It depends on this person's votes and on those open to all, never on a sealed one.
 */
async function nextItems(
  context: Context,
  protocol: Protocol,
  person: string,
  stage: Stage,
  query: NextQuery,
): Promise<NextResponse> {
  const { read } = context.store;
  const stopped = await read.document<Stamped<Stopped>>("screening-stop", stage);
  const ranking = await context.ranking.state(stage, person);
  const counts = await read.screeningCounts(stage, person);
  const progress = { read: counts.inStage - counts.toRead, inStage: counts.inStage };
  if (stopped !== null) return { items: [], progress, ranking: ranking.state, stopped };
  const items: ScreenItem[] = [...(await itemsOfRounds(read, stage, person, query.limit))];
  const add = (more: readonly ScreenItem[]): void => {
    for (const item of more)
      if (items.length < query.limit && !items.some(({ report }) => report.id === item.report.id))
        items.push(item);
  };
  if (items.length < query.limit) add(await itemsOfSamples(read, stage, person, query.limit));
  if (items.length < query.limit) {
    const mine = await assignment(read, protocol, stage, person);
    // Some of these may be there already.
    const limit = query.limit + items.length;
    const { positions } = ranking;
    const ranked = positions === null ? [] : await inRankedOrder(read, stage, person, positions, limit, mine);
    add(ranked.map((report) => ({ report, own: null, because: "ranked" }) as const));
    // Without an order, or when it is older than the last few thousand decisions.
    if (items.length < query.limit) {
      const rows = await inImportOrder(read, stage, person, { ...query, limit }, mine);
      add(rows.map((report) => ({ report, own: null, because: "order" }) as const));
    }
  }
  return { items: await withStatus(read, items), progress, ranking: ranking.state, stopped: null };
}

/** Marks reports that somebody has looked up as retracted, corrected or of concern. */
async function withStatus(read: ReviewReads, items: readonly ScreenItem[]): Promise<readonly ScreenItem[]> {
  const found = await read.documentsOf<Stamped<ReportStatusSet>>(
    "report-status",
    items.flatMap(({ report }) => report.records),
  );
  if (found.size === 0) return items;
  return items.map((item) => {
    const status = newestDoc(item.report.records.flatMap((id) => found.get(id) ?? []));
    return status === null ? item : { ...item, report: { ...item.report, status: status.status } };
  });
}

function newestDoc<T extends { readonly eventId: string }>(docs: readonly T[]): T | null {
  return docs.reduce<T | null>(
    (newest, doc) => (newest === null || newest.eventId < doc.eventId ? doc : newest),
    null,
  );
}

type Mine = ((report: string) => boolean) | null;

/** Which reports the person is to read; null: all. */
async function assignment(
  read: ReviewReads,
  protocol: Protocol,
  stage: Stage,
  person: string,
): Promise<Mine> {
  const allocation = await read.document<Stamped<Allocated>>("screening-allocation", stage);
  if (allocation === null || allocation.shares.length === 0 || !hasStage(protocol, stage)) return null;
  const votes = stageVotes(protocol, stage);
  return (report) => isAssigned(allocation, person, report, requiredVotes(votes, report));
}

/** A person's share is found by looking at so many reports at once. */
const LOOK = 64;

async function inImportOrder(
  read: ReviewReads,
  stage: Stage,
  person: string,
  { after, limit }: NextQuery,
  mine: Mine,
): Promise<readonly ReportRow[]> {
  if (mine === null) return await read.nextToScreen(stage, person, after, limit);
  const found: ReportRow[] = [];
  const seen = new Set<string>();
  for (let from = after; ; ) {
    const rows = await read.nextToScreen(stage, person, from, LOOK);
    for (const row of rows) {
      if (seen.has(row.id)) return found;
      seen.add(row.id);
      if (mine(row.id)) found.push(row);
      if (found.length >= limit) return found;
    }
    const last = rows.at(-1);
    if (rows.length < LOOK || last === undefined) return found;
    from = last.position;
  }
}

async function inRankedOrder(
  read: ReviewReads,
  stage: Stage,
  person: string,
  positions: Uint32Array,
  limit: number,
  mine: Mine,
): Promise<readonly ReportRow[]> {
  if (mine === null) return await read.waiting(stage, person, { positions }, limit);
  const found: ReportRow[] = [];
  for (let start = 0; start < positions.length && found.length < limit; start += LOOK) {
    const rows = await read.waiting(
      stage,
      person,
      { positions: positions.subarray(start, start + LOOK) },
      LOOK,
    );
    for (const row of rows) if (found.length < limit && mine(row.id)) found.push(row);
  }
  return found;
}

/** Whether a report may be voted on at a stage: at full text only what title and abstract let through. */
async function inStage(
  read: ReviewReads,
  protocol: Protocol,
  stage: Stage,
  report: string,
): Promise<boolean> {
  if (stage === "title-abstract" || !hasStage(protocol, "title-abstract")) return true;
  const doc = await read.screening("title-abstract", report);
  return doc !== null && statusOf(doc, votesNeeded(protocol, "title-abstract", report)) === "include";
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
  let protocol: Protocol | undefined;
  const [event] = await store.append(async (read) => {
    protocol = (await protocolOf(read)).protocol;
    const report = await read.report(input.report);
    position = report?.position ?? 0;
    const round =
      input.round === undefined
        ? undefined
        : await read.document<Stamped<SampleDrawn>>("screening-sample", input.round);
    // A page that was loaded before a merge votes on the report as it is now; a round knows it by the id it was drawn with.
    const drawn = round?.reports.find((id) => report?.records.includes(id) === true);
    const reportId = drawn ?? report?.id ?? input.report;
    const body: Voted = {
      stage: input.stage,
      report: reportId,
      decision: input.decision,
      ...(input.exclusionReason === undefined ? {} : { exclusionReason: input.exclusionReason }),
      ...(input.note === undefined ? {} : { note: input.note }),
      ...(input.round === undefined ? {} : { round: input.round }),
    };
    const problems = checkVote({
      protocol,
      ...body,
      round,
      voter: input.by,
      reportExists: report !== null,
      inStage: report !== null && (await inStage(read, protocol, input.stage, report.id)),
    });
    refuse(problems, "workbench/vote-refused", "This vote cannot be counted");
    return [{ type: "screening.voted", by: input.by, body }];
  });
  if (input.round === undefined) context.ranking.changed();
  const following = await nextItems(context, protocol!, input.by, input.stage, {
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
    const reportId = doc?.report ?? input.report;
    const body: Adjudicated = {
      stage: input.stage,
      report: reportId,
      decision: input.decision,
      ...(input.exclusionReason === undefined ? {} : { exclusionReason: input.exclusionReason }),
      ...(input.note === undefined ? {} : { note: input.note }),
      ...(input.how === undefined ? {} : { how: input.how }),
    };
    refuse(
      checkAdjudication({ protocol, ...body, adjudicator: input.by, doc }),
      "workbench/adjudication-refused",
      "This conflict cannot be settled so",
    );
    return [{ type: "screening.adjudicated", by: input.by, body }];
  });
  context.ranking.changed();
  return { eventId: event!.id };
}

/** Conflicts of a stage with the votes this person may see. */
export async function conflicts(context: Context, person: string, stage: Stage): Promise<ConflictsResponse> {
  const { read } = context.store;
  const protocol = await protocolOf(read);
  personOf(protocol, person);
  const votes = stageVotes(protocol.protocol, stage);
  const docs = await read.screeningOf(stage, ["conflict", "maybe", "exclude"]);
  const found: ConflictsResponse["conflicts"][number][] = [];
  for (const { doc, kind } of conflictsOf(docs, (report) => requiredVotes(votes, report))) {
    const report = await read.report(doc.report);
    if (report === null) continue;
    const seen: ScreeningDoc = sealDoc(doc, person, requiredVotes(votes, doc.report));
    found.push({ report, kind, votes: seen.votes, earlier: seen.earlier ?? [] });
  }
  return { conflicts: found };
}
