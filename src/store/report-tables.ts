import type { Kysely } from "kysely";
import type { RecordsImported } from "#ledger";
import { type DuplicatesDoc, type RecordFact, type ReportRow, reportDeriver, searchText } from "#records";
import type { StoreContext } from "./context.ts";
import type { Tx } from "./engine.ts";
import { toEvent } from "./event-rows.ts";
import { factPages } from "./fact-rows.ts";
import { reportBody } from "./report-rows.ts";
import type { Tables } from "./tables.ts";
import { writeBehind } from "./write-behind.ts";

const REPORT_TABLES = ["report", "report_search", "report_source", "report_record"] as const;

/** Imports in force, in the order they came; a second import under one id is the same import. */
export async function importsInForce(
  db: Kysely<Tables>,
  reviewId: string,
): Promise<Map<string, RecordsImported>> {
  const rows = await db
    .selectFrom("event as e")
    .select(["e.content", "e.hash"])
    .where("e.review_id", "=", reviewId)
    .where("e.type", "=", "records.imported")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("undone as u")
            .select("u.event_id")
            .whereRef("u.review_id", "=", "e.review_id")
            .whereRef("u.event_id", "=", "e.id"),
        ),
      ),
    )
    .orderBy("e.id")
    .execute();
  const imports = new Map<string, RecordsImported>();
  for (const row of rows) {
    const body = toEvent(row).body as RecordsImported;
    if (!imports.has(body.importId)) imports.set(body.importId, body);
  }
  return imports;
}

/** Duplicates in force. */
async function clustersInForce(db: Kysely<Tables>, reviewId: string): Promise<DuplicatesDoc["clusters"]> {
  const row = await db
    .selectFrom("document")
    .select("body")
    .where("review_id", "=", reviewId)
    .where("kind", "=", "duplicates")
    .where("key", "=", "all")
    .executeTakeFirst();
  return row === undefined ? [] : (JSON.parse(row.body) as DuplicatesDoc).clusters;
}

/** Makes all reports again from the records and duplicates in force. Memory: one page of records and the open clusters. */
export async function deriveReportTables({ reviewId }: StoreContext, tx: Tx): Promise<void> {
  for (const table of REPORT_TABLES) {
    await tx.db.deleteFrom(table).where("review_id", "=", reviewId).execute();
  }
  const imports = await importsInForce(tx.db, reviewId);
  const sources = new Map([...imports].map(([id, body]) => [id, body.sourceId]));
  const deriver = reportDeriver(await clustersInForce(tx.db, reviewId), sources);
  const derived = async function* (): AsyncGenerator<readonly ReportRow[]> {
    for (const importId of imports.keys()) {
      for await (const facts of factPages(tx.db, reviewId, importId)) yield reportsOf(deriver, facts);
    }
    yield deriver.finish();
  };
  await writeBehind(derived(), (reports) => writeReports(tx, reviewId, reports));
}

function reportsOf(deriver: ReturnType<typeof reportDeriver>, facts: readonly RecordFact[]): ReportRow[] {
  const reports: ReportRow[] = [];
  for (const fact of facts) {
    const report = deriver.add(fact);
    if (report !== null) reports.push(report);
  }
  return reports;
}

/** Gives the reports of a new import: each record alone, after the reports there are, since no duplicate run has seen it. */
export async function newReports(
  tx: Tx,
  reviewId: string,
  importId: string,
  sourceId: string,
): Promise<(facts: readonly RecordFact[]) => readonly ReportRow[]> {
  const { last } = await tx.db
    .selectFrom("report")
    .select(({ fn }) => fn.max("position").as("last"))
    .where("review_id", "=", reviewId)
    .executeTakeFirstOrThrow();
  const deriver = reportDeriver([], new Map([[importId, sourceId]]));
  return (facts) =>
    reportsOf(deriver, facts).map((report) => ({ ...report, position: report.position + (last ?? 0) }));
}

/** Whether a duplicate in force names a record of this import (it was known here before, through a merge). */
export async function isClustered(tx: Tx, reviewId: string, importId: string): Promise<boolean> {
  const clusters = await clustersInForce(tx.db, reviewId);
  return clusters.some(({ records }) => records.some((id) => id.startsWith(`${importId}-`)));
}

export async function writeReports(tx: Tx, reviewId: string, reports: readonly ReportRow[]): Promise<void> {
  const row = { review_id: reviewId };
  await tx.insertMany(
    "report",
    reports.map((report) => ({
      ...row,
      id: report.id,
      position: report.position,
      body: reportBody(report),
    })),
  );
  await tx.insertMany(
    "report_search",
    reports.map((report) => ({
      ...row,
      position: report.position,
      text: searchText(report).replaceAll("\0", " "),
    })),
  );
  await tx.insertMany(
    "report_source",
    reports.flatMap(({ sources, position }) => sources.map((source) => ({ ...row, source, position }))),
  );
  await tx.insertMany(
    "report_record",
    reports.flatMap(({ id, records }) => records.map((record_id) => ({ ...row, record_id, report_id: id }))),
  );
}
