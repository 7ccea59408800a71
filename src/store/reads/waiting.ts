import { type RawBuilder, sql } from "kysely";
import type { Stage } from "#ledger";
import type { ReportRow } from "#records";
import { toReport } from "../report-rows.ts";
import { fullTextTakesAll, readPlan } from "../screening-plan.ts";
import { SETTLED } from "../screening-tables.ts";
import type { ReadSource } from "./index.ts";

/** Whether a report `r` is in the queue; `all`: the queue takes every report. */
export function inQueue(all: boolean): RawBuilder<boolean> {
  return all
    ? sql`1 = 1`
    : sql`exists (select 1 from screening as t where t.review_id = r.review_id and t.stage = 'title-abstract' and t.position = r.position and t.status = 'include')`;
}

/** Whether a report `r` is in the queue and waits for this reviewer's vote. */
function waitsFor(stage: Stage, reviewer: string, all: boolean): RawBuilder<boolean> {
  return sql`${inQueue(all)} and not exists (select 1 from vote as v where v.review_id = r.review_id and v.position = r.position and v.stage = ${stage} and v.reviewer in (${reviewer}, ${SETTLED}))`;
}

/** Those of a part of a stage's queue that wait for this reviewer's vote, by position. */
export async function waitingReports(
  { db, reviewId }: ReadSource,
  queue: { readonly stage: Stage; readonly reviewer: string; readonly all: boolean },
  part: RawBuilder<boolean>,
  limit: number,
): Promise<readonly ReportRow[]> {
  const rows = await db
    .selectFrom("report as r")
    .leftJoin("record as f", (join) =>
      join.onRef("f.review_id", "=", "r.review_id").onRef("f.id", "=", "r.id"),
    )
    .select(["r.body", "f.body as record"])
    .where("r.review_id", "=", reviewId)
    .where(waitsFor(queue.stage, queue.reviewer, queue.all))
    .where(part)
    .orderBy("r.position")
    .limit(limit)
    .execute();
  return rows.map(toReport);
}

/** So many are asked about at first, then eight times as many each time: mostly the first ones wait. */
const ASKED_FIRST = 64;
const ASKED_MOST = 4_096;

type Among = { readonly ids: readonly string[] } | { readonly positions: ArrayLike<number> };

/**
 * Those of the reports asked about that wait for this reviewer, in the order asked. When the first ones
 * wait, as they mostly do, only these are looked at.
 */
export async function waiting(
  source: ReadSource,
  stage: Stage,
  reviewer: string,
  among: Among,
  limit: number,
): Promise<readonly ReportRow[]> {
  const { db, reviewId } = source;
  const all = stage === "title-abstract" || fullTextTakesAll(await readPlan(db, reviewId));
  const asked: ArrayLike<string | number> = "ids" in among ? among.ids : among.positions;
  // A report that several of the records asked about are in now is there once.
  const found = new Set<number>();
  let size = ASKED_FIRST;
  for (let start = 0; start < asked.length && found.size < limit; ) {
    const end = Math.min(start + size, asked.length);
    const some: (string | number)[] = [];
    for (let i = start; i < end; i++) some.push(asked[i]!);
    const waits = await waitingAmong(source, waitsFor(stage, reviewer, all), "ids" in among, some);
    for (const key of some) {
      const position = waits.get(key);
      if (position !== undefined && found.size < limit) found.add(position);
    }
    start = end;
    size = Math.min(size * 8, ASKED_MOST);
  }
  if (found.size === 0) return [];
  const part = sql<boolean>`r.position in (${sql.join([...found])})`;
  const rows = await waitingReports(source, { stage, reviewer, all }, part, found.size);
  const byPosition = new Map(rows.map((row) => [row.position, row]));
  return [...found].flatMap((position) => byPosition.get(position) ?? []);
}

/** Of records or positions, the positions of the reports that wait. */
async function waitingAmong(
  { db, reviewId }: ReadSource,
  waits: RawBuilder<boolean>,
  byRecord: boolean,
  some: readonly (string | number)[],
): Promise<ReadonlyMap<string | number, number>> {
  if (!byRecord) {
    const rows = await db
      .selectFrom("report as r")
      .select("r.position")
      .where("r.review_id", "=", reviewId)
      .where("r.position", "in", some as readonly number[])
      .where(waits)
      .execute();
    return new Map(rows.map(({ position }) => [Number(position), Number(position)]));
  }
  const rows = await db
    .selectFrom("report_record as rr")
    .innerJoin("report as r", (join) =>
      join.onRef("r.review_id", "=", "rr.review_id").onRef("r.id", "=", "rr.report_id"),
    )
    .select(["rr.record_id", "r.position"])
    .where("rr.review_id", "=", reviewId)
    .where("rr.record_id", "in", some as readonly string[])
    .where(waits)
    .execute();
  return new Map(rows.map((row) => [row.record_id, Number(row.position)]));
}
