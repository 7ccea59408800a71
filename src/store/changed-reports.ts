import { compareRecordIds, type DuplicatesDoc, type RecordFact, type ReportRow, reportOf } from "#records";
import type { StoreContext } from "./context.ts";
import type { Tx } from "./engine.ts";
import type { Touched } from "./fold.ts";
import { amendmentsOf, duplicatesOf, importsInForce, sourcesOf, writeReports } from "./report-tables.ts";
import { putInReports, takeOutReports } from "./screening-tables.ts";
import { wordsAreDue } from "./search-index.ts";

type Clusters = DuplicatesDoc["clusters"];

/** Groups of records worked on at once. */
const GROUPS_AT_ONCE = 200;

export interface ReportChange {
  /** Documents that were folded again. */
  readonly touched: Touched;
  /** Duplicates as they stood before and as they were folded now, where they were touched. */
  readonly before: DuplicatesDoc | null;
  readonly now: DuplicatesDoc | null;
  /** Whether the screening rows of these reports follow; not when all of them are made again anyway. */
  readonly withScreening: boolean;
}

/**
 * Makes again only the reports whose records were merged, separated or corrected; the tables are then
 * those that `deriveReportTables` makes. Memory: the duplicates twice, and one batch of reports.
 *
 * Checked: tests/store/store.prop.test.ts.
 */
export async function changeReports(
  context: StoreContext,
  tx: Tx,
  { touched, before, now, withScreening }: ReportChange,
): Promise<void> {
  const amended = touched.get("amendment") ?? new Set<string>();
  if (!touched.has("duplicates") && amended.size === 0) return;
  const known = touched.has("duplicates") ? now : await duplicatesOf(tx.db, context.reviewId);
  const clusters = known?.clusters ?? [];
  const earlier = touched.has("duplicates") ? (before?.clusters ?? []) : clusters;
  const groups = changedGroups(earlier, clusters, amended);
  if (groups.length === 0) return;
  const imports = await importsInForce(tx.db, context.reviewId);
  const offsets = new Map<string, number>();
  let records = 0;
  for (const [id, body] of imports) {
    offsets.set(id, records);
    records += body.counts.records;
  }
  const place: Place = ({ importId, ordinal }) => (offsets.get(importId) ?? 0) + ordinal;
  const sources = sourcesOf(imports);
  const amendments = await amendmentsOf(tx.db, context.reviewId);
  for (let start = 0; start < groups.length; start += GROUPS_AT_ONCE) {
    const some = groups.slice(start, start + GROUPS_AT_ONCE);
    const facts = await factsOf(context, tx, some.flat(), sources);
    await removeReports(context, tx, some.flat(), { sources: [...new Set(sources.values())], withScreening });
    const reports = some.flatMap((ids) => {
      const present = ids.flatMap((id) => facts.get(id) ?? []).sort((a, b) => place(a) - place(b));
      return present.length === 0 ? [] : [reportOf(present, place(present[0]!), sources, amendments)];
    });
    await writeReports(tx, context.reviewId, reports);
    await wordsAreDue(
      tx,
      context.reviewId,
      reports.map(({ position }) => position),
    );
    if (withScreening) await putInReports(context, tx, reports);
  }
}

type Place = (fact: RecordFact) => number;

/** Groups of records that are a report each now, and were not, or were corrected. */
function changedGroups(before: Clusters, now: Clusters, amended: ReadonlySet<string>): string[][] {
  const [old, current] = [named(before), named(now)];
  const changed = new Set(amended);
  for (const [name, records] of old) if (!current.has(name)) for (const id of records) changed.add(id);
  const groups: string[][] = [];
  for (const [name, records] of current) {
    if (old.has(name) && !records.some((id) => changed.has(id))) continue;
    groups.push([...records]);
    for (const id of records) changed.delete(id);
  }
  // Those left are alone now.
  for (const id of changed) groups.push([id]);
  return groups.sort((a, b) => compareRecordIds(a[0]!, b[0]!));
}

function named(clusters: Clusters): Map<string, readonly string[]> {
  return new Map(clusters.map(({ records }) => [records.join("\n"), records]));
}

/** Facts of the imports in force by id. */
async function factsOf(
  { reviewId }: StoreContext,
  tx: Tx,
  ids: readonly string[],
  sources: ReadonlyMap<string, string>,
): Promise<Map<string, RecordFact>> {
  const rows = await tx.db
    .selectFrom("record")
    .select("body")
    .where("review_id", "=", reviewId)
    .where("id", "in", ids)
    .execute();
  const facts = rows.map(({ body }) => JSON.parse(body) as RecordFact);
  return new Map(facts.filter(({ importId }) => sources.has(importId)).map((fact) => [fact.id, fact]));
}

/** Takes away the reports that these records are in. */
async function removeReports(
  context: StoreContext,
  tx: Tx,
  records: readonly string[],
  { sources, withScreening }: { readonly sources: readonly string[]; readonly withScreening: boolean },
): Promise<void> {
  const { reviewId } = context;
  const found = await tx.db
    .selectFrom("report_record as rr")
    .innerJoin("report as r", (join) =>
      join.onRef("r.review_id", "=", "rr.review_id").onRef("r.id", "=", "rr.report_id"),
    )
    .select(["r.id", "r.position", "r.body"])
    .distinct()
    .where("rr.review_id", "=", reviewId)
    .where("rr.record_id", "in", records)
    .execute();
  if (found.length === 0) return;
  const reports = found.map(({ body }) => JSON.parse(body) as ReportRow);
  if (withScreening) await takeOutReports(context, tx, reports);
  const positions = reports.map(({ position }) => position);
  await tx.db
    .deleteFrom("report")
    .where("review_id", "=", reviewId)
    .where(
      "id",
      "in",
      reports.map(({ id }) => id),
    )
    .execute();
  await tx.db
    .deleteFrom("report_trait")
    .where("review_id", "=", reviewId)
    .where("position", "in", positions)
    .execute();
  // Named by source, so that the key is used.
  await tx.db
    .deleteFrom("report_source")
    .where("review_id", "=", reviewId)
    .where("source", "in", sources)
    .where("position", "in", positions)
    .execute();
  await tx.db
    .deleteFrom("report_record")
    .where("review_id", "=", reviewId)
    .where(
      "record_id",
      "in",
      reports.flatMap((report) => report.records),
    )
    .execute();
  await wordsAreDue(tx, reviewId, positions);
}
