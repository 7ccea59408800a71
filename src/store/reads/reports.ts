import { type RawBuilder, type SelectQueryBuilder, sql } from "kysely";
import { type ReportRow, type SearchQuery, searchQuery } from "#records";
import { toReport } from "../report-rows.ts";
import { duplicatesOf } from "../report-tables.ts";
import { wantedTraits } from "../report-traits.ts";
import { fullTextTakesAll, readPlan } from "../screening-plan.ts";
import { countFitting, fitting, type Window } from "../search-index.ts";
import type { ReportFilter, ReviewReads } from "../store.ts";
import type { Tables } from "../tables.ts";
import type { ReadSource } from "./index.ts";

type ReportReads = Pick<ReviewReads, "reports" | "countReports" | "report" | "reportsOf" | "reportIdsOf">;
type ReportQuery = SelectQueryBuilder<Tables & { r: Tables["report"] }, "r", object>;

/** Ids asked about in one statement. */
const AT_ONCE = 1_000;

/** Reports in screening order. */
export function reportReads(source: ReadSource): ReportReads {
  const { db, reviewId } = source;
  return {
    reports: async (filter) => {
      const { after, limit, ...rest } = filter;
      let query = (await filtered(source, rest, limit === undefined ? null : { after: after ?? 0, limit }))
        .leftJoin("record as f", (join) =>
          join.onRef("f.review_id", "=", "r.review_id").onRef("f.id", "=", "r.id"),
        )
        .select(["r.body", "f.body as record"]);
      if (after !== undefined) query = query.where("r.position", ">", after);
      query = query.orderBy("r.position");
      if (limit !== undefined) query = query.limit(limit);
      return (await query.execute()).map(toReport);
    },
    countReports: async (filter) => {
      const words = onlyWords(filter);
      if (words !== null) return await countFitting(source, words);
      const query = (await filtered(source, filter, null)).select(({ fn }) =>
        fn.countAll<number>().as("reports"),
      );
      return Number((await query.executeTakeFirstOrThrow()).reports);
    },
    report: async (id) => {
      // By any of its records: a report that was merged into another is found under its old id.
      const row = await db
        .selectFrom("report_record as rr")
        .innerJoin("report as r", (join) =>
          join.onRef("r.review_id", "=", "rr.review_id").onRef("r.id", "=", "rr.report_id"),
        )
        .leftJoin("record as f", (join) =>
          join.onRef("f.review_id", "=", "r.review_id").onRef("f.id", "=", "r.id"),
        )
        .select(["r.body", "f.body as record"])
        .where("rr.review_id", "=", reviewId)
        .where("rr.record_id", "=", id)
        .executeTakeFirst();
      return row === undefined ? null : toReport(row);
    },
    reportsOf: async (ids) => {
      const found = new Map<string, ReportRow>();
      for (let start = 0; start < ids.length; start += AT_ONCE) {
        const rows = await db
          .selectFrom("report_record as rr")
          .innerJoin("report as r", (join) =>
            join.onRef("r.review_id", "=", "rr.review_id").onRef("r.id", "=", "rr.report_id"),
          )
          .leftJoin("record as f", (join) =>
            join.onRef("f.review_id", "=", "r.review_id").onRef("f.id", "=", "r.id"),
          )
          .select(["rr.record_id", "r.body", "f.body as record"])
          .where("rr.review_id", "=", reviewId)
          .where("rr.record_id", "in", ids.slice(start, start + AT_ONCE))
          .execute();
        for (const row of rows) found.set(row.record_id, toReport(row));
      }
      return found;
    },
    reportIdsOf: async (records) => {
      const found = new Map<string, string>();
      for (let start = 0; start < records.length; start += AT_ONCE) {
        const rows = await db
          .selectFrom("report_record")
          .select(["record_id", "report_id"])
          .where("review_id", "=", reviewId)
          .where("record_id", "in", records.slice(start, start + AT_ONCE))
          .execute();
        for (const row of rows) found.set(row.record_id, row.report_id);
      }
      return found;
    },
  };
}

type Filter = Omit<ReportFilter, "after" | "limit">;

/** The words to look for when the filter asks for nothing else; null otherwise. */
function onlyWords({ text, ...others }: Filter): SearchQuery | null {
  const more = Object.values(others).some((value) => value !== undefined);
  return text === undefined || more ? null : searchQuery(text);
}

async function filtered(
  { db, engine, reviewId }: ReadSource,
  filter: Filter,
  window: Window | null,
): Promise<ReportQuery> {
  let query: ReportQuery = db.selectFrom("report as r").where("r.review_id", "=", reviewId);
  const words = filter.text === undefined ? null : searchQuery(filter.text);
  if (words !== null) {
    const early = onlyWords(filter) === null ? null : window;
    query = query.where(await fitting({ db, engine, reviewId }, sql`r.position`, words, early));
  }
  query = query.where(await byTraits({ db, engine, reviewId }, filter));
  for (const sources of [filter.source === undefined ? null : [filter.source], filter.anySource ?? null]) {
    if (sources === null) continue;
    query = query.where(
      sources.length === 0
        ? sql<boolean>`1 = 0`
        : sql<boolean>`exists (select 1 from report_source as o where o.review_id = r.review_id and o.source in (${sql.join(sources)}) and o.position = r.position)`,
    );
  }
  if (filter.stage === undefined) return query;
  const { stage, status } = filter;
  const row = sql`select 1 from screening as c where c.review_id = r.review_id and c.stage = ${stage} and c.position = r.position`;
  if (status !== undefined && status !== "pending") {
    // By position, so that the list of one status is walked and not every report.
    return query.where(
      sql<boolean>`r.position in (select c.position from screening as c where c.review_id = ${reviewId} and c.stage = ${stage} and c.status = ${status})`,
    );
  }
  if (status === "pending") query = query.where(sql<boolean>`not exists (${row} and c.status <> 'pending')`);
  if (stage === "title-abstract" || fullTextTakesAll(await readPlan(db, reviewId))) return query;
  return query.where(
    sql<boolean>`exists (select 1 from screening as t where t.review_id = r.review_id and t.stage = 'title-abstract' and t.position = r.position and t.status = 'include')`,
  );
}

/** Filters that one narrow row per report answers. */
async function byTraits(
  { db, engine, reviewId }: ReadSource,
  filter: Pick<ReportFilter, "missing" | "only" | "yearFrom" | "yearTo">,
): Promise<RawBuilder<boolean>> {
  const conditions: RawBuilder<unknown>[] = [];
  const wanted = wantedTraits(filter);
  if (wanted !== 0) conditions.push(sql`(t.traits & ${wanted}) = ${wanted}`);
  if (filter.yearFrom !== undefined) conditions.push(sql`t.year >= ${filter.yearFrom}`);
  if (filter.yearTo !== undefined) conditions.push(sql`t.year <= ${filter.yearTo}`);
  const traits =
    conditions.length === 0
      ? sql`1 = 1`
      : sql`r.position in (select t.position from report_trait as t where t.review_id = ${reviewId} and ${sql.join(conditions, sql` and `)})`;
  if (filter.only !== "linked") return sql<boolean>`${traits}`;
  const links = (await duplicatesOf(db, reviewId))?.links ?? [];
  const records = JSON.stringify([...new Set(links.flatMap(({ a, b }) => [a, b]))]);
  const named =
    engine === "sqlite" ? sql`json_each(${records})` : sql`jsonb_array_elements_text(${records}::jsonb)`;
  return sql<boolean>`${traits} and r.id in (select o.report_id from report_record as o where o.review_id = ${reviewId} and o.record_id in (select value from ${named}))`;
}
