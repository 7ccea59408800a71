import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Stage } from "#ledger";
import {
  combineScreening,
  countedReason,
  requiredVotes,
  type ScreeningDoc,
  type ScreeningStatus,
  statusOf,
} from "#screening";
import type { StoreContext } from "./context.ts";
import type { Tx } from "./engine.ts";
import { fullTextTakesAll, NOT_PLANNED, type Plan, readPlan } from "./screening-plan.ts";
import type { Tables } from "./tables.ts";

export const STAGES: readonly Stage[] = ["title-abstract", "full-text"];
/** Positions per block; `position >> 8` in code, `position / 256` in SQL. */
export const BLOCK_SHIFT = 8;

/**
 * Stands in the tables of votes for "enough votes are in": such a report waits for no further reviewer.
 * No person's id begins with a blank.
 */
export const SETTLED = " settled";

/** Before a reviewer's id in the tallies: reports they have voted on that still wait for others. */
export const PENDING = " pending ";

export interface PlacedReport {
  readonly id: string;
  readonly position: number;
}

/** What is to be added to the tallies of blocks. */
type Tally = Map<string, Tables["read_block"]>;

interface Derived {
  readonly screening: Tables["screening"][];
  readonly votes: Tables["vote"][];
  /** Stages whose queue the report is in. */
  readonly entered: readonly Stage[];
}

/** What the documents of one report give. Votes count in a queue only while the report is in it. */
function derive(
  reviewId: string,
  plan: Plan,
  report: { readonly id: string; readonly position: number },
  docs: ReadonlyMap<Stage, ScreeningDoc>,
): Derived {
  const statuses = new Map<Stage, ScreeningStatus>();
  for (const [stage, doc] of docs)
    statuses.set(stage, statusOf(doc, requiredVotes(plan[stage] ?? NOT_PLANNED, report.id)));
  const entered: Stage[] = ["title-abstract"];
  if (fullTextTakesAll(plan) || statuses.get("title-abstract") === "include") entered.push("full-text");
  const screening: Tables["screening"][] = [];
  const votes: Tables["vote"][] = [];
  for (const [stage, doc] of docs) {
    const status = statuses.get(stage)!;
    screening.push({
      review_id: reviewId,
      stage,
      report_id: report.id,
      position: report.position,
      status,
      reason: status === "exclude" ? (countedReason(doc) ?? "") : "",
      entered: entered.includes(stage) ? 1 : 0,
    });
    if (!entered.includes(stage)) continue;
    const readers = doc.votes.map(({ reviewer }) => reviewer);
    for (const reviewer of status === "pending" ? readers : [...readers, SETTLED]) {
      votes.push({ review_id: reviewId, position: report.position, stage, reviewer });
    }
  }
  return { screening, votes, entered };
}

/** Derives again the screening rows of the reports that these records are in, and what changed in the tallies of their blocks. */
export async function deriveScreeningOf(
  { reviewId }: StoreContext,
  tx: Tx,
  recordIds: readonly string[],
): Promise<void> {
  const plan = await readPlan(tx.db, reviewId);
  for (let start = 0; start < recordIds.length; start += 200) {
    // A record that is not here (yet) has no row; its votes stay in the ledger.
    const reports = await tx.db
      .selectFrom("report_record as rr")
      .innerJoin("report as r", (join) =>
        join.onRef("r.review_id", "=", "rr.review_id").onRef("r.id", "=", "rr.report_id"),
      )
      .select(["r.id", "r.position"])
      .distinct()
      .where("rr.review_id", "=", reviewId)
      .where("rr.record_id", "in", recordIds.slice(start, start + 200))
      .execute();
    if (reports.length === 0) continue;
    const tally: Tally = new Map();
    await removeRows(tx, reviewId, plan, reports, tally);
    await addRows(tx, reviewId, plan, reports, tally);
    await writeTally(tx, reviewId, tally);
  }
}

/** Takes reports out of all queues; they are about to be removed. */
export async function takeOutReports(
  { reviewId }: StoreContext,
  tx: Tx,
  reports: readonly PlacedReport[],
): Promise<void> {
  const tally: Tally = new Map();
  await removeRows(tx, reviewId, await readPlan(tx.db, reviewId), reports, tally);
  for (const { position } of reports) count(tally, reviewId, "title-abstract", "", position, -1);
  await writeTally(tx, reviewId, tally);
}

/** Puts reports that were just written into the queues they belong to, with what was decided on their records. */
export async function putInReports(
  { reviewId }: StoreContext,
  tx: Tx,
  reports: readonly PlacedReport[],
): Promise<void> {
  if (reports.length === 0) return;
  const tally: Tally = new Map();
  await addRows(tx, reviewId, await readPlan(tx.db, reviewId), reports, tally);
  for (const { position } of reports) count(tally, reviewId, "title-abstract", "", position, 1);
  await writeTally(tx, reviewId, tally);
}

/** Writes the rows that the documents of these reports give, counting them up. */
async function addRows(
  tx: Tx,
  reviewId: string,
  plan: Plan,
  reports: readonly PlacedReport[],
  tally: Tally,
): Promise<void> {
  const docs = await docsOf(tx.db, reviewId, reports);
  const derived = reports.map((report) => derive(reviewId, plan, report, docs.get(report.id) ?? new Map()));
  for (const [index, { screening, votes, entered }] of derived.entries()) {
    const { position } = reports[index]!;
    if (entered.includes("full-text")) count(tally, reviewId, "full-text", "", position, 1);
    countVotes(tally, screening, votes, 1);
  }
  await tx.insertMany(
    "screening",
    derived.flatMap((one) => one.screening),
  );
  await tx.insertMany(
    "vote",
    derived.flatMap((one) => one.votes),
  );
}

/** Takes away the rows there are, counting them down. The title stage holds every report, so its entries never change here. */
async function removeRows(
  tx: Tx,
  reviewId: string,
  plan: Plan,
  reports: readonly PlacedReport[],
  tally: Tally,
): Promise<void> {
  const positions = reports.map(({ position }) => position);
  const old = await tx.db
    .selectFrom("screening")
    .select(["stage", "position", "status"])
    .where("review_id", "=", reviewId)
    .where("position", "in", positions)
    .execute();
  const votes = await tx.db
    .selectFrom("vote")
    .selectAll()
    .where("review_id", "=", reviewId)
    .where("position", "in", positions)
    .execute();
  const included = new Set(
    old
      .filter((row) => row.stage === "title-abstract" && row.status === "include")
      .map((row) => row.position),
  );
  for (const position of positions) {
    if (fullTextTakesAll(plan) || included.has(position))
      count(tally, reviewId, "full-text", "", position, -1);
  }
  countVotes(tally, old, votes, -1);
  if (old.length > 0) {
    await tx.db
      .deleteFrom("screening")
      .where("review_id", "=", reviewId)
      .where("position", "in", positions)
      .execute();
  }
  if (votes.length > 0) {
    await tx.db
      .deleteFrom("vote")
      .where("review_id", "=", reviewId)
      .where("position", "in", positions)
      .execute();
  }
}

/** What was decided on each report, by report and stage: of all its records together. */
export async function docsOf(
  db: Kysely<Tables>,
  reviewId: string,
  reports: readonly { readonly id: string }[],
): Promise<Map<string, Map<Stage, ScreeningDoc>>> {
  const members = await db
    .selectFrom("report_record")
    .select(["record_id", "report_id"])
    .where("review_id", "=", reviewId)
    .where(
      "report_id",
      "in",
      reports.map(({ id }) => id),
    )
    .execute();
  const docs = new Map<string, Map<Stage, ScreeningDoc>>();
  for (const stage of STAGES) {
    const reportOf = new Map(members.map((row) => [`${stage}/${row.record_id}`, row.report_id]));
    if (reportOf.size === 0) continue;
    const rows = await db
      .selectFrom("document")
      .select(["key", "body"])
      .where("review_id", "=", reviewId)
      .where("kind", "=", "screening")
      .where("key", "in", [...reportOf.keys()])
      .orderBy("key")
      .execute();
    const byReport = new Map<string, ScreeningDoc[]>();
    for (const { key, body } of rows) {
      const report = reportOf.get(key)!;
      const list = byReport.get(report);
      if (list === undefined) byReport.set(report, [JSON.parse(body) as ScreeningDoc]);
      else list.push(JSON.parse(body) as ScreeningDoc);
    }
    for (const [report, list] of byReport) {
      const doc = combineScreening(stage, report, list);
      if (doc === null) continue;
      const known = docs.get(report);
      if (known === undefined) docs.set(report, new Map([[stage, doc]]));
      else known.set(stage, doc);
    }
  }
  return docs;
}

function count(
  tally: Tally,
  reviewId: string,
  stage: string,
  reviewer: string,
  position: number,
  by: 1 | -1,
): void {
  const block = position >> BLOCK_SHIFT;
  const key = `${stage} ${block} ${reviewer}`;
  const known = tally.get(key);
  tally.set(key, { review_id: reviewId, stage, reviewer, block, reports: (known?.reports ?? 0) + by });
}

/** Counts votes in or out; those on a report that waits for others twice, once as waiting. */
function countVotes(
  tally: Tally,
  screening: readonly Pick<Tables["screening"], "stage" | "position" | "status">[],
  votes: readonly Tables["vote"][],
  by: 1 | -1,
): void {
  const waiting = new Set(
    screening
      .filter(({ status }) => status === "pending")
      .map(({ stage, position }) => `${position} ${stage}`),
  );
  for (const { review_id, stage, reviewer, position } of votes) {
    count(tally, review_id, stage, reviewer, position, by);
    if (waiting.has(`${position} ${stage}`))
      count(tally, review_id, stage, `${PENDING}${reviewer}`, position, by);
  }
}

async function writeTally(
  tx: Tx,
  reviewId: string,
  tally: ReadonlyMap<string, Tables["read_block"]>,
): Promise<void> {
  const rows = [...tally.values()].filter((row) => row.reports !== 0);
  await tx.insertMany("read_block", rows, {
    keys: ["review_id", "stage", "reviewer", "block"],
    update: [],
    add: "reports",
  });
  // A tally of nothing is no row, so that taking steps back leaves the table as it was.
  if (rows.some((row) => row.reports < 0)) {
    await tx.db.deleteFrom("read_block").where("review_id", "=", reviewId).where("reports", "=", 0).execute();
  }
}

/** Adds the reports after `position` to the tallies of the queues they enter by being there. */
export async function enterReports({ reviewId }: StoreContext, tx: Tx, after: number): Promise<void> {
  const plan = await readPlan(tx.db, reviewId);
  for (const stage of STAGES) {
    if (stage === "full-text" && !fullTextTakesAll(plan)) continue;
    await sql`
      insert into read_block (review_id, stage, reviewer, block, reports)
      select review_id, ${sql.lit(stage)}, '', position / 256, count(*) from report
      where review_id = ${reviewId} and position > ${after}
      group by review_id, position / 256
      on conflict (review_id, stage, reviewer, block) do update set reports = read_block.reports + excluded.reports
    `.execute(tx.db);
  }
}

/** Derives every screening row again. Cost linear in reports and screening documents. */
export async function deriveAllScreening(context: StoreContext, tx: Tx): Promise<void> {
  const { reviewId } = context;
  for (const table of ["screening", "vote", "read_block"] as const) {
    await tx.db.deleteFrom(table).where("review_id", "=", reviewId).execute();
  }
  await enterReports(context, tx, 0);
  const plan = await readPlan(tx.db, reviewId);
  const reports = await screenedReports(tx.db, reviewId);
  for (let start = 0; start < reports.length; start += 500) {
    const tally: Tally = new Map();
    const some = reports.slice(start, start + 500);
    await addRows(tx, reviewId, plan, some, tally);
    // `enterReports` has counted these already.
    if (fullTextTakesAll(plan))
      for (const { position } of some) count(tally, reviewId, "full-text", "", position, -1);
    await writeTally(tx, reviewId, tally);
  }
}

/** Reports on a record of which something was decided at some stage. */
async function screenedReports(db: Kysely<Tables>, reviewId: string): Promise<PlacedReport[]> {
  const reports = new Map<string, PlacedReport>();
  for (let after = ""; ; ) {
    const keys = await db
      .selectFrom("document")
      .select("key")
      .where("review_id", "=", reviewId)
      .where("kind", "=", "screening")
      .where("key", ">", after)
      .orderBy("key")
      .limit(500)
      .execute();
    const last = keys.at(-1);
    if (last === undefined) return [...reports.values()];
    const rows = await db
      .selectFrom("report_record as rr")
      .innerJoin("report as r", (join) =>
        join.onRef("r.review_id", "=", "rr.review_id").onRef("r.id", "=", "rr.report_id"),
      )
      .select(["r.id", "r.position"])
      .where("rr.review_id", "=", reviewId)
      .where(
        "rr.record_id",
        "in",
        keys.map(({ key }) => key.slice(key.indexOf("/") + 1)),
      )
      .execute();
    for (const row of rows) reports.set(row.id, row);
    after = last.key;
  }
}
