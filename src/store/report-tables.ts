import type { Kysely } from "kysely";
import type { RecordsImported } from "#ledger";
import {
  type AmendmentDoc,
  type Amendments,
  type DuplicatesDoc,
  type RecordFact,
  type ReportRow,
  reportDeriver,
} from "#records";
import type { StoreContext } from "./context.ts";
import type { Tx } from "./engine.ts";
import { toEvent } from "./event-rows.ts";
import { factPages } from "./fact-rows.ts";
import { reportBody } from "./report-rows.ts";
import { traitsOf } from "./report-traits.ts";
import { forgetWords } from "./search-index.ts";
import type { Tables } from "./tables.ts";
import { writeBehind } from "./write-behind.ts";

const REPORT_TABLES = ["report", "report_search", "report_trait", "report_source", "report_record"] as const;

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

/** Information source of each import in force. */
export function sourcesOf(imports: ReadonlyMap<string, RecordsImported>): Map<string, string> {
  return new Map([...imports].map(([id, body]) => [id, body.sourceId]));
}

/** The document of duplicates as it stands, null when there is none. */
export async function duplicatesOf(db: Kysely<Tables>, reviewId: string): Promise<DuplicatesDoc | null> {
  const row = await db
    .selectFrom("document")
    .select("body")
    .where("review_id", "=", reviewId)
    .where("kind", "=", "duplicates")
    .where("key", "=", "all")
    .executeTakeFirst();
  return row === undefined ? null : (JSON.parse(row.body) as DuplicatesDoc);
}

/** What people corrected, by record: these are few, however many records there are. */
export async function amendmentsOf(db: Kysely<Tables>, reviewId: string): Promise<Amendments> {
  const rows = await db
    .selectFrom("document")
    .select("body")
    .where("review_id", "=", reviewId)
    .where("kind", "=", "amendment")
    .execute();
  const docs = rows.map(({ body }) => JSON.parse(body) as AmendmentDoc);
  return new Map(docs.map(({ record, amendments }) => [record, amendments]));
}

/** Makes all reports again from the records and duplicates in force. Memory: one page of records and the open clusters. */
export async function deriveReportTables(context: StoreContext, tx: Tx): Promise<void> {
  const { reviewId } = context;
  for (const table of REPORT_TABLES) {
    await tx.db.deleteFrom(table).where("review_id", "=", reviewId).execute();
  }
  await forgetWords(context, tx);
  const imports = await importsInForce(tx.db, reviewId);
  const clusters = (await duplicatesOf(tx.db, reviewId))?.clusters ?? [];
  const deriver = reportDeriver(clusters, sourcesOf(imports), await amendmentsOf(tx.db, reviewId));
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

/** How many records the imports in force hold: the position after which a new import begins. */
export async function recordsInForce(db: Kysely<Tables>, reviewId: string): Promise<number> {
  let records = 0;
  for (const { counts } of (await importsInForce(db, reviewId)).values()) records += counts.records;
  return records;
}

/** Gives the reports of a new import: each record alone, after the records there are, since no duplicate run has seen it. */
export function newReports(
  importId: string,
  sourceId: string,
  after: number,
): (facts: readonly RecordFact[]) => readonly ReportRow[] {
  const deriver = reportDeriver([], new Map([[importId, sourceId]]));
  return (facts) =>
    reportsOf(deriver, facts).map((report) => ({ ...report, position: report.position + after }));
}

/** Whether people or the finder spoke of a record of this import before it was here (known through a merge). */
export async function isNamed(tx: Tx, reviewId: string, importId: string): Promise<boolean> {
  const isOurs = (id: string): boolean => id.startsWith(`${importId}-`);
  const clusters = (await duplicatesOf(tx.db, reviewId))?.clusters ?? [];
  if (clusters.some(({ records }) => records.some(isOurs))) return true;
  return [...(await amendmentsOf(tx.db, reviewId)).keys()].some(isOurs);
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
    "report_trait",
    reports.map((report) => ({
      ...row,
      position: report.position,
      year: report.year,
      traits: traitsOf(report),
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
