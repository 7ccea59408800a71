import { type RawBuilder, sql } from "kysely";
import type { Stage } from "#ledger";
import type { ReportRow } from "#records";
import { combineScreening, type ScreeningDoc, type ScreeningStatus } from "#screening";
import { fullTextTakesAll, readPlan } from "../screening-plan.ts";
import { BLOCK_SHIFT, docsOf, PENDING, SETTLED } from "../screening-tables.ts";
import type { ReviewReads, ScreeningCounts } from "../store.ts";
import type { ReadSource } from "./index.ts";
import { inQueue, waiting, waitingReports } from "./waiting.ts";

type ScreeningReads = Pick<
  ReviewReads,
  | "screening"
  | "screeningDocs"
  | "statuses"
  | "screeningOf"
  | "stageReports"
  | "nextToScreen"
  | "waiting"
  | "screeningCounts"
>;

export function screeningReads(source: ReadSource): ScreeningReads {
  const { db, reviewId } = source;
  return {
    screening: async (stage, report) => {
      const row = await db
        .selectFrom("report_record")
        .select("report_id")
        .where("review_id", "=", reviewId)
        .where("record_id", "=", report)
        .executeTakeFirst();
      if (row === undefined) return await decidedOn(source, stage, report);
      const docs = await docsOf(db, reviewId, [{ id: row.report_id }]);
      return docs.get(row.report_id)?.get(stage) ?? null;
    },
    screeningDocs: async (stage, reports) => {
      const found = new Map<string, ScreeningDoc>();
      for (let start = 0; start < reports.length; start += DOCS_AT_ONCE)
        for (const [id, doc] of await docsAsked(source, stage, reports.slice(start, start + DOCS_AT_ONCE)))
          found.set(id, doc);
      return found;
    },
    statuses: async (reportIds) => {
      if (reportIds.length === 0) return new Map();
      const rows = await db
        .selectFrom("report as r")
        .innerJoin("screening as s", (join) =>
          join.onRef("s.review_id", "=", "r.review_id").onRef("s.position", "=", "r.position"),
        )
        .select(["s.report_id", "s.stage", "s.status"])
        .where("r.review_id", "=", reviewId)
        .where("r.id", "in", reportIds)
        .execute();
      const found = new Map<string, Partial<Record<Stage, ScreeningStatus>>>();
      for (const { report_id, stage, status } of rows)
        found.set(report_id, { ...found.get(report_id), [stage]: status as ScreeningStatus });
      return found;
    },
    screeningOf: async (stage, statuses) => await screeningOf(source, stage, statuses),
    stageReports: async (stage, among) => await stageReports(source, stage, among),
    nextToScreen: async (stage, reviewer, after, limit) => {
      const next = await unread(source, { stage, reviewer, from: after, to: null, limit });
      if (next.length >= limit || after <= 0) return next;
      const wrapped = { stage, reviewer, from: 0, to: after, limit: limit - next.length };
      return [...next, ...(await unread(source, wrapped))];
    },
    waiting: async (stage, reviewer, among, limit) => await waiting(source, stage, reviewer, among, limit),
    screeningCounts: async (stage, reviewer) => await screeningCounts(source, stage, reviewer),
  };
}

const DOCS_AT_ONCE = 500;

async function docsAsked(
  { db, reviewId }: ReadSource,
  stage: Stage,
  asked: readonly string[],
): Promise<ReadonlyMap<string, ScreeningDoc>> {
  const rows = await db
    .selectFrom("report_record")
    .select(["record_id", "report_id"])
    .where("review_id", "=", reviewId)
    .where("record_id", "in", asked)
    .execute();
  if (rows.length === 0) return new Map();
  const reports = [...new Set(rows.map(({ report_id }) => report_id))].map((id) => ({ id }));
  const docs = await docsOf(db, reviewId, reports);
  return new Map(
    rows.flatMap(({ record_id, report_id }) => {
      const doc = docs.get(report_id)?.get(stage);
      return doc === undefined ? [] : [[record_id, doc]];
    }),
  );
}

/** What was decided on a record that is not here, or whose import was taken back. */
async function decidedOn(
  { db, reviewId }: ReadSource,
  stage: Stage,
  record: string,
): Promise<ScreeningDoc | null> {
  const row = await db
    .selectFrom("document")
    .select("body")
    .where("review_id", "=", reviewId)
    .where("kind", "=", "screening")
    .where("key", "=", `${stage}/${record}`)
    .executeTakeFirst();
  return row === undefined ? null : (JSON.parse(row.body) as ScreeningDoc);
}

async function screeningOf(
  { db, reviewId }: ReadSource,
  stage: Stage,
  statuses: readonly ScreeningStatus[] | undefined,
): Promise<readonly (ScreeningDoc & { readonly status: ScreeningStatus })[]> {
  if (statuses?.length === 0) return [];
  let query = db
    .selectFrom("screening as s")
    .innerJoin("report_record as rr", (join) =>
      join.onRef("rr.review_id", "=", "s.review_id").onRef("rr.report_id", "=", "s.report_id"),
    )
    .innerJoin("document as d", (join) =>
      join
        .onRef("d.review_id", "=", "s.review_id")
        .on("d.kind", "=", "screening")
        .on(sql<boolean>`d.key = s.stage || '/' || rr.record_id`),
    )
    .select(["s.report_id", "s.status", "d.body"])
    .where("s.review_id", "=", reviewId)
    .where("s.stage", "=", stage);
  if (statuses !== undefined) query = query.where("s.status", "in", statuses);
  const rows = await query.orderBy("s.position").execute();
  const found = new Map<string, { readonly status: ScreeningStatus; readonly docs: ScreeningDoc[] }>();
  for (const { report_id, status, body } of rows) {
    const doc = JSON.parse(body) as ScreeningDoc;
    const known = found.get(report_id);
    if (known === undefined) found.set(report_id, { status: status as ScreeningStatus, docs: [doc] });
    else known.docs.push(doc);
  }
  return [...found].flatMap(([report, { status, docs }]) => {
    const doc = combineScreening(stage, report, docs);
    return doc === null ? [] : [{ ...doc, status }];
  });
}

/** Conditions on a report `r`: it is in the stage's queue, and … */
const AMONG: Readonly<Record<"all" | "unread" | "excluded", (stage: Stage) => RawBuilder<boolean>>> = {
  all: () => sql`1 = 1`,
  unread: (stage) =>
    sql`not exists (select 1 from screening as s where s.review_id = r.review_id and s.position = r.position and s.stage = ${stage})`,
  excluded: (stage) =>
    sql`exists (select 1 from screening as s where s.review_id = r.review_id and s.position = r.position and s.stage = ${stage} and s.status = 'exclude')`,
};

async function stageReports(
  source: ReadSource,
  stage: Stage,
  among: "all" | "unread" | "excluded",
): Promise<readonly string[]> {
  const { db, reviewId } = source;
  const all = stage === "title-abstract" || fullTextTakesAll(await readPlan(db, reviewId));
  const rows = await db
    .selectFrom("report as r")
    .select("r.id")
    .where("r.review_id", "=", reviewId)
    .where(inQueue(all))
    .where(AMONG[among](stage))
    .orderBy("r.position")
    .execute();
  return rows.map(({ id }) => id);
}

interface Span {
  readonly stage: Stage;
  readonly reviewer: string;
  /** Positions after this one … */
  readonly from: number;
  /** … up to and with this one; null: to the end. */
  readonly to: number | null;
  readonly limit: number;
}

const BLOCKS_AT_ONCE = 16;

/**
 * Reports of the queue that wait for this reviewer: not voted on by them, and not yet with all the
 * votes they need. Only blocks whose tally says that something waits are looked into, so finished
 * reports cost nothing however many there are.
 */
async function unread(source: ReadSource, span: Span): Promise<ReportRow[]> {
  const found: ReportRow[] = [];
  const all = span.stage === "title-abstract" || fullTextTakesAll(await readPlan(source.db, source.reviewId));
  const lastBlock = span.to === null ? null : span.to >> BLOCK_SHIFT;
  for (let block = Math.max(0, span.from) >> BLOCK_SHIFT; ; ) {
    const blocks = await openBlocks(source, span, block, lastBlock);
    for (const one of blocks) {
      found.push(...(await unreadInBlock(source, span, one, all, span.limit - found.length)));
      if (found.length >= span.limit) return found;
    }
    if (blocks.length < BLOCKS_AT_ONCE) return found;
    block = blocks.at(-1)! + 1;
  }
}

async function openBlocks(
  { db, reviewId }: ReadSource,
  { stage, reviewer }: Span,
  from: number,
  to: number | null,
): Promise<number[]> {
  let query = db
    .selectFrom("read_block as q")
    .leftJoin("read_block as v", (join) =>
      join
        .onRef("v.review_id", "=", "q.review_id")
        .onRef("v.stage", "=", "q.stage")
        .on("v.reviewer", "=", reviewer)
        .onRef("v.block", "=", "q.block"),
    )
    .leftJoin("read_block as s", (join) =>
      join
        .onRef("s.review_id", "=", "q.review_id")
        .onRef("s.stage", "=", "q.stage")
        .on("s.reviewer", "=", SETTLED)
        .onRef("s.block", "=", "q.block"),
    )
    .select("q.block")
    .where("q.review_id", "=", reviewId)
    .where("q.stage", "=", stage)
    .where("q.reviewer", "=", "")
    .where("q.block", ">=", from)
    .where(sql<boolean>`q.reports > coalesce(v.reports, 0)`)
    .where(sql<boolean>`q.reports > coalesce(s.reports, 0)`);
  if (to !== null) query = query.where("q.block", "<=", to);
  const rows = await query.orderBy("q.block").limit(BLOCKS_AT_ONCE).execute();
  return rows.map((row) => row.block);
}

async function unreadInBlock(
  source: ReadSource,
  { stage, reviewer, from, to }: Span,
  block: number,
  all: boolean,
  limit: number,
): Promise<readonly ReportRow[]> {
  const start = block << BLOCK_SHIFT;
  const end = start + (1 << BLOCK_SHIFT) - 1;
  const part = sql<boolean>`r.position between ${Math.max(start, from + 1)} and ${Math.min(end, to ?? end)}`;
  return await waitingReports(source, { stage, reviewer, all }, part, limit);
}

async function screeningCounts(
  { db, reviewId }: ReadSource,
  stage: Stage,
  reviewer: string,
): Promise<ScreeningCounts> {
  const tallies = await db
    .selectFrom("read_block")
    .select(["reviewer", ({ fn }) => fn.sum<number>("reports").as("reports")])
    .where("review_id", "=", reviewId)
    .where("stage", "=", stage)
    .where("reviewer", "in", ["", reviewer, `${PENDING}${reviewer}`])
    .groupBy("reviewer")
    .execute();
  const sumOf = (name: string): number =>
    Number(tallies.find((tally) => tally.reviewer === name)?.reports ?? 0);
  const groups = await db
    .selectFrom("screening")
    .select(["status", "reason", ({ fn }) => fn.countAll<number>().as("reports")])
    .where("review_id", "=", reviewId)
    .where("stage", "=", stage)
    .where("entered", "=", 1)
    .groupBy(["status", "reason"])
    .orderBy("status")
    .orderBy("reason")
    .execute();
  const byStatus = { pending: 0, include: 0, exclude: 0, maybe: 0, await: 0, conflict: 0 };
  const excludedByReason: Record<string, number> = {};
  for (const { status, reason, reports } of groups) {
    byStatus[status as ScreeningStatus] += Number(reports);
    if (status === "exclude") excludedByReason[reason] = Number(reports);
  }
  const inStage = sumOf("");
  const read = reviewer === "" ? 0 : sumOf(reviewer);
  const decided = byStatus.include + byStatus.exclude + byStatus.maybe + byStatus.await + byStatus.conflict;
  // Reports without any vote have no row; they wait too.
  return {
    inStage,
    read,
    toRead: inStage - decided - sumOf(`${PENDING}${reviewer}`),
    begun: byStatus.pending,
    byStatus: { ...byStatus, pending: inStage - decided },
    excludedByReason,
  };
}
