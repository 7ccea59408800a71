import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Stage } from "#ledger";
import { hasStage, type Protocol, type ProtocolDoc, requiredReviewers } from "#review";
import { countedReason, type ScreeningDoc, type ScreeningStatus, statusOf } from "#screening";
import type { StoreContext } from "./context.ts";
import type { Tx } from "./engine.ts";
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

/** Votes the protocol asks per stage; null where it plans no such stage. */
type Plan = Readonly<Record<Stage, number | null>>;

const NO_PROTOCOL: Plan = { "title-abstract": 1, "full-text": 1 };

/** Writes down what the protocol in force asks of screening. @returns whether it differs from before */
export async function refreshPlan({ reviewId }: StoreContext, tx: Tx): Promise<boolean> {
  const row = await tx.db
    .selectFrom("document")
    .select("body")
    .where("review_id", "=", reviewId)
    .where("kind", "=", "protocol")
    .where("key", "=", "current")
    .executeTakeFirst();
  const before = await readPlan(tx.db, reviewId);
  const protocol = row === undefined ? null : (JSON.parse(row.body) as ProtocolDoc).protocol;
  const plan = protocol === null ? NO_PROTOCOL : planOf(protocol);
  const changed = STAGES.some((stage) => before[stage] !== plan[stage]);
  if (changed) {
    await tx.insertMany("meta", [{ review_id: reviewId, key: "plan", value: JSON.stringify(plan) }], {
      keys: ["review_id", "key"],
      update: ["value"],
    });
  }
  return changed;
}

function planOf(protocol: Protocol): Plan {
  const votes = (stage: Stage): number | null =>
    hasStage(protocol, stage) ? requiredReviewers(protocol, stage) : null;
  return { "title-abstract": votes("title-abstract"), "full-text": votes("full-text") };
}

export async function readPlan(db: Kysely<Tables>, reviewId: string): Promise<Plan> {
  const row = await db
    .selectFrom("meta")
    .select("value")
    .where("review_id", "=", reviewId)
    .where("key", "=", "plan")
    .executeTakeFirst();
  return row === undefined ? NO_PROTOCOL : (JSON.parse(row.value) as Plan);
}

/** Full text follows title and abstract; where the protocol plans no title stage, every report enters it. */
export function fullTextTakesAll(plan: Plan): boolean {
  return plan["title-abstract"] === null;
}

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
  for (const [stage, doc] of docs) statuses.set(stage, statusOf(doc, plan[stage] ?? 1));
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

/** Derives the screening rows of some reports again, and what changed in the tallies of their blocks. */
export async function deriveScreeningOf(
  { reviewId }: StoreContext,
  tx: Tx,
  reportIds: readonly string[],
): Promise<void> {
  const plan = await readPlan(tx.db, reviewId);
  for (let start = 0; start < reportIds.length; start += 200) {
    await deriveChunk(tx, reviewId, plan, reportIds.slice(start, start + 200));
  }
}

async function deriveChunk(tx: Tx, reviewId: string, plan: Plan, ids: readonly string[]): Promise<void> {
  // A report that was found to be a duplicate of another has no row; its votes stay in the ledger.
  const reports = await tx.db
    .selectFrom("report")
    .select(["id", "position"])
    .where("review_id", "=", reviewId)
    .where("id", "in", ids)
    .execute();
  if (reports.length === 0) return;
  const tally = new Map<string, Tables["read_block"]>();
  await removeRows(tx, reviewId, plan, reports, tally);
  const docs = await docsOf(tx, reviewId, reports);
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
  await writeTally(tx, reviewId, tally);
}

/** Takes away the rows there are, counting them down. The title stage holds every report, so its entries never change here. */
async function removeRows(
  tx: Tx,
  reviewId: string,
  plan: Plan,
  reports: readonly { readonly id: string; readonly position: number }[],
  tally: Map<string, Tables["read_block"]>,
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

async function docsOf(
  tx: Tx,
  reviewId: string,
  reports: readonly { readonly id: string }[],
): Promise<Map<string, Map<Stage, ScreeningDoc>>> {
  const keys = reports.flatMap(({ id }) => STAGES.map((stage) => `${stage}/${id}`));
  const rows = await tx.db
    .selectFrom("document")
    .select(["body"])
    .where("review_id", "=", reviewId)
    .where("kind", "=", "screening")
    .where("key", "in", keys)
    .orderBy("key")
    .execute();
  const docs = new Map<string, Map<Stage, ScreeningDoc>>();
  for (const { body } of rows) addDoc(docs, JSON.parse(body) as ScreeningDoc);
  return docs;
}

function addDoc(docs: Map<string, Map<Stage, ScreeningDoc>>, doc: ScreeningDoc): void {
  const known = docs.get(doc.report);
  if (known === undefined) docs.set(doc.report, new Map([[doc.stage, doc]]));
  else known.set(doc.stage, doc);
}

function count(
  tally: Map<string, Tables["read_block"]>,
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
  tally: Map<string, Tables["read_block"]>,
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
  for (let after = ""; ; ) {
    const page = await screenedReports(tx.db, reviewId, after);
    const last = page.at(-1);
    if (last === undefined) break;
    await deriveNew(tx, reviewId, plan, page);
    after = last.id;
  }
}

/** Reports that have a screening document at some stage, by id. */
async function screenedReports(
  db: Kysely<Tables>,
  reviewId: string,
  after: string,
): Promise<{ id: string; position: number }[]> {
  return await db
    .selectFrom("report as r")
    .select(["r.id", "r.position"])
    .where("r.review_id", "=", reviewId)
    .where("r.id", ">", after)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("document as d")
          .select("d.key")
          .whereRef("d.review_id", "=", "r.review_id")
          .where("d.kind", "=", "screening")
          .where("d.key", "in", [sql<string>`'title-abstract/' || r.id`, sql<string>`'full-text/' || r.id`]),
      ),
    )
    .orderBy("r.id")
    .limit(500)
    .execute();
}

async function deriveNew(
  tx: Tx,
  reviewId: string,
  plan: Plan,
  reports: readonly { readonly id: string; readonly position: number }[],
): Promise<void> {
  const tally = new Map<string, Tables["read_block"]>();
  const docs = await docsOf(tx, reviewId, reports);
  const derived = reports.map((report) => derive(reviewId, plan, report, docs.get(report.id) ?? new Map()));
  for (const [index, { screening, votes, entered }] of derived.entries()) {
    const { position } = reports[index]!;
    if (entered.includes("full-text") && !fullTextTakesAll(plan)) {
      count(tally, reviewId, "full-text", "", position, 1);
    }
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
  await writeTally(tx, reviewId, tally);
}
